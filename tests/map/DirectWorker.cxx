// A producer or a consumer of direct objects as a program of its own, at other addresses than any other.
//   direct_worker produce FILE N     makes FILE and publishes an object of each class, filled with N
//   direct_worker consume FILE N V   reads them: all values must be right, Evolving coming from its version V, and all virtual
//                                    functions must be this program's own
// Prints where one of its functions lies; exit status 0 if all was well.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "DirectShapes.h"
#include "TClass.h"
#include "TMapFile.h"

using namespace direct;

namespace {

void Require(bool fact, const std::string &what)
{
   if (!fact)
      throw std::runtime_error(what);
}

void Produce(const char *path, Int_t n)
{
   const std::unique_ptr<TMapFile> map(TMapFile::Create(path, "RECREATE", 0));
   Require(map != nullptr, "no map");
   AllNumbers numbers;
   Tail tail;
   Diamond diamond;
   Plain plain;
   Evolving evolving;
   numbers.Fill(n);
   tail.Fill(n);
   diamond.Fill(n);
   plain.Fill(n);
   evolving.Fill(n);
   map->AddDirect(&numbers, "numbers");
   map->AddDirect(&tail, "tail");
   map->AddDirect(static_cast<Right *>(&diamond), "diamond");
   map->AddDirect(&plain, "plain");
   map->AddDirect(&evolving, "evolving");
   for (int round = 0; round < 3; ++round)
      map->Update();
}

/// The pointers to virtual tables, as many as there are at the start of an object.
template <class T>
void RequireOwnTables(const T &object)
{
   const T fresh{};
   Require(std::memcmp(&object, &fresh, sizeof(void *)) == 0, "the pointer to a virtual table is another one");
}

template <class T>
std::unique_ptr<T> Get(TMapFile &map, const char *name)
{
   std::unique_ptr<T> object = map.Get<T>(name);
   Require(object != nullptr, std::string("no ") + name);
   return object;
}

void Consume(const char *path, Int_t n, Int_t version)
{
   const std::unique_ptr<TMapFile> map(TMapFile::Create(path));
   Require(map != nullptr, "no map");
   const auto numbers = Get<AllNumbers>(*map, "numbers");
   Require(numbers->Is(n) && numbers->KeepsItsOwn() && numbers->IsOnHeap(), "numbers are wrong");
   Require(numbers->Kind() == 1 && numbers->IsA() == AllNumbers::Class(), "numbers are of another class");
   RequireOwnTables(*numbers);
   const auto head = Get<Head>(*map, "tail");
   const auto *tail = dynamic_cast<const Tail *>(head.get());
   Require(tail != nullptr && tail->Is(n) && head->Kind() == 3, "the tail is wrong");
   RequireOwnTables(*tail);
   const auto diamond = Get<Diamond>(*map, "diamond");
   Require(diamond->Is(n) && dynamic_cast<TObject *>(static_cast<Left *>(diamond.get())) == diamond.get(),
           "the diamond is wrong");
   RequireOwnTables(*diamond);
   Diamond again; // an object that is there already, and does not lie on the heap
   again.Fill(n + 1);
   Require(map->Get("diamond", &again) == &again && again.Is(n) && !again.IsOnHeap(), "the diamond again is wrong");
   Require(Get<Plain>(*map, "plain")->Is(n), "the plain struct is wrong");
   const auto evolving = Get<Evolving>(*map, "evolving");
   Require(evolving->Is(n, version) && evolving->Version() == DIRECT_VERSION, "the evolved object is wrong");
   RequireOwnTables(*evolving);
}

} // namespace

int main(int argc, char **argv)
{
   try {
      const std::vector<std::string_view> arguments(argv, argv + argc);
      if (argc == 4 && arguments[1] == "produce")
         Produce(argv[2], std::atoi(argv[3]));
      else if (argc == 5 && arguments[1] == "consume")
         Consume(argv[2], std::atoi(argv[3]), std::atoi(argv[4]));
      else
         throw std::runtime_error("say produce FILE N or consume FILE N V");
      std::printf("%p\n", reinterpret_cast<void *>(&Produce));
   } catch (const std::exception &error) {
      std::fprintf(stderr, "direct_worker: %s\n", error.what());
      return 1;
   }
   return 0;
}
