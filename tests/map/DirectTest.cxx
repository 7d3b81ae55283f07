// AddDirect: objects that are published without streaming. That their values arrive, that everything that Add can do is done
// for them too, what cannot be direct and why, and bytes of a file that are no such objects.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "../heap/TempFolder.h"
#include "CaseTools.h"
#include "DirectMisfits.h"
#include "DirectShapes.h"
#include "RootletEmulation.h"
#include "RootletError.h"
#include "RootletMapCheck.h"
#include "StoreTools.h"
#include "TBuffer.h"
#include "TClass.h"
#include "TMapFile.h"
#include "map/DirectFormat.h"
#include "map/DirectLayout.h"

void direct::Moody::Streamer(TBuffer &buffer)
{
   if (buffer.IsReading())
      buffer.ReadRun(fValue);
   else
      buffer.WriteRun(fValue);
}

namespace rootlet {
namespace {

using namespace direct;
using test::Lines;
using test::OpenMap;
using test::TempFolder;

/// A class without a dictionary of its own: it inherits everything, IsA included.
class Undeclared : public AllNumbers {};
class UndeclaredRight : public Right {
public:
   Double_t fMore[5] = {};
};

class NoNumbers final : public ProcessNumbers {
public:
   UShort_t NumberOf(const TProcessID &) override { return 0; }
   TProcessID *At(UShort_t) override { return nullptr; }
};

class DirectTest : public testing::Test {
protected:
   void TearDown() override { EXPECT_EQ(Lines::TakeText(), "") << "a line that the test does not know of"; }
   std::unique_ptr<TMapFile> Open(const char *option) { return OpenMap(fPath, option); }
   /// Publishes an object filled with n and closes the map.
   template <class T>
   void Publish(const char *name, Int_t n)
   {
      const auto map = Open("UPDATE");
      T object;
      object.Fill(n);
      map->AddDirect(&object, name);
      map->Update();
   }
   ObjectDescription DescriptionOf(const char *name)
   {
      const auto store = MapStore::Open(fPath, MapMode::kRead);
      PayloadCopy copy;
      std::shared_ptr<const ObjectDescription> description;
      if (!store->Read(name, copy, &description))
         return {};
      fPayload.assign(copy.Data(), copy.Size());
      return *description;
   }

   Lines fLines;
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
   std::string fPayload; // of what DescriptionOf was asked for last
};

template <class T>
T Filled(Int_t n)
{
   T object;
   object.Fill(n);
   return object;
}

std::string StreamOf(const void *object, TClass *cl)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.MapObject(object, cl);
   cl->Streamer(const_cast<void *>(object), buffer);
   return {buffer.Buffer(), buffer.Position()};
}

std::string PayloadOf(const void *object, const TClass *cl)
{
   NoNumbers numbers;
   const auto layout = DirectLayout::Of(cl, object);
   std::string payload(layout->PayloadSize(), '\xee');
   layout->Gather(payload.data(), object, numbers);
   return payload;
}

// --- values ----------------------------------------------------------------------------------------------------------

template <class T>
class DirectKinds : public DirectTest {
};
using Kinds = testing::Types<AllNumbers, Tail, Diamond, Point, Plain, Evolving>;
TYPED_TEST_SUITE(DirectKinds, Kinds);

template <class T>
bool IsFilled(const T &object, Int_t n)
{
   if constexpr (std::is_same_v<T, Evolving>)
      return object.Is(n, 1);
   else
      return object.Is(n);
}

TYPED_TEST(DirectKinds, AreWhatTheirStreamerWouldHaveWritten)
{
   for (const Int_t n : {0, 1, 4711, 299999}) {
      const auto object = Filled<TypeParam>(n);
      TClass *cl = ClassOf<TypeParam>();
      const auto layout = DirectLayout::Of(cl, &object);
      ASSERT_EQ(layout->WhyNot(), "");
      const DirectFormat format = DirectFormat::Decode(layout->Bytes());
      EXPECT_EQ(format.PayloadSize(), layout->PayloadSize());
      EXPECT_EQ(format.Encode(), layout->Bytes());
      EXPECT_EQ(format.Streamed(PayloadOf(&object, cl)), StreamOf(&object, cl)) << cl->GetName() << " " << n;
   }
}

TYPED_TEST(DirectKinds, ComeBackAsTheyWere)
{
   const auto map = this->Open("RECREATE");
   TypeParam object;
   map->AddDirect(&object, "object");
   for (const Int_t n : {5, 3000, 77}) {
      object.Fill(n);
      map->Update();
      const auto consumer = this->Open("READ");
      const auto got = consumer->template Get<TypeParam>("object");
      ASSERT_TRUE(got);
      EXPECT_TRUE(IsFilled(*got, n));
      EXPECT_TRUE(IsFilled(*consumer->Snapshot()->template Get<TypeParam>("object"), n));
   }
   EXPECT_EQ(this->DescriptionOf("object").form, format::PayloadForm::kDirect);
}

TYPED_TEST(DirectKinds, AreReadWithoutTheirClassAsStreamedOnesAre)
{
   const auto map = this->Open("RECREATE");
   TypeParam object;
   object.Fill(12);
   map->AddDirect(&object, "direct");
   map->Add(&object, "streamed");
   map->Update();
   const auto consumer = this->Open("READ");
   EXPECT_EQ(consumer->GetEmulated("direct")->ToJSON(), consumer->GetEmulated("streamed")->ToJSON());
   EXPECT_EQ(consumer->GetEmulated("direct")->Stream(), consumer->GetEmulated("streamed")->Stream());
   EXPECT_TRUE(consumer->GetEmulated("direct")->Notes().empty());
}

TEST_F(DirectTest, TheFormThatWasPublishedLastCounts)
{
   const auto map = Open("RECREATE");
   auto object = Filled<AllNumbers>(1);
   const auto publish = [&](bool direct, Int_t n) {
      object.Fill(n);
      direct ? map->AddDirect(&object, "object") : map->Add(&object, "object");
      map->Update();
      const auto form = direct ? format::PayloadForm::kDirect : format::PayloadForm::kStreamed;
      EXPECT_EQ(DescriptionOf("object").form, form);
      EXPECT_TRUE(Open("READ")->Get<AllNumbers>("object")->fInt == -n);
   };
   publish(true, 1);
   publish(false, 2);
   publish(true, 3);
   publish(true, 4);
}

TEST_F(DirectTest, ThePayloadHoldsNumbersAloneWithoutPadding)
{
   Publish<Tail>("tail", 7);
   EXPECT_EQ(DescriptionOf("tail").form, format::PayloadForm::kDirect);
   const std::string expected("\7\0\0\0\7\7", 6);
   EXPECT_EQ(fPayload, expected);
}

TEST_F(DirectTest, AnObjectThatIsThereKeepsWhatIsItsOwn)
{
   const auto map = Open("RECREATE");
   const auto object = Filled<AllNumbers>(31);
   map->AddDirect(&object, "object");
   map->Update();
   AllNumbers mine;
   mine.fText = "mine";
   ASSERT_EQ(map->Get("object", &mine), &mine);
   EXPECT_TRUE(mine.Is(31));
   EXPECT_EQ(mine.fText, "mine");
   EXPECT_FALSE(mine.IsOnHeap());
   const std::unique_ptr<AllNumbers> made = map->Get<AllNumbers>("object");
   EXPECT_TRUE(made->IsOnHeap() && made->KeepsItsOwn());
}

TEST_F(DirectTest, ReferencesToAnObjectLeadToWhatWasRead)
{
   const auto run = [this] { // another process: in this one the identifier leads to the original
      const auto consumer = Open("READ");
      const auto got = consumer->Get<AllNumbers>("object");
      if (!got || !got->TestBit(TObject::kIsReferenced))
         return std::string("the object is not known to be referred to: ") + Lines::TakeText();
      const TProcessID *pid = TProcessID::GetProcessWithUID(got.get());
      if (pid == nullptr || pid == TProcessID::GetSessionProcessID())
         return std::string("the identifier is not one of the producer's process");
      if (pid->GetObjectWithID(got->GetUniqueID()) != got.get())
         return std::string("the identifier does not lead to the object");
      return Lines::TakeText();
   };
   const std::string produced = test::InChild([this] {
      const auto map = Open("RECREATE");
      auto object = Filled<AllNumbers>(6);
      TProcessID::AssignID(&object);
      map->AddDirect(&object, "object");
      map->Update();
      return Lines::TakeText();
   });
   EXPECT_EQ(produced, "");
   EXPECT_EQ(DescriptionOf("object").form, format::PayloadForm::kDirect);
   EXPECT_EQ(test::InChild(run), "");
}

TEST_F(DirectTest, AnObjectOfADerivedClassWithoutDictionaryIsNoSurprise)
{
   const auto map = Open("RECREATE");
   Undeclared object;
   map->AddDirect(&object, "object");
   EXPECT_EQ(Lines::Expect("TMapFile::AddDirect", {"direct::AllNumbers", "has no dictionary"}), "");
   // No TObject: it counts as the class that has a dictionary, and its virtual base lies elsewhere.
   UndeclaredRight derived;
   Right exact;
   exact.fNumber = 1, exact.fRight = 2;
   derived.fNumber = 3, derived.fRight = 4;
   map->AddDirect(&exact, "exact");
   map->AddDirect(static_cast<Right *>(&derived), "derived");
   map->Update();
   EXPECT_EQ(map->Get<Right>("exact")->fNumber, 1);
   EXPECT_EQ(map->Get<Right>("derived")->fNumber, 3);
   EXPECT_EQ(map->Get<Right>("derived")->fRight, 4);
}

TEST_F(DirectTest, NothingToAddIsAnError)
{
   const auto map = Open("RECREATE");
   map->AddDirect(static_cast<const TObject *>(nullptr));
   EXPECT_EQ(Lines::Expect("TMapFile::AddDirect", {"no object is given"}), "");
   map->AddDirect(static_cast<const Point *>(nullptr), "point");
   EXPECT_EQ(Lines::Expect("TMapFile::AddDirect", {"no object is given"}), "");
}

// --- what cannot be direct -------------------------------------------------------------------------------------------

struct Misfit {
   const char *name;
   const char *why;
   void (*add)(TMapFile &map);
};

template <class T>
void AddOne(TMapFile &map)
{
   static T object;
   map.AddDirect(&object, "object");
}

void AddMade(TMapFile &map)
{
   static Made object(4);
   map.AddDirect(&object, "object");
}

const Misfit kMisfits[] = {
   {"Text", "direct::WithText::fText is a TString, which owns its memory", AddOne<WithText>},
   {"String", "direct::WithString::fString is a container or string, streamed as string", AddOne<WithString>},
   {"Vector", "direct::WithVector::fVector is a container or string, streamed as vector<int>", AddOne<WithVector>},
   {"Bitset", "direct::WithBitset::fBits is a container or string, streamed as bitset<8>", AddOne<WithBitset>},
   {"Optional", "direct::WithOptional::fMaybe is a container or string, streamed as vector<int>", AddOne<WithOptional>},
   {"Pair", "direct::WithPair::fPair is a pair<", AddOne<WithPair>},
   {"Counted", "direct::WithCounted::fValues is a pointer (Float_t*)", AddOne<WithCounted>},
   {"CharStar", "direct::WithCharStar::fChars is a pointer (char*)", AddOne<WithCharStar>},
   {"Pointer", "direct::WithPointer::fOther is a pointer (direct::AllNumbers*)", AddOne<WithPointer>},
   {"Pointers", "direct::WithPointers::fOthers is a pointer (direct::AllNumbers*)", AddOne<WithPointers>},
   {"Owned", "direct::WithOwned::fOwned is a pointer (", AddOne<WithOwned>},
   {"Const", "direct::WithConst::fConst is const", AddOne<WithConst>},
   {"ConstPoint", "direct::WithConstPoint::fPoint is const", AddOne<WithConstPoint>},
   {"Atomic", "direct::WithAtomic::fAtomic is a std::atomic, of std::chrono", AddOne<WithAtomic>},
   {"Flag", "direct::WithFlag::fFlag is a std::atomic, of std::chrono or an enumeration of bool", AddOne<WithFlag>},
   {"Time", "direct::WithTime::fTimes is a std::atomic, of std::chrono", AddOne<WithTime>},
   {"Overlap", "direct::WithOverlap::fPoint is [[no_unique_address]]", AddOne<WithOverlap>},
   {"Objects", "direct::WithObjects::fObjects is an array of TObject", AddOne<WithObjects>},
   {"Named", "TNamed::fName is a TString", AddOne<WithNamed>},
   {"Inner", "direct::WithText::fText is a TString", AddOne<WithInner>},
   {"OnNamed", "TNamed::fName is a TString", AddOne<OnNamed>},
   {"OnVector", "direct::OnVector has the base class vector<int>", AddOne<OnVector>},
   {"NotStored", "direct::NotStored has version 0", AddOne<NotStored>},
   {"Made", "direct::Made has no default constructor", AddMade},
   {"Moody", "direct::Moody has a Streamer of its own", AddOne<Moody>},
   {"Ruled", "direct::Ruled has a read rule for its own version", AddOne<Ruled>},
};

class DirectMisfits : public DirectTest, public testing::WithParamInterface<Misfit> {};

TEST_P(DirectMisfits, AreStreamedWithOneLineThatSaysWhy)
{
   const auto map = Open("RECREATE");
   GetParam().add(*map);
   const std::string lines = Lines::TakeText();
   EXPECT_EQ(lines.find("Warning in <TMapFile::AddDirect>: " + fPath + ": 'object' is streamed"), 0u) << lines;
   EXPECT_NE(lines.find(std::string(": ") + GetParam().why), std::string::npos) << lines;
   EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1);
   map->Update();
   EXPECT_EQ(DescriptionOf("object").form, format::PayloadForm::kStreamed);
   EXPECT_NE(map->GetFirst()->GetGeneration(), 0u);
}

INSTANTIATE_TEST_SUITE_P(All, DirectMisfits, testing::ValuesIn(kMisfits),
                         [](const auto &misfit) { return std::string(misfit.param.name); });

// --- producers, copies -----------------------------------------------------------------------------------------------

TEST_F(DirectTest, WhatWasAddedByHandCountsAndNotThatItIsInTheDirectoryToo)
{
   const auto map = Open("RECREATE");
   AllNumbers object = Filled<AllNumbers>(3);
   TNamed streamed("both", "streamed");
   map->AddDirect(&object, "both");
   map->GetDirectory()->Append(&streamed);
   map->Update();
   map->Update();
   EXPECT_EQ(DescriptionOf("both").form, format::PayloadForm::kDirect);
   EXPECT_TRUE(Open("READ")->Get<AllNumbers>("both")->Is(3));
   map->GetDirectory()->Remove(&streamed);
}

TEST_F(DirectTest, WhoeverTakesTheRecordOverGoesOnWithIt)
{
   Publish<Diamond>("object", 1);
   const ObjectDescription first = DescriptionOf("object");
   Publish<Diamond>("object", 2);
   EXPECT_EQ(DescriptionOf("object"), first);
   EXPECT_TRUE(Open("READ")->Get<Diamond>("object")->Is(2));
   Publish<Tail>("object", 3); // another class
   EXPECT_TRUE(Open("READ")->Get<Tail>("object")->Is(3));
   {
      const auto map = Open("UPDATE");
      const auto object = Filled<Tail>(4);
      map->Add(&object, "object"); // the same, streamed
      map->Update();
   }
   EXPECT_EQ(DescriptionOf("object").form, format::PayloadForm::kStreamed);
   EXPECT_TRUE(Open("READ")->Get<Tail>("object")->Is(4));
}

TEST_F(DirectTest, SeveralProducersHaveTheirOwn)
{
   const auto one = Open("RECREATE SHARED");
   const auto first = Filled<Tail>(1);
   one->AddDirect(&first, "first");
   one->Update();
   {
      const auto two = Open("SHARED");
      const auto second = Filled<Diamond>(2);
      two->AddDirect(&second, "second");
      two->AddDirect(&first, "first");
      EXPECT_EQ(Lines::Expect("TMapFile::AddDirect", {"first"}), "") << "it belongs to one who lives";
      two->Update();
   }
   const auto claimed = Filled<Diamond>(3);
   one->AddDirect(&claimed, "second"); // of one who is gone
   one->Update();
   const auto consumer = Open("READ");
   EXPECT_TRUE(consumer->Get<Tail>("first")->Is(1));
   EXPECT_TRUE(consumer->Get<Diamond>("second")->Is(3));
}

TEST_F(DirectTest, ACheckpointHasItAndListingsShowIt)
{
   const auto map = Open("RECREATE");
   const auto object = Filled<AllNumbers>(8);
   map->AddDirect(&object, "object");
   map->Update();
   const std::string copy = fFolder / "copy";
   ASSERT_TRUE(map->Checkpoint(copy.c_str()));
   EXPECT_TRUE(OpenMap(copy, "READ")->Get<AllNumbers>("object")->Is(8));
   EXPECT_TRUE(CheckMap(copy).faults.empty());
   const TMapRec *record = map->GetFirst();
   EXPECT_STREQ(record->GetClassName(), "direct::AllNumbers");
   EXPECT_EQ(record->GetBufSize(),
             static_cast<Long64_t>(DirectLayout::Of(AllNumbers::Class(), &object)->PayloadSize()));
   EXPECT_EQ(map->Remove(const_cast<AllNumbers *>(&object)), &object);
   EXPECT_EQ(map->GetFirst(), nullptr);
}

// --- hostile bytes ---------------------------------------------------------------------------------------------------

class HostileDirect : public DirectTest {
protected:
   /// Publishes a payload under a description of our own making.
   void Forge(const ObjectDescription &description, const std::string &payload)
   {
      const auto store = MapStore::Open(fPath, MapMode::kUpdate);
      store->Remove(description.name);
      test::StringWriter writer(payload);
      PublishItem item{&store->Add(description), &writer, nullptr};
      store->Publish({&item, 1});
   }
   /// Neither Get nor GetEmulated gives an object, and both say so with these words.
   void ExpectRefused(const std::vector<std::string> &words)
   {
      const auto map = Open("READ");
      EXPECT_EQ(map->Get<AllNumbers>("object"), nullptr);
      EXPECT_EQ(Lines::Expect("TMapFile::Get", words), "");
      AllNumbers mine = Filled<AllNumbers>(9);
      EXPECT_EQ(map->Get("object", &mine), nullptr);
      EXPECT_TRUE(mine.Is(9)) << "it has been changed";
      EXPECT_EQ(Lines::Expect("TMapFile::Get", words), "");
      const auto snapshot = map->Snapshot();
      const std::string ofSnapshot = test::MessageOf([&] { snapshot->Get<AllNumbers>("object"); });
      const std::string emulated = test::MessageOf([&] { map->GetEmulated("object"); });
      for (const std::string &word : words) {
         EXPECT_NE(emulated.find(word), std::string::npos) << emulated;
         EXPECT_NE(ofSnapshot.find(word), std::string::npos) << ofSnapshot;
      }
   }
   /// Everything that may become of it but a crash.
   static void Try(const std::string &layout, const std::string &payload)
   {
      try {
         DirectFormat::Decode(layout).Streamed(payload);
      } catch (const Error &) {
      }
   }
   void SetUp() override
   {
      Publish<AllNumbers>("object", 10);
      fGood = DescriptionOf("object");
      fGoodPayload = fPayload;
   }

   ObjectDescription fGood;
   std::string fGoodPayload;
};

TEST_F(HostileDirect, ABoolIsZeroOrOne)
{
   const std::size_t at = DirectTObject::kSize; // fBool is the first member behind the TObject
   ASSERT_EQ(fGoodPayload[at], 0);
   for (const char value : {'\2', '\xff'}) {
      std::string payload = fGoodPayload;
      payload[at] = value;
      Forge(fGood, payload);
      ExpectRefused({fPath, "'object' is damaged", "bool", std::to_string(static_cast<unsigned char>(value))});
   }
   std::string payload = fGoodPayload;
   payload[at] = 1;
   Forge(fGood, payload);
   EXPECT_TRUE(Open("READ")->Get<AllNumbers>("object")->fBool);
}

/// Bools that stand one behind the other in the payload, though not all of them are in the array.
TEST_F(HostileDirect, EveryBoolOfAnArrayOfObjectsIsZeroOrOne)
{
   Publish<Switches>("switches", 1);
   const ObjectDescription description = DescriptionOf("switches");
   const std::string good = fPayload;
   constexpr std::size_t kSwitch = 1 + sizeof(Int_t);
   ASSERT_EQ(good.size(), 1 + 3 * kSwitch + 1);
   for (const std::size_t at : {std::size_t(0), std::size_t(1), 1 + kSwitch, 1 + 2 * kSwitch, 1 + 3 * kSwitch}) {
      std::string payload = good;
      payload[at] = 2;
      Forge(description, payload);
      EXPECT_EQ(Open("READ")->Get<Switches>("switches"), nullptr) << at;
      EXPECT_EQ(Lines::Expect("TMapFile::Get", {"'switches' is damaged", "bool with the value 2"}), "") << at;
   }
   Forge(description, good);
   EXPECT_TRUE(Open("READ")->Get<Switches>("switches")->Is(1));
}

TEST_F(HostileDirect, ThePayloadIsAsLongAsTheLayoutSays)
{
   for (const std::size_t size : {std::size_t(0), fGoodPayload.size() - 1, fGoodPayload.size() + 1}) {
      std::string payload = fGoodPayload;
      payload.resize(size);
      Forge(fGood, payload);
      ExpectRefused(
         {fPath, "'object' is damaged", std::to_string(size) + " bytes", std::to_string(fGoodPayload.size())});
   }
}

TEST_F(HostileDirect, AForgedFingerprintIsNoticed)
{
   ObjectDescription forged = fGood;
   forged.fingerprint ^= 1;
   Forge(forged, fGoodPayload);
   ExpectRefused({fPath, "'object' is damaged", "fingerprint"});
   forged = fGood;
   forged.layout.back() ^= 1; // with the fingerprint of the good one
   Forge(forged, fGoodPayload);
   ExpectRefused({fPath, "'object' is damaged", "fingerprint"});
   forged.layout.clear();
   Forge(forged, fGoodPayload);
   ExpectRefused({fPath, "'object' is damaged", "fingerprint"});
}

TEST_F(HostileDirect, ALayoutOfAnotherClassIsNotItsOwn)
{
   const Tail tail;
   ObjectDescription forged = fGood;
   forged.layout = DirectLayout::Of(Tail::Class(), &tail)->Bytes();
   forged.fingerprint = DirectFingerprint(forged.layout);
   Forge(forged, "123456");
   ExpectRefused({fPath, "'object' is damaged", "direct::Tail"});
}

TEST_F(HostileDirect, ASharedObjectIsNotTakenForAStream)
{
   ObjectDescription shared = fGood;
   shared.form = format::PayloadForm::kShared;
   const auto numbers = Filled<AllNumbers>(1);
   Forge(shared, StreamOf(&numbers, AllNumbers::Class()));
   ExpectRefused({fPath, "'object'", "lies in the map as itself"});
   ObjectDescription schema = shared;
   schema.name = ".StreamerInfo/direct::AllNumbers/7/00000000";
   schema.className = "TStreamerInfo";
   Forge(schema, "");
   EXPECT_NE(Open("READ")->GetSchema(), nullptr);
   EXPECT_NE(Lines::TakeText().find("lies in the map as itself"), std::string::npos);
}

TEST_F(HostileDirect, LayoutsAreCutAnywhere)
{
   for (std::size_t size = 0; size < fGood.layout.size(); ++size)
      EXPECT_THROW(DirectFormat::Decode(fGood.layout.substr(0, size)), Error) << size;
   EXPECT_THROW(DirectFormat::Decode(fGood.layout + '\0'), Error);
}

TEST_F(HostileDirect, BytesOfLayoutsAreAnything)
{
   for (std::size_t at = 0; at < fGood.layout.size(); ++at)
      for (const int value : {0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 127, 128, 255}) {
         std::string layout = fGood.layout;
         layout[at] = static_cast<char>(value);
         Try(layout, fGoodPayload);
      }
}

TEST_F(HostileDirect, CountsAndDepthsDoNotOverflow)
{
   const auto leaf = [](std::uint32_t count) {
      return DirectPart{.kind = DirectPart::kNumbers, .name = "fX", .count = count, .type = 3, .format = 'i'};
   };
   const auto expectRefused = [](DirectClass cls, const char *why) {
      const std::string message = test::MessageOf([&] { DirectFormat(std::move(cls)); });
      EXPECT_NE(message.find(why), std::string::npos) << message;
   };
   DirectClass cls{"X", 1, 0, false, {leaf(0xffffffff)}};
   expectRefused(cls, "too much");
   for (int i = 0; i < 10; ++i) { // 2^(32 * 11) numbers
      DirectPart part{.kind = DirectPart::kObjects, .name = "fIn", .count = 0xffffffff};
      part.cls = std::make_shared<DirectClass>(cls);
      cls.parts = {part};
   }
   expectRefused(cls, "too much");
   DirectPart empty{.kind = DirectPart::kObjects, .name = "fEmpty", .count = 0xffffffff};
   empty.cls = std::make_shared<DirectClass>(DirectClass{"Empty", 1, 0, false, {}});
   expectRefused({"X", 1, 0, false, {empty}}, "objects without members");
   DirectClass deep{"X", 1, 0, false, {leaf(0)}};
   for (int i = 0; i < 70; ++i) {
      DirectPart part{.kind = DirectPart::kBase};
      part.cls = std::make_shared<DirectClass>(deep);
      deep.parts = {part};
   }
   expectRefused(deep, "nests deeper");
   // Each virtual base repeats the one before twice: 2^40 of them in a stream.
   DirectClass doubling{"X", 1, 0, false, {}};
   for (int i = 0; i < 40; ++i) {
      DirectPart part{.kind = DirectPart::kVirtualBase};
      part.cls = std::make_shared<DirectClass>(DirectClass{"V" + std::to_string(i), 1, 0, false, {}});
      for (int n = 0; i > 0 && n < 2; ++n)
         part.cls->parts.push_back({.kind = DirectPart::kVirtualBaseAgain, .name = "V" + std::to_string(i - 1)});
      doubling.parts.push_back(part);
   }
   expectRefused(doubling, "too much");
   expectRefused({"X", 1, 0, false, {{.kind = DirectPart::kVirtualBaseAgain, .name = "V"}}}, "not there before");
   DirectPart packed{.kind = DirectPart::kNumbers, .name = "fPacked", .type = 9, .format = 'd'};
   packed.packing = "[" + std::string(DirectFormat::kMaxPacking, ',') + "]";
   expectRefused({"X", 1, 0, false, {packed}}, "packing");
}

/// A virtual base that says in itself that it comes again: then another one of that name was there before.
TEST_F(HostileDirect, AVirtualBaseDoesNotRepeatItself)
{
   for (const char *name : {"A", "TObject"}) {
      DirectPart again{.kind = DirectPart::kVirtualBaseAgain, .name = name};
      DirectPart inner{.kind = DirectPart::kVirtualBase};
      inner.cls = std::make_shared<DirectClass>(DirectClass{name, 1, 0, false, {}});
      if (inner.cls->name == "TObject")
         inner = {.kind = DirectPart::kVirtualTObject, .name = name};
      DirectPart outer{.kind = DirectPart::kVirtualBase};
      outer.cls = std::make_shared<DirectClass>(DirectClass{name, 1, 0, false, {inner, again}});
      const DirectFormat format(DirectClass{"X", 1, 0, false, {outer}});
      EXPECT_LT(format.Streamed(std::string(format.PayloadSize(), '\0')).size(), 100u);
   }
}

TEST_F(HostileDirect, UnknownCodesAreRefused)
{
   const auto layoutWith = [](std::uint8_t type, char letter) {
      DirectClass cls{"X", 1, 0, false, {}};
      cls.parts.push_back({.kind = DirectPart::kNumbers, .name = "fX", .type = type, .format = letter});
      return DirectFormat(std::move(cls)).Encode();
   };
   EXPECT_EQ(DirectFormat::Decode(layoutWith(3, 'i')).PayloadSize(), 4u);
   for (const auto &[type, letter] : {std::pair(3, 'f'),
                                      {3, '?'},
                                      {3, 'x'},
                                      {3, '\0'},
                                      {18, 'b'},
                                      {5, 'd'},
                                      {8, 'f'},
                                      {9, 'f'},
                                      {19, 'd'},
                                      {0, 'i'},
                                      {7, 'i'},
                                      {20, 'i'},
                                      {255, 'i'}})
      EXPECT_THROW(DirectFormat::Decode(layoutWith(static_cast<std::uint8_t>(type), letter)), Error)
         << type << " " << letter;
}

TEST_F(HostileDirect, AnEnumerationThatNeedsMoreBitsThanTheStreamHasIsAnError)
{
   auto object = Filled<AllNumbers>(1);
   const std::int64_t large = std::int64_t{1} << 40;
   std::memcpy(&object.fWide, &large, sizeof large);
   const std::string payload = PayloadOf(&object, AllNumbers::Class());
   EXPECT_NE(test::MessageOf([&] { DirectFormat::Decode(fGood.layout).Streamed(payload); }).find("fWide"),
             std::string::npos);
}

// --- other programs --------------------------------------------------------------------------------------------------

/// Runs a program and gives its output; its complaint is in that too.
std::string OutputOf(const std::string &command, int &status)
{
   std::string output;
   std::FILE *pipe = ::popen((command + " 2>&1").c_str(), "r");
   if (pipe == nullptr)
      return "no program";
   char buffer[512];
   for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
      output.append(buffer, n);
   status = ::pclose(pipe);
   return output;
}

struct Worker {
   const char *program;
   int version;
};
const Worker kWorkers[] = {
   {DIRECT_WORKER "_1", 1}, {DIRECT_WORKER "_1_padded", 1}, {DIRECT_WORKER "_2", 2}, {DIRECT_WORKER "_3", 3}};

TEST_F(DirectTest, EveryProgramReadsWhatEveryOtherOneHasPublished)
{
   std::set<std::string> addresses;
   Int_t n = 4710;
   for (const Worker &producer : kWorkers) {
      int status = 0;
      const std::string number = std::to_string(++n);
      const std::string written = OutputOf(std::string(producer.program) + " produce " + fPath + " " + number, status);
      ASSERT_EQ(status, 0) << written;
      EXPECT_EQ(written.find("Evolving::fMore is a container") != std::string::npos, producer.version == 3);
      const bool direct = producer.version != 3;
      EXPECT_EQ(DescriptionOf("evolving").form == format::PayloadForm::kDirect, direct);
      EXPECT_EQ(DescriptionOf("numbers").form, format::PayloadForm::kDirect);
      for (const Worker &consumer : kWorkers) {
         const std::string read = OutputOf(std::string(consumer.program) + " consume " + fPath + " " + number + " " +
                                              std::to_string(producer.version),
                                           status);
         EXPECT_EQ(status, 0) << producer.program << ", " << consumer.program << ": " << read;
         addresses.insert(read);
      }
   }
#ifndef ROOTLET_SANITIZED // they may need it off
   EXPECT_GT(addresses.size(), std::size(kWorkers)) << "address randomisation is switched off here";
#endif
}

} // namespace
} // namespace rootlet
