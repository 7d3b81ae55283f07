// rootlet check: is a map file sound, and where are its bytes. Exit status: 0 sound, 1 damaged, 2 no map at all.
#include "Commands.h"
#include "RootletMapCheck.h"

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

namespace rootlet::tools {
namespace {

using Json = nlohmann::ordered_json;

struct Arguments {
   std::string file;
   bool json = false;
};

Json BytesOf(const MapReport &report)
{
   const MapReport::Bytes &b = report.bytes;
   return {{"head", b.head},
           {"chunkWords", b.chunkWords},
           {"tables", b.tables},
           {"records", b.records},
           {"infoBlocks", b.infoBlocks},
           {"blocks", b.blocks},
           {"freeInside", b.freeInside},
           {"orphan", b.orphan},
           {"freeChunks", b.freeChunks},
           {"held", b.held},
           {"leaked", b.leaked},
           {"tail", b.tail}};
}

Json ToJson(const MapReport &r)
{
   return {{"path", r.path},
           {"title", r.title},
           {"sound", r.IsSound()},
           {"sealed", r.sealed},
           {"producerAlive", r.producerAlive},
           {"replaced", r.replaced},
           {"suspect", r.suspect},
           {"faultCount", r.faultCount},
           {"faults", r.faults},
           {"records", r.records},
           {"versions", r.versions},
           {"uncommitted", r.uncommitted},
           {"damagedVersions", r.damagedVersions},
           {"lostRecords", r.lostRecords},
           {"overlaps", r.overlaps},
           {"unreachedRecords", r.unreachedRecords},
           {"unreachedChunks", r.unreachedChunks},
           {"fileSize", r.fileSize},
           {"heapSize", r.heapSize},
           {"payload", r.payload},
           {"bytes", BytesOf(r)}};
}

void PrintText(const MapReport &report)
{
   const Json all = ToJson(report);
   std::printf("%s: %s\n", report.path.c_str(), report.IsSound() ? "sound" : "DAMAGED");
   if (report.producerAlive)
      std::printf("   a producer is alive: these are the figures of one instant\n");
   if (report.replaced)
      std::printf("   another file has taken its place\n");
   if (report.suspect)
      std::printf("   last written before the last boot: only seals are believed\n");
   for (const char *key : {"records", "versions", "uncommitted", "damagedVersions", "lostRecords", "overlaps",
                           "unreachedRecords", "unreachedChunks", "fileSize", "heapSize", "payload"})
      std::printf("   %-18s %14llu\n", key, all[key].get<unsigned long long>());
   std::printf("bytes of the heap, and its tail\n");
   for (const auto &[key, value] : all["bytes"].items())
      std::printf("   %-18s %14llu\n", key.c_str(), value.get<unsigned long long>());
   for (const std::string &fault : report.faults)
      std::printf("damaged: %s\n", fault.c_str());
   if (report.faultCount > report.faults.size())
      std::printf("damaged: and %llu more\n",
                  static_cast<unsigned long long>(report.faultCount - report.faults.size()));
}

void Check(const Arguments &arguments)
{
   const MapReport report = OrUnreadable([&] { return CheckMap(arguments.file); });
   if (arguments.json)
      std::printf("%s\n", ToJson(report).dump(2, ' ', false, Json::error_handler_t::replace).c_str());
   else
      PrintText(report);
   if (!report.IsSound())
      throw Ended{kBadInput};
}

} // namespace

void AddCheckCommand(CLI::App &program)
{
   const auto arguments = std::make_shared<Arguments>();
   CLI::App *check = program.add_subcommand("check", "tell whether a map file is sound, and where its bytes are");
   check->add_option("file", arguments->file, "a map file; a producer may be at work on it")->required();
   check->add_flag("--json", arguments->json, "for programs: sizes in bytes");
   check->callback([arguments] { Check(*arguments); });
}

} // namespace rootlet::tools
