// All rows of the evolution matrix in one of the two versions, as a program. test_evolution.py runs both.
//   evolution_vN write FOLDER   every object into FOLDER/<row>.bin, the StreamerInfo into FOLDER/StreamerInfo.bin, all
//                               into the map FOLDER/map; prints "ready" and keeps the map open until standard input ends
//   evolution_vN buffers FOLDER reads those of the other version; prints for each row a line of JSON: what is wrong, and
//   evolution_vN map FOLDER     what was reported
//   evolution_vN alone FOLDER   reads the buffers without StreamerInfo
#include "EvolutionRow.h"

#include "RootletError.h"
#include "RootletSchema.h"
#include "TError.h"
#include "TList.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>

namespace {

std::vector<std::string> gReports;

void Collect(int, Bool_t, const char *location, const char *message)
{
   gReports.push_back(std::string(location) + ": " + message);
}

using Object = std::unique_ptr<void, void (*)(void *)>;

Object New(const EvolutionRow &row)
{
   return {row.fNew(), row.fDelete};
}

void WriteFile(const std::string &path, const TBuffer &buffer)
{
   std::ofstream(path, std::ios::binary).write(buffer.Buffer(), buffer.Length());
}

std::string ReadFile(const std::string &path)
{
   std::ifstream file(path, std::ios::binary);
   return {std::istreambuf_iterator<char>(file), {}};
}

int Write(const std::string &folder)
{
   rootlet::Schema schema;
   std::vector<Object> objects;
   const std::unique_ptr<TMapFile> map(TMapFile::Create((folder + "/map").c_str(), "RECREATE"));
   if (!map)
      return 1;
   for (const EvolutionRow &row : EvolutionRows()) {
      const Object &object = objects.emplace_back(New(row));
      row.fFill(object.get());
      TBuffer buffer(TBuffer::kWrite);
      buffer.MapObject(object.get(), row.fClass);
      row.fClass->Streamer(object.get(), buffer);
      WriteFile(folder + "/" + row.fName + ".bin", buffer);
      schema.AddClass(row.fClass);
      buffer.VisitWrittenClasses([&](const TClass *cl) { schema.AddClass(cl); });
      row.fAdd(*map, object.get(), row.fName);
   }
   TList infos;
   for (const auto &info : schema.All())
      infos.Add(info.get());
   TBuffer record(TBuffer::kWrite);
   record.MapObject(&infos);
   infos.Streamer(record);
   WriteFile(folder + "/StreamerInfo.bin", record);
   map->Update();
   std::printf("ready\n");
   std::fflush(stdout);
   return std::getchar() == EOF ? 0 : 1;
}

/// One line per row, about the object that read() gives.
int Read(const std::function<Object(const EvolutionRow &)> &read)
{
   SetErrorHandler(Collect);
   for (const EvolutionRow &row : EvolutionRows()) {
      gReports.clear();
      Checks checks;
      try {
         if (const Object object = read(row))
            row.fCheck(object.get(), checks);
         else
            checks.fWrong.emplace_back("no object");
      } catch (const std::exception &error) {
         checks.fWrong.emplace_back(error.what());
      }
      const nlohmann::json line{{"row", row.fName}, {"wrong", checks.fWrong}, {"reports", gReports}};
      std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
      std::fflush(stdout);
   }
   return 0;
}

int ReadBuffers(const std::string &folder, const std::shared_ptr<const rootlet::Schema> &schema)
{
   return Read([&](const EvolutionRow &row) {
      const std::string bytes = ReadFile(folder + "/" + row.fName + ".bin");
      TBuffer buffer(bytes.data(), bytes.size());
      buffer.SetSchema(schema);
      Object object = New(row);
      row.fBefore(object.get());
      buffer.MapObject(object.get(), row.fClass);
      row.fClass->Streamer(object.get(), buffer);
      if (buffer.Position() != bytes.size())
         throw rootlet::Error("read to byte " + std::to_string(buffer.Position()) + " of " +
                              std::to_string(bytes.size()));
      return object;
   });
}

} // namespace

int main(int argc, char **argv)
{
   if (argc != 3)
      return 2;
   const std::string what = argv[1], folder = argv[2];
   if (what == "write")
      return Write(folder);
   if (what == "alone")
      return ReadBuffers(folder, nullptr);
   if (what == "buffers") {
      const std::string record = ReadFile(folder + "/StreamerInfo.bin");
      const auto schema = std::make_shared<rootlet::Schema>();
      schema->AddRecord(record.data(), record.size());
      return ReadBuffers(folder, schema);
   }
   const std::unique_ptr<TMapFile> map(TMapFile::Create((folder + "/map").c_str(), "READ"));
   if (!map)
      return 1;
   return Read([&](const EvolutionRow &row) { return Object(row.fGet(*map, row.fName), row.fDelete); });
}
