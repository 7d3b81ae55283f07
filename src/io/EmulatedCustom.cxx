// Emulated objects: the classes with a streamer of their own. Facts: docs/wire-format.md, "Custom streamers every reader
// must know". Member names are those of JSROOT where it has its own (name, arr, opt), else ROOT's.
#include "io/EmulatedCustom.h"

#include "io/EmulatedReader.h"
#include "meta/ClassName.h"

#include <algorithm>
#include <charconv>

namespace rootlet {
namespace {

enum class Layout {
   kNothing,
   kTObject,
   kArray,
   kDatime,
   kList,
   kObjArray,
   kClonesArray,
   kMap,
   kRef,
   kRefArray,
   kMatrixSym,
   kStreamerInfo,
   kObjString, // lists of rules in a StreamerInfo record have them, the record does not describe them
   kCanvas,
   kImage
};

struct Custom {
   std::string_view fClass;
   Layout fLayout;
   Int_t fCode = 0; // of TArrays
};

constexpr Custom kCustoms[] = {{"TQObject", Layout::kNothing},
                               {"TObject", Layout::kTObject},
                               {"TArrayC", Layout::kArray, 1},
                               {"TArrayS", Layout::kArray, 2},
                               {"TArrayI", Layout::kArray, 3},
                               {"TArrayL", Layout::kArray, 4},
                               {"TArrayL64", Layout::kArray, 16},
                               {"TArrayF", Layout::kArray, 5},
                               {"TArrayD", Layout::kArray, 8},
                               {"TDatime", Layout::kDatime},
                               {"TList", Layout::kList},
                               {"THashList", Layout::kList},
                               {"TObjArray", Layout::kObjArray},
                               {"TClonesArray", Layout::kClonesArray},
                               {"TMap", Layout::kMap},
                               {"TRef", Layout::kRef},
                               {"TRefArray", Layout::kRefArray},
                               {"TStreamerInfo", Layout::kStreamerInfo},
                               {"TObjString", Layout::kObjString},
                               {"TCanvas", Layout::kCanvas},
                               {"TASImage", Layout::kImage}};

constexpr Custom kMatrixSym = {"TMatrixTSym", Layout::kMatrixSym};

const Custom *FindCustom(std::string_view className)
{
   const auto *found = std::ranges::find(kCustoms, className, &Custom::fClass);
   if (found != std::end(kCustoms))
      return found;
   return className.starts_with("TMatrixTSym<") ? &kMatrixSym : nullptr;
}

constexpr UInt_t kBypassStreamer = 1u << 12; // of TClonesArray's fBits: member-wise
constexpr UInt_t kHasUUID = 1u << 5;         // of TRef's fBits

} // namespace

bool HasCustomLayout(std::string_view className)
{
   return FindCustom(className) != nullptr;
}

Int_t CodeOfArray(std::string_view className)
{
   const Custom *custom = FindCustom(className);
   return custom && custom->fLayout == Layout::kArray ? custom->fCode : 0;
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
   const Custom *custom = FindCustom(object.fClass);
   if (!custom)
      return false;
   switch (custom->fLayout) {
   case Layout::kNothing:
      MadeOfNothing(1);
      return true;
   case Layout::kTObject:
      ReadTObject(object);
      return true;
   case Layout::kArray: {
      const NumberType type = NumberTypeOf(custom->fCode);
      object.Add("fArray", nullptr, ReadNumbers(type, fBuffer.ReadCount(type.WireSize())));
      return true;
   }
   case Layout::kDatime:
      AddNumber(object, "fDatime", 13);
      return true;
   case Layout::kRef:
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
   switch (custom->fLayout) {
   case Layout::kList:
      ReadList(object);
      break;
   case Layout::kObjArray:
      ReadObjArray(object);
      break;
   case Layout::kClonesArray:
      ReadClonesArray(object);
      break;
   case Layout::kMap:
      ReadMap(object);
      break;
   case Layout::kRefArray:
      ReadRefArray(object);
      break;
   case Layout::kStreamerInfo:
      ReadStreamerInfo(object);
      break;
   case Layout::kObjString:
      AddBase(object, "TObject");
      AddText(object, "fString");
      break;
   case Layout::kMatrixSym:
      break;
   case Layout::kCanvas:
      ReadCanvas(object);
      break;
   case Layout::kImage:
      AddBase(object, "TNamed");
      AddNumber(object, "@png", 18);
      if (std::get<Number>(object.fMembers.back().fValue).AsULong64())
         object.Add("fPngBuf", nullptr, ReadNumbers(NumberTypeOf(11), fBuffer.ReadCount(1)));
      break;
   default:
      break;
   }
   if (custom->fLayout == Layout::kMatrixSym) {
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
   struct Field {
      const char *fName;
      Int_t fCode;
   };
   AddBase(object, "TPad");
   AddText(object, "fDISPLAY");
   for (const Field &field : {Field{"fDoubleBuffer", 3},
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
                              {"fCh", 13}})
      AddNumber(object, field.fName, field.fCode);
   object.Add("fCatt", nullptr, ReadObjectOf("TAttCanvas"));
   for (const Field &field : {Field{"@moveOpaque", 18},
                              {"@resizeOpaque", 18},
                              {"fHighLightColor", 2},
                              {"fBatch", 18},
                              {"@showEventStatus", 18},
                              {"@autoExec", 18},
                              {"@menuBar", 18}})
      AddNumber(object, field.fName, field.fCode);
}

} // namespace rootlet
