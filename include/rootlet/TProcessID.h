// TProcessID: one process that gave out unique identifiers, and the objects that carry them. What a TRef (class library)
// finds its object by, also in another process or a later one.
// An object that is referred to has the bit TObject::kIsReferenced and the identifier fUniqueID: the low 24 bits count the
// objects of the process that gave it out, the high 8 are the number of that TProcessID in this process (255: looked up
// by address). Streams hold the low 24 bits and a number for the TProcessID, whose title is unique in the world.
// Invariant: the tables hold living objects only (TObject's destructor takes it out); the newest object with an identifier
// is the one that is found. A TProcessID is never destroyed.
// Threads: all functions at any time from any thread.
#ifndef ROOTLET_TProcessID
#define ROOTLET_TProcessID

#include "TNamed.h"

#include <unordered_map>
#include <vector>

class TProcessID : public TNamed {
public:
   static constexpr UInt_t kIdMask = 0xffffff;

   /// For reading one from a stream; KnownAs() then gives the one to use.
   TProcessID() {}
   ~TProcessID() override {}
   TProcessID(const TProcessID &) = delete;
   TProcessID &operator=(const TProcessID &) = delete;

   /// The identifier of `obj`, which is given one if it has none: its unique ID is overwritten then.
   static UInt_t AssignID(TObject *obj);
   /// This process, number 0; or a later number, when all identifiers of the one before are given out, and in a child of
   /// fork(), which has its own.
   static TProcessID *GetSessionProcessID();
   static TProcessID *GetPID() { return GetSessionProcessID(); }
   static UShort_t GetNProcessIDs();
   /// Null if there is none of that number.
   static TProcessID *GetProcessID(UShort_t pid);
   /// The one that `obj` has its identifier from, or the one that an identifier of `obj` belongs to.
   static TProcessID *GetProcessWithUID(const TObject *obj);
   static TProcessID *GetProcessWithUID(UInt_t uid, const void *obj);
   static Bool_t IsValid(TProcessID *pid);
   /// The number of the identifier given out last; setting it back gives out the same ones again.
   static UInt_t GetObjectCount();
   static void SetObjectCount(UInt_t number);

   /// Its number in this process.
   UShort_t GetNumber() const { return fNumber; }
   /// The living object with the identifier, or null.
   TObject *GetObjectWithID(UInt_t uid) const;
   /// `obj` is found by the identifier from now on (0: by its unique ID), and knows it.
   void PutObjectWithID(TObject *obj, UInt_t uid = 0);
   /// Forgets all objects.
   void Clear(Option_t *option = "") override;
   void RecursiveRemove(TObject *obj) override;
   /// Those of which an identifier was given out or met.
   static std::vector<TProcessID *> GetUsed();
   /// The TProcessID with the title (UUID) of this one that takes part in the tables; made if there is none.
   TProcessID *Known() const;

   ClassDefOverride(TProcessID, 1) // Process Unique Identifier in time and space

private:
   TProcessID(const char *name, const char *title, UShort_t number) : TNamed(name, title), fNumber(number) {}
   friend struct ProcessTable;

   UShort_t fNumber = 0;                           //! in this process
   Bool_t fUsed = kFALSE;                          //! see GetUsed()
   std::unordered_map<UInt_t, TObject *> fObjects; //! by the low 24 bits of their identifiers
};

namespace rootlet {

/// How the TProcessIDs of a stream are numbered: a file has a list of its own, a plain buffer has but this process.
class ProcessNumbers {
public:
   virtual ~ProcessNumbers() = default;
   /// The number to write for it.
   virtual UShort_t NumberOf(const TProcessID &pid) = 0;
   /// The one that a number stands for; null if nobody knows.
   virtual TProcessID *At(UShort_t number) = 0;
   /// What is read is a copy of an object of this process: nobody refers to it, references in it lead to the originals.
   virtual Bool_t ObjectsAreCopies() const { return kFALSE; }
};

/// What TObject's destructor calls for an object that was referred to.
void ForgetReferenced(const TObject &object);

} // namespace rootlet

#endif
