// The member templates of TBuffer that stream members of class type: pointers, objects, arrays with a counter.
// Included by TBuffer.h only. Invariant: whatever throws in the middle, every pointer member is null or owns what it
// points to, and no array is longer than its storage.
#ifndef ROOTLET_RootletMembers
#define ROOTLET_RootletMembers

#ifndef ROOTLET_TBuffer
#error "include TBuffer.h, not RootletMembers.h"
#endif

class TNamed;

namespace rootlet {

/// ClassOf<T>(), or rootlet::Error naming T.
[[noreturn]] void ThrowNoDictionary(const std::type_info &type);
template <class T>
TClass *RequireClass()
{
   TClass *cl = ClassOf<T>();
   if (!cl)
      ThrowNoDictionary(typeid(T));
   return cl;
}

/// A new object of the class, owned by the caller; rootlet::Error if it cannot be default constructed.
void *NewObject(TClass *cl);

/// Objects of this type can be written, but none can be made to read into; `move`: what is missing is a way to move it.
[[noreturn]] void ThrowCannotMake(const TBuffer &buffer, const std::type_info &type, bool move = false);

/// Fixed arrays of these have one header of the streamer layer in front (element types 85, 86, 87).
template <class T>
inline constexpr bool kHeadedInArrays =
   std::is_same_v<T, TString> || std::is_same_v<T, TObject> || std::is_same_v<T, TNamed>;

template <class T>
void ReadOne(TBuffer &buffer, T &x)
{
   if constexpr (std::is_same_v<T, TString>)
      buffer.ReadTString(x);
   else if constexpr (HasClassDef<T>)
      x.T::Streamer(buffer);
   else
      buffer.StreamObject(&x, RequireClass<T>());
}

// Streamer() is one function for both directions and therefore not const; it does not change what it writes.
template <class T>
void WriteOne(TBuffer &buffer, const T &x)
{
   if constexpr (std::is_same_v<T, TString>)
      buffer.WriteTString(x);
   else if constexpr (HasClassDef<T>)
      const_cast<T &>(x).T::Streamer(buffer);
   else
      buffer.StreamObject(const_cast<T *>(&x), RequireClass<T>());
}

template <class T>
struct IsUniquePtr : std::false_type {
};
template <class T, class D>
struct IsUniquePtr<std::unique_ptr<T, D>> : std::true_type {
};

/// Writes or reads the header of the streamer layer around one call of f.
template <class F>
void ReadHeaded(TBuffer &buffer, const char *what, F f)
{
   UInt_t start, count;
   buffer.ReadVersion(&start, &count);
   f();
   buffer.CheckByteCount(start, count, what);
}
template <class F>
void WriteHeaded(TBuffer &buffer, F f)
{
   const UInt_t position = buffer.WriteStreamerVersion();
   f();
   buffer.SetByteCount(position);
}

} // namespace rootlet

template <class T>
void TBuffer::ReadCounted(Long64_t n, T &pointers)
{
   using Element = std::remove_pointer_t<typename rootlet::wire::Flat<T>::Element>;
   constexpr std::size_t kArrays = rootlet::wire::Flat<T>::kCount;
   Element **first = rootlet::wire::FlatData(pointers);
   for (std::size_t i = 0; i < kArrays; ++i) { // before anything can throw: the counter may have grown already
      delete[] first[i];
      first[i] = nullptr;
   }
   Bool_t present;
   ReadRun(present);
   if (!present || n <= 0)
      return;
   CheckCount(n, kArrays * rootlet::wire::BasicSize<Element>());
   for (std::size_t i = 0; i < kArrays; ++i) {
      first[i] = new Element[static_cast<std::size_t>(n)];
      ReadFastArray(first[i], static_cast<Int_t>(n));
   }
}

template <class T>
void TBuffer::WriteCounted(Long64_t n, const T &pointers)
{
   constexpr std::size_t kArrays = rootlet::wire::Flat<T>::kCount;
   auto *first = rootlet::wire::FlatData(pointers);
   const Bool_t present = n > 0 && first[0] != nullptr;
   WriteRun(present);
   for (std::size_t i = 0; present && i < kArrays; ++i) {
      if (!first[i])
         Throw("an array of counted arrays has a null pointer after one that is not null");
      using Element = std::remove_cv_t<std::remove_reference_t<decltype(*first[i])>>;
      const auto size = static_cast<std::size_t>(n);
      rootlet::wire::StoreMany(ReserveMany(size, rootlet::wire::BasicSize<Element>()), first[i], size);
   }
}

template <class T>
void TBuffer::ReadCountedPacked(Long64_t n, T &pointers, const rootlet::Packing &packing)
{
   using Element = std::remove_pointer_t<typename rootlet::wire::Flat<T>::Element>;
   constexpr std::size_t kArrays = rootlet::wire::Flat<T>::kCount;
   Element **first = rootlet::wire::FlatData(pointers);
   for (std::size_t i = 0; i < kArrays; ++i) {
      delete[] first[i];
      first[i] = nullptr;
   }
   Bool_t present;
   ReadRun(present);
   if (!present || n <= 0)
      return;
   CheckCount(n, kArrays * packing.WireSize());
   for (std::size_t i = 0; i < kArrays; ++i) {
      first[i] = new Element[static_cast<std::size_t>(n)];
      ReadPackedMany(first[i], static_cast<std::size_t>(n), packing);
   }
}

template <class T>
void TBuffer::WriteCountedPacked(Long64_t n, const T &pointers, const rootlet::Packing &packing)
{
   constexpr std::size_t kArrays = rootlet::wire::Flat<T>::kCount;
   auto *first = rootlet::wire::FlatData(pointers);
   const Bool_t present = n > 0 && first[0] != nullptr;
   WriteRun(present);
   for (std::size_t i = 0; present && i < kArrays; ++i) {
      if (!first[i])
         Throw("an array of counted arrays has a null pointer after one that is not null");
      WritePackedMany(first[i], static_cast<std::size_t>(n), packing);
   }
}

template <class T>
void TBuffer::ReadArrayContent(T &x)
{
   auto *first = rootlet::wire::FlatData(x);
   for (std::size_t i = 0; i < rootlet::wire::Flat<T>::kCount; ++i)
      rootlet::ReadOne(*this, first[i]);
}

template <class T>
void TBuffer::WriteArrayContent(const T &x)
{
   auto *first = rootlet::wire::FlatData(x);
   for (std::size_t i = 0; i < rootlet::wire::Flat<T>::kCount; ++i)
      rootlet::WriteOne(*this, first[i]);
}

template <class T>
void TBuffer::ReadValue(T &x)
{
   constexpr bool kIsArray = std::is_array_v<T> || rootlet::wire::IsStdArray<T>::value;
   if constexpr (kIsArray && rootlet::kHeadedInArrays<typename rootlet::wire::Flat<T>::Element>)
      rootlet::ReadHeaded(*this, "array of objects", [&] { ReadArrayContent(x); });
   else
      ReadArrayContent(x);
}

template <class T>
void TBuffer::WriteValue(const T &x)
{
   constexpr bool kIsArray = std::is_array_v<T> || rootlet::wire::IsStdArray<T>::value;
   if constexpr (kIsArray && rootlet::kHeadedInArrays<typename rootlet::wire::Flat<T>::Element>)
      rootlet::WriteHeaded(*this, [&] { WriteArrayContent(x); });
   else
      WriteArrayContent(x);
}

template <class T>
void TBuffer::ReadPointer(T &x)
{
   auto *first = rootlet::wire::FlatData(x);
   using Pointer = typename rootlet::wire::Flat<T>::Element;
   for (std::size_t i = 0; i < rootlet::wire::Flat<T>::kCount; ++i) {
      if constexpr (rootlet::IsUniquePtr<Pointer>::value) {
         using Object = std::remove_const_t<typename Pointer::element_type>;
         first[i].reset(static_cast<Object *>(ReadPointerTo(rootlet::RequireClass<Object>(), kTRUE)));
      } else {
         using Object = std::remove_const_t<std::remove_pointer_t<Pointer>>;
         first[i] = static_cast<Object *>(ReadPointerTo(rootlet::RequireClass<Object>()));
      }
   }
}

template <class T>
void TBuffer::WritePointer(const T &x)
{
   auto *first = rootlet::wire::FlatData(x);
   using Pointer = typename rootlet::wire::Flat<T>::Element;
   for (std::size_t i = 0; i < rootlet::wire::Flat<T>::kCount; ++i) {
      using Object = std::remove_const_t<std::remove_reference_t<decltype(*first[i])>>;
      if constexpr (rootlet::IsUniquePtr<Pointer>::value)
         WritePointerTo(first[i].get(), rootlet::RequireClass<Object>());
      else
         WritePointerTo(first[i], rootlet::RequireClass<Object>());
   }
}

template <class T>
void TBuffer::ReadEmbedded(T &x)
{
   auto *first = rootlet::wire::FlatData(x);
   using Pointer = typename rootlet::wire::Flat<T>::Element;
   using Object = std::remove_const_t<std::remove_reference_t<decltype(*first[0])>>;
   for (std::size_t i = 0; i < rootlet::wire::Flat<T>::kCount; ++i) {
      if (!first[i]) {
         auto *made = static_cast<Object *>(rootlet::NewObject(rootlet::RequireClass<Object>()));
         if constexpr (rootlet::IsUniquePtr<Pointer>::value)
            first[i].reset(made);
         else
            first[i] = made;
      }
      auto &object = const_cast<Object &>(*first[i]);
      if constexpr (rootlet::HasClassDef<Object>)
         object.Streamer(*this); // the object's own class, as ROOT does
      else
         StreamObject(&object, rootlet::RequireClass<Object>());
   }
}

template <class T>
void TBuffer::WriteEmbedded(const T &x)
{
   auto *first = rootlet::wire::FlatData(x);
   using Object = std::remove_const_t<std::remove_reference_t<decltype(*first[0])>>;
   for (std::size_t i = 0; i < rootlet::wire::Flat<T>::kCount; ++i) {
      if (!first[i])
         Throw("a member marked //-> is null");
      auto &object = const_cast<Object &>(*first[i]);
      if constexpr (rootlet::HasClassDef<Object>)
         object.Streamer(*this);
      else
         StreamObject(&object, rootlet::RequireClass<Object>());
   }
}

template <class T>
void TBuffer::ReadLoopContent(Long64_t n, T *&objects)
{
   delete[] objects;
   objects = nullptr;
   if (n <= 0)
      return;
   // The least that one takes: the tag of a pointer, the length of a TString, the version of an object.
   CheckCount(n, std::is_pointer_v<T> ? sizeof(UInt_t) : std::is_same_v<T, TString> ? 1 : sizeof(Version_t));
   if constexpr (std::is_pointer_v<T>)
      objects = new T[static_cast<std::size_t>(n)]();
   else if constexpr (!std::is_default_constructible_v<T>)
      rootlet::ThrowCannotMake(*this, typeid(T));
   else
      objects = new T[static_cast<std::size_t>(n)]; // not value-initialised: that would wipe the heap mark of TObject
   for (Long64_t i = 0; i < n; ++i) {
      if constexpr (std::is_pointer_v<T>)
         ReadPointer(objects[i]);
      else
         rootlet::ReadOne(*this, objects[i]);
   }
}

template <class T>
void TBuffer::WriteLoopContent(Long64_t n, T *const &objects)
{
   if (n > 0 && !objects)
      Throw("a counted array of objects is null although its counter is not 0");
   for (Long64_t i = 0; i < n; ++i) {
      if constexpr (std::is_pointer_v<T>)
         WritePointer(objects[i]);
      else
         rootlet::WriteOne(*this, objects[i]);
   }
}

template <class T>
void TBuffer::ReadLoop(Long64_t n, T *&objects)
{
   rootlet::ReadHeaded(*this, "counted array of objects", [&] { ReadLoopContent(n, objects); });
}

template <class T>
void TBuffer::WriteLoop(Long64_t n, T *const &objects)
{
   rootlet::WriteHeaded(*this, [&] { WriteLoopContent(n, objects); });
}

#endif
