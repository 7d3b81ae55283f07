// The subcommands of the `rootlet` program: one file each, which adds itself to the command line.
// Invariant: a command writes its result to standard output and nothing else there; what is wrong is one line on standard
// error, and the exit status says how it ended.
#ifndef ROOTLET_tools_Commands
#define ROOTLET_tools_Commands

#include <CLI/CLI.hpp>

#include <cstdio>

#include "RootletError.h"

namespace rootlet::tools {

/// Exit statuses: done; bad input; a wrong command line, or (of `check` and `repair`) a file with which nothing can be done.
enum Status { kDone = 0, kBadInput = 1, kWrongUsage = 2, kUnreadable = 2 };

/// The command has said everything; the program ends with this status.
struct Ended {
   Status status;
};

/// Something failed, and the runtime has said why.
struct Reported {};

/// What `look` finds in a map file; ends the program after one line if nothing can be done with the file.
template <class Look>
auto OrUnreadable(Look look)
{
   try {
      return look();
   } catch (const MapError &error) {
      std::fprintf(stderr, "rootlet: %s\n", error.what());
      throw Ended{kUnreadable};
   }
}

/// `decode` and `recode`: raw buffers, with the StreamerInfo record that describes them.
void AddDecode(CLI::App &program);
/// `ls`, `dump`, `schema`: what a map file holds, without the classes of its objects.
void AddMapCommands(CLI::App &program);
/// `check`: whether a map file is sound.
void AddCheckCommand(CLI::App &program);
/// `repair`: what can be saved of a damaged map file.
void AddRepairCommand(CLI::App &program);

} // namespace rootlet::tools

#endif
