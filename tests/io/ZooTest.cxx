// Every kind of member: the exact bytes, written down by hand; the way back, into a new object and into one that held
// something else; and the same members as columns of a member-wise container.
#include "Bytes.h"
#include "Reports.h"
#include "Zoo.h"

#include "RootletStl.h"

#include <gtest/gtest.h>

#include <functional>

using namespace cage;

namespace {

// --- the rules of docs/wire-format.md, applied to one description of a class -------------------------------------------

/// One member of one object, or one base class.
struct Cell {
   enum EKind {
      kPlain,  ///< its bytes, in an object and in a column
      kHeaded, ///< bytes under a header of the streamer layer, which a column has once
      kSplit,  ///< a member-wise container: header and version of the element class once
      kBase    ///< a base class: a header in an object, in a column its members in place
   };
   EKind fKind;
   Bytes fContent;
   Bytes fVersion;           ///< kSplit: version of the element class; kBase: version of the base, checksum if foreign
   std::vector<Cell> fParts; ///< kBase
};
using Cells = std::vector<Cell>;

Cell Plain(const Bytes &content)
{
   return {Cell::kPlain, content, {}, {}};
}
Cell Headed(const Bytes &content)
{
   return {Cell::kHeaded, content, {}, {}};
}
Cell Split(const Bytes &version, const Bytes &content)
{
   return {Cell::kSplit, content, version, {}};
}
Cell Base(const Bytes &version, Cells parts)
{
   return {Cell::kBase, {}, version, std::move(parts)};
}

Bytes Concatenated(const std::vector<Cells> &objects, std::size_t column)
{
   Bytes all;
   for (const Cells &cells : objects)
      all.Add(cells[column].fContent);
   return all;
}

Bytes Columns(const std::vector<Cells> &objects)
{
   Bytes bytes;
   for (std::size_t i = 0; i < objects.front().size(); ++i) {
      const Cell &first = objects.front()[i];
      switch (first.fKind) {
      case Cell::kPlain:
         bytes.Add(Concatenated(objects, i));
         break;
      case Cell::kHeaded:
         bytes.Layer(Concatenated(objects, i));
         break;
      case Cell::kSplit:
         bytes.MemberWise(Bytes(first.fVersion).Add(Concatenated(objects, i)));
         break;
      case Cell::kBase: {
         std::vector<Cells> parts;
         for (const Cells &cells : objects)
            parts.push_back(cells[i].fParts);
         bytes.Add(Columns(parts));
      }
      }
   }
   return bytes;
}

Bytes ObjectWise(const Cells &cells)
{
   Bytes bytes;
   for (const Cell &cell : cells)
      if (cell.fKind == Cell::kBase)
         bytes.Counted(Bytes(cell.fVersion).Add(ObjectWise(cell.fParts)));
      else
         bytes.Add(Columns({{cell}}));
   return bytes;
}

// --- checksums, from their definition ------------------------------------------------------------------------------------

std::uint32_t Sum(const std::vector<std::string> &words)
{
   std::uint32_t id = 0;
   for (const std::string &word : words)
      for (const char c : word)
         id = id * 3 + static_cast<std::uint32_t>(static_cast<signed char>(c));
   return id;
}

Bytes PairVersion(const std::string &first, const std::string &second)
{
   return Bytes().I16(0).U32(Sum({"pair<" + first + "," + second + ">", "first", first, "second", second}));
}

const std::uint32_t kPointSum = Sum({"cage::Point", "fX", "int", "fY", "double"});
constexpr std::uint32_t kHeap = 0x03000000;
constexpr std::uint32_t kStack = 0x02000000;

Bytes PointContent(int x, double y)
{
   return Bytes().I32(x).F64(y);
}
Bytes PointObject(int x, double y)
{
   return Bytes().Foreign(kPointSum, PointContent(x, y));
}
Bytes LeafObject(int value, std::uint32_t bits = kStack)
{
   return Bytes().Object(4, Bytes().TObjectPart(0, bits).I32(value));
}

// --- both ways ------------------------------------------------------------------------------------------------------------

template <class T>
Bytes Written(T &object)
{
   TBuffer buffer(TBuffer::kWrite);
   object.T::Streamer(buffer);
   return Bytes(buffer);
}

template <class T>
void ReadAll(T &object, const Bytes &bytes)
{
   TBuffer buffer(bytes.Data(), bytes.Size());
   object.T::Streamer(buffer);
   EXPECT_EQ(buffer.Remaining(), 0u);
}

template <class C>
Bytes WrittenStl(const C &container)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteStl(container);
   return Bytes(buffer);
}

template <class C>
void ReadAllStl(C &container, const Bytes &bytes)
{
   TBuffer buffer(bytes.Data(), bytes.Size());
   buffer.ReadStl(container);
   EXPECT_EQ(buffer.Remaining(), 0u);
}

/// The bytes of one T, alone and in columns, and that they come back as they were.
template <class T>
void ExpectStreams(int version, const std::function<Cells(int)> &describe, const std::function<void(T &, int)> &fill)
{
   const Reports reports;
   const Bytes expected = Bytes().Object(version, ObjectWise(describe(2)));
   T full;
   fill(full, 2);
   ASSERT_EQ(Written(full), expected);
   T fresh;
   ReadAll(fresh, expected);
   EXPECT_EQ(Written(fresh), expected);
   T used;
   fill(used, 3);
   ReadAll(used, expected);
   EXPECT_EQ(Written(used), expected);

   std::list<T> two(2), other(3), none;
   fill(two.front(), 2);
   fill(two.back(), 1);
   const Bytes columns = Bytes().MemberWise(Bytes().I16(version).I32(2).Add(Columns({describe(2), describe(1)})));
   ASSERT_EQ(WrittenStl(two), columns);
   for (T &object : other)
      fill(object, 3);
   ReadAllStl(other, columns);
   EXPECT_EQ(WrittenStl(other), columns);
   ReadAllStl(none, columns);
   EXPECT_EQ(WrittenStl(none), columns);
   const Bytes empty = Bytes().MemberWise(Bytes().I16(version).I32(0));
   ReadAllStl(other, empty);
   EXPECT_TRUE(other.empty());
   EXPECT_EQ(WrittenStl(other), empty);
   EXPECT_EQ(reports.Count(), 0u) << reports.Text();
}

template <class T>
void ExpectStreams(int version, const std::function<Cells(int)> &describe)
{
   ExpectStreams<T>(version, describe, [](T &object, int n) { object.Fill(n); });
}

Cells DescribeBasics(int n)
{
   return {Plain(Bytes().U8(n % 2)),
           Plain(Bytes().I8(-n)),
           Plain(Bytes().U8(255u - static_cast<unsigned>(n))),
           Plain(Bytes().I16(-300 - n)),
           Plain(Bytes().U16(60000u + static_cast<unsigned>(n))),
           Plain(Bytes().I32(-100000 - n)),
           Plain(Bytes().U32(4000000000u + static_cast<unsigned>(n))),
           Plain(Bytes().I64(-5000000000 - n)),
           Plain(Bytes().I64(5000000000 + n)),
           Plain(Bytes().I64(-1152921504606846976 - n)),
           Plain(Bytes().U64(0x8000000000000000u + static_cast<unsigned>(n))),
           Plain(Bytes().F32(0.5f * static_cast<float>(n))),
           Plain(Bytes().F64(-0.25 * n)),
           Plain(Bytes().I32(n == 1 ? 2 : 1000)),
           Plain(Bytes().I32(255)),
           Plain(Bytes().I32(-7))};
}

} // namespace

TEST(Zoo, BasicMembers)
{
   ExpectStreams<Basics>(3, DescribeBasics);
   Basics read;
   Basics full;
   full.Fill(2);
   ReadAll(read, Written(full));
   EXPECT_EQ(read.fUInt, 4000000002u);
   EXPECT_EQ(read.fWide, Wide::kMinus);
   EXPECT_EQ(read.fCache, 42) << "a transient member was touched";
}

TEST(Zoo, FixedArraysAndPrivateMembers)
{
   ExpectStreams<::Arrays>(1, [](int n) {
      Bytes cube, text, flags;
      for (int i = 0; i < 4; ++i) {
         cube.I32(n * 10 + i);
         text.I8('a' + i + n);
      }
      for (int i = 0; i < 3; ++i)
         flags.U8((i + n) % 2);
      return Cells{Plain(cube), Plain(text), Plain(flags), Plain(Bytes().F32(0.5f * static_cast<float>(n)).F32(-1)),
                   Plain(Bytes().I32(1).I32(255))};
   });
}

TEST(Zoo, CountedArrays)
{
   ExpectStreams<::Counted>(2, [](int n) {
      Bytes values = Bytes().U8(1), two = Bytes().U8(1);
      for (int i = 0; i < n; ++i)
         values.F32(static_cast<float>(i) + 0.5f);
      for (int k = 0; k < 2; ++k)
         for (int i = 0; i <= n; ++i)
            two.I16(100 * k + i);
      return Cells{Plain(Bytes().I32(n)), Plain(values), Plain(Bytes().I32(n + 1)), Plain(two), Plain(Bytes().U8(0))};
   });
}

TEST(Zoo, PackedMembers)
{
   ExpectStreams<::Packed>(1, [](int n) {
      Bytes counted = Bytes().U8(1), halves = Bytes().U8(1);
      for (int i = 0; i < n; ++i) {
         counted.U32(512);
         halves.U8(127).U16(0);
      }
      return Cells{Plain(Bytes().F32(1.5f * static_cast<float>(n))),
                   Plain(Bytes().U32(3072)),
                   Plain(Bytes().U8(127).U16(0x200)),
                   Plain(Bytes().U8(n == 1 ? 127 : 128).U16(0)),
                   Plain(Bytes().U32(32768)),
                   Plain(Bytes().U32(0).U32(0xffffffff)),
                   Plain(Bytes().I32(n)),
                   Plain(counted),
                   Plain(halves)};
   });
}

TEST(Zoo, Strings)
{
   ExpectStreams<::Strings>(1, [](int n) {
      const auto size = static_cast<std::size_t>(n);
      return Cells{Plain(Bytes().Str(std::string(size, 't'))), Headed(Bytes().Str(std::string(size, 's'))),
                   Plain(Bytes().I32(5).Raw("chars")), Headed(Bytes().Str("one").Str(std::string(300 * size, 'x'))),
                   Headed(Bytes().Str("").Str(std::string("\0nul", 4)))};
   });
}

TEST(Zoo, BasesAndObjectsByValue)
{
   ExpectStreams<::Objects>(1, [](int n) {
      auto flower = [n](int i) { return Bytes().Object(5, Bytes().Add(LeafObject(n + 2 + i)).I16(i)); };
      return Cells{Plain(Bytes().TNamedPart("name", "title")),
                   Base(Bytes().I16(3), DescribeBasics(n)),
                   Base(Bytes().I16(0).U32(kPointSum), {Plain(Bytes().I32(n)), Plain(Bytes().F64(2.0 * n))}),
                   Plain(LeafObject(n + 1)),
                   Plain(flower(0).Add(flower(1))),
                   Plain(PointObject(n, -1)),
                   Plain(PointObject(0, 0.5 * n).Add(PointObject(1, 0.5 * n))),
                   Plain(PointObject(0, -0.5 * n).Add(PointObject(-1, -0.5 * n))),
                   Plain(Bytes().TObjectPart(77)),
                   Plain(Bytes().TNamedPart("inner", "")),
                   Headed(Bytes().TObjectPart(1).TObjectPart(2)),
                   Headed(Bytes().TNamedPart("first", "").TNamedPart("second", ""))};
   });
}

TEST(Zoo, PointersThatAreNeverNull)
{
   ExpectStreams<Embedded>(1, [](int n) {
      return Cells{Plain(LeafObject(n, kHeap)), Plain(PointObject(n, 0.5)),
                   Plain(LeafObject(10 * n, kHeap).Add(LeafObject(20 * n, kHeap)))};
   });
}

TEST(Zoo, CountedArraysOfObjectsAndPointers)
{
   ExpectStreams<Loops>(1, [](int n) {
      Bytes leaves, points, words, branches;
      for (int i = 0; i < n; ++i) {
         leaves.Add(LeafObject(i, kHeap));
         points.Add(PointObject(-i, 0));
         words.Str(std::string(static_cast<std::size_t>(i), 'w'));
      }
      if (n == 2)
         branches.NewPointer("cage::Leaf", LeafObject(n, kHeap)).U32(0);
      return Cells{
         Plain(Bytes().I32(n)), Headed(leaves), Headed(points), Headed(words), Plain(Bytes().I32(n == 2 ? 2 : 0)),
         Headed(branches)};
   });
}

TEST(Zoo, ContainersOfBasicsAndStrings)
{
   ExpectStreams<BasicContainers>(1, [](int n) {
      std::vector<Bytes> c(16, Bytes().I32(n));
      for (int i = 0; i < n; ++i) {
         c[0].I32(i - 1);
         c[1].U8(i % 2 == 0);
         c[2].I16(10 + i);
         c[3].I64(-i);
         c[4].F32(static_cast<float>(n - 1 - i));
         c[5].I32(i - n + 1);
         c[6].I8('m');
         c[9].I32(i ? 1000 : 2);
         c[10].Str(std::string(static_cast<std::size_t>(i), 'n'));
         c[11].Str(std::string(static_cast<std::size_t>(i), 't'));
         c[12].Str("w" + std::to_string(i));
         c[13].F32(static_cast<float>(1.1 * i));
         c[14].U8(i ? 127 : 0).U16(0);
         c[15].I64(-5000000000 * i);
      }
      c[7] = Bytes().I32(1).I32(7);
      c[8] = Bytes().I32(5).U8(0).U8(1).U8(0).U8(0).U8(1);
      Cells cells;
      for (const Bytes &content : c)
         cells.push_back(Headed(content));
      return cells;
   });
}

TEST(Zoo, MapsAndPairs)
{
   ExpectStreams<Maps>(1, [](int n) {
      Bytes intKeys, doubles, ints, ones, names, whole, other, minus, pairs;
      for (int i = 0; i < n; ++i) {
         intKeys.I32(i);
         doubles.F64(0.5 * i);
         ones.I32(1);
         names.Str("k" + std::to_string(i));
         whole.I32(i - n + 1).Str(std::string(static_cast<std::size_t>(n - 1 - i), 'v'));
         other.I16(i).U8(1);
         minus.F64(-1.0 * i);
         pairs.Counted(PairVersion("short", "string").I16(i).Layer(Bytes().Str("p"))); // a string member has a header
      }
      const Bytes count = Bytes().I32(n);
      Cells cells;
      cells.push_back(Split(PairVersion("int", "double"), Bytes(count).Add(intKeys).Add(doubles)));
      cells.push_back(Split(PairVersion("string", "int"), Bytes(count).Layer(names).Add(intKeys)));
      cells.push_back(Split(PairVersion("int", "int"), Bytes(count).Add(ones).Add(intKeys)));
      cells.push_back(Split(PairVersion("int", "float"), Bytes().I32(1).I32(3).F32(1.5f)));
      cells.push_back(Headed(Bytes(count).Add(whole)));
      cells.push_back(Headed(Bytes(count).Add(other)));
      cells.push_back(Split(PairVersion("int", "double"), Bytes(count).Add(intKeys).Add(minus)));
      cells.push_back(Headed(Bytes(count).Add(pairs)));
      return cells;
   });
}

TEST(Zoo, ContainersOfObjects)
{
   ExpectStreams<ObjectContainers>(
      1,
      [](int n) {
         Bytes tobjects, values, minus, xs, halves, sortedXs, sortedYs, map, names, titles, objects, whole, owned;
         for (int i = 0; i < n; ++i) {
            tobjects.TObjectPart();
            values.I32(i);
            minus.I16(-i);
            xs.I32(i);
            halves.F64(0.5);
            sortedXs.I32(i - n + 1);
            sortedYs.F64(1.5);
            map.I32(i).Add(LeafObject(i));
            names.Str("n");
            titles.Str("t");
            objects.TObjectPart(static_cast<std::uint32_t>(i));
            whole.Add(LeafObject(100 + i));
         }
         owned.U32(0);
         if (n > 1)
            owned.NewPointer("cage::Leaf", LeafObject(1, kHeap));
         Bytes zeros;
         for (int i = 0; i < n; ++i)
            zeros.I32(0);
         const Bytes count = Bytes().I32(n);
         const Bytes point = Bytes().I16(0).U32(kPointSum);
         return Cells{Split(Bytes().I16(4), Bytes(count).Add(tobjects).Add(values)),
                      Split(Bytes().I16(5), Bytes(count).Add(tobjects).Add(zeros).Add(minus)),
                      Split(point, Bytes(count).Add(xs).Add(halves)),
                      Split(point, Bytes(count).Add(sortedXs).Add(sortedYs)),
                      Headed(Bytes(count).Add(map)),
                      Split(Bytes().I16(1), Bytes(count).Add(tobjects).Add(names).Add(titles)),
                      Headed(Bytes(count).Add(objects)),
                      Headed(Bytes(count).Add(whole)),
                      Headed(Bytes(count).Add(owned))};
      },
      [](ObjectContainers &object, int n) {
         object.Fill(n > 2 ? 2 : n); // three pointers would need tags; Pointers tests those
      });
}

TEST(Zoo, ContainersOfContainers)
{
   ExpectStreams<NestedContainers>(1, [](int n) {
      Bytes jagged, lists, maps, trees, sets;
      for (int i = 0; i < n; ++i) {
         jagged.I32(i);
         for (int k = 0; k < i; ++k)
            jagged.I32(i);
         lists.Str("l" + std::to_string(i)).I32(1).I32(i);
         maps.I32(1).I32(i).F64(0.5);
         trees.I32(1).Add(LeafObject(i));
         sets.I32(1).Str("s");
      }
      const Bytes count = Bytes().I32(n);
      return Cells{Headed(Bytes(count).Add(jagged)),
                   Headed(Bytes(count).Add(lists)),
                   Headed(Bytes(count).Add(maps)),
                   Headed(Bytes(count).Add(trees)),
                   Headed(Bytes(count).Add(sets)),
                   Headed(Bytes().I32(2).I32(1).I32(2).I32(1).I32(n)),
                   Split(Bytes().I16(4), Bytes().I32(1).TObjectPart().I32(n).I32(0)),
                   Headed(Bytes().I32(2).I32(n).I32(n)),
                   Plain(Bytes().I32(1).I32(3).I32(0))};
   });
}

TEST(Zoo, NestedClassesAndTemplates)
{
   ExpectStreams<Outer>(1, [](int n) {
      return Cells{Plain(Bytes().Object(2, Bytes().I32(n))), Plain(Bytes().Object(6, Bytes().I32(-n))),
                   Plain(Bytes().Object(6, Bytes().Str("box"))), Plain(Bytes().Object(3, Bytes().I32(1000 + n)))};
   });
   EXPECT_STREQ(Box<TString>::Class()->GetName(), "cage::Box<TString>");
   EXPECT_STREQ(Outer::Inner::Class()->GetName(), "cage::Outer::Inner");
}

TEST(Zoo, VirtualBasesAreStreamedOnEachWay)
{
   ExpectStreams<Bottom>(
      1,
      [](int n) {
         const Cell root = Base(Bytes().I16(1), {Plain(Bytes().I32(n))});
         return Cells{Base(Bytes().I16(1), {root, Plain(Bytes().I32(10 * n))}),
                      Base(Bytes().I16(1), {root, Plain(Bytes().I32(20 * n))}), Plain(Bytes().I32(30 * n))};
      },
      [](Bottom &object, int n) {
         object.fRoot = n;
         object.fLeft = 10 * n;
         object.fRight = 20 * n;
         object.fBottom = 30 * n;
      });
}

TEST(Zoo, HeadersStandOnceInEachColumnOfContainers)
{
   ExpectStreams<Holder>(
      2,
      [](int n) {
         const auto size = static_cast<std::size_t>(n);
         Bytes ints = Bytes().I32(n), tobjects, values, keys, halves;
         for (int i = 0; i < n; ++i) {
            ints.I32(i);
            tobjects.TObjectPart();
            values.I32(i * i);
            keys.I32(-n + 1 + i);
            halves.F64(0.5);
         }
         const Bytes count = Bytes().I32(n);
         return Cells{Headed(Bytes().Str(std::string(size, 'h'))),
                      Headed(Bytes().Str("a").Str("b")),
                      Headed(ints),
                      Split(Bytes().I16(4), Bytes(count).Add(tobjects).Add(values)),
                      Split(PairVersion("int", "double"), Bytes(count).Add(keys).Add(halves)),
                      Plain(LeafObject(-n)),
                      Plain(Bytes().Object(0, {}))};
      },
      [](Holder &object, int n) {
         object.fName = std::string(static_cast<std::size_t>(n), 'h');
         object.fTwo[0] = "a";
         object.fTwo[1] = "b";
         object.fInts.clear();
         object.fLeaves.clear();
         object.fMap.clear();
         for (int i = 0; i < n; ++i) {
            object.fInts.push_back(i);
            object.fLeaves.emplace_back(i * i);
            object.fMap[-i] = 0.5;
         }
         object.fLeaf.fValue = -n;
      });
}

TEST(Zoo, AClassWithoutStreamedMembersIsItsHeader)
{
   ExpectStreams<Nothing>(
      1, [](int) { return Cells{Plain({})}; }, [](Nothing &object, int n) { object.fGone = n; });
   ExpectStreams<Zero>(
      0, [](int) { return Cells{Plain({})}; }, [](Zero &, int) {});
}

TEST(Zoo, AClassWithoutClassDefOfItsOwnStreamsAsItsBase)
{
   NoDictionaryOfItsOwn object;
   object.fValue = 3;
   object.fColour = 4;
   object.fLost = 5;
   EXPECT_EQ(object.IsA(), Flower::Class());
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteObject(&object);
   const Bytes flower = Bytes().Object(5, LeafObject(3).I16(4));
   EXPECT_EQ(Bytes(buffer), Bytes().NewPointer("cage::Flower", flower));
   const std::unique_ptr<TObject> copy(object.Clone());
   ASSERT_NE(copy, nullptr);
   EXPECT_EQ(copy->IsA(), Flower::Class());
   EXPECT_EQ(static_cast<Flower *>(copy.get())->fColour, 4);
}

TEST(Zoo, ContainersOutsideOfAClass)
{
   std::vector<Point> points = {{1, 2}, {3, 4}};
   const Bytes columns = Bytes().MemberWise(Bytes().I16(0).U32(kPointSum).I32(2).I32(1).I32(3).F64(2).F64(4));
   EXPECT_EQ(WrittenStl(points), columns);
   std::forward_list<Point> forward;
   ReadAllStl(forward, columns);
   EXPECT_EQ(WrittenStl(forward), columns);
   std::multimap<std::string, Double_t> prices = {{"a", 1}, {"a", 2}};
   const Bytes map =
      Bytes().MemberWise(PairVersion("string", "double").I32(2).Layer(Bytes().Str("a").Str("a")).F64(1).F64(2));
   EXPECT_EQ(WrittenStl(prices), map);
   std::unordered_multimap<std::string, Double_t> unordered;
   ReadAllStl(unordered, map);
   EXPECT_EQ(unordered.size(), 2u);
}

TEST(Zoo, BothFormsAreReadWhateverTheWriterChose)
{
   // object-wise where we would write columns
   std::vector<Leaf> leaves;
   ReadAllStl(leaves, Bytes().Layer(Bytes().I32(2).Add(LeafObject(1)).Add(LeafObject(2))));
   ASSERT_EQ(leaves.size(), 2u);
   EXPECT_EQ(leaves[1].fValue, 2);
   std::map<Int_t, Double_t> map;
   ReadAllStl(map, Bytes().Layer(Bytes().I32(1).I32(7).F64(0.5)));
   EXPECT_EQ(map[7], 0.5);
   // columns where we would write object-wise
   std::map<Int_t, std::string> whole;
   ReadAllStl(whole,
              Bytes().MemberWise(PairVersion("int", "string").I32(2).I32(1).I32(2).Layer(Bytes().Str("a").Str("b"))));
   EXPECT_EQ(whole[2], "b");
   std::map<Int_t, Leaf> objects;
   ReadAllStl(objects, Bytes().MemberWise(Bytes().I16(0).U32(12345).I32(1).I32(9).Add(LeafObject(3))));
   EXPECT_EQ(objects[9].fValue, 3);
}
