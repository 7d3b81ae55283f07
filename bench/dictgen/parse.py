#!/usr/bin/python3
"""What a run of dictgen costs, against `clang++ -fsyntax-only` of the same headers: generated sets of 1 to 500.

Usage: parse.py [--sets 1,10] [--clang CLANG]. One round, as JSON (report.py); run.py repeats it and has the goal: at
most 1.5 times clang and 0.2 s.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
RUNTIME = SOURCE / "include" / "rootlet"
sys.path.insert(0, str(SOURCE / "bench"))

from report import entry, report, run  # noqa: E402  found by the line above

HEADER = """// One part of a detector: its hits, its calibration, and what reconstruction made of them.
#ifndef Part{n}_h
#define Part{n}_h

#include "TNamed.h"
#include "TString.h"
{include}
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace detector {{

struct Hit{n} {{
   Int_t fChannel = 0;     // number of the channel
   Double32_t fCharge = 0; //[0,100,16] in fC
   Float_t fTime = 0;      // in ns
}};

class Part{n} : public TNamed {{
public:
   enum class State {{ kOff, kOn, kFaulty }};

   Part{n}() = default;
   Part{n}(const char *name, const char *title) : TNamed(name, title) {{}}

   Int_t GetN() const {{ return fN; }}
   State GetState() const {{ return fState; }}
   void SetState(State state) {{ fState = state; }}
   Double_t Sum() const
   {{
      Double_t sum = 0;
      for (const auto &hit : fHits)
         sum += std::sqrt(hit.fCharge * hit.fCharge + hit.fTime * hit.fTime);
      return sum;
   }}
   template <class Function>
   void ForEach(Function &&function) const
   {{
      for (const auto &hit : fHits)
         function(hit);
   }}

private:
   State fState = State::kOff;
   Int_t fN = 0;
   Double_t *fPedestals = nullptr; //[fN] one for each channel
   Float_t fPosition[3] = {{}};      // in mm
   std::vector<Hit{n}> fHits;
   std::map<std::string, Double_t> fConditions; // by name
   TString fComment;
   std::vector<std::vector<Short_t>> fSamples;
   {member}
   mutable Int_t fLast = -1; //! of a search

   ClassDefOverride(Part{n}, 1) // one part of a detector
}};

}} // namespace detector

#endif
"""


def write_headers(folder, count):
    """Headers with two classes each; most of them use the one before."""
    names = []
    for n in range(count):
        linked = n % 10 != 0
        text = HEADER.format(
            n=n,
            include=f'#include "Part{n - 1}.h"\n' if linked else "",
            member=f"Part{n - 1} *fNext = nullptr; // the neighbour" if linked else "Long64_t fSerial = 0;",
        )
        name = f"Part{n}.h"
        (folder / name).write_text(text)
        names.append(name)
    return names


def measure(count, clang):
    """clang, dictgen anew, and dictgen when nothing has changed since."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        headers = write_headers(folder, count)
        (folder / "all.cxx").write_text("".join(f'#include "{header}"\n' for header in headers))
        (folder / "headers.rsp").write_text("\n".join(headers))
        check = [clang, "-std=c++20", "-fsyntax-only", f"-I{RUNTIME}", "all.cxx"]
        dictgen = [sys.executable, "-m", "dictgen", "-o", "Dict.cxx", f"-I{RUNTIME}", "@headers.rsp"]
        modules = {"PYTHONPATH": str(SOURCE / "dictgen")}
        theirs = run(check, folder)
        ours = run(dictgen, folder, modules)
        again = run(dictgen, folder, modules)
        size = (folder / "Dict.cxx").stat().st_size / (2 * count)
    return [
        entry(f"generate/clang/{count}", *theirs),
        entry(f"generate/rootlet/{count}", *ours, bytes_per_class=size),
        entry(f"generate unchanged/rootlet/{count}", *again),
    ]


def same_clang():
    """The clang++ of the version of the libclang that dictgen loads."""
    probe = "import clang.cindex as c; c.Index.create(); print(open('/proc/self/maps').read())"
    maps = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout
    version = re.search(r"libclang-(\d+)", maps)
    return shutil.which(f"clang++-{version[1]}") if version else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default="1,10,100,500", help="numbers of headers")
    parser.add_argument("--clang", default=same_clang(), help="default: clang++ of libclang's version")
    options = parser.parse_args()
    if not options.clang:
        sys.exit("bench/dictgen: there is no clang++ of libclang's version; on Debian install clang-19")
    measure(1, options.clang)  # Python compiles its modules, and the files of both come into memory
    report([line for count in options.sets.split(",") for line in measure(int(count), options.clang)])


if __name__ == "__main__":
    main()
