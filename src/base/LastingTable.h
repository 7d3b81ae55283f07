// A table of the whole program that is never destroyed and survives a fork. Used by TDirectory, KnownLayouts and TMapFile.
#ifndef ROOTLET_base_LastingTable
#define ROOTLET_base_LastingTable

#include <pthread.h>

namespace rootlet {

/// The one Table of the program, made when it is asked for first. It is never destroyed: what has static storage may outlive
/// everything else. Its mutex, Table::fMutex, is free in a forked child, which lacks the thread that may have held it.
template <class Table>
Table &LastingTable()
{
   static Table *const table = [] {
      auto *const made = new Table;
      ::pthread_atfork([] { LastingTable<Table>().fMutex.lock(); }, [] { LastingTable<Table>().fMutex.unlock(); },
                       [] { LastingTable<Table>().fMutex.unlock(); });
      return made;
   }();
   return *table;
}

} // namespace rootlet

#endif
