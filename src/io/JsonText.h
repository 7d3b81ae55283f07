// JSON as text: what is written piece by piece, and what was parsed. Private to src/io.
// Used by JsonWriter and JsonReader. The parser is nlohmann-json's; what it reports is kept here, because numbers need
// more than its own values have: all 64-bit integers, and 2e308, which is how ROOT spells infinity.
// Invariant: neither text nor tree is walked by recursion, so nesting costs no stack; memory is in proportion to the text.
#ifndef ROOTLET_io_JsonText
#define ROOTLET_io_JsonText

#include "Rtypes.h"

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rootlet {

/// Text in quotes, in ASCII. Bytes that are no UTF-8 become the characters U+EF80 to U+EFFF, of which JsonTree makes bytes
/// again: any text comes back, for where these characters themselves stand their three bytes are taken one by one.
std::string JsonQuoted(std::string_view text);
/// The shortest text that reads back as this number; NaN is `null`, infinity 2e308, as ROOT spells them.
std::string JsonNumber(Double_t value);
std::string JsonNumber(Float_t value);

/// Writes JSON with as much white space as TBufferJSON's lower digit of `compact` says: 0 indented lines, 1 lines, 2 one
/// line, 3 nothing.
class JsonText {
public:
   explicit JsonText(Int_t compact) : fCompact(compact) {}
   void Open(char bracket);
   void Close(char bracket);
   /// A member's name; its value comes next.
   void Key(std::string_view name);
   /// In front of each element of an array.
   void Element();
   void Value(std::string_view text) { fText += text; }
   std::string Take() { return std::move(fText); }

private:
   void NewLine();

   Int_t fCompact;
   std::string fText;
   std::size_t fDepth = 0;
   bool fFirst = true; // nothing stands behind the bracket yet
};

struct JsonValue;
using JsonArray = std::vector<JsonValue>;
struct JsonObject;

/// One value of a JsonTree, which owns what is in it.
struct JsonValue {
   enum EKind { kNull, kBool, kInteger, kUnsigned, kFloating, kText, kArray, kObject };
   EKind fKind = kNull;
   union {
      bool fBool;
      Long64_t fInteger;
      ULong64_t fUnsigned; // beyond what fInteger can hold
      Double_t fFloating;
      const std::string *fText;
      JsonArray *fArray;
      JsonObject *fObject;
   };
   const char *KindName() const;
};

/// Members in the order of the text; a name may stand there twice.
struct JsonObject {
   std::vector<std::pair<std::string, JsonValue>> fMembers;
   const JsonValue *Find(std::string_view name) const;
   /// The first name says what `$ref`, `$arr` and `$pair` are.
   bool Is(std::string_view first) const { return !fMembers.empty() && fMembers.front().first == first; }
};

/// A parsed document.
class JsonTree {
public:
   /// Throws rootlet::Error that says where the text is no JSON.
   explicit JsonTree(std::string_view text);
   JsonTree(const JsonTree &) = delete;
   JsonTree &operator=(const JsonTree &) = delete;
   const JsonValue &Root() const { return fRoot; }
   /// What `{"$ref":n}` means: objects in order of appearance; references, pairs and packed arrays are not counted.
   const std::vector<JsonObject *> &Numbered() const { return fNumbered; }

private:
   friend class JsonTreeBuilder;
   JsonValue fRoot;
   std::deque<std::string> fTexts;
   std::deque<JsonArray> fArrays;
   std::deque<JsonObject> fObjects;
   std::vector<JsonObject *> fNumbered;
};

} // namespace rootlet

#endif
