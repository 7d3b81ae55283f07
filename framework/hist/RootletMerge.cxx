// See RootletMerge.h.
#include "RootletMerge.h"

#include <algorithm>
#include <new>

#include "RootletError.h"
#include "TClass.h"
#include "TList.h"
#include "TMapFile.h"

namespace rootlet {
namespace {

struct Group {
   std::string name;
   std::vector<std::string> parts; // names of records
};

/// What has been published, by merged name; with `only`, that one.
std::vector<Group> GroupsOf(TMapFile &map, const std::string_view *only)
{
   if (!map.IsOpen())
      throw Error(std::string(map.GetName()) + ": the map is closed; Create it again");
   std::vector<Group> groups;
   for (const TMapRec *record = map.GetFirst(); record != nullptr; record = record->GetNext()) {
      const std::string_view name = MergedName(record->GetName());
      if (name.empty() || record->GetGeneration() == 0 || (only != nullptr && name != *only))
         continue;
      if (const TClass *cl = TClass::GetClass(record->GetClassName(), kTRUE, kTRUE);
          only == nullptr && (cl == nullptr || !cl->InheritsFrom(TH1::Class())))
         continue;
      auto group = std::find_if(groups.begin(), groups.end(), [&](const Group &each) { return each.name == name; });
      if (group == groups.end())
         group = groups.insert(group, {std::string(name), {}});
      group->parts.emplace_back(record->GetName());
   }
   return groups;
}

std::unique_ptr<TH1> MergeGroup(TMapFile &map, const Group &group)
{
   std::vector<std::unique_ptr<TH1>> parts;
   for (const std::string &part : group.parts) {
      parts.push_back(map.Get<TH1>(part.c_str()));
      if (parts.back() == nullptr)
         throw Error(std::string(map.GetName()) + ": '" + part +
                     "' cannot be merged: it is no histogram that can be read");
   }
   std::unique_ptr<TH1> merged = std::move(parts.front());
   merged->SetName(group.name.c_str());
   TList others;
   for (std::size_t i = 1; i < parts.size(); ++i)
      others.Add(parts[i].get());
   Long64_t entries = -1;
   try {
      entries = merged->Merge(&others);
   } catch (const std::bad_alloc &) {
   }
   if (entries < 0)
      throw Error(std::string(map.GetName()) + ": the histograms '" + group.name +
                  "@...' of the workers do not fit together; book them alike");
   return merged;
}

} // namespace

std::string_view MergedName(std::string_view name)
{
   const std::size_t at = name.rfind('@');
   return at == std::string_view::npos ? std::string_view() : name.substr(0, at);
}

std::unique_ptr<TH1> Merge(TMapFile &map, std::string_view name)
{
   const std::vector<Group> groups = GroupsOf(map, &name);
   return groups.empty() ? nullptr : MergeGroup(map, groups.front());
}

std::vector<std::unique_ptr<TH1>> MergeAll(TMapFile &map)
{
   std::vector<std::unique_ptr<TH1>> merged;
   for (const Group &group : GroupsOf(map, nullptr))
      merged.push_back(MergeGroup(map, group));
   return merged;
}

} // namespace rootlet
