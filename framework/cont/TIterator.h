// TIterator: a walk through a collection, one object at a time. Each collection has an iterator class of its own;
// TIter (TCollection.h) wraps any of them and is what programs use.
// Invariant: an iterator already knows its next object, so the one that it gave last may be removed from the collection.
// Removing any other object, or adding one, while an iterator stands in the collection is allowed if it is not the next.
#ifndef ROOTLET_TIterator
#define ROOTLET_TIterator

#include "Rtypes.h"

#include <memory>

class TCollection;
class TObject;

constexpr Bool_t kIterForward = kTRUE;
constexpr Bool_t kIterBackward = kFALSE;

class TIterator {
public:
   virtual ~TIterator() = default;
   virtual const TCollection *GetCollection() const = 0;
   /// The option that the object given last was added with; "" for collections without options.
   virtual Option_t *GetOption() const { return ""; }
   /// The next object, or null at the end.
   virtual TObject *Next() = 0;
   virtual void Reset() = 0;
   TObject *operator()() { return Next(); }
   /// Another iterator that stands at the same place.
   virtual std::unique_ptr<TIterator> Copy() const = 0;

protected:
   TIterator() = default;
   TIterator(const TIterator &) = default;
   TIterator &operator=(const TIterator &) = default;
};

#endif
