// TList: see TList.h.
#include "TList.h"

#include "private/ElementReader.h"
#include "TBuffer.h"
#include "TClass.h"

#include <algorithm>
#include <cstring>

TList::~TList()
{
   TList::Clear();
}

TObjLink *TList::LinkAt(Int_t idx) const
{
   if (idx < 0 || idx >= fSize)
      return nullptr;
   TObjLink *link;
   if (idx < fSize / 2) {
      link = fFirst;
      for (Int_t i = 0; i < idx; ++i)
         link = link->fNext;
   } else {
      link = fLast;
      for (Int_t i = fSize - 1; i > idx; --i)
         link = link->fPrev;
   }
   return link;
}

TObjLink *TList::FindLink(const TObject *obj) const
{
   if (!obj)
      return nullptr;
   TObjLink *link = fFirst;
   while (link && link->fObject != obj && !link->fObject->IsEqual(obj))
      link = link->fNext;
   return link;
}

void TList::Insert(TObject *obj, Option_t *option, TObjLink *next)
{
   auto link = std::make_unique<TObjLink>(obj, option);
   ObjectAdded(obj); // may throw, for want of memory: the list is still as it was
   link->fNext = next;
   link->fPrev = next ? next->fPrev : fLast;
   (link->fPrev ? link->fPrev->fNext : fFirst) = link.get();
   (next ? next->fPrev : fLast) = link.release();
   ++fSize;
   Changed();
}

TObject *TList::Unlink(TObjLink *link)
{
   if (!link)
      return nullptr;
   (link->fPrev ? link->fPrev->fNext : fFirst) = link->fNext;
   (link->fNext ? link->fNext->fPrev : fLast) = link->fPrev;
   if (fCache.load(std::memory_order_relaxed) == link)
      fCache.store(nullptr, std::memory_order_relaxed);
   --fSize;
   Changed();
   TObject *obj = link->fObject;
   delete link;
   ObjectRemoved(obj);
   return obj;
}

std::vector<TObject *> TList::Detach()
{
   if (!fFirst)
      return {};
   auto objects = Objects();
   AllObjectsRemoved();
   for (TObjLink *link = fFirst; link;) {
      TObjLink *next = link->fNext;
      delete link;
      link = next;
   }
   fFirst = fLast = nullptr;
   fCache.store(nullptr, std::memory_order_relaxed);
   fSize = 0;
   Changed();
   return objects;
}

void TList::Clear(Option_t *option)
{
   const bool keepObjects = option && !std::strcmp(option, "nodelete");
   const auto objects = Detach();
   if (IsOwner() && !keepObjects)
      DeleteObjects(objects);
}

void TList::Delete(Option_t *)
{
   DeleteObjects(Detach());
}

void TList::AddFirst(TObject *obj, Option_t *opt)
{
   if (!IsArgNull("AddFirst", obj))
      Insert(obj, opt, fFirst);
}

void TList::AddLast(TObject *obj, Option_t *opt)
{
   if (!IsArgNull("AddLast", obj))
      Insert(obj, opt, nullptr);
}

void TList::AddAt(TObject *obj, Int_t idx)
{
   if (!IsArgNull("AddAt", obj))
      Insert(obj, "", LinkAt(std::max(idx, 0)));
}

void TList::AddAfter(const TObject *after, TObject *obj)
{
   if (!after)
      return AddLast(obj);
   if (TObjLink *link = FindLink(after))
      AddAfter(link, obj);
   else
      Error("AddAfter", "the object to add after is not in the list: nothing was added");
}

void TList::AddAfter(TObjLink *after, TObject *obj)
{
   if (!IsArgNull("AddAfter", obj))
      Insert(obj, "", after ? after->fNext : nullptr);
}

void TList::AddBefore(const TObject *before, TObject *obj)
{
   if (!before)
      return AddFirst(obj);
   if (TObjLink *link = FindLink(before))
      AddBefore(link, obj);
   else
      Error("AddBefore", "the object to add before is not in the list: nothing was added");
}

void TList::AddBefore(TObjLink *before, TObject *obj)
{
   if (!IsArgNull("AddBefore", obj))
      Insert(obj, "", before ? before : fFirst);
}

TObject *TList::Remove(TObject *obj)
{
   return Unlink(FindLink(obj));
}

TObject *TList::Remove(TObjLink *lnk)
{
   return Unlink(lnk);
}

TObject *TList::RemoveAt(Int_t idx)
{
   return Unlink(LinkAt(idx));
}

void TList::RemoveFirst()
{
   Unlink(fFirst);
}

void TList::RemoveLast()
{
   Unlink(fLast);
}

// By address: the object may be about to go, and no longer know what it is equal to.
void TList::RecursiveRemove(TObject *obj)
{
   for (TObjLink *link = fFirst; link;) {
      TObjLink *next = link->fNext;
      if (link->fObject == obj)
         Unlink(link);
      link = next;
   }
   RemoveInside(obj);
}

TObject *TList::At(Int_t idx) const
{
   const TObjLink *link = LinkAt(idx);
   return link ? link->fObject : nullptr;
}

TObject *TList::Neighbour(const TObject *obj, TObjLink *TObjLink::*direction) const
{
   const TObjLink *link = fCache.load(std::memory_order_relaxed);
   if (!link || link->fObject != obj)
      link = FindLink(obj);
   TObjLink *neighbour = link ? link->*direction : nullptr;
   fCache.store(neighbour, std::memory_order_relaxed);
   return neighbour ? neighbour->fObject : nullptr;
}

TObject *TList::After(const TObject *obj) const
{
   return Neighbour(obj, &TObjLink::fNext);
}

TObject *TList::Before(const TObject *obj) const
{
   return Neighbour(obj, &TObjLink::fPrev);
}

TObject **TList::GetObjectRef(const TObject *obj) const
{
   TObjLink *link = FindLink(obj);
   return link ? link->GetObjectRef() : nullptr;
}

TIterator *TList::MakeIterator(Bool_t dir) const
{
   return new TListIter(this, dir);
}

void TList::Sort(Bool_t order)
{
   if (!fFirst)
      return;
   std::vector<TObjLink *> links;
   for (TObjLink *link = fFirst; link; link = link->fNext) {
      if (!link->fObject->IsSortable())
         return Error("Sort", "objects of class %s cannot be sorted", link->fObject->ClassName());
      links.push_back(link);
   }
   std::stable_sort(links.begin(), links.end(), [order](const TObjLink *a, const TObjLink *b) {
      const Int_t compared = a->fObject->Compare(b->fObject);
      return order == kSortAscending ? compared < 0 : compared > 0;
   });
   TObjLink *previous = nullptr;
   for (TObjLink *link : links) {
      link->fPrev = previous;
      (previous ? previous->fNext : fFirst) = link;
      previous = link;
   }
   previous->fNext = nullptr;
   fLast = previous;
   fAscending = order;
   fSorted = kTRUE;
}

void TList::Streamer(TBuffer &b)
{
   constexpr Version_t kOldVersion = 4; // ROOT 3 and 4 wrote the same layout under this number
   if (b.IsReading()) {
      Clear();
      rootlet::ReadFrame frame(b, TList::Class());
      if (!frame.IsCurrent() && frame.Version() != kOldVersion)
         return frame.ReadOther(this);
      TObject::Streamer(b);
      b.ReadTString(fName);
      const Int_t n = b.ReadCount(sizeof(UInt_t) + sizeof(UChar_t)); // a null pointer and an empty option
      rootlet::ElementReader elements(b);
      TString option;
      try {
         for (Int_t i = 0; i < n; ++i) {
            TObject *obj = elements.Read();
            b.ReadTString(option);
            if (obj)
               TList::AddLast(obj, option);
         }
      } catch (...) {
         Clear("nodelete");
         throw;
      }
      elements.Done();
      frame.End();
   } else {
      rootlet::WriteFrame frame(b, TList::Class());
      TObject::Streamer(b);
      b.WriteTString(fName);
      b.WriteRun(fSize);
      for (const TObjLink *link = fFirst; link; link = link->fNext) {
         b.WritePointerTo(link->fObject, TObject::Class());
         b.WriteTString(link->fOption);
      }
      frame.End();
   }
}

TObject *TListIter::Next()
{
   if (!fNext)
      return nullptr;
   TObject *obj = fNext->GetObject();
   fOption = fNext->GetOption();
   fNext = fForward ? fNext->Next() : fNext->Prev();
   return obj;
}

void TListIter::Reset()
{
   fNext = fForward ? fList->FirstLink() : fList->LastLink();
}
