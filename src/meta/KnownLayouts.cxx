// See KnownLayouts.h.
#include "meta/KnownLayouts.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "base/LastingTable.h"

namespace rootlet {
namespace {

using Infos = std::vector<std::shared_ptr<TStreamerInfo>>;

struct Layouts {
   std::vector<std::weak_ptr<TStreamerInfo>> fEntered; // in the order in which they came
   Infos fGiven;                                       // what was asked for

   /// From now on what is known and wanted(info) stays known. To be destroyed when the table is unlocked: if their schemas
   /// are gone by then, the end of infos may take other locks.
   template <class F>
   Infos Give(F wanted)
   {
      Infos living;
      for (const auto &entered : fEntered)
         if (auto info = entered.lock())
            living.push_back(std::move(info));
      for (const auto &info : living)
         if (wanted(*info) && std::ranges::none_of(fGiven, [&](const auto &given) {
                return given->GetClassVersion() == info->GetClassVersion() &&
                       given->GetCheckSum() == info->GetCheckSum();
             }))
            fGiven.push_back(info);
      return living;
   }
};

struct Table {
   std::mutex fMutex; // no other one is taken under it
   std::map<std::string, Layouts, std::less<>> fByName;

   static Table &Instance() { return LastingTable<Table>(); }
};

} // namespace

void EnterLayout(const std::string &name, const std::shared_ptr<TStreamerInfo> &info)
{
   Table &table = Table::Instance();
   const std::lock_guard lock(table.fMutex);
   table.fByName[name].fEntered.emplace_back(info);
}

void ForgetGoneLayouts(std::string_view name)
{
   Table &table = Table::Instance();
   const std::lock_guard lock(table.fMutex);
   const auto found = table.fByName.find(name);
   if (found == table.fByName.end())
      return;
   std::erase_if(found->second.fEntered, [](const auto &entered) { return entered.expired(); });
   if (found->second.fEntered.empty() && found->second.fGiven.empty())
      table.fByName.erase(found);
}

TStreamerInfo *KnownLayout(std::string_view name, Int_t version)
{
   Infos living;
   Table &table = Table::Instance();
   const std::lock_guard lock(table.fMutex);
   const auto found = table.fByName.find(name);
   if (found == table.fByName.end())
      return nullptr;
   living = found->second.Give([version](const TStreamerInfo &info) { return info.GetClassVersion() == version; });
   const Infos &given = found->second.fGiven;
   const auto that = std::ranges::find(given, version, [](const auto &info) { return info->GetClassVersion(); });
   return that == given.end() ? nullptr : that->get();
}

std::vector<TStreamerInfo *> KnownLayouts(std::string_view name)
{
   Infos living;
   Table &table = Table::Instance();
   const std::lock_guard lock(table.fMutex);
   std::vector<TStreamerInfo *> infos;
   const auto found = table.fByName.find(name);
   if (found == table.fByName.end())
      return infos;
   living = found->second.Give([](const TStreamerInfo &) { return true; });
   for (const auto &info : found->second.fGiven)
      infos.push_back(info.get());
   return infos;
}

} // namespace rootlet
