// Histograms of many workers in one map, seen as one. Each worker publishes its own under NAME@WORKER ("hpx@worker1"); a consumer
// merges what is there, as ROOT's hadd would merge files.
#ifndef ROOTLET_RootletMerge
#define ROOTLET_RootletMerge

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "TH1.h"

class TMapFile;

namespace rootlet {

/// "hpx" of "hpx@worker1": what stands before the last '@'; "" if there is none.
std::string_view MergedName(std::string_view name);

/// The newest versions of all histograms NAME@... of the map, merged (TH1::Merge) under the name `name`; null if none has been
/// published. Each worker's part is of one Update() of it. The result belongs to no directory.
/// Throws rootlet::Error that names the object if one is no histogram, cannot be read, or does not fit the others.
/// What a worker of an earlier run has left counts too. Book with limits: those that workers choose by themselves may not fit
/// together. Threads: as TMapFile::GetFirst, whose walk this ends.
std::unique_ptr<TH1> Merge(TMapFile &map, std::string_view name);
/// The same for every NAME under which there are histograms, in the order in which the first of each was added.
std::vector<std::unique_ptr<TH1>> MergeAll(TMapFile &map);

} // namespace rootlet

#endif
