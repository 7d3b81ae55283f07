// TClass: what a class looks like, as its dictionary tells it; and the registry of all classes by name and C++ type.
// Used by TBuffer, TMapFile, collections and by programs that look at classes. Invariant: a TClass is made once per
// name and never destroyed; when the library with its dictionary is unloaded it stays, without dictionary.
// Threads: all functions may be called at any time from any thread.
#ifndef ROOTLET_TClass
#define ROOTLET_TClass

#include "RootletDictionary.h"
#include "TBaseClass.h"
#include "TDataMember.h"
#include "TDictionary.h"

#include <atomic>
#include <span>
#include <string>
#include <typeinfo>
#include <vector>

class TStreamerInfo;

class TClass : public TDictionary {
public:
   /// The class of that name (any spelling that names it: typedefs, `std::`, blanks), or null if no loaded library has a
   /// dictionary of it.
   static TClass *GetClass(const char *name, Bool_t load = kTRUE, Bool_t silent = kFALSE);
   static TClass *GetClass(const std::type_info &type);
   template <class T>
   static TClass *GetClass()
   {
      return rootlet::ClassOf<T>();
   }
   /// The class of that name (as GetClass() normalises it), made without dictionary if there is none yet: for streams
   /// that name classes which this program does without.
   static TClass *Declare(const char *name);
   /// All classes that have a dictionary now, sorted by name.
   static std::vector<TClass *> GetListOfClasses();

   /// False once the library that held the dictionary is gone: nothing can then be made or streamed.
   Bool_t IsLoaded() const { return Dictionary() != nullptr; }
   Bool_t HasDictionary() const { return IsLoaded(); }
   Version_t GetClassVersion() const;
   UInt_t GetCheckSum() const;
   /// Bytes of an object.
   Int_t Size() const;
   Int_t GetClassSize() const { return Size(); }
   /// The comment behind ClassDef.
   const char *GetTitle() const override;
   const char *GetDeclFileName() const;
   Int_t GetDeclFileLine() const;
   const std::type_info *GetTypeInfo() const;
   Bool_t IsForeign() const;
   Bool_t IsTObject() const;
   Bool_t IsAbstract() const;
   Bool_t HasCustomStreamer() const;
   Bool_t HasDefaultConstructor() const;
   /// Reading an object of this class, in this version, sets all that there is of it: it has numbers, strings, containers of those,
   /// and objects by value of such classes, nothing transient and nothing behind a pointer. Then an old object is as good to
   /// read into as a new one.
   Bool_t IsSetByReading() const;
   Long_t Property() const override;

   // The members and bases of this class itself, in order of declaration; lists that are made when first asked for and
   // stay for ever. Empty without dictionary.
   const TListOfDataMembers *GetListOfDataMembers(Bool_t load = kTRUE) const;
   const TListOfBases *GetListOfBases() const;
   Int_t GetNdata() const { return GetListOfDataMembers()->GetSize(); }
   /// Null if this class itself has no member of that name.
   TDataMember *GetDataMember(const char *name) const { return GetListOfDataMembers()->FindObject(name); }
   Bool_t InheritsFrom(const char *className) const override;
   Bool_t InheritsFrom(const TClass *cl) const override;
   /// `obj`, an object of this class, as its base class `base`; null if `base` is no base of it. With up = kFALSE the
   /// other way: `obj`, given as `base`, as this class; null if it is none, or if `base` cannot tell (no ClassDef).
   void *DynamicCast(const TClass *base, void *obj, Bool_t up = kTRUE) const;
   TClass *GetBaseClass(const char *className) const;
   TClass *GetBaseClass(const TClass *cl) const;
   /// Bytes from the start of an object to a member of this class or of a base class, or to a member of a member
   /// ("fXaxis.fNbins"). 0 if there is none of that name, and for what lies in a virtual base.
   Long_t GetDataMemberOffset(const char *name) const;
   /// The dynamic class of `object`, an object of (a class derived from) this one. This class itself if it cannot tell.
   TClass *GetActualClass(const void *object) const;

   /// A new object, owned by the caller (Destructor()); null and one line if the class cannot be default constructed.
   void *New() const;
   /// The same in `arena`, which has Size() bytes.
   void *New(void *arena) const;
   void *NewArray(Long_t n) const;
   /// Destroys an object of exactly this class; with `dtorOnly` its storage stays.
   void Destructor(void *obj, Bool_t dtorOnly = kFALSE) const;
   void DeleteArray(void *array) const;

   /// Streams a complete object of exactly this class, header included.
   void Streamer(void *obj, TBuffer &buffer) const;
   /// Streams many objects member by member, without headers.
   void StreamColumns(TBuffer &buffer, const rootlet::ObjectRange &objects) const;

   /// The layout of the current version, made when first asked for and owned by the class; null without dictionary.
   TStreamerInfo *GetStreamerInfo() const;
   /// The layout of any version (0: the current one) that this program knows: its own, those of the schemas that live (of
   /// maps that objects were read from, see TMapFile::GetSchema(), and of records), and what was given out here before. It stays for the life of the
   /// program, whatever becomes of maps and libraries; never delete or change it. Null and, unless `silent`, one line if
   /// the version is not known. Classes without ClassDef have one version for all layouts: see GetStreamerInfos().
   TStreamerInfo *GetStreamerInfo(Int_t version, Bool_t silent = kFALSE) const;
   /// The layouts of all versions that are known now, by rising version; each stays as those of GetStreamerInfo(version).
   std::vector<TStreamerInfo *> GetStreamerInfos() const;
   /// The read rules (`#pragma read`) that compute members of this class, in the order of the LinkDef file.
   std::span<const rootlet::ReadRule> GetSchemaRules() const;

   /// The dictionary; null when its library is gone.
   const rootlet::ClassDictionary *Dictionary() const { return fDictionary.load(std::memory_order_acquire); }
   /// As Dictionary(), but throws rootlet::Error naming the class when there is none.
   const rootlet::ClassDictionary &RequireDictionary() const
   {
      const rootlet::ClassDictionary *dictionary = Dictionary();
      if (!dictionary) [[unlikely]]
         ThrowUnloaded();
      return *dictionary;
   }

   /// Every member of `obj`, an object of exactly this class, with its value and title, one line each, those of bases and
   /// of members that are objects too. Pointers are followed where a stream would follow them, and only to tell the class
   /// or the values of a counted array. With `noAddr` no address is shown, so equal objects give equal text.
   void Dump(const void *obj, Bool_t noAddr = kFALSE) const;
   using TDictionary::Dump;
   /// The class, its bases and its members with offset, type and comment.
   void ls(Option_t *option = "") const override;
   void Print(Option_t *option = "") const override;

   ClassDefOverride(TClass, 0) // Dictionary of a class

private:
   friend class rootlet::ClassRegistration;
   explicit TClass(const char *name);
   TClass(const TClass &) = delete;
   TClass &operator=(const TClass &) = delete;
   void ForgetDescriptions();
   [[noreturn]] void ThrowUnloaded() const;

   std::atomic<const rootlet::ClassDictionary *> fDictionary{nullptr}; //! set while its library is loaded
   mutable std::atomic<TStreamerInfo *> fStreamerInfo{nullptr};        //! made when first asked for, kept for ever
   mutable std::atomic<const TListOfDataMembers *> fData{nullptr};     //! as fStreamerInfo
   mutable std::atomic<const TListOfBases *> fBase{nullptr};           //! as fStreamerInfo
   mutable std::atomic<std::uint64_t> fSetByReading{0};                //! IsSetByReading(), and when it was asked
};

#endif
