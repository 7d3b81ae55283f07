// Objects read without their class: the layouts that the zoo's dictionaries tell, and nothing else, must explain every
// byte that the compiled classes wrote; and a stream that lies must end in an error that says where.
#include "Bytes.h"
#include "MemoryWatch.h"
#include "RootletEmulation.h"
#include "Zoo.h"

#include "RootletStl.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <set>

using namespace cage;
using rootlet::EmulatedDocument;
using rootlet::EmulatedObject;
using rootlet::Schema;

namespace {

/// An object's bytes, its class, and the layouts that describe it.
struct Sample {
   std::string fName;
   std::string fClass;
   Bytes fBytes;
   std::shared_ptr<Schema> fSchema;
};

template <class T>
Sample SampleOf(const char *name, const std::function<void(T &)> &fill)
{
   T object;
   fill(object);
   TBuffer buffer(TBuffer::kWrite);
   buffer.MapObject(&object, T::Class());
   object.T::Streamer(buffer);
   auto schema = std::make_shared<Schema>();
   schema->AddClass(T::Class());
   schema->AddClass(Flower::Class()); // what stands behind pointers to Leaf
   return {name, T::Class_Name(), Bytes(buffer), std::move(schema)};
}

template <class T>
Sample Filled(const char *name)
{
   return SampleOf<T>(name, [](T &object) { object.Fill(2); });
}

const std::vector<Sample> &Samples()
{
   static const std::vector<Sample> samples{Filled<Basics>("Basics"),
                                            Filled<cage::Arrays>("Arrays"),
                                            Filled<cage::Counted>("Counted"),
                                            Filled<cage::Packed>("Packed"),
                                            Filled<cage::Strings>("Strings"),
                                            Filled<cage::Objects>("Objects"),
                                            Filled<Embedded>("Embedded"),
                                            Filled<Loops>("Loops"),
                                            Filled<BasicContainers>("BasicContainers"),
                                            Filled<Maps>("Maps"),
                                            Filled<ObjectContainers>("ObjectContainers"),
                                            Filled<NestedContainers>("NestedContainers"),
                                            Filled<Outer>("Outer"),
                                            Filled<Swarm>("Swarm"),
                                            Filled<Census>("Census"),
                                            Filled<Hive>("Hive"),
                                            SampleOf<Bottom>("Bottom", [](Bottom &object) { object.fBottom = 7; }),
                                            SampleOf<Holder>("Holder",
                                                             [](Holder &object) {
                                                                object.fName = "holder";
                                                                object.fInts.assign(3, 1);
                                                                object.fLeaves.assign(2, Leaf(2));
                                                                object.fMap = {{1, 2.0}};
                                                             }),
                                            SampleOf<Node>("Nodes", [](Node &object) {
                                               object.fNext.reset(new Node);
                                               object.fNext->fNext.reset(new Node);
                                            })};
   return samples;
}

/// What reading these bytes came to: the document, or the error.
struct Outcome {
   std::unique_ptr<EmulatedDocument> fDocument;
   std::string fError;
   std::string fPath;
};

Outcome Read(const Sample &sample, const Bytes &bytes)
{
   const std::unique_ptr<char[]> exact(new char[bytes.Size()]); // ends where its allocation ends
   if (bytes.Size())
      std::memcpy(exact.get(), bytes.Data(), bytes.Size());
   Outcome outcome;
   const MemoryWatch watch;
   try {
      outcome.fDocument = std::make_unique<EmulatedDocument>(sample.fSchema, sample.fClass, exact.get(), bytes.Size());
   } catch (const rootlet::StreamError &error) {
      outcome.fError = error.what();
      outcome.fPath = error.Path();
   }
   EXPECT_LE(watch.Taken(), (32u << 20) + 1000 * bytes.Size());
   return outcome;
}

class Emulation : public ::testing::TestWithParam<std::size_t> {
protected:
   const Sample &Given() const { return Samples()[GetParam()]; }
};

TEST(SchemaTest, AnotherLayoutOfAClassWithoutClassDefDoesNotStandForOurs)
{
   const TClass *point = TClass::GetClass("cage::Point");
   ASSERT_NE(point, nullptr);
   Schema schema;
   const Int_t version = TStreamerInfo(point).GetClassVersion(); // that of all classes without ClassDef
   schema.Add(std::make_unique<TStreamerInfo>("cage::Point", version, point->GetCheckSum() + 1));
   schema.AddClass(point);
   schema.AddClass(point);
   EXPECT_NE(schema.FindByCheckSum("cage::Point", point->GetCheckSum()), nullptr);
   EXPECT_EQ(schema.All().size(), 2u);
}

} // namespace

TEST_P(Emulation, EveryByteIsExplainedAndComesBack)
{
   const Outcome outcome = Read(Given(), Given().fBytes);
   ASSERT_TRUE(outcome.fDocument) << outcome.fError;
   EXPECT_TRUE(outcome.fDocument->Notes().empty()) << outcome.fDocument->Notes().front();
   EXPECT_EQ(Bytes(outcome.fDocument->Stream()), Given().fBytes);
   const auto json = nlohmann::json::parse(outcome.fDocument->ToDecodedJson());
   EXPECT_EQ(json["_typename"], Given().fClass);
}

TEST_P(Emulation, EveryTruncationIsAnErrorWithItsPlace)
{
   for (std::size_t n = 0; n < Given().fBytes.Size(); ++n) {
      const Outcome outcome = Read(Given(), Bytes(Given().fBytes.Data(), n));
      ASSERT_FALSE(outcome.fDocument) << "cut to " << n << " of " << Given().fBytes.Size();
      EXPECT_NE(outcome.fError.find("at byte "), std::string::npos) << outcome.fError;
      EXPECT_EQ(outcome.fPath.substr(0, Given().fClass.size()), Given().fClass);
   }
}

TEST_P(Emulation, EveryByteAndEveryWordMayBeAnything)
{
   const Bytes &bytes = Given().fBytes;
   const auto tried = [&](std::size_t at, const std::string &what) {
      std::string changed = bytes.String();
      changed.replace(at, what.size(), what);
      const Outcome outcome = Read(Given(), Bytes(changed));
      if (!outcome.fDocument)
         return;
      // Then it can be shown, and written as it was, or not at all.
      EXPECT_FALSE(outcome.fDocument->ToDecodedJson().empty());
      try {
         EXPECT_EQ(outcome.fDocument->Stream(), changed);
      } catch (const rootlet::StreamError &error) {
         EXPECT_NE(std::string(error.what()).find("cannot be written as it was read"), std::string::npos)
            << error.what();
      }
   };
   for (std::size_t at = 0; at < bytes.Size(); ++at)
      for (const int value : {0x00, 0xff, 0x40, 0x80, 0x7f})
         tried(at, std::string(1, static_cast<char>(value)));
   for (std::size_t at = 0; at + 4 <= bytes.Size(); ++at)
      for (const std::uint32_t value : {0xffffffffu, 0x7fffffffu, 0x80000000u, 0x40000000u, 0x40000002u, 0x00010000u})
         tried(at, Bytes().U32(value).String());
}

INSTANTIATE_TEST_SUITE_P(Zoo, Emulation, ::testing::Range<std::size_t>(0, Samples().size()),
                         [](const auto &given) { return Samples()[given.param].fName; });

TEST(EmulationValues, AreFoundByNameInClassAndBases)
{
   const Sample sample = Filled<cage::Objects>("Objects");
   const Outcome outcome = Read(sample, sample.fBytes);
   ASSERT_TRUE(outcome.fDocument) << outcome.fError;
   const EmulatedObject &object = outcome.fDocument->Root();
   cage::Objects original;
   original.Fill(2);
   ASSERT_NE(object.Find("fName"), nullptr) << "a member of the base class TNamed";
   EXPECT_EQ(std::get<std::string>(*object.Find("fName")), original.GetName());
   EXPECT_EQ(std::get<rootlet::Number>(*object.Find("fUniqueID")).AsULong64(), original.GetUniqueID());
   EXPECT_EQ(object.Find("fNoSuchMember"), nullptr);
   EXPECT_TRUE(object.Members().front().fIsBase);
}

TEST(EmulationValues, AnUnknownClassIsKeptAsBytesAndNoted)
{
   const Sample sample = Filled<cage::Objects>("Objects");
   const auto poor = std::make_shared<Schema>(); // not even the class itself
   const EmulatedDocument document(poor, "NoSuchClass", sample.fBytes.Data(), sample.fBytes.Size());
   EXPECT_TRUE(document.Root().IsOpaque());
   ASSERT_EQ(document.Notes().size(), 1u);
   EXPECT_NE(document.Notes().front().find("NoSuchClass"), std::string::npos);
   EXPECT_EQ(Bytes(document.Stream()), sample.fBytes);
}

TEST(EmulationValues, SharedAndCyclicPointersAreReferences)
{
   cage::Pointers pointers;
   Leaf leaf(1);
   pointers.fShared = pointers.fSame = &leaf;
   pointers.fSelf = &pointers;
   TBuffer buffer(TBuffer::kWrite);
   buffer.MapObject(&pointers);
   pointers.cage::Pointers::Streamer(buffer);
   auto schema = std::make_shared<Schema>();
   schema->AddClass(cage::Pointers::Class());
   const EmulatedDocument document(schema, cage::Pointers::Class_Name(), buffer.Buffer(), buffer.Position());
   EXPECT_EQ(std::get<EmulatedObject *>(*document.Root().Find("fShared")),
             std::get<EmulatedObject *>(*document.Root().Find("fSame")));
   EXPECT_EQ(std::get<EmulatedObject *>(*document.Root().Find("fSelf")), &document.Root());
   EXPECT_EQ(document.Stream(), std::string(buffer.Buffer(), buffer.Position()));
   const auto json = nlohmann::json::parse(document.ToDecodedJson());
   EXPECT_EQ(json["fSelf"], nlohmann::json({{"$ref", 0}}));
   EXPECT_EQ(json["fSame"]["$ref"], 1);
}

TEST(EmulationValues, ObjectsThatNestTooDeepAreAnError)
{
   // A list of nodes: the pointer to the next is the last member, so all byte counts end where the stream ends.
   constexpr std::size_t kNodes = 200000;
   constexpr std::size_t kNode = 4 + 2 + 4; // byte count, version, fDepth
   const std::string name("cage::Node\0", 11);
   const std::size_t total = kNodes * kNode + 4 + 4 + name.size() + (kNodes - 2) * 8 + 4;
   Bytes bytes;
   const auto count = [&] { bytes.U32(0x40000000u | (total - bytes.Size() - 4)); };
   for (std::size_t i = 0; i < kNodes; ++i) {
      count();
      bytes.U16(1).I32(0);
      if (i + 1 == kNodes)
         break;
      count();
      if (i == 0)
         bytes.U32(0xffffffffu).Raw(name);
      else
         bytes.U32(0x80000000u | (kNode + 4 + 2)); // the tag of the class named first
   }
   bytes.U32(0);
   ASSERT_EQ(bytes.Size(), total);
   auto schema = std::make_shared<Schema>();
   schema->AddClass(Node::Class());
   try {
      const EmulatedDocument document(schema, "cage::Node", bytes.Data(), bytes.Size());
      FAIL() << "read to the end";
   } catch (const rootlet::StreamError &error) {
      EXPECT_NE(std::string(error.what()).find("nest deeper"), std::string::npos) << error.what();
      EXPECT_LT(error.Path().size(), 2000u);
   }
}

// Elements that nobody describes are taken for enumerations. Where that is wrong, nothing of the try is left.
TEST(EmulationValues, AWrongGuessLeavesNothingBehind)
{
   auto schema = std::make_shared<Schema>();
   schema->AddClass(Leaf::Class());
   auto info = std::make_unique<TStreamerInfo>("Host", 1, 0x1234);
   info->Add(std::make_unique<TStreamerObjectPointer>("fFirst", "", 64, 8, "cage::Leaf*"));
   info->Add(std::make_unique<TStreamerSTL>("fGuessed", "", 500, 24, "map<Unknown,cage::Leaf*>", 4, 61));
   for (const char *name : {"fInside", "fAgain", "fNew", "fNewAgain"})
      info->Add(std::make_unique<TStreamerObjectPointer>(name, "", 64, 8, "cage::Leaf*"));
   schema->Add(std::move(info));

   const auto leaf = [](int value) { return Bytes().Object(4, Bytes().TObjectPart().I32(value)); };
   Bytes body;
   const auto tag = [&](std::size_t more) { return static_cast<std::uint32_t>(4 + 2 + body.Size() + more + 2); };
   const std::uint32_t first = tag(0), leafClass = tag(4);
   body.NewPointer("cage::Leaf", leaf(1));
   // An entry with a key of four bytes and a leaf, and then something that does not fit: keys are no enumerations.
   const std::uint32_t inside = tag(4 + 2 + 4 + 4);
   body.Layer(Bytes().I32(1).I32(77).KnownPointer(leafClass, leaf(2)).Raw("no enumeration"));
   body.U32(inside).U32(first);
   const std::uint32_t later = tag(0);
   body.KnownPointer(leafClass, leaf(3)).U32(later);
   const Bytes bytes = Bytes().Object(1, body);

   const EmulatedDocument document(schema, "Host", bytes.Data(), bytes.Size());
   const EmulatedObject &host = document.Root();
   const auto *dangling = std::get_if<rootlet::DanglingReference>(host.Find("fInside"));
   ASSERT_TRUE(dangling) << "it refers to what was made of a wrong guess";
   EXPECT_EQ(dangling->fTag, inside);
   const auto *known = std::get<EmulatedObject *>(*host.Find("fAgain"));
   ASSERT_EQ(known, std::get<EmulatedObject *>(*host.Find("fFirst")));
   EXPECT_EQ(known->Get<Int_t>("fValue"), 1);
   const auto *last = std::get<EmulatedObject *>(*host.Find("fNew"));
   ASSERT_EQ(last, std::get<EmulatedObject *>(*host.Find("fNewAgain")));
   EXPECT_EQ(last->Get<Int_t>("fValue"), 3);
   EXPECT_EQ(Bytes(document.Stream()), bytes);
   ASSERT_EQ(document.Notes().size(), 2u);
   EXPECT_NE(document.Notes()[0].find("'fGuessed'"), std::string::npos);
   EXPECT_NE(document.Notes()[1].find("leads to no object"), std::string::npos);
}

// Layouts come from the file too: a class that is its own base, or holds itself, must not be believed.
TEST(EmulationValues, LayoutsThatGoInCirclesAreAnError)
{
   const auto circle = [](std::unique_ptr<TStreamerElement> element) {
      auto schema = std::make_shared<Schema>();
      auto info = std::make_unique<TStreamerInfo>("Circle", 1, 0x1234);
      info->Add(std::move(element));
      schema->Add(std::move(info));
      auto holder = std::make_unique<TStreamerInfo>("Holder", 1, 0x5678);
      holder->Add(std::make_unique<TStreamerSTL>("fAll", "", 500, 24, "vector<Circle>", 1, 61));
      schema->Add(std::move(holder));
      return schema;
   };
   const Bytes columns = Bytes().Object(1, Bytes().MemberWise(Bytes().I16(1).I32(3).Raw(std::string(64, '\0'))));
   const auto base = circle(std::make_unique<TStreamerBase>("Circle", "", 0, 1, 0x1234));
   EXPECT_THROW(EmulatedDocument(base, "Holder", columns.Data(), columns.Size()), rootlet::StreamError);
   const auto member = circle(std::make_unique<TStreamerObjectAny>("fSelf", "", 62, 8, "Circle"));
   EXPECT_THROW(EmulatedDocument(member, "Holder", columns.Data(), columns.Size()), rootlet::StreamError);
   const Bytes headers(std::string(1 << 20, '\0')); // version 0 without byte count, again and again
   EXPECT_THROW(EmulatedDocument(member, "Circle", headers.Data(), headers.Size()), rootlet::StreamError);
   const auto counted =
      circle(std::make_unique<TStreamerBasicPointer>("fValues", "", 45, 4, "float*", "fNone", "Circle", 1));
   EXPECT_THROW(EmulatedDocument(counted, "Holder", columns.Data(), columns.Size()), rootlet::StreamError);
}
