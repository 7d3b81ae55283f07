// See KnownLayouts.h.
#include "meta/KnownLayouts.h"

#include "TBuffer.h"
#include "meta/ClassName.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>

namespace rootlet {
namespace {

struct Layouts {
   std::vector<const TStreamerInfo *> fLiving;         // in schemas, in the order in which they came
   std::vector<std::unique_ptr<TStreamerInfo>> fGiven; // copies
};

struct Table {
   std::mutex fMutex;
   std::map<std::string, Layouts, std::less<>> fByName;
};

// Never destroyed: a schema may be static.
Table &TheTable()
{
   static auto *table = new Table;
   return *table;
}

std::unique_ptr<TStreamerInfo> Copy(const TStreamerInfo &info)
{
   TBuffer writing(TBuffer::kWrite);
   const_cast<TStreamerInfo &>(info).Streamer(writing); // writing changes nothing
   TBuffer reading(writing.Buffer(), writing.Position());
   auto copy = std::make_unique<TStreamerInfo>();
   copy->Streamer(reading);
   return copy;
}

/// Of all layouts for which wanted(info) holds a copy is given.
template <class F>
void Give(Layouts &layouts, F wanted)
{
   for (const TStreamerInfo *info : layouts.fLiving)
      if (wanted(*info) && std::ranges::none_of(layouts.fGiven, [&](const auto &given) {
             return given->GetClassVersion() == info->GetClassVersion() && given->GetCheckSum() == info->GetCheckSum();
          }))
         layouts.fGiven.push_back(Copy(*info));
}

} // namespace

void EnterLayout(const TStreamerInfo &info)
{
   Table &table = TheTable();
   const std::string name = NormalizedClassName(info.GetName());
   const std::lock_guard lock(table.fMutex);
   table.fByName[name].fLiving.push_back(&info);
}

void WithdrawLayouts(const std::vector<std::unique_ptr<TStreamerInfo>> &infos)
{
   Table &table = TheTable();
   const std::lock_guard lock(table.fMutex);
   for (const auto &info : infos) {
      const auto found = table.fByName.find(NormalizedClassName(info->GetName()));
      std::erase(found->second.fLiving, info.get());
      if (found->second.fLiving.empty() && found->second.fGiven.empty())
         table.fByName.erase(found);
   }
}

TStreamerInfo *KnownLayout(std::string_view name, Int_t version)
{
   const auto isThat = [version](const TStreamerInfo &info) { return info.GetClassVersion() == version; };
   Table &table = TheTable();
   const std::lock_guard lock(table.fMutex);
   const auto found = table.fByName.find(name);
   if (found == table.fByName.end())
      return nullptr;
   const auto given = [&]() -> TStreamerInfo * {
      for (const auto &info : found->second.fGiven)
         if (isThat(*info))
            return info.get();
      return nullptr;
   };
   if (TStreamerInfo *info = given())
      return info;
   Give(found->second, isThat);
   return given();
}

std::vector<TStreamerInfo *> KnownLayouts(std::string_view name)
{
   Table &table = TheTable();
   const std::lock_guard lock(table.fMutex);
   const auto found = table.fByName.find(name);
   std::vector<TStreamerInfo *> infos;
   if (found == table.fByName.end())
      return infos;
   Give(found->second, [](const TStreamerInfo &) { return true; });
   for (const auto &info : found->second.fGiven)
      infos.push_back(info.get());
   return infos;
}

} // namespace rootlet
