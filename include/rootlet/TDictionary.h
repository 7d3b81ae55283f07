// TDictionary: the base of what describes code: TClass, TDataMember, TBaseClass. And rootlet::FactList, in which TClass
// hands them out. Invariant: descriptions are made from a dictionary and never change.
// Threads: may be looked at by many at once.
#ifndef ROOTLET_TDictionary
#define ROOTLET_TDictionary

#include "TNamed.h"

#include <cstddef>
#include <iterator>
#include <memory>
#include <string_view>
#include <vector>

/// Bits of Property(); ROOT's.
enum EProperty : Long_t {
   kIsClass = 0x00000001,
   kIsEnum = 0x00000008,
   kIsFundamental = 0x00000020,
   kIsAbstract = 0x00000040,
   kIsVirtual = 0x00000080,
   kIsPublic = 0x00000200,
   kIsProtected = 0x00000400,
   kIsPrivate = 0x00000800,
   kIsPointer = 0x00001000,
   kIsArray = 0x00002000,
   kIsCompiled = 0x00020000,
   kIsConstant = 0x00100000,
   kIsVirtualBase = 0x00200000
};

class TDictionary : public TNamed {
public:
   using TNamed::TNamed;
   TDictionary() {}
   ~TDictionary() override {}
   /// EProperty bits.
   virtual Long_t Property() const = 0;
   ClassDefOverride(TDictionary, 0) // What describes code
};

namespace rootlet {

/// Descriptions in order of declaration, with the functions of ROOT's lists that read. Not a TList, which belongs to the
/// class library: the runtime stands below that and uses nothing of it (docs/architecture.md).
template <class T>
class FactList {
public:
   explicit FactList(std::vector<std::unique_ptr<T>> facts) : fFacts(std::move(facts)) {}

   class Iterator {
   public:
      using iterator_category = std::forward_iterator_tag;
      using value_type = T *;
      using difference_type = std::ptrdiff_t;
      using pointer = T *const *;
      using reference = T *;
      Iterator() = default;
      explicit Iterator(const std::unique_ptr<T> *at) : fAt(at) {}
      T *operator*() const { return fAt->get(); }
      Iterator &operator++()
      {
         ++fAt;
         return *this;
      }
      Iterator operator++(int) { return Iterator(fAt++); }
      bool operator==(const Iterator &) const = default;

   private:
      const std::unique_ptr<T> *fAt = nullptr;
   };
   Iterator begin() const { return Iterator(fFacts.data()); }
   Iterator end() const { return Iterator(fFacts.data() + fFacts.size()); }

   Int_t GetSize() const { return static_cast<Int_t>(fFacts.size()); }
   Int_t GetEntries() const { return GetSize(); }
   Bool_t IsEmpty() const { return fFacts.empty(); }
   /// Null outside of the list.
   T *At(Int_t i) const { return i >= 0 && i < GetSize() ? fFacts[static_cast<std::size_t>(i)].get() : nullptr; }
   T *First() const { return At(0); }
   T *Last() const { return At(GetSize() - 1); }
   /// Null if there is none of that name.
   T *FindObject(const char *name) const
   {
      for (const auto &fact : fFacts)
         if (name && std::string_view(fact->GetName()) == name)
            return fact.get();
      return nullptr;
   }
   void ls(Option_t *option = "") const
   {
      for (const auto &fact : fFacts)
         fact->ls(option);
   }
   void Print(Option_t *option = "") const { ls(option); }

private:
   std::vector<std::unique_ptr<T>> fFacts;
};

} // namespace rootlet

#endif
