// Adjacent columns of fixed size, which are streamed a few objects at a time: the bytes are those of the columns one after
// another, written down by hand for every kind of column and for numbers of objects on either side of each limit; and bytes
// that end this way of reading in the middle are read as one column after another.
#include "Bytes.h"
#include "Reports.h"
#include "Rows.h"

#include "RootletSchema.h"
#include "RootletStl.h"
#include "TClass.h"
#include "TProcessID.h"
#include "TStreamerElement.h"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <memory>

using namespace rows;

namespace {

/// The members of one object, each as it stands in its column.
using Cells = std::vector<Bytes>;

constexpr std::size_t kCounts[] = {0, 1, 2, 3, 4, 5, 15, 16, 17, 71, 1000};
constexpr std::uint32_t kStack = 0x02000000; // kNotDeleted alone: not on the heap

Cells Describe(const Quad *, int n)
{
   return {Bytes().I32(-n), Bytes().U32(4000000000u + static_cast<unsigned>(n)),
           Bytes().F32(0.5f * static_cast<float>(n)), Bytes().I32(n % 2 ? 2 : 1000)};
}

Cells Describe(const Three *, int n)
{
   const auto x = static_cast<float>(n);
   return {Bytes().F32(x), Bytes().F32(-x), Bytes().F32(2 * x)};
}

Cells Describe(const Eight *, int n)
{
   const Bytes real = Bytes().F32(0.25f * static_cast<float>(n));
   return {Bytes().I32(n), Bytes().I32(n + 1), Bytes().I32(n + 2), Bytes().I32(n + 3), real, real,
           real,           Bytes().I32(7 * n)};
}

Cells Describe(const Apart *, int n)
{
   return {
      Bytes().I32(n), Bytes().I16(n),      Bytes().I32(n + 1), Bytes().I32(n + 2), Bytes().F32(static_cast<float>(n)),
      Bytes().I32(3), Bytes().F64(n / 8.), Bytes().I32(5)};
}

Cells Describe(const Gaps *, int n)
{
   return {Bytes().I32(n), Bytes().I32(n + 1), Bytes().F32(static_cast<float>(n)), Bytes().I32(n + 2)};
}

Cells Describe(const Sizes *, int n)
{
   return {Bytes().I16(-n),
           Bytes().U16(60000u + static_cast<unsigned>(n % 1000)),
           Bytes().I8(n % 100),
           Bytes().I8(n),
           Bytes().F64(-0.25 * n),
           Bytes().F64(1e100),
           Bytes().I64(-5000000000 - n),
           Bytes().I64(5000000000 + n),
           Bytes().I64(-1152921504606846976 - n),
           Bytes().U64(0x8000000000000000u + static_cast<unsigned>(n))};
}

Cells Describe(const Odd *, int n)
{
   return {Bytes().U8(n % 3 == 0), Bytes().I32(n % 2 ? 1 : 255), Bytes().I32(n % 2 ? -7 : 7),
           Bytes().I32(n),         Bytes().F64(0.5 * n),         Bytes().U8(n % 2 == 0),
           Bytes().I32(n)};
}

Cells Describe(const rows::Arrays *, int n)
{
   Bytes ints, square, doubles, shorts, text, flags, array, nested;
   for (int i = 0; i < 3; ++i)
      ints.I32(n * 10 + i), flags.U8((n + i) % 2 == 0);
   for (int i = 0; i < 4; ++i)
      square.F32(static_cast<float>(n + i)), nested.I64(-n - i);
   for (int i = 0; i < 5; ++i)
      doubles.F64(n + i / 2.), text.I8('a' + (n + i) % 26);
   for (int i = 0; i < 7; ++i)
      shorts.I16(n + i);
   for (int i = 0; i < 6; ++i)
      array.F32(static_cast<float>(i - n));
   return {ints,
           square,
           doubles,
           shorts,
           text,
           flags,
           Bytes().I32(2).I32(n % 2 ? 0 : 1000),
           Bytes().I32(255).I32(n % 2 ? 1 : 255),
           array,
           nested};
}

/// docs/wire-format.md, "Mantissa": exponent, then the upper bits of the mantissa; exact for these values.
Bytes Mantissa(float value, int nbits)
{
   std::uint32_t u;
   std::memcpy(&u, &value, sizeof u);
   const std::uint32_t m = (u >> (23 - nbits)) & ((1u << nbits) - 1);
   return Bytes().U8((u >> 23) & 0xff).U16(m | (value < 0 ? 1u << (nbits + 1) : 0));
}

Cells Describe(const rows::Packed *, int n)
{
   const Bytes one = Mantissa(1, 12);
   return {Bytes().F32(static_cast<float>(n) + 0.5f),
           Bytes().U32(n % 2 ? 4096 : 2048),
           Mantissa(-static_cast<float>(n % 8), 8),
           Mantissa(static_cast<float>(n % 16), 12),
           Bytes().U32(static_cast<unsigned>(n % 4) * 8192),
           Bytes().U32(n % 2 ? 0 : 0xffffffff).U32(0x80000000), // 0.5 + 2147483647.5
           Bytes(one).Add(one).Add(one)};
}

Bytes SpotNumbers(int n)
{
   const auto x = static_cast<float>(n);
   return Bytes().F32(x).F32(x + 1).I16(n).F64(n / 2.).F64(n / 4.).I32(2);
}

Bytes SpotObject(int n)
{
   return Bytes().Object(3, SpotNumbers(n));
}

template <class T>
Bytes ForeignObject(const Bytes &content)
{
   return Bytes().Foreign(TClass::GetClass<T>()->GetCheckSum(), content);
}

Bytes DotObject(int n)
{
   return ForeignObject<Dot>(Bytes().I16(n).F64(n / 8.).F64(n / 16.));
}

template <class T>
Bytes All(int n)
{
   Bytes all;
   for (const Bytes &cell : Describe(static_cast<const T *>(nullptr), n))
      all.Add(cell);
   return all;
}

Cells Describe(const Values *, int n)
{
   return {Bytes().I32(n),
           SpotObject(n),
           DotObject(n + 1),
           Bytes().Object(1, Bytes()),
           Bytes().Object(0, Bytes()),
           ForeignObject<Three>(All<Three>(n + 2)),
           Bytes().Object(1, All<Quad>(n + 3)),
           Bytes().I32(-n)};
}

Cells Describe(const Nests *, int n)
{
   const std::string text(static_cast<std::size_t>(n % 5), 'w');
   return {Bytes().I32(n),
           Bytes().Object(4, Bytes().I32(n + 1).Add(SpotObject(n))),
           Bytes().I32(n + 2),
           Bytes().Object(1, Bytes().I32(n + 3).Layer(Bytes().Str(text))),
           Bytes().Object(1, Bytes().I32(n + 4).U32(0)),
           Bytes().Object(1, Bytes().U8(static_cast<unsigned>(n % 2)).U32(n % 2 ? 65536 : 0).I32(-7)),
           Bytes().Object(1, SpotObject(n).I32(n + 5)),
           SpotObject(n).Add(SpotObject(n + 1)),
           SpotObject(n)};
}

Cells RowCells(int n, const Bytes &tobject)
{
   return {tobject, Bytes().I32(n), SpotObject(n), Bytes().F32(static_cast<float>(n) / 4)};
}

Cells Describe(const Row *, int n)
{
   return RowCells(n, Bytes().TObjectPart());
}

Cells Describe(const Virtual *, int n)
{
   return {Bytes().TObjectPart(), Bytes().I32(n), Bytes().F64(n / 2.)};
}

Cells Describe(const rows::Derived *, int n)
{
   Cells cells = Describe(static_cast<const Quad *>(nullptr), n);
   cells.push_back(Bytes().TObjectPart());
   cells.push_back(Bytes().I32(n));
   cells.push_back(Bytes().I32(n + 1));
   return cells;
}

Cells Describe(const Many *, int n)
{
   Cells cells;
   for (int i = 0; i < 47; ++i)
      cells.push_back(Bytes().F64(n + i / 64.));
   cells.push_back(SpotObject(n));
   for (int i = 0; i < 4; ++i)
      cells.push_back(Bytes().I32(n + i));
   cells.push_back(DotObject(n));
   return cells;
}

Bytes Columns(const std::vector<Cells> &objects)
{
   Bytes bytes;
   for (std::size_t column = 0; column < objects.front().size(); ++column)
      for (const Cells &cells : objects)
         bytes.Add(cells[column]);
   return bytes;
}

/// What object i of a range is filled with.
int Seed(std::size_t i)
{
   return static_cast<int>(i % 400) + 1;
}

template <class T>
Bytes ExpectedColumns(std::size_t count)
{
   std::vector<Cells> objects;
   for (std::size_t i = 0; i < count; ++i)
      objects.push_back(Describe(static_cast<const T *>(nullptr), Seed(i)));
   return count ? Columns(objects) : Bytes();
}

/// Version of the elements, their number, their columns, under the header of the streamer layer.
template <class T>
Bytes MemberWise(std::size_t count, const Bytes &columns)
{
   const TClass *cl = TClass::GetClass<T>();
   Bytes content = cl->IsForeign() ? Bytes().I16(0).U32(cl->GetCheckSum()) : Bytes().I16(cl->GetClassVersion());
   return Bytes().MemberWise(content.I32(static_cast<int>(count)).Add(columns));
}

template <class C>
Bytes Written(const C &container, bool memoryBits = true)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.SetWriteMemoryBits(memoryBits);
   buffer.WriteStl(container);
   return Bytes(buffer);
}

template <class C>
void Read(C &container, const Bytes &bytes)
{
   TBuffer buffer(bytes.Data(), bytes.Size());
   buffer.ReadStl(container);
   EXPECT_EQ(buffer.Remaining(), 0u);
}

template <class C>
void ExpectBothWays(std::size_t count, const Bytes &expected)
{
   C filled(count);
   std::size_t i = 0;
   for (auto &element : filled)
      element.Fill(Seed(i++));
   ASSERT_EQ(Written(filled), expected) << count;
   C fresh;
   Read(fresh, expected);
   ASSERT_EQ(Written(fresh), expected) << count;
   C used(count / 2 + 3);
   i = 7;
   for (auto &element : used)
      element.Fill(Seed(i++));
   Read(used, expected);
   ASSERT_EQ(Written(used), expected) << count;
}

/// Objects that lie further apart than they are large, and behind pointers in an order that is not that of memory.
template <class T>
void ExpectRanges(std::size_t count, const Bytes &expected)
{
   struct Wider {
      char fBefore[8] = {};
      T fObject{};
      char fBehind[40] = {};
   };
   std::vector<Wider> apart(count), back(count);
   std::vector<void *> pointers, backPointers;
   for (std::size_t i = 0; i < count; ++i) {
      apart[i].fObject.Fill(Seed(i));
      pointers.push_back(&apart[i].fObject);
      backPointers.push_back(&back[count - 1 - i].fObject);
   }
   TClass *const cl = TClass::GetClass<T>();
   auto expect = [&](const rootlet::ObjectRange &from, const rootlet::ObjectRange &to) {
      TBuffer buffer(TBuffer::kWrite);
      cl->StreamColumns(buffer, from);
      ASSERT_EQ(Bytes(buffer), expected) << count;
      TBuffer reading(expected.Data(), expected.Size());
      cl->StreamColumns(reading, to);
      ASSERT_EQ(reading.Remaining(), 0u);
      TBuffer again(TBuffer::kWrite);
      cl->StreamColumns(again, to);
      ASSERT_EQ(Bytes(again), expected) << count;
   };
   const rootlet::ObjectRange first(count ? &apart[0].fObject : nullptr, sizeof(Wider), count);
   const rootlet::ObjectRange second(count ? &back[0].fObject : nullptr, sizeof(Wider), count);
   expect(first, rootlet::ObjectRange(backPointers.data(), count));
   expect(rootlet::ObjectRange(pointers.data(), count), second);
   for (const Wider &wider : back)
      for (const char c : wider.fBehind)
         ASSERT_EQ(c, 0);
}

template <class T>
class FixedColumns : public ::testing::Test {
protected:
   const Reports fReports;
};

using Classes = ::testing::Types<Quad, Three, Eight, Apart, Gaps, Sizes, Odd, rows::Arrays, rows::Packed, Values, Nests,
                                 Row, Virtual, rows::Derived, Many>;
TYPED_TEST_SUITE(FixedColumns, Classes);

} // namespace

TYPED_TEST(FixedColumns, AreTheColumnsOneAfterAnother)
{
   for (const std::size_t count : kCounts) {
      const Bytes columns = ExpectedColumns<TypeParam>(count);
      const Bytes expected = MemberWise<TypeParam>(count, columns);
      ExpectBothWays<std::vector<TypeParam>>(count, expected);
      ExpectBothWays<std::list<TypeParam>>(count, expected);
      ExpectBothWays<std::deque<TypeParam>>(count, expected);
      if (count)
         ExpectRanges<TypeParam>(count, columns);
   }
   EXPECT_EQ(this->fReports.Count(), 0u) << this->fReports.Text();
}

TYPED_TEST(FixedColumns, CutAnywhereAreAnError)
{
   const Bytes bytes = MemberWise<TypeParam>(5, ExpectedColumns<TypeParam>(5));
   for (std::size_t n = 0; n < bytes.Size(); ++n) {
      // As it is, and with a byte count that tells the truth about what is left.
      for (const bool honest : {false, true}) {
         if (honest && n < 6)
            continue;
         Bytes cut(bytes.Data(), n);
         if (honest)
            cut = Bytes().U32(0x40000000u | (n - 4)).Add(Bytes(bytes.Data() + 4, n - 4));
         const std::unique_ptr<char[]> exact(new char[n]); // ends where its allocation ends
         std::memcpy(exact.get(), cut.Data(), n);
         TBuffer buffer(exact.get(), n);
         std::vector<TypeParam> read;
         std::list<TypeParam> list(2);
         EXPECT_THROW(buffer.ReadStl(read), rootlet::StreamError) << "cut to " << n << " of " << bytes.Size();
         buffer.SetBufferOffset(0);
         EXPECT_THROW(buffer.ReadStl(list), rootlet::StreamError) << "cut to " << n << " of " << bytes.Size();
      }
   }
}

TEST(FixedColumnsOfEnums, AValueThatNeedsMoreThan32BitsIsAnError)
{
   std::vector<Odd> objects(20);
   const std::int64_t large = std::int64_t(1) << 40; // no enumerator, so it goes in as bytes
   std::memcpy(&objects[18].fWide, &large, sizeof large);
   TBuffer buffer(TBuffer::kWrite);
   EXPECT_THROW(buffer.WriteStl(objects), rootlet::Error);
}

TEST(FixedColumnsOfBools, KeepTheByteThatWasThereAndReadAnyAsTrue)
{
   const Bytes expected = MemberWise<Odd>(3, ExpectedColumns<Odd>(3));
   Bytes odd(expected.String());
   std::string raw = odd.String();
   const std::size_t bools = expected.Size() - ExpectedColumns<Odd>(3).Size();
   raw[bools] = '\x02';
   std::vector<Odd> read;
   Read(read, Bytes(raw));
   EXPECT_TRUE(read[0].fBool);
   raw[bools] = '\x01';
   EXPECT_EQ(Written(read), Bytes(raw));
}

// --- TObject ---------------------------------------------------------------------------------------------------------------

namespace {

/// A vector of rows of which some are referred to, and its bytes.
struct Referred {
   std::vector<Row> fRows;
   std::vector<Cells> fCells;

   Referred(std::size_t count, const std::vector<std::size_t> &which) : fRows(count)
   {
      for (const std::size_t i : which)
         TProcessID::AssignID(&fRows[i]);
      for (std::size_t i = 0; i < count; ++i) {
         fRows[i].Fill(Seed(i));
         Bytes part = Bytes().TObjectPart();
         if (fRows[i].TestBit(TObject::kIsReferenced))
            part = Bytes().TObjectPart(fRows[i].GetUniqueID() & 0xffffff, kStack | Bits(fRows[i])).U16(0);
         fCells.push_back(RowCells(Seed(i), part));
      }
   }
   static std::uint32_t Bits(const Row &row) { return row.TestBits(0x18); }
   Bytes Expected() const { return MemberWise<Row>(fRows.size(), Columns(fCells)); }
};

class FixedTObjects : public ::testing::TestWithParam<std::vector<std::size_t>> {};

} // namespace

TEST_P(FixedTObjects, ThatAreReferredToCarryTheirProcess)
{
   for (const std::size_t count : {std::size_t(17), std::size_t(71)}) {
      std::vector<std::size_t> which = GetParam();
      for (std::size_t &i : which)
         i = std::min(i, count - 1);
      Referred referred(count, which);
      const Bytes expected = referred.Expected();
      ASSERT_EQ(Written(referred.fRows), expected);
      std::list<Row> list;
      std::vector<Row> vector(3);
      Read(list, expected);
      Read(vector, expected);
      ASSERT_EQ(Written(list), expected);
      ASSERT_EQ(Written(vector), expected);
      for (const std::size_t i : which)
         EXPECT_EQ(TProcessID::GetSessionProcessID()->GetObjectWithID(vector[i].GetUniqueID()), &vector[i]);
      // Rows that are referred to are read into by others: nothing refers to them any more.
      const UInt_t uid = vector[which[0]].GetUniqueID();
      const Bytes plain = MemberWise<Row>(count, ExpectedColumns<Row>(count));
      Read(vector, plain);
      EXPECT_EQ(Written(vector), plain);
      EXPECT_NE(TProcessID::GetSessionProcessID()->GetObjectWithID(uid), &vector[which[0]]);
   }
}

INSTANTIATE_TEST_SUITE_P(First, FixedTObjects, ::testing::Values(std::vector<std::size_t>{0}));
INSTANTIATE_TEST_SUITE_P(Middle, FixedTObjects, ::testing::Values(std::vector<std::size_t>{9}));
INSTANTIATE_TEST_SUITE_P(Last, FixedTObjects, ::testing::Values(std::vector<std::size_t>{1000}));
INSTANTIATE_TEST_SUITE_P(Some, FixedTObjects, ::testing::Values(std::vector<std::size_t>{0, 1, 12, 16, 1000}));

TEST(FixedTObjectBits, AreTheObjectsOwnWhereTheyTellAboutMemory)
{
   std::vector<Row> objects(19);
   std::vector<Cells> with, without;
   for (std::size_t i = 0; i < objects.size(); ++i) {
      objects[i].Fill(Seed(i));
      objects[i].SetUniqueID(static_cast<UInt_t>(i) << 20);
      objects[i].SetBit(1u << (14 + i % 9));
      const auto uid = static_cast<std::uint32_t>(i) << 20;
      with.push_back(RowCells(Seed(i), Bytes().TObjectPart(uid, kStack | 1u << (14 + i % 9))));
      without.push_back(RowCells(Seed(i), Bytes().TObjectPart(uid, 1u << (14 + i % 9))));
   }
   const Bytes old = MemberWise<Row>(objects.size(), Columns(with));
   const Bytes recent = MemberWise<Row>(objects.size(), Columns(without));
   EXPECT_EQ(Written(objects), old);
   EXPECT_EQ(Written(objects, false), recent);
   for (const Bytes &bytes : {old, recent}) {
      std::vector<Row> back(2);
      Read(back, bytes);
      EXPECT_EQ(Written(back), old);
   }
   std::vector<Cells> fromHeap;
   for (std::size_t i = 0; i < objects.size(); ++i)
      fromHeap.push_back(RowCells(Seed(i), Bytes().TObjectPart(0, 0x03000000)));
   std::list<Row> back;
   Read(back, MemberWise<Row>(objects.size(), Columns(fromHeap)));
   for (const Row &row : back)
      EXPECT_FALSE(row.IsOnHeap());
}

TEST(FixedTObjectBits, OfObjectsOnTheHeapAreTheirs)
{
   std::vector<std::unique_ptr<Row>> owned;
   std::vector<void *> pointers;
   std::vector<Cells> cells;
   for (std::size_t i = 0; i < 18; ++i) {
      owned.emplace_back(new Row);
      owned.back()->Fill(Seed(i));
      pointers.push_back(owned.back().get());
      cells.push_back(RowCells(Seed(i), Bytes().TObjectPart(0, 0x03000000)));
   }
   TBuffer buffer(TBuffer::kWrite);
   Row::Class()->StreamColumns(buffer, rootlet::ObjectRange(pointers.data(), pointers.size()));
   EXPECT_EQ(Bytes(buffer), Columns(cells));
   const Bytes plain = ExpectedColumns<Row>(18);
   TBuffer reading(plain.Data(), plain.Size());
   Row::Class()->StreamColumns(reading, rootlet::ObjectRange(pointers.data(), pointers.size()));
   for (const auto &row : owned)
      EXPECT_TRUE(row->IsOnHeap());
}

// --- bytes that are not of the size that was thought ----------------------------------------------------------------------

namespace {

/// Rows of which one has another form; `replace` changes the cells of row `at`.
Bytes OddRows(std::size_t count, std::size_t at, const std::function<void(Cells &, int)> &replace)
{
   std::vector<Cells> objects;
   for (std::size_t i = 0; i < count; ++i) {
      objects.push_back(RowCells(Seed(i), Bytes().TObjectPart()));
      if (i == at)
         replace(objects.back(), Seed(i));
   }
   return MemberWise<Row>(count, Columns(objects));
}

/// Reads rows into a vector, one with elements and a list; `check` looks at each.
void ReadOddRows(const Bytes &bytes, const std::shared_ptr<const rootlet::Schema> &schema,
                 const std::function<void(const Row &, std::size_t)> &check)
{
   auto read = [&](auto container) {
      TBuffer buffer(bytes.Data(), bytes.Size());
      buffer.SetSchema(schema);
      buffer.ReadStl(container);
      EXPECT_EQ(buffer.Remaining(), 0u);
      std::size_t i = 0;
      for (const Row &row : container)
         check(row, i++);
   };
   read(std::vector<Row>());
   std::vector<Row> used(21);
   for (Row &row : used)
      row.Fill(999);
   read(used);
   read(std::list<Row>());
}

void ExpectRow(const Row &row, std::size_t i)
{
   const int n = Seed(i);
   EXPECT_EQ(row.fId, n) << i;
   EXPECT_EQ(row.fSpot.fX, static_cast<float>(n)) << i;
   EXPECT_EQ(row.fSpot.fFlag, n) << i;
   EXPECT_EQ(row.fSpot.fW[1], n / 4.) << i;
   EXPECT_EQ(row.fSpot.fLegs, kTwo) << i;
   EXPECT_EQ(row.fEnergy, static_cast<float>(n) / 4) << i;
}

/// The layouts of a writer whose Spot had neither fFlag nor fLegs, in its version 2.
std::shared_ptr<const rootlet::Schema> OldSpot()
{
   auto schema = std::make_shared<rootlet::Schema>();
   schema->AddClass(Row::Class());
   auto info = std::make_unique<TStreamerInfo>("rows::Spot", 2, 0x12345678);
   info->Add(std::make_unique<TStreamerBasicType>("fX", "", 5, 4, "float"));
   info->Add(std::make_unique<TStreamerBasicType>("fY", "", 5, 4, "float"));
   auto w = std::make_unique<TStreamerBasicType>("fW", "", 28, 16, "double");
   w->SetArrayDim(1);
   w->SetMaxIndex(0, 2);
   info->Add(std::move(w));
   schema->Add(std::move(info));
   return schema;
}

Bytes OldSpotObject(int n)
{
   const auto x = static_cast<float>(n);
   return Bytes().Object(2, Bytes().F32(x).F32(x + 1).F64(n / 2.).F64(n / 4.));
}

constexpr std::size_t kPlaces[] = {0, 1, 8, 15, 16, 17, 19};

} // namespace

TEST(OddColumns, ATObjectMayHaveAByteCount)
{
   const Reports reports;
   for (const std::size_t at : kPlaces) {
      const Bytes bytes =
         OddRows(20, at, [](Cells &cells, int) { cells[0] = Bytes().Counted(Bytes().TObjectPart(9)); });
      ReadOddRows(bytes, nullptr, [at](const Row &row, std::size_t i) {
         ExpectRow(row, i);
         EXPECT_EQ(row.GetUniqueID(), i == at ? 9u : 0u);
      });
   }
   EXPECT_EQ(reports.Count(), 0u) << reports.Text();
}

TEST(OddColumns, ATObjectMayHaveAByteCountWhereNothingElseTells)
{
   const Reports reports;
   for (const std::size_t at : kPlaces) {
      std::vector<Cells> objects;
      for (std::size_t i = 0; i < 20; ++i) {
         objects.push_back(Describe(static_cast<const Virtual *>(nullptr), Seed(i)));
         if (i == at)
            objects.back()[0] = Bytes().Counted(Bytes().TObjectPart(9));
      }
      std::vector<Virtual> read;
      Read(read, MemberWise<Virtual>(20, Columns(objects)));
      for (std::size_t i = 0; i < 20; ++i) {
         EXPECT_EQ(read[i].GetUniqueID(), i == at ? 9u : 0u);
         EXPECT_EQ(read[i].fA, Seed(i));
         EXPECT_EQ(read[i].fB, Seed(i) / 2.);
      }
   }
   EXPECT_EQ(reports.Count(), 0u) << reports.Text();
}

TEST(OddColumns, OneObjectOfAnotherVersionIsConvertedThoughItIsAsLarge)
{
   // Version 1 had the two numbers in front in the other order, and the rest as now.
   auto schema = std::make_shared<rootlet::Schema>();
   schema->AddClass(Row::Class());
   auto info = std::make_unique<TStreamerInfo>("rows::Spot", 1, 0x12345678);
   info->Add(std::make_unique<TStreamerBasicType>("fY", "", 5, 4, "float"));
   info->Add(std::make_unique<TStreamerBasicType>("fX", "", 5, 4, "float"));
   info->Add(std::make_unique<TStreamerBasicType>("fFlag", "", 2, 2, "short"));
   auto w = std::make_unique<TStreamerBasicType>("fW", "", 28, 16, "double");
   w->SetArrayDim(1);
   w->SetMaxIndex(0, 2);
   info->Add(std::move(w));
   info->Add(std::make_unique<TStreamerBasicType>("fLegs", "", 3, 4, "rows::ELegs"));
   schema->Add(std::move(info));
   for (const std::size_t at : kPlaces) {
      const Bytes bytes = OddRows(20, at, [](Cells &cells, int n) {
         const auto x = static_cast<float>(n);
         cells[2] = Bytes().Object(1, Bytes().F32(x + 1).F32(x).I16(n).F64(n / 2.).F64(n / 4.).I32(2));
      });
      ReadOddRows(bytes, schema, [](const Row &row, std::size_t i) {
         ExpectRow(row, i);
         EXPECT_EQ(row.fSpot.fY, static_cast<float>(Seed(i) + 1));
      });
      std::vector<Row> read;
      EXPECT_THROW(Read(read, bytes), rootlet::StreamError);
   }
}

TEST(OddColumns, OneObjectOfAnotherVersionIsConverted)
{
   const Reports reports;
   for (const std::size_t at : kPlaces) {
      const Bytes bytes = OddRows(20, at, [](Cells &cells, int n) { cells[2] = OldSpotObject(n); });
      ReadOddRows(bytes, OldSpot(), [at](const Row &row, std::size_t i) {
         if (i != at)
            return ExpectRow(row, i);
         EXPECT_EQ(row.fId, Seed(i));
         EXPECT_EQ(row.fSpot.fX, static_cast<float>(Seed(i)));
         EXPECT_EQ(row.fSpot.fW[1], Seed(i) / 4.);
         EXPECT_EQ(row.fSpot.fFlag, 77); // what a new one has
         EXPECT_EQ(row.fSpot.fLegs, kNone);
         EXPECT_EQ(row.fEnergy, static_cast<float>(Seed(i)) / 4);
      });
   }
   EXPECT_EQ(reports.Count(), 0u) << reports.Text();
}

TEST(OddColumns, OneObjectOfAnotherVersionWithoutItsLayoutIsAnErrorThatNamesIt)
{
   for (const std::size_t at : kPlaces) {
      const Bytes bytes = OddRows(20, at, [](Cells &cells, int n) { cells[2] = OldSpotObject(n); });
      try {
         ReadOddRows(bytes, nullptr, [](const Row &, std::size_t) {});
         ADD_FAILURE() << "read without a layout";
      } catch (const rootlet::StreamError &error) {
         EXPECT_NE(std::string(error.what()).find("version 2 of class rows::Spot"), std::string::npos) << error.what();
      }
   }
}

TEST(OddColumns, AnObjectWithoutAByteCountIsRead)
{
   for (const std::size_t at : kPlaces) {
      const Bytes bytes = OddRows(20, at, [](Cells &cells, int n) { cells[2] = Bytes().I16(3).Add(SpotNumbers(n)); });
      ReadOddRows(bytes, nullptr, ExpectRow);
   }
}

TEST(OddColumns, AWrongByteCountOfOneObjectIsReportedAndBelieved)
{
   for (const std::size_t at : kPlaces) {
      const Bytes bytes =
         OddRows(20, at, [](Cells &cells, int n) { cells[2] = Bytes().Object(3, SpotNumbers(n).U16(0xdead)); });
      Reports reports;
      std::vector<Row> read;
      Read(read, bytes);
      ASSERT_EQ(read.size(), 20u);
      for (std::size_t i = 0; i < read.size(); ++i)
         ExpectRow(read[i], i);
      EXPECT_TRUE(reports.IsOneLineWith({"rows::Spot"})) << reports.Text();
   }
}

TEST(OddColumns, AByteCountThatIsTooSmallIsReportedAndBelieved)
{
   // The last object says that it ends two bytes earlier: the column behind it begins there.
   const std::size_t last = 19;
   std::string raw = OddRows(20, last, [](Cells &, int) {}).String();
   const std::size_t energies = 20 * 4, spot = SpotObject(1).Size();
   const std::size_t header = raw.size() - energies - spot;
   raw[header + 3] = static_cast<char>(raw[header + 3] - 2);
   raw.resize(raw.size() - 2);
   Bytes bytes = Bytes().U32(0x40000000u | (raw.size() - 4)).Raw(std::string_view(raw).substr(4));
   Reports reports;
   std::vector<Row> read;
   Read(read, bytes);
   ASSERT_EQ(read.size(), 20u);
   EXPECT_EQ(read[18].fSpot.fW[1], Seed(18) / 4.);
   EXPECT_TRUE(reports.IsOneLineWith({"rows::Spot"})) << reports.Text();
}

TEST(OddColumns, AnotherCheckSumOfAClassWithoutClassDefIsAnError)
{
   for (const std::size_t at : {0, 4, 16}) {
      std::vector<Cells> objects;
      for (std::size_t i = 0; i < 17; ++i) {
         objects.push_back(Describe(static_cast<const Values *>(nullptr), Seed(i)));
         if (i == at)
            objects.back()[2] = Bytes().Foreign(0xbad, Bytes().I16(1).F64(2).F64(3));
      }
      const Bytes bytes = MemberWise<Values>(objects.size(), Columns(objects));
      std::vector<Values> read;
      try {
         Read(read, bytes);
         ADD_FAILURE() << "read without a layout";
      } catch (const rootlet::StreamError &error) {
         EXPECT_NE(std::string(error.what()).find("rows::Dot"), std::string::npos) << error.what();
         EXPECT_NE(std::string(error.what()).find("0xbad"), std::string::npos) << error.what();
      }
   }
}

TEST(OddColumns, EveryByteMayBeAnything)
{
   const Reports reports;
   const Bytes bytes = OddRows(5, 5, [](Cells &, int) {});
   for (std::size_t at = 0; at < bytes.Size(); ++at)
      for (const int flip : {0x01, 0x40, 0x80, 0xff}) {
         std::string raw = bytes.String();
         raw[at] = static_cast<char>(raw[at] ^ flip);
         const std::unique_ptr<char[]> exact(new char[raw.size()]);
         std::memcpy(exact.get(), raw.data(), raw.size());
         TBuffer buffer(exact.get(), raw.size());
         std::vector<Row> read(3);
         try {
            buffer.ReadStl(read);
         } catch (const rootlet::Error &) {
            continue;
         }
         EXPECT_LE(read.size(), raw.size());
      }
}
