// rootlet: looks at objects without the program that wrote them. `rootlet --help` lists what it can do.
#include "Commands.h"
#include "RootletError.h"
#include "TROOT.h"

#include <cstdio>

using namespace rootlet::tools;

int main(int argc, char **argv)
{
   CLI::App program("rootlet: looks at objects without the program that wrote them");
   program.set_version_flag("--version", "rootlet " ROOTLET_VERSION);
   program.require_subcommand(1);
   AddMapCommands(program);
   AddDecode(program);
   try {
      program.parse(argc, argv);
   } catch (const CLI::ParseError &error) {
      return program.exit(error) == 0 ? kDone : kWrongUsage;
   } catch (const Reported &) {
      return kBadInput;
   } catch (const std::exception &error) {
      std::fprintf(stderr, "rootlet: %s\n", error.what());
      return kBadInput;
   }
   return kDone;
}
