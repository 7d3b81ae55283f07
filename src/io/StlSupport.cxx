// What RootletStl.h needs that is no template: names and checksums of pairs, versions of element classes.
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

void WriteElementVersion(TBuffer &buffer, const TClass *cl)
{
   if (cl->IsForeign())
      buffer.WriteRun(Version_t(0), cl->GetCheckSum());
   else
      buffer.WriteRun(cl->GetClassVersion());
}

void ReadElementVersion(TBuffer &buffer, const TClass *cl)
{
   Version_t version;
   buffer.ReadRun(version);
   if (version == 0 && cl->IsForeign()) {
      UInt_t checksum;
      buffer.ReadRun(checksum);
      if (checksum != cl->GetCheckSum())
         buffer.Throw(
            "the stream holds elements of class %s with checksum %#x, this program has %#x: rebuild both programs "
            "with the same header",
            cl->GetName(), checksum, cl->GetCheckSum());
   } else if (version != cl->GetClassVersion()) {
      buffer.Throw(
         "the stream holds elements of version %d of class %s, this program has version %d: rebuild both programs "
         "with the same header",
         version, cl->GetName(), cl->GetClassVersion());
   }
}

} // namespace rootlet::stl
