// The objects and classes that a buffer has met, by address when writing, by tag when reading.
// Private to src/io. Invariant: an object is known by its address AND its class, because an object and its first member
// share an address. Made only when the first pointer is streamed.
#ifndef ROOTLET_io_BufferReferences
#define ROOTLET_io_BufferReferences

#include "TBuffer.h"
#include "io/FlatMap.h"

#include <optional>
#include <set>

namespace rootlet {

class BufferReferences {
public:
   static constexpr UInt_t kByteCountFlag = wire::kByteCountFlag;
   static constexpr UInt_t kNewClass = 0xFFFFFFFF;
   static constexpr UInt_t kClassFlag = 0x80000000;
   static constexpr UInt_t kTagOffset = 2; ///< tag = position + key length + 2: 0 is the null pointer,
   static constexpr UInt_t kTopTag = 1;    ///< and this the object that the buffer is streamed for

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
      const UInt_t *tag = fWritten.Find({address, cl});
      return tag ? *tag : 0;
   }
   UInt_t FindClass(const TClass *cl) const
   {
      const UInt_t *tag = fWrittenClasses.Find(cl);
      return tag ? *tag : 0;
   }
   /// The first tag of an object stays.
   void WroteObject(const void *address, const TClass *cl, UInt_t tag) { fWritten.Insert({address, cl}, tag); }
   /// The class was not met before.
   void WroteClass(const TClass *cl, UInt_t tag) { fWrittenClasses.Insert(cl, tag); }
   void NoteClass(const TClass *cl) { fNoted.insert(cl); }
   template <class F>
   void VisitWrittenClasses(F visit) const
   {
      for (const auto &[cl, tag] : fWrittenClasses.Entries())
         visit(cl);
      for (const TClass *cl : fNoted)
         visit(cl);
   }
   /// Forgets what was written at `tag` or later: an object that failed in the middle is taken back.
   void ForgetFrom(UInt_t tag)
   {
      fWritten.EraseIf([tag](const Key &, UInt_t its) { return its >= tag; });
      fWrittenClasses.EraseIf([tag](const TClass *, UInt_t its) { return its >= tag; });
   }

   // Reading. Null: not met yet. What is returned is valid until another object is read.
   Object *ObjectAt(UInt_t tag) { return fRead.Find(tag); }
   const Class *ClassAt(UInt_t tag) const
   {
      const Class *const *found = fReadClasses.Find(tag);
      return found ? *found : nullptr;
   }
   /// An index for Read(); nothing if an object of that tag is being read.
   std::optional<std::size_t> OpenObject(UInt_t tag, TClass *cl)
   {
      const std::size_t index = fRead.Insert(tag, {nullptr, cl}).first;
      if (fRead.At(index).fOpen)
         return std::nullopt;
      fRead.At(index) = {nullptr, cl};
      return index;
   }
   void ReadObject(UInt_t tag, void *address, TClass *cl) { fRead.At(fRead.Insert(tag, {}).first) = {address, cl}; }
   /// Null if that object was forgotten meanwhile.
   Object *Read(std::size_t index, UInt_t tag)
   {
      return fRead.Size() > index && fRead.Entries()[index].first == tag ? &fRead.At(index) : fRead.Find(tag);
   }
   bool IsInUse() const
   {
      return fWritten.Size() || fWrittenClasses.Size() || !fNoted.empty() || fRead.Size() || !fClasses.empty();
   }
   /// As new, but for the memory.
   void Clear()
   {
      fWritten.Clear();
      fWrittenClasses.Clear();
      fNoted.clear();
      fRead.Clear();
      fReadClasses.Clear();
      fClasses.clear();
      fNumbered = false;
   }
   /// A class without a tag, or with several, that stays where it is.
   const Class &KeepClass(Class cl) { return *fClasses.insert(std::move(cl)).first; }
   const Class &ReadClass(UInt_t tag, Class cl)
   {
      const Class &kept = KeepClass(std::move(cl));
      fReadClasses.At(fReadClasses.Insert(tag, nullptr).first) = &kept;
      return kept;
   }
   /// Streams without byte counts number classes and objects in the order in which they come.
   UInt_t NextNumber()
   {
      fNumbered = true;
      return ReadCount() + 1;
   }
   UInt_t ReadCount() const { return static_cast<UInt_t>(fRead.Size() + fReadClasses.Size()); }
   /// Forgets what was read at `tag` or later or, where they are numbered, all but the first `count`: an object that
   /// failed in the middle is gone, and so are its parts.
   void ForgetRead(UInt_t tag, UInt_t count)
   {
      const UInt_t first = fNumbered ? count + 1 : tag;
      fRead.EraseIf([first](UInt_t its, const Object &) { return its >= first; });
      fReadClasses.EraseIf([first](UInt_t its, const Class *) { return its >= first; });
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
         return Mixed(reinterpret_cast<std::uintptr_t>(key.fAddress) +
                      31 * reinterpret_cast<std::uintptr_t>(key.fClass));
      }
      std::size_t operator()(const TClass *cl) const { return Mixed(reinterpret_cast<std::uintptr_t>(cl)); }
      std::size_t operator()(UInt_t tag) const { return Mixed(tag); }
   };
   struct ByName {
      bool operator()(const Class &a, const Class &b) const { return a.fName < b.fName; }
   };
   FlatMap<Key, UInt_t, Hash> fWritten;
   FlatMap<const TClass *, UInt_t, Hash> fWrittenClasses;
   std::set<const TClass *> fNoted; // written, but not as a class tag
   FlatMap<UInt_t, Object, Hash> fRead;
   FlatMap<UInt_t, const Class *, Hash> fReadClasses;
   std::set<Class, ByName> fClasses;
   bool fNumbered = false;
};

} // namespace rootlet

#endif
