// The layouts of classes as a file tells them: a set of TStreamerInfo, found by class and version or checksum.
// Used by whatever reads objects whose classes this program does not have, or has in another version.
// Invariant: an info that was added stays where it is, and as it is, for as long as the schema lives. For that long it is
// known to TClass::GetStreamerInfo(version) too.
// Threads: a schema that is no longer added to may be read by many.
#ifndef ROOTLET_RootletSchema
#define ROOTLET_RootletSchema

#include "TStreamerInfo.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

class TBuffer;

namespace rootlet {

class Schema {
public:
   Schema() = default;
   ~Schema();
   Schema(const Schema &) = delete;
   Schema &operator=(const Schema &) = delete;

   /// Adds what a StreamerInfo record holds: a TList of TStreamerInfo, as the record of a ROOT file or a map file.
   /// `keylen` as TBuffer::SetBufferDisplacement. Entries that are no TStreamerInfo (lists of rules) are left out.
   /// Throws StreamError; what was read before the error is kept.
   void AddRecord(const void *bytes, std::size_t n, Int_t keylen = 0);
   /// Adds the current layouts of a class that has a dictionary, of its bases, and of all classes that its members name and
   /// that have a dictionary too.
   void AddClass(const TClass *cl);
   /// Takes the info; of two with the same name, version and checksum the first stays.
   void Add(std::unique_ptr<TStreamerInfo> info);

   /// The layout of that version; null if there is none. Names are compared as TClass normalises them.
   const TStreamerInfo *Find(std::string_view name, Int_t version) const;
   /// The layout with that checksum: how classes without ClassDef are found.
   const TStreamerInfo *FindByCheckSum(std::string_view name, UInt_t checksum) const;
   /// The one with the highest version; null if the class is not known at all.
   const TStreamerInfo *Latest(std::string_view name) const;
   Bool_t Knows(std::string_view name) const { return Latest(name) != nullptr; }
   /// All of them, in the order in which they were added.
   const std::vector<std::shared_ptr<TStreamerInfo>> &All() const { return fInfos; }

private:
   const std::vector<const TStreamerInfo *> *Named(std::string_view name) const;

   std::vector<std::shared_ptr<TStreamerInfo>> fInfos;
   std::map<std::string, std::vector<const TStreamerInfo *>, std::less<>> fByName; // by normalised name
};

} // namespace rootlet

#endif
