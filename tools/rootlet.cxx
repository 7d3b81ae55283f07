// rootlet: looks at objects without the program that wrote them. `rootlet --help` lists what it can do.
#include "Commands.h"
#include "RootletError.h"
#include "TROOT.h"
#include "TSystem.h"

#include <cstdio>

using namespace rootlet::tools;

namespace {

void Load(const std::vector<std::string> &libraries)
{
   for (const std::string &library : libraries)
      if (gSystem->Load(library.c_str()) < 0)
         throw Reported();
}

} // namespace

int main(int argc, char **argv)
{
   CLI::App program("rootlet: looks at objects without the program that wrote them");
   program.set_version_flag("--version", "rootlet " ROOTLET_VERSION);
   program.require_subcommand(1);
   program.fallthrough(); // --load may stand anywhere
   program
      .add_option_function<std::vector<std::string>>(
         "--load", Load, "libraries with dictionaries: layouts that a file does not have, e.g. --load libEvent.so")
      ->allow_extra_args(false);
   AddMapCommands(program);
   AddCheckCommand(program);
   AddRepairCommand(program);
   AddDecode(program);
   try {
      program.parse(argc, argv);
   } catch (const CLI::ParseError &error) {
      return program.exit(error) == 0 ? kDone : kWrongUsage;
   } catch (const Ended &ended) {
      return ended.status;
   } catch (const Reported &) {
      return kBadInput;
   } catch (const std::exception &error) {
      std::fprintf(stderr, "rootlet: %s\n", error.what());
      return kBadInput;
   }
   return kDone;
}
