// TMapFile: ROOT's face of the map. Turns exceptions into ROOT's one line and null; all work is in MapFileState and below.
#include "TMapFile.h"

#include <fnmatch.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <exception>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "RootletEmulation.h"
#include "RootletError.h"
#include "TError.h"
#include "TROOT.h"
#include "base/LastingTable.h"
#include "map/MapFileState.h"
#include "map/ObjectReader.h"
#include "map/Printable.h"
#include "map/StreamedPayload.h"
#include "map/Waiting.h"

using rootlet::MapFileState;
using rootlet::MapMode;
using rootlet::MapStore;

namespace {

/// All open maps, for WhichMapFile.
struct OpenMaps {
   std::mutex fMutex;
   std::vector<TMapFile *> fMaps;

   static OpenMaps &Instance() { return rootlet::LastingTable<OpenMaps>(); }
};

/// A copy buffer of this thread. Taken away while it is used, because a Streamer may call Get() in turn.
class BorrowedCopy {
public:
   BorrowedCopy() : fCopy(std::move(tSpare)) {}
   ~BorrowedCopy() { tSpare = std::move(fCopy); }
   BorrowedCopy(const BorrowedCopy &) = delete;
   BorrowedCopy &operator=(const BorrowedCopy &) = delete;
   rootlet::PayloadCopy &operator*() { return fCopy; }

private:
   rootlet::PayloadCopy fCopy;
   static thread_local rootlet::PayloadCopy tSpare;
};
thread_local rootlet::PayloadCopy BorrowedCopy::tSpare;

struct NamedMode {
   const char *name;
   MapMode mode;
};
constexpr NamedMode kModes[] = {{"CREATE", MapMode::kCreate},
                                {"RECREATE", MapMode::kRecreate},
                                {"UPDATE", MapMode::kUpdate},
                                {"READ", MapMode::kRead}};

struct OpenMode {
   MapMode mode = MapMode::kRead;
   bool shared = false;
   std::string option; // as GetOption() gives it
};

/// One of the modes, with SHARED before or behind it if other producers may come; SHARED alone is UPDATE SHARED.
OpenMode ParseMode(const char *name, const char *option)
{
   const std::string given = option == nullptr ? "" : option;
   OpenMode result;
   std::string known;
   for (std::size_t at = 0; at < given.size();) {
      const std::size_t end = std::min(given.find_first_of(" ,+", at), given.size());
      std::string word = given.substr(at, end - at);
      at = end + 1;
      std::transform(word.begin(), word.end(), word.begin(),
                     [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      if (word == "NEW")
         word = "CREATE";
      const auto *mode = std::find_if(std::begin(kModes), std::end(kModes), [&](auto &m) { return word == m.name; });
      if (word == "SHARED")
         result.shared = true;
      else if (mode != std::end(kModes) && known.empty())
         known = mode->name;
      else if (!word.empty())
         throw rootlet::Error(
            std::string(name) + ": the option '" + given +
            "' is not known; use NEW, CREATE, RECREATE, UPDATE or READ, or one for writing and SHARED");
   }
   if (known.empty())
      known = result.shared ? "UPDATE" : "READ";
   for (const NamedMode &mode : kModes)
      if (known == mode.name)
         result.mode = mode.mode;
   if (result.shared && result.mode == MapMode::kRead)
      throw rootlet::Error(std::string(name) +
                           ": SHARED is for producers; consumers share the map anyway, open it with READ");
   result.option = known + (result.shared ? " SHARED" : "");
   return result;
}

constexpr std::size_t kLongestLine = 4000;

/// Runs `body`; whatever it throws becomes one line, and the answer `failed`.
template <class Result, class Body>
Result Reporting(const char *where, Result failed, Body body)
{
   try {
      return body();
   } catch (const std::bad_alloc &) {
      ::Error(where, "there is not enough memory");
   } catch (const std::exception &error) {
      ::Error(where, "%s", rootlet::Printable(error.what(), kLongestLine).c_str()); // names may come out of the file
   }
   return failed;
}

MapFileState &RequireOpen(const std::unique_ptr<MapFileState> &state, const TString &name)
{
   if (state == nullptr)
      throw rootlet::Error(std::string(name.Data()) + ": the map is closed; Create it again");
   return *state;
}

const char *RequireName(const char *name)
{
   if (name == nullptr || *name == '\0')
      throw rootlet::Error("no name of an object is given");
   return name;
}

/// The bytes of the newest version of an object, and what it is.
std::shared_ptr<const rootlet::ObjectDescription> Newest(MapStore &store, const char *name, rootlet::PayloadCopy &copy,
                                                         ULong64_t *generation)
{
   std::shared_ptr<const rootlet::ObjectDescription> description;
   const ULong64_t newest = generation == nullptr ? 0 : store.GenerationOf(name);
   if (newest != 0)
      *generation = newest; // also if it turns out to be damaged
   const auto result = store.Read(name, copy, &description);
   const auto object = [&] { return store.Path() + ": '" + rootlet::Printable(name) + "'"; };
   if (!result)
      throw rootlet::Error(object() + " is not in the map; ls() shows what is");
   if (result->generation == 0)
      throw rootlet::Error(object() + " has not been published yet; wait for the producer's first Update");
   if (result->damagedVersions != 0)
      ::Warning("TMapFile::Get", "%s: the newest version is damaged, an older one is given", object().c_str());
   if (generation != nullptr)
      *generation = std::max<ULong64_t>(newest, result->generation);
   return description;
}

} // namespace

TMapFile *TMapFile::Create(const char *name, Option_t *option, Long64_t size, const char *title, UInt_t mode)
{
   return Reporting("TMapFile::Create", static_cast<TMapFile *>(nullptr), [&] {
      if (name == nullptr || *name == '\0')
         throw rootlet::Error("no file name is given");
      const OpenMode how = ParseMode(name, option);
      if (size < 0)
         throw rootlet::Error(std::string(name) + ": a size of " + std::to_string(size) + " bytes cannot be");
      rootlet::MapOptions options;
      options.size = static_cast<std::uint64_t>(size);
      options.title = title == nullptr ? "" : title;
      if ((mode & 0600) != 0600 || (mode & ~0666u) != 0)
         throw rootlet::Error(std::string(name) +
                              ": the mode of a map lets its owner read and write and nobody execute: " +
                              "0600, or also bits of 0066 for others");
      options.mode = static_cast<mode_t>(mode);
      options.shared = how.shared;
      auto state = std::make_unique<MapFileState>(MapStore::Open(name, how.mode, options));
      if (const MapStore &store = state->Store(); store.LostRecords() + store.LostVersions() != 0)
         ::Warning("TMapFile::Create", "%s: a power loss has destroyed %u versions; %u objects are lost for good", name,
                   store.LostVersions(), store.LostRecords());
      auto *map = new TMapFile(name, std::move(state), how.option.c_str());
      map->cd();
      return map;
   });
}

TMapFile::TMapFile(const char *name, std::unique_ptr<MapFileState> state, const char *option)
   : fName(name), fTitle(state->Store().Title()), fOption(option), fDirectory(name, state->Store().Title().c_str()),
     fState(std::move(state))
{
   OpenMaps &open = OpenMaps::Instance();
   const std::lock_guard lock(open.fMutex);
   open.fMaps.push_back(this);
}

TMapFile::~TMapFile()
{
   Close();
}

void TMapFile::Close(Option_t *)
{
   const bool fromCallback = rootlet::UpdateThread::StopCurrentOf(this); // which ends when it returns
   std::unique_lock closing(fCloseMutex, std::try_to_lock);
   if (!closing) {
      if (fromCallback)
         return; // somebody closes it already, and waits for this thread
      closing.lock();
   }
   if (fState == nullptr)
      return;
   fState->GetWaiters().End(); // callbacks may use everything
   {
      OpenMaps &open = OpenMaps::Instance();
      const std::lock_guard lock(open.fMutex);
      std::erase(open.fMaps, this);
   }
   for (TObject *object : fDirectory.GetObjects()) {
      fDirectory.Remove(object);
      object->RecursiveRemove(&fDirectory);
   }
   if (gDirectory == &fDirectory)
      gDirectory = ROOT::GetROOT();
   fState.reset();
}

Bool_t TMapFile::cd(const char *path)
{
   return fDirectory.cd(path);
}

// --- producing -------------------------------------------------------------------------------------------------------

namespace {

constexpr const char *kAdd = "TMapFile::Add", *kAddDirect = "TMapFile::AddDirect";

const char *NameFor(const TObject *obj, const char *name)
{
   if (obj == nullptr)
      throw rootlet::Error("no object is given");
   return name == nullptr || *name == '\0' ? obj->GetName() : name;
}

void AddDirectTo(MapFileState &state, const rootlet::CompleteObject &object, const char *name)
{
   if (const std::string whyNot = state.Add(object, name, true); !whyNot.empty())
      ::Warning(kAddDirect, "%s: '%s' is streamed, as by Add: %s", state.Store().Path().c_str(),
                rootlet::Printable(name).c_str(), whyNot.c_str());
}

} // namespace

void TMapFile::Add(const TObject *obj, const char *name)
{
   Reporting(kAdd, false, [&] {
      const char *given = NameFor(obj, name);
      RequireOpen(fState, fName).Add(rootlet::CompleteObjectOf(obj), given, false);
      return true;
   });
}

void TMapFile::AddDirect(const TObject *obj, const char *name)
{
   Reporting(kAddDirect, false, [&] {
      const char *given = NameFor(obj, name);
      AddDirectTo(RequireOpen(fState, fName), rootlet::CompleteObjectOf(obj), given);
      return true;
   });
}

void TMapFile::AddAny(const void *obj, TClass *cl, const char *name, Bool_t direct)
{
   Reporting(direct ? kAddDirect : kAdd, false, [&] {
      if (obj == nullptr)
         throw rootlet::Error("no object is given");
      RequireName(name);
      MapFileState &state = RequireOpen(fState, fName);
      const rootlet::CompleteObject object = rootlet::CompleteObjectOf(obj, cl);
      if (direct)
         AddDirectTo(state, object, name);
      else
         state.Add(object, name, false);
      return true;
   });
}

void TMapFile::Update(TObject *obj)
{
   Reporting("TMapFile::Update", false, [&] {
      RequireOpen(fState, fName).Update(fDirectory, obj, [](const char *what) {
         ::Error("TMapFile::Update", "%s", rootlet::Printable(what, kLongestLine).c_str());
      });
      return true;
   });
}

TObject *TMapFile::Remove(TObject *obj)
{
   if (obj == nullptr)
      return nullptr;
   Bool_t removed = RemoveAny(dynamic_cast<const void *>(obj));
   if (fDirectory.FindObject(obj) != nullptr)
      removed = Remove(obj->GetName()) || removed;
   return removed ? obj : nullptr;
}

Bool_t TMapFile::RemoveAny(const void *obj)
{
   return Reporting("TMapFile::Remove", kFALSE, [&] {
      MapFileState &state = RequireOpen(fState, fName);
      Bool_t removed = kFALSE;
      for (const std::string &name : state.NamesOf(obj))
         removed = state.Remove(name) || removed;
      return removed;
   });
}

Bool_t TMapFile::Remove(const char *name)
{
   return Reporting("TMapFile::Remove", kFALSE, [&] {
      const Bool_t removed = RequireOpen(fState, fName).Remove(RequireName(name));
      LeaveDirectory(name);
      return removed;
   });
}

/// Objects of that name that are in the map's directory would be published by the next Update.
void TMapFile::LeaveDirectory(const char *name)
{
   while (TObject *object = fDirectory.FindObject(name)) {
      fDirectory.Remove(object);
      object->RecursiveRemove(&fDirectory);
   }
}

void TMapFile::RemoveAll()
{
   Reporting("TMapFile::RemoveAll", false, [&] {
      RequireOpen(fState, fName).RemoveAll();
      for (TObject *object : fDirectory.GetObjects()) {
         fDirectory.Remove(object);
         object->RecursiveRemove(&fDirectory);
      }
      return true;
   });
}

Bool_t TMapFile::Sync()
{
   return Reporting("TMapFile::Sync", kFALSE, [&] {
      RequireOpen(fState, fName).Store().Sync();
      return kTRUE;
   });
}

Bool_t TMapFile::Checkpoint(const char *path)
{
   return Reporting("TMapFile::Checkpoint", kFALSE, [&] {
      if (path == nullptr || *path == '\0')
         throw rootlet::Error("no file name is given");
      MapStore &store = RequireOpen(fState, fName).Store();
      if (const unsigned damaged = store.Checkpoint(path); damaged != 0)
         ::Warning("TMapFile::Checkpoint", "%s: the newest versions of %u objects are damaged, older ones are copied",
                   store.Path().c_str(), damaged);
      return kTRUE;
   });
}

// --- consuming -------------------------------------------------------------------------------------------------------

TObject *TMapFile::Get(const char *name, TObject *retObj, ULong64_t *generation)
{
   return Reporting("TMapFile::Get", static_cast<TObject *>(nullptr), [&] {
      BorrowedCopy copy;
      MapFileState &state = RequireOpen(fState, fName);
      const auto description = Newest(state.Store(), RequireName(name), *copy, generation);
      return rootlet::ObjectReader(state, *description, *copy).Get(retObj);
   });
}

void *TMapFile::GetAny(const char *name, const TClass *wanted, Bool_t derivedToo, ULong64_t *generation)
{
   return Reporting("TMapFile::Get", static_cast<void *>(nullptr), [&] {
      BorrowedCopy copy;
      MapFileState &state = RequireOpen(fState, fName);
      const auto description = Newest(state.Store(), RequireName(name), *copy, generation);
      return rootlet::ObjectReader(state, *description, *copy).GetAny(wanted, derivedToo);
   });
}

std::unique_ptr<rootlet::EmulatedDocument> TMapFile::GetEmulated(const char *name, ULong64_t *generation)
{
   MapFileState &state = RequireOpen(fState, fName);
   BorrowedCopy copy;
   const auto description = Newest(state.Store(), RequireName(name), *copy, generation);
   const rootlet::StreamedPayload payload(state.Store().Path(), *description, *copy);
   try {
      return std::make_unique<rootlet::EmulatedDocument>(state.LoadSchema(), description->className, payload.Data(),
                                                         payload.Size());
   } catch (const rootlet::StreamError &error) {
      throw rootlet::StreamError(state.Store().Path() + ": '" + rootlet::Printable(name) + "': " + error.what(),
                                 error.Offset(), error.Path());
   }
}

std::shared_ptr<const rootlet::Schema> TMapFile::GetSchema()
{
   return RequireOpen(fState, fName).LoadSchema();
}

namespace {

std::string_view NameOrAny(const char *name)
{
   return name == nullptr ? "" : name;
}

} // namespace

std::unique_ptr<rootlet::MapSnapshot> TMapFile::Snapshot(std::vector<std::string> names)
{
   RequireOpen(fState, fName);
   return std::make_unique<rootlet::MapSnapshot>(*this, std::move(names));
}

rootlet::WaitResult TMapFile::WaitForUpdate(const char *name, ULong64_t after, Long_t milliseconds)
{
   const auto timeout = milliseconds < 0 ? std::nullopt : std::optional(std::chrono::milliseconds(milliseconds));
   return RequireOpen(fState, fName).GetWaiters().Wait(NameOrAny(name), after, timeout);
}

std::unique_ptr<rootlet::UpdateCallback>
TMapFile::OnUpdate(const char *name, std::function<void(const rootlet::WaitResult &)> callback, ULong64_t after)
{
   constexpr const char *kWhere = "TMapFile::OnUpdate";
   return Reporting(kWhere, std::unique_ptr<rootlet::UpdateCallback>(), [&] {
      if (!callback)
         throw rootlet::Error("no callback is given");
      MapFileState &state = RequireOpen(fState, fName);
      const auto thread = std::make_shared<rootlet::UpdateThread>(
         state.Store(), rootlet::Watch{std::string(NameOrAny(name)), after, kWhere, this},
         [call = std::move(callback)](auto &, const auto &result) { call(result); });
      auto made = std::make_unique<rootlet::UpdateCallback>(thread);
      state.GetWaiters().Start(thread);
      return made;
   });
}

std::unique_ptr<rootlet::UpdateEvent> TMapFile::MakeUpdateEvent(const char *name, ULong64_t after)
{
   constexpr const char *kWhere = "TMapFile::MakeUpdateEvent";
   return Reporting(kWhere, std::unique_ptr<rootlet::UpdateEvent>(), [&] {
      MapFileState &state = RequireOpen(fState, fName);
      rootlet::UniqueFd fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
      if (!fd)
         throw rootlet::Error(std::string(fName.Data()) + ": no descriptor can be made: " + std::strerror(errno));
      const auto thread = std::make_shared<rootlet::UpdateThread>(
         state.Store(), rootlet::Watch{std::string(NameOrAny(name)), after, kWhere, this},
         [number = fd.Get()](auto &self, const auto &result) { self.PutDown(result, number); });
      auto made = std::make_unique<rootlet::UpdateEvent>(fd.Get(), thread);
      fd.Release(); // is the event's now
      state.GetWaiters().Start(thread);
      return made;
   });
}

Bool_t TMapFile::IsReplaced() const
{
   return fState != nullptr && fState->Store().IsReplaced();
}

Bool_t TMapFile::IsProducerAlive() const
{
   return Reporting("TMapFile::IsProducerAlive", kFALSE,
                    [&] { return fState != nullptr && fState->Store().IsProducerAlive() ? kTRUE : kFALSE; });
}

TMapRec *TMapFile::GetFirst()
{
   return Reporting("TMapFile::GetFirst", static_cast<TMapRec *>(nullptr),
                    [&] { return RequireOpen(fState, fName).MakeListing(false); });
}

TMapRec *TMapFile::GetFirstChanged()
{
   return Reporting("TMapFile::GetFirstChanged", static_cast<TMapRec *>(nullptr),
                    [&] { return RequireOpen(fState, fName).MakeListing(true); });
}

const char *TMapRec::GetName() const
{
   return fDescription->name.c_str();
}

const char *TMapRec::GetClassName() const
{
   return fDescription->className.c_str();
}

void TMapFile::ls(Option_t *pattern) const
{
   Reporting("TMapFile::ls", false, [&] {
      const auto list = RequireOpen(fState, fName).Store().List();
      const bool all = pattern == nullptr || *pattern == '\0';
      Printf("%-24s %-20s %12s %12s", "Object", "Class", "Bytes", "Generation");
      for (const auto &line : list)
         if (const std::string &name = line.record.description->name;
             !rootlet::IsSchemaRecord(name) && (all || ::fnmatch(pattern, name.c_str(), 0) == 0))
            Printf("%-24s %-20s %12llu %12llu", rootlet::Printable(name, SIZE_MAX).c_str(),
                   rootlet::Printable(line.record.description->className, SIZE_MAX).c_str(),
                   static_cast<unsigned long long>(line.length), static_cast<unsigned long long>(line.generation));
      return true;
   });
}

void TMapFile::Print(Option_t *) const
{
   Printf("Map file:   %s", fName.Data());
   Printf("Title:      %s", fTitle.Data());
   if (fState == nullptr) {
      Printf("Option:     %s (closed)", fOption.Data());
      return;
   }
   Printf("Option:     %s", fOption.Data());
   Printf("Heap:       %lld bytes, mapped at 0x%lx", GetSize(), GetBaseAddr());
   if (IsWritable())
      Printf("Free:       %lld bytes", GetFreeSize());
   Printf("Producer:   %s", IsProducerAlive() ? "alive" : "none");
}

// --- the file --------------------------------------------------------------------------------------------------------

Bool_t TMapFile::IsOpen() const
{
   return fState != nullptr;
}

Bool_t TMapFile::IsWritable() const
{
   return fState != nullptr && fState->Store().IsWritable();
}

Long64_t TMapFile::GetSize() const
{
   return fState == nullptr ? 0 : static_cast<Long64_t>(fState->Store().Size());
}

Long64_t TMapFile::GetFreeSize() const
{
   return fState == nullptr ? 0 : static_cast<Long64_t>(fState->Store().FreeBytes());
}

Int_t TMapFile::GetFd() const
{
   return fState == nullptr ? -1 : fState->Store().Fd();
}

ULong_t TMapFile::GetBaseAddr() const
{
   return fState == nullptr ? 0 : reinterpret_cast<ULong_t>(fState->Store().Base());
}

ULong_t TMapFile::GetBreakval() const
{
   return fState == nullptr ? 0 : GetBaseAddr() + static_cast<ULong_t>(GetSize());
}

TMapFile *TMapFile::WhichMapFile(void *addr)
{
   OpenMaps &open = OpenMaps::Instance();
   const std::lock_guard lock(open.fMutex);
   for (TMapFile *map : open.fMaps)
      if (map->fState->Store().Contains(addr))
         return map;
   return nullptr;
}
