// Fuzz target: StreamerInfo records, as files have them, and single ones, as the map file has them. Input: a byte (bit 0: a
// single one), the key length in two bytes, the record. What was read must be listed, found, and written and read again
// with the same layouts.
#include "FuzzTarget.h"
#include "Samples.h"

#include "RootletError.h"
#include "RootletSchema.h"
#include "TBuffer.h"
#include "TList.h"

#include <memory>

namespace rootlet::fuzz {
namespace {

std::string Written(TStreamerInfo &info)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.MapObject(&info);
   info.Streamer(buffer);
   return {buffer.Buffer(), buffer.Position()};
}

std::unique_ptr<TStreamerInfo> ReadSingle(std::string_view bytes)
{
   TBuffer buffer(bytes.data(), bytes.size());
   auto info = std::make_unique<TStreamerInfo>();
   buffer.MapObject(info.get());
   info->Streamer(buffer);
   return info;
}

void Check(const Schema &schema)
{
   for (const auto &info : schema.All()) {
      const auto *found = schema.FindByCheckSum(info->GetName(), info->GetCheckSum());
      if (!found || found->GetCheckSum() != info->GetCheckSum())
         Finding("a layout is not found by its checksum");
      if (!schema.Find(info->GetName(), info->GetClassVersion()) || !schema.Knows(info->GetName()))
         Finding("a layout is not found by its version");
      const std::string once = Written(*info);
      std::string again;
      try {
         again = Written(*ReadSingle(once));
      } catch (const Error &error) {
         Finding(std::string("a layout was read and written, and cannot be read again: ") + error.what());
      }
      if (once != again)
         Finding("a layout that was read and written is not the same");
   }
}

} // namespace

void AddSeeds(const AddSeed &add)
{
   for (std::size_t i = 0; i < Samples().size(); ++i) {
      const TClass *cl = Samples()[i].fClass;
      const std::string name = std::string(cl->GetName()) + "." + std::to_string(i);
      add(name + ".record", Seed().Byte(0).Short(0).Rest(RecordOf(cl)).Bytes());
      add(name + ".single", Seed().Byte(1).Short(0).Rest(Written(*cl->GetStreamerInfo())).Bytes());
   }
   const auto addRecord = [&](const GoldenEntry &entry) {
      if (entry.fIsStreamerInfo)
         add(entry.fId, Seed().Byte(0).Short(static_cast<std::size_t>(entry.fKeyLength)).Rest(entry.fPayload).Bytes());
   };
   VisitForms(addRecord);
   constexpr std::size_t kMost = 16384;
   VisitGolden(kMost, addRecord);
}

} // namespace rootlet::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
   using namespace rootlet;
   fuzz::Input input(data, size);
   const bool single = input.Byte() & 1;
   const auto keyLength = static_cast<Int_t>(input.Short());
   const std::string_view bytes = input.Rest();
   const fuzz::ExactCopy copy(bytes);
   Schema schema;
   try {
      if (single)
         schema.Add(fuzz::ReadSingle({copy.Data(), bytes.size()}));
      else
         schema.AddRecord(copy.Data(), bytes.size(), keyLength);
   } catch (const Error &) { // what was read before it is there
   }
   fuzz::Check(schema);
   return 0;
}
