// Fuzz target: objects of unknown classes, read by a StreamerInfo that is as hostile as the payload. Input: the record's and
// the payload's key lengths in two bytes each, and as parts the class name and the record; the rest is the payload.
// What was read is printed as JSON in both conventions; written again it must be the bytes that were read, or be refused.
#include "FuzzTarget.h"
#include "Samples.h"

#include "RootletEmulation.h"
#include "RootletError.h"

#include <memory>

namespace rootlet::fuzz {
namespace {

std::string Bytes(const GoldenEntry &entry)
{
   return Seed()
      .Short(static_cast<std::size_t>(entry.fStreamerInfoKeyLength))
      .Short(static_cast<std::size_t>(entry.fKeyLength))
      .Part(entry.fClass)
      .Part(entry.fStreamerInfo)
      .Rest(entry.fPayload)
      .Bytes();
}

} // namespace

void AddSeeds(const AddSeed &add)
{
   for (std::size_t i = 0; i < Samples().size(); ++i) {
      const Sample &sample = Samples()[i];
      GoldenEntry entry;
      entry.fClass = sample.fClass->GetName();
      entry.fStreamerInfo = RecordOf(sample.fClass);
      entry.fPayload = sample.fBytes;
      add(entry.fClass + "." + std::to_string(i), Bytes(entry));
   }
   const auto addEntry = [&](const GoldenEntry &entry) { add(entry.fId, Bytes(entry)); };
   VisitForms(addEntry);
   constexpr std::size_t kMost = 16384;
   VisitGolden(kMost, addEntry);
}

} // namespace rootlet::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
   using namespace rootlet;
   fuzz::Input input(data, size);
   const auto recordKeyLength = static_cast<Int_t>(input.Short());
   const auto keyLength = static_cast<Int_t>(input.Short());
   const std::string className(input.Part());
   const std::string_view record = input.Part();
   const std::string_view payload = input.Rest();
   const fuzz::ExactCopy recordCopy(record), payloadCopy(payload);
   auto schema = std::make_shared<Schema>();
   try {
      schema->AddRecord(recordCopy.Data(), record.size(), recordKeyLength);
   } catch (const Error &) { // the layouts before it are there
   }
   std::string written;
   try {
      const EmulatedDocument document(schema, className, payloadCopy.Data(), payload.size(), keyLength);
      document.ToJSON();
      document.ToDecodedJson();
      written = document.Stream();
   } catch (const Error &) {
      return 0;
   }
   if (written != payload)
      fuzz::Finding("what was read is not what is written");
   return 0;
}
