// The objects and classes that a buffer has met, by address when writing, by tag when reading.
// Private to src/io. Invariant: an object is known by its address AND its class, because an object and its first member
// share an address. Made only when the first pointer is streamed.
#ifndef ROOTLET_io_BufferReferences
#define ROOTLET_io_BufferReferences

#include "TBuffer.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace rootlet {

class BufferReferences {
public:
   static constexpr UInt_t kByteCountFlag = 0x40000000;
   static constexpr UInt_t kNewClass = 0xFFFFFFFF;
   static constexpr UInt_t kClassFlag = 0x80000000;
   static constexpr UInt_t kTagOffset = 2; ///< tag = position + key length + 2: 0 is the null pointer, 1 the top object

   struct Object {
      void *fAddress; ///< null: it was skipped or could not be made
      TClass *fClass;
      bool fShared = false; ///< a reference to it was met
      bool fOpen = false;   ///< it is being read
   };
   using Class = BufferClass; ///< a class that was read

   // Writing. Zero: not met yet.
   UInt_t FindObject(const void *address, const TClass *cl) const
   {
      const auto found = fWritten.find({address, cl});
      return found == fWritten.end() ? 0 : found->second;
   }
   UInt_t FindClass(const TClass *cl) const
   {
      const auto found = fWrittenClasses.find(cl);
      return found == fWrittenClasses.end() ? 0 : found->second;
   }
   void WroteObject(const void *address, const TClass *cl, UInt_t tag) { fWritten.try_emplace({address, cl}, tag); }
   void WroteClass(const TClass *cl, UInt_t tag) { fWrittenClasses.try_emplace(cl, tag); }
   void NoteClass(const TClass *cl) { fNoted.insert(cl); }
   template <class F>
   void VisitWrittenClasses(F visit) const
   {
      for (const auto &[cl, tag] : fWrittenClasses)
         visit(cl);
      for (const TClass *cl : fNoted)
         visit(cl);
   }
   /// Forgets what was written at `tag` or later: an object that failed in the middle is taken back.
   void ForgetFrom(UInt_t tag)
   {
      std::erase_if(fWritten, [tag](const auto &entry) { return entry.second >= tag; });
      std::erase_if(fWrittenClasses, [tag](const auto &entry) { return entry.second >= tag; });
   }

   // Reading. Null: not met yet.
   Object *ObjectAt(UInt_t tag)
   {
      const auto found = fRead.find(tag);
      return found == fRead.end() ? nullptr : &found->second;
   }
   const Class *ClassAt(UInt_t tag) const
   {
      const auto found = fReadClasses.find(tag);
      return found == fReadClasses.end() ? nullptr : &found->second;
   }
   void ReadObject(UInt_t tag, void *address, TClass *cl) { fRead[tag] = {address, cl}; }
   const Class &ReadClass(UInt_t tag, Class cl) { return fReadClasses[tag] = std::move(cl); }
   /// Streams without byte counts number classes and objects in the order in which they come.
   UInt_t NextNumber()
   {
      fNumbered = true;
      return ReadCount() + 1;
   }
   UInt_t ReadCount() const { return static_cast<UInt_t>(fRead.size() + fReadClasses.size()); }
   /// Forgets what was read at `tag` or later or, where they are numbered, all but the first `count`: an object that
   /// failed in the middle is gone, and so are its parts.
   void ForgetRead(UInt_t tag, UInt_t count)
   {
      const UInt_t first = fNumbered ? count + 1 : tag;
      std::erase_if(fRead, [first](const auto &entry) { return entry.first >= first; });
      std::erase_if(fReadClasses, [first](const auto &entry) { return entry.first >= first; });
   }

private:
   struct Key {
      const void *fAddress;
      const TClass *fClass;
      bool operator==(const Key &) const = default;
   };
   struct Hash {
      std::size_t operator()(const Key &key) const
      {
         return (reinterpret_cast<std::size_t>(key.fAddress) >> 3) * 0x9E3779B97F4A7C15ull ^
                reinterpret_cast<std::size_t>(key.fClass);
      }
   };
   std::unordered_map<Key, UInt_t, Hash> fWritten;
   std::unordered_map<const TClass *, UInt_t> fWrittenClasses;
   std::unordered_set<const TClass *> fNoted; // written, but not as a class tag
   std::unordered_map<UInt_t, Object> fRead;
   std::unordered_map<UInt_t, Class> fReadClasses;
   bool fNumbered = false;
};

} // namespace rootlet

#endif
