// See CorpusTest.h.
#include "CorpusTest.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <string_view>

namespace corpus {

namespace {

template <class T>
void Put(char *at, T value)
{
   std::memcpy(at, &value, sizeof value);
}

} // namespace

void Filler::Basic(const rootlet::DictionaryMember &member, Int_t code, char *at)
{
   const int n = Next();
   const bool packed = (member.fFlags & rootlet::DictionaryMember::kPacked) != 0;
   const double real = packed ? 0.5 + n % 5 : n * 0.5;
   switch (code) {
   case 1:
   case 11:
      return Put(at, static_cast<char>(1 + n % 120));
   case 2:
   case 12:
      return Put(at, static_cast<short>(n));
   case 3:
   case 13:
      return Put(at, n);
   case 4:
   case 14:
   case 16:
   case 17:
      return Put(at, (1ll << 40) + n);
   case 5:
   case 19:
      return Put(at, static_cast<float>(real));
   case 8:
   case 9:
      return Put(at, real);
   case 18:
      return Put(at, true);
   default:
      return; // counters, bits
   }
}

void Filler::Member(const rootlet::DictionaryMember &member, char *at)
{
   std::size_t n = 1;
   for (Int_t i = 0; i < member.fArrayDim; ++i)
      n *= static_cast<std::size_t>(member.fMaxIndex[i]);
   const std::size_t size = member.fSize / n;
   const Int_t code = member.fArrayDim && member.fElementType < 100 ? member.fElementType - 20 : member.fElementType;
   const std::string type = member.fTrueTypeName;
   const TClass *cl = TClass::GetClass(type.c_str(), kTRUE, kTRUE);
   for (std::size_t i = 0; i < n; ++i, at += size) {
      if (member.fFlags & rootlet::DictionaryMember::kPersistentEnum)
         *at = 1; // of any width, little-endian
      else if (type == "TString")
         *reinterpret_cast<TString *>(at) = TString::Format("text %d", Next());
      else if (type == "string")
         *reinterpret_cast<std::string *>(at) = "string " + std::to_string(Next());
      else if (code < 20)
         Basic(member, code, at);
      else if (cl && code > 60 && code < 68 && code != 63 && code != 64)
         Fill(const_cast<TClass *>(cl), at);
   }
}

void Filler::Fill(TClass *cl, void *object)
{
   const rootlet::ClassDictionary &dictionary = cl->RequireDictionary();
   if (dictionary.fFlags & rootlet::ClassDictionary::kCustomStreamer)
      return; // TObject, collections and arrays among them
   for (Int_t i = 0; i < dictionary.fNBases; ++i)
      if (TClass *base = dictionary.fBases[i].fClass ? dictionary.fBases[i].fClass() : nullptr)
         Fill(base, dictionary.fBases[i].fUpcast(object));
   std::set<std::string_view> counters;
   for (Int_t i = 0; i < dictionary.fNMembers; ++i)
      counters.insert(dictionary.fMembers[i].fCountName);
   for (Int_t i = 0; i < dictionary.fNMembers; ++i) {
      const rootlet::DictionaryMember &member = dictionary.fMembers[i];
      if (member.fElementType != rootlet::DictionaryMember::kTransient && !counters.contains(member.fName) &&
          !(member.fFlags & rootlet::DictionaryMember::kIsConst))
         Member(member, static_cast<char *>(object) + member.fOffset);
   }
}

/// Somewhere in the line stands a range: "[0,6.28,10]", "[-pi,pi]".
static bool NamesRange(std::string_view line)
{
   for (std::size_t open = line.find('['); open != line.npos; open = line.find('[', open + 1)) {
      const std::string_view inner = line.substr(open + 1, std::min(line.find(']', open), line.size()) - open - 1);
      const std::size_t comma = inner.find(',');
      if (comma != inner.npos && comma > 0 &&
          inner.substr(0, comma).find_first_not_of("-0123456789.*abcdefghijklmnopqrstuvwxyz") == inner.npos)
         return true;
   }
   return false;
}

std::string Picture(const TClass *cl, const void *object)
{
   testing::internal::CaptureStdout();
   cl->Dump(object, kTRUE);
   std::istringstream dump(testing::internal::GetCapturedStdout());
   std::string text;
   for (std::string line; std::getline(dump, line);) {
      const bool packed = NamesRange(line);
      const bool transient = line.find(" ! ") != std::string::npos;
      if (!line.empty() && !transient && !packed && line.find("fBits ") == std::string::npos &&
          line.find("fUniqueID") == std::string::npos)
         text += line + "\n";
   }
   return text;
}

} // namespace corpus
