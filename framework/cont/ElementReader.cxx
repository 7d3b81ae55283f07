// ElementReader: see ElementReader.h.
#include "private/ElementReader.h"

#include "TCollection.h"

#include <algorithm>

namespace {

thread_local rootlet::ElementReader *tInnermost = nullptr;

// A pointer starts with a byte count or a class tag if an object follows; with a plain tag, or 0, if none does.
constexpr UInt_t kObjectFollows = 0xC0000000;

} // namespace

namespace rootlet {

ElementReader::ElementReader(TBuffer &buffer) : fReading(buffer), fBuffer(buffer), fOuter(tInnermost)
{
   tInnermost = this;
}

ElementReader::~ElementReader()
{
   tInnermost = fOuter;
   if (fDone)
      return;
   std::sort(fNested.begin(), fNested.end());
   for (const Made &made : fOwn)
      TakeBack(made);
}

TObject *ElementReader::Read()
{
   const std::size_t position = fBuffer.Position();
   UInt_t word = 0;
   if (fBuffer.Remaining() >= sizeof word)
      wire::Load(fBuffer.Buffer() + fBuffer.Position(), word);
   auto *object = static_cast<TObject *>(fBuffer.ReadPointerTo(TObject::Class()));
   if (object && (word & kObjectFollows))
      fOwn.push_back({object, position});
   return object;
}

void ElementReader::Done()
{
   fDone = true;
   if (!fOuter || &fOuter->fBuffer != &fBuffer)
      return;
   if (fNested.size() > fOuter->fNested.size())
      fNested.swap(fOuter->fNested); // move the smaller part: lists may be nested deeply
   fOuter->fNested.insert(fOuter->fNested.end(), fNested.begin(), fNested.end());
   fOuter->fNested.insert(fOuter->fNested.end(), fOwn.begin(), fOwn.end());
}

void ElementReader::TakeBack(const Made &made)
{
   if (!fBuffer.TakeBack(made.fPosition))
      return;
   std::vector<Made> left;
   if (const auto *collection = dynamic_cast<const TCollection *>(made.fObject)) {
      for (TObject *object : collection->UnownedObjects()) {
         const auto found = std::lower_bound(fNested.begin(), fNested.end(), Made{object, 0});
         if (found != fNested.end() && found->fObject == object)
            left.push_back(*found);
      }
   }
   delete made.fObject;
   for (const Made &object : left)
      TakeBack(object);
}

} // namespace rootlet
