// Emulated objects: members, one object or a column of many. See EmulatedReader.h; facts: docs/wire-format.md.
#include "io/EmulatedReader.h"

#include "meta/ClassName.h"

namespace rootlet {

using namespace element_type;

namespace {

Bool_t IsBasic(Int_t type)
{
   return type > 0 && type < 20 && type != kCharStar;
}

// The types whose column has one header for all.
Bool_t IsHeaded(const TStreamerElement &element)
{
   const Int_t type = element.GetType();
   return type == kSTL || type == kSTL0 || type == kString || type == kLoop || type == kTString + kArray ||
          type == kTObject + kArray || type == kTNamed + kArray;
}

Bool_t IsObject(Int_t type)
{
   return type == kObject || type == kAny || type == kTObject || type == kTNamed || type == kEmbeddedObject ||
          type == kEmbeddedAny || type == kObject + kArray || type == kAny + kArray;
}

Bool_t IsPointer(Int_t type)
{
   return type == kObjectPointer || type == kAnyPointer || type == kObjectPointer + kArray ||
          type == kAnyPointer + kArray;
}

Bool_t IsBase(const TStreamerElement &element)
{
   return dynamic_cast<const TStreamerBase *>(&element) != nullptr;
}

Long64_t LengthOf(const TStreamerElement &element)
{
   return element.GetArrayLength() > 0 ? element.GetArrayLength() : 0;
}

/// n values, each what one() reads.
template <class F>
EmulatedList Many(Long64_t n, F one)
{
   EmulatedList list;
   for (Long64_t i = 0; i < n; ++i)
      list.emplace_back(one());
   return list;
}

} // namespace

Int_t EmulatedReader::CountOf(const EmulatedObject &object, const TStreamerElement &element)
{
   const auto *pointer = dynamic_cast<const TStreamerBasicPointer *>(&element);
   const auto *loop = dynamic_cast<const TStreamerLoop *>(&element);
   const char *name = pointer ? pointer->GetCountName() : loop ? loop->GetCountName() : "";
   const EmulatedValue *counter = object.Find(name);
   const Number *number = counter ? std::get_if<Number>(counter) : nullptr;
   if (!number)
      Throw("the counter '" + std::string(name) + "' of '" + element.GetName() + "' is no number that was read before");
   const Long64_t n = number->AsLong64();
   if (n < 0)
      Throw("the counter '" + std::string(name) + "' is " + std::to_string(n));
   return static_cast<Int_t>(n);
}

void EmulatedReader::ReadMember(EmulatedObject &object, const TStreamerElement &element)
{
   if (IsHeaded(element))
      return ReadHeaded({&object}, element);
   const std::size_t start = fBuffer.Position();
   EmulatedValue value = ReadPlain(object, element);
   MadeOfNothing(fBuffer.Position() == start);
   const Bool_t isBase = std::holds_alternative<EmulatedObject *>(value) && IsBase(element);
   object.Add(element.GetName(), &element, std::move(value), isBase);
}

// What stands in an object and, entry by entry, in a column.
EmulatedValue EmulatedReader::ReadPlain(EmulatedObject &object, const TStreamerElement &element)
{
   const Int_t type = element.GetType();
   const Long64_t length = LengthOf(element);
   if (const auto *base = dynamic_cast<const TStreamerBase *>(&element)) {
      if (std::string_view(base->GetName()) == "TQObject")
         return Absent{}; // streams nothing
      return ReadObjectOf(NormalizedClassName(base->GetName()));
   }
   if (IsBasic(type))
      return ReadNumber(NumberTypeOf(element));
   if (type == kCharStar || type == kCharStar + kArray) {
      const auto one = [this] {
         const Int_t n = fBuffer.ReadCount(1);
         return std::string(fBuffer.Consume(static_cast<std::size_t>(n)), static_cast<std::size_t>(n));
      };
      if (!length)
         return one();
      fBuffer.CheckCount(length, sizeof(Int_t));
      return Many(length, one);
   }
   if (type > kArray && type < kCounted)
      return ReadNumbers(NumberTypeOf(element), length);
   if (type > kCounted && type < kEndOfBasic) {
      const Long64_t n = CountOf(object, element) * std::max<Long64_t>(length, 1);
      UChar_t present;
      fBuffer.ReadRun(present);
      if (!present)
         return Absent{};
      return ReadNumbers(NumberTypeOf(element), n);
   }
   if (type == kTString)
      return ReadText();
   const Bool_t objects = IsObject(type);
   if (!objects && !IsPointer(type))
      Throw("the type code " + std::to_string(type) + " of '" + element.GetName() + "' is not known");
   const std::string className = objects ? ClassOf(element) : std::string();
   if (objects && TypeOf(element).fKind != TypeSpec::kClass) { // a container as an object: its content alone
      const TypeSpec &content = TypeOf(element);
      if (length)
         return Many(length, [&] { return ReadContent(content); });
      return ReadContent(content);
   }
   if (!length)
      return objects ? ReadObjectOf(className) : ReadPointer();
   if (objects)
      return Many(length, [&] { return ReadObjectOf(className); });
   return Many(length, [&] { return ReadPointer(); });
}

// One header, then what it covers for each object.
void EmulatedReader::ReadHeaded(const Objects &objects, const TStreamerElement &element)
{
   const Int_t type = element.GetType();
   const Bool_t stl = type == kSTL || type == kSTL0 || type == kString;
   // A std::array of containers has no header: its first word is a count, which never has bit 30 set.
   UInt_t word = 0;
   if (stl && LengthOf(element) && fBuffer.Remaining() >= sizeof word)
      wire::Load(fBuffer.Buffer() + fBuffer.Position(), word);
   const Bool_t bare = stl && LengthOf(element) && !(word & 0x40000000);
   Frame frame;
   if (!bare) {
      frame = ReadHeader();
      if (stl && frame.fHeader.fMemberWise)
         ReadElementVersion(frame.fHeader, TypeOf(element));
   }
   const auto read = [&] {
      for (EmulatedObject *object : objects) {
         const std::size_t start = fBuffer.Position();
         EmulatedValue value = ReadCovered(*object, element, frame.fHeader);
         MadeOfNothing(fBuffer.Position() == start);
         object->Add(element.GetName(), &element, std::move(value));
      }
   };
   Bool_t noted = kFALSE;
   if (stl && frame.fEnd && IsGuessed(element))
      noted = !ReadGuessed(objects, element, frame, read);
   else
      read();
   End(frame, noted);
   if (!bare && !objects.empty())
      objects.front()->fMembers.back().fHeader = std::make_unique<WireHeader>(std::move(frame.fHeader));
}

// The elements were taken for enumerations because nobody describes them. If that does not fit to the byte, they are
// something else: their bytes are kept, and what was made of them is taken back.
Bool_t EmulatedReader::ReadGuessed(const Objects &objects, const TStreamerElement &element, const Frame &frame,
                                   const std::function<void()> &read)
{
   const std::size_t content = fBuffer.Position(), mapped = fMapped.size(), notes = fDocument.fNotes.size(),
                     made = fDocument.fObjects.size();
   const int depth = fBaseDepth;
   ++fGuesses;
   Bool_t right = kFALSE;
   try {
      read();
      right = fBuffer.Position() == frame.fEnd;
   } catch (const StreamError &) {
      fFailedAt.clear();
      fBaseDepth = depth;
   }
   --fGuesses;
   if (right) {
      if (!fGuesses)
         fMapped.clear();
      return kTRUE;
   }
   fBuffer.SetBufferOffset(static_cast<Int_t>(content));
   for (; fMapped.size() > mapped; fMapped.pop_back()) {
      AnyHeader header;
      header.fTag = fMapped.back().first;
      fBuffer.MapRead(header, fMapped.back().second);
   }
   for (EmulatedObject *object : objects) {
      if (!object->fMembers.empty() && object->fMembers.back().fElement == &element)
         object->fMembers.pop_back();
      object->Add(element.GetName(), &element, Absent{});
   }
   fDocument.fNotes.resize(notes);
   while (fDocument.fObjects.size() > made)
      fDocument.fObjects.pop_back();
   Note("the elements of '" + std::string(element.GetName()) + "', a " + element.GetTypeName() +
        ", have no StreamerInfo: " + std::to_string(frame.fEnd - content) + " bytes at byte " +
        std::to_string(content) + " are kept as they are");
   return kFALSE;
}

EmulatedValue EmulatedReader::ReadCovered(EmulatedObject &object, const TStreamerElement &element,
                                          const WireHeader &header)
{
   const Int_t type = element.GetType();
   const Long64_t length = LengthOf(element);
   if (type == kLoop) {
      const Long64_t n = CountOf(object, element) * std::max<Long64_t>(length, 1);
      const Bool_t pointers = std::string_view(element.GetTypeName()).ends_with("**");
      const std::string className = ClassOf(element);
      fBuffer.CheckCount(n, 1);
      if (pointers)
         return Many(n, [&] { return ReadPointer(); });
      if (className == "TString")
         return Many(n, [&] { return ReadText(); });
      return Many(n, [&] { return ReadObjectOf(className); });
   }
   if (type == kTString + kArray)
      return Many(length, [&] { return ReadText(); });
   if (type == kTObject + kArray || type == kTNamed + kArray)
      return Many(length, [&] { return ReadObjectOf(type == kTObject + kArray ? "TObject" : "TNamed"); });
   const TypeSpec &spec = TypeOf(element);
   const auto one = [&] { return header.fMemberWise ? ReadMemberWise(spec, header) : ReadContent(spec); };
   if (!length)
      return one();
   return Many(length, one);
}

// --- columns ---------------------------------------------------------------------------------------------------------

void EmulatedReader::ReadColumns(const Objects &objects, const TStreamerInfo &info)
{
   const BaseDepth depth(*this);
   for (EmulatedObject *object : objects)
      object->fInfo = &info;
   for (const auto &element : info.GetElements())
      if (element && element->GetType() >= 0) {
         const Step step(*this, element->GetName());
         ReadColumn(objects, *element);
      }
}

void EmulatedReader::ReadColumn(const Objects &objects, const TStreamerElement &element)
{
   if (IsHeaded(element))
      return ReadHeaded(objects, element);
   const auto *base = dynamic_cast<const TStreamerBase *>(&element);
   if (base && base->GetType() == kBase && std::string_view(base->GetName()) != "TQObject") {
      // A base class has no header here: its own elements are columns in place.
      const TStreamerInfo *info = BaseInfo(*base);
      if (!info)
         Throw("the base class " + std::string(base->GetName()) + " has no StreamerInfo");
      MadeOfNothing(objects.size());
      Objects parts;
      for (EmulatedObject *object : objects) {
         parts.push_back(NewObject(NormalizedClassName(base->GetName())));
         object->Add(base->GetName(), base, parts.back(), kTRUE);
      }
      return ReadColumns(parts, *info);
   }
   for (EmulatedObject *object : objects) {
      const std::size_t start = fBuffer.Position();
      EmulatedValue value = ReadPlain(*object, element);
      MadeOfNothing(fBuffer.Position() == start);
      const Bool_t isBase = std::holds_alternative<EmulatedObject *>(value) && base;
      object->Add(element.GetName(), &element, std::move(value), isBase);
   }
}

// --- numbers and text --------------------------------------------------------------------------------------------------

EmulatedValue EmulatedReader::ReadNumber(NumberType type)
{
   if (type.WireSize() == 0)
      Throw("the type code " + std::to_string(type.fCode) + " is no number");
   return Number(type, fBuffer.Consume(type.WireSize()));
}

EmulatedValue EmulatedReader::ReadNumbers(NumberType type, Long64_t n)
{
   if (type.WireSize() == 0)
      Throw("the type code " + std::to_string(type.fCode) + " is no number");
   fBuffer.CheckCount(n, type.WireSize());
   const std::size_t size = static_cast<std::size_t>(n) * type.WireSize();
   return Numbers(type, std::string(fBuffer.Consume(size), size));
}

std::string EmulatedReader::ReadText()
{
   return std::string(fBuffer.ReadStringBytes());
}

void EmulatedReader::AddNumber(EmulatedObject &object, const char *name, Int_t code)
{
   object.Add(name, nullptr, ReadNumber({code, nullptr}));
}

void EmulatedReader::AddText(EmulatedObject &object, const char *name)
{
   object.Add(name, nullptr, ReadText());
}

} // namespace rootlet
