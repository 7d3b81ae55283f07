// TStreamerInfo: the layout of one version of one class, as ROOT's files describe it.
// Used by whoever must know a class without having it: map files, tools, readers of other versions. Made from the
// dictionary by TClass::GetStreamerInfo(), or read from a stream.
// Invariant: the elements stand in the order in which they are streamed, bases first.
#ifndef ROOTLET_TStreamerInfo
#define ROOTLET_TStreamerInfo

#include "TNamed.h"
#include "TStreamerElement.h"

#include <memory>
#include <vector>

class TStreamerInfo : public TNamed {
public:
   TStreamerInfo();
   /// The current version of a class that has a dictionary; throws rootlet::Error if it has none.
   explicit TStreamerInfo(const TClass *cl);
   /// A layout to which elements are then added.
   TStreamerInfo(const char *name, Int_t version, UInt_t checksum);
   ~TStreamerInfo() override;
   TStreamerInfo(const TStreamerInfo &) = delete;
   TStreamerInfo &operator=(const TStreamerInfo &) = delete;

   UInt_t GetCheckSum() const { return fCheckSum; }
   /// What the elements say the checksum is: ROOT 5 takes the first [...] of a comment and drops `const`, ROOT 6 takes it at
   /// the start of the comment alone and keeps `const` (but where there is neither, both are the same). It cannot tell what
   /// the elements do not show: std::array, std::unique_ptr, members of a ClassDef(X,0), containers as classes.
   enum EForm { kRoot5, kRoot6 };
   UInt_t ComputeCheckSum(EForm form = kRoot5) const;
   /// The checksum that was stored is one of these.
   Bool_t HasCheckSumOfElements() const
   {
      return fCheckSum == ComputeCheckSum(kRoot5) || fCheckSum == ComputeCheckSum(kRoot6);
   }
   Int_t GetClassVersion() const { return fClassVersion; }
   /// Owned by the info. Elements are null where the stream had none or one of a class that is no element.
   const std::vector<std::unique_ptr<TStreamerElement>> &GetElements() const { return fElements; }
   /// Takes the element; they stand in the order in which they are added.
   void Add(std::unique_ptr<TStreamerElement> element) { fElements.push_back(std::move(element)); }
   /// The element of that name, or null.
   TStreamerElement *GetElement(const char *name) const;
   void ls(Option_t *option = "") const override;

   ClassDefOverride(TStreamerInfo, 9) // Streamer information for one class version

private:
   UInt_t fCheckSum = 0;                                     // checksum of original class
   Int_t fClassVersion = 0;                                  // Class version identifier
   std::vector<std::unique_ptr<TStreamerElement>> fElements; //! in the stream a TObjArray
};

#endif
