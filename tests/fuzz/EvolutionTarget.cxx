// Fuzz target: compiled classes read streams of other versions, by a StreamerInfo that is as hostile as the stream. Input: a
// byte that says which class, the record as a part, and the stream. Seeds are streams of the current version under another
// number, so that they have to be converted.
#include "FuzzTarget.h"
#include "Samples.h"

#include "RootletError.h"
#include "RootletSchema.h"
#include "TBuffer.h"

#include <memory>

namespace rootlet::fuzz {
namespace {

std::string BigEndian(std::uint64_t value, int bytes)
{
   std::string text;
   for (int i = bytes; i-- > 0;)
      text += static_cast<char>(value >> 8 * i);
   return text;
}

void Replace(std::string &text, const std::string &from, const std::string &to)
{
   for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
}

} // namespace

void AddSeeds(const AddSeed &add)
{
   for (std::size_t i = 0; i < Samples().size(); ++i) {
      const Sample &sample = Samples()[i];
      const std::string name = std::string(sample.fClass->GetName()) + "." + std::to_string(i);
      const auto version = static_cast<unsigned>(sample.fClass->GetClassVersion());
      std::string record = RecordOf(sample.fClass);
      std::string bytes = sample.fBytes;
      // A StreamerInfo has its checksum and then the version; an object has its byte count and then the version.
      constexpr unsigned kOther = 1000;
      const std::string checkSum = BigEndian(sample.fClass->GetCheckSum(), 4);
      Replace(record, checkSum + BigEndian(version, 4), checkSum + BigEndian(kOther, 4));
      if (bytes.size() < 6)
         continue;
      bytes.replace(4, 2, BigEndian(kOther, 2));
      add(name + ".other", Seed().Byte(i).Part(record).Rest(bytes).Bytes());
   }
}

} // namespace rootlet::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
   using namespace rootlet;
   using namespace rootlet::fuzz;
   Input input(data, size);
   TClass *cl = Samples()[input.Byte() % Samples().size()].fClass;
   const std::string_view record = input.Part();
   const std::string_view bytes = input.Rest();
   const ExactCopy recordCopy(record), copy(bytes);
   // Most inputs differ from the one before in the stream alone.
   static std::string last;
   static std::shared_ptr<Schema> schema;
   if (!schema || last != record) {
      last = record;
      schema = std::make_shared<Schema>();
      try {
         schema->AddRecord(recordCopy.Data(), record.size());
      } catch (const Error &) { // the layouts before it are there
      }
   }
   void *object = cl->New();
   try {
      TBuffer buffer(copy.Data(), bytes.size());
      buffer.SetSchema(schema);
      buffer.MapObject(object, cl);
      cl->Streamer(object, buffer);
   } catch (const Error &) {
   }
   cl->Destructor(object);
   return 0;
}
