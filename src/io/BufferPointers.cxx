// Objects behind pointers: null, shared, cyclic, polymorphic. The other half of TBuffer.
// Facts: docs/wire-format.md, 'Pointers ("object any")'. Invariant: an object is known before its content is streamed,
// which is what makes cycles work.
#include "RootletReading.h"
#include "TBuffer.h"
#include "TClass.h"
#include "TError.h"
#include "TObject.h"
#include "io/BufferDetour.h"
#include "io/BufferReferences.h"
#include "io/EmulatedReader.h"
#include "io/ReadRules.h"
#include "io/StackGuard.h"

#include <cxxabi.h>
#include <memory>
#include <mutex>
#include <set>

using rootlet::BufferReferences;

namespace {

// The C++ names of the ROOT entry points below, for their error lines.
constexpr const char *kReading = "TBuffer::ReadObject";
constexpr const char *kWriting = "TBuffer::WriteObject";

struct DepthGuard {
   explicit DepthGuard(Int_t &depth) : fDepth(depth) { ++fDepth; }
   ~DepthGuard() { --fDepth; }
   Int_t &fDepth;
};

} // namespace

namespace rootlet {

namespace {

std::string NameOf(const std::type_info &type)
{
   const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(type.name(), nullptr, nullptr, nullptr),
                                                          &std::free);
   return name ? name.get() : type.name();
}

} // namespace

void ThrowCannotMake(const TBuffer &buffer, const std::type_info &type, bool move)
{
   buffer.Throw("%s has no public %s constructor: it can be written, but no object can be made to read into; give the "
                "class one",
                NameOf(type).c_str(), move ? "move or copy" : "default");
}

namespace wire {

void ThrowEnumTooLarge(const std::type_info &type, long long value)
{
   throw Error("an enumeration has 32 bits in the stream, and the value " + std::to_string(value) + " of " +
               NameOf(type) + " needs more: store it as an integer");
}

} // namespace wire

void ThrowNoDictionary(const std::type_info &type)
{
   throw Error(
      "class " + NameOf(type) +
      " has no dictionary: run dictgen on its header (rootlet_generate_dictionary) and link or load the library "
      "that holds it");
}

void *NewObject(TClass *cl)
{
   void *made = cl->RequireDictionary().fNew ? cl->RequireDictionary().fNew() : nullptr;
   if (!made)
      throw Error(std::string("class ") + cl->GetName() +
                  (cl->IsAbstract() ? " is abstract: no object of it can be made to read into"
                                    : " has no default constructor: it can be written, but no object can be made to "
                                      "read into; give the class one") +
                  (cl->IsForeign() || cl->IsAbstract() ? "" : " (it may be private)"));
   return made;
}

} // namespace rootlet

inline BufferReferences &TBuffer::References()
{
   return fReferences && !fTop ? *fReferences : BeginReferences();
}

BufferReferences &TBuffer::BeginReferences()
{
   if (!fReferences)
      fReferences = std::make_unique<BufferReferences>();
   if (fTop) {
      if (IsWriting())
         fReferences->WroteObject(fTop, fTopClass, BufferReferences::kTopTag);
      else
         fReferences->ReadObject(BufferReferences::kTopTag, const_cast<void *>(fTop), const_cast<TClass *>(fTopClass));
      fTop = nullptr;
   }
   return *fReferences;
}

rootlet::DetourScope::DetourScope(TBuffer &buffer, const BufferDetour &detour)
   : fBuffer(buffer), fStart(buffer.fStart), fCurrent(buffer.fCurrent), fEnd(buffer.fEnd),
     fDisplacement(buffer.fDisplacement), fDetour(buffer.fDetour)
{
   buffer.fStart = buffer.fCurrent = const_cast<char *>(detour.fBytes.data()); // it is only read from
   buffer.fEnd = buffer.fStart + detour.fBytes.size();
   buffer.fDisplacement = 0;
   buffer.fDetour = &detour;
   ++buffer.fConverted;
}

rootlet::DetourScope::~DetourScope()
{
   fBuffer.fStart = fStart;
   fBuffer.fCurrent = fCurrent;
   fBuffer.fEnd = fEnd;
   fBuffer.fDisplacement = fDisplacement;
   fBuffer.fDetour = fDetour;
}

void TBuffer::MapObject(const TObject *obj, UInt_t offset)
{
   if (obj)
      MapObject(obj->RootletAddress(), obj->IsA(), offset);
}

void TBuffer::MapObject(const void *obj, const TClass *cl, UInt_t offset)
{
   if (!obj || !cl)
      return;
   if (offset == BufferReferences::kTopTag && !fTop && !(fReferences && fReferences->IsInUse())) {
      fTop = obj; // most objects have no pointers
      fTopClass = cl;
   } else if (IsWriting())
      References().WroteObject(obj, cl, offset);
   else
      References().ReadObject(offset, const_cast<void *>(obj), const_cast<TClass *>(cl));
}

void TBuffer::StreamObject(void *obj, const TClass *cl)
{
   const DepthGuard depth(fDepth);
   cl->RequireDictionary().fStreamer(*this, obj);
}

// --- writing -----------------------------------------------------------------------------------------------------

void TBuffer::WritePointerTo(const void *object, TClass *cl)
{
   if (!object) {
      WriteRun(UInt_t(0));
      return;
   }
   if (rootlet::StackIsLow())
      Throw("objects nest deeper than the stack of this thread allows");
   const rootlet::ClassDictionary &declared = cl->RequireDictionary();
   TClass *actual = declared.fIsA ? declared.fIsA(object) : cl;
   const void *address = declared.fAddress ? declared.fAddress(object) : object;

   if (const UInt_t tag = References().FindObject(address, actual)) {
      WriteRun(tag);
      return;
   }
   const UInt_t countPosition = WriteAnyHeader(actual, address);
   StreamObject(const_cast<void *>(address), actual);
   SetByteCount(countPosition);
}

UInt_t TBuffer::WriteAnyHeader(TClass *cl, const void *identity)
{
   const auto countPosition = static_cast<UInt_t>(Position());
   const auto displacement = static_cast<UInt_t>(fDisplacement);
   WriteRun(UInt_t(0)); // the byte count
   if (const UInt_t tag = References().FindClass(cl)) {
      WriteRun(tag | BufferReferences::kClassFlag);
   } else {
      // The position of the tag word, not of the name, is what later tags refer to.
      References().WroteClass(cl, static_cast<UInt_t>(Position()) + displacement + BufferReferences::kTagOffset);
      WriteRun(BufferReferences::kNewClass);
      WriteString(cl->GetName());
   }
   References().WroteObject(identity, cl, countPosition + displacement + BufferReferences::kTagOffset);
   return countPosition;
}

Int_t TBuffer::WriteObjectAny(const void *obj, const TClass *ptrClass)
{
   if (fDepth || fWriteFrame) { // called by a Streamer: the failure is the whole object's
      WritePointerTo(obj, const_cast<TClass *>(ptrClass));
      return 1;
   }
   const std::size_t start = Position();
   try {
      CheckWritable();
      if (!ptrClass)
         Throw("the object's class has no dictionary");
      WritePointerTo(obj, const_cast<TClass *>(ptrClass));
      return 1;
   } catch (const std::exception &error) {
      ::Error(kWriting, "%s", error.what());
   }
   if (fReferences)
      fReferences->ForgetFrom(static_cast<UInt_t>(start) + static_cast<UInt_t>(fDisplacement) +
                              BufferReferences::kTagOffset);
   SetBufferOffset(static_cast<Int_t>(start));
   return 0;
}

void TBuffer::WriteObject(const TObject *obj)
{
   WriteObjectAny(obj, TObject::Class());
}

// --- reading -----------------------------------------------------------------------------------------------------

rootlet::AnyHeader TBuffer::ReadAnyHeader()
{
   rootlet::AnyHeader header;
   header.fStart = static_cast<UInt_t>(Position());
   const auto displacement = static_cast<UInt_t>(fDisplacement);
   UInt_t tag;
   ReadRun(tag);
   if ((tag & BufferReferences::kByteCountFlag) && tag != BufferReferences::kNewClass) {
      header.fCount = tag & ~BufferReferences::kByteCountFlag;
      if (header.fCount > Remaining() || header.fCount < sizeof(UInt_t))
         Throw("a byte count of %u cannot be: %zu bytes are left", header.fCount, Remaining());
      ReadRun(tag);
      if (!(tag & BufferReferences::kClassFlag))
         Throw("a class tag is missing behind a byte count");
   }
   if (!(tag & BufferReferences::kClassFlag)) {
      header.fKind = tag ? rootlet::AnyHeader::kReference : rootlet::AnyHeader::kNull;
      header.fTag = tag;
      return header;
   }
   header.fKind = rootlet::AnyHeader::kObject;
   if (tag == BufferReferences::kNewClass) {
      const UInt_t classTag = header.fCount ? header.fStart + static_cast<UInt_t>(sizeof(UInt_t)) + displacement +
                                                 BufferReferences::kTagOffset
                                            : References().NextNumber();
      header.fClass =
         &(fDetour ? References().KeepClass(ReadClassName()) : References().ReadClass(classTag, ReadClassName()));
      if (header.fCount && Position() > header.fStart + sizeof(UInt_t) + header.fCount)
         Throw("a class name is longer than its object");
   } else {
      const UInt_t classTag = tag & ~BufferReferences::kClassFlag;
      const rootlet::BufferClass *known = References().ClassAt(classTag);
      header.fClass = known ? known : &References().ReadClass(classTag, FindSkippedClass(classTag));
   }
   header.fTag =
      header.fCount ? header.fStart + displacement + BufferReferences::kTagOffset : References().NextNumber();
   if (fDetour) {
      const auto found = fDetour->fTags.find(header.fStart);
      if (found == fDetour->fTags.end())
         Throw("an object in converted bytes has no tag");
      header.fTag = found->second;
   }
   return header;
}

std::size_t TBuffer::MapOpen(const rootlet::AnyHeader &header, TClass *cl)
{
   const auto index = References().OpenObject(header.fTag, cl);
   if (!index)
      Throw("two objects have the tag %u", header.fTag);
   return *index;
}

void TBuffer::MapRead(const rootlet::AnyHeader &header, void *object)
{
   const std::size_t index = MapOpen(header, header.fClass ? header.fClass->fClass : nullptr);
   References().Read(index, header.fTag)->fAddress = object;
}

void TBuffer::VisitWritten(void (*visit)(void *, const TClass *), void *visitor) const
{
   if (fReferences)
      fReferences->VisitWrittenClasses([&](const TClass *cl) { visit(visitor, cl); });
}

void TBuffer::NoteClass(const TClass *cl)
{
   References().NoteClass(cl);
}

UInt_t TBuffer::WrittenTag(const void *identity, const TClass *cl)
{
   return References().FindObject(identity, cl);
}

void *TBuffer::ReadObjectAt(UInt_t tag)
{
   if (tag == BufferReferences::kTopTag && fTop)
      return const_cast<void *>(fTop);
   const BufferReferences::Object *known = References().ObjectAt(tag);
   return known ? known->fAddress : nullptr;
}

// An object met before, as a pointer to cl.
void *TBuffer::ReferTo(const rootlet::AnyHeader &header, TClass *cl, Bool_t unique)
{
   BufferReferences::Object *known = References().ObjectAt(header.fTag);
   if (!known) {
      ::Error(kReading, "the reference to tag %u at byte %u leads to no object that was read: it becomes null",
              header.fTag, header.fStart);
      return nullptr;
   }
   if (!known->fAddress)
      return nullptr; // it was skipped, and that was reported
   if (unique)
      Throw("an object of class %s has two owners", known->fClass->GetName());
   void *cast = known->fClass->DynamicCast(cl, known->fAddress);
   if (!cast)
      Throw("a pointer to %s refers to an object of class %s", cl->GetName(), known->fClass->GetName());
   known->fShared = true;
   return cast;
}

// Why an object of this class cannot become a `wanted`; empty if it can.
static std::string WhyNot(const TClass *met, const std::string &name, const TClass *wanted)
{
   const rootlet::ClassDictionary *dictionary = met ? met->Dictionary() : nullptr;
   if (!dictionary)
      return "class " + name + " has no dictionary in this program (load the library that holds it)";
   if (!met->InheritsFrom(wanted))
      return "class " + name + " is not derived from " + wanted->GetName();
   // Whoever deletes a B through its pointer must not meet a D: without virtual functions that would be undefined. No
   // writer makes such a pointer.
   const rootlet::ClassDictionary *declared = wanted->Dictionary();
   if (met != wanted && !(declared && (declared->fFlags & rootlet::ClassDictionary::kHasVTable)))
      return "class " + name + " cannot stand for " + wanted->GetName() + ", which has no virtual functions";
   if (met->IsAbstract())
      return "class " + name + " is abstract";
   if (!dictionary->fNew)
      return "class " + name + " has no default constructor to make the object with (give it one)";
   if (!dictionary->fDelete)
      return "class " + name + " has no destructor that others may call";
   return {};
}

// The first object of a class that this program does not have: whoever reads every version of an object in a map would hear
// of it again and again.
static bool IsNewStranger(const std::string &className)
{
   static std::mutex mutex;
   static std::set<std::string> met;
   constexpr std::size_t kMost = 100; // the names come from streams, and to name the place takes time
   const std::lock_guard lock(mutex);
   return met.size() < kMost && met.insert(className).second;
}

void *TBuffer::ReadPointerTo(TClass *cl, Bool_t unique)
{
   if (rootlet::StackIsLow())
      Throw("objects nest deeper than the stack of this thread allows");
   const rootlet::AnyHeader header = ReadAnyHeader();
   if (header.fKind == rootlet::AnyHeader::kNull)
      return nullptr;
   if (header.fKind == rootlet::AnyHeader::kReference)
      return ReferTo(header, cl, unique);
   const std::string &name = header.fClass->fName;
   TClass *actual = header.fClass->fClass;
   TClass *const target = actual && actual->InheritsFrom(cl) ? nullptr : rootlet::RenamedClass(name, cl);
   if (target)
      actual = target;

   if (const std::string why = WhyNot(actual, name, cl); !why.empty()) {
      if (!header.fCount)
         Throw("%s, and without a byte count it cannot be skipped", why.c_str());
      if (actual && actual->IsLoaded()) {
         ::Error(kReading, "%s: the object of %u bytes at byte %u is skipped", why.c_str(), header.fCount,
                 header.fStart);
      } else if (IsNewStranger(name)) {
         const rootlet::ReadFrame *around =
            fDetour ? fDetour->fFrame : nullptr; // of the bytes that these were made from
         const rootlet::ReadFrame *outermost = fReadFrame == around ? nullptr : fReadFrame;
         while (outermost && outermost->fOuter && outermost->fOuter != around &&
                outermost->fOuter->fStart < outermost->fStart)
            outermost = outermost->fOuter;
         const std::string way = outermost ? rootlet::EmulatedReader::WayTo(*this, outermost->fClass->GetName(),
                                                                            outermost->fStart, header.fStart)
                                           : std::string();
         const std::string place = way.empty() ? Path() : way;
         ::Warning(kReading,
                   "%s: pointers to its objects become null; the first one, of %u bytes, stands at byte %u%s%s",
                   why.c_str(), header.fCount, header.fStart, place.empty() ? "" : " in ", place.c_str());
      }
      MapRead(header, nullptr);
      SetBufferOffset(static_cast<Int_t>(header.fStart + sizeof(UInt_t) + header.fCount));
      return nullptr;
   }

   const rootlet::ClassDictionary &dictionary = actual->RequireDictionary();
   const std::size_t index = MapOpen(header, actual); // throws before there is anything to lose
   void *object = dictionary.fNew();
   // Looked up again after the streaming, which enters others.
   auto entry = [&] { return References().Read(index, header.fTag); };
   *entry() = {object, actual, false, true};
   const rootlet::BeingRead reading(*this, object);
   try {
      if (target)
         SetSourceClass(name);
      StreamObject(object, actual);
   } catch (...) {
      // Another object may point here already (a cycle): then it is left alone, for nobody can tell who owns it.
      BufferReferences::Object *its = entry();
      if (!its || !its->fShared)
         dictionary.fDelete(object);
      if (its) {
         its->fAddress = nullptr;
         its->fOpen = false;
      }
      throw;
   }
   if (BufferReferences::Object *its = entry())
      its->fOpen = false;
   CheckByteCount(header.fStart, header.fCount, actual);
   return actual->DynamicCast(cl, object);
}

Bool_t TBuffer::TakeBack(std::size_t position)
{
   UInt_t tag = static_cast<UInt_t>(position) + static_cast<UInt_t>(fDisplacement) + BufferReferences::kTagOffset;
   if (fDetour) {
      const auto found = fDetour->fTags.find(static_cast<UInt_t>(position));
      tag = found == fDetour->fTags.end() ? 0 : found->second;
   }
   BufferReferences::Object *entry = References().ObjectAt(tag);
   if (!entry || !entry->fAddress || entry->fShared)
      return kFALSE;
   entry->fAddress = nullptr;
   return kTRUE;
}

rootlet::BufferClass TBuffer::ReadClassName()
{
   const void *nul = std::memchr(fCurrent, 0, Remaining());
   if (!nul)
      Throw("a class name does not end");
   const auto n = static_cast<std::size_t>(static_cast<const char *>(nul) - fCurrent);
   std::string name(Consume(n + 1), n);
   TClass *cl = TClass::GetClass(name.c_str(), kTRUE, kTRUE);
   return {cl, std::move(name)};
}

// A class tag may point into a stretch that was skipped: its name then still stands there.
rootlet::BufferClass TBuffer::FindSkippedClass(UInt_t tag)
{
   const Long64_t position = static_cast<Long64_t>(tag) - BufferReferences::kTagOffset - fDisplacement;
   const auto here = static_cast<Long64_t>(Position());
   UInt_t word = 0;
   if (position >= 0 && position + static_cast<Long64_t>(sizeof word) < here)
      rootlet::wire::Load(fStart + position, word);
   if (word != BufferReferences::kNewClass)
      Throw("the class tag %u leads to no class name", tag);
   SetBufferOffset(static_cast<Int_t>(position + static_cast<Long64_t>(sizeof word)));
   auto found = ReadClassName();
   Reread(found.fName.size()); // many tags may lead into one long name
   SetBufferOffset(static_cast<Int_t>(here));
   return found;
}

void *TBuffer::ReadObjectAny(const TClass *clCast)
{
   auto *cl = const_cast<TClass *>(clCast);
   if (fDepth || fReadFrame)
      return ReadPointerTo(cl ? cl : TObject::Class());
   const std::size_t start = Position();
   const UInt_t known = References().ReadCount();
   try {
      return ReadPointerTo(cl ? cl : TObject::Class());
   } catch (const std::exception &error) {
      ::Error(kReading, "%s", error.what());
   }
   References().ForgetRead(
      static_cast<UInt_t>(start) + static_cast<UInt_t>(fDisplacement) + BufferReferences::kTagOffset, known);
   SetBufferOffset(static_cast<Int_t>(start));
   return nullptr;
}

TObject *TBuffer::ReadObject(const TClass *)
{
   return static_cast<TObject *>(ReadObjectAny(TObject::Class()));
}
