// How often this program has asked for memory: its malloc and its relatives count.
#ifndef ROOTLET_bench_Allocations
#define ROOTLET_bench_Allocations

namespace exchange {

/// Calls by this thread of malloc, calloc, realloc, and of what operator new and the aligned ones are made of.
unsigned long Allocations();

} // namespace exchange

#endif
