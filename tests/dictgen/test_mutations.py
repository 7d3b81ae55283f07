"""Headers with random damage: dictgen says what is wrong or writes a dictionary, and never falls over."""

import random
import re

HEADER = """#include "TNamed.h"
#include <map>
#include <string>
#include <vector>
namespace lab {
struct Cell { Int_t fId; Float_t fW[2]; };
template <class T, int N = 2> class Box : public Cell { public: T fT[N]; virtual ~Box() {} ClassDef(Box, 1) };
class Event : public TNamed, private Cell {
public:
   enum EKind { kA, kB = 7 };
   Event() : fN(0), fValues(nullptr) {}
private:
   EKind fKind;                     // a kind
   Int_t fN;                        // counts
   Float_t *fValues;                //[fN] values
   Double32_t fAngle;               //[0,2*pi,10] an angle
   std::vector<Cell> fCells;        //|| whole
   std::map<std::string, Int_t> fMap;
   Box<Double_t> fBox;
   Event *fNext;                    // linked
   TNamed *fSure;                   //-> sure
   Int_t fCache;                    //! not stored
   ClassDefOverride(lab::Event, 3) // an event
};
}
"""
TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
SPICE = [
    "",
    ";",
    "*",
    "&",
    "<",
    ">",
    "}",
    "{",
    "const",
    "volatile",
    "union",
    "static",
    "[3]",
    "virtual",
    "template",
    ":",
]


def mutated(seed):
    """One to three tokens deleted, doubled, swapped or replaced."""
    chance = random.Random(seed)
    tokens = TOKEN.findall(HEADER)
    first = tokens.index("lab")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(first, len(tokens) - 1)
        what = chance.randrange(4)
        if what == 0:
            del tokens[at]
        elif what == 1:
            tokens.insert(at, tokens[at])
        elif what == 2:
            tokens[at], tokens[at + 1] = tokens[at + 1], tokens[at]
        else:
            tokens[at] = chance.choice(SPICE)
    return "".join(tokens)


def test_damaged_headers_are_refused_or_work(dictgen):
    outcomes = set()
    for seed in range(40):
        dictgen.write("Event.h", mutated(seed))
        output = dictgen.folder / "Dict.cxx"
        output.unlink(missing_ok=True)
        run = dictgen.run("-o", "Dict.cxx", "Event.h")
        outcomes.add(run.status)
        assert run.status in (0, 1), mutated(seed)
        assert "internal error" not in run.err, mutated(seed) + run.err
        assert (run.status == 0) == output.exists(), mutated(seed)
        assert run.status == 0 or ": error: " in run.err or "fatal" in run.err, mutated(seed) + run.err
        assert sorted(path.name for path in dictgen.folder.iterdir() if path.name != "Dict.cxx") == ["Event.h"]
    assert outcomes == {0, 1}
