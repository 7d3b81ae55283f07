#!/usr/bin/python3
"""What a run of dictgen costs, against `clang++ -fsyntax-only` of the same headers: generated sets of 1 to 500.

`./dev bench` runs it; by itself: `python3 bench/dictgen/parse.py [--sets 1,10] [--repeat N] [--clang CLANG]`. Runs of
the two alternate, so that a busy machine slows both, and the medians are compared. The goal is at most 1.5 times clang
and 0.2 s; the table says whether it is met.
"""

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
RUNTIME = SOURCE / "include" / "rootlet"
GOAL_FACTOR, GOAL_SECONDS = 1.5, 0.2

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


def seconds(command, folder):
    """Process time, user and system, of a command that must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(count, repeat, clang):
    """Medians: clang, dictgen anew, dictgen when nothing has changed; and bytes written per class."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        headers = write_headers(folder, count)
        (folder / "all.cxx").write_text("".join(f'#include "{header}"\n' for header in headers))
        (folder / "headers.rsp").write_text("\n".join(headers))
        check = [clang, "-std=c++20", "-fsyntax-only", f"-I{RUNTIME}", "all.cxx"]
        dictgen = [sys.executable, "-m", "dictgen", "-o", "Dict.cxx", f"-I{RUNTIME}", "@headers.rsp"]
        os.environ["PYTHONPATH"] = str(SOURCE / "dictgen")
        seconds(check, folder)
        seconds([*dictgen, "--no-cache"], folder)  # Python compiles its modules, the disk cache fills
        times = {"clang": [], "dictgen": [], "again": []}
        for _ in range(repeat):
            times["clang"].append(seconds(check, folder))
            times["dictgen"].append(seconds([*dictgen, "--no-cache"], folder))
        seconds(dictgen, folder)
        times["again"] = [seconds(dictgen, folder) for _ in range(repeat)]
        size = (folder / "Dict.cxx").stat().st_size / (2 * count)
    return {name: statistics.median(values) for name, values in times.items()}, size


def same_clang():
    """The clang++ of the version of the libclang that dictgen loads."""
    probe = "import clang.cindex as c; c.Index.create(); print(open('/proc/self/maps').read())"
    maps = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout
    version = re.search(r"libclang-(\d+)", maps)
    return shutil.which(f"clang++-{version[1]}") if version else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default="1,10,100,500", help="numbers of headers")
    parser.add_argument("--repeat", type=int, default=5, help="paired runs of each")
    parser.add_argument("--clang", default=same_clang(), help="default: clang++ of libclang's version")
    options = parser.parse_args()
    if not options.clang:
        sys.exit("bench/dictgen: there is no clang++ of libclang's version; on Debian install clang-19")
    print(f"dictgen against {options.clang} -fsyntax-only: process time in seconds, medians of {options.repeat} runs")
    print(" headers    clang  dictgen  ratio     goal  met  unchanged  bytes/class")
    for count in map(int, options.sets.split(",")):
        times, size = measure(count, options.repeat, options.clang)
        goal = GOAL_FACTOR * times["clang"] + GOAL_SECONDS
        met = "yes" if times["dictgen"] <= goal else "NO"
        print(
            f"{count:8} {times['clang']:8.2f} {times['dictgen']:8.2f} {times['dictgen'] / times['clang']:6.2f}"
            f" {goal:8.2f}  {met:3} {times['again']:10.3f} {size:12.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
