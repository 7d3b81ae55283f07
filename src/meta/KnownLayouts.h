// The layouts that living schemas hold, of all classes: how a class tells its other versions. Private to the runtime.
// Used by Schema, which enters what it takes and withdraws it at its end, and by TClass. Invariant: what is given out is a copy,
// made when first asked for and kept for the life of the program; nothing else outlives its schema.
// Threads: all functions may be called at any time.
#ifndef ROOTLET_meta_KnownLayouts
#define ROOTLET_meta_KnownLayouts

#include "TStreamerInfo.h"

#include <memory>
#include <string_view>
#include <vector>

namespace rootlet {

/// `info` will not change and stays where it is until it is withdrawn.
void EnterLayout(const TStreamerInfo &info);
void WithdrawLayouts(const std::vector<std::unique_ptr<TStreamerInfo>> &infos);
/// The layout of that version, never to be deleted; null if nobody has it. `name` is normalised.
TStreamerInfo *KnownLayout(std::string_view name, Int_t version);
/// All of them, each version and checksum once.
std::vector<TStreamerInfo *> KnownLayouts(std::string_view name);

} // namespace rootlet

#endif
