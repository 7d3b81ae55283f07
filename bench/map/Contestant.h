// What every contestant of row `map` can do: publish an object of one process, and take the newest version into an object of
// another. Each has a source file of its own.
#ifndef ROOTLET_bench_Contestant
#define ROOTLET_bench_Contestant

#include "Objects.h"

#include <cstdint>
#include <memory>
#include <string>

namespace exchange {

/// Has an object in memory, and all that can be kept from one version to the next. Made before its consumer.
class Producer {
public:
   virtual ~Producer() = default;
   /// Publishes the object, with that mark, as its newest version.
   virtual void Update(std::int64_t mark) = 0;
};

/// Has an object to read into.
class Consumer {
public:
   virtual ~Consumer() = default;
   /// Reads the newest version; each is asked for at most once. Returns its mark; negative if there was none.
   virtual std::int64_t Get() = 0;
};

/// There is one of each; processes that are forked tell them apart by where they lie.
struct Contestant {
   const char *fName;
   std::unique_ptr<Producer> (*fMakeProducer)(What what);
   std::unique_ptr<Consumer> (*fMakeConsumer)(What what);
};

extern const Contestant kRootlet;
extern const Contestant kBoost;
extern const Contestant kIceoryx;

/// A file in memory where there is one, of a name that only the processes of this run use.
std::string MapPath(const char *contestant);

} // namespace exchange

#endif
