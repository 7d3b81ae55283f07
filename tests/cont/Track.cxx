// The classes of Track.h.
#include "Track.h"

#include <stdexcept>

int Track::fgLive = 0;
int Track::fgFailing = 0;

Track::Track(Int_t id, const char *name) : fId(id), fName(name), fX(3, static_cast<Float_t>(id)), fPartner(nullptr)
{
   if (fgFailing > 0 && --fgFailing == 0)
      throw std::runtime_error("no more tracks");
   ++fgLive;
}

Track::~Track()
{
   --fgLive;
}

void Track::Clear(Option_t *option)
{
   fX.clear();
   fName = option;
}

Int_t Track::Compare(const TObject *obj) const
{
   const auto *other = dynamic_cast<const Track *>(obj);
   return other ? fId - other->fId : -1;
}
