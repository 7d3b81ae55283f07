// TArrayC ... TArrayD: one set of tests for all, and their bytes.
#include "ContTest.h"
#include "TArrayC.h"
#include "TArrayD.h"
#include "TArrayF.h"
#include "TArrayI.h"
#include "TArrayL.h"
#include "TArrayL64.h"
#include "TArrayS.h"

#include <memory>

using namespace conttest;

template <class A>
class Array : public testing::Test {
public:
   using Value = std::remove_pointer_t<decltype(A::fArray)>;
};
using Arrays = testing::Types<TArrayC, TArrayS, TArrayI, TArrayL, TArrayL64, TArrayF, TArrayD>;
TYPED_TEST_SUITE(Array, Arrays);

TYPED_TEST(Array, GrowsWithZerosAndShrinksKeepingItsStart)
{
   TypeParam a(2);
   a.AddAt(5, 0);
   a[1] = 6;
   a.Set(4);
   EXPECT_EQ(a.GetSize(), 4);
   EXPECT_EQ(a.At(0), 5);
   EXPECT_EQ(a.At(1), 6);
   EXPECT_EQ(a.At(2), 0);
   EXPECT_EQ(a.GetAt(1), 6.);
   a.Set(1);
   EXPECT_EQ(a.GetSize(), 1);
   EXPECT_EQ(a.GetSum(), 5.);
   a.Set(-1);
   EXPECT_EQ(a.GetSize(), 1);
   a.Set(0);
   EXPECT_EQ(a.GetArray(), nullptr);
}

TYPED_TEST(Array, CopiesAreIndependent)
{
   using Element = typename TestFixture::Value;
   const Element values[] = {1, 2, 3};
   TypeParam a(3, values);
   TypeParam b(a);
   TypeParam c;
   c = a;
   a.Reset(9);
   EXPECT_EQ(b[2], 3);
   EXPECT_EQ(c[0], 1);
   EXPECT_EQ(a.GetSum(), 27.);
   c = *&c;
   EXPECT_EQ(c.GetSize(), 3);
   b.Set(2, c.fArray + 1);
   EXPECT_EQ(b[1], 3);
   a.Set(a.fN, a.fArray);
   EXPECT_EQ(a[2], 9);
}

TYPED_TEST(Array, TakesAnArrayOver)
{
   using Element = typename TestFixture::Value;
   TypeParam a(5);
   auto *mine = new Element[2]{7, 8};
   a.Adopt(2, mine);
   EXPECT_EQ(a.GetArray(), mine);
   EXPECT_EQ(a.fN, 2);
   EXPECT_EQ(a[1], 8);
}

TYPED_TEST(Array, AccessOutsideIsReportedAndHarmless)
{
   const ErrorLines errors;
   TypeParam a(2);
   a.AddAt(1, 2);
   a[-1] = 1;
   EXPECT_EQ(a.At(2), 0);
   EXPECT_EQ(a[5], 0);
   EXPECT_EQ(ErrorLines::Lines().size(), 4u);
   EXPECT_THAT(ErrorLines::Lines().front(), testing::HasSubstr("index 2 is out of bounds: the array has 2 elements"));
}

TYPED_TEST(Array, StreamIsTheCountAndTheElementsAlone)
{
   using Element = typename TestFixture::Value;
   const Element values[] = {1, 2};
   TypeParam a(2, values);
   const std::string bytes = Written<TypeParam>(a);
   EXPECT_EQ(bytes.size(), 4 + 2 * sizeof(Element));
   EXPECT_EQ(bytes.substr(0, 4), Bytes().U32(2).Get());
   for (int sizeBefore : {0, 1, 2, 7}) {
      TypeParam b(sizeBefore);
      Read(b, bytes);
      ASSERT_EQ(b.GetSize(), 2);
      EXPECT_EQ(b[0], 1);
      EXPECT_EQ(b[1], 2);
   }
}

TYPED_TEST(Array, CountsThatCannotBeAreRefusedAndTheArrayStays)
{
   using Element = typename TestFixture::Value;
   const Element values[] = {1, 2};
   const std::string whole = [&] {
      TypeParam a(2, values);
      return Written(a);
   }();
   std::vector<std::string> broken = {Bytes().U32(0xFFFFFFFF).U64(0).Get(), Bytes().U32(0x7FFFFFFF).U64(0).Get(),
                                      Bytes().U32(0x80000000).U64(0).Get()};
   for (std::size_t n = 0; n < whole.size(); ++n)
      broken.push_back(whole.substr(0, n));
   for (const std::string &bytes : broken) {
      TypeParam a(2, values);
      EXPECT_THROW(Read(a, bytes), rootlet::StreamError);
      EXPECT_EQ(a.GetSum(), 3.);
   }
}

TEST(ArrayBytes, AreBigEndian)
{
   const Double_t d[] = {1};
   TArrayD a(1, d);
   EXPECT_EQ(Written(a), Bytes().U32(1).U64(0x3FF0000000000000).Get());
   const Long_t l[] = {-2};
   TArrayL b(1, l);
   EXPECT_EQ(Written(b), Bytes().U32(1).U64(0xFFFFFFFFFFFFFFFE).Get());
   const Short_t s[] = {258};
   TArrayS c(1, s);
   EXPECT_EQ(Written(c), Bytes().U32(1).U16(0x0102).Get());
}

TEST(ArrayBytes, AreTheSameBehindAPointer)
{
   const Int_t values[] = {1, -1};
   TArrayI a(2, values);
   TBuffer b(TBuffer::kWrite);
   ASSERT_EQ(b.WriteObjectAny(&a, TArrayI::Class()), 1);
   const std::string bytes(b.Buffer(), static_cast<std::size_t>(b.Length()));
   EXPECT_EQ(bytes, Bytes().Any("TArrayI", Bytes().U32(2).U32(1).U32(0xFFFFFFFF)).Get());
   TBuffer in(bytes.data(), bytes.size());
   const std::unique_ptr<TArrayI> back(static_cast<TArrayI *>(in.ReadObjectAny(TArrayI::Class())));
   ASSERT_TRUE(back);
   EXPECT_EQ(back->At(1), -1);
}
