// What RootletStl*.h need that is no template: names and checksums of pairs, versions of element classes.
#include "RootletStl.h"

#include "RootletSchema.h"
#include "TClass.h"
#include "meta/CheckSum.h"
#include "meta/ClassName.h"
#include "meta/ElementCodes.h"

#include <algorithm>
#include <cstdlib>
#include <cxxabi.h>

namespace rootlet::stl {

std::string DemangledName(const std::type_info &type)
{
   if (const TClass *cl = TClass::GetClass(type))
      return cl->GetName();
   const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(type.name(), nullptr, nullptr, nullptr),
                                                          &std::free);
   std::string text(name ? name.get() : type.name());
   for (std::string_view abi : {"__cxx11::", "__debug::"}) // inline namespaces of the standard library
      for (std::size_t at; (at = text.find(abi)) != std::string::npos;)
         text.erase(at, abi.size());
   return NormalizedClassName(text);
}

UInt_t PairCheckSum(const std::string &first, const std::string &second)
{
   std::string name = "pair<" + first + "," + second;
   name += name.back() == '>' ? " >" : ">";
   UInt_t id = AddToCheckSum(0, name);
   id = AddToCheckSum(AddToCheckSum(id, "first"), first);
   return AddToCheckSum(AddToCheckSum(id, "second"), second);
}

namespace {

std::size_t MinimalMemberSize(const DictionaryMember &member)
{
   std::size_t length = 1;
   for (Int_t d = 0; d < member.fArrayDim; ++d)
      length *= static_cast<std::size_t>(member.fMaxIndex[d]);
   const Int_t type = member.fElementType;
   if (type % element::kArray == element::kCharStar && type < element::kCounted)
      return sizeof(Int_t) * length;
   if (type > 0 && type < element::kCounted)
      return element::BasicSize(type % element::kArray) * length;
   switch (type) {
   case 64: // pointers
   case 69:
      return sizeof(UInt_t) * length;
   case 65: // TString: its length byte
   case 85:
   case 300: // a container: at least the length of a string
   case 500:
      return length;
   case 66:
      return 10; // TObject
   default:
      return type > 40 && type < 60 ? 1 : 0; // the flag of a counted array; everything else may be next to nothing
   }
}

/// The least that an object of the class takes in member-wise content; 0 if nothing of it is streamed.
std::size_t MinimalColumnsSize(const TClass *cl)
{
   const ClassDictionary &dictionary = cl->RequireDictionary();
   if (cl == TObject::Class())
      return 10;
   std::size_t size = 0;
   for (Int_t i = 0; i < dictionary.fNBases && !cl->HasCustomStreamer(); ++i)
      if (const TClass *base = dictionary.fBases[i].fClass ? dictionary.fBases[i].fClass() : nullptr)
         size += MinimalColumnsSize(base);
   const bool hasMembers =
      dictionary.fVersion != 0 && !cl->HasCustomStreamer(); // a ClassDef(X,0) streams its bases only
   for (Int_t i = 0; i < dictionary.fNMembers && hasMembers; ++i)
      size += MinimalMemberSize(dictionary.fMembers[i]);
   return size;
}

/// The version of the element class stands in front of member-wise content.
void WriteElementVersion(TBuffer &buffer, const TClass *cl)
{
   if (cl->IsForeign() && cl->GetClassVersion() <= 1)
      buffer.WriteRun(Version_t(0), cl->GetCheckSum());
   else
      buffer.WriteRun(cl->GetClassVersion());
}

/// If it is not the one of this program, the result makes the buffer yield converted content up to byte `end`.
std::unique_ptr<ConvertedColumns> ReadElementVersion(TBuffer &buffer, TClass *cl, std::size_t end)
{
   Version_t version;
   UInt_t checksum = 0;
   buffer.ReadRun(version);
   // Version 0 of a class with ClassDef(X,0) stands alone; that of one that had no ClassDef when it was written does not.
   const bool wasForeign =
      cl->GetClassVersion() != 0 && !(buffer.GetSchema() && buffer.GetSchema()->Find(cl->GetName(), 0));
   if (version == 0 && (cl->IsForeign() || wasForeign))
      buffer.ReadRun(checksum);
   return ConvertedColumns::AreNeeded(buffer, cl, version, checksum)
             ? std::make_unique<ConvertedColumns>(buffer, cl, version, checksum, end)
             : nullptr;
}

/// `each` calls a function for every member under the header.
template <class F>
void ReadUnderHeader(TBuffer &buffer, const UnderHeader &how, F each)
{
   UInt_t start, count;
   const bool memberWise = (buffer.ReadVersion(&start, &count) & 0x4000) != 0;
   std::unique_ptr<ConvertedColumns> converted; // of elements in another version
   if (memberWise && how.fElementClass) {
      converted = ReadElementVersion(buffer, how.fElementClass(), start + sizeof(UInt_t) + count);
   } else if (memberWise && how.fPairCheckSum) {
      Version_t version;
      UInt_t checksum;
      buffer.ReadRun(version);
      if (version == 0)
         buffer.ReadRun(checksum); // not compared: it depends on the writer's dictionary
   }
   each([&](void *member) { how.fRead(buffer, member, memberWise); });
   converted.reset();
   buffer.CheckByteCount(start, count, "container");
}

template <class F>
void WriteUnderHeader(TBuffer &buffer, const UnderHeader &how, F each)
{
   const TClass *const element = how.fSplit && how.fElementClass ? how.fElementClass() : nullptr;
   const bool memberWise = how.fSplit && !(element && element->HasCustomStreamer());
   const UInt_t position = buffer.WriteStreamerVersion(memberWise);
   if (memberWise && element)
      WriteElementVersion(buffer, element);
   else if (memberWise)
      buffer.WriteRun(Version_t(0), how.fPairCheckSum());
   each([&](const void *member) { how.fWrite(buffer, member, memberWise); });
   buffer.SetByteCount(position);
}

} // namespace

void StreamUnderHeader(TBuffer &buffer, void *member, const UnderHeader &how)
{
   auto each = [member](auto stream) { stream(member); };
   if (buffer.IsReading())
      ReadUnderHeader(buffer, how, each);
   else
      WriteUnderHeader(buffer, how, each);
}

void StreamUnderHeader(TBuffer &buffer, Column<char> members, const UnderHeader &how)
{
   auto each = [members](auto stream) {
      for (std::size_t i = 0; i < members.Size(); ++i)
         stream(members.At(i));
   };
   if (buffer.IsReading())
      ReadUnderHeader(buffer, how, each);
   else
      WriteUnderHeader(buffer, how, each);
}

std::size_t ReadObjectsCount(TBuffer &buffer, const TClass *cl, std::size_t size)
{
   constexpr std::size_t kUnchecked = 65536;    // memory that may be taken before the columns tell whether it is right
   constexpr std::size_t kForNothing = 1 << 20; // that a stream may have for objects that take no bytes in it
   Int_t count;
   buffer.ReadRun(count);
   const auto n = static_cast<std::size_t>(count);
   if (count < 0)
      buffer.CheckCount(count, 1); // throws
   if (n * size <= kUnchecked)
      return n;
   if (const std::size_t minimal = MinimalColumnsSize(cl))
      buffer.CheckCount(count, minimal);
   else if (n * size > kForNothing + buffer.Remaining())
      buffer.Throw("a count of %d objects of nothing cannot be", count);
   return n;
}

void ReadObjects(TBuffer &buffer, void *container, const ObjectSequence &sequence, bool memberWise)
{
   std::vector<void *> pointers;
   if (memberWise) {
      const TClass *const cl = sequence.fClass();
      const std::size_t n = ReadObjectsCount(buffer, cl, sequence.fSize);
      if (n == 0)
         return sequence.fResize(container, 0, 0);
      // Old elements are read into, rather than new ones, where nobody can tell. Somebody can if an object in them turns out to be
      // of another version, which may lack members, or leave them to read rules: these have to begin as those of a new object.
      const auto start = static_cast<Int_t>(buffer.Position());
      const std::size_t converted = buffer.ConvertedCount();
      const bool reused = !buffer.IsConverted() && cl->IsSetByReading();
      sequence.fResize(container, reused ? n : 0, n);
      cl->StreamColumns(buffer, sequence.fWalk(container, pointers));
      if (reused && buffer.ConvertedCount() != converted) {
         buffer.SetBufferOffset(start);
         pointers.clear();
         sequence.fResize(container, 0, n);
         cl->StreamColumns(buffer, sequence.fWalk(container, pointers));
      }
      return;
   }
   const auto n = static_cast<std::size_t>(buffer.ReadCount(1));
   if (n == 0)
      sequence.fResize(container, 0, 0);
   for (std::size_t read = 0; read < n;) {
      const std::size_t made = read + std::min(n - read, FirstRoom(buffer, sequence.fSize));
      sequence.fResize(container, read, made);
      pointers.clear();
      for (const ObjectRange objects = sequence.fWalk(container, pointers); read < made; ++read)
         sequence.fStream(buffer, objects.At(read));
   }
}

void WriteObjects(TBuffer &buffer, const void *container, const ObjectSequence &sequence, bool memberWise)
{
   std::vector<void *> pointers;
   const ObjectRange objects = sequence.fWalk(container, pointers);
   buffer.WriteRun(CheckedCount(buffer, objects.Size()));
   if (!memberWise)
      for (std::size_t i = 0; i < objects.Size(); ++i)
         sequence.fStream(buffer, objects.At(i));
   else if (objects.Size())
      sequence.fClass()->StreamColumns(buffer, objects);
}

} // namespace rootlet::stl
