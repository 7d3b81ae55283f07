// Emulated objects: the classes with a streamer of their own. Facts: docs/wire-format.md, "Custom streamers every reader
// must know". Member names are those of JSROOT where it has its own (name, arr, opt), else ROOT's.
#include "io/EmulatedCustom.h"

#include "io/EmulatedReader.h"
#include "meta/ClassName.h"

#include <algorithm>
#include <charconv>

namespace rootlet {
namespace {

constexpr CustomClass kCustoms[] = {{"TQObject", CustomLayout::kNothing},
                                    {"TObject", CustomLayout::kTObject},
                                    {"TArrayC", CustomLayout::kArray, 0, 1},
                                    {"TArrayS", CustomLayout::kArray, 0, 2},
                                    {"TArrayI", CustomLayout::kArray, 0, 3},
                                    {"TArrayL", CustomLayout::kArray, 0, 4},
                                    {"TArrayL64", CustomLayout::kArray, 0, 16},
                                    {"TArrayF", CustomLayout::kArray, 0, 5},
                                    {"TArrayD", CustomLayout::kArray, 0, 8},
                                    {"TDatime", CustomLayout::kDatime},
                                    {"TList", CustomLayout::kList, 5},
                                    {"THashList", CustomLayout::kList, 5},
                                    {"TObjArray", CustomLayout::kObjArray, 3},
                                    {"TClonesArray", CustomLayout::kClonesArray, 4},
                                    {"TMap", CustomLayout::kMap, 3},
                                    {"TRef", CustomLayout::kRef},
                                    {"TRefArray", CustomLayout::kRefArray, 1},
                                    {"TStreamerInfo", CustomLayout::kStreamerInfo, 9},
                                    {"TObjString", CustomLayout::kObjString, 1},
                                    {"TCanvas", CustomLayout::kCanvas, 8},
                                    {"TASImage", CustomLayout::kImage, 1}};

constexpr CustomClass kMatrixSym = {"TMatrixTSym", CustomLayout::kMatrixSym}; // its header is that of its base class
constexpr CustomClass kNone = {"", CustomLayout::kNone};

constexpr CanvasField kCanvas[] = {{"fDISPLAY", CanvasField::kText},
                                   {"fDoubleBuffer", 3},
                                   {"fRetained", 18},
                                   {"fXsizeUser", 13},
                                   {"fYsizeUser", 13},
                                   {"fXsizeReal", 13},
                                   {"fYsizeReal", 13},
                                   {"fWindowTopX", 3},
                                   {"fWindowTopY", 3},
                                   {"fWindowWidth", 13},
                                   {"fWindowHeight", 13},
                                   {"fCw", 13},
                                   {"fCh", 13},
                                   {"fCatt", CanvasField::kAttributes},
                                   {"@moveOpaque", 18, 1u << 20},
                                   {"@resizeOpaque", 18, 1u << 21},
                                   {"fHighLightColor", 2},
                                   {"fBatch", 18},
                                   {"@showEventStatus", 18, 1u << 15},
                                   {"@autoExec", 18, 1u << 16},
                                   {"@menuBar", 18, 1u << 17}};

constexpr UInt_t kBypassStreamer = 1u << 12; // of TClonesArray's fBits: member-wise
constexpr UInt_t kHasUUID = 1u << 5;         // of TRef's fBits

} // namespace

const CustomClass &CustomOf(std::string_view className)
{
   const auto *found = std::ranges::find(kCustoms, className, &CustomClass::fName);
   if (found != std::end(kCustoms))
      return *found;
   return className.starts_with("TMatrixTSym<") ? kMatrixSym : kNone;
}

std::span<const CanvasField> CanvasFields()
{
   return kCanvas;
}

void EmulatedReader::AddPointers(EmulatedObject &object, const char *name, Int_t n)
{
   EmulatedList list;
   for (Int_t i = 0; i < n; ++i)
      list.emplace_back(ReadPointer());
   object.Add(name, nullptr, std::move(list));
}

void EmulatedReader::AddBase(EmulatedObject &object, const char *className)
{
   object.Add(className, nullptr, ReadObjectOf(className), kTRUE);
}

bool EmulatedReader::ReadCustom(EmulatedObject &object)
{
   const CustomClass &custom = CustomOf(object.fClass);
   switch (custom.fLayout) {
   case CustomLayout::kNone:
      return false;
   case CustomLayout::kNothing:
      MadeOfNothing(1);
      return true;
   case CustomLayout::kTObject:
      ReadTObject(object);
      return true;
   case CustomLayout::kArray: {
      const NumberType type = NumberTypeOf(custom.fCode);
      object.Add("fArray", nullptr, ReadNumbers(type, fBuffer.ReadCount(type.WireSize())));
      return true;
   }
   case CustomLayout::kDatime:
      AddNumber(object, "fDatime", 13);
      return true;
   case CustomLayout::kRef:
      AddBase(object, "TObject");
      if (std::get<Number>(*object.Find("fBits")).AsULong64() & kHasUUID)
         AddText(object, "@uuid");
      else
         AddNumber(object, "@pid", 12);
      return true;
   default:
      break;
   }

   Frame frame = ReadHeader();
   object.fHeader = std::make_unique<WireHeader>();
   switch (custom.fLayout) {
   case CustomLayout::kList:
      ReadList(object);
      break;
   case CustomLayout::kObjArray:
      ReadObjArray(object);
      break;
   case CustomLayout::kClonesArray:
      ReadClonesArray(object);
      break;
   case CustomLayout::kMap:
      ReadMap(object);
      break;
   case CustomLayout::kRefArray:
      ReadRefArray(object);
      break;
   case CustomLayout::kStreamerInfo:
      ReadStreamerInfo(object);
      break;
   case CustomLayout::kObjString:
      AddBase(object, "TObject");
      AddText(object, "fString");
      break;
   case CustomLayout::kMatrixSym:
      break;
   case CustomLayout::kCanvas:
      ReadCanvas(object);
      break;
   case CustomLayout::kImage:
      AddBase(object, "TNamed");
      AddNumber(object, "@png", 18);
      if (std::get<Number>(object.fMembers.back().fValue).AsULong64())
         object.Add("fPngBuf", nullptr, ReadNumbers(NumberTypeOf(11), fBuffer.ReadCount(1)));
      break;
   default:
      break;
   }
   if (custom.fLayout == CustomLayout::kMatrixSym) {
      ReadMatrixSym(object, frame);
      return true;
   }
   End(frame);
   *object.fHeader = std::move(frame.fHeader);
   return true;
}

void EmulatedReader::ReadList(EmulatedObject &object)
{
   AddBase(object, "TObject");
   AddText(object, "name");
   const Int_t n = fBuffer.ReadCount(sizeof(UInt_t) + 1);
   EmulatedList entries, options;
   for (Int_t i = 0; i < n; ++i) {
      entries.emplace_back(ReadPointer());
      options.emplace_back(ReadText());
   }
   object.Add("arr", nullptr, std::move(entries));
   object.Add("opt", nullptr, std::move(options));
}

void EmulatedReader::ReadObjArray(EmulatedObject &object)
{
   AddBase(object, "TObject");
   AddText(object, "name");
   const Int_t n = fBuffer.ReadCount(sizeof(UInt_t));
   AddNumber(object, "fLowerBound", 3);
   AddPointers(object, "arr", n);
}

void EmulatedReader::ReadMap(EmulatedObject &object)
{
   AddBase(object, "TObject");
   AddText(object, "name");
   const Int_t n = fBuffer.ReadCount(2 * sizeof(UInt_t));
   EmulatedList entries;
   for (Int_t i = 0; i < n; ++i) {
      EmulatedObject *pair = NewObject("TPair");
      pair->Add("first", nullptr, ReadPointer());
      pair->Add("second", nullptr, ReadPointer());
      entries.emplace_back(pair);
   }
   object.Add("arr", nullptr, std::move(entries));
}

void EmulatedReader::ReadClonesArray(EmulatedObject &object)
{
   AddBase(object, "TObject");
   AddText(object, "name");
   AddText(object, "@class");
   const std::string classAndVersion = std::get<std::string>(object.fMembers.back().fValue);
   Int_t n;
   fBuffer.ReadRun(n);
   AddNumber(object, "fLowerBound", 3);
   const Bool_t memberWise = (std::get<Number>(*object.Find("fBits")).AsULong64() & kBypassStreamer) != 0;

   const std::size_t semicolon = classAndVersion.find(';');
   const std::string className = NormalizedClassName(classAndVersion.substr(0, semicolon));
   WireHeader header;
   if (semicolon != classAndVersion.npos)
      std::from_chars(classAndVersion.data() + semicolon + 1, classAndVersion.data() + classAndVersion.size(),
                      header.fVersion);
   if (memberWise) {
      object.Add("arr", nullptr, ReadColumnsOf(className, header, n, className));
      return;
   }
   fBuffer.CheckCount(n, 1);
   EmulatedList entries;
   for (Int_t i = 0; i < n; ++i) {
      UChar_t present;
      fBuffer.ReadRun(present);
      entries.emplace_back(static_cast<EmulatedObject *>(nullptr));
      if (present)
         entries.back() = ReadObjectOf(className);
   }
   object.Add("arr", nullptr, std::move(entries));
}

void EmulatedReader::ReadRefArray(EmulatedObject &object)
{
   AddBase(object, "TObject");
   AddText(object, "name");
   Int_t n;
   fBuffer.ReadRun(n);
   AddNumber(object, "fLowerBound", 3);
   AddNumber(object, "@pid", 12);
   object.Add("fUIDs", nullptr, ReadNumbers(NumberTypeOf(13), n));
}

// Behind the TMatrixTBase, whose header this is, the upper triangle: outside of that byte count.
void EmulatedReader::ReadMatrixSym(EmulatedObject &object, Frame &frame)
{
   const std::string base = "TMatrixTBase" + object.fClass.substr(object.fClass.find('<'));
   const TStreamerInfo *info = InfoOf(base, frame.fHeader);
   if (!info)
      Throw("class " + base + " has no StreamerInfo");
   ReadBody(object, *info);
   End(frame);
   *object.fHeader = std::move(frame.fHeader);
   const EmulatedValue *rows = object.Find("fNrows");
   const Number *number = rows ? std::get_if<Number>(rows) : nullptr;
   const Long64_t n = number ? number->AsLong64() : 0;
   constexpr Long64_t kMost = 46340; // more would not fit ROOT's own counters
   if (n < 0 || n > kMost)
      Throw("a matrix cannot have " + std::to_string(n) + " rows");
   const auto arguments = TemplateArguments(object.fClass);
   const Int_t code = arguments.empty() ? 0 : BasicCode(arguments[0]);
   if (code == 0)
      Throw("the elements of a " + object.fClass + " are no numbers");
   object.Add("@triangle", nullptr, ReadNumbers(NumberTypeOf(code), n * (n + 1) / 2));
}

void EmulatedReader::ReadStreamerInfo(EmulatedObject &object)
{
   AddBase(object, "TNamed");
   AddNumber(object, "fCheckSum", 13);
   AddNumber(object, "fClassVersion", 3);
   object.Add("fElements", nullptr, ReadPointer());
}

void EmulatedReader::ReadCanvas(EmulatedObject &object)
{
   AddBase(object, "TPad");
   for (const CanvasField &field : CanvasFields())
      if (field.fCode == CanvasField::kText)
         AddText(object, field.fName);
      else if (field.fCode == CanvasField::kAttributes)
         object.Add(field.fName, nullptr, ReadObjectOf("TAttCanvas"));
      else
         AddNumber(object, field.fName, field.fCode);
}

} // namespace rootlet
