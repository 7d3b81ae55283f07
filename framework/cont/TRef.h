// TRef: a light reference to an object that somebody else owns and streams. It is found again by its identifier
// (TProcessID.h) once it has been read, whatever the order in which the two were read; until then, and after its
// deletion, GetObject() is null.
//
//    event.fBestTrack = track;                       TRef fBestTrack;
//    auto *best = static_cast<Track *>(event.fBestTrack.GetObject());
//
// Of several living objects with one identifier (a version read twice) the one read last is found. Objects in a stream keep
// their identifiers in a map file and in a buffer that this process reads again; copies made by Clone() have none.
// In a stream: TObject with the identifier, then the number of the TProcessID.
// Threads: different TRefs may be used at once.
#ifndef ROOTLET_TRef
#define ROOTLET_TRef

#include "TObject.h"

class TProcessID;

class TRef : public TObject {
protected:
   TProcessID *fPID = nullptr; //! Pointer to Process Unique Identifier

public:
   TRef() {}
   TRef(TObject *obj) { SetObject(obj); }
   /// Refers to the same object.
   TRef(const TRef &ref);
   TRef &operator=(const TRef &ref);
   TRef &operator=(TObject *obj)
   {
      SetObject(obj);
      return *this;
   }
   ~TRef() override {}

   /// Gives `obj` an identifier if it has none. Null: refers to nothing.
   void SetObject(TObject *obj);
   TObject *GetObject() const;
   TProcessID *GetPID() const { return fPID; }
   UInt_t GetUID() const { return GetUniqueID(); }
   /// It refers to something, whether or not that can be found.
   Bool_t IsValid() const { return GetUID() != 0; }
   void Clear(Option_t *option = "") override;

   friend Bool_t operator==(const TRef &a, const TRef &b) { return a.fPID == b.fPID && a.GetUID() == b.GetUID(); }

   ClassDefOverride(TRef, 1) // Persistent Reference link to a TObject
};

#endif
