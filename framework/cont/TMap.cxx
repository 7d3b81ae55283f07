// TMap and TPair: see TMap.h.
#include "TMap.h"

#include "private/ElementReader.h"
#include "TBuffer.h"

#include <cstring>

namespace {

/// Walks the keys: the walk of the pairs, seen through.
class TMapIter : public TIterator {
public:
   TMapIter(const TMap *map, std::unique_ptr<TIterator> pairs) : fMap(map), fPairs(std::move(pairs)) {}
   const TCollection *GetCollection() const override { return fMap; }
   TObject *Next() override
   {
      const TObject *pair = fPairs->Next();
      return pair ? static_cast<const TPair *>(pair)->Key() : nullptr;
   }
   void Reset() override { fPairs->Reset(); }
   std::unique_ptr<TIterator> Copy() const override { return std::make_unique<TMapIter>(fMap, fPairs->Copy()); }

private:
   const TMap *fMap;
   std::unique_ptr<TIterator> fPairs;
};

} // namespace

TPair::~TPair() = default;

Int_t TPair::Compare(const TObject *obj) const
{
   const auto *other = dynamic_cast<const TPair *>(obj);
   const TObject *key = other ? other->fKey : obj;
   return fKey && key ? fKey->Compare(key) : 0;
}

TMap::TMap(Int_t capacity, Int_t rehash) : fTable(new THashTable(capacity, rehash)) {}

TMap::~TMap()
{
   TMap::Clear();
   delete fTable;
}

std::vector<TPair *> TMap::Pairs() const
{
   std::vector<TPair *> pairs;
   for (TObject *pair : *fTable)
      pairs.push_back(static_cast<TPair *>(pair));
   return pairs;
}

std::vector<TObject *> TMap::Detach(Bool_t keys, Bool_t values)
{
   const auto pairs = Pairs();
   fTable->Clear();
   fSize = 0;
   std::vector<TObject *> objects;
   for (const TPair *pair : pairs) {
      if (keys)
         objects.push_back(pair->Key());
      if (values)
         objects.push_back(pair->Value());
      delete pair;
   }
   return objects;
}

std::vector<TObject *> TMap::UnownedObjects() const
{
   std::vector<TObject *> objects;
   for (const TPair *pair : Pairs()) {
      if (!IsOwner())
         objects.push_back(pair->Key());
      if (!IsOwnerValue())
         objects.push_back(pair->Value());
   }
   return objects;
}

void TMap::Add(TObject *key, TObject *value)
{
   if (IsArgNull("Add", key))
      return;
   if (fTable->FindObject(key))
      return Error("Add", "there is a key %s already: nothing was added", key->GetName());
   auto pair = std::make_unique<TPair>(key, value);
   fTable->Add(pair.get());
   pair.release();
   ++fSize;
}

void TMap::Clear(Option_t *option)
{
   const bool keepObjects = option && !std::strcmp(option, "nodelete");
   DeleteObjects(Detach(IsOwner() && !keepObjects, IsOwnerValue() && !keepObjects));
}

void TMap::Delete(Option_t *)
{
   DeleteObjects(Detach(kTRUE, IsOwnerValue()));
}

void TMap::DeleteValues()
{
   DeleteObjects(Detach(IsOwner(), kTRUE));
}

void TMap::DeleteAll()
{
   DeleteObjects(Detach(kTRUE, kTRUE));
}

Bool_t TMap::DeleteEntry(TObject *key)
{
   const std::unique_ptr<TPair> pair(RemoveEntry(key));
   if (!pair)
      return kFALSE;
   DeleteObjects({IsOwner() ? pair->Key() : nullptr, IsOwnerValue() ? pair->Value() : nullptr});
   return kTRUE;
}

TObject *TMap::FindObject(const char *keyname) const
{
   return fTable->FindObject(keyname);
}

TObject *TMap::FindObject(const TObject *key) const
{
   return fTable->FindObject(key);
}

TObject **TMap::GetObjectRef(const TObject *obj) const
{
   return fTable->GetObjectRef(obj);
}

TObject *TMap::GetValue(const char *keyname) const
{
   const auto *pair = static_cast<const TPair *>(FindObject(keyname));
   return pair ? pair->Value() : nullptr;
}

TObject *TMap::GetValue(const TObject *key) const
{
   const auto *pair = static_cast<const TPair *>(FindObject(key));
   return pair ? pair->Value() : nullptr;
}

void TMap::SetOwnerKeyValue(Bool_t ownkeys, Bool_t ownvals)
{
   SetOwner(ownkeys);
   SetOwnerValue(ownvals);
}

TIterator *TMap::MakeIterator(Bool_t dir) const
{
   return new TMapIter(this, std::unique_ptr<TIterator>(fTable->MakeIterator(dir)));
}

Int_t TMap::Capacity() const
{
   return fTable->Capacity();
}

TObject *TMap::Remove(TObject *key)
{
   const std::unique_ptr<TPair> pair(RemoveEntry(key));
   return pair ? pair->Key() : nullptr;
}

TPair *TMap::RemoveEntry(TObject *key)
{
   auto *pair = static_cast<TPair *>(FindObject(key));
   if (pair) {
      fTable->RemoveExact(pair);
      --fSize;
   }
   return pair;
}

void TMap::Print(Option_t *option) const
{
   Printf("Collection name='%s', class='%s', size=%d", GetName(), ClassName(), GetSize());
   for (const TPair *pair : Pairs()) {
      Printf("Key:");
      pair->Key()->Print(option);
      Printf("Value:");
      if (pair->Value())
         pair->Value()->Print(option);
   }
}

void TMap::Streamer(TBuffer &b)
{
   if (b.IsReading()) {
      Clear();
      rootlet::ReadFrame frame(b, TMap::Class());
      if (!frame.IsCurrent())
         return frame.ReadOther(this);
      TObject::Streamer(b);
      b.ReadTString(fName);
      const Int_t n = b.ReadCount(2 * sizeof(UInt_t)); // two null pointers
      rootlet::ElementReader elements(b);
      try {
         for (Int_t i = 0; i < n; ++i) {
            TObject *key = elements.Read();
            TObject *value = elements.Read();
            if (key && fTable->FindObject(key))
               b.Throw("two keys of a map are equal: %s", key->GetName());
            if (key)
               Add(key, value);
         }
      } catch (...) {
         Clear("nodelete");
         throw;
      }
      elements.Done();
      frame.End();
   } else {
      rootlet::WriteFrame frame(b, TMap::Class());
      TObject::Streamer(b);
      b.WriteTString(fName);
      b.WriteRun(fSize);
      for (const TPair *pair : Pairs()) {
         b.WritePointerTo(pair->Key(), TObject::Class());
         b.WritePointerTo(pair->Value(), TObject::Class());
      }
      frame.End();
   }
}
