// Emulated objects: standard containers, object-wise and member-wise. See EmulatedReader.h.
#include "io/EmulatedReader.h"

#include <utility>

namespace rootlet {

// The content of a container, of a string: what stands behind the header of a member.
EmulatedValue EmulatedReader::ReadContent(const TypeSpec &type)
{
   if (StackIsLow())
      Throw("containers nest deeper than the stack of this thread allows");
   switch (type.fKind) {
   case TypeSpec::kString:
   case TypeSpec::kTString:
      return ReadText();
   case TypeSpec::kBitset:
      return ReadNumbers(NumberTypeOf(18), fBuffer.ReadCount(1));
   case TypeSpec::kContainer:
      break;
   default:
      Throw("the type '" + type.fName + "' is no container");
   }
   const TypeSpec &element = type.fArgs[0];
   if (!type.IsMap() && element.fKind == TypeSpec::kBasic) {
      const NumberType number = NumberTypeOf(element.fCode);
      return ReadNumbers(number, fBuffer.ReadCount(number.WireSize()));
   }
   const Int_t n = fBuffer.ReadCount(1);
   EmulatedList list;
   const std::string pair = type.IsMap() ? SpelledPairName(type) : std::string();
   for (Int_t i = 0; i < n; ++i) {
      if (!type.IsMap()) {
         list.emplace_back(ReadElement(element));
         continue;
      }
      EmulatedObject *entry = NewObject(pair);
      entry->Add("first", nullptr, ReadElement(type.fArgs[0]));
      entry->Add("second", nullptr, ReadElement(type.fArgs[1]));
      list.emplace_back(entry);
   }
   return list;
}

// An element, a key, a value; an object of its own that is a container.
EmulatedValue EmulatedReader::ReadElement(const TypeSpec &type)
{
   switch (type.fKind) {
   case TypeSpec::kBasic:
      return ReadNumber(NumberTypeOf(type.fCode));
   case TypeSpec::kPointer:
      return ReadPointer();
   case TypeSpec::kClass:
      return ReadObjectOf(type.fName);
   default:
      return ReadContent(type);
   }
}

void EmulatedReader::ReadElementVersion(WireHeader &header, const TypeSpec &type)
{
   fBuffer.ReadRun(header.fElementVersion);
   const Bool_t unversioned = !type.fArgs.empty() && !type.IsMap() && fDocument.fSchema->Find(type.fArgs[0].fName, 0);
   if (header.fElementVersion == 0 && !unversioned) {
      UInt_t checksum;
      fBuffer.ReadRun(checksum);
      header.fElementSum = checksum;
   }
}

EmulatedValue EmulatedReader::ReadMemberWise(const TypeSpec &type, const WireHeader &header)
{
   if (type.fKind != TypeSpec::kContainer)
      Throw("'" + type.fName + "' cannot be member-wise");
   const std::string className = type.IsMap() ? PairName(type) : type.fArgs[0].fName;
   WireHeader element;
   element.fVersion = header.fElementVersion;
   element.fCheckSum = header.fElementSum;
   Int_t n;
   fBuffer.ReadRun(n);
   return ReadColumnsOf(className, element, n, type.IsMap() ? SpelledPairName(type) : className);
}

// Whether every object of the class takes at least a byte in columns.
Bool_t EmulatedReader::TakesBytes(const TStreamerInfo &info)
{
   if (const auto known = fTakesBytes.find(&info); known != fTakesBytes.end())
      return known->second;
   const BaseDepth depth(*this);
   Bool_t takes = kFALSE;
   for (const auto &element : info.GetElements()) {
      constexpr Int_t kLoop = 501; // an empty one is nothing but its column's header
      if (takes)
         break;
      if (!element || element->GetType() < 0 || element->GetType() == kLoop)
         continue;
      const auto *base = dynamic_cast<const TStreamerBase *>(element.get());
      const TStreamerInfo *part = base && base->GetType() == 0 ? BaseInfo(*base) : nullptr;
      takes = !base || base->GetType() != 0 || (part && TakesBytes(*part));
   }
   return fTakesBytes[&info] = takes;
}

EmulatedList EmulatedReader::ReadColumnsOf(const std::string &className, const WireHeader &header, Int_t n,
                                           const std::string &shown)
{
   EmulatedList list;
   if (n == 0)
      return list;
   const TStreamerInfo *info = InfoOf(className, header);
   if (!info)
      Throw("class " + className + ", version " + std::to_string(header.fVersion) +
            ", stands member-wise and has no StreamerInfo");
   if (TakesBytes(*info)) {
      fBuffer.CheckCount(n, 1);
   } else { // what objects may cost that take no bytes at all is bounded all the same
      if (n < 0)
         Throw("a count of " + std::to_string(n) + " objects cannot be");
      MadeOfNothing(static_cast<std::size_t>(n));
   }
   Objects objects;
   for (Int_t i = 0; i < n; ++i) {
      objects.push_back(NewObject(shown));
      list.emplace_back(objects.back());
   }
   if (StackIsLow())
      Throw("containers nest deeper than the stack of this thread allows");
   const Step step(*this, className);
   const int outer = std::exchange(fBaseDepth, 0); // elements in elements cost bytes, and may nest as they like
   ReadColumns(objects, *info);
   fBaseDepth = outer;
   return list;
}

} // namespace rootlet
