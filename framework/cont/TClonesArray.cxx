// TClonesArray: see TClonesArray.h.
#include "TClonesArray.h"

#include "RootletRules.h"
#include "TBuffer.h"
#include "TClass.h"
#include "TError.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <new>
#include <optional>

namespace {

constexpr std::size_t kTObjectBytes = 10; // of the stream: the least that an object takes, member by member
constexpr Int_t kMaxLowerBound = kMaxInt / 2;

std::align_val_t Alignment(const rootlet::ClassDictionary &dictionary)
{
   return std::align_val_t(std::max<std::size_t>(dictionary.fAlign, __STDCPP_DEFAULT_NEW_ALIGNMENT__));
}

// TObject's operator wipes the heap mark, which must not be found by whoever gets this memory next.
void FreeSlot(void *slot, const rootlet::ClassDictionary &dictionary)
{
   if (slot)
      TObject::operator delete(slot, dictionary.fSize, Alignment(dictionary));
}

// Whether an object lives in storage that may also be raw, or hold the remains of one: ~TObject takes the bit away, and
// marked storage does not have it. Read as bytes, for there may be no object whose members could be asked for.
bool HoldsObject(const void *storage)
{
   static const Long_t offset = TObject::Class()->GetDataMemberOffset("fBits");
   UInt_t bits;
   std::memcpy(&bits, static_cast<const char *>(storage) + offset, sizeof bits);
   return (bits & TObject::kNotDeleted) != 0;
}

// Null if objects of the class can be kept in an array, else the reason why not.
const char *WhyNot(const TClass *cl)
{
   if (!cl || !cl->IsLoaded())
      return "has no dictionary in this program: load the library that holds it";
   const rootlet::ClassDictionary &dictionary = cl->RequireDictionary();
   if (!dictionary.fNew || !dictionary.fNewAt || !dictionary.fDelete || !dictionary.fDestruct)
      return "is abstract or has no default constructor or destructor";
   // A slot is taken for an object of the class and for a TObject: both must have one address. Only an object can tell.
   void *example = dictionary.fNew();
   const bool startsWithTObject = cl->DynamicCast(TObject::Class(), example) == example;
   dictionary.fDelete(example);
   return startsWithTObject ? nullptr : "does not have TObject as its first base class";
}

} // namespace

TClonesArray::TClonesArray() : fClass(nullptr), fKeep(new void *[static_cast<std::size_t>(fSize)]())
{
   BypassStreamer();
}

TClonesArray::TClonesArray(const char *classname, Int_t s, Bool_t) : TClonesArray()
{
   SetClass(classname, s);
}

TClonesArray::TClonesArray(const TClass *cl, Int_t s, Bool_t) : TClonesArray()
{
   SetClass(cl, s);
}

TClonesArray::TClonesArray(const TClonesArray &tc) : TClonesArray()
{
   CopyObjects("TClonesArray", tc);
}

TClonesArray &TClonesArray::operator=(const TClonesArray &tc)
{
   if (this != &tc) {
      Release();
      fClass = nullptr;
      CopyObjects("operator=", tc);
   }
   return *this;
}

TClonesArray::~TClonesArray()
{
   Release();
   delete[] fKeep;
}

// Through the stream, as Clone() of an object does it.
void TClonesArray::CopyObjects(const char *method, const TClonesArray &tc)
{
   try {
      TBuffer buffer(TBuffer::kWrite);
      const_cast<TClonesArray &>(tc).TClonesArray::Streamer(buffer); // one function for both directions; writes only
      buffer.SetReadMode();
      buffer.SetBufferOffset(0);
      TClonesArray::Streamer(buffer);
   } catch (const std::exception &error) {
      Error(method, "the array cannot be copied: %s", error.what());
      MakeZombie();
   }
}

Bool_t TClonesArray::UseClass(const char *method, TClass *cl, Int_t s)
{
   if (fClass && fClass != cl) {
      Error(method, "the array is for objects of class %s already", fClass->GetName());
      return kFALSE;
   }
   fClass = cl;
   fName = TString(cl->GetName()) + "s";
   BypassStreamer(!cl->HasCustomStreamer());
   Expand(s);
   return kTRUE;
}

void TClonesArray::SetClass(const TClass *cl, Int_t s)
{
   if (const char *reason = WhyNot(cl)) {
      Error("SetClass", "class %s %s", cl ? cl->GetName() : "(null)", reason);
      MakeZombie();
   } else if (!UseClass("SetClass", const_cast<TClass *>(cl), s)) {
      MakeZombie();
   }
}

void TClonesArray::SetClass(const char *classname, Int_t s)
{
   const TClass *cl = classname ? TClass::GetClass(classname, kTRUE, kTRUE) : nullptr;
   if (cl)
      return SetClass(cl, s);
   Error("SetClass", "class %s %s", classname ? classname : "(null)", WhyNot(nullptr));
   MakeZombie();
}

void TClonesArray::SetOwner(Bool_t) {}

// --- storage ------------------------------------------------------------------------------------------------------

Bool_t TClonesArray::HasObject(Int_t slot) const
{
   return fKeep[slot] && HoldsObject(fKeep[slot]);
}

void *TClonesArray::RawStorage(Int_t slot)
{
   const rootlet::ClassDictionary &dictionary = fClass->RequireDictionary();
   if (HasObject(slot))
      Destroy(slot);
   else if (!fKeep[slot])
      fKeep[slot] = ::operator new(dictionary.fSize, Alignment(dictionary));
   rootlet::MarkHeapStorage(fKeep[slot], dictionary.fSize); // so that the object made here knows where it lies
   return fKeep[slot];
}

TObject *TClonesArray::Use(Int_t slot)
{
   if (!HasObject(slot))
      fClass->RequireDictionary().fNewAt(RawStorage(slot));
   auto *obj = static_cast<TObject *>(fKeep[slot]);
   Put(obj, slot);
   return obj;
}

void TClonesArray::Destroy(Int_t slot)
{
   fClass->RequireDictionary().fDestruct(fKeep[slot]);
}

void TClonesArray::Release()
{
   Detach();
   if (!fClass || !fClass->IsLoaded())
      return; // without its library an object cannot be destroyed
   for (Int_t slot = 0; slot < fSize; ++slot) {
      if (HasObject(slot))
         Destroy(slot);
      FreeSlot(fKeep[slot], fClass->RequireDictionary());
      fKeep[slot] = nullptr;
   }
}

void TClonesArray::Expand(Int_t newSize)
{
   const Int_t size = std::max(newSize, GetAbsLast() + 1);
   if (size == fSize)
      return;
   auto **grown = new void *[static_cast<std::size_t>(size)]();
   std::copy_n(fKeep, std::min(size, fSize), grown);
   for (Int_t slot = size; slot < fSize; ++slot) {
      if (HasObject(slot))
         Destroy(slot);
      if (fKeep[slot])
         FreeSlot(fKeep[slot], fClass->RequireDictionary());
   }
   delete[] fKeep;
   fKeep = grown;
   TObjArray::Expand(size);
}

// --- objects ------------------------------------------------------------------------------------------------------

TObject *&TClonesArray::operator[](Int_t idx)
{
   static thread_local TObject *nowhere;
   nowhere = nullptr;
   if (!fClass) {
      Error("operator[]", "the array has no class yet: call SetClass() first");
      return nowhere;
   }
   const Int_t slot = SlotWithRoom("operator[]", idx);
   if (slot < 0)
      return nowhere;
   if (!fCont[slot] || !HasObject(slot))
      Put(static_cast<TObject *>(RawStorage(slot)), slot);
   return fCont[slot];
}

TObject *TClonesArray::operator[](Int_t idx) const
{
   return At(idx);
}

TObject *TClonesArray::ConstructedAt(Int_t idx)
{
   if (!fClass) {
      Error("ConstructedAt", "the array has no class yet: call SetClass() first");
      return nullptr;
   }
   const Int_t slot = SlotWithRoom("ConstructedAt", idx);
   return slot < 0 ? nullptr : Use(slot);
}

TObject *TClonesArray::ConstructedAt(Int_t idx, Option_t *clear_options)
{
   const Long64_t slot = static_cast<Long64_t>(idx) - fLowerBound;
   const bool wasLeft = slot >= 0 && slot < fSize && HasObject(static_cast<Int_t>(slot));
   TObject *obj = ConstructedAt(idx);
   if (obj && wasLeft)
      obj->Clear(clear_options);
   return obj;
}

TObject *TClonesArray::New(Int_t idx)
{
   if (!fClass) {
      Error("New", "the array has no class yet: call SetClass() first");
      return nullptr;
   }
   const Int_t slot = SlotWithRoom("New", idx);
   if (slot < 0)
      return nullptr;
   Put(nullptr, slot);
   RawStorage(slot);
   return Use(slot);
}

void TClonesArray::Clear(Option_t *option)
{
   if (option && option[0] == 'C') {
      const char *passed = option[1] == '+' ? option + 2 : "";
      for (Int_t slot = 0; slot <= GetAbsLast(); ++slot) {
         if (fCont[slot] && HasObject(slot))
            fCont[slot]->Clear(passed);
      }
   }
   Detach();
}

void TClonesArray::Delete(Option_t *)
{
   Detach();
   for (Int_t slot = 0; slot < fSize; ++slot) {
      if (HasObject(slot))
         Destroy(slot);
   }
}

void TClonesArray::ExpandCreate(Int_t n)
{
   if (!fClass || n < 0) {
      Error("ExpandCreate", fClass ? "%d is not a number of objects" : "the array has no class yet (%d objects wanted)",
            n);
      return;
   }
   if (n > fSize)
      Expand(n);
   for (Int_t slot = n; slot <= GetAbsLast(); ++slot)
      fCont[slot] = nullptr;
   SetLast(-2);
   for (Int_t slot = 0; slot < n; ++slot)
      Use(slot);
}

TObject *TClonesArray::RemoveAt(Int_t idx)
{
   const Int_t slot = SlotAt("RemoveAt", idx);
   if (slot >= 0 && fCont[slot]) {
      Put(nullptr, slot);
      if (HasObject(slot))
         Destroy(slot);
   }
   return nullptr;
}

TObject *TClonesArray::Remove(TObject *obj)
{
   const Int_t slot = SlotOf(obj);
   return slot < 0 ? nullptr : RemoveAt(slot + fLowerBound);
}

void TClonesArray::RemoveRange(Int_t idx1, Int_t idx2)
{
   const Int_t first = SlotAt("RemoveRange", idx1);
   const Int_t last = SlotAt("RemoveRange", idx2);
   for (Int_t slot = first; first >= 0 && slot <= last; ++slot)
      RemoveAt(slot + fLowerBound);
}

std::vector<void *> TClonesArray::SpareStorage() const
{
   std::vector<void *> spare;
   for (Int_t slot = 0; slot < fSize; ++slot) {
      if (!fCont[slot])
         spare.push_back(fKeep[slot]);
   }
   return spare;
}

void TClonesArray::Rearrange(const std::vector<void *> &spare)
{
   auto next = spare.begin();
   for (Int_t slot = 0; slot < fSize; ++slot)
      fKeep[slot] = fCont[slot] ? fCont[slot] : *next++;
}

void TClonesArray::Compress()
{
   const auto spare = SpareStorage();
   TObjArray::Compress();
   Rearrange(spare);
}

void TClonesArray::Sort(Int_t upto)
{
   const auto spare = SpareStorage();
   TObjArray::Sort(upto);
   Rearrange(spare);
}

void TClonesArray::AbsorbObjects(TClonesArray *tc)
{
   if (!tc || tc == this || tc->IsEmpty())
      return;
   if (tc->fClass != fClass)
      return Error("AbsorbObjects", "the array holds objects of class %s, the other one of class %s",
                   fClass ? fClass->GetName() : "(none)", tc->fClass->GetName());
   Int_t slot = GetAbsLast() + 1;
   if (slot > fSize - tc->GetEntries())
      Expand(slot + tc->GetEntries());
   for (Int_t from = 0; from <= tc->GetAbsLast(); ++from) {
      if (!tc->fCont[from])
         continue;
      std::swap(fKeep[slot], tc->fKeep[from]);
      Put(tc->fCont[from], slot);
      tc->fCont[from] = nullptr;
      ++slot;
   }
   tc->Detach();
}

void TClonesArray::MayNotUse(const char *method) const
{
   Error(method, "an object made elsewhere cannot be put here: use `new (array[i]) %s(...)`",
         fClass ? fClass->GetName() : "Class");
}

void TClonesArray::AddFirst(TObject *)
{
   MayNotUse("AddFirst");
}

void TClonesArray::AddLast(TObject *)
{
   MayNotUse("AddLast");
}

void TClonesArray::AddAt(TObject *, Int_t)
{
   MayNotUse("AddAt");
}

void TClonesArray::AddAtAndExpand(TObject *, Int_t)
{
   MayNotUse("AddAtAndExpand");
}

Int_t TClonesArray::AddAtFree(TObject *)
{
   MayNotUse("AddAtFree");
   return -1;
}

void TClonesArray::AddAfter(const TObject *, TObject *)
{
   MayNotUse("AddAfter");
}

void TClonesArray::AddBefore(const TObject *, TObject *)
{
   MayNotUse("AddBefore");
}

// --- stream -------------------------------------------------------------------------------------------------------

void TClonesArray::Streamer(TBuffer &b)
{
   if (b.IsReading())
      Read(b);
   else
      Write(b);
}

void TClonesArray::Read(TBuffer &b)
{
   Clear();
   rootlet::ReadFrame frame(b, TClonesArray::Class());
   if (!frame.IsCurrent())
      return frame.ReadOther(this);
   TObject::Streamer(b);
   b.ReadTString(fName);
   TString description;
   b.ReadTString(description);
   Int_t n, lowerBound;
   b.ReadRun(n, lowerBound);
   b.CheckCount(n, CanBypassStreamer() ? kTObjectBytes : sizeof(UChar_t));
   if (lowerBound < -kMaxLowerBound || lowerBound > kMaxLowerBound)
      b.Throw("a lower bound of %d cannot be", lowerBound);
   std::string sourceClass;
   const Version_t version = ReadClass(b, description, n, sourceClass);
   fLowerBound = lowerBound;
   if (n > fSize)
      Expand(n);
   try {
      if (CanBypassStreamer()) {
         for (Int_t slot = 0; slot < n; ++slot)
            Use(slot);
         if (n) {
            std::optional<rootlet::ConvertedColumns> converted;
            if (!sourceClass.empty() || rootlet::ConvertedColumns::AreNeeded(b, fClass, version))
               converted.emplace(b, fClass, version, n, sourceClass.empty() ? fClass->GetName() : sourceClass);
            fClass->StreamColumns(b, rootlet::ObjectRange(fKeep, static_cast<std::size_t>(n)));
         }
      } else {
         for (Int_t slot = 0; slot < n; ++slot) {
            UChar_t present;
            b.ReadRun(present);
            if (present) {
               if (!sourceClass.empty())
                  b.SetSourceClass(sourceClass);
               fClass->Streamer(Use(slot), b);
            }
         }
      }
   } catch (...) {
      Delete();
      throw;
   }
   frame.End();
}

// "Class;version", of which the version is returned: bytes cannot change the class of an array that has one, programs rely on it.
// `sourceClass` becomes the class's name in the stream if a read rule has given it another one.
Version_t TClonesArray::ReadClass(TBuffer &b, std::string_view description, Int_t n, std::string &sourceClass)
{
   const std::size_t semicolon = description.rfind(';');
   const std::string name(description.substr(0, semicolon));
   if (name.empty() && n == 0)
      return 0; // an array that has no class yet
   TClass *cl = TClass::GetClass(name.c_str(), kTRUE, kTRUE);
   if (!cl || (fClass && fClass != cl))
      if (TClass *target = rootlet::RenamedClass(name, fClass)) {
         cl = target;
         sourceClass = name;
      }
   if (fClass && fClass != cl)
      b.Throw("the stream holds objects of class %s, the array is for objects of class %s", name.c_str(),
              fClass->GetName());
   if (const char *reason = fClass ? nullptr : WhyNot(cl))
      b.Throw("class %s of the objects %s", name.c_str(), reason);
   Version_t version = -1; // without headers only this tells how to read the objects
   if (semicolon != description.npos)
      std::from_chars(description.data() + semicolon + 1, description.data() + description.size(), version);
   if (CanBypassStreamer() && n > 0 && cl->HasCustomStreamer())
      b.Throw("objects of class %s, which has a Streamer of its own, cannot be read member by member", cl->GetName());
   fClass = cl;
   return version;
}

void TClonesArray::Write(TBuffer &b)
{
   const Int_t n = GetAbsLast() + 1;
   Bool_t full = kTRUE;
   for (Int_t slot = 0; slot < n; ++slot) {
      if (!fCont[slot] || !HasObject(slot))
         full = kFALSE;
      else if (fCont[slot]->IsA() != fClass)
         b.Throw("the object at %d is of class %s, the array is for objects of class %s", slot + fLowerBound,
                 fCont[slot]->ClassName(), fClass->GetName());
   }
   // Member by member there is no place for a free slot: then the stream says that it holds one object after another.
   const Bool_t wanted = CanBypassStreamer();
   const Bool_t memberWise = wanted && full && !(fClass && fClass->HasCustomStreamer());

   rootlet::WriteFrame frame(b, TClonesArray::Class());
   BypassStreamer(memberWise);
   TObject::Streamer(b);
   BypassStreamer(wanted);
   b.WriteTString(fName);
   if (fClass)
      b.NoteClass(fClass);
   b.WriteTString(fClass ? TString::Format("%s;%d", fClass->GetName(), fClass->GetClassVersion()) : TString());
   b.WriteRun(n, fLowerBound);
   if (memberWise) {
      if (n)
         fClass->StreamColumns(b, rootlet::ObjectRange(fKeep, static_cast<std::size_t>(n)));
   } else {
      for (Int_t slot = 0; slot < n; ++slot) {
         const UChar_t present = fCont[slot] && HasObject(slot);
         b.WriteRun(present);
         if (present)
            fClass->Streamer(fCont[slot], b);
      }
   }
   frame.End();
}
