// See MapSchema.h.
#include "map/MapSchema.h"

#include <cstdio>
#include <utility>

#include "RootletError.h"
#include "TBuffer.h"
#include "TClass.h"
#include "TError.h"
#include "map/Printable.h"
#include "map/StreamedPayload.h"

namespace rootlet {
namespace {

constexpr std::string_view kPrefix = ".StreamerInfo/";

std::string RecordName(const TStreamerInfo &info)
{
   char version[40];
   std::snprintf(version, sizeof version, "/%d/%08x", info.GetClassVersion(), info.GetCheckSum());
   return std::string(kPrefix) + info.GetName() + version;
}

} // namespace

bool IsSchemaRecord(std::string_view name)
{
   return name.starts_with(kPrefix);
}

// --- producing -------------------------------------------------------------------------------------------------------

/// Streams one layout.
class SchemaWriter::Writer final : public PayloadWriter {
public:
   explicit Writer(const TClass *cl) : fInfo(cl) {}
   const TStreamerInfo &Info() const { return fInfo; }
   std::size_t Write(BufferStorage &storage) override
   {
      TBuffer buffer(storage);
      buffer.MapObject(&fInfo);
      fInfo.Streamer(buffer);
      return buffer.Position();
   }

private:
   TStreamerInfo fInfo;
};

SchemaWriter::SchemaWriter(MapStore &store) : fStore(store) {}

SchemaWriter::~SchemaWriter() = default;

std::span<PublishItem> SchemaWriter::Items()
{
   fItems.clear();
   fWriters.clear();
   if (fNew.empty())
      return {};
   Schema needed;
   for (const TClass *cl : fNew)
      needed.AddClass(cl);
   fNew.clear();
   bool isAwaited = false; // another producer is about to publish a layout, or dies before: we look again the next time
   for (const auto &info : needed.All()) {
      const std::string name = RecordName(*info);
      if (fPublished.contains(name))
         continue;
      try {
         const TClass *cl = TClass::GetClass(info->GetName(), kTRUE, kTRUE);
         ProducerRecord *record = fStore.FindOwn(name);
         // published by this, a former or another producer
         const bool isThere = record != nullptr ? record->lastLength != 0 : fStore.GenerationOf(name) != 0;
         if (!isThere && record == nullptr && fStore.IsOfAnother(name)) {
            isAwaited = true;
            continue;
         }
         if (!isThere && cl != nullptr) {
            if (record == nullptr)
               record = &fStore.Add({name, TStreamerInfo::Class_Name(), TStreamerInfo::Class_Version(),
                                     TStreamerInfo::Class()->GetCheckSum()});
            fItems.push_back({record, &fWriters.emplace_back(cl), nullptr});
         }
         fPublished.insert(name);
      } catch (const std::exception &error) {
         fError = std::string("the layout of class ") + info->GetName() + " cannot be kept in the map: " + error.what();
      }
   }
   if (isAwaited)
      fNew.assign(fKnown.begin(), fKnown.end());
   return fItems;
}

std::string SchemaWriter::TakeError()
{
   for (const PublishItem &item : fItems) {
      if (!item.error)
         continue;
      fPublished.erase(item.record->description.name);
      try {
         std::rethrow_exception(item.error);
      } catch (const std::exception &error) {
         fError = item.record->description.name + ": " + error.what();
      }
   }
   fItems.clear();
   if (!fError.empty()) { // next time they are all looked at again
      fNew.assign(fKnown.begin(), fKnown.end());
   }
   return std::exchange(fError, {});
}

// --- consuming -------------------------------------------------------------------------------------------------------

/// Not locked in a forked child if a thread that the child does not have holds it: then nothing is kept.
std::unique_lock<std::mutex> SchemaReader::Lock(const MapStore &store)
{
   return store.IsForkedCopy() ? std::unique_lock(fMutex, std::try_to_lock) : std::unique_lock(fMutex);
}

std::shared_ptr<const Schema> SchemaReader::Get(MapStore &store)
{
   if (const auto lock = Lock(store); lock && fSchema != nullptr)
      return fSchema;
   return Load(store);
}

std::shared_ptr<const Schema> SchemaReader::Load(MapStore &store)
{
   const auto lock = Lock(store);
   std::map<std::string, std::uint64_t> there;
   for (const RecordListing &line : store.List(TStreamerInfo::Class_Name()))
      if (line.generation != 0 && IsSchemaRecord(line.record.description->name))
         there.emplace(line.record.description->name, line.generation);
   if (lock && fSchema != nullptr && there == fLoaded)
      return fSchema;
   auto schema = std::make_shared<Schema>();
   PayloadCopy copy;
   for (const auto &[name, generation] : there) {
      try {
         std::shared_ptr<const ObjectDescription> description;
         const auto result = store.Read(name, copy, &description);
         if (!result || result->generation == 0)
            continue;
         const StreamedPayload payload(store.Path(), *description, copy);
         TBuffer buffer(payload.Data(), payload.Size());
         auto info = std::make_unique<TStreamerInfo>();
         buffer.MapObject(info.get());
         info->Streamer(buffer);
         schema->Add(std::move(info));
      } catch (const Error &error) { // objects of other classes, and of the program's own version, need no such layout
         ::Warning("TMapFile::Get",
                   "%s: %s is damaged, and objects of that version of the class cannot be converted: %s",
                   store.Path().c_str(), Printable(name).c_str(), Printable(error.what()).c_str());
      }
   }
   if (!lock)
      return schema;
   fLoaded = std::move(there);
   fSchema = std::move(schema);
   return fSchema;
}

} // namespace rootlet
