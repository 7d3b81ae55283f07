// Bytes that nobody wrote: every truncation, every byte and bit changed, counts that cannot be. Reading them ends in an
// object or in an error, without touching other memory (AddressSanitizer), and without taking much of it.
#include "Bytes.h"
#include "MemoryWatch.h"
#include "Reports.h"
#include "Zoo.h"

#include "RootletStl.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>

using namespace cage;

namespace {

/// Reads `bytes`, which end where their allocation ends. True: it threw rootlet::Error. Anything else that is thrown
/// fails the test.
bool Throws(const Bytes &bytes, const std::function<void(TBuffer &)> &read)
{
   const std::unique_ptr<char[]> exact(new char[bytes.Size()]);
   std::memcpy(exact.get(), bytes.Data(), bytes.Size());
   const MemoryWatch watch;
   bool thrown = false;
   {
      TBuffer buffer(exact.get(), bytes.Size());
      try {
         read(buffer);
      } catch (const rootlet::Error &) {
         thrown = true;
      }
   }
   EXPECT_LE(watch.Taken(), (1u << 20) + 100 * bytes.Size());
   return thrown;
}

/// One way to read a stream: what is read dies at once.
struct Stream {
   std::string fName;
   Bytes fBytes;
   std::function<void(TBuffer &)> fRead;
   std::function<void(TBuffer &)> fReadIntoUsed = {}; ///< the same into an object that holds something
};

template <class T>
void AddStreams(std::vector<Stream> &streams, const char *name, const std::function<void(T &, int)> &fill)
{
   T object;
   fill(object, 2);
   TBuffer alone(TBuffer::kWrite);
   object.T::Streamer(alone);
   streams.push_back({std::string(name) + "Alone", Bytes(alone),
                      [](TBuffer &buffer) {
                         T read;
                         read.T::Streamer(buffer);
                      },
                      [fill](TBuffer &buffer) {
                         T used;
                         fill(used, 3);
                         used.T::Streamer(buffer);
                      }});
   std::list<T> two(2);
   for (T &element : two)
      fill(element, 1);
   TBuffer columns(TBuffer::kWrite);
   columns.WriteStl(two);
   streams.push_back({std::string(name) + "InColumns", Bytes(columns), [](TBuffer &buffer) {
                         std::list<T> read;
                         buffer.ReadStl(read);
                      }});
}

template <class T>
void AddStreams(std::vector<Stream> &streams, const char *name)
{
   AddStreams<T>(streams, name, [](T &object, int n) { object.Fill(n); });
}

const std::vector<Stream> &Streams()
{
   static const std::vector<Stream> streams = [] {
      std::vector<Stream> all;
      AddStreams<Basics>(all, "Basics");
      AddStreams<cage::Arrays>(all, "Arrays");
      AddStreams<cage::Counted>(all, "Counted");
      AddStreams<cage::Packed>(all, "Packed");
      AddStreams<cage::Strings>(all, "Strings");
      AddStreams<cage::Objects>(all, "Objects");
      AddStreams<Embedded>(all, "Embedded");
      AddStreams<Loops>(all, "Loops");
      AddStreams<BasicContainers>(all, "BasicContainers");
      AddStreams<Maps>(all, "Maps");
      AddStreams<ObjectContainers>(all, "ObjectContainers");
      AddStreams<NestedContainers>(all, "NestedContainers");
      AddStreams<Outer>(all, "Outer");
      AddStreams<Bottom>(all, "Bottom", [](Bottom &object, int n) { object.fBottom = n; });
      AddStreams<Holder>(all, "Holder", [](Holder &object, int n) {
         object.fName = "holder";
         object.fInts.assign(static_cast<std::size_t>(n), 1);
         object.fLeaves.assign(static_cast<std::size_t>(n), Leaf(2));
         object.fMap = {{1, 2.0}};
      });

      Node chain;
      chain.fNext.reset(new Node);
      chain.fNext->fNext.reset(new Node);
      TBuffer nodes(TBuffer::kWrite);
      nodes.WritePointerTo(&chain, Node::Class());
      all.push_back({"Nodes", Bytes(nodes), [](TBuffer &buffer) {
                        const std::unique_ptr<Node> read(static_cast<Node *>(buffer.ReadPointerTo(Node::Class())));
                     }});

      cage::Pointers pointers;
      Flower flower;
      Leaf leaf(1);
      Point point;
      pointers.fShared = pointers.fSame = pointers.fPair[1] = &leaf;
      pointers.fDerived = pointers.fPair[0] = &flower;
      pointers.fSelf = &pointers;
      pointers.fAny = &flower;
      pointers.fPoint = &point;
      pointers.fOwned.reset(new Leaf(2));
      TBuffer any(TBuffer::kWrite);
      any.WriteObject(&pointers);
      all.push_back({"Pointers", Bytes(any), [](TBuffer &buffer) { buffer.ReadPointerTo(TObject::Class()); }});
      return all;
   }();
   return streams;
}

class Hostile : public ::testing::TestWithParam<std::size_t> {
protected:
   const Stream &Given() const { return Streams()[GetParam()]; }
   void SetUp() override { Loops::fgOwnsBranches = false; } // a broken stream may have two pointers to one leaf
   void TearDown() override { Loops::fgOwnsBranches = true; }

   // Objects behind raw pointers belong to nobody when reading fails; what containers and unique_ptr own must be freed.
   const LeakCheckPause fNoLeakCheck{Given().fName == "Pointers" || Given().fName.starts_with("Loops")};
   const Reports fReports;
};

} // namespace

TEST_P(Hostile, TheUnchangedStreamIsRead)
{
   EXPECT_FALSE(Throws(Given().fBytes, Given().fRead));
   EXPECT_EQ(fReports.Count(), 0u) << fReports.Text();
}

TEST_P(Hostile, EveryTruncationThrows)
{
   const Bytes &bytes = Given().fBytes;
   for (std::size_t n = 0; n < bytes.Size(); ++n)
      EXPECT_TRUE(Throws(Bytes(bytes.Data(), n), Given().fRead)) << "cut to " << n << " of " << bytes.Size();
}

TEST_P(Hostile, EveryTruncationWithAnHonestOuterCountThrows)
{
   const Bytes &bytes = Given().fBytes;
   for (std::size_t n = 6; n < bytes.Size(); ++n) {
      Bytes cut = Bytes().U32(0x40000000u | (n - 4)).Add(Bytes(bytes.Data() + 4, n - 4));
      EXPECT_TRUE(Throws(cut, Given().fRead)) << "cut to " << n << " of " << bytes.Size();
   }
}

TEST_P(Hostile, AUsedObjectCanBeDestroyedAfterAFailure)
{
   const Bytes &bytes = Given().fBytes;
   for (std::size_t n = 6; n < bytes.Size() && Given().fReadIntoUsed; ++n) {
      Bytes cut = Bytes().U32(0x40000000u | (n - 4)).Add(Bytes(bytes.Data() + 4, n - 4));
      EXPECT_TRUE(Throws(cut, Given().fReadIntoUsed)) << "cut to " << n << " of " << bytes.Size();
   }
}

TEST_P(Hostile, EveryByteMayBeAnything)
{
   const Bytes &bytes = Given().fBytes;
   for (std::size_t at = 0; at < bytes.Size(); ++at) {
      const auto old = static_cast<unsigned char>(bytes.Data()[at]);
      for (const unsigned value :
           {0x00u, 0xffu, 0x40u, 0x80u, 0x7fu, old ^ 1u, old ^ 2u, old ^ 4u, old ^ 8u, old ^ 16u, old ^ 32u}) {
         std::string changed = bytes.String();
         changed[at] = static_cast<char>(value);
         Throws(Bytes(std::move(changed)), Given().fRead); // or not: both are fine
      }
   }
}

TEST_P(Hostile, EveryWordMayBeAHugeOrNegativeCount)
{
   const Bytes &bytes = Given().fBytes;
   for (std::size_t at = 0; at + 4 <= bytes.Size(); ++at)
      for (const std::uint32_t value :
           {0xffffffffu, 0x7fffffffu, 0x80000000u, 0x40000000u, 0x3fffffffu, 0x40000002u, 2u, 0x00010000u}) {
         std::string changed = bytes.String();
         changed.replace(at, 4, Bytes().U32(value).String());
         Throws(Bytes(std::move(changed)), Given().fRead);
      }
}

INSTANTIATE_TEST_SUITE_P(Zoo, Hostile, ::testing::Range(std::size_t(0), std::size_t(32)),
                         [](const auto &param) { return Streams().at(param.param).fName; });

TEST(HostileStreams, AreAllTested)
{
   EXPECT_EQ(Streams().size(), 32u);
}

// --- counts that promise more than there is ---------------------------------------------------------------------------------

namespace {

template <class C>
void ExpectRefused(const Bytes &bytes)
{
   EXPECT_TRUE(Throws(bytes, [](TBuffer &buffer) {
      C container;
      buffer.ReadStl(container);
   }));
}

} // namespace

TEST(HostileCounts, AreRefusedBeforeMemoryIsTaken)
{
   const Bytes padding(std::string(1000, '\0'));
   for (const std::int64_t n : {-1LL, -0x80000000LL, 0x7fffffffLL, 0x40000000LL, 1001LL}) {
      const Bytes content = Bytes().I32(n).Add(padding);
      ExpectRefused<std::vector<Int_t>>(Bytes().Layer(content));
      ExpectRefused<std::vector<bool>>(Bytes().Layer(content));
      ExpectRefused<std::list<std::string>>(Bytes().Layer(content));
      ExpectRefused<std::map<Int_t, std::string>>(Bytes().Layer(content));
      ExpectRefused<std::bitset<8>>(Bytes().Layer(content));
      ExpectRefused<std::vector<std::vector<Int_t>>>(Bytes().Layer(content));
      ExpectRefused<std::vector<Leaf>>(Bytes().Layer(content));
      ExpectRefused<std::vector<Leaf *>>(Bytes().Layer(content));
      ExpectRefused<std::vector<Leaf>>(Bytes().MemberWise(Bytes().I16(4).Add(content)));
      ExpectRefused<std::map<Int_t, Double_t>>(Bytes().MemberWise(Bytes().I16(0).U32(0).Add(content)));
   }
}

TEST(HostileCounts, OfLargeObjectsTakeMemoryOnlyAsTheyAreRead)
{
   // As many objects as there are bytes, or as the least size of one allows: a thousand times the memory, if all were made.
   const Bytes padding(std::string(100000, '\0'));
   ExpectRefused<std::vector<Holder>>(Bytes().Layer(Bytes().I32(100000).Add(padding)));
   ExpectRefused<std::vector<cage::Objects>>(Bytes().MemberWise(Bytes().I16(1).I32(100000).Add(padding)));
   ExpectRefused<std::vector<std::pair<Short_t, std::string>>>(Bytes().Layer(Bytes().I32(100000).Add(padding)));
}

TEST(HostileCounts, OfObjectsThatTakeNoBytesAreBounded)
{
   std::vector<Nothing> nothings(5);
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteStl(nothings);
   const Bytes bytes(buffer);
   EXPECT_EQ(bytes, Bytes().MemberWise(Bytes().I16(1).I32(5)));
   TBuffer reading(bytes.Data(), bytes.Size());
   std::vector<Nothing> back;
   reading.ReadStl(back); // although no byte is left for five objects
   EXPECT_EQ(back.size(), 5u);
   ExpectRefused<std::vector<Nothing>>(Bytes().MemberWise(Bytes().I16(1).I32(0x7fffffff)));
   ExpectRefused<std::vector<Nothing>>(Bytes().MemberWise(Bytes().I16(1).I32(-1)));
}

TEST(HostileCounts, AMemberWiseContainerOfBasicsIsRefused)
{
   ExpectRefused<std::vector<Int_t>>(Bytes().MemberWise(Bytes().I32(0)));
   ExpectRefused<std::string>(Bytes().MemberWise(Bytes().U8(200)));
}

TEST(HostileCounts, OtherVersionsOfTheElementClassAreRefused)
{
   ExpectRefused<std::vector<Leaf>>(Bytes().MemberWise(Bytes().I16(3).I32(0)));
   ExpectRefused<std::vector<Point>>(Bytes().MemberWise(Bytes().I16(0).U32(1).I32(0)));
}

TEST(HostileNames, LongNamesThatManyTagsLeadIntoAreReadABoundedNumberOfTimes)
{
   // A skipped object of 0xFF bytes: wherever a class tag points into it, a long class name seems to begin.
   const std::string name(20000, '\xff');
   Bytes bytes = Bytes().NewPointer("NobodyKnows", Bytes(name).U8(0));
   const std::uint32_t first = 100;
   for (std::uint32_t i = 0; i < 5000; ++i)
      bytes.KnownPointer(first + i, {});
   const Reports reports;
   const MemoryWatch watch;
   TBuffer buffer(bytes.Data(), bytes.Size());
   bool thrown = false;
   try {
      for (int i = 0; i <= 5000; ++i)
         buffer.ReadPointerTo(Leaf::Class());
   } catch (const rootlet::StreamError &) {
      thrown = true;
   }
   EXPECT_TRUE(thrown);
   EXPECT_LE(watch.Taken(), 64 * bytes.Size());
}
