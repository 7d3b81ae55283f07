// Classes whose names are equal once everything that no identifier may have is gone from them. Used by test_emitted.py:
// each must get functions of its own in the dictionary.
#pragma once
#include "TObject.h"

struct Hit {
   int fX = 0;
};
template <class T>
struct Box {
   T fT{};
   int fN = 0;
};
template <>
struct Box<Hit *> {
   Hit *fT = nullptr;
};
template <>
struct Box<int *> {
   int fN = 0;
   int *fT = nullptr; //[fN]
};
template <class T>
struct Box<T[3]> {
   T fT[3] = {};
};
template <int N>
struct Off {
   int fX = N;
};
namespace a {
struct b_c {
   int fX = 0;
};
namespace b {
struct c {
   int fX = 0;
};
} // namespace b
class d {
   int e_f = 0; // reached by a name made of `a::d` and `e_f`

public:
   int Sum() const { return e_f; }
   class e {
      int f = 0; // and this one of `a::d::e` and `f`

   public:
      int Get() const { return f; }
   };
};
} // namespace a
namespace a_b {
struct c {
   int fX = 0;
};
} // namespace a_b

/// The names of its members are those of parameters in what ClassDef declares.
class Shadow {
   int buffer = 0, b = 0, frame = 0, x = 0, n = 0, p = 0, object = 0, storage = 0, array = 0, address = 0, undo = 0;
   ClassDef(Shadow, 1)
};

ROOTLET_DICT(Box<Hit>)
ROOTLET_DICT(Box<Hit *>)
ROOTLET_DICT(Box<int>)
ROOTLET_DICT(Box<int *>)
ROOTLET_DICT(Box<int[3]>)
ROOTLET_DICT(Off<1>)
ROOTLET_DICT(Off<-1>)
ROOTLET_DICT(a::b_c)
ROOTLET_DICT(a::b::c)
ROOTLET_DICT(a::d)
ROOTLET_DICT(a::d::e)
ROOTLET_DICT(a_b::c)
