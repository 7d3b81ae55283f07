// Objects behind pointers: null, shared, cyclic, polymorphic, owned; tags, references, and what goes wrong with them.
#include "Bytes.h"
#include "Reports.h"
#include "Zoo.h"

#include "RootletStl.h"

#include <gtest/gtest.h>

#include <pthread.h>

#include <memory>
#include <set>

using namespace cage;

namespace {

constexpr std::uint32_t kHeap = 0x03000000;

Bytes LeafObject(int value, std::uint32_t bits = kHeap)
{
   return Bytes().Object(4, Bytes().TObjectPart(0, bits).I32(value));
}

/// The objects that Pointers refers to but does not own, each once.
void DeleteTargets(Pointers &from)
{
   std::set<TObject *> targets = {from.fNull, from.fShared,  from.fSame,   from.fDerived,
                                  from.fAny,  from.fPair[0], from.fPair[1]};
   if (from.fSelf != &from)
      targets.insert(from.fSelf);
   for (TObject *object : targets)
      if (object != &from)
         delete object;
   delete from.fPoint;
}

} // namespace

TEST(Pointers, NullSharedCyclicPolymorphicAndOwnedInOneObject)
{
   ::Pointers object;
   object.fShared = new Leaf(1);
   object.fSame = object.fShared;
   auto *flower = new Flower;
   flower->fValue = 2;
   flower->fColour = 3;
   object.fDerived = flower;
   object.fSelf = &object;
   object.fAny = object.fShared;
   object.fPoint = new Point{4, 5};
   object.fPair[0] = flower;
   object.fPair[1] = new Leaf(6);
   object.fOwned.reset(new Leaf(7));
   object.fOwnedPoint.reset(new Point{8, 9});
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteObject(&object);

   // Tags: the position of the byte count of an object, of the 0xFFFFFFFF word of a class, plus 2.
   const std::uint32_t pointSum = Point().fX == 0 ? TClass::GetClass<Point>()->GetCheckSum() : 0;
   Bytes body;                                                         // behind the byte count and version of Pointers
   const std::size_t start = 4 + 4 + sizeof("cage::Pointers") + 4 + 2; // where the body stands in the buffer
   auto tag = [&](std::size_t at) { return static_cast<std::uint32_t>(start + at + 2); };
   body.TObjectPart().U32(0);
   const std::uint32_t leaf = tag(body.Size()), leafClass = tag(body.Size() + 4);
   body.NewPointer("cage::Leaf", LeafObject(1)).U32(leaf);
   const std::uint32_t flowerTag = tag(body.Size());
   body.NewPointer("cage::Flower", Bytes().Object(5, LeafObject(2).I16(3)));
   body.U32(2);    // fSelf: written with WriteObject into an empty buffer
   body.U32(leaf); // fAny
   const std::uint32_t pointClass = tag(body.Size() + 4);
   body.NewPointer("cage::Point", Bytes().Foreign(pointSum, Bytes().I32(4).F64(5)));
   body.U32(flowerTag);
   body.KnownPointer(leafClass, LeafObject(6));
   body.KnownPointer(leafClass, LeafObject(7));
   body.KnownPointer(pointClass, Bytes().Foreign(pointSum, Bytes().I32(8).F64(9)));
   const Bytes expected = Bytes().NewPointer("cage::Pointers", Bytes().Object(1, body));
   ASSERT_EQ(Bytes(buffer), expected);

   TBuffer reading(expected.Data(), expected.Size());
   const std::unique_ptr<TObject> any(reading.ReadObject(TObject::Class()));
   auto *back = dynamic_cast<::Pointers *>(any.get());
   ASSERT_NE(back, nullptr);
   EXPECT_EQ(back->fNull, nullptr);
   EXPECT_EQ(back->fShared->fValue, 1);
   EXPECT_EQ(back->fSame, back->fShared);
   EXPECT_EQ(back->fAny, back->fShared);
   EXPECT_EQ(back->fSelf, back);
   ASSERT_NE(dynamic_cast<Flower *>(back->fDerived), nullptr);
   EXPECT_EQ(static_cast<Flower *>(back->fDerived)->fColour, 3);
   EXPECT_EQ(back->fPair[0], back->fDerived);
   EXPECT_EQ(back->fPair[1]->fValue, 6);
   EXPECT_EQ(back->fOwned->fValue, 7);
   EXPECT_EQ(back->fOwnedPoint->fY, 9);
   DeleteTargets(*back);
   DeleteTargets(object);
}

TEST(Pointers, TheObjectThatTheBufferIsStreamedForHasTagOne)
{
   ::Pointers object;
   object.fSelf = &object;
   TBuffer buffer(TBuffer::kWrite);
   buffer.MapObject(&object);
   object.Streamer(buffer);
   Bytes body = Bytes().TObjectPart();
   for (int i = 0; i < 11; ++i)
      body.U32(i == 4 ? 1 : 0);
   EXPECT_EQ(Bytes(buffer), Bytes().Object(1, body));
   const Bytes bytes(buffer);
   TBuffer reading(bytes.Data(), bytes.Size());
   ::Pointers back;
   reading.MapObject(&back);
   back.Streamer(reading);
   EXPECT_EQ(back.fSelf, &back);
}

TEST(Pointers, TagsCountFromTheKeyInFrontOfThePayload)
{
   Leaf leaf(1);
   TBuffer buffer(TBuffer::kWrite);
   buffer.SetBufferDisplacement(100);
   buffer.WriteObject(&leaf);
   buffer.WriteObject(&leaf);
   const Bytes expected = Bytes().NewPointer("cage::Leaf", LeafObject(1, 0x02000000)).U32(102);
   EXPECT_EQ(Bytes(buffer), expected);
   TBuffer reading(expected.Data(), expected.Size());
   reading.SetBufferDisplacement(100);
   const std::unique_ptr<TObject> first(reading.ReadObject(nullptr));
   EXPECT_EQ(reading.ReadObject(nullptr), first.get());
}

TEST(Pointers, AnObjectAndItsFirstMemberAreDifferentObjects)
{
   Outer outer; // Inner is not at the start of Outer, but Left is at that of Bottom
   Bottom bottom;
   bottom.fRoot = 5;
   TBuffer buffer(TBuffer::kWrite);
   buffer.WritePointerTo(static_cast<Left *>(&bottom), Left::Class());
   const std::size_t one = buffer.Position();
   buffer.WritePointerTo(static_cast<Right *>(&bottom), Right::Class()); // another address of the same object
   EXPECT_EQ(buffer.Position(), one + 4);
   const Bytes bytes(buffer);
   TBuffer reading(bytes.Data(), bytes.Size());
   auto *left = static_cast<Left *>(reading.ReadPointerTo(Left::Class()));
   auto *right = static_cast<Right *>(reading.ReadPointerTo(Right::Class()));
   ASSERT_NE(left, nullptr);
   EXPECT_EQ(dynamic_cast<Bottom *>(left), dynamic_cast<Bottom *>(right));
   EXPECT_EQ(left->fRoot, 5);
   delete left;
}

TEST(Pointers, MemoryBitsAreWrittenAsTheWriterAsks)
{
   const std::unique_ptr<Leaf> heap(new Leaf(1));
   TBuffer buffer(TBuffer::kWrite);
   buffer.SetWriteMemoryBits(kFALSE);
   heap->Streamer(buffer);
   EXPECT_EQ(Bytes(buffer), LeafObject(1, 0));
   const Bytes bytes = LeafObject(2, 0);
   TBuffer reading(bytes.Data(), bytes.Size());
   heap->Streamer(reading);
   EXPECT_TRUE(heap->IsOnHeap()); // both bits stay the object's own
   EXPECT_TRUE(heap->TestBit(TObject::kNotDeleted));
}

TEST(TObjectStream, AReferencedObjectCarriesItsProcess)
{
   TObject object;
   object.SetUniqueID(0x12345678);
   object.SetBit(TObject::kIsReferenced);
   TBuffer buffer(TBuffer::kWrite);
   object.Streamer(buffer);
   const Bytes expected = Bytes().I16(1).U32(0x345678).U32(0x02000010).U16(0);
   EXPECT_EQ(Bytes(buffer), expected);
   TObject back;
   TBuffer reading(expected.Data(), expected.Size());
   back.Streamer(reading);
   EXPECT_TRUE(back.TestBit(TObject::kIsReferenced));
   EXPECT_EQ(reading.Remaining(), 0u);
   const Bytes counted = Bytes().U32(0x4000000a).Add(Bytes().TObjectPart(9));
   TBuffer old(counted.Data(), counted.Size());
   TObject plain;
   plain.Streamer(old);
   EXPECT_EQ(plain.GetUniqueID(), 9u);
}

TEST(BrokenPointers, AnUnknownClassIsSkippedByItsByteCountAndReported)
{
   const Bytes bytes = Bytes().NewPointer("NobodyKnows", Bytes().I16(1).Raw("whatever")).U32(2).I32(77);
   TBuffer buffer(bytes.Data(), bytes.Size());
   Reports reports;
   EXPECT_EQ(buffer.ReadObjectAny(Leaf::Class()), nullptr);
   EXPECT_TRUE(reports.IsOneLineWith({"NobodyKnows", "dictionary"}));
   EXPECT_EQ(buffer.ReadObjectAny(Leaf::Class()), nullptr); // a reference to it: reported already
   EXPECT_EQ(reports.Count(), 1u);
   Int_t i;
   buffer >> i;
   EXPECT_EQ(i, 77);
}

TEST(BrokenPointers, AClassTagMayLeadIntoWhatWasSkipped)
{
   const Bytes inside = Bytes().NewPointer("cage::Leaf", LeafObject(1));
   Bytes bytes = Bytes().NewPointer("unknown::Skipped", inside);
   const auto classTag = static_cast<std::uint32_t>(4 + 4 + sizeof("unknown::Skipped") + 4 + 2);
   bytes.KnownPointer(classTag, LeafObject(2));
   bytes.KnownPointer(classTag, LeafObject(3));
   TBuffer buffer(bytes.Data(), bytes.Size());
   Reports reports;
   EXPECT_EQ(buffer.ReadObjectAny(Leaf::Class()), nullptr);
   for (int value : {2, 3}) {
      const std::unique_ptr<Leaf> leaf(static_cast<Leaf *>(buffer.ReadObjectAny(Leaf::Class())));
      ASSERT_NE(leaf, nullptr);
      EXPECT_EQ(leaf->fValue, value);
   }
   EXPECT_EQ(reports.Count(), 1u) << reports.Text();
}

TEST(BrokenPointers, ReferencesToNowhereBecomeNullWithALine)
{
   for (const std::uint32_t tag : {1u, 2u, 3u, 1000u, 0x3fffffffu}) {
      const Bytes bytes = Bytes().U32(tag).I32(5);
      TBuffer buffer(bytes.Data(), bytes.Size());
      Reports reports;
      EXPECT_EQ(buffer.ReadObjectAny(Leaf::Class()), nullptr);
      EXPECT_TRUE(reports.IsOneLineWith({"tag " + std::to_string(tag)}));
      EXPECT_EQ(buffer.Length(), 4);
   }
}

namespace {

struct BrokenPointer {
   const char *fName;
   Bytes fBytes;
   const char *fLine;
};

const BrokenPointer kBroken[] = {
   {"NothingThere", {}, "end"},
   {"HalfATag", Bytes().U16(0), "end"},
   {"CountPastTheEnd", Bytes().U32(0x40000100).U32(0xffffffff).CString("cage::Leaf"), "byte count"},
   {"CountOfNothing", Bytes().U32(0x40000000).U32(0), "byte count"},
   {"NoTagBehindTheCount", Bytes().U32(0x40000004).U32(7), "class tag"},
   {"NameWithoutEnd", Bytes().U32(0xffffffff).Raw("cage::Leaf"), "name"},
   {"NamePastTheCount", Bytes().U32(0x40000006).U32(0xffffffff).CString("cage::Leaf").Add(LeafObject(1)), "name"},
   {"ClassTagToNowhere", Bytes().U32(0x80000055), "class tag"},
   {"ClassTagToItself", Bytes().U32(0x40000004).U32(0x80000006), "class tag"},
   {"ClassTagBeforeTheStart", Bytes().U32(0x80000000), "class tag"},
   {"UnknownWithoutCount", Bytes().U32(0xffffffff).CString("NobodyKnows").I32(0), "byte count"},
   {"ObjectCutInTheMiddle", Bytes().U32(0xffffffff).CString("cage::Leaf").U32(0x40000010).U16(4).U16(1), "byte count"},
   {"OtherVersion", Bytes().NewPointer("cage::Leaf", Bytes().Object(3, Bytes().TObjectPart().I32(1))), "version 3"},
   {"OtherChecksum", Bytes().NewPointer("cage::Point", Bytes().Foreign(0x1234, Bytes().I32(1).F64(2))), "0x1234"}};

class BrokenPointerTest : public ::testing::TestWithParam<BrokenPointer> {};

} // namespace

TEST_P(BrokenPointerTest, IsOneLineNullAndTheOldPosition)
{
   const Bytes &bytes = GetParam().fBytes;
   const std::unique_ptr<char[]> exact(new char[bytes.Size() + 1]);
   std::memcpy(exact.get(), bytes.Data(), bytes.Size());
   TBuffer buffer(exact.get(), bytes.Size());
   Reports reports;
   const bool point = std::string(GetParam().fName) == "OtherChecksum";
   EXPECT_EQ(buffer.ReadObjectAny(point ? TClass::GetClass<Point>() : Leaf::Class()), nullptr);
   EXPECT_TRUE(reports.IsOneLineWith({"TBuffer::ReadObject", GetParam().fLine}));
   EXPECT_EQ(buffer.Length(), 0);
}

INSTANTIATE_TEST_SUITE_P(Streams, BrokenPointerTest, ::testing::ValuesIn(kBroken),
                         [](const auto &param) { return std::string(param.param.fName); });

TEST(BrokenPointers, AnObjectOfAnotherClassIsSkipped)
{
   const Bytes bytes = Bytes().NewPointer("cage::Basics", Bytes().Object(3, Bytes().Raw("some bytes"))).I32(5);
   TBuffer buffer(bytes.Data(), bytes.Size());
   Reports reports;
   EXPECT_EQ(buffer.ReadObjectAny(Leaf::Class()), nullptr);
   EXPECT_TRUE(reports.IsOneLineWith({"cage::Basics", "not derived from cage::Leaf"}));
   EXPECT_EQ(buffer.Remaining(), 4u);
}

TEST(Strangers, AreNullWithAllReferencesToThemAndNothingElseIsMisread)
{
   // An object of a class that nobody has: its bytes name cage::Leaf for the first time.
   const Bytes inside = Bytes().Object(7, Bytes().NewPointer("cage::Leaf", LeafObject(1)).Raw("more"));
   const std::size_t start = 4 + 2 + Bytes().TObjectPart().U32(0).Size(); // behind the header, TObject and fNull
   const auto stranger = static_cast<std::uint32_t>(start + 2);
   const auto leafClass = static_cast<std::uint32_t>(stranger + 4 + 4 + sizeof("unknown::Hit") + 4 + 2 + 4);
   Bytes body = Bytes().TObjectPart().U32(0).NewPointer("unknown::Hit", inside); // fShared
   body.U32(stranger).U32(0).U32(1).U32(stranger);                               // fSame, fDerived, fSelf, fAny
   body.U32(0).U32(stranger);                                                    // fPoint, fPair[0]
   body.KnownPointer(leafClass, LeafObject(3));                                  // fPair[1]
   body.KnownPointer(leafClass, LeafObject(4));                                  // fOwned
   body.U32(0);
   const Bytes bytes = Bytes().Object(1, body);
   ASSERT_EQ(bytes.String().substr(leafClass - 2, 5), "\xff\xff\xff\xff"
                                                      "c");
   for (const bool first : {true, false}) {
      ::Pointers object;
      Leaf before(5);
      object.fShared = object.fSame = &before;
      object.fAny = &before;
      TBuffer buffer(bytes.Data(), bytes.Size());
      buffer.MapObject(&object);
      Reports reports;
      object.Streamer(buffer);
      EXPECT_EQ(object.fShared, nullptr);
      EXPECT_EQ(object.fSame, nullptr);
      EXPECT_EQ(object.fSelf, &object);
      EXPECT_EQ(object.fAny, nullptr);
      EXPECT_EQ(object.fPair[0], nullptr);
      ASSERT_NE(object.fPair[1], nullptr);
      EXPECT_EQ(object.fPair[1]->fValue, 3);
      EXPECT_EQ(object.fOwned->fValue, 4);
      EXPECT_EQ(buffer.Remaining(), 0u);
      if (first)
         EXPECT_TRUE(reports.IsOneLineWith({"TBuffer::ReadObject", "unknown::Hit", "cage::Pointers/fShared"}));
      else
         EXPECT_EQ(reports.Count(), 0u) << reports.Text();
      delete object.fPair[1];
   }
}

TEST(Strangers, InContainersAreNamedByTheirMemberToo)
{
   ObjectContainers full;
   full.Fill(1);
   full.fOwned.clear();
   TBuffer writing(TBuffer::kWrite);
   full.Streamer(writing);
   std::string bytes(writing.Buffer(), writing.Position());
   // fOwned, the last member, gets two elements: streamed are its header and its count.
   bytes.resize(bytes.size() - 10);
   const Bytes pointers = Bytes().I32(2).NewPointer("unknown::Track", Bytes().Object(1, Bytes().I32(5))).U32(0);
   bytes += Bytes().Layer(pointers).String();
   const auto count = static_cast<std::uint32_t>(bytes.size() - 4);
   bytes.replace(0, 4, Bytes().U32(0x40000000u | count).String());
   ObjectContainers object;
   TBuffer buffer(bytes.data(), bytes.size());
   Reports reports;
   object.Streamer(buffer);
   EXPECT_TRUE(reports.IsOneLineWith({"unknown::Track", "cage::ObjectContainers/fOwned"}));
   ASSERT_EQ(object.fOwned.size(), 2u);
   EXPECT_EQ(object.fOwned[0], nullptr);
   EXPECT_EQ(object.fLeaves.size(), 1u);
}

TEST(BrokenPointers, AReferenceToAnObjectOfAnotherClassThrows)
{
   Bytes bytes = Bytes().NewPointer("cage::Leaf", LeafObject(1)).U32(2);
   TBuffer buffer(bytes.Data(), bytes.Size());
   const std::unique_ptr<TObject> leaf(buffer.ReadObject(nullptr));
   Reports reports;
   EXPECT_EQ(buffer.ReadObjectAny(Flower::Class()), nullptr);
   EXPECT_TRUE(reports.IsOneLineWith({"cage::Flower", "cage::Leaf"}));
}

TEST(BrokenPointers, AClassWithoutVirtualFunctionsAdmitsNoDerivedOne)
{
   // cage::Objects derives from Point; deleting one as a Point would be undefined.
   const Bytes bytes = Bytes().NewPointer("cage::Objects", Bytes().Object(1, {})).I32(5);
   TBuffer buffer(bytes.Data(), bytes.Size());
   Reports reports;
   EXPECT_EQ(buffer.ReadObjectAny(TClass::GetClass<Point>()), nullptr);
   EXPECT_TRUE(reports.IsOneLineWith({"cage::Objects", "cage::Point", "virtual"}));
   EXPECT_EQ(buffer.Remaining(), 4u);
}

TEST(BrokenPointers, AnOwnedObjectHasOneOwner)
{
   Bytes bytes = Bytes().NewPointer("cage::Leaf", LeafObject(1)).U32(2);
   TBuffer buffer(bytes.Data(), bytes.Size());
   std::unique_ptr<Leaf> owners[2];
   EXPECT_THROW(buffer.ReadPointer(owners), rootlet::StreamError);
   ASSERT_NE(owners[0], nullptr);
   EXPECT_EQ(owners[1], nullptr);
}

TEST(BrokenPointers, AfterAFailureNothingRefersToWhatIsGone)
{
   // A Pointers that owns a leaf and then breaks: both are deleted. A second try must not find the leaf again.
   Bytes body = Bytes().TObjectPart();
   for (int i = 0; i < 9; ++i)
      body.U32(0);
   const auto leafTag = static_cast<std::uint32_t>(4 + 4 + sizeof("cage::Pointers") + 4 + 2 + body.Size() + 2);
   body.NewPointer("cage::Leaf", LeafObject(1)); // fOwned
   body.U32(0x40000004).U32(3);                  // fOwnedPoint: broken
   const Bytes bytes = Bytes().NewPointer("cage::Pointers", Bytes().Object(1, body)).U32(leafTag);
   TBuffer buffer(bytes.Data(), bytes.Size());
   Reports reports;
   EXPECT_EQ(buffer.ReadObject(nullptr), nullptr);
   EXPECT_EQ(buffer.Length(), 0);
   buffer.SetBufferOffset(static_cast<Int_t>(bytes.Size() - 4));
   EXPECT_EQ(buffer.ReadObject(nullptr), nullptr); // AddressSanitizer would see the deleted leaf
   EXPECT_EQ(reports.Count(), 2u) << reports.Text();
}

TEST(BrokenPointers, AFailedWriteIsTakenBack)
{
   Leaf before(1), after(2);
   Loops broken;
   broken.fM = 3; // three pointers are promised, the array is null
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteObject(&before);
   const Bytes kept(buffer);
   Reports reports;
   EXPECT_EQ(buffer.WriteObjectAny(&broken, Loops::Class()), 0);
   EXPECT_TRUE(reports.IsOneLineWith({"TBuffer::WriteObject", "cage::Loops", "null"}));
   EXPECT_EQ(Bytes(buffer), kept);
   EXPECT_EQ(buffer.WriteObjectAny(&after, Leaf::Class()), 1);
   Bytes expected = kept;
   expected.KnownPointer(6, LeafObject(2, 0x02000000));
   EXPECT_EQ(Bytes(buffer), expected);
}

TEST(BrokenPointers, AFailureInsideOfAStreamerIsThatOfTheWholeObject)
{
   Embedded broken; // its //-> members are null
   TBuffer buffer(TBuffer::kWrite);
   try {
      broken.Streamer(buffer);
      FAIL() << "a null //-> member was written";
   } catch (const rootlet::StreamError &error) {
      EXPECT_EQ(error.Path(), "cage::Embedded");
   }
   Reports reports;
   const std::vector<Embedded *> pointers = {&broken};
   EXPECT_THROW(buffer.WriteStl(pointers), rootlet::StreamError);
   EXPECT_EQ(reports.Count(), 0u) << reports.Text();
}

TEST(BrokenPointers, AClassWithoutDictionaryIsAnErrorThatNamesIt)
{
   struct Stranger {
      Int_t fX = 0;
   } stranger;
   TBuffer buffer(TBuffer::kWrite);
   try {
      buffer.WriteValue(stranger);
      FAIL() << "written without a dictionary";
   } catch (const rootlet::Error &error) {
      EXPECT_NE(std::string(error.what()).find("Stranger"), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find("dictgen"), std::string::npos) << error.what();
   }
   Reports reports;
   EXPECT_EQ(buffer.WriteObjectAny(&stranger, nullptr), 0);
   EXPECT_EQ(reports.Count(), 1u);
}

namespace {

/// A chain of `depth` nodes, each inside of the one before.
Bytes NestedNodes(int depth)
{
   // Built from the inside outwards in one string: headers first.
   std::string tail;
   const std::size_t first = 4 + 4 + sizeof("cage::Node") + 4 + 2 + 4, other = 4 + 4 + 4 + 2 + 4;
   std::size_t total = first + other * static_cast<std::size_t>(depth - 1) + 4;
   Bytes bytes;
   for (int i = 0; i < depth; ++i) {
      bytes.U32(0x40000000u | (total - 4));
      if (i == 0)
         bytes.U32(0xffffffff).CString("cage::Node");
      else
         bytes.U32(0x80000006);
      const std::size_t head = i == 0 ? 4 + 4 + sizeof("cage::Node") : 8;
      bytes.U32(0x40000000u | (total - head - 4)).I16(1).I32(i);
      total -= i == 0 ? first : other;
   }
   return bytes.U32(0);
}

void *ReadDeep(void *)
{
   const Bytes bytes = NestedNodes(100000);
   TBuffer buffer(bytes.Data(), bytes.Size());
   Reports reports;
   EXPECT_EQ(buffer.ReadObjectAny(Node::Class()), nullptr);
   EXPECT_TRUE(reports.IsOneLineWith({"stack", "cage::Node/", "..."}));
   EXPECT_LT(reports.Text().size(), 2000u);
   return nullptr;
}

} // namespace

TEST(DeepNesting, ReadsWhatFitsTheStack)
{
   const Bytes bytes = NestedNodes(200);
   TBuffer buffer(bytes.Data(), bytes.Size());
   const std::unique_ptr<Node> node(static_cast<Node *>(buffer.ReadObjectAny(Node::Class())));
   ASSERT_NE(node, nullptr);
   int depth = 0;
   for (const Node *at = node.get(); at; at = at->fNext.get())
      EXPECT_EQ(at->fDepth, depth++);
   EXPECT_EQ(depth, 200);
   TBuffer writing(TBuffer::kWrite);
   EXPECT_EQ(writing.WriteObjectAny(node.get(), Node::Class()), 1);
   EXPECT_EQ(Bytes(writing), bytes);
}

TEST(DeepNesting, OfAHundredThousandPointersIsOneLineNotACrash)
{
   ReadDeep(nullptr);
}

TEST(DeepNesting, IsBoundedByTheSmallStackOfAThreadToo)
{
   pthread_attr_t attributes;
   pthread_attr_init(&attributes);
#if defined(__SANITIZE_THREAD__)
   constexpr std::size_t kStack = 4 << 20; // a part of it is the sanitizer's
#else
   constexpr std::size_t kStack = 1 << 20;
#endif
   pthread_attr_setstacksize(&attributes, kStack);
   pthread_t thread;
   ASSERT_EQ(pthread_create(&thread, &attributes, &ReadDeep, nullptr), 0);
   pthread_join(thread, nullptr);
   pthread_attr_destroy(&attributes);
}

TEST(DeepNesting, IsAnErrorWhenWritingToo)
{
   Node first;
   Node *last = &first;
   for (int i = 1; i < 100000; ++i) {
      last->fNext.reset(new Node);
      last = last->fNext.get();
   }
   TBuffer buffer(TBuffer::kWrite);
   Reports reports;
   EXPECT_EQ(buffer.WriteObjectAny(&first, Node::Class()), 0);
   EXPECT_TRUE(reports.IsOneLineWith({"stack"}));
   EXPECT_EQ(buffer.Length(), 0);
}
