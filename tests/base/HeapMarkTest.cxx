// kIsOnHeap: where an object says that it lies on the heap and where not. ROOT writes the bit, so every case counts.
#include "TNamed.h"
#include "TObject.h"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <thread>
#include <vector>

namespace {

constexpr UInt_t kHeap = TObject::kIsOnHeap | TObject::kNotDeleted;
constexpr UInt_t kElsewhere = TObject::kNotDeleted;

UInt_t MemoryBits(const TObject &object)
{
   return static_cast<UInt_t>(object.TestBits(TObject::kIsOnHeap | TObject::kNotDeleted));
}

/// Has objects in all places where a class can have them.
class Whole : public TObject {
public:
   Whole() : fMakesTheClassLarge() {}
   TNamed fMember;
   int fNumber = 3;
   TObject fArray[3];
   std::array<TNamed, 2> fStdArray;
   double fMakesTheClassLarge[40];
   TNamed fLast;
   std::vector<TNamed> fVector{2};
   std::optional<TObject> fOptional{std::in_place};
};

class SecondBase {
public:
   virtual ~SecondBase() = default;
   double fValue = 1;
};

class NotFirst : public SecondBase, public TNamed {};

struct alignas(64) Aligned : TObject {
   TObject fMember;
};

struct Throwing : TObject {
   Throwing() { throw 1; }
   TObject fMember;
   char fBytes[200];
};

void ExpectBits(const Whole &whole, UInt_t bits)
{
   EXPECT_EQ(MemoryBits(whole), bits);
   EXPECT_EQ(MemoryBits(whole.fMember), bits);
   EXPECT_EQ(MemoryBits(whole.fLast), bits);
   for (const TObject &element : whole.fArray)
      EXPECT_EQ(MemoryBits(element), bits);
   for (const TObject &element : whole.fStdArray)
      EXPECT_EQ(MemoryBits(element), bits);
   EXPECT_EQ(MemoryBits(*whole.fOptional), bits); // its storage is part of the object
   for (const TObject &element : whole.fVector)
      EXPECT_EQ(MemoryBits(element), kElsewhere);
}

TEST(HeapMark, OnTheStackNothingIsMarked)
{
   const Whole whole;
   ExpectBits(whole, kElsewhere);
   const TObject plain;
   EXPECT_FALSE(plain.IsOnHeap());
}

TEST(HeapMark, NewMarksTheObjectItsMembersAndItsArrays)
{
   const std::unique_ptr<Whole> whole(new Whole);
   ExpectBits(*whole, kHeap);
   EXPECT_EQ(whole->fNumber, 3);
   const auto made = std::make_unique<Whole>(); // has a constructor of its own: its storage is not cleared first
   ExpectBits(*made, kHeap);
}

TEST(HeapMark, NewArrayMarksEveryElement)
{
   const std::unique_ptr<Whole[]> wholes(new Whole[3]);
   for (int i = 0; i < 3; ++i)
      ExpectBits(wholes[static_cast<std::size_t>(i)], kHeap);
}

TEST(HeapMark, ATObjectThatIsNotTheFirstBaseIsMarked)
{
   const std::unique_ptr<NotFirst> object(new NotFirst);
   EXPECT_EQ(MemoryBits(*object), kHeap);
   const NotFirst onStack;
   EXPECT_EQ(MemoryBits(onStack), kElsewhere);
}

TEST(HeapMark, OverAlignedObjectsAreAlignedAndMarked)
{
   for (int i = 0; i < 10; ++i) {
      const std::unique_ptr<Aligned> object(new Aligned);
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(object.get()) % 64, 0u);
      EXPECT_EQ(MemoryBits(*object), kHeap);
      EXPECT_EQ(MemoryBits(object->fMember), kHeap);
      const std::unique_ptr<Aligned[]> array(new Aligned[2]);
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(array.get()) % 64, 0u);
      EXPECT_EQ(MemoryBits(array[1].fMember), kHeap);
   }
}

TEST(HeapMark, NothrowNewMarks)
{
   const std::unique_ptr<TNamed> object(new (std::nothrow) TNamed("a", "b"));
   EXPECT_EQ(MemoryBits(*object), kHeap);
   const std::unique_ptr<TNamed[]> array(new (std::nothrow) TNamed[2]);
   EXPECT_EQ(MemoryBits(array[1]), kHeap);
   EXPECT_THROW(new (std::nothrow) Throwing, int);
}

TEST(HeapMark, CopiesKnowTheirOwnPlace)
{
   const std::unique_ptr<Whole> onHeap(new Whole);
   const Whole onStack;
   const Whole stackCopy(*onHeap);
   ExpectBits(stackCopy, kElsewhere);
   const std::unique_ptr<Whole> heapCopy(new Whole(onStack));
   ExpectBits(*heapCopy, kHeap);
   Whole assigned;
   assigned = *onHeap;
   ExpectBits(assigned, kElsewhere);
   *heapCopy = onStack;
   ExpectBits(*heapCopy, kHeap);
}

TEST(HeapMark, ContainersDoNotMark)
{
   const std::vector<TNamed> vector(5);
   const std::list<TNamed> list(5);
   const std::deque<TNamed> deque(5);
   std::map<int, TNamed> map;
   map[1] = TNamed("a", "b");
   EXPECT_EQ(MemoryBits(vector[4]), kElsewhere);
   EXPECT_EQ(MemoryBits(list.back()), kElsewhere);
   EXPECT_EQ(MemoryBits(deque.back()), kElsewhere);
   EXPECT_EQ(MemoryBits(map[1]), kElsewhere);
   EXPECT_EQ(MemoryBits(*std::make_shared<TNamed>()), kElsewhere);
   EXPECT_EQ(MemoryBits(*std::make_shared<Whole>()), kElsewhere);
}

/// The allocator gives freed storage to the next one who asks for that size: the mark must be gone from it.
TEST(HeapMark, StorageOfDeletedObjectsIsNotMarkedForContainers)
{
   for (int round = 0; round < 100; ++round) {
      {
         std::vector<std::unique_ptr<TNamed>> objects;
         std::vector<std::unique_ptr<TNamed[]>> arrays;
         for (int i = 0; i < 20; ++i) {
            objects.emplace_back(new TNamed("a", "b"));
            arrays.emplace_back(new TNamed[static_cast<std::size_t>(i + 1)]);
         }
         for (int i = 0; i < 5; ++i)
            EXPECT_THROW(new Throwing, int);
      }
      std::vector<std::unique_ptr<std::vector<TObject>>> vectors;
      for (std::size_t n = 1; n < 60; ++n) {
         vectors.push_back(std::make_unique<std::vector<TObject>>(n));
         for (const TObject &element : *vectors.back())
            ASSERT_EQ(MemoryBits(element), kElsewhere);
      }
   }
}

TEST(HeapMark, PlacementNewTakesThePlaceAsItIs)
{
   alignas(TNamed) unsigned char onStack[sizeof(TNamed)];
   auto *object = new (onStack) TNamed("a", "b");
   EXPECT_EQ(MemoryBits(*object), kElsewhere);
   object->~TNamed();
   object = new (onStack) TNamed("a", "b");
   EXPECT_EQ(MemoryBits(*object), kElsewhere);
   object->~TNamed();
}

TEST(HeapMark, MarkHeapStorageMarksSlotsAgainAndAgain)
{
   alignas(Whole) static unsigned char slots[2 * sizeof(Whole)];
   for (int round = 0; round < 3; ++round) {
      rootlet::MarkHeapStorage(slots, sizeof slots);
      auto *first = new (slots) Whole;
      auto *second = new (slots + sizeof(Whole)) Whole(*first);
      ExpectBits(*first, kHeap);
      ExpectBits(*second, kHeap);
      first->~Whole();
      second->~Whole();
   }
   auto *unmarked = new (slots) Whole; // the storage was not marked since
   EXPECT_EQ(MemoryBits(*unmarked), kElsewhere);
   unmarked->~Whole();
}

TEST(HeapMark, ADestroyedObjectHasNoNotDeletedBit)
{
   alignas(TObject) unsigned char storage[sizeof(TObject)];
   auto *object = new (storage) TObject;
   EXPECT_EQ(MemoryBits(*object), kElsewhere);
   object->~TObject();
   UInt_t words[sizeof(TObject) / sizeof(UInt_t)];
   std::memcpy(words, storage, sizeof words);
   EXPECT_EQ(words[3] & TObject::kNotDeleted, 0u); // fBits is the last of the four words
}

TEST(HeapMark, ThreadsDoNotDisturbEachOther)
{
   std::vector<std::thread> threads;
   for (int t = 0; t < 4; ++t)
      threads.emplace_back([] {
         for (int i = 0; i < 300; ++i) {
            const std::unique_ptr<Whole> onHeap(new Whole);
            const Whole onStack;
            ASSERT_EQ(MemoryBits(onHeap->fLast), kHeap);
            ASSERT_EQ(MemoryBits(onStack.fLast), kElsewhere);
            ASSERT_EQ(MemoryBits(onHeap->fVector[1]), kElsewhere);
         }
      });
   for (std::thread &thread : threads)
      thread.join();
}

} // namespace
