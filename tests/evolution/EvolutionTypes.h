// What the classes of all rows are made of; the same in both versions. Included by the headers that generate.py writes.
#ifndef ROOTLET_TEST_EvolutionTypes
#define ROOTLET_TEST_EvolutionTypes

#include "RootletDictionary.h"
#include "TArrayD.h"
#include "TArrayF.h"
#include "TArrayI.h"
#include "TArrayL64.h"
#include "TArrayS.h"
#include "TClonesArray.h"
#include "THashList.h"
#include "TList.h"
#include "TMap.h"
#include "TNamed.h"
#include "TObjArray.h"
#include "TObjString.h"
#include "TObject.h"
#include "TRef.h"
#include "TString.h"

#include <array>
#include <bitset>
#include <deque>
#include <forward_list>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#endif
