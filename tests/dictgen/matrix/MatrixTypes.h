// The types that the rows of the matrix are made of. Their bytes are described in classes.py, in the same order.
// Included by the header and the program that generate.py writes. Invariant: equal contents compare equal.
#ifndef ROOTLET_TEST_MatrixTypes
#define ROOTLET_TEST_MatrixTypes

#include "TNamed.h"
#include "TObject.h"
#include "TString.h"

#include <array>
#include <atomic>
#include <bitset>
#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

enum EGlobal { kOne = 1, kMany = 70000 };
typedef Double_t Real;
typedef Double_t Triple[3];
typedef std::vector<Int_t> Ints;
template <class T>
using List = std::vector<T>;

typedef struct {
   int fX;
} Old;
inline bool operator==(const Old &a, const Old &b)
{
   return a.fX == b.fX;
}

template <class... T>
struct Pack {
   int fX = 0;
   bool operator==(const Pack &) const = default;
};
template <int... N>
struct Numbers {
   int fX = 0;
   bool operator==(const Numbers &) const = default;
};
template <template <class> class C, class T>
struct Of {
   int fX = 0;
   bool operator==(const Of &) const = default;
};

namespace ns {
struct Plain { // no ClassDef
   int fX = 0;
   bool operator==(const Plain &) const = default;
   bool operator<(const Plain &other) const { return fX < other.fX; }
};
enum class EScoped : char { kA, kB };
enum class EWide : unsigned long long { kLow, kHigh = 5 };
typedef Plain Alias;
} // namespace ns

class Named : public TNamed { // a TObject
public:
   Named() = default;
   Named(const char *name, const char *title) : TNamed(name, title) {}
   ClassDefOverride(Named, 2);
};

class Versioned { // no TObject, with ClassDef
public:
   Int_t fV = 0;
   Versioned() = default;
   explicit Versioned(Int_t v) : fV(v) {}
   virtual ~Versioned() = default;
   bool operator==(const Versioned &other) const { return fV == other.fV; }
   ClassDef(Versioned, 3);
};

class Derived : public Versioned { // of its own class behind a pointer to its base
public:
   Short_t fD = 0;
   Derived() = default;
   Derived(Int_t v, Short_t d) : Versioned(v), fD(d) {}
   bool operator==(const Derived &) const = default;
   ClassDefOverride(Derived, 4);
};

template <class T>
class Box { // a template with ClassDef
public:
   T fT{};
   Box() = default;
   explicit Box(const T &t) : fT(t) {}
   virtual ~Box() = default;
   bool operator==(const Box &other) const { return fT == other.fT; }
   ClassDef(Box, 1);
};

template <class T, int N = 4>
struct Pod { // a template without ClassDef
   T fT[N];
   enum EIn { kIn, kOut };
   EIn fIn;
   bool operator==(const Pod &) const = default;
};

#endif
