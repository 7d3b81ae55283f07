// Graphs of objects of many sizes, on either side of the number from which references are looked up in a table: the bytes,
// against a writer that keeps its own account of tags, the way back, and both again with the same buffer.
#include "Bytes.h"
#include "Reports.h"
#include "Zoo.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <memory>
#include <set>

using namespace cage;

namespace {

constexpr std::uint32_t kStack = 0x02000000;
constexpr int kMembers = 11; // pointers in cage::Pointers, in order of declaration
constexpr int kShared = 1, kSame = 2, kSelf = 4, kAny = 5, kSecond = 8;

/// n objects with pointers, every third with a leaf that others share. They form a ring, so that each is reached from the
/// first one, with short cuts through it.
struct Graph {
   explicit Graph(std::size_t n) : fNodes(n), fLeaves(n / 3 + 1)
   {
      for (std::size_t i = 0; i < n; ++i) {
         cage::Pointers &node = fNodes[i];
         node.SetUniqueID(static_cast<UInt_t>(i));
         node.fSelf = &fNodes[(i + 1) % n];
         node.fShared = &fLeaves[i / 3];
         node.fSame = i % 2 ? nullptr : &fLeaves[i / 3];
         if (i % 5 == 0)
            node.fAny = &fNodes[i * 7 % n];
         else if (i % 5 == 1)
            node.fAny = &fLeaves[i * 3 % fLeaves.size()];
         node.fPair[1] = &fLeaves[fLeaves.size() - 1];
      }
      for (std::size_t i = 0; i < fLeaves.size(); ++i)
         fLeaves[i].fValue = static_cast<Int_t>(i);
   }
   std::deque<cage::Pointers> fNodes;
   std::deque<Leaf> fLeaves;
};

/// A writer of its own, for objects of these two classes.
class Model {
public:
   /// With `top`, that object is known as tag 1 beforehand.
   explicit Model(const TObject *top = nullptr)
   {
      if (top)
         fObjects[top] = 1;
   }
   void Pointer(const TObject *object)
   {
      if (!object)
         return Word(0);
      const auto [known, isNew] = fObjects.try_emplace(object, Tag());
      if (!isNew)
         return Word(known->second);
      const std::size_t start = fBytes.size();
      Word(0);
      const auto *leaf = dynamic_cast<const Leaf *>(object);
      const std::string name = leaf ? "cage::Leaf" : "cage::Pointers";
      const auto [itsClass, isNewClass] = fClasses.try_emplace(name, Tag());
      if (isNewClass) {
         Word(0xffffffff);
         fBytes += name + '\0';
      } else {
         Word(0x80000000 | itsClass->second);
      }
      Object(object);
      Count(start);
   }
   void Object(const TObject *object)
   {
      const auto *leaf = dynamic_cast<const Leaf *>(object);
      const std::size_t start = fBytes.size();
      Word(0);
      fBytes += Bytes().I16(leaf ? 4 : 1).TObjectPart(object->GetUniqueID(), kStack).String();
      if (leaf) {
         fBytes += Bytes().I32(leaf->fValue).String();
      } else {
         const auto &node = *dynamic_cast<const cage::Pointers *>(object);
         for (int i = 0; i < kMembers; ++i)
            Pointer(Member(node, i));
      }
      Count(start);
   }
   Bytes Written() const { return Bytes(fBytes); }

   static TObject *Member(const cage::Pointers &node, int i)
   {
      switch (i) {
      case kShared:
         return node.fShared;
      case kSame:
         return node.fSame;
      case kSelf:
         return node.fSelf;
      case kAny:
         return node.fAny;
      case kSecond:
         return node.fPair[1];
      default:
         return nullptr;
      }
   }

private:
   std::uint32_t Tag() const { return static_cast<std::uint32_t>(fBytes.size() + 2); }
   void Word(std::uint32_t word) { fBytes += Bytes().U32(word).String(); }
   void Count(std::size_t start)
   {
      fBytes.replace(start, 4, Bytes().U32(0x40000000u | (fBytes.size() - start - 4)).String());
   }
   std::string fBytes;
   std::map<const TObject *, std::uint32_t> fObjects;
   std::map<std::string, std::uint32_t> fClasses;
};

/// All objects that are reached from this one.
std::set<TObject *> Reached(TObject *first)
{
   std::set<TObject *> all;
   std::vector<TObject *> todo = {first};
   while (!todo.empty()) {
      TObject *const object = todo.back();
      todo.pop_back();
      if (!object || !all.insert(object).second)
         continue;
      if (const auto *node = dynamic_cast<const cage::Pointers *>(object))
         for (int i = 0; i < kMembers; ++i)
            todo.push_back(Model::Member(*node, i));
   }
   return all;
}

/// The two graphs have the same objects in the same places.
void ExpectSame(const TObject *first, const TObject *second)
{
   std::map<const TObject *, const TObject *> twins;
   std::vector<std::pair<const TObject *, const TObject *>> todo = {{first, second}};
   while (!todo.empty()) {
      const auto [a, b] = todo.back();
      todo.pop_back();
      ASSERT_EQ(a == nullptr, b == nullptr);
      if (!a)
         continue;
      const auto [known, isNew] = twins.try_emplace(a, b);
      ASSERT_EQ(known->second, b);
      if (!isNew)
         continue;
      ASSERT_EQ(a->IsA(), b->IsA());
      ASSERT_EQ(a->GetUniqueID(), b->GetUniqueID());
      if (const auto *leaf = dynamic_cast<const Leaf *>(a)) {
         ASSERT_EQ(leaf->fValue, dynamic_cast<const Leaf *>(b)->fValue);
         continue;
      }
      for (int i = 0; i < kMembers; ++i)
         todo.emplace_back(Model::Member(*dynamic_cast<const cage::Pointers *>(a), i),
                           Model::Member(*dynamic_cast<const cage::Pointers *>(b), i));
   }
}

void Delete(const std::set<TObject *> &objects)
{
   for (TObject *object : objects)
      delete object;
}

class References : public ::testing::TestWithParam<std::size_t> {
protected:
   Graph fGraph{GetParam()};
   TObject *fFirst = &fGraph.fNodes.front();
   const Reports fReports;
};

} // namespace

TEST_P(References, AreTagsOfWhatWasWrittenAndAgainAfterReset)
{
   Model model;
   model.Pointer(fFirst);
   const Bytes expected = model.Written();
   TBuffer buffer(TBuffer::kWrite);
   for (int round = 0; round < 3; ++round) {
      buffer.Reset();
      buffer.WriteObject(fFirst);
      ASSERT_EQ(Bytes(buffer), expected) << round;
   }
   // Without Reset() all is known already.
   buffer.WriteObject(&fGraph.fNodes.back());
   EXPECT_EQ(buffer.Position(), expected.Size() + 4);

   TBuffer reading(expected.Data(), expected.Size());
   std::set<TObject *> before;
   for (int round = 0; round < 2; ++round) {
      reading.Reset();
      TObject *const back = reading.ReadObject(nullptr);
      ASSERT_NE(back, nullptr);
      EXPECT_EQ(reading.Remaining(), 0u);
      ExpectSame(fFirst, back);
      const std::set<TObject *> objects = Reached(back);
      for (TObject *object : objects)
         EXPECT_FALSE(before.contains(object)); // nothing is that of the first time
      before.insert(objects.begin(), objects.end());
   }
   Delete(before);
   EXPECT_EQ(fReports.Count(), 0u) << fReports.Text();
}

TEST_P(References, ToTheObjectThatTheBufferIsStreamedForAreTagOne)
{
   Model model(fFirst);
   model.Object(fFirst);
   const Bytes expected = model.Written();
   TBuffer buffer(TBuffer::kWrite);
   for (int round = 0; round < 2; ++round) {
      buffer.Reset();
      buffer.MapObject(fFirst);
      fFirst->Streamer(buffer);
      ASSERT_EQ(Bytes(buffer), expected) << round;
   }
   TBuffer reading(expected.Data(), expected.Size());
   for (int round = 0; round < 2; ++round) {
      reading.Reset();
      cage::Pointers top;
      reading.MapObject(&top);
      top.Streamer(reading);
      EXPECT_EQ(reading.Remaining(), 0u);
      ExpectSame(fFirst, &top);
      std::set<TObject *> objects = Reached(&top);
      EXPECT_EQ(objects.erase(&top), 1u);
      Delete(objects);
   }
   EXPECT_EQ(fReports.Count(), 0u) << fReports.Text();
}

TEST_P(References, OfSeveralObjectsInOneBufferAreShared)
{
   Model model;
   TBuffer buffer(TBuffer::kWrite);
   for (cage::Pointers &node : fGraph.fNodes) {
      model.Pointer(&node);
      buffer.WriteObject(&node);
   }
   const Bytes expected = model.Written();
   ASSERT_EQ(Bytes(buffer), expected);
   TBuffer reading(expected.Data(), expected.Size());
   std::vector<TObject *> back;
   for (std::size_t i = 0; i < fGraph.fNodes.size(); ++i)
      back.push_back(reading.ReadObject(nullptr));
   EXPECT_EQ(reading.Remaining(), 0u);
   for (std::size_t i = 0; i < back.size(); ++i)
      EXPECT_EQ(back[i]->GetUniqueID(), i);
   ExpectSame(fFirst, back[0]);
   EXPECT_EQ(Reached(back[0]).size(), Reached(fFirst).size());
   Delete(Reached(back[0]));
}

INSTANTIATE_TEST_SUITE_P(Objects, References, ::testing::Values(1, 2, 7, 8, 9, 10, 17, 1000));

TEST(ReferencesAfterAFailure, LeadToWhatWasReadBeforeAndToNothingElse)
{
   // Leaves, then a chain of nodes that own each other and break at the innermost one, then a reference to each of all.
   for (const int leaves : {1, 7, 8, 20})
      for (const int nodes : {1, 7, 8, 20}) {
         Bytes bytes;
         std::vector<std::uint32_t> leafTags, nodeTags;
         const auto tag = [&bytes](std::size_t at) { return static_cast<std::uint32_t>(bytes.Size() + at + 2); };
         for (int i = 0; i < leaves; ++i) {
            leafTags.push_back(tag(0));
            const Bytes object = Bytes().Object(4, Bytes().TObjectPart().I32(i));
            i == 0 ? bytes.NewPointer("cage::Leaf", object) : bytes.KnownPointer(leafTags[0] + 4, object);
         }
         Bytes chain = Bytes().U32(0x40000004).U32(3); // a byte count without a class behind it
         for (int i = nodes - 1; i >= 0; --i) {
            const Bytes object = Bytes().Object(1, Bytes().I32(i).Add(chain));
            chain = i == 0 ? Bytes().NewPointer("cage::Node", object) : Bytes().KnownPointer(tag(4), object);
         }
         const std::size_t firstHead = 4 + 4 + sizeof("cage::Node") + 4 + 2 + 4, head = 4 + 4 + 4 + 2 + 4;
         for (int i = 0; i < nodes; ++i)
            nodeTags.push_back(tag(i == 0 ? 0 : firstHead + static_cast<std::size_t>(i - 1) * head));
         const std::size_t broken = bytes.Size();
         bytes.Add(chain);
         const std::size_t references = bytes.Size();
         for (const std::uint32_t leafTag : leafTags)
            bytes.U32(leafTag);
         for (const std::uint32_t nodeTag : nodeTags)
            bytes.U32(nodeTag);

         Reports reports;
         TBuffer buffer(bytes.Data(), bytes.Size());
         std::vector<std::unique_ptr<TObject>> read;
         for (int i = 0; i < leaves; ++i)
            read.emplace_back(buffer.ReadObject(nullptr));
         for (int round = 0; round < 2; ++round) {
            ASSERT_EQ(buffer.Position(), broken);
            EXPECT_EQ(buffer.ReadObjectAny(Node::Class()), nullptr);
            EXPECT_EQ(buffer.Position(), broken);
            EXPECT_TRUE(reports.IsOneLineWith({"class tag is missing"})) << reports.Text();
            reports.Clear();
            buffer.SetBufferOffset(static_cast<Int_t>(references));
            for (int i = 0; i < leaves; ++i)
               EXPECT_EQ(buffer.ReadObject(nullptr), read[static_cast<std::size_t>(i)].get());
            EXPECT_EQ(reports.Count(), 0u) << reports.Text();
            for (int i = 0; i < nodes; ++i)
               EXPECT_EQ(buffer.ReadObjectAny(Node::Class()), nullptr);
            EXPECT_EQ(reports.Count(), static_cast<std::size_t>(nodes)) << reports.Text();
            reports.Clear();
            buffer.SetBufferOffset(static_cast<Int_t>(broken));
         }
      }
}

TEST(ReferencesAfterAFailure, OfAWriterAreThoseOfBefore)
{
   for (const int leaves : {1, 7, 8, 20}) {
      std::deque<Leaf> objects(static_cast<std::size_t>(leaves));
      Model model;
      for (Leaf &leaf : objects)
         model.Pointer(&leaf);
      // Objects that are written one in another, with a leaf each; there is room for some of them.
      std::deque<Leaf> inside(20);
      std::deque<cage::Pointers> chain(20);
      for (std::size_t i = 0; i < chain.size(); ++i) {
         chain[i].fShared = &inside[i];
         chain[i].fSelf = i + 1 < chain.size() ? &chain[i + 1] : nullptr;
      }
      std::vector<char> memory(model.Written().Size() + 1000);
      TBuffer buffer(TBuffer::kWrite, static_cast<Int_t>(memory.size()), memory.data(), kFALSE);
      for (Leaf &leaf : objects)
         buffer.WriteObject(&leaf);
      Reports reports;
      EXPECT_EQ(buffer.WriteObjectAny(&chain[0], TObject::Class()), 0);
      EXPECT_EQ(reports.Count(), 1u) << reports.Text();
      EXPECT_EQ(Bytes(buffer), model.Written());
      for (Leaf &leaf : objects) { // they are still known
         buffer.WriteObject(&leaf);
         model.Pointer(&leaf);
      }
      for (Leaf &leaf : inside) { // these are not
         buffer.WriteObject(&leaf);
         model.Pointer(&leaf);
      }
      EXPECT_EQ(Bytes(buffer), model.Written());
      EXPECT_EQ(reports.Count(), 1u) << reports.Text();
   }
}
