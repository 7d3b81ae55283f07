// TObjArray: see TObjArray.h.
#include "TObjArray.h"

#include "private/ElementReader.h"
#include "TBuffer.h"
#include "TError.h"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace {

constexpr Int_t kLookForLast = -2; // fLast is not known

} // namespace

TObjArray::TObjArray(Int_t s, Int_t lowerBound) : fCont(nullptr), fLowerBound(lowerBound), fLast(-1)
{
   const Int_t size = s > 0 ? s : static_cast<Int_t>(kInitCapacity);
   fCont = new TObject *[static_cast<std::size_t>(size)]();
   fSize = size;
}

TObjArray::TObjArray(const TObjArray &a) : TObjArray(a.fSize, a.fLowerBound)
{
   *this = a;
}

TObjArray &TObjArray::operator=(const TObjArray &a)
{
   if (this == &a)
      return *this;
   Clear();
   Expand(a.fSize);
   fName = a.fName;
   fLowerBound = a.fLowerBound;
   SetOwner(kFALSE);
   for (Int_t slot = 0; slot <= a.GetAbsLast(); ++slot)
      Put(a.fCont[slot], slot);
   return *this;
}

TObjArray::~TObjArray()
{
   TObjArray::Clear();
   delete[] fCont;
}

Int_t TObjArray::SlotAt(const char *method, Int_t idx) const
{
   const Long64_t slot = static_cast<Long64_t>(idx) - fLowerBound;
   if (slot >= 0 && slot < fSize)
      return static_cast<Int_t>(slot);
   Error(method, "index %d is out of bounds: the array has room for %d objects from %d on", idx, fSize, fLowerBound);
   return -1;
}

Int_t TObjArray::SlotWithRoom(const char *method, Int_t idx)
{
   const Long64_t slot = static_cast<Long64_t>(idx) - fLowerBound;
   if (slot < 0 || slot >= kMaxInt) {
      Error(method, "index %d is out of bounds: the array begins at %d", idx, fLowerBound);
      return -1;
   }
   if (slot >= fSize)
      Expand(std::max(static_cast<Int_t>(slot) + 1, GrowBy(fSize)));
   return static_cast<Int_t>(slot);
}

Int_t TObjArray::SlotOf(const TObject *obj) const
{
   for (Int_t slot = 0; obj && slot < fSize; ++slot) {
      if (fCont[slot] && (fCont[slot] == obj || fCont[slot]->IsEqual(obj)))
         return slot;
   }
   return -1;
}

// Several threads may look at one array: what they find out is the same, and stored in one piece.
Int_t TObjArray::GetAbsLast() const
{
   const std::atomic_ref<Int_t> last(fLast);
   Int_t found = last.load(std::memory_order_relaxed);
   if (found == kLookForLast) {
      found = fSize - 1;
      while (found >= 0 && !fCont[found])
         --found;
      last.store(found, std::memory_order_relaxed);
   }
   return found;
}

void TObjArray::Put(TObject *obj, Int_t slot)
{
   fCont[slot] = obj;
   if (obj)
      fLast = std::max(slot, GetAbsLast());
   else if (slot == GetAbsLast())
      fLast = kLookForLast;
   Changed();
}

std::vector<TObject *> TObjArray::Detach()
{
   auto objects = Objects();
   std::fill_n(fCont, fSize, nullptr);
   fLast = -1;
   Changed();
   return objects;
}

void TObjArray::Clear(Option_t *option)
{
   const bool keepObjects = option && !std::strcmp(option, "nodelete");
   const auto objects = Detach();
   if (IsOwner() && !keepObjects)
      DeleteObjects(objects);
}

void TObjArray::Delete(Option_t *)
{
   DeleteObjects(Detach());
}

void TObjArray::Compress()
{
   TObject **end = std::remove(fCont, fCont + fSize, nullptr);
   std::fill(end, fCont + fSize, nullptr);
   fLast = static_cast<Int_t>(end - fCont) - 1;
}

void TObjArray::Expand(Int_t newSize)
{
   const Int_t size = std::max(newSize, GetAbsLast() + 1);
   if (size == fSize)
      return;
   auto **grown = new TObject *[static_cast<std::size_t>(size)]();
   std::copy_n(fCont, std::min(size, fSize), grown);
   delete[] fCont;
   fCont = grown;
   fSize = size;
}

Int_t TObjArray::GetEntries() const
{
   return static_cast<Int_t>(std::count_if(fCont, fCont + GetAbsLast() + 1, [](const TObject *obj) { return obj; }));
}

TObject **TObjArray::GetObjectRef(const TObject *obj) const
{
   const Int_t slot = SlotOf(obj);
   return slot < 0 ? nullptr : fCont + slot;
}

TIterator *TObjArray::MakeIterator(Bool_t dir) const
{
   return new TObjArrayIter(this, dir);
}

void TObjArray::AddFirst(TObject *obj)
{
   AddAtAndExpand(obj, fLowerBound);
}

void TObjArray::AddLast(TObject *obj)
{
   AddAtAndExpand(obj, GetLast() + 1);
}

void TObjArray::AddAt(TObject *obj, Int_t idx)
{
   const Int_t slot = SlotAt("AddAt", idx);
   if (slot >= 0)
      Put(obj, slot);
}

void TObjArray::AddAtAndExpand(TObject *obj, Int_t idx)
{
   const Int_t slot = SlotWithRoom("AddAtAndExpand", idx);
   if (slot >= 0)
      Put(obj, slot);
}

Int_t TObjArray::AddAtFree(TObject *obj)
{
   const Int_t slot = static_cast<Int_t>(std::find(fCont, fCont + fSize, nullptr) - fCont);
   const Int_t idx = slot + fLowerBound;
   AddAtAndExpand(obj, idx);
   return idx;
}

void TObjArray::AddAfter(const TObject *after, TObject *obj)
{
   if (!after)
      return AddLast(obj);
   const Int_t slot = SlotOf(after);
   if (slot < 0)
      return Error("AddAfter", "the object to add after is not in the array: nothing was added");
   AddAtAndExpand(obj, slot + fLowerBound + 1);
}

void TObjArray::AddBefore(const TObject *before, TObject *obj)
{
   if (!before)
      return AddFirst(obj);
   const Int_t slot = SlotOf(before);
   if (slot < 0)
      return Error("AddBefore", "the object to add before is not in the array: nothing was added");
   if (slot == 0)
      return Error("AddBefore", "there is no slot before the first object: nothing was added");
   Put(obj, slot - 1);
}

TObject *TObjArray::RemoveAt(Int_t idx)
{
   const Int_t slot = SlotAt("RemoveAt", idx);
   if (slot < 0)
      return nullptr;
   TObject *obj = fCont[slot];
   Put(nullptr, slot);
   return obj;
}

TObject *TObjArray::Remove(TObject *obj)
{
   const Int_t slot = SlotOf(obj);
   return slot < 0 ? nullptr : RemoveAt(slot + fLowerBound);
}

void TObjArray::RemoveRange(Int_t idx1, Int_t idx2)
{
   const Int_t first = SlotAt("RemoveRange", idx1);
   const Int_t last = SlotAt("RemoveRange", idx2);
   if (first < 0 || last < 0)
      return;
   for (Int_t slot = first; slot <= last; ++slot)
      Put(nullptr, slot);
}

// By address: the object may be about to go, and no longer know what it is equal to.
void TObjArray::RecursiveRemove(TObject *obj)
{
   for (Int_t slot = 0; obj && slot < fSize; ++slot) {
      if (fCont[slot] == obj)
         Put(nullptr, slot);
   }
   RemoveInside(obj);
}

TObject *TObjArray::At(Int_t idx) const
{
   const Int_t slot = SlotAt("At", idx);
   return slot < 0 ? nullptr : fCont[slot];
}

TObject *TObjArray::Before(const TObject *obj) const
{
   const Int_t slot = SlotOf(obj);
   return slot > 0 ? fCont[slot - 1] : nullptr;
}

TObject *TObjArray::After(const TObject *obj) const
{
   const Int_t slot = SlotOf(obj);
   return slot >= 0 && slot + 1 < fSize ? fCont[slot + 1] : nullptr;
}

TObject *TObjArray::First() const
{
   return fSize ? fCont[0] : nullptr;
}

TObject *TObjArray::Last() const
{
   const Int_t last = GetAbsLast();
   return last < 0 ? nullptr : fCont[last];
}

TObject *&TObjArray::operator[](Int_t i)
{
   static thread_local TObject *nowhere;
   const Int_t slot = SlotAt("operator[]", i);
   if (slot < 0)
      return nowhere = nullptr;
   fLast = kLookForLast; // nobody says what is put there
   Changed();
   return fCont[slot];
}

TObject *TObjArray::operator[](Int_t i) const
{
   return At(i);
}

Int_t TObjArray::IndexOf(const TObject *obj) const
{
   const auto *end = fCont + fSize;
   const auto *found = obj ? std::find(fCont, fCont + fSize, obj) : end;
   return found == end ? fLowerBound - 1 : fLowerBound + static_cast<Int_t>(found - fCont);
}

void TObjArray::SetLast(Int_t last)
{
   if (last == kLookForLast)
      fLast = kLookForLast;
   else if (last == fLowerBound - 1)
      fLast = -1;
   else if (const Int_t slot = SlotAt("SetLast", last); slot >= 0)
      fLast = slot;
}

void TObjArray::Sort(Int_t upto)
{
   const Int_t n =
      static_cast<Int_t>(std::clamp<Long64_t>(static_cast<Long64_t>(upto) - fLowerBound, 0, GetAbsLast() + 1));
   for (Int_t slot = 0; slot < n; ++slot) {
      if (fCont[slot] && !fCont[slot]->IsSortable())
         return Error("Sort", "objects of class %s cannot be sorted", fCont[slot]->ClassName());
   }
   std::stable_sort(fCont, fCont + n,
                    [](const TObject *a, const TObject *b) { return a && (!b || a->Compare(b) < 0); });
   fLast = kLookForLast;
   fSorted = kTRUE;
}

Int_t TObjArray::BinarySearch(TObject *obj, Int_t upto)
{
   const Int_t none = fLowerBound - 1;
   if (!obj)
      return none;
   if (!fSorted) {
      Error("BinarySearch", "the array must be sorted first: call Sort()");
      return none;
   }
   const Int_t n =
      static_cast<Int_t>(std::clamp<Long64_t>(static_cast<Long64_t>(upto) - fLowerBound, 0, GetAbsLast() + 1));
   TObject **found = std::lower_bound(fCont, fCont + n, obj,
                                      [](const TObject *a, const TObject *b) { return a && a->Compare(b) < 0; });
   if (found == fCont + n || !*found || (*found)->Compare(obj) != 0)
      return none;
   return fLowerBound + static_cast<Int_t>(found - fCont);
}

void TObjArray::Streamer(TBuffer &b)
{
   constexpr Int_t kMaxLowerBound = kMaxInt / 2; // so that places can be computed without overflow
   if (b.IsReading()) {
      Clear();
      rootlet::ReadFrame frame(b, TObjArray::Class());
      if (!frame.IsCurrent())
         return frame.ReadOther(this);
      TObject::Streamer(b);
      b.ReadTString(fName);
      Int_t n, lowerBound;
      b.ReadRun(n, lowerBound);
      b.CheckCount(n, sizeof(UInt_t));
      if (lowerBound < -kMaxLowerBound || lowerBound > kMaxLowerBound)
         b.Throw("a lower bound of %d cannot be", lowerBound);
      fLowerBound = lowerBound;
      if (n > fSize)
         Expand(n);
      rootlet::ElementReader elements(b);
      try {
         for (Int_t slot = 0; slot < n; ++slot)
            Put(elements.Read(), slot);
      } catch (...) {
         Clear("nodelete");
         throw;
      }
      elements.Done();
      frame.End();
   } else {
      rootlet::WriteFrame frame(b, TObjArray::Class());
      TObject::Streamer(b);
      b.WriteTString(fName);
      const Int_t n = GetAbsLast() + 1;
      b.WriteRun(n, fLowerBound);
      for (Int_t slot = 0; slot < n; ++slot)
         b.WritePointerTo(fCont[slot], TObject::Class());
      frame.End();
   }
}

TObject *TObjArrayIter::Next()
{
   const Int_t n = fArray->GetEntriesFast();
   while (fNext >= 0 && fNext < n) {
      TObject *obj = fArray->UncheckedAt(fNext + fArray->LowerBound());
      fNext += fForward ? 1 : -1;
      if (obj)
         return obj;
   }
   return nullptr;
}

void TObjArrayIter::Reset()
{
   fNext = fForward ? 0 : fArray->GetEntriesFast() - 1;
}
