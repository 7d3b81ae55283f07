// A machine that runs small programs of several threads in every order that Armv8 allows, and shows each outcome. Used by
// LitmusTest, which proves that it can tell what is allowed, and ProtocolTest, which runs the steps of the map file on it.
// Invariant: nothing that Armv8 allows is left out; what is forbidden here is forbidden there.
//
// The model. Memory is one coherent store (Armv8 is multi-copy atomic). Each thread performs its instructions one by one
// in any order, only that an instruction waits for
//  - the registers that its address and its value are made of (address and data dependencies);
//  - every earlier acquire load; and, if it is a release store, for every earlier load and store;
//  - earlier fences: after a release fence, stores wait until every load and store before it is performed; after an
//    acquire fence, loads and stores wait for every load before it; after a full fence, all for all;
//  - if it is a store: every earlier branch, every earlier access whose address is not known yet, and every earlier access
//    to the same address.
// A load may take the value of its own thread's latest store to that address before others can see it. Loads may pass
// branches and unknown addresses (speculation), and each other even at one address, as long as in the end none reads
// something older than a load before it. A read-modify-write is a load and a store with no other store between them
// (LDXR and STXR, or an LSE instruction); acquire belongs to its load, release to its store.
// Where compilers or processors differ, the weaker choice is taken: an acquire load is LDAPR, not LDAR (a seq_cst load is
// LDAR), and a release fence does not order loads behind it, which DMB ISH would do.
// Left out: mixed sizes, and loops and jumps. A program is one path; `Require` drops executions that leave it.
#ifndef ROOTLET_tests_reorder_Machine
#define ROOTLET_tests_reorder_Machine

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace reorder {

using Value = std::int8_t;

enum class Order : std::uint8_t { kRelaxed, kAcquire, kRelease, kSeqCst };
enum class FenceKind : std::uint8_t { kNone, kRelease, kAcquire, kFull };

/// A register of the thread that made it.
struct Register {
   int number = -1;
};

/// An address or a value: a constant, or a constant plus a register.
struct Operand {
   Operand(int number) : constant(number) {}
   Operand(Register r) : reg(r.number) {}
   Operand(int number, Register r) : constant(number), reg(r.number) {}
   int constant = 0;
   int reg = -1;
};

struct Instruction {
   enum class Kind : std::uint8_t { kLoad, kStore, kFence, kRequire };
   Kind kind;
   Operand address = 0;
   Operand value = 0;    ///< to store, or required
   int destination = -1; ///< register of a load; register that is required
   Order order = Order::kRelaxed;
   FenceKind fence = FenceKind::kNone;
   bool exclusive = false; ///< half of a read-modify-write; the load stands right before its store
   bool compares = false;  ///< a store that happens only if its load gave `expected`
   Value expected = 0;
};

/// One thread's instructions in program order.
class Thread {
public:
   explicit Thread(std::string name) : fName(std::move(name)) {}

   Register Load(Operand address, Order order = Order::kRelaxed);
   void Store(Operand address, Operand value, Order order = Order::kRelaxed);
   void Fence(FenceKind kind);
   /// Each returns what was there before. The order kSeqCst makes its load acquire and its store release.
   Register FetchAdd(Operand address, int number, Order order);
   Register Exchange(Operand address, Operand value, Order order);
   Register CompareExchange(Operand address, int expected, Operand desired, Order order);
   /// A branch: only executions in which the register has this value are looked at; stores behind it wait for it.
   void Require(Register reg, int value);

   const std::string &Name() const { return fName; }
   const std::vector<Instruction> &Instructions() const { return fInstructions; }
   int Registers() const { return fRegisters; }

private:
   Register ReadModifyWrite(Operand address, Order order, const Instruction &store);

   std::string fName;
   std::vector<Instruction> fInstructions;
   int fRegisters = 0;
};

/// Named words with their first values; a word's number is its address.
class Memory {
public:
   int Word(std::string name, int value = 0);
   /// The address of the first of several words.
   int Words(const std::string &name, const std::vector<int> &values);

   const std::vector<Value> &Values() const { return fValues; }
   const std::string &Name(int address) const { return fNames.at(static_cast<std::size_t>(address)); }

private:
   std::vector<Value> fValues;
   std::vector<std::string> fNames;
};

/// What one execution leaves behind.
struct Outcome {
   std::vector<std::vector<Value>> registers; ///< of each thread
   std::vector<Value> memory;
   int Of(std::size_t thread, Register reg) const
   {
      return registers.at(thread).at(static_cast<std::size_t>(reg.number));
   }
};

struct Result {
   std::uint64_t states = 0;   ///< different states seen
   std::uint64_t outcomes = 0; ///< of them, ends of executions
   bool found = false;         ///< an outcome for which the question was answered with true
   std::string trace;          ///< how the first one came about, one line for each step
};

/// Runs the threads from `memory` in all orders and asks `question` about every outcome; ends at the first that it affirms.
Result Explore(const Memory &memory, const std::vector<Thread> &threads,
               const std::function<bool(const Outcome &)> &question);

} // namespace reorder

#endif
