// See JsonText.h.
#include "io/JsonText.h"

#include "RootletError.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace rootlet {

// --- writing ---------------------------------------------------------------------------------------------------------

namespace {

/// The bytes of the UTF-8 character that begins at text[at]; 0 if there is none, or one that stands for a byte.
std::size_t CharacterAt(std::string_view text, std::size_t at)
{
   const auto byte = [&](std::size_t i) {
      return i < text.size() - at ? static_cast<unsigned char>(text[at + i]) : 0u;
   };
   const unsigned first = byte(0);
   const std::size_t n = first < 0x80   ? 1
                         : first < 0xc2 ? 0
                         : first < 0xe0 ? 2
                         : first < 0xf0 ? 3
                         : first < 0xf5 ? 4
                                        : 0;
   unsigned code = first & (0x7fu >> n);
   for (std::size_t i = 1; i < n; ++i) {
      if ((byte(i) & 0xc0) != 0x80)
         return 0;
      code = code << 6 | (byte(i) & 0x3f);
   }
   const bool tooLong = (n == 3 && code < 0x800) || (n == 4 && code < 0x10000);
   const bool surrogate = code >= 0xd800 && code < 0xe000;
   const bool forByte = code >= 0xef80 && code < 0xf000;
   return tooLong || surrogate || forByte || code > 0x10ffff ? 0 : n;
}

// U+EF80 to U+EFFF are EE BE 80 to EE BE BF and EE BF 80 to EE BF BF.
constexpr char kFirst = '\xee';

std::string WithBytesAsCharacters(std::string_view text)
{
   std::string utf8;
   for (std::size_t i = 0; i < text.size();) {
      if (const std::size_t n = CharacterAt(text, i)) {
         utf8.append(text, i, n);
         i += n;
      } else {
         const auto byte = static_cast<unsigned char>(text[i++]);
         utf8 += {kFirst, static_cast<char>(0xbe | (byte >> 6 & 1)), static_cast<char>(0x80 | (byte & 0x3f))};
      }
   }
   return utf8;
}

/// The opposite; `text` is UTF-8.
void MakeBytes(std::string &text)
{
   std::size_t to = text.find(kFirst);
   for (std::size_t from = to; from < text.size(); ++to) {
      const char second = text[from] == kFirst ? text[from + 1] : '\0';
      const bool forByte = second == '\xbe' || second == '\xbf';
      text[to] = forByte ? static_cast<char>(0x80 | (second & 1) << 6 | (text[from + 2] & 0x3f)) : text[from];
      from += forByte ? 3 : 1;
   }
   if (to < text.size())
      text.resize(to);
}

} // namespace

std::string JsonQuoted(std::string_view text)
{
   return nlohmann::json(WithBytesAsCharacters(text)).dump(-1, ' ', true);
}

namespace {

template <class T>
std::string Shortest(T value)
{
   if (std::isnan(value))
      return "null";
   if (std::isinf(value))
      return value < 0 ? "-2e308" : "2e308";
   if (value == 0 && std::signbit(value))
      return "-0.0"; // -0 would be read as an integer
   char text[64];
   const auto result = std::to_chars(text, text + sizeof text, value);
   return {text, result.ptr};
}

} // namespace

std::string JsonNumber(Double_t value)
{
   return Shortest(value);
}

std::string JsonNumber(Float_t value)
{
   return Shortest(value);
}

void JsonText::NewLine()
{
   if (fCompact < 2)
      fText += '\n';
   if (fCompact < 1)
      fText.append(2 * fDepth, ' ');
}

void JsonText::Open(char bracket)
{
   fText += bracket;
   ++fDepth;
   fFirst = true;
}

void JsonText::Close(char bracket)
{
   --fDepth;
   if (bracket == '}' && !fFirst)
      NewLine();
   fText += bracket;
   fFirst = false;
}

void JsonText::Key(std::string_view name)
{
   if (!fFirst)
      fText += fCompact == 2 ? ", " : ",";
   NewLine();
   fText += JsonQuoted(name);
   fText += fCompact < 3 ? " : " : ":";
   fFirst = false;
}

void JsonText::Element()
{
   if (!fFirst)
      fText += fCompact < 3 ? ", " : ",";
   fFirst = false;
}

// --- reading ---------------------------------------------------------------------------------------------------------

const char *JsonValue::KindName() const
{
   constexpr const char *kNames[] = {"null",     "true or false", "a number", "a number",
                                     "a number", "text",          "an array", "an object"};
   return kNames[fKind];
}

const JsonValue *JsonObject::Find(std::string_view name) const
{
   for (const auto &[key, value] : fMembers)
      if (key == name)
         return &value;
   return nullptr;
}

// Long doubles, for the parser refuses what its numbers cannot hold.
using ParsedJson =
   nlohmann::basic_json<std::map, std::vector, std::string, bool, std::int64_t, std::uint64_t, long double>;

class JsonTreeBuilder {
public:
   explicit JsonTreeBuilder(JsonTree &tree) : fTree(tree) {}
   const std::string &Error() const { return fError; }

   // What the parser calls.
   bool null()
   {
      Add(JsonValue::kNull);
      return true;
   }
   bool boolean(bool value)
   {
      Add(JsonValue::kBool).fBool = value;
      return true;
   }
   bool number_integer(std::int64_t value)
   {
      Add(JsonValue::kInteger).fInteger = value;
      return true;
   }
   bool number_unsigned(std::uint64_t value)
   {
      if (value > static_cast<std::uint64_t>(std::numeric_limits<Long64_t>::max()))
         Add(JsonValue::kUnsigned).fUnsigned = value;
      else
         Add(JsonValue::kInteger).fInteger = static_cast<Long64_t>(value);
      return true;
   }
   bool number_float(long double value, const std::string &text)
   {
      // Rounded once, from the text. Too large for a double is infinity, too small for from_chars what value says.
      Double_t number = 0;
      const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
      if (result.ec != std::errc() || result.ptr != text.data() + text.size()) {
         constexpr long double kMost = std::numeric_limits<Double_t>::max();
         number = value > kMost    ? std::numeric_limits<Double_t>::infinity()
                  : value < -kMost ? -std::numeric_limits<Double_t>::infinity()
                                   : static_cast<Double_t>(value);
      }
      Add(JsonValue::kFloating).fFloating = number;
      return true;
   }
   bool string(std::string &text)
   {
      MakeBytes(text);
      Add(JsonValue::kText).fText = &fTree.fTexts.emplace_back(std::move(text));
      return true;
   }
   bool binary(ParsedJson::binary_t &) { return false; } // JSON text has none
   bool start_object(std::size_t)
   {
      JsonObject *object = &fTree.fObjects.emplace_back();
      Add(JsonValue::kObject).fObject = object;
      fOpen.push_back({object, nullptr});
      return true;
   }
   bool key(std::string &name)
   {
      JsonObject *object = fOpen.back().fObject;
      MakeBytes(name);
      if (object->fMembers.empty() && name != "$ref" && name != "$arr" && name != "$pair")
         fTree.fNumbered.push_back(object);
      object->fMembers.emplace_back(std::move(name), JsonValue());
      return true;
   }
   bool end_object()
   {
      if (fOpen.back().fObject->fMembers.empty())
         fTree.fNumbered.push_back(fOpen.back().fObject);
      fOpen.pop_back();
      return true;
   }
   bool start_array(std::size_t)
   {
      JsonArray *array = &fTree.fArrays.emplace_back();
      Add(JsonValue::kArray).fArray = array;
      fOpen.push_back({nullptr, array});
      return true;
   }
   bool end_array()
   {
      fOpen.pop_back();
      return true;
   }
   bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &error)
   {
      const std::string_view what = error.what();
      fError = what.substr(what.find("] ") + 2); // without the parser's own number of the error
      return false;
   }

private:
   struct Container {
      JsonObject *fObject;
      JsonArray *fArray;
   };

   JsonValue &Add(JsonValue::EKind kind)
   {
      JsonValue &value = fOpen.empty()          ? fTree.fRoot
                         : fOpen.back().fObject ? fOpen.back().fObject->fMembers.back().second
                                                : fOpen.back().fArray->emplace_back();
      value.fKind = kind;
      return value;
   }

   JsonTree &fTree;
   std::vector<Container> fOpen;
   std::string fError;
};

JsonTree::JsonTree(std::string_view text)
{
   JsonTreeBuilder builder(*this);
   if (!ParsedJson::sax_parse(text.begin(), text.end(), &builder))
      throw Error("the text is no JSON: " + builder.Error());
}

} // namespace rootlet
