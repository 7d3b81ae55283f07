// See MapProcessNumbers.h.
#include "map/MapProcessNumbers.h"

#include <algorithm>
#include <utility>

#include "RootletError.h"
#include "TBuffer.h"
#include "TClass.h"
#include "TError.h"
#include "map/Printable.h"

namespace rootlet {

TProcessID *MapProcessNumbers::Read(std::size_t number)
{
   PayloadCopy copy;
   std::shared_ptr<const ObjectDescription> description;
   const auto result = fStore.Read(RecordName(number), copy, &description);
   if (!result || result->generation == 0)
      throw Error("'" + RecordName(number) + "' is not in the map");
   if (description->className != TProcessID::Class()->GetName())
      throw Error("'" + RecordName(number) + "' is of the class " + Printable(description->className));
   TBuffer buffer(copy.Data(), copy.Size());
   TProcessID stored;
   stored.Streamer(buffer);
   return stored.Known();
}

TProcessID *MapProcessNumbers::At(UShort_t number)
{
   // Where this is a forked child, a thread that it does not have may hold the mutex: then it reads each time.
   const auto lockIfItCan = [this] {
      return fStore.IsForkedCopy() ? std::unique_lock(fMutex, std::try_to_lock) : std::unique_lock(fMutex);
   };
   if (const auto lock = lockIfItCan(); lock && number < fByNumber.size() && fByNumber[number])
      return fByNumber[number];
   try {
      TProcessID *pid = Read(number);
      const auto lock = lockIfItCan();
      if (!lock)
         return pid;
      if (number >= fByNumber.size())
         fByNumber.resize(number + std::size_t(1));
      return fByNumber[number] = pid;
   } catch (const std::exception &error) {
      ::Error("TMapFile::Get", "%s: references to objects of one process become null: %s", fStore.Path().c_str(),
              error.what());
      return nullptr;
   }
}

void MapProcessNumbers::Load()
{
   {
      const std::lock_guard lock(fMutex);
      if (fLoaded)
         return;
   }
   std::vector<TProcessID *> stored;
   for (std::size_t number = 0; const ProducerRecord *record = fStore.FindOwn(RecordName(number)); ++number) {
      TProcessID *pid = nullptr; // somebody else's object, or never published: this number is left alone
      if (record->description.className == TProcessID::Class()->GetName()) {
         try {
            pid = Read(number);
         } catch (const std::exception &) {
         }
      }
      stored.push_back(pid);
   }
   const std::lock_guard lock(fMutex);
   if (!std::exchange(fLoaded, true))
      fByNumber = std::move(stored);
}

UShort_t MapProcessNumbers::NumberOf(const TProcessID &pid)
{
   const std::lock_guard lock(fMutex);
   const auto found = std::find(fByNumber.begin(), fByNumber.end(), &pid);
   const auto number = static_cast<std::size_t>(found - fByNumber.begin());
   if (number > 0xffff)
      throw Error("a map file holds references of 65536 processes at most");
   if (found == fByNumber.end())
      fByNumber.push_back(const_cast<TProcessID *>(&pid));
   return static_cast<UShort_t>(number);
}

std::vector<TProcessID *> MapProcessNumbers::Numbered() const
{
   const std::lock_guard lock(fMutex);
   return fByNumber;
}

} // namespace rootlet
