// One version of the class Evolve, as a program: puts an object into a map, or takes one out that a program with another
// version put there, and prints what it got.
//   evolve_vN put FILE NAME      fills an object with seed 1 and publishes it
//   evolve_vN get FILE NAME      prints: fCount fEnergy fText and the elements of fArr
//   evolve_vN layouts FILE NAME  prints the versions of the class that the program knows then, each with its members
#include GOLDEN_HEADER

#include "TClass.h"
#include "TMapFile.h"
#include "TStreamerInfo.h"

#include <cstdio>
#include <cstring>
#include <memory>

int main(int argc, char **argv)
{
   if (argc != 4)
      return 2;
   const bool put = std::strcmp(argv[1], "put") == 0;
   const std::unique_ptr<TMapFile> map(TMapFile::Create(argv[2], put ? "UPDATE" : "READ"));
   if (!map)
      return 1;
   if (put) {
      Evolve object;
      object.Fill(1);
      map->Add(&object, argv[3]);
      map->Update();
      return 0;
   }
   const std::unique_ptr<Evolve> object = map->Get<Evolve>(argv[3]);
   if (!object)
      return 1;
   if (std::strcmp(argv[1], "layouts") == 0) {
      for (const TStreamerInfo *info : Evolve::Class()->GetStreamerInfos()) {
         std::printf("%d", info->GetClassVersion());
         for (const auto &element : info->GetElements())
            std::printf(" %s:%s", element->GetName(), element->GetTypeName());
         std::printf("\n");
      }
      return Evolve::Class()->GetStreamerInfo(Evolve::Class_Version() + 1, kTRUE) ? 3 : 0;
   }
   std::printf("%lld %g %s", static_cast<long long>(object->fCount), static_cast<double>(object->fEnergy),
               object->fText.Data());
   for (const Int_t value : object->fArr)
      std::printf(" %d", value);
   std::printf("\n");
   return 0;
}
