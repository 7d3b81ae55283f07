// The layouts that living schemas hold, of all classes: how a class tells its other versions. Private to the runtime.
// Used by Schema, which enters what it takes, and by TClass. Invariant: what was given out once is kept for the life of the
// program; nothing else outlives its schema.
// Threads: all functions may be called at any time, by a forked child too.
#ifndef ROOTLET_meta_KnownLayouts
#define ROOTLET_meta_KnownLayouts

#include "TStreamerInfo.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rootlet {

/// `info` does not change any more. All names are normalised.
void EnterLayout(const std::string &name, const std::shared_ptr<TStreamerInfo> &info);
/// Of this class layouts are gone that were entered.
void ForgetGoneLayouts(std::string_view name);
/// The layout of that version, never to be deleted; null if nobody has it.
TStreamerInfo *KnownLayout(std::string_view name, Int_t version);
/// All of them, each version and checksum once.
std::vector<TStreamerInfo *> KnownLayouts(std::string_view name);

} // namespace rootlet

#endif
