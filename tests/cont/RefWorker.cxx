// The other process of RefTest: `ref_worker file` consumes and checks, `ref_worker file update` produces a reference too.
// Exit status 0 if all was as expected, else the number of the check that failed.
#include "TMapFile.h"
#include "TObjString.h"
#include "TProcessID.h"
#include "TRef.h"

#include <memory>

int main(int argc, char **argv)
{
   if (argc < 2)
      return 1;
   TObjString own("own"); // has the identifier 1 here, as the producer's object has there
   TRef toOwn(&own);
   if (argc > 2) {
      const std::unique_ptr<TMapFile> map(TMapFile::Create(argv[1], "UPDATE"));
      if (!map)
         return 2;
      map->Add(&toOwn, "second");
      map->Update();
      return 0;
   }
   const std::unique_ptr<TMapFile> map(TMapFile::Create(argv[1]));
   if (!map)
      return 3;
   const std::unique_ptr<TObject> ref(map->Get("ref"));
   const std::unique_ptr<TObject> object(map->Get("object"));
   if (!ref || !object)
      return 4;
   const auto &read = static_cast<const TRef &>(*ref);
   if (read.GetObject() != object.get())
      return 5;
   if (toOwn.GetObject() != &own)
      return 6;
   return read.GetPID() != toOwn.GetPID() && read.GetUID() == toOwn.GetUID() ? 0 : 7;
}
