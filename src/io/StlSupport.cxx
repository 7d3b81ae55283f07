// What RootletStl*.h need that is no template: names and checksums of pairs, versions of element classes.
#include "RootletStl.h"

#include "meta/CheckSum.h"
#include "meta/ClassName.h"

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

// One value of a basic type (TStreamerElement's codes 1 to 19); packed ones take at least 3 bytes.
std::size_t MinimalBasicSize(Int_t code)
{
   constexpr std::size_t kSizes[20] = {0, 1, 2, 4, 8, 4, 4, 4, 8, 3, 0, 1, 2, 4, 8, 4, 8, 8, 1, 3};
   return kSizes[code];
}

std::size_t MinimalMemberSize(const DictionaryMember &member)
{
   std::size_t length = 1;
   for (Int_t d = 0; d < member.fArrayDim; ++d)
      length *= static_cast<std::size_t>(member.fMaxIndex[d]);
   const Int_t type = member.fElementType;
   if (type > 0 && type < 40)
      return MinimalBasicSize(type % 20) * length;
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

} // namespace

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

void CheckObjects(const TBuffer &buffer, Int_t n, std::size_t minimal, std::size_t size)
{
   constexpr std::size_t kForNothing = 1 << 20; // memory that a stream may have for objects that take no bytes in it
   if (minimal)
      buffer.CheckCount(n, minimal);
   else if (n < 0 || static_cast<std::size_t>(n) * size > kForNothing + buffer.Remaining())
      buffer.Throw("a count of %d objects of nothing cannot be", n);
}

void WriteElementVersion(TBuffer &buffer, const TClass *cl)
{
   if (cl->IsForeign() && cl->GetClassVersion() <= 1)
      buffer.WriteRun(Version_t(0), cl->GetCheckSum());
   else
      buffer.WriteRun(cl->GetClassVersion());
}

std::unique_ptr<ConvertedColumns> ReadElementVersion(TBuffer &buffer, TClass *cl, std::size_t end)
{
   Version_t version;
   UInt_t checksum = 0;
   buffer.ReadRun(version);
   if (version == 0 && cl->IsForeign())
      buffer.ReadRun(checksum);
   const bool current =
      version == 0 && cl->IsForeign() ? checksum == cl->GetCheckSum() : version == cl->GetClassVersion();
   return current ? nullptr : std::make_unique<ConvertedColumns>(buffer, cl, version, checksum, end);
}

} // namespace rootlet::stl
