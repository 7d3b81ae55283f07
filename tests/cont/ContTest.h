// What the tests of the collections share: streams as strings, a writer of expected bytes, a catcher of error lines.
#ifndef ROOTLET_tests_cont_ContTest
#define ROOTLET_tests_cont_ContTest

#include "TBuffer.h"
#include "TCollection.h"
#include "TError.h"
#include "TObject.h"
#include "Track.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace conttest {

/// The bytes of an object that lies on the stack or in a class of its own.
template <class T>
std::string Written(T &object)
{
   TBuffer b(TBuffer::kWrite);
   b.MapObject(&object, object.IsA());
   object.Streamer(b);
   return std::string(b.Buffer(), static_cast<std::size_t>(b.Length()));
}

template <class T>
void Read(T &object, const std::string &bytes)
{
   TBuffer b(bytes.data(), bytes.size());
   b.MapObject(&object, object.IsA());
   object.Streamer(b);
   EXPECT_EQ(b.Remaining(), 0u);
}

/// The bytes of an object behind a pointer.
inline std::string WrittenAny(const TObject *object)
{
   TBuffer b(TBuffer::kWrite);
   b.WriteObject(object);
   return std::string(b.Buffer(), static_cast<std::size_t>(b.Length()));
}

/// Puts together the bytes that a stream should have, from docs/wire-format.md.
class Bytes {
public:
   Bytes &U8(unsigned x) { return Add(x, 1); }
   Bytes &U16(unsigned x) { return Add(x, 2); }
   Bytes &U32(unsigned x) { return Add(x, 4); }
   Bytes &U64(unsigned long x) { return Add(x, 8); }
   Bytes &S(const std::string &s)
   {
      U8(static_cast<unsigned>(s.size()));
      fBytes += s;
      return *this;
   }
   Bytes &Raw(const std::string &s)
   {
      fBytes += s;
      return *this;
   }
   /// TObject: the memory bits of an object on the heap or elsewhere, and others.
   Bytes &T(bool heap, unsigned bits = 0) { return U16(1).U32(0).U32((heap ? 0x03000000u : 0x02000000u) | bits); }
   /// A byte count and what it counts.
   Bytes &Counted(const Bytes &inside)
   {
      U32(0x40000000u | static_cast<unsigned>(inside.fBytes.size()));
      return Raw(inside.fBytes);
   }
   /// A pointer to an object of a class that was not met before.
   Bytes &Any(const std::string &className, const Bytes &object)
   {
      return Counted(Bytes().U32(0xFFFFFFFFu).Raw(className).U8(0).Raw(object.fBytes));
   }
   Bytes &AnyKnown(unsigned tag, const Bytes &object)
   {
      return Counted(Bytes().U32(0x80000000u | tag).Raw(object.fBytes));
   }
   const std::string &Get() const { return fBytes; }

private:
   Bytes &Add(unsigned long x, int size)
   {
      for (int i = size - 1; i >= 0; --i)
         fBytes += static_cast<char>(x >> (8 * i));
      return *this;
   }
   std::string fBytes;
};

/// TObjString behind a pointer.
inline Bytes ObjString(const std::string &s)
{
   return Bytes().Counted(Bytes().U16(1).T(true).S(s));
}

/// Collects the lines of the error handler while it lives.
class ErrorLines {
public:
   ErrorLines() : fOld(SetErrorHandler(Collect)) { Lines().clear(); }
   ~ErrorLines() { SetErrorHandler(fOld); }
   ErrorLines(const ErrorLines &) = delete;
   ErrorLines &operator=(const ErrorLines &) = delete;
   static std::vector<std::string> &Lines()
   {
      static std::vector<std::string> lines;
      return lines;
   }

private:
   static void Collect(int, Bool_t, const char *location, const char *message)
   {
      Lines().push_back(std::string(location) + ": " + message);
   }
   ErrorHandlerFunc_t fOld;
};

/// The names of the objects, in order.
inline std::vector<std::string> Names(const TCollection &collection)
{
   std::vector<std::string> names;
   for (const TObject *obj : collection)
      names.emplace_back(obj->GetName());
   return names;
}

/// Fails if the test leaves tracks behind.
class ContTest : public testing::Test {
protected:
   void SetUp() override { fBefore = Track::fgLive; }
   void TearDown() override { EXPECT_EQ(Track::fgLive, fBefore) << "tracks were left, or destroyed twice"; }

private:
   int fBefore = 0;
};

} // namespace conttest

#endif
