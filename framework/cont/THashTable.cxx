// THashTable: see THashTable.h.
#include "THashTable.h"

#include <algorithm>
#include <cstring>

namespace {

// Hashes that come from addresses have many divisors in common; the number of buckets must not.
Int_t NextPrime(Int_t n)
{
   auto isPrime = [](Int_t x) {
      for (Long64_t divisor = 3; divisor * divisor <= x; divisor += 2)
         if (x % divisor == 0)
            return false;
      return true;
   };
   Int_t candidate = std::max(n, 3) | 1;
   while (!isPrime(candidate))
      candidate += 2;
   return candidate;
}

constexpr Int_t kMaxBuckets = 1 << 30;

class THashTableIter : public TIterator {
public:
   using Buckets = std::vector<std::unique_ptr<TList>>;

   THashTableIter(const THashTable *table, const Buckets &buckets, Bool_t dir)
      : fTable(table), fBuckets(buckets), fForward(dir)
   {
      THashTableIter::Reset();
   }
   const TCollection *GetCollection() const override { return fTable; }
   TObject *Next() override
   {
      while (!fNext && fBucket != fEnd) {
         if (const TList *bucket = fBuckets[fBucket].get())
            fNext = fForward ? bucket->FirstLink() : bucket->LastLink();
         fBucket += fForward ? 1 : std::size_t(-1);
      }
      if (!fNext)
         return nullptr;
      TObject *obj = fNext->GetObject();
      fNext = fForward ? fNext->Next() : fNext->Prev();
      return obj;
   }
   void Reset() override
   {
      fNext = nullptr;
      fBucket = fForward ? 0 : fBuckets.size() - 1;
      fEnd = fForward ? fBuckets.size() : std::size_t(-1);
   }
   std::unique_ptr<TIterator> Copy() const override { return std::make_unique<THashTableIter>(*this); }

private:
   const THashTable *fTable;
   const Buckets &fBuckets;
   TObjLink *fNext = nullptr;
   std::size_t fBucket = 0; // the one to look into when fNext is at its end
   std::size_t fEnd = 0;
   Bool_t fForward;
};

} // namespace

THashTable::THashTable(Int_t capacity, Int_t rehashlevel)
   : fCont(static_cast<std::size_t>(NextPrime(std::clamp(capacity, 1, kMaxBuckets)))), fEntries(0), fUsedSlots(0),
     fRehashLevel(rehashlevel)
{
   fSize = static_cast<Int_t>(fCont.size());
}

THashTable::~THashTable()
{
   THashTable::Clear();
}

void THashTable::Add(TObject *obj)
{
   if (IsArgNull("Add", obj))
      return;
   if (fRehashLevel > 0 && AverageCollisions() > static_cast<Float_t>(fRehashLevel))
      Rehash(fEntries);
   std::unique_ptr<TList> &bucket = fCont[obj->Hash() % fCont.size()];
   if (!bucket)
      bucket = std::make_unique<TList>();
   bucket->AddLast(obj);
   if (bucket->GetSize() == 1)
      ++fUsedSlots;
   ++fEntries;
}

TObject *THashTable::Unlink(TList &bucket, TObjLink *link)
{
   if (!link)
      return nullptr;
   --fEntries;
   if (bucket.GetSize() == 1)
      --fUsedSlots;
   return bucket.Remove(link);
}

std::vector<TObject *> THashTable::Detach()
{
   auto objects = Objects();
   for (const auto &bucket : fCont)
      if (bucket)
         bucket->Clear("nodelete");
   fEntries = fUsedSlots = 0;
   return objects;
}

void THashTable::Clear(Option_t *option)
{
   const bool keepObjects = option && !std::strcmp(option, "nodelete");
   const auto objects = Detach();
   if (IsOwner() && !keepObjects)
      DeleteObjects(objects);
}

void THashTable::Delete(Option_t *)
{
   DeleteObjects(Detach());
}

TObject *THashTable::FindObject(const char *name) const
{
   const TList *bucket = GetListForObject(name);
   return bucket ? bucket->FindObject(name) : nullptr;
}

TObject *THashTable::FindObject(const TObject *obj) const
{
   const TList *bucket = GetListForObject(obj);
   return bucket ? bucket->FindObject(obj) : nullptr;
}

Int_t THashTable::Collisions(const char *name) const
{
   const TList *bucket = GetListForObject(name);
   return bucket ? bucket->GetSize() : 0;
}

Int_t THashTable::Collisions(TObject *obj) const
{
   const TList *bucket = GetListForObject(obj);
   return bucket ? bucket->GetSize() : 0;
}

Float_t THashTable::AverageCollisions() const
{
   return fUsedSlots ? static_cast<Float_t>(fEntries) / static_cast<Float_t>(fUsedSlots) : 0;
}

const TList *THashTable::GetListForObject(const char *name) const
{
   return name ? Bucket(TString(name).Hash()) : nullptr;
}

const TList *THashTable::GetListForObject(const TObject *obj) const
{
   return obj ? Bucket(obj->Hash()) : nullptr;
}

TObject **THashTable::GetObjectRef(const TObject *obj) const
{
   const TList *bucket = GetListForObject(obj);
   return bucket ? bucket->GetObjectRef(obj) : nullptr;
}

TIterator *THashTable::MakeIterator(Bool_t dir) const
{
   return new THashTableIter(this, fCont, dir);
}

void THashTable::Rehash(Int_t newCapacity)
{
   THashTable renewed(std::max(newCapacity, fEntries), 0);
   for (TObject *obj : Objects())
      renewed.Add(obj);
   fCont.swap(renewed.fCont);
   std::swap(fSize, renewed.fSize);
   fUsedSlots = renewed.fUsedSlots;
}

TObject *THashTable::Remove(TObject *obj)
{
   if (TObject *removed = RemoveExact(obj))
      return removed;
   return RemoveExact(FindObject(obj));
}

TObject *THashTable::RemoveExact(TObject *obj)
{
   TList *bucket = obj ? Bucket(obj->Hash()) : nullptr;
   for (TObjLink *link = bucket ? bucket->FirstLink() : nullptr; link; link = link->Next())
      if (link->GetObject() == obj)
         return Unlink(*bucket, link);
   return RemoveSlow(obj); // it was renamed
}

TObject *THashTable::RemoveSlow(TObject *obj)
{
   for (const auto &bucket : fCont) {
      for (TObjLink *link = obj && bucket ? bucket->FirstLink() : nullptr; link; link = link->Next())
         if (link->GetObject() == obj)
            return Unlink(*bucket, link);
   }
   return nullptr;
}

// By address: the object may be about to go, and no longer know its hash.
void THashTable::RecursiveRemove(TObject *obj)
{
   while (obj && RemoveSlow(obj)) {
   }
   RemoveInside(obj);
}
