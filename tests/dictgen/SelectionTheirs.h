// A header as somebody else wrote it, who has never heard of dictionaries.
#ifndef SELECTION_THEIRS_H
#define SELECTION_THEIRS_H

namespace theirs {

struct Point {
   float x = 0, y = 0;
};

template <class A, class B>
struct Pair {
   A first{};
   B second{};
};

} // namespace theirs

#endif
