// TCollection: see TCollection.h. What all collections do alike, in terms of their iterators.
#include "TCollection.h"

#include "private/ElementReader.h"
#include "RootletReading.h"
#include "TBuffer.h"
#include "TError.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <unordered_set>

namespace {

// Objects that a Delete() of this thread has deleted or is about to: two owners may hold the same object, and an owner
// may hold, directly or not, itself. As long as the outermost of these lives, nothing is deleted twice, and nothing that
// is being read: whoever reads it owns it.
class Doom {
public:
   Doom() : fOutermost(!tOutermost)
   {
      if (!fOutermost)
         return;
      tOutermost = this;
      for (const void *object : rootlet::BeingRead::Objects())
         fKept.insert(object);
   }
   ~Doom()
   {
      if (fOutermost)
         tOutermost = nullptr;
   }
   Doom(const Doom &) = delete;
   Doom &operator=(const Doom &) = delete;
   /// False if it was told before.
   static bool Add(const TObject *object) { return tOutermost->fDoomed.insert(object).second; }
   /// The object may be deleted now.
   static bool Takes(const TObject *object)
   {
      const auto &kept = tOutermost->fKept;
      return Add(object) && object->IsOnHeap() && (kept.empty() || !kept.contains(dynamic_cast<const void *>(object)));
   }

private:
   static thread_local Doom *tOutermost;
   std::unordered_set<const TObject *> fDoomed;
   std::unordered_set<const void *> fKept; // complete objects
   bool fOutermost;
};

thread_local Doom *Doom::tOutermost = nullptr;

// A walk that goes into collections inside of collections, and so may come back to one that it is in.
class Visit {
public:
   explicit Visit(const TCollection *collection)
      : fEntered(std::find(Open().begin(), Open().end(), collection) == Open().end())
   {
      if (fEntered)
         Open().push_back(collection);
   }
   ~Visit()
   {
      if (fEntered)
         Open().pop_back();
   }
   Visit(const Visit &) = delete;
   Visit &operator=(const Visit &) = delete;
   explicit operator bool() const { return fEntered; }

private:
   static std::vector<const TCollection *> &Open()
   {
      static thread_local std::vector<const TCollection *> open;
      return open;
   }
   bool fEntered;
};

} // namespace

TCollection::~TCollection() = default;

std::vector<TObject *> TCollection::Objects() const
{
   std::vector<TObject *> objects;
   const std::unique_ptr<TIterator> next(MakeIterator());
   while (TObject *obj = next->Next())
      objects.push_back(obj);
   return objects;
}

void TCollection::DeleteObjects(const std::vector<TObject *> &objects)
{
   const Doom doom;
   Doom::Add(this);
   for (TObject *obj : objects) {
      if (obj && Doom::Takes(obj))
         delete obj;
   }
}

void TCollection::DeleteOwned(const TObject *owner, const std::vector<TCollection *> &collections)
{
   const Doom doom;
   Doom::Add(owner);
   for (TCollection *collection : collections) {
      if (collection && Doom::Takes(collection)) {
         collection->Delete();
         delete collection;
      }
   }
}

Bool_t TCollection::IsArgNull(const char *method, const TObject *obj) const
{
   if (obj)
      return kFALSE;
   ::Error(TString::Format("%s::%s", ClassName(), method), "the object is null: a collection holds objects only");
   return kTRUE;
}

void TCollection::AddAll(const TCollection *col)
{
   if (!col)
      return;
   for (TObject *obj : col->Objects())
      Add(obj);
}

TObject *TCollection::Clone(const char *newname) const
{
   TObject *clone = TObject::Clone(newname);
   if (clone && newname && *newname)
      static_cast<TCollection *>(clone)->SetName(newname);
   return clone;
}

Int_t TCollection::Compare(const TObject *obj) const
{
   return obj ? std::strcmp(GetName(), obj->GetName()) : 1;
}

void TCollection::Draw(Option_t *option)
{
   if (const Visit visit(this); visit)
      for (TObject *obj : Objects())
         obj->Draw(option);
}

void TCollection::Paint(Option_t *option)
{
   if (const Visit visit(this); visit)
      for (TObject *obj : Objects())
         obj->Paint(option);
}

Bool_t TCollection::Notify()
{
   Bool_t success = kTRUE;
   if (const Visit visit(this); visit)
      for (TObject *obj : Objects())
         success &= obj->Notify();
   return success;
}

TObject *TCollection::FindObject(const char *name) const
{
   if (!name)
      return nullptr;
   const std::unique_ptr<TIterator> next(MakeIterator());
   while (TObject *obj = next->Next()) {
      const char *objname = obj->GetName();
      if (objname && !std::strcmp(name, objname))
         return obj;
   }
   return nullptr;
}

TObject *TCollection::FindObject(const TObject *obj) const
{
   if (!obj)
      return nullptr;
   const std::unique_ptr<TIterator> next(MakeIterator());
   while (TObject *ob = next->Next()) {
      if (ob == obj || ob->IsEqual(obj))
         return ob;
   }
   return nullptr;
}

const char *TCollection::GetName() const
{
   return fName.IsNull() ? ClassName() : fName.Data();
}

Int_t TCollection::GrowBy(Int_t delta) const
{
   constexpr Int_t kAtLeast = 2;
   return fSize + std::clamp(delta, std::min(kAtLeast, kMaxInt - fSize), kMaxInt - fSize);
}

void TCollection::ls(Option_t *option) const
{
   Printf("OBJ: %s\t%s\t%s : %d objects", ClassName(), GetName(), GetTitle(), GetEntries());
   if (const Visit visit(this); visit)
      for (TObject *obj : Objects())
         obj->ls(option);
}

void TCollection::Print(Option_t *option) const
{
   Printf("Collection name='%s', class='%s', size=%d", GetName(), ClassName(), GetSize());
   if (const Visit visit(this); visit)
      for (TObject *obj : Objects())
         obj->Print(option);
}

void TCollection::RecursiveRemove(TObject *obj)
{
   if (!obj)
      return;
   while (Remove(obj)) {
   }
   RemoveInside(obj);
}

void TCollection::RemoveInside(TObject *obj)
{
   if (const Visit visit(this); visit)
      for (TObject *ob : Objects())
         ob->RecursiveRemove(obj);
}

void TCollection::RemoveAll(TCollection *col)
{
   if (!col)
      return;
   for (TObject *obj : col->Objects())
      Remove(obj);
}

void TCollection::SetOwner(Bool_t enable)
{
   SetBit(kIsOwner, enable);
}

// For collections that have no layout of their own.
void TCollection::Streamer(TBuffer &b)
{
   if (b.IsReading()) {
      Clear();
      rootlet::ReadFrame frame(b, TCollection::Class());
      if (!frame.IsCurrent())
         return frame.ReadOther(this);
      TObject::Streamer(b);
      b.ReadTString(fName);
      const Int_t n = b.ReadCount(sizeof(UInt_t));
      rootlet::ElementReader elements(b);
      try {
         for (Int_t i = 0; i < n; ++i) {
            if (TObject *obj = elements.Read())
               Add(obj);
         }
      } catch (...) {
         Clear("nodelete");
         throw;
      }
      elements.Done();
      frame.End();
   } else {
      rootlet::WriteFrame frame(b, TCollection::Class());
      TObject::Streamer(b);
      b.WriteTString(fName);
      const auto objects = Objects();
      b.WriteRun(static_cast<Int_t>(objects.size()));
      for (TObject *obj : objects)
         b.WritePointerTo(obj, TObject::Class());
      frame.End();
   }
}
