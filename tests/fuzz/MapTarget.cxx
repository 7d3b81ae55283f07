// Fuzz target: a map file that a stranger has changed. Input: which valid map to begin with, patches of its fields (header,
// leases, chunk words, directory, records, info blocks, blocks), which checksums to mend behind them so that they hide
// nothing, and what a producer does once it has the file. Consumers get versions or errors of one line; a producer either
// refuses the file and leaves it as it was, or can do everything with it, and so can the next one.
#include "FuzzTarget.h"
#include "Samples.h"

#include "../heap/TempFolder.h"
#include "../map/StoreTools.h"
#include "RootletEmulation.h"
#include "TError.h"
#include "TH1F.h"
#include "TMapFile.h"
#include "TNamed.h"
#include "TObjArray.h"
#include "TObjString.h"
#include "TRef.h"
#include "Zoo.h"
#include "heap/Crc32c.h"
#include "heap/Format.h"
#include "map/BlockSeal.h"
#include "map/NameHash.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <map>
#include <memory>
#include <vector>

namespace rootlet::fuzz {
namespace {

using namespace format;
using test::StringWriter;

// ---- the file -------------------------------------------------------------------------------------------------------

/// A file, by pread and pwrite: another process would do the same.
class OpenedFile {
public:
   explicit OpenedFile(const std::string &path) : fFd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600))
   {
      if (!fFd)
         Finding(path + " cannot be opened");
   }
   std::uint64_t Size() const
   {
      struct stat info = {};
      ::fstat(fFd.Get(), &info);
      return static_cast<std::uint64_t>(info.st_size);
   }
   void Resize(std::uint64_t size) const
   {
      if (::ftruncate(fFd.Get(), static_cast<off_t>(size)) != 0)
         Finding("the file cannot be resized");
   }
   /// What lies behind the end reads as zeros.
   std::string Read(std::uint64_t offset, std::size_t size) const
   {
      std::string bytes(size, '\0');
      if (::pread(fFd.Get(), bytes.data(), size, static_cast<off_t>(offset)) < 0)
         Finding("the file cannot be read");
      return bytes;
   }
   void Write(std::uint64_t offset, std::string_view bytes) const
   {
      if (::pwrite(fFd.Get(), bytes.data(), bytes.size(), static_cast<off_t>(offset)) !=
          static_cast<ssize_t>(bytes.size()))
         Finding("the file cannot be written");
   }
   template <class T>
   T Load(std::uint64_t offset) const
   {
      T value;
      std::memcpy(&value, Read(offset, sizeof value).data(), sizeof value);
      return value;
   }
   template <class T>
   void Store(std::uint64_t offset, const T &value) const
   {
      Write(offset, {reinterpret_cast<const char *>(&value), sizeof value});
   }

private:
   UniqueFd fFd;
};

/// Where all happens: in memory if there is such a file system. Goes at exit.
const test::TempFolder &Folder()
{
   static const test::TempFolder folder(::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
   return folder;
}

const std::string &Path()
{
   static const std::string path = Folder() / "map";
   return path;
}

const OpenedFile &File()
{
   static const OpenedFile file(Path());
   return file;
}

// ---- valid maps to begin with ---------------------------------------------------------------------------------------

struct Base {
   std::uint64_t size = 0;
   bool sealed = true;
   std::vector<std::pair<std::uint64_t, std::string>> runs; ///< what is not zero
   std::vector<ProducerRecord> records;

   void Restore() const
   {
      File().Resize(0);
      File().Resize(size);
      for (const auto &[offset, bytes] : runs)
         File().Write(offset, bytes);
   }
   /// What lies in `runs` now, without the words that every try to open for writing may change.
   std::string Content() const
   {
      constexpr std::size_t kLease = offsetof(Head, leases);
      std::string content;
      for (const auto &[offset, bytes] : runs) {
         std::string now = File().Read(offset, bytes.size());
         if (offset == 0)
            for (const std::size_t word : {offsetof(Superblock, heapLock), offsetof(Superblock, nextLease),
                                           kLease + offsetof(LeaseEntry, number), kLease + offsetof(LeaseEntry, pid),
                                           kLease + offsetof(LeaseEntry, startTime)})
               now.replace(word, 8, 8, '\0');
         content += now;
      }
      return content;
   }
};

/// What `fill` makes of an empty map.
template <class Fill>
Base MadeBase(const MapOptions &options, Fill fill)
{
   constexpr std::uint64_t kPiece = 32768;
   const std::string zeros(kPiece, '\0');
   const std::string path = Folder() / "base";
   Base base;
   base.sealed = options.seal;
   MapStore::Open(path, MapMode::kRecreate, options);
   fill(path);
   {
      const auto store = MapStore::Open(path, MapMode::kUpdate);
      for (const ProducerRecord *record : store->OwnRecords())
         base.records.push_back(*record);
   }
   const OpenedFile file(path);
   base.size = file.Size();
   for (std::uint64_t at = 0; at < base.size; at += kPiece)
      if (std::string piece = file.Read(at, kPiece); piece != zeros)
         base.runs.emplace_back(at, std::move(piece));
   return base;
}

void FillWithTexts(const std::string &path)
{
   const auto store = MapStore::Open(path, MapMode::kUpdate);
   for (int version = 0; version < 4; ++version)
      for (const char *name : {"first", "second", "third", "gone"})
         test::Put(*store, name, std::string(name) + " version " + std::to_string(version));
   test::AddNamed(*store, "empty");
   store->Remove("gone");
}

/// Four slots of every size, a writer that failed, a version that was not committed.
void FillWithEdges(const std::string &path)
{
   {
      const auto store = MapStore::Open(path, MapMode::kUpdate);
      for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{3000}, std::size_t{70000}})
         for (int version = 0; version < 5; ++version)
            test::Put(*store, "size" + std::to_string(size), std::string(size, static_cast<char>('a' + version)));
      test::FailingWriter failing;
      PublishItem item{store->FindOwn("size1"), &failing, nullptr};
      store->Publish({&item, 1});
   }
   const OpenedFile file(path);
   const std::uint64_t commit = offsetof(Head, leases);
   file.Store(commit, file.Load<std::uint64_t>(commit) - 1);
}

void FillWithObjects(const std::string &path)
{
   const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "UPDATE"));
   TNamed named("named", "a title");
   TObjString text("text");
   TObjArray array;
   array.Add(&named);
   array.Add(&text);
   TH1F histogram("histogram", "title", 4, 0, 1);
   histogram.Fill(0.5);
   TRef reference(&named);
   cage::Basics basics;
   basics.Fill(2);
   map->Add(&named, "named");
   map->Add(&array, "array");
   map->Add(&histogram, "histogram");
   map->Add(&reference, "reference");
   map->Add(&basics, "basics");
   for (int version = 0; version < 3; ++version)
      map->Update();
}

constexpr std::size_t kLargeBase = 5;

const std::vector<Base> &Bases()
{
   static const std::vector<Base> bases = [] {
      constexpr std::uint64_t kWithSegments = (kHeadChunkWords + 8) * kChunkSize;
      std::vector<Base> all;
      all.push_back(MadeBase({.size = 0}, FillWithTexts));
      all.push_back(MadeBase({.size = 0, .seal = false}, FillWithTexts));
      all.push_back(MadeBase({.size = 0, .slots = 4}, FillWithEdges));
      all.push_back(MadeBase({.size = 0, .slots = 2}, FillWithEdges));
      all.push_back(MadeBase({.size = 0}, FillWithObjects));
      all.push_back(MadeBase({.size = kWithSegments}, FillWithTexts));
      return all;
   }();
   return bases;
}

// ---- patches --------------------------------------------------------------------------------------------------------

enum EPlace : std::size_t {
   kConstant,
   kWord,
   kLease,
   kChunkWord,
   kBucket,
   kRecordField,
   kInfo,
   kHeader,
   kPayload,
   kAnywhere,
   kFileSize,
   kPlaces
};
enum EChange : std::size_t { kSet, kAdd, kXor, kKnown, kChanges };
enum EMend : std::size_t { kMendSuperblock = 1, kMendInfos = 2, kMendSeals = 4 };

constexpr std::size_t kMostPatches = 12;

/// Offsets of the words of the superblock.
std::uint64_t WordAt(std::size_t index)
{
   constexpr std::array<std::uint64_t, 10> kWords = {
      offsetof(Superblock, heapSize), offsetof(Superblock, root),       offsetof(Superblock, nextGeneration),
      offsetof(Superblock, notify),   offsetof(Superblock, heapLock),   offsetof(Superblock, state),
      offsetof(Superblock, bootId),   offsetof(Superblock, bootId) + 8, offsetof(Superblock, nextRecordId),
      offsetof(Superblock, nextLease)};
   index %= kWords.size() + kSegments;
   return index < kWords.size() ? kWords[index] : offsetof(Superblock, segments) + (index - kWords.size()) * 8;
}

class Patching {
public:
   Patching(const Base &base, Input &input) : fBase(base), fInput(input) {}

   void ApplyAll()
   {
      fMend = fInput.Byte();
      for (std::size_t left = fInput.Byte() % (kMostPatches + 1); left != 0; --left)
         ApplyOne();
      Mend();
   }

private:
   const ProducerRecord *RecordOf(std::size_t index) const
   {
      return fBase.records.empty() ? nullptr : &fBase.records[index % fBase.records.size()];
   }
   std::uint64_t Newest(const ProducerRecord &record, std::size_t index) const
   {
      return record.slots[index % kSlots].block.offset;
   }
   std::uint64_t BucketAt(std::size_t index) const
   {
      const auto root = File().Load<std::uint64_t>(offsetof(Superblock, root));
      return RootTable(root) + index % (std::size_t{1} << kMinTableLog2) * 8;
   }
   std::uint64_t BucketOf(const ProducerRecord &record) const { return BucketAt(NameHash(record.description.name)); }

   std::uint64_t Place(std::size_t place, std::size_t index, std::size_t field) const
   {
      const ProducerRecord *record = RecordOf(index);
      switch (place) {
      case kConstant:
         return (index << 8 | field) % sizeof(SuperblockConstant);
      case kWord:
         return WordAt(index);
      case kLease:
         return offsetof(Head, leases) + index % kLeases * sizeof(LeaseEntry) +
                std::array{offsetof(LeaseEntry, commit), offsetof(LeaseEntry, number), offsetof(LeaseEntry, evicted),
                           offsetof(LeaseEntry, pid)}[field % 4];
      case kChunkWord:
         return offsetof(Head, chunkWords) + index * 8;
      case kBucket:
         return field % 2 == 0 && record != nullptr ? BucketOf(*record) : BucketAt(index << 8 | field);
      case kRecordField:
         field %= 4 + 2 * kSlots;
         return record == nullptr
                   ? 0
                   : record->offset + (field < 4 ? field * 8 : offsetof(Record, slots) + (field - 4) * 8);
      case kInfo:
         return record == nullptr ? 0 : record->info.offset + field;
      case kHeader:
         return record == nullptr ? 0 : Newest(*record, field >> 6) + field % sizeof(BlockHeader);
      case kPayload:
         return record == nullptr ? 0 : Newest(*record, field >> 6) + sizeof(BlockHeader) + field % 64;
      default:
         return (index << 8 | field) * 16 % fBase.size;
      }
   }

   /// Numbers that mean something in this file.
   std::uint64_t Known(std::size_t which, std::size_t index) const
   {
      const ProducerRecord *record = RecordOf(index);
      const std::array<std::uint64_t, 16> known = {
         0,
         fBase.size,
         fBase.size - kChunkSize,
         kChunkSize,
         kMaxCounter - 1,
         record ? record->offset : 0,
         record ? record->id : 0,
         record ? record->info.offset : 0,
         record ? Newest(*record, index >> 6) : 0,
         record ? record->slots[index >> 6 & 3].generation : 0,
         record ? BucketWord(record->offset, NameHash(record->description.name)) : 0,
         record ? NameHash(record->description.name) : 0,
         RootWord(index * kChunkSize, kMinTableLog2),
         RootWord(kChunkSize, static_cast<unsigned>(index)),
         ChunkWord(static_cast<ChunkKind>(index % 8), LeaseWord(index >> 3, 0)),
         kMaxHeapSize,
      };
      return known[which % known.size()];
   }

   void ApplyOne()
   {
      const std::size_t place = fInput.Byte() % kPlaces;
      const std::size_t index = fInput.Byte();
      const std::size_t field = fInput.Byte();
      const std::size_t how = fInput.Byte();
      const std::size_t width = std::size_t{1} << (how >> 4 & 3);
      std::uint64_t value = 0;
      if (how % kChanges == kKnown) {
         const std::size_t which = fInput.Byte();
         value = Known(which, fInput.Byte());
      } else {
         for (std::size_t i = 0; i < width; ++i)
            value |= static_cast<std::uint64_t>(fInput.Byte()) << 8 * i;
      }
      if (place == kFileSize) {
         File().Resize(std::min<std::uint64_t>((index << 8 | field) * 64, 2 * fBase.size));
         return;
      }
      const std::uint64_t at = Place(place, index, field); // anywhere, if an earlier patch has changed the root
      if (!Fits(at, width, File().Size()))
         return;
      std::uint64_t old = 0;
      std::memcpy(&old, File().Read(at, width).data(), width); // little-endian machines; on others another part of it
      switch (how % kChanges) {
      case kAdd:
         value += old;
         break;
      case kXor:
         value ^= old;
         break;
      default:
         break;
      }
      File().Write(at, {reinterpret_cast<const char *>(&value), width});
   }

   /// Where records and their info blocks are by now; those of the base and what the words of the file say.
   void Mend() const
   {
      if (fMend & kMendSuperblock) {
         const std::string constant = File().Read(0, sizeof(SuperblockConstant));
         if (File().Size() >= constant.size())
            File().Store(offsetof(SuperblockConstant, crc), Crc32c(constant.data(), offsetof(SuperblockConstant, crc)));
      }
      const std::uint64_t size = File().Size();
      for (const ProducerRecord &record : fBase.records) {
         if (record.offset + sizeof(Record) > size)
            continue;
         const auto info = File().Load<std::uint64_t>(record.offset + offsetof(Record, info));
         if ((fMend & kMendInfos) && Fits(info, sizeof(InfoHeader), size))
            MendInfo(info, size);
         for (unsigned s = 0; s < kSlots && (fMend & kMendSeals); ++s) {
            const auto block = File().Load<std::uint64_t>(record.offset + offsetof(Record, slots) + s * sizeof(Slot) +
                                                          offsetof(Slot, block));
            if (block != 0 && Fits(block, sizeof(BlockHeader), size))
               MendSeal(block, size);
         }
      }
   }
   static void MendInfo(std::uint64_t at, std::uint64_t size)
   {
      const auto length = File().Load<std::uint32_t>(at);
      if (length < 8 || length > 0x20000 || !Fits(at, length, size))
         return;
      const std::string block = File().Read(at, length);
      File().Store(at + offsetof(InfoHeader, crc), Crc32c(block.data() + 8, length - 8));
   }
   void MendSeal(std::uint64_t at, std::uint64_t size) const
   {
      BlockHeader header;
      std::memcpy(&header, File().Read(at, sizeof header).data(), sizeof header);
      if (header.length > 0x40000 || !Fits(at + sizeof header, header.length, size))
         return;
      const std::string payload = File().Read(at + sizeof header, header.length);
      File().Store(at + offsetof(BlockHeader, seal), fBase.sealed ? BlockSeal(header, payload.data()) : 0);
   }

   const Base &fBase;
   Input &fInput;
   std::size_t fMend = 0;
};

// ---- what has to hold -----------------------------------------------------------------------------------------------

void CheckLine(const std::string &message)
{
   if (message.empty() || message.find(Path()) == std::string::npos)
      Finding("an error that does not name the file: " + message);
   for (const char c : message)
      if (static_cast<unsigned char>(c) < 0x20)
         Finding("an error that is not one line: " + message);
}

void CheckReported(int, Bool_t, const char *location, const char *message)
{
   if (std::string_view(location).starts_with("TMapFile"))
      CheckLine(message);
}

/// Runs `body`, which may fail with a MapError of one line. True if it did not.
template <class Body>
bool MayFail(Body body)
{
   try {
      body();
      return true;
   } catch (const MapError &error) {
      CheckLine(error.what());
   }
   return false;
}

void Consume(const Base &base)
{
   MayFail([&] {
      const auto store = MapStore::Open(Path(), MapMode::kRead);
      const std::uint64_t size = File().Size();
      if (store->Size() > size)
         Finding("a heap larger than its file");
      store->IsReplaced();
      std::vector<std::string> names = {"missing"};
      for (const ProducerRecord &record : base.records)
         names.push_back(record.description.name);
      MayFail([&] {
         std::uint64_t listed = 0;
         for (const RecordListing &line : store->List()) {
            listed += line.record.description->name.size() + line.record.description->className.size();
            if (line.length > size)
               Finding("a version longer than the file");
         }
         if (listed > size)
            Finding("a listing larger than the file");
      });
      PayloadCopy copy;
      for (const std::string &name : names)
         MayFail([&] {
            if (store->Read(name, copy) && copy.Size() > size)
               Finding("a version larger than the file");
         });
   });
}

/// Through TMapFile: objects of their classes, and of no class.
void ConsumeObjects(const char *option)
{
   SetErrorHandler(CheckReported);
   const std::unique_ptr<TMapFile> map(TMapFile::Create(Path().c_str(), option));
   if (map == nullptr)
      return;
   std::vector<std::pair<std::string, std::string>> names;
   for (const TMapRec *record = map->GetFirst(); record != nullptr; record = record->GetNext())
      names.emplace_back(record->GetName(), record->GetClassName());
   map->GetSize();
   map->GetFreeSize();
   for (const auto &[name, className] : names) {
      if (className == "cage::Basics")
         map->Get<cage::Basics>(name.c_str());
      else
         delete map->Get(name.c_str());
      try {
         map->GetEmulated(name.c_str());
      } catch (const Error &) {
      }
   }
   if (map->IsWritable()) {
      TNamed named("new", "published over what is there");
      map->Add(&named);
      map->Update();
      delete map->Get("new");
      map->Remove(&named);
   }
}

/// Bytes that chunk words and extents say are in use.
std::uint64_t UsedBytes(const MapStore &store)
{
   std::uint64_t bytes = 0;
   const auto &head = At<Head>(store.Base(), 0);
   for (std::uint64_t chunk = 0; chunk < store.Size() / kChunkSize; ++chunk) {
      std::uint64_t word = chunk < kHeadChunkWords ? head.chunkWords[chunk].load() : 0;
      if (chunk >= kHeadChunkWords) {
         const unsigned k = SegmentOf(chunk);
         word = At<Word>(store.Base(), head.superblock.segments[k].load() + (chunk - SegmentFirstChunk(k)) * 8).load();
      }
      const ChunkKind kind = KindOf(word);
      bytes += kind == ChunkKind::kFree || kind == ChunkKind::kOwned ? 0 : kChunkSize;
   }
   for (const ProducerRecord *record : store.OwnRecords()) {
      bytes += record->info.size;
      for (const auto &slot : record->slots)
         bytes += slot.block.size;
   }
   return bytes;
}

/// Does with an accepted file what the input says: nothing of it may fail.
class Producing {
public:
   Producing(MapStore &store, Input &input) : fStore(store), fInput(input) {}

   void Run()
   {
      constexpr std::size_t kMostActions = 16;
      for (std::size_t left = kMostActions; left != 0; --left) {
         const std::size_t action = fInput.Byte();
         if (action == 0)
            break;
         Act(action);
      }
      Put("certain", "what was certainly put");
      Check(fStore);
      if (fStore.FreeBytes() + UsedBytes(fStore) != fStore.Size())
         Finding("bytes are lost, or given out twice");
   }
   /// What was put is there, for the producer or for whoever comes later.
   void Check(MapStore &store) const
   {
      for (const auto &[name, text] : fPut)
         if (test::Take(store, name) != text)
            Finding("'" + name + "' is not what was put, but: " + test::Take(store, name).substr(0, 100));
   }
   void CheckNames(MapStore &store) const
   {
      for (const std::string &name : fNames)
         if (!store.Has(name))
            Finding("'" + name + "' is the producer's, and a consumer does not find it");
   }
   void TakeNames()
   {
      for (const ProducerRecord *record : fStore.OwnRecords())
         fNames.push_back(record->description.name);
   }

private:
   void Put(const std::string &name, const std::string &text)
   {
      test::Put(fStore, name, text);
      fPut[name] = text;
   }
   void Act(std::size_t action)
   {
      const auto own = fStore.OwnRecords();
      const std::size_t which = action >> 3;
      const std::string some = own.empty() ? "new0" : own[which % own.size()]->description.name;
      switch (action & 7) {
      case 0:
      case 1:
         Put(some, std::string(which * which * 10, 'p'));
         break;
      case 2:
         Put("new" + std::to_string(which % 4), std::string(which, 'n'));
         break;
      case 3:
         fStore.Remove(some);
         fPut.erase(some);
         break;
      case 4:
         Put(some, std::string(which * 8000, 'g'));
         break;
      case 5: { // all of them together
         StringWriter writer("together");
         std::vector<PublishItem> items;
         for (ProducerRecord *record : own)
            items.push_back({record, &writer, nullptr});
         fStore.Publish(items);
         for (const PublishItem &item : items)
            if (!item.error)
               fPut[item.record->description.name] = "together";
         break;
      }
      case 6:
         for (int i = 0; i < 5; ++i)
            Put(some, std::string(which, static_cast<char>('0' + i)));
         break;
      default: {
         test::FailingWriter failing;
         PublishItem item{own.empty() ? &test::AddNamed(fStore, some) : fStore.FindOwn(some), &failing, nullptr};
         fStore.Publish({&item, 1});
      }
      }
   }

   MapStore &fStore;
   Input &fInput;
   std::map<std::string, std::string> fPut;
   std::vector<std::string> fNames;
};

void Produce(const Base &base, Input &input)
{
   const std::string before = base.Content();
   std::unique_ptr<MapStore> store;
   if (!MayFail([&] { store = MapStore::Open(Path(), MapMode::kUpdate); })) {
      if (base.Content() != before)
         Finding("a file that was refused has been changed");
      return;
   }
   Producing producing(*store, input);
   try {
      producing.Run();
      producing.TakeNames();
      producing.CheckNames(*MapStore::Open(Path(), MapMode::kRead));
      producing.Check(*MapStore::Open(Path(), MapMode::kRead));
      store.reset();
      producing.Check(*MapStore::Open(Path(), MapMode::kUpdate));
      producing.CheckNames(*MapStore::Open(Path(), MapMode::kRead));
   } catch (const Error &error) {
      Finding(std::string("a file that was accepted cannot be used: ") + error.what());
   }
}

enum EWay : std::size_t { kConsume, kProduce, kConsumeObjects, kProduceObjects, kWays };

/// Seeds are put together as inputs are taken apart.
class MapSeed {
public:
   MapSeed(std::size_t base, std::size_t way, std::size_t mend, std::size_t patches)
   {
      fSeed.Byte(way << 4 | (base == kLargeBase ? 15 : base)).Byte(mend).Byte(patches);
   }
   /// kKnown with two bytes, else with `width` bytes.
   MapSeed &Patch(std::size_t place, std::size_t index, std::size_t field, std::size_t change, std::uint64_t value,
                  unsigned log2Width = 3)
   {
      fSeed.Byte(place).Byte(index).Byte(field).Byte(change | log2Width << 4);
      const std::size_t bytes = change == kKnown ? 2 : std::size_t{1} << log2Width;
      for (std::size_t i = 0; i < bytes; ++i)
         fSeed.Byte(value >> 8 * i & 0xff);
      return *this;
   }
   std::string Bytes(std::string_view actions = "\x09\x12\x1b\x24\x2d\x36\x3f") { return fSeed.Rest(actions).Bytes(); }

private:
   Seed fSeed;
};

} // namespace

void AddSeeds(const AddSeed &add)
{
   for (std::size_t base = 0; base < Bases().size(); ++base)
      for (std::size_t way = 0; way < kWays; ++way)
         add("base" + std::to_string(base) + ".way" + std::to_string(way), MapSeed(base, way, 0, 0).Bytes());
   for (std::size_t place = 0; place < kPlaces; ++place)
      for (std::size_t way = 0; way < 2; ++way) {
         const std::string name = "place" + std::to_string(place) + ".way" + std::to_string(way);
         add(name, MapSeed(place % 2 * 2, way, 7, 1).Patch(place, 0, 2, kXor, 1).Bytes());
         add(name + ".known",
             MapSeed(0, way, 7, 2).Patch(place, 1, 4, kKnown, 0x0108).Patch(place, 0, 6, kKnown, 7).Bytes());
      }
   // As if by another boot: seals decide.
   add("boot.read", MapSeed(2, kConsume, 0, 1).Patch(kWord, 6, 0, kXor, 1).Bytes());
   add("boot.update", MapSeed(2, kProduce, 0, 2).Patch(kWord, 6, 0, kXor, 1).Patch(kHeader, 1, 16, kXor, 1).Bytes());
   add("segments", MapSeed(5, kProduce, 0, 1).Patch(kWord, 10, 0, kAdd, kChunkSize).Bytes());
   add("objects", MapSeed(4, kConsumeObjects, 7, 1).Patch(kPayload, 3, 70, kXor, 0xff, 0).Bytes());
}

} // namespace rootlet::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
   using namespace rootlet::fuzz;
   Input input(data, size);
   const std::size_t how = input.Byte();
   // The last one, which is large and slow, less often.
   const std::size_t which = how & 15;
   const Base &base = which == 15 ? Bases().back() : Bases()[which % (Bases().size() - 1)];
   base.Restore();
   Patching(base, input).ApplyAll();
   switch ((how >> 4) % kWays) {
   case kConsume:
      Consume(base);
      break;
   case kProduce:
      Produce(base, input);
      break;
   case kConsumeObjects:
      ConsumeObjects("READ");
      break;
   default:
      ConsumeObjects("UPDATE");
   }
   return 0;
}
