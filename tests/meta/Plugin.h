// The class of two libraries that the tests of TClass load and unload.
#ifndef ROOTLET_tests_meta_Plugin
#define ROOTLET_tests_meta_Plugin

#include "TNamed.h"

#include <map>

struct PluginPart { // no ClassDef
   Int_t fPart = 3;
};

class Plugin : public TNamed {
public:
   Int_t fValue = 17;
   PluginPart fOne;
   std::map<Int_t, PluginPart> fParts = {{1, {}}, {2, {}}};
   ClassDefOverride(Plugin, 2) // comes and goes
};

#endif
