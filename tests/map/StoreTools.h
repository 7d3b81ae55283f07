// Payloads for the tests of map: writers of plain bytes and of patterns that prove themselves whole.
#ifndef ROOTLET_tests_StoreTools
#define ROOTLET_tests_StoreTools

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "RootletError.h"
#include "heap/Format.h"
#include "map/MapStore.h"

namespace rootlet::test {

/// Writes a string, a few bytes at a time, as a TBuffer would.
class StringWriter : public PayloadWriter {
public:
   explicit StringWriter(std::string text) : fText(std::move(text)) {}
   std::size_t Write(BufferStorage &storage) override
   {
      std::size_t capacity = 0;
      char *start = storage.Grow(0, 1, capacity);
      std::size_t done = 0;
      while (done < fText.size()) {
         const std::size_t step = std::min<std::size_t>(fText.size() - done, 1000 + done / 4);
         if (done + step > capacity)
            start = storage.Grow(done, done + step, capacity);
         std::memcpy(start + done, fText.data() + done, step);
         done += step;
      }
      return done;
   }

private:
   std::string fText;
};

/// Asks for so much room at once, and uses some of it or all; what is in it does not matter.
class RoomyWriter : public PayloadWriter {
public:
   RoomyWriter(std::size_t room, std::size_t used) : fRoom(room), fUsed(used) {}
   std::size_t Write(BufferStorage &storage) override
   {
      std::size_t capacity = 0;
      storage.Grow(0, fRoom, capacity);
      return fUsed;
   }

private:
   std::size_t fRoom;
   std::size_t fUsed;
};

/// Writes half of itself, then fails.
class FailingWriter : public PayloadWriter {
public:
   std::size_t Write(BufferStorage &storage) override
   {
      std::size_t capacity = 0;
      char *start = storage.Grow(0, 5000, capacity);
      std::memset(start, 0xee, 5000);
      throw Error("this object cannot be streamed");
   }
};

/// Words that all follow from the first: a mixture of two versions cannot go unnoticed, whatever the seal says.
class PatternWriter : public PayloadWriter {
public:
   PatternWriter(std::uint64_t number, std::size_t bytes) : fNumber(number), fWords(std::max<std::size_t>(bytes / 8, 2))
   {
   }
   std::size_t Write(BufferStorage &storage) override
   {
      std::size_t capacity = 0;
      char *start = storage.Grow(0, 16, capacity);
      for (std::size_t i = 0; i < fWords; ++i) {
         if ((i + 1) * 8 > capacity)
            start = storage.Grow(i * 8, (i + 1) * 8, capacity);
         const std::uint64_t word = i == 0 ? fNumber : i == 1 ? fWords : Word(fNumber, i);
         std::memcpy(start + i * 8, &word, 8);
      }
      return fWords * 8;
   }
   static std::uint64_t Word(std::uint64_t number, std::size_t i) { return (number + i) * 0x9e3779b97f4a7c15; }

   /// The number inside; throws if the bytes are not one whole pattern.
   static std::uint64_t Check(const char *bytes, std::size_t size)
   {
      const auto word = [bytes](std::size_t i) {
         std::uint64_t value;
         std::memcpy(&value, bytes + i * 8, 8);
         return value;
      };
      if (size < 16 || size % 8 != 0 || word(1) != size / 8)
         throw std::runtime_error("torn: " + std::to_string(size) + " bytes that claim to be another number");
      for (std::size_t i = 2; i < size / 8; ++i)
         if (word(i) != Word(word(0), i))
            throw std::runtime_error("torn: word " + std::to_string(i) + " of version " + std::to_string(word(0)));
      return word(0);
   }

private:
   std::uint64_t fNumber;
   std::size_t fWords;
};

inline ProducerRecord &AddNamed(MapStore &store, const std::string &name)
{
   return store.Add({name, "Test", 1, 0});
}

/// Publishes one text under a name, which is added if it is new. Returns the generation.
inline std::uint64_t Put(MapStore &store, const std::string &name, const std::string &text)
{
   ProducerRecord *record = store.FindOwn(name);
   StringWriter writer(text);
   PublishItem item{record != nullptr ? record : &AddNamed(store, name), &writer, nullptr};
   const std::uint64_t generation = store.Publish({&item, 1});
   if (item.error)
      std::rethrow_exception(item.error);
   return generation;
}

/// The text under a name; "(none)" without record, "(no version)" before its first publication.
inline std::string Take(MapStore &store, const std::string &name)
{
   PayloadCopy copy;
   const auto result = store.Read(name, copy);
   if (!result)
      return "(none)";
   return result->generation == 0 ? "(no version)" : std::string(copy.Data(), copy.Size());
}

/// Where the block of the newest version of a record lies in the file.
inline std::uint64_t NewestBlock(const std::string &path, const std::string &name)
{
   const auto store = MapStore::Open(path, MapMode::kRead);
   std::uint64_t newest = 0, block = 0;
   for (const RecordListing &line : store->List())
      if (line.record.description->name == name)
         for (const format::Slot &slot : format::At<format::Record>(store->Base(), line.record.offset).slots)
            if (slot.generation.load() > newest) {
               newest = slot.generation.load();
               block = slot.block.load();
            }
   if (block == 0)
      throw std::runtime_error(path + " has no version of " + name);
   return block;
}

/// The message of the MapError that a call throws, or "".
template <class Call>
std::string MessageOf(Call call)
{
   try {
      call();
   } catch (const Error &error) {
      return error.what();
   }
   return "";
}

} // namespace rootlet::test

#endif
