"""Random damage to headers, LinkDef files and command lines: dictgen says what is wrong or writes a dictionary. It
never falls over, never hangs, and writes nothing when it says that something is wrong.

Two processes share the work; what the headers include is precompiled for them, which makes a run some 0.1 s.
"""

import multiprocessing
import os
import random
import re
import signal
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from conftest import Dictgen

COMMENTS = """namespace lab {
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
MACROS = """class ROOTLET_TITLE("a run") Run {
public:
   virtual ~Run() = default;
   Int_t fN, fM;
   ROOTLET_COUNTED(fN) ROOTLET_PACKED(-1, 1, 12) Double32_t *fValues; // values
   ROOTLET_PACKED(0, 2*pi) ROOTLET_TITLE("an angle") Float16_t fAngle[3];
   ROOTLET_TRANSIENT std::unique_ptr<int> fCache;
   ROOTLET_NEVER_NULL TNamed *fSure; //-> sure
   ROOTLET_DONT_SPLIT std::vector<TNamed> fNames; // whole
   ROOTLET_COUNTED(fM) TObject **fObjects;
   ROOTLET_TRANSIENT union { int fInt; float fFloat; };
   ClassDef(Run, 2)
};
"""
TEMPLATES = """namespace la { inline namespace v1 {
template <class E> class Base : public TObject { public: E fFirst; ClassDefOverride(Base, 5) };
template <class E, int N> struct Storage { E fData[N]; struct Inner { E fIn; } fInner; };
template <class E, int N = 3> class Vector : public Base<E>, virtual public Storage<E, N + 1> {
public: Int_t fN; E *fMore; //[fN]
   ClassDefOverride(Vector, 4) };
} }
class Holder { public: la::Vector<Float_t> fVector; std::map<int, la::Storage<double, 2>> fMap; ClassDefNV(Holder, 1) };
"""
PLAIN = """struct Plain { int fX; int fSum; //!
};
struct Wheel { Plain fPlain; Plain *fAll[2]; };
class Hand { public: virtual ~Hand() {} ClassDef(Hand, 2) };
template <class T> struct Box { T fT; };
typedef Box<float> FloatBox;
namespace geo { struct Point { double fX[3]; }; class Solid { Point fPoint; ClassDefNV(Solid, 1) }; }
ROOTLET_DICT(Box<int>)
"""
LINKDEF = """#ifdef __CLING__
#pragma link off all classes;
#pragma link C++ nestedclasses;
#pragma link C++ class Plain+;
#pragma link C++ options=version(3) struct Wheel+;
#pragma link C++ class Hand-;
#pragma link C++ class Box<float>+;
#pragma link C++ class geo::*+;
#pragma link C++ namespace geo;
#pragma read sourceClass="Plain" version="[1-]" targetClass="Plain" source="int fX" target="fSum" code="{ fSum = 1; }"
#else
#pragma link C++ class Nothing+;
#endif
"""
HEADERS = {"comments": COMMENTS, "macros": MACROS, "templates": TEMPLATES, "plain": PLAIN}
ARGUMENTS = [
    "-o",
    "Dict.cxx",
    "--depfile",
    "Dict.d",
    "--linkdef",
    "LinkDef.h",
    "-std=c++20",
    "-DX=1",
    "-Wall",
    "Event.h",
]

TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
SPICE = {
    "header": ["", ";", "*", "&", "<", ">", "}", "{", "(", "const", "volatile", "union", "static", "[3]", "virtual"]
    + ["template", ":", "//", "/*", '"', "\\", "#", "[", "!", "->", "ROOTLET_TRANSIENT", "0", "9999999999", "\u00e9"],
    "linkdef": ["", ";", "*", "+", "-", "!", "<", ">", '"', "{", "}", "[", "]", "class", "off", "all", "namespace"]
    + ["#pragma", "link", "read", "defined_in", "\\\n", "//", "/*", "#endif", "operators", "function", "::", "\u00e9"],
    "command": ["", "-o", "Other.cxx", "--depfile", "--linkdef", "--lock", "--lock-update", "--dump-model", "--explain"]
    + [
        "DG010",
        "--macro-main",
        "-I",
        "-D",
        "-U",
        "-include",
        "-std=c++99",
        "-std=",
        "-x",
        "-w",
        "-Werror",
        "-Wno-DG021",
    ]
    + ["-Wno-DG1", "@none", "@Event.h", "--nonsense", "-m32", "-target", "nowhere-none", "--", "\u00e9.h", ".", "/"],
}
HANGS_AFTER = 100  # seconds; the process is killed then, and with it the test


def mutated(tokens, first, spice, chance):
    """One to three tokens deleted, doubled, swapped or replaced; the first `first` ones stay."""
    tokens = list(tokens)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(first, max(len(tokens) - 1, first + 1))
        what = chance.randrange(4)
        if what == 0 and len(tokens) > first:
            tokens[at : at + 1] = []
        elif what == 1:
            tokens[at:at] = tokens[at : at + 1]
        elif what == 2:
            tokens[at : at + 2] = tokens[at : at + 2][::-1]
        else:
            tokens[at : at + 1] = [chance.choice(spice)]
    return tokens


def case(kind, seed):
    """Files and arguments of one run."""
    chance = random.Random(f"{kind} {seed}")
    files = {"Event.h": PLAIN if kind != "header" else "", "LinkDef.h": LINKDEF}
    arguments = ARGUMENTS
    if kind == "header":
        text = list(HEADERS.values())[seed % len(HEADERS)]
        files["Event.h"] = "".join(mutated(TOKEN.findall(text), 0, SPICE[kind], chance))
        arguments = ["-o", "Dict.cxx", "--depfile", "Dict.d", "Event.h"]
    elif kind == "linkdef":
        files["LinkDef.h"] = "".join(mutated(TOKEN.findall(LINKDEF), 0, SPICE[kind], chance))
    else:
        arguments = mutated(ARGUMENTS, 0, SPICE[kind], chance)
    return files, arguments


def complaint(folder, prelude, kind, seed):
    """Runs one case; what is wrong with the outcome, and its status."""
    signal.alarm(HANGS_AFTER)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.chdir(folder)
    files, arguments = case(kind, seed)
    dictgen = Dictgen(folder)
    for name, text in files.items():
        dictgen.write(name, text)
    if kind != "header":  # LinkDef files are read with other macros than the precompiled header was
        prelude = str(Path(prelude).with_name("plain.h"))
    run = dictgen.run("-include", prelude, *arguments)
    written = {path.name for path in folder.iterdir()} - set(files)
    damaged = [name for name, text in files.items() if (folder / name).read_text(encoding="utf-8") != text]
    if run.status == 0 and "--linkdef" not in arguments and "LinkDef.h" in arguments:
        damaged = []  # given as the output
    faults = {
        "status": run.status not in ((0, 1, 2) if kind == "command" else (0, 1)),
        "internal error": "internal error" in run.err or "Traceback" in run.err,
        "files written": run.status != 0 and written or any(name.endswith(".tmp") for name in written),
        "inputs damaged": damaged,
        "no message": run.status != 0 and "error: " not in run.err,
        "more than a line": run.status == 2 and len(run.err.splitlines()) != 1,
    }
    found = [f"{name}: {value}" for name, value in faults.items() if value]
    report = "\n".join([f"{kind} {seed}", *found, " ".join(arguments), *files.values(), run.err]) if found else ""
    return report, run.status


def complaints(job):
    """One process's share."""
    folder, prelude, kind, seeds = job
    return [complaint(Path(folder), prelude, kind, seed) for seed in seeds]


@pytest.fixture(scope="module")
def prelude(precompiled):
    """What the headers include and, beside it, its precompiled form; and a short one."""
    Path(precompiled).with_name("plain.h").write_text('#pragma once\n#include "Rtypes.h"\n')
    return precompiled


@pytest.mark.parametrize("kind, runs", [("header", 500), ("linkdef", 100), ("command", 100)])
def test_damage_is_told_or_harmless(tmp_path, prelude, kind, runs):
    jobs = [(str(tmp_path / f"worker{i}" / "run"), prelude, kind, range(i, runs, 2)) for i in range(2)]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        found = [outcome for share in pool.map(complaints, jobs) for outcome in share]
    assert len(found) == runs
    assert [report for report, _ in found if report] == []
    assert {status for _, status in found} == ({0, 1, 2} if kind == "command" else {0, 1})
