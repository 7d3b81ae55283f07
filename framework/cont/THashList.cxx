// THashList: see THashList.h.
#include "THashList.h"

#include "TBuffer.h"

THashList::THashList(Int_t capacity, Int_t rehash) : fTable(new THashTable(capacity, rehash)) {}

THashList::~THashList()
{
   THashList::Clear();
   delete fTable;
}

void THashList::ObjectAdded(TObject *obj)
{
   fTable->Add(obj);
}

// The very object that left the list: an equal one may still be there.
void THashList::ObjectRemoved(TObject *obj)
{
   fTable->RemoveExact(obj);
}

void THashList::AllObjectsRemoved()
{
   fTable->Clear("nodelete");
}

void THashList::Streamer(TBuffer &b)
{
   TList::Streamer(b);
}
