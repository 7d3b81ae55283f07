// The machine: performs one instruction after the other, in depth first order over all states. See Machine.h.
#include "Machine.h"

#include <optional>
#include <stdexcept>
#include <unordered_set>

namespace reorder {

Register Thread::Load(Operand address, Order order)
{
   Instruction load{Instruction::Kind::kLoad};
   load.address = address;
   load.destination = fRegisters++;
   load.order = order;
   fInstructions.push_back(load);
   return {load.destination};
}

void Thread::Store(Operand address, Operand value, Order order)
{
   Instruction store{Instruction::Kind::kStore};
   store.address = address;
   store.value = value;
   store.order = order;
   fInstructions.push_back(store);
}

void Thread::Fence(FenceKind kind)
{
   if (kind == FenceKind::kNone)
      return;
   Instruction fence{Instruction::Kind::kFence};
   fence.fence = kind;
   fInstructions.push_back(fence);
}

Register Thread::ReadModifyWrite(Operand address, Order order, const Instruction &half)
{
   const bool both = order == Order::kSeqCst;
   const Register before = Load(address, both || order == Order::kAcquire ? Order::kAcquire : Order::kRelaxed);
   fInstructions.back().exclusive = true;
   Instruction store = half;
   store.address = address;
   store.order = both || order == Order::kRelease ? Order::kRelease : Order::kRelaxed;
   store.destination = before.number;
   store.exclusive = true;
   fInstructions.push_back(store);
   return before;
}

Register Thread::FetchAdd(Operand address, int number, Order order)
{
   Instruction store{Instruction::Kind::kStore};
   store.value = Operand(number, Register{fRegisters}); // the register that the load is about to get
   return ReadModifyWrite(address, order, store);
}

Register Thread::Exchange(Operand address, Operand value, Order order)
{
   Instruction store{Instruction::Kind::kStore};
   store.value = value;
   return ReadModifyWrite(address, order, store);
}

Register Thread::CompareExchange(Operand address, int expected, Operand desired, Order order)
{
   Instruction store{Instruction::Kind::kStore};
   store.value = desired;
   store.compares = true;
   store.expected = static_cast<Value>(expected);
   return ReadModifyWrite(address, order, store);
}

void Thread::Require(Register reg, int value)
{
   Instruction branch{Instruction::Kind::kRequire};
   branch.destination = reg.number;
   branch.value = value;
   fInstructions.push_back(branch);
}

int Memory::Word(std::string name, int value)
{
   fValues.push_back(static_cast<Value>(value));
   fNames.push_back(std::move(name));
   return static_cast<int>(fValues.size()) - 1;
}

int Memory::Words(const std::string &name, const std::vector<int> &values)
{
   const int first = static_cast<int>(fValues.size());
   for (std::size_t i = 0; i < values.size(); ++i)
      Word(name + "[" + std::to_string(i) + "]", values[i]);
   return first;
}

namespace {

using Kind = Instruction::Kind;

/// Where a load that is performed has its value from: a version of the word, or a store of its own thread that others do
/// not see yet.
constexpr std::uint8_t kForwarded = 0x80;

struct ThreadState {
   std::uint64_t performed = 0;
   std::vector<Value> registers;
   std::vector<std::uint8_t> sources; ///< of each instruction: version, or kForwarded + number of the store
};

struct State {
   std::vector<Value> memory;
   std::vector<std::uint8_t> versions; ///< of each word: stores it has seen
   std::vector<ThreadState> threads;

   std::string Key() const
   {
      std::string key;
      const auto append = [&key](const auto &bytes) {
         key.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
      };
      append(memory);
      append(versions);
      for (const ThreadState &thread : threads) {
         key.append(reinterpret_cast<const char *>(&thread.performed), sizeof thread.performed);
         append(thread.registers);
         append(thread.sources);
      }
      return key;
   }
};

class Machine {
public:
   Machine(const Memory &memory, const std::vector<Thread> &threads,
           const std::function<bool(const Outcome &)> &question)
      : fMemory(memory), fThreads(threads), fQuestion(question)
   {
      for (const Thread &thread : threads) {
         if (thread.Instructions().size() > 64)
            throw std::length_error("a thread of more than 64 instructions: " + thread.Name());
         std::vector<int> writers(static_cast<std::size_t>(thread.Registers()), -1);
         for (std::size_t i = 0; i < thread.Instructions().size(); ++i)
            if (thread.Instructions()[i].kind == Kind::kLoad)
               writers[static_cast<std::size_t>(thread.Instructions()[i].destination)] = static_cast<int>(i);
         fWriters.push_back(std::move(writers));
      }
   }

   Result Run()
   {
      State start;
      start.memory = fMemory.Values();
      start.versions.resize(start.memory.size());
      for (const Thread &thread : fThreads)
         start.threads.push_back({0, std::vector<Value>(static_cast<std::size_t>(thread.Registers())),
                                  std::vector<std::uint8_t>(thread.Instructions().size())});
      Visit(std::move(start));
      return std::move(fResult);
   }

private:
   const Instruction &At(std::size_t thread, std::size_t i) const { return fThreads[thread].Instructions()[i]; }

   static bool Done(const ThreadState &thread, std::size_t i) { return (thread.performed >> i & 1) != 0; }

   bool IsKnown(const State &state, std::size_t t, const Operand &operand) const
   {
      return operand.reg < 0 ||
             Done(state.threads[t], static_cast<std::size_t>(fWriters[t][static_cast<std::size_t>(operand.reg)]));
   }

   static int Evaluate(const ThreadState &thread, const Operand &operand)
   {
      return operand.constant + (operand.reg < 0 ? 0 : thread.registers[static_cast<std::size_t>(operand.reg)]);
   }

   std::size_t AddressOf(const ThreadState &thread, const Instruction &instruction) const
   {
      const int address = Evaluate(thread, instruction.address);
      if (address < 0 || static_cast<std::size_t>(address) >= fMemory.Values().size())
         throw std::out_of_range("a program uses an address that is not in memory");
      return static_cast<std::size_t>(address);
   }

   static bool IsAccess(const Instruction &instruction)
   {
      return instruction.kind == Kind::kLoad || instruction.kind == Kind::kStore;
   }

   /// True if instruction `later` must wait for `earlier`, which is not performed yet. Forwarding is decided elsewhere.
   bool MustWait(const State &state, std::size_t t, std::size_t earlier, std::size_t later) const
   {
      const ThreadState &thread = state.threads[t];
      const Instruction &e = At(t, earlier);
      const Instruction &l = At(t, later);
      const bool load = l.kind == Kind::kLoad;
      const bool store = l.kind == Kind::kStore;
      switch (e.kind) {
      case Kind::kRequire:
         return store;
      case Kind::kFence:
         return store || (load && e.fence != FenceKind::kRelease);
      case Kind::kLoad:
         if (l.kind == Kind::kFence)
            return true;
         if (l.kind == Kind::kRequire)
            return false; // its register decides
         if (e.order == Order::kAcquire || e.order == Order::kSeqCst)
            return true;
         break;
      case Kind::kStore:
         if (l.kind == Kind::kFence)
            return l.fence != FenceKind::kAcquire;
         if (l.kind == Kind::kRequire)
            return false;
         if (load && l.order == Order::kSeqCst && (e.order == Order::kRelease || e.order == Order::kSeqCst))
            return true;
         break;
      }
      if (!store)
         return false;
      if (l.order == Order::kRelease || l.order == Order::kSeqCst)
         return true;
      if (!IsKnown(state, t, e.address))
         return true;
      return AddressOf(thread, e) == AddressOf(thread, l);
   }

   bool IsEnabled(const State &state, std::size_t t, std::size_t i) const
   {
      const Instruction &instruction = At(t, i);
      if (IsAccess(instruction) && (!IsKnown(state, t, instruction.address) || !IsKnown(state, t, instruction.value)))
         return false;
      if (instruction.kind == Kind::kRequire && !IsKnown(state, t, Register{instruction.destination}))
         return false;
      if (instruction.kind == Kind::kStore && instruction.exclusive && !Done(state.threads[t], i - 1))
         return false;
      for (std::size_t earlier = 0; earlier < i; ++earlier)
         if (!Done(state.threads[t], earlier) && MustWait(state, t, earlier, i))
            return false;
      return true;
   }

   /// The state after instruction i of thread t; nothing if that would break coherence or the program's path.
   std::optional<State> Perform(const State &before, std::size_t t, std::size_t i) const
   {
      const Instruction &instruction = At(t, i);
      State state = before;
      ThreadState &thread = state.threads[t];
      thread.performed |= std::uint64_t{1} << i;
      switch (instruction.kind) {
      case Kind::kFence:
         return state;
      case Kind::kRequire:
         if (thread.registers[static_cast<std::size_t>(instruction.destination)] != instruction.value.constant)
            return std::nullopt;
         return state;
      case Kind::kLoad:
         return PerformLoad(state, t, i) ? std::optional(std::move(state)) : std::nullopt;
      case Kind::kStore:
         return PerformStore(state, t, i) ? std::optional(std::move(state)) : std::nullopt;
      }
      return std::nullopt;
   }

   bool PerformLoad(State &state, std::size_t t, std::size_t i) const
   {
      ThreadState &thread = state.threads[t];
      const Instruction &load = At(t, i);
      const std::size_t address = AddressOf(thread, load);
      Value value = state.memory[address];
      std::uint8_t source = state.versions[address];
      for (std::size_t s = i; s-- != 0;) { // the latest store of this thread that others do not see yet
         const Instruction &store = At(t, s);
         if (store.kind != Kind::kStore || Done(thread, s) || !IsKnown(state, t, store.address) ||
             AddressOf(thread, store) != address)
            continue;
         // Neither may an exclusive load read what is not in memory, nor an acquire load an exclusive store.
         if (load.exclusive || store.compares || !IsKnown(state, t, store.value) ||
             (store.exclusive && load.order != Order::kRelaxed))
            return false;
         value = static_cast<Value>(Evaluate(thread, store.value));
         source = static_cast<std::uint8_t>(kForwarded + s);
         break;
      }
      for (std::size_t l = i + 1; l < thread.sources.size(); ++l) { // no later load may have read something older
         const Instruction &later = At(t, l);
         if (later.kind != Kind::kLoad || !Done(thread, l) || AddressOf(thread, later) != address ||
             thread.sources[l] == source)
            continue;
         const bool fromStoreBetween =
            thread.sources[l] >= kForwarded && thread.sources[l] - kForwarded > static_cast<int>(i);
         if (!fromStoreBetween)
            return false;
      }
      thread.registers[static_cast<std::size_t>(load.destination)] = value;
      thread.sources[i] = source;
      return true;
   }

   bool PerformStore(State &state, std::size_t t, std::size_t i) const
   {
      ThreadState &thread = state.threads[t];
      const Instruction &store = At(t, i);
      const std::size_t address = AddressOf(thread, store);
      if (store.compares && thread.registers[static_cast<std::size_t>(store.destination)] != store.expected)
         return true;
      if (store.exclusive && thread.sources[i - 1] != state.versions[address])
         return false; // another store came between; the pair is tried again, which is another order of this one
      const std::uint8_t version = ++state.versions[address];
      state.memory[address] = static_cast<Value>(Evaluate(thread, store.value));
      for (std::size_t l = i + 1; l < thread.sources.size(); ++l) {
         const Instruction &later = At(t, l);
         if (later.kind != Kind::kLoad || !Done(thread, l) || AddressOf(thread, later) != address)
            continue;
         std::uint8_t &source = thread.sources[l];
         if (source == kForwarded + i)
            source = version;
         else if (source < kForwarded || source - kForwarded < static_cast<int>(i))
            return false; // it was read past this store
      }
      return true;
   }

   std::string Describe(const State &state, std::size_t t, std::size_t i) const
   {
      const Instruction &instruction = At(t, i);
      const ThreadState &thread = state.threads[t];
      std::string text = fThreads[t].Name() + ": step " + std::to_string(i) + ", ";
      if (instruction.kind == Kind::kFence)
         return text + "fence";
      if (instruction.kind == Kind::kRequire)
         return text + "branch";
      const std::size_t address = AddressOf(thread, instruction);
      const int value = instruction.kind == Kind::kLoad
                           ? thread.registers[static_cast<std::size_t>(instruction.destination)]
                           : Evaluate(thread, instruction.value);
      return text + (instruction.kind == Kind::kLoad ? "load " : "store ") + fMemory.Name(static_cast<int>(address)) +
             " = " + std::to_string(value) +
             (instruction.kind == Kind::kLoad && thread.sources[i] >= kForwarded ? " (its own store)" : "");
   }

   /// Looks at a state and at all that follow from it.
   void Visit(State state)
   {
      if (!Settle(state) || !fSeen.insert(state.Key()).second)
         return;
      ++fResult.states;
      bool finished = true;
      for (std::size_t t = 0; t < fThreads.size(); ++t) {
         for (std::size_t i = 0; i < fThreads[t].Instructions().size(); ++i) {
            if (Done(state.threads[t], i))
               continue;
            finished = false;
            if (!IsEnabled(state, t, i))
               continue;
            auto next = Perform(state, t, i);
            if (!next)
               continue;
            fPath.push_back(Describe(*next, t, i));
            Visit(std::move(*next));
            if (fResult.found)
               return;
            fPath.pop_back();
         }
      }
      if (!finished)
         return;
      ++fResult.outcomes;
      Outcome outcome;
      outcome.memory = state.memory;
      for (const ThreadState &thread : state.threads)
         outcome.registers.push_back(thread.registers);
      if (!fQuestion(outcome))
         return;
      fResult.found = true;
      for (const std::string &step : fPath)
         fResult.trace += step + "\n";
   }

   /// Performs fences and branches as soon as they can be: they change nothing that anybody sees. False: off the path.
   bool Settle(State &state) const
   {
      for (bool again = true; again;) {
         again = false;
         for (std::size_t t = 0; t < fThreads.size(); ++t)
            for (std::size_t i = 0; i < fThreads[t].Instructions().size(); ++i) {
               if (IsAccess(At(t, i)) || Done(state.threads[t], i) || !IsEnabled(state, t, i))
                  continue;
               auto next = Perform(state, t, i);
               if (!next)
                  return false;
               state = std::move(*next);
               again = true;
            }
      }
      return true;
   }

   const Memory &fMemory;
   const std::vector<Thread> &fThreads;
   const std::function<bool(const Outcome &)> &fQuestion;
   std::vector<std::vector<int>> fWriters; ///< of each thread: the load that fills each register
   std::unordered_set<std::string> fSeen;
   std::vector<std::string> fPath;
   Result fResult;
};

} // namespace

Result Explore(const Memory &memory, const std::vector<Thread> &threads,
               const std::function<bool(const Outcome &)> &question)
{
   return Machine(memory, threads, question).Run();
}

} // namespace reorder
