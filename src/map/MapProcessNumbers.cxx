// See MapProcessNumbers.h.
#include "map/MapProcessNumbers.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "RootletError.h"
#include "TBuffer.h"
#include "TClass.h"
#include "TError.h"
#include "map/Printable.h"
#include "map/StreamedPayload.h"

namespace rootlet {

namespace {

constexpr std::size_t kMaxNumber = 0xffff;

/// The number in the name of a record, if RecordName() gives that name for one.
std::optional<std::size_t> NumberIn(std::string_view name)
{
   constexpr std::string_view kPrefix = "ProcessID";
   std::size_t number = 0;
   if (!name.starts_with(kPrefix))
      return std::nullopt;
   const auto [end, error] = std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), number);
   const bool isWhole = error == std::errc() && end == name.data() + name.size() && number <= kMaxNumber;
   return isWhole && MapProcessNumbers::RecordName(number) == name ? std::optional(number) : std::nullopt;
}

} // namespace

TProcessID *MapProcessNumbers::Read(std::size_t number)
{
   PayloadCopy copy;
   std::shared_ptr<const ObjectDescription> description;
   const auto result = fStore.Read(RecordName(number), copy, &description);
   if (!result || result->generation == 0)
      throw Error("'" + RecordName(number) + "' is not in the map");
   if (description->className != TProcessID::Class()->GetName())
      throw Error("'" + RecordName(number) + "' is of the class " + Printable(description->className));
   const StreamedPayload payload(fStore.Path(), *description, copy);
   TBuffer buffer(payload.Data(), payload.Size());
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
   std::set<std::size_t> taken;
   for (const RecordListing &line : fStore.List()) {
      const auto number = NumberIn(line.record.description->name);
      if (!number)
         continue;
      taken.insert(*number); // perhaps somebody else's object, or never published: then this number is left alone
      stored.resize(std::max(stored.size(), *number + 1));
      try {
         stored[*number] = Read(*number);
      } catch (const std::exception &) {
      }
   }
   const std::lock_guard lock(fMutex);
   if (!std::exchange(fLoaded, true)) {
      fByNumber = std::move(stored);
      fTaken = std::move(taken);
   }
}

/// Producers that live at the same time draw from rows of numbers of their own, so that none can take another's.
std::size_t MapProcessNumbers::NewNumber() const
{
   const std::size_t step = fStore.IsShared() ? format::kLeases : 1;
   std::size_t number = fStore.IsShared() ? fStore.LeaseIndex() : 0;
   while (fTaken.contains(number))
      number += step;
   return number;
}

UShort_t MapProcessNumbers::NumberOf(const TProcessID &pid)
{
   const std::lock_guard lock(fMutex);
   const auto found = std::find(fByNumber.begin(), fByNumber.end(), &pid);
   if (found != fByNumber.end())
      return static_cast<UShort_t>(found - fByNumber.begin());
   const std::size_t number = NewNumber();
   if (number > kMaxNumber)
      throw Error("a map file holds references of 65536 processes at most");
   fTaken.insert(number);
   fByNumber.resize(std::max(fByNumber.size(), number + 1));
   fByNumber[number] = const_cast<TProcessID *>(&pid);
   return static_cast<UShort_t>(number);
}

std::vector<TProcessID *> MapProcessNumbers::Numbered() const
{
   const std::lock_guard lock(fMutex);
   return fByNumber;
}

} // namespace rootlet
