//
// Pool of objects of one type
//
#ifndef GAllocator_hh
#define GAllocator_hh 1

#include <cstddef>
#include <new>

template <class Type>
class G4Allocator
{
  public:
    Type* MallocSingle()
    {
      ++fCount;
      return static_cast<Type*>(::operator new(sizeof(Type)));
    }
    void FreeSingle(Type* anElement)
    {
      --fCount;
      ::operator delete(anElement);
    }
    std::size_t GetCount() const { return fCount; }

  private:
    std::size_t fCount = 0;
};

#endif
