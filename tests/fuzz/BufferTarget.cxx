// Fuzz target: bytes into compiled classes. Input: a byte that says which class and how, then the stream. Reading must end
// in an object or in an error; what was read must be written, read back, and destroyed.
#include "FuzzTarget.h"
#include "Samples.h"

#include "RootletError.h"
#include "TBuffer.h"

#include <memory>

namespace rootlet::fuzz {
namespace {

enum EWay : std::size_t { kAlone, kIntoUsed, kAny };

/// An object of a class, destroyed in time.
class Object {
public:
   explicit Object(TClass *cl) : fClass(cl), fObject(cl->New()) {}
   ~Object() { fClass->Destructor(fObject); }
   Object(const Object &) = delete;
   Object &operator=(const Object &) = delete;
   void Read(std::string_view bytes)
   {
      TBuffer buffer(bytes.data(), bytes.size());
      buffer.MapObject(fObject, fClass);
      fClass->Streamer(fObject, buffer);
   }
   std::string Write()
   {
      TBuffer buffer(TBuffer::kWrite);
      buffer.MapObject(fObject, fClass);
      fClass->Streamer(fObject, buffer);
      return {buffer.Buffer(), buffer.Position()};
   }

private:
   TClass *fClass;
   void *fObject;
};

void Run(const Sample &sample, std::size_t way, std::string_view bytes)
{
   const ExactCopy copy(bytes);
   if (way == kAny) {
      TBuffer buffer(copy.Data(), bytes.size());
      buffer.ReadObjectAny(sample.fClass); // who owns what it points to only the classes know
      return;
   }
   std::string written;
   try {
      Object object(sample.fClass);
      if (way == kIntoUsed)
         object.Read(sample.fBytes);
      object.Read({copy.Data(), bytes.size()});
      written = object.Write();
   } catch (const Error &) {
      return;
   }
   try {
      Object(sample.fClass).Read(written);
   } catch (const Error &error) {
      Finding(std::string(sample.fClass->GetName()) +
              " was read and written, and cannot be read again: " + error.what());
   }
}

} // namespace

void AddSeeds(const AddSeed &add)
{
   for (std::size_t i = 0; i < Samples().size(); ++i) {
      const Sample &sample = Samples()[i];
      for (const std::size_t way : {kAlone, kIntoUsed, kAny})
         add(std::string(sample.fClass->GetName()) + "." + std::to_string(i) + "." + std::to_string(way),
             Seed().Byte(way << 6 | i).Rest(way == kAny ? sample.fAny : sample.fBytes).Bytes());
   }
   constexpr std::size_t kMost = 4096;
   VisitGolden(kMost, [&](const GoldenEntry &entry) {
      for (std::size_t i = 0; i < Samples().size(); ++i)
         if (entry.fClass == Samples()[i].fClass->GetName())
            add(entry.fId, Seed().Byte(i).Rest(entry.fPayload).Bytes());
   });
}

} // namespace rootlet::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
   using namespace rootlet::fuzz;
   Input input(data, size);
   const std::size_t how = input.Byte();
   Run(Samples()[(how & 63) % Samples().size()], how >> 6, input.Rest());
   return 0;
}
