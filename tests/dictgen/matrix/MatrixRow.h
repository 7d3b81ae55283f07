// What the program of the matrix knows of one row, and how values of any member type are set, compared and let go of.
// Used by MatrixTest.cxx and by the source that generate.py writes. Invariant: SameValues() looks at what the objects
// hold, not at their bytes in the stream.
#ifndef ROOTLET_TEST_MatrixRow
#define ROOTLET_TEST_MatrixRow

#include "TBuffer.h"
#include "TClass.h"
#include "TNamed.h"
#include "TString.h"

#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

/// Objects that nothing but plain pointers pointed to, deleted with it.
class Keeper {
public:
   Keeper() = default;
   Keeper(const Keeper &) = delete;
   Keeper &operator=(const Keeper &) = delete;
   ~Keeper()
   {
      for (auto &[object, destroy] : fObjects)
         destroy();
   }
   template <class T>
   void Add(T *object)
   {
      fObjects[object] = [object] { delete object; };
   }
   void AddText(const char *text)
   {
      fObjects[text] = [text] { delete[] text; };
   }

private:
   std::map<const void *, std::function<void()>> fObjects; // once, however many pointers there are
};

/// One row. Objects are passed as void pointers: the tests are the same for all.
struct MatrixRow {
   const char *fDeclaration;
   bool fStored;          ///< not transient
   std::string fWhole[2]; ///< expected bytes of the objects with seeds 0 and 1, in hex
   std::string fColumns;  ///< of both, member by member
   TClass *(*fClass)();
   void *(*fNew)(); ///< all members zero
   void (*fFill)(void *object, int seed);
   bool (*fSame)(const void *a, const void *b);  ///< of the member
   void (*fDelete)(void *object);                ///< with all that it owns
   void (*fLetGo)(void *object, Keeper &keeper); ///< keeps what reading into the object lets go of
};

/// In the order of the table.
const std::vector<MatrixRow> &MatrixRows();

template <class T>
concept MatrixRange = std::is_array_v<T> || requires(T &x)
{
   x.begin();
   x.end();
   typename T::value_type;
};
template <class T>
concept MatrixPair = requires(T &x)
{
   x.first;
   x.second;
};

template <class T>
void Assign(T &to, T &from)
{
   if constexpr (std::is_move_assignable_v<T>) {
      to = std::move(from);
   } else if constexpr (MatrixRange<T>) {
      for (std::size_t i = 0; i < std::size(to); ++i)
         Assign(to[i], from[i]);
   } else {
      to = from.load(); // std::atomic
   }
}

inline bool SameValues(const TNamed &a, const TNamed &b)
{
   return std::strcmp(a.GetName(), b.GetName()) == 0 && std::strcmp(a.GetTitle(), b.GetTitle()) == 0;
}

template <class T>
bool SameValues(const T &a, const T &b)
{
   if constexpr (std::is_base_of_v<TNamed, T>) {
      return SameValues(static_cast<const TNamed &>(a), static_cast<const TNamed &>(b));
   } else if constexpr (std::is_same_v<T, TObject>) {
      if (auto *named = dynamic_cast<const TNamed *>(&a))
         return SameValues(*named, dynamic_cast<const TNamed &>(b));
      return a.GetUniqueID() == b.GetUniqueID();
   } else if constexpr (std::is_same_v<std::remove_const_t<std::remove_pointer_t<T>>, char> && std::is_pointer_v<T>) {
      return a == b || (a && b && std::strcmp(a, b) == 0);
   } else if constexpr (std::is_pointer_v<T> || requires { a.get(); }) {
      if (!a || !b)
         return !a && !b;
      return typeid(*a) == typeid(*b) && SameValues(*a, *b);
   } else if constexpr (MatrixPair<T>) {
      return SameValues(a.first, b.first) && SameValues(a.second, b.second);
   } else if constexpr (MatrixRange<T> && !std::is_same_v<T, TString>) {
      auto i = std::begin(a), j = std::begin(b);
      for (; i != std::end(a) && j != std::end(b); ++i, ++j)
         if (!SameValues(*i, *j))
            return false;
      return i == std::end(a) && j == std::end(b);
   } else {
      return a == b;
   }
}

template <class T>
bool SameCountedValues(const T &a, const T &b, std::size_t n)
{
   if constexpr (std::is_array_v<T>) {
      for (std::size_t i = 0; i < std::extent_v<T>; ++i)
         if (!SameCountedValues(a[i], b[i], n))
            return false;
      return true;
   } else {
      if (!a || !b)
         return !a && !b;
      for (std::size_t i = 0; i < n; ++i)
         if (!SameValues(a[i], b[i]))
            return false;
      return true;
   }
}

/// What plain pointers point to, wherever in a value they are.
template <class T>
void Keep(T &x, Keeper &keeper)
{
   if constexpr (std::is_same_v<std::remove_const_t<std::remove_pointer_t<T>>, char> && std::is_pointer_v<T>) {
      keeper.AddText(x);
   } else if constexpr (std::is_pointer_v<T>) {
      if (x)
         Keep(*x, keeper);
      keeper.Add(x);
   } else if constexpr (MatrixPair<T>) {
      Keep(x.first, keeper);
      Keep(x.second, keeper);
   } else if constexpr (MatrixRange<T> && !std::is_same_v<T, TString>) {
      for (auto &&element : x)
         Keep(element, keeper);
   }
}

template <class T>
void KeepCounted(T &x, std::size_t n, Keeper &keeper)
{
   for (std::size_t i = 0; i < n; ++i)
      Keep(x[i], keeper);
}

template <class T>
void Release(T &x)
{
   Keeper keeper;
   Keep(x, keeper);
}

template <class T>
void ReleaseCounted(T &x, std::size_t n)
{
   if constexpr (std::is_array_v<T>) {
      for (auto &array : x)
         ReleaseCounted(array, n);
   } else {
      if (x) {
         Keeper keeper;
         KeepCounted(x, n, keeper);
      }
      delete[] x;
   }
}

template <class Code>
MatrixRow MakeRow(const char *declaration, bool stored, const char *first, const char *second, const char *columns)
{
   using Host = typename Code::Host;
   return {declaration,
           stored,
           {first, second},
           columns,
           Host::Class,
           []() -> void * { return new Host(); },
           [](void *object, int seed) { Code::Fill(*static_cast<Host *>(object), seed); },
           [](const void *a, const void *b) {
              return Code::Same(*static_cast<const Host *>(a), *static_cast<const Host *>(b));
           },
           [](void *object) {
              Code::Release(*static_cast<Host *>(object));
              delete static_cast<Host *>(object);
           },
           [](void *object, Keeper &keeper) { Code::LetGo(*static_cast<Host *>(object), keeper); }};
}

#endif
