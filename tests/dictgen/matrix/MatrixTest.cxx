// Every row of the matrix: the exact bytes of its objects, one by one and in columns, and the way back into new objects
// and into ones that held something else. The rows are in rows_*.py; generate.py makes C++ of them.
#include "MatrixRow.h"

#include <gtest/gtest.h>

#include <cctype>
#include <utility>

namespace {

/// An object of a row's class.
class Object {
public:
   explicit Object(const MatrixRow &row) : fRow(row), fObject(row.fNew()) {}
   Object(const MatrixRow &row, int seed) : Object(row) { row.fFill(fObject, seed); }
   Object(const Object &) = delete;
   Object &operator=(const Object &) = delete;
   ~Object() { fRow.fDelete(fObject); }
   void *Get() const { return fObject; }

   std::string Bytes() const
   {
      TBuffer buffer(TBuffer::kWrite);
      buffer.StreamObject(fObject, fRow.fClass());
      return {buffer.Buffer(), static_cast<std::size_t>(buffer.Length())};
   }
   void Read(const std::string &bytes)
   {
      Keeper keeper;
      fRow.fLetGo(fObject, keeper);
      TBuffer buffer(bytes.data(), bytes.size());
      buffer.StreamObject(fObject, fRow.fClass());
      EXPECT_EQ(buffer.Length(), static_cast<Int_t>(bytes.size()));
   }
   bool operator==(const Object &other) const { return fRow.fSame(fObject, other.fObject); }

private:
   const MatrixRow &fRow;
   void *fObject;
};

std::string Hex(const std::string &bytes)
{
   std::string hex;
   for (const char c : bytes) {
      hex += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
      hex += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
   }
   return hex;
}

class Matrix : public testing::TestWithParam<MatrixRow> {};

TEST_P(Matrix, ObjectsHaveTheStatedBytesAndComeBack)
{
   const MatrixRow &row = GetParam();
   EXPECT_NE(row.fWhole[0], row.fWhole[1]);
   const Object objects[] = {Object(row, 0), Object(row, 1)};
   EXPECT_FALSE(objects[0] == objects[1]) << "the comparison sees no difference";
   for (std::size_t seed = 0; seed < 2; ++seed) {
      const std::string bytes = objects[seed].Bytes();
      EXPECT_EQ(Hex(bytes), row.fWhole[seed]) << "seed " << seed;
      Object fresh(row);
      fresh.Read(bytes);
      EXPECT_EQ(fresh == objects[seed], row.fStored) << "seed " << seed;
      EXPECT_EQ(Hex(fresh.Bytes()), row.fWhole[seed]) << "seed " << seed;
      Object used(row, seed ? 0 : 1);
      used.Read(bytes);
      EXPECT_TRUE(used == objects[row.fStored ? seed : 1 - seed]) << "seed " << seed;
      EXPECT_EQ(Hex(used.Bytes()), row.fWhole[seed]) << "seed " << seed;
   }
}

TEST_P(Matrix, ColumnsHaveTheStatedBytesAndComeBack)
{
   const MatrixRow &row = GetParam();
   const Object first(row, 0), second(row, 1);
   void *written[] = {first.Get(), second.Get()};
   TBuffer to(TBuffer::kWrite);
   row.fClass()->StreamColumns(to, rootlet::ObjectRange(written, 2));
   const std::string bytes(to.Buffer(), static_cast<std::size_t>(to.Length()));
   EXPECT_EQ(Hex(bytes), row.fColumns);

   const Object one(row), other(row);
   void *read[] = {one.Get(), other.Get()};
   TBuffer from(bytes.data(), bytes.size());
   row.fClass()->StreamColumns(from, rootlet::ObjectRange(read, 2));
   EXPECT_EQ(from.Length(), static_cast<Int_t>(bytes.size()));
   EXPECT_EQ(one == first, row.fStored);
   EXPECT_EQ(other == second, row.fStored);
}

std::string NameOf(const testing::TestParamInfo<MatrixRow> &info)
{
   std::string name;
   for (const char *c = info.param.fDeclaration; *c; ++c)
      if (std::isalnum(static_cast<unsigned char>(*c)))
         name += *c;
      else if (!name.empty() && name.back() != '_')
         name += '_';
   return name + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(Rows, Matrix, testing::ValuesIn(MatrixRows()), NameOf);

} // namespace
