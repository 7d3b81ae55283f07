// The class checksum from the elements of a StreamerInfo (docs/wire-format.md, "Class checksum").
#include "meta/CheckSum.h"

#include "TStreamerInfo.h"
#include "meta/ClassName.h"
#include "meta/StreamerElements.h"
#include "meta/TypeSpec.h"

#include <string>

namespace {

using namespace rootlet;

UInt_t AddBase(UInt_t id, const TStreamerElement &element)
{
   id = AddToCheckSum(id, element.GetName());
   const auto *base = dynamic_cast<const TStreamerBase *>(&element);
   return base ? id * 3 + base->GetBaseCheckSum() : id;
}

std::string TypeOf(const TStreamerElement &element, TStreamerInfo::EForm form)
{
   constexpr std::string_view kConst = "const ";
   const std::string_view spelled(element.GetTypeName());
   if (!spelled.starts_with(kConst))
      return NormalizedClassName(spelled);
   const std::string type = NormalizedClassName(spelled.substr(kConst.size()));
   return form == TStreamerInfo::kRoot6 || type == "char*" ? std::string(kConst) + type : type;
}

// Enumerations stand as integers, but for the name of their type.
bool IsEnum(const TStreamerElement &element, const std::string &type)
{
   constexpr Int_t kInt = 3, kArrayOfInt = 23;
   if (element.GetType() != kInt && element.GetType() != kArrayOfInt)
      return false;
   return BasicCode(std::string_view(type).substr(type.starts_with("const ") ? 6 : 0)) == 0;
}

std::string_view Annotation(std::string_view title, TStreamerInfo::EForm form)
{
   const std::size_t open = title.find('[');
   const std::size_t close = title.find(']', open);
   if (open == title.npos || close == title.npos || (form == TStreamerInfo::kRoot6 && open != 0))
      return {};
   return title.substr(open + 1, close - open - 1);
}

UInt_t AddMember(UInt_t id, const TStreamerElement &element, TStreamerInfo::EForm form)
{
   const std::string type = TypeOf(element, form);
   if (IsEnum(element, type))
      id = id * 3 + 1;
   id = AddToCheckSum(AddToCheckSum(id, element.GetName()), type);
   constexpr Int_t kMostDimensions = 5;
   for (Int_t dim = 0; dim < element.GetArrayDim() && dim < kMostDimensions; ++dim)
      id = id * 3 + static_cast<UInt_t>(element.GetMaxIndex(dim));
   return AddToCheckSum(id, Annotation(element.GetTitle(), form));
}

} // namespace

UInt_t TStreamerInfo::ComputeCheckSum(EForm form) const
{
   UInt_t id = rootlet::AddToCheckSum(0, GetName());
   const auto isBase = [](const TStreamerElement &element) {
      return dynamic_cast<const TStreamerBase *>(&element) || IsContainerBase(element);
   };
   for (const auto &element : fElements)
      if (element && isBase(*element))
         id = AddBase(id, *element);
   for (const auto &element : fElements)
      if (element && !isBase(*element))
         id = AddMember(id, *element, form);
   return id;
}
