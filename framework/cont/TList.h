// TList: a doubly linked list of objects, each with an option that it may have been added with.
// Used by histograms (functions), directories, user classes. Invariant: fFirst and fLast are the ends of a chain of
// fSize links; fCache is null or a link of that chain.
// In a stream: header, TObject, name, count, then each object (any pointer) with its option.
// Threads: see TCollection.
#ifndef ROOTLET_TList
#define ROOTLET_TList

#include "TSeqCollection.h"

#include <atomic>

class TList;

/// One place of a list: an object, its option, and its neighbours.
class TObjLink {
public:
   TObjLink(TObject *obj, Option_t *option) : fObject(obj), fOption(option) {}
   TObject *GetObject() const { return fObject; }
   /// The place that holds the object; it must not be set to null.
   TObject **GetObjectRef() { return &fObject; }
   Option_t *GetOption() const { return fOption.Data(); }
   Option_t *GetAddOption() const { return fOption.Data(); }
   void SetOption(Option_t *option) { fOption = option; }
   TObjLink *Next() { return fNext; }
   const TObjLink *Next() const { return fNext; }
   TObjLink *Prev() { return fPrev; }
   const TObjLink *Prev() const { return fPrev; }

private:
   friend class TList;
   TObjLink *fNext = nullptr;
   TObjLink *fPrev = nullptr;
   TObject *fObject;
   TString fOption;
};

class TList : public TSeqCollection {
protected:
   TObjLink *fFirst;                       //! first link of the list
   TObjLink *fLast;                        //! last link of the list
   mutable std::atomic<TObjLink *> fCache; //! link that Before() or After() gave last: the next call starts there
   Bool_t fAscending;                      //! sorting order

   TObjLink *LinkAt(Int_t idx) const;
   /// The link of the first object equal to `obj`, or null.
   TObjLink *FindLink(const TObject *obj) const;
   /// Puts `obj` before `next`, at the end if that is null. The one way into the list.
   void Insert(TObject *obj, Option_t *option, TObjLink *next);
   /// Takes a link out and returns its object. The one way out, but for Detach().
   TObject *Unlink(TObjLink *link);
   /// Empties the list and returns what it held.
   std::vector<TObject *> Detach();
   // Told of each object that came or goes, for lists that keep an index.
   virtual void ObjectAdded(TObject * /*obj*/) {}
   virtual void ObjectRemoved(TObject * /*obj*/) {}
   virtual void AllObjectsRemoved() {}

private:
   TObject *Neighbour(const TObject *obj, TObjLink *TObjLink::*direction) const;

public:
   TList() : fFirst(nullptr), fLast(nullptr), fCache(nullptr), fAscending(kTRUE) {}
   TList(const TList &) = delete;
   TList &operator=(const TList &) = delete;
   /// Deletes the objects if this is their owner.
   ~TList() override;

   void Clear(Option_t *option = "") override;
   void Delete(Option_t *option = "") override;
   using TSeqCollection::FindObject;

   void Add(TObject *obj) override { AddLast(obj); }
   virtual void Add(TObject *obj, Option_t *opt) { AddLast(obj, opt); }
   void AddFirst(TObject *obj) override { AddFirst(obj, ""); }
   virtual void AddFirst(TObject *obj, Option_t *opt);
   void AddLast(TObject *obj) override { AddLast(obj, ""); }
   virtual void AddLast(TObject *obj, Option_t *opt);
   /// Before place `idx`; at the end if the list is shorter.
   void AddAt(TObject *obj, Int_t idx) override;
   /// After the object `after`; at the end if that is null. One line, and nothing added, if it is not in the list.
   void AddAfter(const TObject *after, TObject *obj) override;
   virtual void AddAfter(TObjLink *after, TObject *obj);
   /// Before the object `before`; at the front if that is null.
   void AddBefore(const TObject *before, TObject *obj) override;
   virtual void AddBefore(TObjLink *before, TObject *obj);

   TObject *Remove(TObject *obj) override;
   virtual TObject *Remove(TObjLink *lnk);
   TObject *RemoveAt(Int_t idx) override;
   void RemoveFirst() override;
   void RemoveLast() override;
   void RecursiveRemove(TObject *obj) override;

   TObject *At(Int_t idx) const override;
   TObject *After(const TObject *obj) const override;
   TObject *Before(const TObject *obj) const override;
   TObject *First() const override { return fFirst ? fFirst->GetObject() : nullptr; }
   TObject *Last() const override { return fLast ? fLast->GetObject() : nullptr; }
   TObjLink *FirstLink() const { return fFirst; }
   TObjLink *LastLink() const { return fLast; }
   TObject **GetObjectRef(const TObject *obj) const override;
   TIterator *MakeIterator(Bool_t dir = kIterForward) const override;
   /// By Compare(); objects that compare equal keep their order. One line if the objects cannot be sorted.
   virtual void Sort(Bool_t order = kSortAscending);
   Bool_t IsAscending() const { return fAscending; }

   ClassDefOverride(TList, 5) // Doubly linked list
};

class TListIter : public TIterator {
public:
   explicit TListIter(const TList *list, Bool_t dir = kIterForward)
      : fList(list), fNext(dir == kIterForward ? list->FirstLink() : list->LastLink()), fForward(dir)
   {
   }
   const TCollection *GetCollection() const override { return fList; }
   Option_t *GetOption() const override { return fOption.Data(); }
   TObject *Next() override;
   void Reset() override;
   std::unique_ptr<TIterator> Copy() const override { return std::make_unique<TListIter>(*this); }

private:
   const TList *fList;
   TObjLink *fNext;
   TString fOption; // of the object given last: its link may be gone
   Bool_t fForward;
};

#endif
