// TProcessID: the tables of objects that are referred to; see TProcessID.h.
// Invariant: one mutex guards everything here; nothing is called under it that could come back.
#include "TProcessID.h"

#include "TError.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <iterator>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <pthread.h>

namespace {

constexpr UShort_t kNumberInTable = 255; // does not fit the high 8 bits: see fByAddress
constexpr int kNumberShift = 24;

std::atomic<bool> gUsed{false}; // some TProcessID is

/// Random, version 4: 8-4-4-4-12 hexadecimal digits.
std::string MakeUUID()
{
   std::random_device random;
   const UInt_t words[4] = {random(), (random() & 0xffff0fffu) | 0x4000u, (random() & 0x3fffffffu) | 0x80000000u,
                            random()};
   char text[37];
   std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%04x%08x", words[0], words[1] >> 16, words[1] & 0xffff,
                 words[2] >> 16, words[2] & 0xffff, words[3]);
   return text;
}

UInt_t HighBits(const TProcessID &pid)
{
   return static_cast<UInt_t>(std::min(pid.GetNumber(), kNumberInTable)) << kNumberShift;
}

} // namespace

/// All TProcessIDs of this process. Never destroyed: objects go while the program ends.
struct ProcessTable {
   std::mutex fMutex;
   std::vector<TProcessID *> fAll; // by number; the first is this process
   TProcessID *fSession = nullptr; // the one that gives out identifiers
   UInt_t fCount = 0;              // given out by it
   std::unordered_map<const void *, TProcessID *> fByAddress;

   static ProcessTable &Get()
   {
      static auto *table = new ProcessTable;
      return *table;
   }

   ProcessTable()
   {
      StartSession();
      pthread_atfork([] { Get().fMutex.lock(); }, [] { Get().fMutex.unlock(); },
                     [] {
                        Get().fSession = nullptr; // the parent goes on with that one
                        Get().fMutex.unlock();
                     });
   }

   /// Another TProcessID gives out identifiers, if there is room for one.
   TProcessID *StartSession()
   {
      if (TProcessID *next = Add(("ProcessID" + std::to_string(fAll.size())).c_str(), MakeUUID().c_str())) {
         fSession = next;
         fCount = 0;
      }
      return fSession;
   }

   TProcessID *Session() { return fSession ? fSession : StartSession(); }

   TProcessID *Add(const char *name, const char *title)
   {
      if (fAll.size() > 0xffff)
         return nullptr;
      fAll.push_back(new TProcessID(name, title, static_cast<UShort_t>(fAll.size())));
      return fAll.back();
   }

   TProcessID *Of(UInt_t uid, const void *obj) const
   {
      const UInt_t number = uid >> kNumberShift;
      if (number == kNumberInTable) {
         const auto found = fByAddress.find(obj);
         return found == fByAddress.end() ? nullptr : found->second;
      }
      return number < fAll.size() ? fAll[number] : nullptr;
   }

   static void SetUsed(TProcessID &pid)
   {
      pid.fUsed = kTRUE;
      gUsed.store(true, std::memory_order_release);
   }

   void Forget(const TObject *obj)
   {
      TProcessID *pid = Of(obj->TObject::GetUniqueID(), obj);
      fByAddress.erase(obj);
      if (!pid)
         return;
      const auto found = pid->fObjects.find(obj->TObject::GetUniqueID() & TProcessID::kIdMask);
      if (found != pid->fObjects.end() && found->second == obj)
         pid->fObjects.erase(found);
   }

   void Put(TProcessID &pid, TObject *obj, UInt_t uid)
   {
      if (obj->TestBit(TObject::kIsReferenced))
         Forget(obj);
      obj->TObject::SetUniqueID((uid & TProcessID::kIdMask) | HighBits(pid));
      obj->SetBit(TObject::kIsReferenced | TObject::kMustCleanup);
      pid.fObjects[uid & TProcessID::kIdMask] = obj;
      SetUsed(pid);
      if (pid.fNumber >= kNumberInTable)
         fByAddress[obj] = &pid;
   }
};

UInt_t TProcessID::AssignID(TObject *obj)
{
   if (!obj)
      return 0;
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   if (obj->TestBit(kIsReferenced)) {
      const UInt_t uid = obj->TObject::GetUniqueID();
      if (TProcessID *pid = table.Of(uid, obj); pid && (uid & kIdMask)) {
         table.Put(*pid, obj, uid); // an older one may have been found by it since
         return uid;
      }
   }
   if (!table.Session() || (table.fCount >= kIdMask && table.StartSession() && table.fCount >= kIdMask)) {
      ::Error("TProcessID::AssignID", "no identifiers are left: 2^24 objects in each of 65536 lists have one");
      return 0;
   }
   table.Put(*table.fSession, obj, ++table.fCount);
   return obj->TObject::GetUniqueID();
}

TProcessID *TProcessID::GetSessionProcessID()
{
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   return table.Session();
}

UShort_t TProcessID::GetNProcessIDs()
{
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   return static_cast<UShort_t>(table.fAll.size());
}

TProcessID *TProcessID::GetProcessID(UShort_t pid)
{
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   return pid < table.fAll.size() ? table.fAll[pid] : nullptr;
}

TProcessID *TProcessID::GetProcessWithUID(UInt_t uid, const void *obj)
{
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   return table.Of(uid, obj);
}

TProcessID *TProcessID::GetProcessWithUID(const TObject *obj)
{
   return obj ? GetProcessWithUID(obj->TObject::GetUniqueID(), obj) : nullptr;
}

Bool_t TProcessID::IsValid(TProcessID *pid)
{
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   return pid && std::find(table.fAll.begin(), table.fAll.end(), pid) != table.fAll.end();
}

UInt_t TProcessID::GetObjectCount()
{
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   return table.fCount;
}

void TProcessID::SetObjectCount(UInt_t number)
{
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   table.fCount = number & kIdMask;
}

TObject *TProcessID::GetObjectWithID(UInt_t uid) const
{
   const std::lock_guard lock(ProcessTable::Get().fMutex);
   const auto found = fObjects.find(uid & kIdMask);
   return found == fObjects.end() ? nullptr : found->second;
}

void TProcessID::PutObjectWithID(TObject *obj, UInt_t uid)
{
   if (!obj)
      return;
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   table.Put(*this, obj, uid ? uid : obj->TObject::GetUniqueID());
}

void TProcessID::Clear(Option_t *)
{
   const std::lock_guard lock(ProcessTable::Get().fMutex);
   fObjects.clear();
}

void TProcessID::RecursiveRemove(TObject *obj)
{
   if (obj && obj->TestBit(kIsReferenced))
      rootlet::ForgetReferenced(*obj);
}

std::vector<TProcessID *> TProcessID::GetUsed()
{
   std::vector<TProcessID *> used;
   if (!gUsed.load(std::memory_order_acquire))
      return used; // most programs: no table is made for them
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   std::copy_if(table.fAll.begin(), table.fAll.end(), std::back_inserter(used),
                [](const TProcessID *pid) { return pid->fUsed; });
   return used;
}

TProcessID *TProcessID::Known() const
{
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   const auto same = [this](const TProcessID *pid) { return std::string_view(pid->GetTitle()) == GetTitle(); };
   const auto found = std::find_if(table.fAll.begin(), table.fAll.end(), same);
   TProcessID *pid = found != table.fAll.end() ? *found : table.Add(GetName(), GetTitle());
   if (pid)
      ProcessTable::SetUsed(*pid);
   return pid;
}

void rootlet::ForgetReferenced(const TObject &object)
{
   ProcessTable &table = ProcessTable::Get();
   const std::lock_guard lock(table.fMutex);
   table.Forget(&object);
}
