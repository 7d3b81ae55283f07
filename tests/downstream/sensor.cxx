// `sensor write FILE` publishes a Measurement and a histogram and stays until its standard input ends;
// `sensor read FILE`, a second process, gets both and prints what it found.
#include "Measurement.h"
#include "SensorShared.h"
#include "TClass.h"
#include "TMapFile.h"

#include <cstdio>
#include <cstring>
#include <memory>

namespace {

int Write(const char *path)
{
   sensor::Measurement measurement("probe", "the probe in the cellar");
   // A class of the framework that this program knows by name only: its library must be linked all the same.
   TClass *histogram = TClass::GetClass("TH1F");
   std::unique_ptr<TObject> empty(histogram ? static_cast<TObject *>(histogram->New()) : nullptr);
   if (!empty)
      return 2;

   std::unique_ptr<TMapFile> file(TMapFile::Create(path, "RECREATE", 100000, "a downstream map"));
   if (!file)
      return 1;
   file->Add(&measurement, "probe");
   file->Add(empty.get(), "empty");

   auto pulse = file->Emplace<sensor::Pulse>("pulse");
   for (int i = 1; i <= 10; ++i) {
      measurement.Take(i);
      file->Update();
      pulse.Write([i](sensor::Pulse &p) {
         ++p.fBeats;
         p.fLast = i;
      });
   }
   std::puts("published");
   std::fflush(stdout);
   while (std::getchar() != EOF) {
   }
   return 0;
}

int Read(const char *path)
{
   std::unique_ptr<TMapFile> file(TMapFile::Create(path));
   if (!file)
      return 1;
   const auto measurement = file->Get<sensor::Measurement>("probe");
   const std::unique_ptr<TObject> empty(file->Get("empty"));
   const auto pulse = file->View<sensor::Pulse>("pulse").Snapshot();
   if (!measurement || !empty || !pulse)
      return 2;
   std::printf("%s (%s): %d samples, sum %g, %d in volt, %zu alarm at %d: %s; %llu beats, and a %s\n",
               measurement->GetName(), measurement->GetTitle(), measurement->GetN(), measurement->Sum(),
               measurement->Count("volt"), measurement->Alarms().size(), measurement->Alarms().at(0).fSample,
               measurement->Alarms().at(0).fReason.c_str(), static_cast<unsigned long long>(pulse->fBeats),
               empty->ClassName());
   return 0;
}

} // namespace

int main(int argc, char **argv)
{
   if (argc == 3 && std::strcmp(argv[1], "write") == 0)
      return Write(argv[2]);
   if (argc == 3 && std::strcmp(argv[1], "read") == 0)
      return Read(argv[2]);
   std::fprintf(stderr, "usage: %s write|read FILE\n", argv[0]);
   return 64;
}
