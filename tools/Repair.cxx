// rootlet repair: saves what can be saved of a damaged map file into a new one. Exit status: 0 everything is saved, 1 something
// is lost or older than it was, 2 nothing is saved.
#include "Commands.h"
#include "RootletMapRepair.h"

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

namespace rootlet::tools {
namespace {

using Json = nlohmann::ordered_json;

struct Arguments {
   std::string file;
   std::string output;
   bool force = false;
   bool json = false;
};

const char *NameOf(RepairedObject::State state)
{
   switch (state) {
   case RepairedObject::kSaved:
      return "saved";
   case RepairedObject::kOlder:
      return "older";
   case RepairedObject::kFound:
      return "found";
   case RepairedObject::kLost:
      break;
   }
   return "lost";
}

Json ToJson(const RepairReport &report)
{
   Json objects = Json::array();
   for (const RepairedObject &object : report.objects)
      objects.push_back({{"state", NameOf(object.state)},
                         {"name", object.name},
                         {"class", object.className},
                         {"generation", object.generation},
                         {"bytes", object.length},
                         {"why", object.why}});
   return {{"path", report.path},     {"output", report.output}, {"title", report.title}, {"whole", report.IsWhole()},
           {"sealed", report.sealed}, {"faults", report.faults}, {"objects", objects}};
}

/// What comes out of a damaged file may steer a terminal.
std::string Shown(const std::string &text)
{
   const std::string quoted = Json(text).dump(-1, ' ', true, Json::error_handler_t::replace);
   return quoted.substr(1, quoted.size() - 2);
}

void PrintText(const RepairReport &report)
{
   std::printf("%s: %s\n", report.path.c_str(), report.IsWhole() ? "everything is saved" : "DAMAGED");
   if (!report.sealed)
      std::printf("   the map has no seals: nobody knows whether what is saved is whole\n");
   for (const std::string &fault : report.faults)
      std::printf("damaged: %s\n", Shown(fault).c_str());
   for (const RepairedObject &object : report.objects) {
      const std::string name = object.name.empty() ? "(name lost)" : Shown(object.name);
      if (object.state == RepairedObject::kLost)
         std::printf("lost   %-24s %-20s", name.c_str(), Shown(object.className).c_str());
      else
         std::printf("%-6s %-24s %-20s %12llu bytes, generation %llu", NameOf(object.state), name.c_str(),
                     Shown(object.className).c_str(), static_cast<unsigned long long>(object.length),
                     static_cast<unsigned long long>(object.generation));
      std::printf(object.why.empty() ? "\n" : ": %s\n", object.why.c_str());
   }
   std::printf("written: %s\n", report.output.c_str());
}

void Repair(const Arguments &arguments)
{
   const RepairReport report =
      OrUnreadable([&] { return RepairMap(arguments.file, arguments.output, arguments.force); });
   if (arguments.json)
      std::printf("%s\n", ToJson(report).dump(2, ' ', false, Json::error_handler_t::replace).c_str());
   else
      PrintText(report);
   if (!report.IsWhole())
      throw Ended{kBadInput};
}

} // namespace

void AddRepairCommand(CLI::App &program)
{
   const auto arguments = std::make_shared<Arguments>();
   CLI::App *repair = program.add_subcommand("repair", "save what can be saved of a damaged map file into a new one");
   repair->add_option("file", arguments->file, "the damaged map file; it is never changed")->required();
   repair->add_option("out", arguments->output, "the map to be made")->required();
   repair->add_flag("--force", arguments->force, "replace what is there under that name");
   repair->add_flag("--json", arguments->json, "for programs: sizes in bytes");
   repair->callback([arguments] { Repair(*arguments); });
}

} // namespace rootlet::tools
