// Adjacent columns of fixed size, streamed a few objects at a time; see RootletFixedColumns.h.
// What cannot be known beforehand ends it, and the columns are streamed again one after another: a TObject that is referred to,
// a header that is not the one of this program.
#include "RootletColumns.h"
#include "TClass.h"
#include "TObject.h"
#include "io/ByteOrder.h"
#include "meta/ElementCodes.h"

#include <algorithm>
#include <cstring>
#include <memory>

namespace rootlet {

/// The two words of TObject, which have no other way in from outside of its own Streamer.
class TObjectColumn {
public:
   static bool Write(char *to, const ObjectRange &objects, const ColumnPart &part)
   {
      UInt_t all = 0;
      objects.ForEach<TObject>(
         [&, dropped = part.fDroppedBits, stride = part.fStride](const TObject &object) {
            const UInt_t bits = object.fBits;
            all |= bits;
            char *at = wire::Store(to, Version_t(1));
            at = wire::Store(at, object.fUniqueID);
            wire::Store(at, bits & ~dropped);
            to += stride;
         },
         part.fShift);
      return !(all & TObject::kIsReferenced);
   }

   static bool Read(const char *from, const ObjectRange &objects, const ColumnPart &part)
   {
      constexpr UInt_t kMemoryBits = TObject::kIsOnHeap | TObject::kNotDeleted;
      constexpr UInt_t kHasByteCount = 0x4000; // in place of the version
      UInt_t differences = 0;
      objects.ForEach<TObject>(
         [&, stride = part.fStride](TObject &object) {
            Version_t version;
            UInt_t uniqueID, bits;
            const char *at = wire::Load(from, version);
            at = wire::Load(at, uniqueID);
            wire::Load(at, bits);
            from += stride;
            differences |=
               (static_cast<UInt_t>(version) & kHasByteCount) | ((bits | object.fBits) & TObject::kIsReferenced);
            if (differences)
               return;
            object.fUniqueID = uniqueID;
            object.fBits = (object.fBits & kMemoryBits) | (bits & ~kMemoryBits);
         },
         part.fShift);
      return differences == 0;
   }
};

namespace {

constexpr std::size_t kHeaderSize = sizeof(UInt_t) + sizeof(Version_t);
constexpr std::size_t kForeignHeaderSize = kHeaderSize + sizeof(UInt_t); // with the checksum of the class
constexpr std::size_t kTObjectSize = sizeof(Version_t) + 2 * sizeof(UInt_t);

template <std::size_t N>
bool WriteTurned(char *to, const ObjectRange &objects, const ColumnPart &part)
{
   const std::size_t stride = part.fStride;
   if (objects.Stride()) {
      const auto *from = static_cast<const char *>(objects.At(0)) + part.fShift;
      wire::SwapRows<N>({to, stride, from, objects.Stride(), objects.Size(), part.fLength * N});
   } else if (part.fLength == 1) {
      objects.ForEach<char>(
         [&](const char &first) {
            wire::Word<N> number;
            std::memcpy(&number, &first, N);
            wire::Store(to, number);
            to += stride;
         },
         part.fShift);
   } else {
      objects.ForEach<char>(
         [&, length = part.fLength](const char &first) {
            wire::StoreMany(to, reinterpret_cast<const wire::Word<N> *>(&first), length);
            to += stride;
         },
         part.fShift);
   }
   return true;
}

template <std::size_t N>
bool ReadTurned(const char *from, const ObjectRange &objects, const ColumnPart &part)
{
   const std::size_t stride = part.fStride;
   if (objects.Stride()) {
      auto *to = static_cast<char *>(objects.At(0)) + part.fShift;
      wire::SwapRows<N>({to, objects.Stride(), from, stride, objects.Size(), part.fLength * N});
   } else if (part.fLength == 1) {
      objects.ForEach<char>(
         [&](char &first) {
            wire::Word<N> number;
            wire::Load(from, number);
            std::memcpy(&first, &number, N);
            from += stride;
         },
         part.fShift);
   } else {
      objects.ForEach<char>(
         [&, length = part.fLength](char &first) {
            wire::LoadMany(from, reinterpret_cast<wire::Word<N> *>(&first), length);
            from += stride;
         },
         part.fShift);
   }
   return true;
}

// Up to four numbers of four bytes that lie side by side in the object, each with a column of its own.
constexpr std::size_t kMostAbreast = 4;
constexpr ColumnKernels kAbreast = {
   [](char *to, const ObjectRange &objects, const ColumnPart &part) {
      const auto *from = static_cast<const char *>(objects.At(0)) + part.fShift;
      wire::SwapToColumns({to, from, objects.Stride(), part.fApart, objects.Size(), part.fLength});
      return true;
   },
   [](const char *from, const ObjectRange &objects, const ColumnPart &part) {
      auto *to = static_cast<char *>(objects.At(0)) + part.fShift;
      wire::SwapFromColumns({to, from, objects.Stride(), part.fApart, objects.Size(), part.fLength});
      return true;
   }};

// What stands in front of an object by value: the same for each. f(its length), which is one of two, as a constant.
template <class F>
bool WithHeaderSize(const ColumnPart &part, F f)
{
   return part.fLength == kHeaderSize ? f(std::integral_constant<std::size_t, kHeaderSize>())
                                      : f(std::integral_constant<std::size_t, kForeignHeaderSize>());
}

constexpr ColumnKernels kHeaders = {[](char *to, const ObjectRange &objects, const ColumnPart &part) {
                                       return WithHeaderSize(part, [&, stride = part.fStride](auto size) {
                                          for (std::size_t i = 0; i < objects.Size(); ++i, to += stride)
                                             std::memcpy(to, part.fHeader, size);
                                          return true;
                                       });
                                    },
                                    [](const char *from, const ObjectRange &objects, const ColumnPart &part) {
                                       return WithHeaderSize(part, [&, stride = part.fStride](auto size) {
                                          bool same = true;
                                          for (std::size_t i = 0; i < objects.Size() && same; ++i, from += stride)
                                             same = std::memcmp(from, part.fHeader, size) == 0;
                                          return same;
                                       });
                                    }};

/// The bytes of a number whose form in memory is that of the stream, but for the order; 0 of any other member.
std::size_t TurnedSize(const DictionaryMember &member)
{
   constexpr Int_t kBits = 15, kBool = 18;
   const Int_t code = member.fArrayDim ? member.fElementType - element::kArray : member.fElementType;
   if (code == element::kDouble32 || code == element::kFloat16 || code == kBits || code == kBool)
      return 0;
   if (member.fFlags & (DictionaryMember::kPacked | DictionaryMember::kBitField | DictionaryMember::kHeld))
      return 0;
   std::size_t length = 1;
   for (Int_t i = 0; i < member.fArrayDim; ++i)
      length *= static_cast<std::size_t>(member.fMaxIndex[i]);
   const std::size_t size = element::BasicSize(code);
   return size != 0 && member.fSize == size * length ? size : 0;
}

/// Parts of columns that are streamed together.
class Parts {
public:
   explicit Parts(const ObjectRange &objects) : fAdjacent(objects.Stride() != 0) {}
   bool IsEmpty() const { return fSize == 0; }
   void Clear() { fSize = fBytes = 0; }

   /// False: this column has no fixed size, or there is no room for it; what was there is as before.
   bool Add(TBuffer &buffer, const FixedColumn &column)
   {
      if (column.fClass)
         return !buffer.IsConverted() && AddValue(*column.fClass(), column.fPart.fShift);
      ColumnPart *const part = Push(column.fPart, 0);
      if (part == nullptr)
         return false;
      if (part->fKernels == &kTObjects && !buffer.WritesMemoryBits())
         part->fDroppedBits = TObject::kIsOnHeap | TObject::kNotDeleted;
      fBytes += part->fSize;
      TakeTogether();
      return true;
   }

   /// False: a column was not of the size that was thought, and the buffer stands where it stood.
   bool Stream(TBuffer &buffer, const ObjectRange &objects)
   {
      const std::size_t n = objects.Size();
      if (fBytes == 0)
         return true; // arrays without elements
      for (std::size_t i = 0; i < fSize; ++i)
         fParts[i].fPart.fApart = n * fParts[i].fPart.fSize;
      const auto start = static_cast<Int_t>(buffer.Position());
      const bool reading = buffer.IsReading();
      if (reading && buffer.Remaining() / fBytes < n)
         return false; // who streams them one after another finds where the end is
      const char *from = reading ? buffer.Consume(n * fBytes) : nullptr;
      char *to = reading ? nullptr : buffer.Reserve(n * fBytes);
      // As many objects as the innermost cache holds beside their bytes, and whole vectors of them.
      constexpr std::size_t kTogether = 32768, kLeast = 16, kMost = 1024;
      const std::size_t some = std::clamp(kTogether / (objects.Stride() + fBytes), kLeast, kMost);
      const std::size_t together = some - some % kLeast;
      for (std::size_t first = 0; first < n; first += together) {
         const ObjectRange slice = objects.Slice(first, std::min(together, n - first));
         for (std::size_t i = 0; i < fSize; ++i) {
            const Placed &placed = fParts[i];
            const ColumnPart &part = placed.fPart;
            const std::size_t at = n * placed.fBefore + first * part.fStride + placed.fInside;
            if (!(reading ? part.fKernels->fRead(from + at, slice, part)
                          : part.fKernels->fWrite(to + at, slice, part))) {
               buffer.SetBufferOffset(start);
               return false;
            }
         }
      }
      return true;
   }

private:
   struct Placed {
      ColumnPart fPart;
      std::size_t fBefore; ///< bytes of the columns before it, for each object
      std::size_t fInside; ///< bytes of its column before it, in each object
   };

   /// Null: there is no room. Whoever changes the part does it in its place: what was written word by word is slow to be copied
   /// at once.
   ColumnPart *Push(const ColumnPart &part, std::size_t inside)
   {
      if (fSize == kRoom)
         return nullptr;
      Placed *const placed = std::construct_at(&fParts[fSize++]);
      placed->fPart = part;
      placed->fBefore = fBytes;
      placed->fInside = inside;
      return &placed->fPart;
   }

   /// The last part joins the one in front of it, if they are numbers of four bytes side by side.
   void TakeTogether()
   {
      if (fSize < 2 || !fAdjacent)
         return;
      ColumnPart &before = fParts[fSize - 2].fPart;
      const ColumnPart &last = fParts[fSize - 1].fPart;
      auto isColumn = [](const ColumnPart &part) {
         return part.fKernels == &kTurnedNumbers[2] && part.fLength == 1 && part.fStride == part.fSize;
      };
      const bool joins = (before.fKernels == &kAbreast && before.fLength < kMostAbreast) || isColumn(before);
      if (!joins || !isColumn(last) ||
          last.fShift != before.fShift + static_cast<std::ptrdiff_t>(before.fLength * last.fSize))
         return;
      before.fKernels = &kAbreast;
      ++before.fLength;
      --fSize;
   }

   /// An object by value whose bytes are a header and numbers.
   bool AddValue(const TClass &cl, std::ptrdiff_t shift)
   {
      const ClassDictionary &dictionary = cl.RequireDictionary();
      if (dictionary.fNBases || dictionary.fNRules || dictionary.fVersion == 0 || cl.HasCustomStreamer())
         return false;
      const bool foreign = (dictionary.fFlags & ClassDictionary::kForeign) && dictionary.fVersion <= 1;
      const std::size_t before = fSize;
      ColumnPart *const header = Push({}, 0);
      if (header == nullptr)
         return false;
      header->fKernels = &kHeaders;
      header->fLength = foreign ? kForeignHeaderSize : kHeaderSize;
      std::size_t inside = header->fLength;
      bool fits = true;
      for (Int_t i = 0; i < dictionary.fNMembers && fits; ++i) {
         const DictionaryMember &member = dictionary.fMembers[i];
         if (member.fElementType == DictionaryMember::kTransient)
            continue;
         const std::size_t size = TurnedSize(member);
         fits = size != 0;
         if (!fits)
            break;
         const ColumnKernels *const kernels = &kTurnedNumbers[std::countr_zero(size)];
         const std::ptrdiff_t at = shift + static_cast<std::ptrdiff_t>(member.fOffset);
         // What follows in memory and in the stream alike is one part.
         ColumnPart &last = fParts[fSize - 1].fPart;
         if (last.fKernels == kernels && last.fShift + static_cast<std::ptrdiff_t>(last.fSize) == at) {
            last.fLength += member.fSize / size;
            last.fSize += member.fSize;
         } else if (ColumnPart *const numbers = Push({}, inside)) {
            numbers->fKernels = kernels;
            numbers->fShift = at;
            numbers->fLength = member.fSize / size;
            numbers->fSize = member.fSize;
         } else {
            fits = false;
         }
         inside += member.fSize;
      }
      if (!fits) {
         fSize = before;
         return false;
      }
      auto *at = reinterpret_cast<char *>(header->fHeader);
      at = wire::Store(at, static_cast<UInt_t>(inside - sizeof(UInt_t)) | wire::kByteCountFlag);
      at = wire::Store(at, foreign ? Version_t(0) : dictionary.fVersion);
      if (foreign)
         wire::Store(at, dictionary.fCheckSum);
      for (std::size_t i = before; i < fSize; ++i)
         fParts[i].fPart.fStride = inside;
      fBytes += inside;
      return true;
   }

   static constexpr std::size_t kRoom = 48;
   union { // not initialized, for mostly there are few: Push() begins the life of each
      Placed fParts[kRoom];
   };
   std::size_t fSize = 0;
   std::size_t fBytes = 0; ///< of all columns, for each object
   bool fAdjacent;         ///< the objects follow each other in memory
};

} // namespace

const ColumnKernels kTurnedNumbers[4] = {{WriteTurned<1>, ReadTurned<1>},
                                         {WriteTurned<2>, ReadTurned<2>},
                                         {WriteTurned<4>, ReadTurned<4>},
                                         {WriteTurned<8>, ReadTurned<8>}};
const ColumnKernels kTObjects = {TObjectColumn::Write, TObjectColumn::Read};

FixedColumn FixedTObject(const ObjectRange &objects, const ObjectRange &parts)
{
   return {{.fKernels = &kTObjects, .fShift = parts.ShiftFrom(objects), .fSize = kTObjectSize},
           nullptr,
           [](TBuffer &buffer, const ObjectRange &all, const FixedColumn &self) {
              StreamObjectColumn<TObject>(buffer, Column<TObject>(all, self.fPart.fShift).Range());
           }};
}

void StreamFixedColumns(TBuffer &buffer, const ObjectRange &objects, std::initializer_list<FixedColumn> columns)
{
   if (objects.Size() == 0)
      return;
   Parts parts(objects);
   const FixedColumn *first = columns.begin(); // of those in `parts`
   auto flush = [&](const FixedColumn *end) {
      if (!parts.IsEmpty() && !parts.Stream(buffer, objects))
         for (const FixedColumn *column = first; column != end; ++column)
            column->fAlone(buffer, objects, *column);
      parts.Clear();
   };
   for (const FixedColumn *column = columns.begin(); column != columns.end(); ++column) {
      if (parts.Add(buffer, *column))
         continue;
      const bool alone = parts.IsEmpty(); // else there may have been no room
      flush(column);
      first = column;
      if (!alone && parts.Add(buffer, *column))
         continue;
      column->fAlone(buffer, objects, *column);
      first = column + 1;
   }
   flush(columns.end());
}

} // namespace rootlet
