// Emulated objects: headers, layouts, pointers. See EmulatedReader.h.
#include "io/EmulatedReader.h"

#include "meta/ClassName.h"

namespace rootlet {
namespace {

constexpr UInt_t kIsReferenced = 1u << 4; // of TObject::fBits: a process id follows
constexpr UInt_t kNoTObject = 1u << 13;   // of TStreamerInfo's fBits: the TObject base is left out

} // namespace

EmulatedObject *EmulatedReader::NewObject(std::string_view className)
{
   return &fDocument.fObjects.emplace_back(std::string(className));
}

EmulatedReader::Step::Step(EmulatedReader &reader, std::string_view name)
   : fReader(reader), fExceptions(std::uncaught_exceptions())
{
   reader.fPath.push_back(name);
}

EmulatedReader::Step::~Step()
{
   if (std::uncaught_exceptions() > fExceptions && fReader.fFailedAt.empty()) {
      constexpr std::size_t kShown = 12; // at either end of a long path
      const auto &path = fReader.fPath;
      for (std::size_t i = 0; i < path.size(); ++i) {
         fReader.fFailedAt += i ? "/" : "";
         if (i == kShown && path.size() > 2 * kShown + 1) {
            fReader.fFailedAt += "...";
            i = path.size() - kShown - 1;
         } else {
            fReader.fFailedAt += path[i];
         }
      }
   }
   fReader.fPath.pop_back();
}

void EmulatedReader::MadeOfNothing(std::size_t n)
{
   if (n > fForNothing)
      Throw("there are too many values that take no bytes: the layouts multiply them");
   fForNothing -= n;
}

void EmulatedReader::Throw(const std::string &what)
{
   fBuffer.Throw("%s", what.c_str());
}

void EmulatedReader::Note(std::string what)
{
   constexpr std::size_t kMost = 100, kLongest = 400;
   if (fDocument.fNotes.size() > kMost)
      return;
   if (what.size() > kLongest)
      what.replace(kLongest / 2, what.size() - kLongest, "...");
   fDocument.fNotes.push_back(fDocument.fNotes.size() == kMost ? "and more" : std::move(what));
}

// --- headers ---------------------------------------------------------------------------------------------------------

EmulatedReader::Frame EmulatedReader::ReadHeader()
{
   Frame frame;
   UInt_t start, count;
   const Version_t word = fBuffer.ReadVersion(&start, &count);
   frame.fHeader.fVersion = word;
   frame.fHeader.fCounted = count != 0;
   frame.fHeader.fMemberWise = (word & 0x4000) != 0;
   frame.fEnd = count ? start + sizeof(UInt_t) + count : 0;
   return frame;
}

void EmulatedReader::End(Frame &frame, Bool_t noted)
{
   if (!frame.fEnd)
      return;
   const std::size_t here = fBuffer.Position();
   if (here > frame.fEnd)
      Throw("the layout is longer than the byte count, which ends at byte " + std::to_string(frame.fEnd));
   if (here == frame.fEnd)
      return;
   if (!noted)
      Note("'" + std::string(fPath.empty() ? "" : fPath.back()) + "' ends at byte " + std::to_string(here) +
           " by its layout, at byte " + std::to_string(frame.fEnd) +
           " by its byte count: what is between is kept as it is");
   frame.fHeader.fRest = std::string(fBuffer.Consume(frame.fEnd - here), frame.fEnd - here);
}

// --- objects -----------------------------------------------------------------------------------------------------------

EmulatedObject *EmulatedReader::ReadTop(std::string_view className)
{
   const std::string name = NormalizedClassName(className);
   EmulatedObject *top = NewObject(name);
   AnyHeader itself; // tag 1, whatever its class
   itself.fKind = AnyHeader::kObject;
   itself.fTag = 1;
   fBuffer.MapRead(itself, top);
   const TypeSpec type = ParseType(name);
   if (type.fKind == TypeSpec::kClass) {
      ReadClass(*top);
   } else {
      const Step step(*this, top->fClass);
      top->Add("value", nullptr, ReadElement(type));
   }
   return top;
}

EmulatedObject *EmulatedReader::ReadPart(std::string_view className)
{
   EmulatedObject *part = NewObject(className);
   ReadClass(*part);
   return part;
}

std::string EmulatedReader::WayTo(const TBuffer &buffer, std::string_view className, std::size_t start,
                                  std::size_t position)
{
   EmulatedDocument document(buffer.GetSchema() ? buffer.GetSchema() : std::make_shared<const Schema>(),
                             buffer.GetBufferDisplacement());
   TBuffer part(buffer.Buffer(), static_cast<std::size_t>(buffer.BufferSize()));
   part.SetBufferDisplacement(buffer.GetBufferDisplacement());
   part.SetBufferOffset(static_cast<Int_t>(start));
   EmulatedReader reader(document, part);
   reader.fStopAt = position;
   try {
      reader.ReadPart(className);
   } catch (const StreamError &error) {
      if (error.Offset() == position)
         return reader.FailedAt();
   } catch (const Error &) {
   }
   return {};
}

void EmulatedReader::ReadClass(EmulatedObject &object)
{
   if (StackIsLow())
      Throw("objects nest deeper than the stack of this thread allows");
   const Step step(*this, object.fClass);
   if (ReadCustom(object))
      return;
   Frame frame = ReadHeader();
   const TStreamerInfo *info = nullptr;
   const std::size_t left = frame.fEnd ? frame.fEnd - fBuffer.Position() : fBuffer.Remaining();
   const bool version0 = (frame.fHeader.fVersion & 0x3fff) == 0;
   if (version0 && left >= sizeof(UInt_t) && !fDocument.fSchema->Find(object.fClass, 0)) {
      UInt_t checksum;
      fBuffer.ReadRun(checksum);
      frame.fHeader.fCheckSum = checksum;
   }
   if (!(version0 && !frame.fHeader.fCheckSum && left == 0)) // a class with nothing to stream
      info = InfoOf(object.fClass, frame.fHeader);
   object.fHeader = std::make_unique<WireHeader>();
   if (info) {
      ReadBody(object, *info);
   } else if (left != 0) {
      if (!frame.fEnd)
         Throw("class " + object.fClass + ", version " + std::to_string(frame.fHeader.fVersion) +
               ", has no StreamerInfo, and without a byte count it cannot be skipped");
      Note("class " + object.fClass + ", version " + std::to_string(frame.fHeader.fVersion) +
           ", has no StreamerInfo: its " + std::to_string(frame.fEnd - fBuffer.Position()) + " bytes at byte " +
           std::to_string(fBuffer.Position()) + " are kept as they are");
      object.fOpaque = kTRUE;
   }
   End(frame, object.fOpaque);
   *object.fHeader = std::move(frame.fHeader);
}

void EmulatedReader::ReadBody(EmulatedObject &object, const TStreamerInfo &info)
{
   object.fInfo = &info;
   constexpr std::size_t kMost = 32; // a layout may promise more than the stream has
   object.fMembers.reserve(std::min(info.GetElements().size(), kMost));
   for (const auto &element : info.GetElements())
      if (element && element->GetType() >= 0 &&
          !(info.TestBit(kNoTObject) && element->GetType() == 66 &&
            dynamic_cast<const TStreamerBase *>(element.get()))) {
         const Step step(*this, element->GetName());
         ReadMember(object, *element);
      }
}

void EmulatedReader::ReadTObject(EmulatedObject &object)
{
   // A version word without byte count; one with, if it has bit 14 set.
   Frame frame = ReadHeader();
   object.fHeader = std::make_unique<WireHeader>();
   AddNumber(object, "fUniqueID", 13);
   AddNumber(object, "fBits", 15);
   if (std::get<Number>(object.fMembers.back().fValue).AsULong64() & kIsReferenced)
      AddNumber(object, "@processID", 12);
   End(frame);
   *object.fHeader = std::move(frame.fHeader);
}

EmulatedValue EmulatedReader::ReadObjectOf(const std::string &className)
{
   EmulatedObject *object = NewObject(className);
   if (className == "TObject")
      ReadTObject(*object);
   else
      ReadClass(*object);
   return object;
}

EmulatedValue EmulatedReader::ReadPointer()
{
   if (StackIsLow())
      Throw("objects nest deeper than the stack of this thread allows");
   if (fBuffer.Position() == fStopAt)
      Throw("here it was to stop");
   const AnyHeader header = fBuffer.ReadAnyHeader();
   if (header.fKind == AnyHeader::kNull)
      return static_cast<EmulatedObject *>(nullptr);
   if (header.fKind == AnyHeader::kReference) {
      void *known = fBuffer.ReadObjectAt(header.fTag);
      if (!known) {
         Note("the reference to tag " + std::to_string(header.fTag) + " at byte " + std::to_string(header.fStart) +
              " leads to no object that was read");
         return DanglingReference{header.fTag};
      }
      return static_cast<EmulatedObject *>(known);
   }
   EmulatedObject *object = NewObject(NormalizedClassName(header.fClass->fName));
   object->fTag = header.fTag;
   if (fGuesses)
      fMapped.emplace_back(header.fTag, fBuffer.ReadObjectAt(header.fTag));
   fBuffer.MapRead(header, object);
   const TypeSpec type = ParseType(object->fClass);
   if (object->fClass == "TObject") {
      ReadTObject(*object);
   } else if (type.fKind == TypeSpec::kClass) {
      ReadClass(*object);
   } else {
      object->Add("value", nullptr, ReadElement(type));
   }
   if (header.fCount) {
      const std::size_t end = header.fStart + sizeof(UInt_t) + header.fCount;
      if (fBuffer.Position() != end)
         Throw("an object of class " + object->fClass + " should end at byte " + std::to_string(end));
   }
   return object;
}

// --- the document ------------------------------------------------------------------------------------------------------

EmulatedDocument::EmulatedDocument(std::shared_ptr<const Schema> schema, std::string_view className, const void *bytes,
                                   std::size_t n, Int_t keylen)
   : fSchema(std::move(schema)), fKeyLength(keylen)
{
   TBuffer buffer(bytes, n);
   fBytes.assign(static_cast<const char *>(bytes), n);
   buffer.SetBufferDisplacement(keylen);
   EmulatedReader reader(*this, buffer);
   try {
      fRoot = reader.ReadTop(className);
   } catch (const StreamError &error) {
      throw StreamError(error.what() + (" in " + reader.FailedAt()), error.Offset(), reader.FailedAt());
   }
   if (buffer.Remaining())
      buffer.Throw("%zu bytes are left behind the object of class %s", buffer.Remaining(), fRoot->ClassName().c_str());
}

EmulatedDocument::EmulatedDocument(std::shared_ptr<const Schema> schema, Int_t keylen)
   : fSchema(std::move(schema)), fKeyLength(keylen)
{
}

EmulatedDocument::~EmulatedDocument() = default;

void EmulatedObject::Add(const char *name, const TStreamerElement *element, EmulatedValue value, Bool_t isBase)
{
   EmulatedMember &member = fMembers.emplace_back();
   member.fIsBase = isBase;
   member.fName = name;
   member.fElement = element;
   member.fValue = std::move(value);
}

const EmulatedValue *EmulatedObject::Find(std::string_view name) const
{
   for (const EmulatedMember &member : fMembers)
      if (name == member.fName && !member.fIsBase)
         return &member.fValue;
   for (const EmulatedMember &member : fMembers)
      if (member.fIsBase)
         if (EmulatedObject *const *base = std::get_if<EmulatedObject *>(&member.fValue); base && *base)
            if (const EmulatedValue *found = (*base)->Find(name))
               return found;
   return nullptr;
}

} // namespace rootlet
