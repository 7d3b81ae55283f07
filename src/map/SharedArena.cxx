// The memory of objects with containers: SharedArena, and what the containers ask of it. See RootletShared.h.
//
// Room is given out from one end, and taken back only there; what is given back elsewhere is counted, until the object is copied,
// which leaves it behind. So a container that grows alone grows in place, and nothing has to be found or kept in order.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "RootletContainers.h"
#include "RootletError.h"
#include "RootletShared.h"

namespace rootlet {
namespace {

constexpr std::size_t kAlignment = 64; // as blocks of a map have it
constexpr std::size_t kMaxReserve = std::size_t{1} << 31;
constexpr std::size_t kMinReserve = std::size_t{1} << 20; // where address space is short
constexpr std::size_t kFirstStep = std::size_t{1} << 16;
constexpr std::size_t kSmallGarbage = 1024; // not worth a copy

std::size_t RoundUp(std::size_t size, std::size_t to)
{
   return (size + to - 1) / to * to;
}

thread_local SharedArena::Use *innermost = nullptr;

} // namespace

// --- SharedBytes -------------------------------------------------------------------------------------------------------

void SharedBytes::Delete::operator()(char *bytes) const
{
   ::operator delete (bytes, std::align_val_t{kAlignment});
}

char *SharedBytes::Reserve(std::size_t size)
{
   if (!HasRoomFor(size)) {
      fBytes.reset(); // first: both at once may be too much
      fBytes.reset(static_cast<char *>(::operator new (size, std::align_val_t{kAlignment})));
      fCapacity = size;
   }
   return fBytes.get();
}

// --- SharedArena -------------------------------------------------------------------------------------------------------

/// Invariant: the bytes in [size, writable) are 0.
struct ArenaData {
   explicit ArenaData(std::size_t object)
   {
      const std::size_t least = std::max(kMinReserve, RoundUp(object, kFirstStep));
      for (reserved = std::max(kMaxReserve, least); base == nullptr; reserved /= 2) {
         if (reserved < least)
            throw Error("no address space for the containers of a shared object: " + std::string(std::strerror(errno)));
         void *const got = ::mmap(nullptr, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
         if (got != MAP_FAILED) {
            base = static_cast<char *>(got);
            break;
         }
      }
      if (!Grow(object)) {
         ::munmap(base, reserved);
         throw std::bad_alloc();
      }
   }
   ~ArenaData() { ::munmap(base, reserved); }
   ArenaData(const ArenaData &) = delete;
   ArenaData &operator=(const ArenaData &) = delete;

   bool Has(const void *address) const
   {
      const auto at = reinterpret_cast<std::uintptr_t>(address);
      const auto begin = reinterpret_cast<std::uintptr_t>(base);
      return at >= begin && at - begin < reserved;
   }
   /// A container outside of all arenas that has its elements in this one.
   struct Tenant {
      void *container;
      void (*release)(void *container);
   };
   void ReleaseTenants()
   {
      while (!tenants.empty()) {
         const std::size_t before = tenants.size();
         const Tenant last = tenants.back();
         last.release(last.container); // which takes it away, unless it has no elements
         if (tenants.size() == before)
            tenants.pop_back();
      }
   }

   /// The arena of this thread's that is being written and has the address, or null.
   static ArenaData *Of(const void *address)
   {
      for (const SharedArena::Use *use = innermost; use != nullptr; use = use->fOuter)
         if (use->fArena->Has(address))
            return use->fArena;
      return nullptr;
   }

   static ArenaData *OfInnermost() { return innermost->fArena; }

   /// Makes the first bytes up to there usable. False if there are not as many.
   bool Grow(std::size_t wanted)
   {
      if (wanted > writable) {
         if (wanted > reserved)
            return false;
         const std::size_t next = std::min(reserved, RoundUp(std::max(wanted, 2 * writable), kFirstStep));
         if (::mprotect(base, next, PROT_READ | PROT_WRITE) != 0)
            return false;
         writable = next;
      }
      size = wanted;
      return true;
   }
   /// Leaves that many bytes, and the others as they were at first.
   void Shrink(std::size_t wanted)
   {
      std::memset(base + wanted, 0, size - wanted);
      size = wanted;
   }
   std::size_t EndOf(const char *room, std::size_t bytes) const
   {
      return static_cast<std::size_t>(room - base) + bytes;
   }

   char *base = nullptr;
   std::size_t reserved = 0;
   std::size_t writable = 0;
   std::size_t size = 0;    // in use
   std::size_t garbage = 0; // of these, given back
   std::vector<Tenant> tenants;
   std::vector<char> kept; // what the bytes were
   std::size_t keptGarbage = 0;
};

SharedArena::SharedArena(std::size_t objectSize) : fData(std::make_unique<ArenaData>(objectSize)) {}
SharedArena::~SharedArena() = default;
SharedArena::SharedArena(SharedArena &&) noexcept = default;
SharedArena &SharedArena::operator=(SharedArena &&) noexcept = default;

char *SharedArena::Bytes() const
{
   return fData->base;
}

std::size_t SharedArena::Size() const
{
   return fData->size;
}

bool SharedArena::IsSparse() const
{
   return fData->garbage > kSmallGarbage && fData->garbage > fData->size / 2;
}

void SharedArena::Load(const char *bytes, std::size_t size)
{
   if (size < fData->size)
      fData->Shrink(size);
   else if (!fData->Grow(size))
      throw std::bad_alloc();
   std::memcpy(fData->base, bytes, size);
   fData->garbage = 0;
}

void SharedArena::Keep()
{
   fData->kept.assign(fData->base, fData->base + fData->size);
   fData->keptGarbage = fData->garbage;
}

void SharedArena::Revert()
{
   if (fData->size > fData->kept.size())
      fData->Shrink(fData->kept.size());
   fData->size = fData->kept.size(); // which was writable, so it is
   std::memcpy(fData->base, fData->kept.data(), fData->size);
   fData->garbage = fData->keptGarbage;
}

SharedArena::Use::Use(SharedArena &arena) : fArena(arena.fData.get()), fOuter(innermost)
{
   innermost = this;
}

SharedArena::Use::~Use()
{
   fArena->ReleaseTenants();
   innermost = fOuter;
}

// --- what containers ask -----------------------------------------------------------------------------------------------

namespace arena {

void *Allocate(const void *container, std::size_t size, std::size_t alignment)
{
   ArenaData *own = ArenaData::Of(container);
   if (own == nullptr && innermost != nullptr)
      own = ArenaData::OfInnermost();
   if (own == nullptr)
      throw Error("a container of Rootlet can be filled only while a shared object is being written (Emplace, Write); "
                  "copy what you need elsewhere into one of the standard library");
   const std::size_t begin = RoundUp(own->size, alignment);
   if (size > own->reserved || !own->Grow(begin + size))
      throw Error("a shared object has become larger than its address space, " + std::to_string(own->reserved) +
                  " bytes, or than the memory that there is");
   return own->base + begin;
}

bool Extend(const void *container, void *room, std::size_t size, std::size_t wanted)
{
   ArenaData *const own = ArenaData::Of(room);
   if (own == nullptr || !MayKeep(container, room))
      return false;
   const auto *const bytes = static_cast<const char *>(room);
   return own->EndOf(bytes, size) == own->size && wanted <= own->reserved && own->Grow(own->EndOf(bytes, wanted));
}

void Free(void *room, std::size_t size) noexcept
{
   ArenaData *const own = ArenaData::Of(room);
   if (own == nullptr)
      return;
   auto *const bytes = static_cast<char *>(room);
   std::memset(bytes, 0, size); // the map shows what is there
   if (own->EndOf(bytes, size) == own->size)
      own->size -= size;
   else
      own->garbage += size;
}

bool MayKeep(const void *container, const void *room) noexcept
{
   const ArenaData *const own = ArenaData::Of(container);
   return own == nullptr || own->Has(room);
}

void Own(void *container, const void *room, void (*release)(void *container))
{
   if (ArenaData::Of(container) == nullptr)
      if (ArenaData *const own = ArenaData::Of(room); own != nullptr)
         own->tenants.push_back({container, release});
}

void Disown(const void *container, const void *room) noexcept
{
   if (ArenaData::Of(container) != nullptr)
      return;
   if (ArenaData *const own = ArenaData::Of(room); own != nullptr) {
      const auto found = std::find_if(own->tenants.rbegin(), own->tenants.rend(),
                                      [&](const ArenaData::Tenant &tenant) { return tenant.container == container; });
      if (found != own->tenants.rend())
         own->tenants.erase(std::next(found).base());
   }
}

void ThrowTooMany()
{
   throw Error("a container of a shared object would have more elements than its layout can count");
}

void ThrowOutOfRange()
{
   throw std::out_of_range("a container of a shared object has no such element");
}

} // namespace arena
} // namespace rootlet
