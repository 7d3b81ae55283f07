// An emulated document to bytes again: the mirror image of EmulatedReader. Every value still has its wire form, so the
// bytes are those that were read. Facts: docs/wire-format.md.
#include "RootletEmulation.h"
#include "TBuffer.h"
#include "io/EmulatedCustom.h"
#include "io/EmulatedWriter.h"
#include "io/StackGuard.h"
#include "meta/ClassName.h"
#include "meta/TypeSpec.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

namespace rootlet {
namespace {

using Objects = std::vector<const EmulatedObject *>;

class Writer {
public:
   Writer(TBuffer &buffer, WrittenTags &tags) : fBuffer(buffer), fTags(&tags) {}
   /// `keyLength` as TBuffer::SetBufferDisplacement.
   Writer(TBuffer &buffer, Int_t keyLength) : fBuffer(buffer), fKeyLength(static_cast<UInt_t>(keyLength)) {}
   void Top(const EmulatedObject &object);
   void Object(const EmulatedObject &object);
   void Member(const EmulatedMember &member);
   void Columns(const EmulatedList &list);

private:
   UInt_t Begin(const WireHeader &header);
   void End(const WireHeader &header, UInt_t start);
   void Custom(const EmulatedObject &object);
   void Pointer(const EmulatedValue &value);
   void Column(const Objects &objects, std::size_t i);
   void Columns(const Objects &objects);
   UInt_t BeginObject(const EmulatedObject &object);
   void Headed(const Objects &objects, std::size_t i);
   void Covered(const EmulatedMember &member, const WireHeader &header);
   void Content(const TypeSpec &type, const EmulatedValue &value);
   void Element(const TypeSpec &type, const EmulatedValue &value);
   void Plain(const EmulatedValue &value, bool pointers);
   void Bytes(std::string_view bytes);
   void Value(const Number &number);
   void ByValue(const EmulatedValue &value);

   TBuffer &fBuffer;
   WrittenTags *fTags = nullptr; // null: tags are positions, as in any buffer, and these:
   UInt_t fKeyLength = 0;
   std::unordered_map<const EmulatedObject *, UInt_t> fObjectTags;
   std::unordered_map<std::string, UInt_t> fClassTags;
};

const EmulatedObject *ObjectIn(const EmulatedValue &value)
{
   EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value);
   return object ? *object : nullptr;
}

bool IsPointerType(Int_t type)
{
   return type == 64 || type == 69 || type == 84 || type == 89;
}

bool IsHeadedType(Int_t type)
{
   return type == 300 || type == 365 || type == 500 || type == 501 || type == 85 || type == 86 || type == 87;
}

void Writer::Bytes(std::string_view bytes)
{
   if (!bytes.empty())
      std::memcpy(fBuffer.Reserve(bytes.size()), bytes.data(), bytes.size());
}

void Writer::Value(const Number &number)
{
   number.Store(fBuffer.Reserve(number.Type().WireSize()));
}

UInt_t Writer::Begin(const WireHeader &header)
{
   const auto start = static_cast<UInt_t>(fBuffer.Position());
   if (header.fCounted)
      fBuffer.WriteRun(UInt_t(0));
   fBuffer.WriteRun(header.fVersion);
   if (header.fCheckSum)
      fBuffer.WriteRun(*header.fCheckSum);
   return start;
}

void Writer::End(const WireHeader &header, UInt_t start)
{
   Bytes(header.fRest);
   if (header.fCounted)
      fBuffer.SetByteCount(start);
}

void Writer::Top(const EmulatedObject &object)
{
   fObjectTags.emplace(&object, 1);
   Object(object);
}

void Writer::Object(const EmulatedObject &object)
{
   if (StackIsLow())
      fBuffer.Throw("objects nest deeper than the stack of this thread allows");
   if (HasCustomLayout(object.ClassName()))
      return Custom(object);
   const TypeSpec type = ParseType(object.ClassName());
   if (type.fKind != TypeSpec::kClass && !object.Header()) // a container or a string behind a pointer
      return Element(type, object.Members().front().fValue);
   UInt_t start = 0;
   if (object.Header()) {
      if (fTags)
         fTags->Begin(object, static_cast<UInt_t>(fBuffer.Position()));
      start = Begin(*object.Header());
   }
   for (const EmulatedMember &member : object.Members())
      Member(member);
   if (object.Header())
      End(*object.Header(), start);
}

void Writer::ByValue(const EmulatedValue &value)
{
   if (const EmulatedObject *object = ObjectIn(value))
      Object(*object);
}

void Writer::Pointer(const EmulatedValue &value)
{
   if (const auto *dangling = std::get_if<DanglingReference>(&value)) {
      fBuffer.WriteRun(dangling->fTag);
      return;
   }
   const EmulatedObject *object = ObjectIn(value);
   if (!object) {
      fBuffer.WriteRun(UInt_t(0));
      return;
   }
   if (fTags) {
      if (const UInt_t tag = fTags->Written(*object))
         return fBuffer.WriteRun(tag);
   } else if (const auto found = fObjectTags.find(object); found != fObjectTags.end()) {
      return fBuffer.WriteRun(found->second);
   }
   const UInt_t count = BeginObject(*object);
   Object(*object);
   fBuffer.SetByteCount(count);
}

UInt_t Writer::BeginObject(const EmulatedObject &object)
{
   constexpr UInt_t kNewClass = 0xffffffff, kClassFlag = 0x80000000, kTagOffset = 2;
   const auto count = static_cast<UInt_t>(fBuffer.Position());
   fBuffer.WriteRun(UInt_t(0));
   if (fTags) { // tags of another buffer: classes are named in full, for their tags would be positions there too
      fTags->Write(object, count);
   } else {
      fObjectTags.emplace(&object, count + fKeyLength + kTagOffset);
      const auto here = static_cast<UInt_t>(fBuffer.Position()) + fKeyLength + kTagOffset;
      if (const auto [known, isNew] = fClassTags.emplace(object.ClassName(), here); !isNew) {
         fBuffer.WriteRun(known->second | kClassFlag);
         return count;
      }
   }
   fBuffer.WriteRun(kNewClass);
   fBuffer.WriteString(object.ClassName().c_str());
   return count;
}

// --- members ---------------------------------------------------------------------------------------------------------

void Writer::Member(const EmulatedMember &member)
{
   const TStreamerElement *element = member.fElement;
   const Int_t type = element ? element->GetType() : -1;
   if (IsHeadedType(type)) {
      const WireHeader none;
      const WireHeader &header = member.fHeader ? *member.fHeader : none;
      UInt_t start = 0;
      if (member.fHeader) {
         start = Begin(header);
         if (header.fMemberWise) {
            fBuffer.WriteRun(header.fElementVersion);
            if (header.fElementSum)
               fBuffer.WriteRun(*header.fElementSum);
         }
      }
      Covered(member, header);
      if (member.fHeader)
         End(header, start);
      return;
   }
   if (type > 40 && type < 60) { // a counted array
      const auto *numbers = std::get_if<Numbers>(&member.fValue);
      fBuffer.WriteRun(static_cast<UChar_t>(numbers != nullptr));
      if (numbers)
         Bytes(numbers->Wire());
      return;
   }
   if (type == 7 || type == 27) {
      const auto one = [this](const EmulatedValue &value) {
         const auto &text = std::get<std::string>(value);
         fBuffer.WriteRun(static_cast<Int_t>(text.size()));
         Bytes(text);
      };
      const auto *list = std::get_if<EmulatedList>(&member.fValue);
      if (!list)
         return one(member.fValue);
      for (const EmulatedValue &value : *list)
         one(value);
      return;
   }
   if (type == 61 || type == 62 || type == 81 || type == 82) { // a container as an object: its content alone
      const TypeSpec spec = ParseType(element->GetTypeName());
      if (spec.fKind != TypeSpec::kClass && spec.fKind != TypeSpec::kPointer) {
         if (element->GetArrayLength() <= 0)
            return Content(spec, member.fValue);
         for (const EmulatedValue &value : std::get<EmulatedList>(member.fValue))
            Content(spec, value);
         return;
      }
   }
   Plain(member.fValue, IsPointerType(type));
}

// A value as it stands without any header of its own.
void Writer::Plain(const EmulatedValue &value, bool pointers)
{
   if (const auto *number = std::get_if<Number>(&value))
      return Value(*number);
   if (const auto *numbers = std::get_if<Numbers>(&value))
      return Bytes(numbers->Wire());
   if (const auto *text = std::get_if<std::string>(&value))
      return fBuffer.WriteStringBytes(*text);
   if (const auto *list = std::get_if<EmulatedList>(&value)) {
      for (const EmulatedValue &entry : *list)
         Plain(entry, pointers);
      return;
   }
   if (pointers)
      return Pointer(value);
   ByValue(value);
}

void Writer::Covered(const EmulatedMember &member, const WireHeader &header)
{
   const TStreamerElement &element = *member.fElement;
   const Int_t type = element.GetType();
   if (type == 501)
      return Plain(member.fValue, std::string_view(element.GetTypeName()).ends_with("**"));
   if (type < 100)
      return Plain(member.fValue, false);
   if (std::holds_alternative<Absent>(member.fValue))
      return; // could not be decoded: its bytes are in the header
   TypeSpec spec = ParseType(element.GetTypeName());
   if (spec.fKind == TypeSpec::kPointer)
      spec = TypeSpec(spec.fArgs[0]);
   const auto one = [&](const EmulatedValue &value) {
      if (!header.fMemberWise)
         return Content(spec, value);
      const auto &list = std::get<EmulatedList>(value);
      fBuffer.WriteRun(static_cast<Int_t>(list.size()));
      Columns(list);
   };
   if (element.GetArrayLength() <= 0)
      return one(member.fValue);
   for (const EmulatedValue &value : std::get<EmulatedList>(member.fValue))
      one(value);
}

// --- columns ---------------------------------------------------------------------------------------------------------

void Writer::Columns(const EmulatedList &list)
{
   Objects objects;
   for (const EmulatedValue &value : list)
      objects.push_back(ObjectIn(value));
   Columns(objects);
}

void Writer::Columns(const Objects &objects)
{
   if (fTags && !objects.empty())
      fTags->BeginColumns(objects, static_cast<UInt_t>(fBuffer.Position()));
   for (std::size_t i = 0; !objects.empty() && i < objects.front()->Members().size(); ++i)
      Column(objects, i);
}

void Writer::Column(const Objects &objects, std::size_t i)
{
   const EmulatedMember &first = objects.front()->Members()[i];
   const Int_t type = first.fElement ? first.fElement->GetType() : -1;
   if (IsHeadedType(type))
      return Headed(objects, i);
   if (first.fIsBase && type == 0 && ObjectIn(first.fValue)) {
      Objects parts;
      for (const EmulatedObject *object : objects)
         parts.push_back(ObjectIn(object->Members()[i].fValue));
      return Columns(parts);
   }
   for (const EmulatedObject *object : objects)
      Member(object->Members()[i]);
}

void Writer::Headed(const Objects &objects, std::size_t i)
{
   const WireHeader none;
   const EmulatedMember &first = objects.front()->Members()[i];
   const WireHeader &header = first.fHeader ? *first.fHeader : none;
   UInt_t start = 0;
   if (first.fHeader) {
      start = Begin(header);
      if (header.fMemberWise) {
         fBuffer.WriteRun(header.fElementVersion);
         if (header.fElementSum)
            fBuffer.WriteRun(*header.fElementSum);
      }
   }
   for (const EmulatedObject *object : objects)
      Covered(object->Members()[i], header);
   if (first.fHeader)
      End(header, start);
}

// --- containers ------------------------------------------------------------------------------------------------------

void Writer::Content(const TypeSpec &type, const EmulatedValue &value)
{
   if (const auto *text = std::get_if<std::string>(&value))
      return fBuffer.WriteStringBytes(*text);
   if (const auto *numbers = std::get_if<Numbers>(&value)) {
      fBuffer.WriteRun(static_cast<Int_t>(numbers->Size()));
      return Bytes(numbers->Wire());
   }
   const auto &list = std::get<EmulatedList>(value);
   fBuffer.WriteRun(static_cast<Int_t>(list.size()));
   for (const EmulatedValue &entry : list) {
      if (!type.IsMap()) {
         Element(type.fArgs[0], entry);
         continue;
      }
      const auto &pair = ObjectIn(entry)->Members();
      Element(type.fArgs[0], pair[0].fValue);
      Element(type.fArgs[1], pair[1].fValue);
   }
}

void Writer::Element(const TypeSpec &type, const EmulatedValue &value)
{
   if (const auto *number = std::get_if<Number>(&value))
      return Value(*number);
   if (type.fKind == TypeSpec::kPointer)
      return Pointer(value);
   if (ObjectIn(value))
      return ByValue(value);
   Content(type, value);
}

// --- classes with a streamer of their own ------------------------------------------------------------------------------

void Writer::Custom(const EmulatedObject &object)
{
   const CustomLayout layout = CustomOf(object.ClassName()).fLayout;
   const auto &members = object.Members();
   UInt_t start = 0;
   if (object.Header())
      start = Begin(*object.Header());
   switch (layout) {
   case CustomLayout::kStreamerInfo:
      for (std::size_t i = 0; i + 1 < members.size(); ++i)
         Plain(members[i].fValue, false);
      Pointer(members.back().fValue);
      break;
   case CustomLayout::kArray: {
      const auto &numbers = std::get<Numbers>(members.front().fValue);
      fBuffer.WriteRun(static_cast<Int_t>(numbers.Size()));
      Bytes(numbers.Wire());
      break;
   }
   case CustomLayout::kList: {
      Plain(members[0].fValue, false);
      Plain(members[1].fValue, false);
      const auto &entries = std::get<EmulatedList>(members[2].fValue);
      const auto &options = std::get<EmulatedList>(members[3].fValue);
      fBuffer.WriteRun(static_cast<Int_t>(entries.size()));
      for (std::size_t i = 0; i < entries.size(); ++i) {
         Pointer(entries[i]);
         fBuffer.WriteStringBytes(std::get<std::string>(options[i]));
      }
      break;
   }
   case CustomLayout::kObjArray:
   case CustomLayout::kClonesArray: {
      const bool clones = layout == CustomLayout::kClonesArray;
      for (std::size_t i = 0; i + 2 < members.size(); ++i)
         Plain(members[i].fValue, false);
      const auto &entries = std::get<EmulatedList>(members.back().fValue);
      fBuffer.WriteRun(static_cast<Int_t>(entries.size()));
      Plain(members[members.size() - 2].fValue, false); // fLowerBound
      if (clones && (std::get<Number>(*object.Find("fBits")).AsULong64() & 1u << 12)) {
         Columns(entries);
         break;
      }
      for (const EmulatedValue &entry : entries) {
         if (clones)
            fBuffer.WriteRun(static_cast<UChar_t>(ObjectIn(entry) != nullptr));
         clones ? ByValue(entry) : Pointer(entry);
      }
      break;
   }
   case CustomLayout::kMap: {
      Plain(members[0].fValue, false);
      Plain(members[1].fValue, false);
      const auto &entries = std::get<EmulatedList>(members[2].fValue);
      fBuffer.WriteRun(static_cast<Int_t>(entries.size()));
      for (const EmulatedValue &entry : entries)
         for (const EmulatedMember &half : ObjectIn(entry)->Members())
            Pointer(half.fValue);
      break;
   }
   case CustomLayout::kRefArray:
      Plain(members[0].fValue, false);
      Plain(members[1].fValue, false);
      fBuffer.WriteRun(static_cast<Int_t>(std::get<Numbers>(members[4].fValue).Size()));
      for (std::size_t i = 2; i < 5; ++i)
         Plain(members[i].fValue, false);
      break;
   case CustomLayout::kImage:
      Plain(members[0].fValue, false);
      Plain(members[1].fValue, false);
      if (members.size() > 2) {
         fBuffer.WriteRun(static_cast<Int_t>(std::get<Numbers>(members[2].fValue).Size()));
         Plain(members[2].fValue, false);
      }
      break;
   case CustomLayout::kMatrixSym:
      for (std::size_t i = 0; i + 1 < members.size(); ++i)
         Member(members[i]);
      End(*object.Header(), start); // the triangle is outside of the byte count
      return Plain(members.back().fValue, false);
   case CustomLayout::kNone:
   case CustomLayout::kNothing:
   case CustomLayout::kTObject:
   case CustomLayout::kDatime:
   case CustomLayout::kRef:
   case CustomLayout::kObjString:
   case CustomLayout::kCanvas: // their members in turn
      for (const EmulatedMember &member : members)
         Plain(member.fValue, false);
      break;
   }
   if (object.Header())
      End(*object.Header(), start);
}

} // namespace

void WriteEmulated(TBuffer &buffer, const EmulatedObject &object, WrittenTags &tags)
{
   Writer(buffer, tags).Object(object);
}

void WriteEmulated(TBuffer &buffer, const EmulatedMember &member, WrittenTags &tags)
{
   Writer(buffer, tags).Member(member);
}

void WriteEmulated(TBuffer &buffer, const EmulatedList &columns, WrittenTags &tags)
{
   Writer(buffer, tags).Columns(columns);
}

std::string EmulatedDocument::Stream() const
{
   TBuffer buffer(TBuffer::kWrite);
   Writer(buffer, fKeyLength).Top(*fRoot);
   std::string written(buffer.Buffer(), buffer.Position());
   if (!fBytes.empty() && written != fBytes) {
      const auto [ours, theirs] = std::ranges::mismatch(written, fBytes);
      const auto at = static_cast<std::size_t>(ours - written.begin());
      throw StreamError(
         "the object cannot be written as it was read: no writer gives it the form that it has at byte " +
            std::to_string(at) + " in " + fRoot->ClassName(),
         at, fRoot->ClassName());
   }
   return written;
}

} // namespace rootlet
