// What the tests of the corpora share: objects filled with distinct values, shown as text, streamed and read again, and
// sent through a map file to another process.
// Invariant: nothing here knows a class of a corpus; values are set and shown by the tables of the dictionaries, private
// members too, and the tests check the ones that they can reach by themselves as well.
#ifndef ROOTLET_tests_dictgen_CorpusTest
#define ROOTLET_tests_dictgen_CorpusTest

#include "TBuffer.h"
#include "TClass.h"
#include "TMapFile.h"
#include "TObject.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace corpus {

/// Sets the numbers, strings and member objects of an object to values that all differ; pointers, containers and classes
/// with a streamer of their own are left to the test.
class Filler {
public:
   void Fill(TClass *cl, void *object);
   template <class T>
   void operator()(T &object)
   {
      Fill(rootlet::RequireClass<T>()->GetActualClass(&object), &object);
   }
   template <class T>
   T *Make()
   {
      auto *made = new T;
      (*this)(*made);
      return made;
   }
   int Next() { return ++fNext; }

private:
   void Basic(const rootlet::DictionaryMember &member, Int_t code, char *at);
   void Member(const rootlet::DictionaryMember &member, char *at);

   int fNext = 0;
};

/// Dump() of an object without addresses, transient members, memory bits and packed members, which change when streamed.
std::string Picture(const TClass *cl, const void *object);

/// Anything as text: containers and what pointers lead to included.
template <class T>
std::string Show(const T &value)
{
   using Bare = std::remove_cv_t<T>;
   if constexpr (std::is_enum_v<Bare>) {
      return std::to_string(static_cast<std::underlying_type_t<Bare>>(value));
   } else if constexpr (std::is_arithmetic_v<Bare>) {
      return std::to_string(value);
   } else if constexpr (std::is_convertible_v<T, std::string>) {
      return '"' + std::string(value) + '"';
   } else if constexpr (std::is_same_v<Bare, TString>) {
      return '"' + std::string(value.Data()) + '"';
   } else if constexpr (requires { value.has_value(); }) {
      return value ? "some " + Show(*value) : "none";
   } else if constexpr (std::is_pointer_v<Bare> || requires { typename Bare::deleter_type; }) {
      return value ? "->" + Show(*value) : "null";
   } else if constexpr (requires {
                           value.first;
                           value.second;
                        }) {
      return Show(value.first) + ": " + Show(value.second);
   } else if constexpr (requires { value.to_string(); }) {
      return value.to_string();
   } else if constexpr (requires { std::begin(value); } && !std::is_base_of_v<TObject, Bare>) {
      std::vector<std::string> elements;
      for (const auto &element : value)
         elements.push_back(
            Show(static_cast<const typename std::iterator_traits<decltype(std::begin(value))>::value_type &>(element)));
      if constexpr (requires { typename Bare::hasher; })
         std::sort(elements.begin(), elements.end()); // their order means nothing
      std::string text = "{";
      for (const std::string &element : elements)
         text += element + ", ";
      return text + "}";
   } else {
      const TClass *cl = rootlet::RequireClass<Bare>();
      const rootlet::ClassDictionary &dictionary = cl->RequireDictionary();
      const void *address = dictionary.fAddress ? dictionary.fAddress(&value) : &value;
      return Picture(cl->GetActualClass(&value), address);
   }
}

inline std::string Bytes(const TBuffer &buffer)
{
   return {buffer.Buffer(), static_cast<std::size_t>(buffer.Length())};
}

template <class T>
std::string Stream(const T &object)
{
   TBuffer buffer(TBuffer::kWrite);
   TClass *cl = rootlet::RequireClass<T>();
   buffer.MapObject(&object, cl);
   cl->Streamer(const_cast<T *>(&object), buffer);
   return Bytes(buffer);
}

/// A new object, of exactly this class, read from the bytes; all of them must be used.
template <class T>
std::unique_ptr<T> ReadFrom(const std::string &bytes)
{
   TBuffer buffer(bytes.data(), bytes.size());
   std::unique_ptr<T> object(new T);
   TClass *cl = rootlet::RequireClass<T>();
   buffer.MapObject(object.get(), cl);
   cl->Streamer(object.get(), buffer);
   EXPECT_EQ(buffer.Remaining(), 0u);
   return object;
}

/// Runs `produce(path)` in another process and, when it has ended, `consume(path)` in this one.
template <class Produce, class Consume>
void TwoProcesses(const char *name, Produce produce, Consume consume)
{
   const std::string path = testing::TempDir() + "rootlet_" + name + "_" + std::to_string(getpid()) + ".map";
   const pid_t child = fork();
   ASSERT_GE(child, 0);
   if (child == 0) {
      bool ok = false;
      try {
         ok = produce(path);
      } catch (...) {
      }
      _exit(ok && !testing::Test::HasFailure() ? 0 : 1);
   }
   int status = 0;
   ASSERT_EQ(waitpid(child, &status, 0), child);
   ASSERT_EQ(status, 0) << "the producer failed";
   consume(path);
   unlink(path.c_str());
}

template <class T>
bool Produce(const std::string &path, const T &object)
{
   const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "RECREATE"));
   if (!map)
      return false;
   map->Add(&object, "object");
   map->Update();
   return true;
}

} // namespace corpus

#endif
