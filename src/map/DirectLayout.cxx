// What a class looks like, gathered from dictionaries. See DirectLayout.h; its objects are copied in DirectCopy.cxx.
#include "map/DirectLayout.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "RootletError.h"
#include "TObject.h"
#include "base/LastingTable.h"
#include "heap/Format.h"
#include "io/ReadRules.h"
#include "map/DirectFormat.h"
#include "map/NameHash.h"
#include "meta/ClassChanges.h"
#include "meta/MemberTypes.h"
#include "meta/TypeSpec.h"

namespace rootlet {

std::uint64_t DirectFingerprint(std::string_view layout)
{
   return NameHash(layout);
}

// --- what a class looks like -----------------------------------------------------------------------------------------

/// Walks the dictionary of a class with an object of it, for the offsets of its bases.
class DirectLayout::Builder {
public:
   explicit Builder(DirectLayout &layout) : fLayout(layout) {}
   void Build(const TClass &cl, const void *object)
   {
      fLayout.fAnchors.emplace_back();
      VirtualBases virtualBases;
      char *address = static_cast<char *>(const_cast<void *>(object)); // only its virtual table is read, if any
      DirectClass top = Class(cl, {address, {0, address}, &virtualBases, true, 0});
      try {
         const DirectFormat described(std::move(top));
         fLayout.fBytes = described.Encode();
         fLayout.fPayloadSize = described.PayloadSize();
      } catch (const Error &error) {
         throw Error(std::string(cl.GetName()) + " " + error.what());
      }
      if (fLayout.fBytes.size() > format::kMaxLayoutLength)
         throw Error(std::string(cl.GetName()) + " has too many members");
      fLayout.fFingerprint = DirectFingerprint(fLayout.fBytes);
      Merge(fLayout.fRuns, 0);
   }

private:
   using VirtualBases = std::vector<const TClass *>; // of one complete object, as they are met
   struct Anchor {
      std::size_t index;
      char *address;
   };
   /// A part of the object.
   struct Part {
      char *address;
      Anchor anchor;
      VirtualBases *virtualBases;
      bool isTop; ///< the object itself or a base of it; else of a member, which is known to be of exactly its class
      unsigned depth;
      std::size_t Offset() const { return static_cast<std::size_t>(address - anchor.address); }
      Part At(char *where) const { return {where, anchor, virtualBases, isTop, depth + 1}; }
   };

   DirectClass Class(const TClass &cl, const Part &part)
   {
      const ClassDictionary &dictionary = cl.RequireDictionary();
      const std::string name = cl.GetName();
      if ((dictionary.fFlags & ClassDictionary::kCustomStreamer) != 0)
         throw Error(name + " has a Streamer of its own");
      if (dictionary.fVersion == 0)
         throw Error(name + " has version 0, and so no members that are stored");
      if (!FindReadRules(&cl, name, dictionary.fVersion, dictionary.fCheckSum).fOfDictionary.empty())
         throw Error(name + " has a read rule for its own version");
      if (part.depth > DirectFormat::kMaxDepth)
         throw Error(name + " lies deeper in the object than " + std::to_string(DirectFormat::kMaxDepth) + " levels");
      DirectClass described{name, dictionary.fVersion, dictionary.fCheckSum,
                            (dictionary.fFlags & ClassDictionary::kForeign) != 0 && dictionary.fVersion <= 1};
      for (Int_t i = 0; i < dictionary.fNBases; ++i)
         described.parts.push_back(Base(name, dictionary.fBases[i], part));
      for (Int_t i = 0; i < dictionary.fNMembers; ++i)
         if (IsStreamed(dictionary.fMembers[i]))
            described.parts.push_back(Member(name, dictionary.fMembers[i], part));
      return described;
   }

   DirectPart Base(const std::string &derived, const DictionaryBase &base, const Part &part)
   {
      const TClass *cl = base.fClass != nullptr ? base.fClass() : nullptr;
      if (cl == nullptr || !cl->HasDictionary())
         throw Error(derived + " has the base class " + base.fName + ", which has no dictionary");
      const bool isVirtual = (base.fFlags & DictionaryBase::kVirtual) != 0;
      VirtualBases &met = *part.virtualBases;
      if (isVirtual && std::find(met.begin(), met.end(), cl) != met.end())
         return {.kind = DirectPart::kVirtualBaseAgain, .name = cl->GetName()};
      fWay.push_back(base.fUpcast);
      Part where = part.At(static_cast<char *>(base.fUpcast(part.address)));
      if (isVirtual && part.isTop) {
         where.anchor = {fLayout.fAnchors.size(), where.address};
         fLayout.fAnchors.push_back(fWay);
      }
      DirectPart described{.kind = isVirtual ? DirectPart::kVirtualBase : DirectPart::kBase};
      if (cl == TObject::Class()) {
         described = {.kind = isVirtual ? DirectPart::kVirtualTObject : DirectPart::kTObject, .name = cl->GetName()};
         AddTObject(where);
      } else {
         described.cls = std::make_shared<DirectClass>(Class(*cl, where));
      }
      if (isVirtual)
         met.push_back(cl);
      fWay.pop_back();
      return described;
   }

   DirectPart Member(const std::string &cls, const DictionaryMember &member, const Part &part)
   {
      constexpr Int_t kArray = 20, kCharStar = 7, kCounted = 40, kEndOfBasic = 60, kTString = 65, kTObject = 66,
                      kTNamed = 67;
      const auto refuse = [&](const std::string &what) { throw Error(cls + "::" + member.fName + " " + what); };
      if ((member.fFlags & DictionaryMember::kIsConst) != 0)
         refuse("is const");
      if ((member.fFlags & DictionaryMember::kOverlapping) != 0)
         refuse("is [[no_unique_address]]");
      if ((member.fFlags & DictionaryMember::kHeld) != 0)
         refuse("is a std::atomic, of std::chrono or an enumeration of bool, which is streamed as the number in it");
      const Int_t type = member.fElementType % kArray;
      const Part where = part.At(part.address + member.fOffset);
      if (member.fElementType < kCounted && type != 0 && type != kCharStar)
         return Numbers(member, type, where);
      if (member.fElementType == kCharStar || member.fElementType < kEndOfBasic || IsObjectPointer(member) ||
          std::string_view(member.fTypeName).ends_with('*'))
         refuse(std::string("is a pointer (") + member.fTypeName + ")");
      if (member.fStlType != 0)
         refuse(std::string("is a container or string, streamed as ") + member.fTrueTypeName);
      if (member.fElementType == kTString || member.fElementType == kTString + kArray)
         refuse("is a TString, which owns its memory");
      if (member.fElementType == kTObject) {
         AddTObject(where);
         return {.kind = DirectPart::kTObject, .name = member.fName};
      }
      if (member.fElementType == kTObject + kArray || member.fElementType == kTNamed + kArray)
         refuse(std::string("is an array of ") + member.fTypeName + ", which is streamed in a way of its own");
      const TClass *cl = ParseType(member.fTypeName).fKind == TypeSpec::kClass
                            ? TClass::GetClass(member.fTypeName, kTRUE, kTRUE)
                            : nullptr;
      if (cl == nullptr || !cl->HasDictionary())
         refuse(std::string("is a ") + member.fTypeName + ", which has no dictionary");
      return Objects(member, *cl, where);
   }

   DirectPart Numbers(const DictionaryMember &member, Int_t type, const Part &part)
   {
      constexpr Int_t kBool = 18;
      const std::size_t n = FixedLength(member), size = member.fSize / n;
      const bool isFloating = type == 5 || type == 8 || type == 9 || type == 19;
      const bool isUnsigned =
         (type >= 11 && type <= 17 && type != 16) || (member.fFlags & DictionaryMember::kUnsignedEnum) != 0;
      char format = type == kBool ? '?' : isFloating ? (size == 4 ? 'f' : 'd') : FormatOf(size, isUnsigned);
      DirectPart described{.kind = DirectPart::kNumbers,
                           .name = member.fName,
                           .count = member.fArrayDim == 0 ? 0 : static_cast<std::uint32_t>(n),
                           .type = static_cast<std::uint8_t>(type),
                           .format = format};
      if ((member.fFlags & DictionaryMember::kPacked) != 0)
         described.packing = PackingIn(member.fTitle);
      if (type == kBool)
         AddBools(n);
      AddRun(part, member.fSize);
      return described;
   }

   /// The first [...] of a comment that has a comma in it.
   static std::string PackingIn(std::string_view title)
   {
      for (std::size_t open = title.find('['); open != title.npos; open = title.find('[', open + 1)) {
         const std::string_view text = title.substr(open, title.find(']', open) - open + 1);
         if (text.find(',') != text.npos)
            return std::string(text);
      }
      return {};
   }

   static char FormatOf(std::size_t size, bool isUnsigned)
   {
      switch (size) {
      case 1:
         return isUnsigned ? 'B' : 'b';
      case 2:
         return isUnsigned ? 'H' : 'h';
      case 4:
         return isUnsigned ? 'I' : 'i';
      default:
         return isUnsigned ? 'Q' : 'q';
      }
   }

   DirectPart Objects(const DictionaryMember &member, const TClass &cl, const Part &part)
   {
      const std::size_t n = FixedLength(member), size = member.fSize / n;
      if (size != static_cast<std::size_t>(cl.Size()))
         throw Error(std::string(member.fName) + " is a " + cl.GetName() + " of another size than its dictionary has");
      const auto runs = fLayout.fRuns.size(), objects = fLayout.fTObjects.size(), bools = fLayout.fBools.size();
      const std::size_t payload = fPayload, boolsBefore = std::exchange(fFirstBools, bools);
      VirtualBases virtualBases;
      Part element = part;
      element.virtualBases = &virtualBases;
      element.isTop = false;
      DirectPart described{.kind = DirectPart::kObjects,
                           .name = member.fName,
                           .count = member.fArrayDim == 0 ? 0 : static_cast<std::uint32_t>(n),
                           .cls = std::make_shared<DirectClass>(Class(cl, element))};
      Merge(fLayout.fRuns, runs);
      const std::size_t each = fPayload - payload;
      Repeat(fLayout.fRuns, runs, n, each, size);
      Repeat(fLayout.fTObjects, objects, n, each, size);
      const std::size_t end = fLayout.fBools.size();
      for (std::size_t i = 1; i < n; ++i)
         for (std::size_t b = bools; b < end; ++b)
            fLayout.fBools.push_back({fLayout.fBools[b].payload + i * each, fLayout.fBools[b].count});
      fFirstBools = boolsBefore;
      fPayload = payload + n * each;
      return described;
   }

   // --- bytes ---

   void AddRun(const Part &part, std::size_t size)
   {
      fLayout.fRuns.push_back({part.anchor.index, part.Offset(), fPayload, size});
      fPayload += size;
   }

   void AddTObject(const Part &part)
   {
      fLayout.fTObjects.push_back({part.anchor.index, part.Offset(), fPayload, DirectTObject::kSize});
      fPayload += DirectTObject::kSize;
   }

   void AddBools(std::size_t n)
   {
      if (fLayout.fBools.size() > fFirstBools &&
          fLayout.fBools.back().payload + fLayout.fBools.back().count == fPayload)
         fLayout.fBools.back().count += n;
      else
         fLayout.fBools.push_back({fPayload, n});
   }

   /// Runs that follow each other in the object too, without padding between them, become one: of those from `first` on.
   static void Merge(std::vector<Run> &runs, std::size_t first)
   {
      std::size_t last = first;
      for (std::size_t i = first + 1; i < runs.size(); ++i) {
         Run &before = runs[last];
         if (runs[i].anchor == before.anchor && runs[i].offset == before.offset + before.size &&
             runs[i].payload == before.payload + before.size)
            before.size += runs[i].size;
         else
            runs[++last] = runs[i];
      }
      runs.resize(std::min(runs.size(), last + 1));
   }

   /// What was added for the first element of an array, from `first` on, for all n.
   static void Repeat(std::vector<Run> &runs, std::size_t first, std::size_t n, std::size_t payload, std::size_t size)
   {
      const std::size_t end = runs.size();
      if (end == first + 1 && runs[first].size == size) { // no padding
         runs[first].size = n * size;
         return;
      }
      runs.reserve(first + n * (end - first));
      for (std::size_t i = 1; i < n; ++i)
         for (std::size_t r = first; r < end; ++r)
            runs.push_back({runs[r].anchor, runs[r].offset + i * size, runs[r].payload + i * payload, runs[r].size});
   }

   DirectLayout &fLayout;
   std::size_t fPayload = 0;
   std::size_t fFirstBools =
      0; // of the array that is being looked at: what is repeated must not lie in one with what is not
   std::vector<Upcast> fWay; // from the object to the base class that is being looked at
};

// --- kept layouts ----------------------------------------------------------------------------------------------------

namespace {

struct KeptLayouts {
   std::mutex fMutex; // no reader-writer lock: a forked child could not unlock it
   std::unordered_map<const TClass *, std::shared_ptr<const DirectLayout>> fLayouts;
};

} // namespace

DirectLayout::~DirectLayout() = default;

std::shared_ptr<const DirectLayout> DirectLayout::Of(const TClass *cl, const void *object)
{
   auto &kept = LastingTable<KeptLayouts>();
   const std::uint64_t changes = ClassChanges();
   {
      const std::lock_guard lock(kept.fMutex);
      const auto found = kept.fLayouts.find(cl);
      if (found != kept.fLayouts.end() && found->second->fChanges == changes)
         return found->second;
   }
   std::shared_ptr<DirectLayout> made(new DirectLayout);
   try {
      Builder(*made).Build(*cl, object);
   } catch (const Error &error) {
      made.reset(new DirectLayout);
      made->fWhyNot = error.what();
   }
   made->fChanges = changes;
   const std::lock_guard lock(kept.fMutex);
   std::erase_if(kept.fLayouts, [&](const auto &each) { return each.second->fChanges != changes; });
   kept.fLayouts.insert_or_assign(cl, made);
   return made;
}

} // namespace rootlet
