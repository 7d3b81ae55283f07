// TSeqCollection: see TSeqCollection.h.
#include "TSeqCollection.h"

Int_t TSeqCollection::IndexOf(const TObject *obj) const
{
   const std::unique_ptr<TIterator> next(MakeIterator());
   Int_t idx = 0;
   while (const TObject *ob = next->Next()) {
      if (ob == obj)
         return idx;
      ++idx;
   }
   return -1;
}

Int_t TSeqCollection::GetLast() const
{
   return GetSize() - 1;
}
