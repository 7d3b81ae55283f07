// A row of the evolution matrix in one of its two versions, and how values are set and compared in rows.
// Used by Program.cxx; the source that generate.py writes makes the rows.
#ifndef ROOTLET_TEST_EvolutionRow
#define ROOTLET_TEST_EvolutionRow

#include "TBuffer.h"
#include "TClass.h"
#include "TMapFile.h"
#include "TString.h"

#include <gtest/gtest-printers.h>

#include <array>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

template <class T>
constexpr std::size_t kCells = 1;
template <class T, std::size_t N>
constexpr std::size_t kCells<T[N]> = N *kCells<T>;

/// What a value is stated as: arrays as one row of cells, text as std::string.
template <class T>
struct LikeOf {
   using Type = T;
};
template <class T, std::size_t N>
struct LikeOf<T[N]> {
   using Type = std::array<typename LikeOf<std::remove_all_extents_t<T>>::Type, kCells<T[N]>>;
};
template <>
struct LikeOf<TString> {
   using Type = std::string;
};
template <>
struct LikeOf<char *> {
   using Type = std::string;
};
template <>
struct LikeOf<const char *> {
   using Type = std::string;
};
template <class T>
using Like = typename LikeOf<std::remove_cvref_t<T>>::Type;

template <class T>
const std::remove_all_extents_t<T> &Cell(const T &array, std::size_t i)
{
   if constexpr (std::is_array_v<std::remove_extent_t<T>>)
      return Cell(array[i / kCells<std::remove_extent_t<T>>], i % kCells<std::remove_extent_t<T>>);
   else
      return array[i];
}

/// A member set to what the table states.
template <class T>
void Set(T &member, Like<T> value)
{
   if constexpr (std::is_array_v<T>) {
      for (std::size_t i = 0; i < kCells<T>; ++i)
         const_cast<std::remove_all_extents_t<T> &>(Cell(member, i)) = std::move(value[i]);
   } else if constexpr (std::is_same_v<T, char *>) {
      member = new char[value.size() + 1];
      value.copy(member, value.size());
      member[value.size()] = 0;
   } else {
      member = std::move(value);
   }
}

/// A counted array by its counter.
template <class T>
std::vector<Double_t> Counted(const T *array, Long64_t n)
{
   return array && n > 0 ? std::vector<Double_t>(array, array + n) : std::vector<Double_t>();
}

/// What was found to be wrong with an object.
class Checks {
public:
   template <class T>
   void Equal(const char *expression, const T &found, const Like<T> &expected)
   {
      const Like<T> value = Plain(found);
      if (!(value == expected))
         fWrong.push_back(std::string(expression) + " is " + testing::PrintToString(value) +
                          ", expected: " + testing::PrintToString(expected));
   }
   std::vector<std::string> fWrong;

private:
   template <class T>
   static Like<T> Plain(const T &found)
   {
      if constexpr (std::is_array_v<T>) {
         Like<T> cells;
         for (std::size_t i = 0; i < kCells<T>; ++i)
            cells[i] = Plain(Cell(found, i));
         return cells;
      } else if constexpr (std::is_same_v<T, TString>) {
         return std::string(found.View());
      } else if constexpr (std::is_pointer_v<T> && std::is_same_v<Like<T>, std::string>) {
         return found ? found : "(null)";
      } else {
         return found;
      }
   }
};

struct EvolutionRow {
   const char *fName;
   TClass *fClass;
   void *(*fNew)();
   void (*fDelete)(void *object);
   void (*fFill)(void *object);   ///< what this version writes
   void (*fBefore)(void *object); ///< what stands in the object before it is read into
   void (*fCheck)(void *object, Checks &checks);
   void (*fAdd)(TMapFile &map, const void *object, const char *name);
   void *(*fGet)(TMapFile &map, const char *name);
};

/// In the order of the table.
const std::vector<EvolutionRow> &EvolutionRows();

template <class Code>
EvolutionRow MakeRow(const char *name)
{
   using Host = typename Code::Host;
   return {name,
           rootlet::ClassOf<Host>(),
           []() -> void * { return new Host(); },
           [](void *object) { delete static_cast<Host *>(object); },
           [](void *object) { Code::Fill(*static_cast<Host *>(object)); },
           [](void *object) { Code::Before(*static_cast<Host *>(object)); },
           [](void *object, Checks &checks) { Code::Check(*static_cast<Host *>(object), checks); },
           [](TMapFile &map, const void *object, const char *key) { map.Add(static_cast<const Host *>(object), key); },
           [](TMapFile &map, const char *key) -> void * { return map.Get<Host>(key).release(); }};
}

#endif
