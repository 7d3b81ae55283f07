#!/usr/bin/env python3
"""What the dictionary of a class costs: seconds of compiling and bytes of object code, per class.

Usage: emitted.py [--compiler CXX] [--classes N] [--top N] [--json]. The headers alone are compiled too and their time
is taken off, so that the figures are those of what dictgen emits. With --json one round, for run.py (report.py).
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
RUNTIME = SOURCE / "include" / "rootlet"
sys.path.insert(0, str(SOURCE / "bench"))

from report import entry, report, run  # noqa: E402  found by the line above

# One class of a typical event model; NUMBER makes it another type.
CLASS = """
struct HitNUMBER { Int_t fId = 0; Float_t fX = 0, fY = 0, fEnergy = 0; };
class TrackNUMBER : public TNamed {
public:
   Int_t fN = 0;                 // number of points
   Float_t *fPoints = nullptr;   //[fN]
   Double32_t fPhi = 0;          //[0,2pi,16]
   Double_t fMomentum[3] = {};
   std::vector<Float_t> fValues;
   std::vector<HitNUMBER> fHits;
   std::map<std::string, Int_t> fFlags;
   TNamed *fVertex = nullptr;
   ClassDefOverride(TrackNUMBER, 1)
};
"""
INCLUDES = '#pragma once\n#include "TNamed.h"\n#include <map>\n#include <string>\n#include <vector>\n'
RUNTIME_INCLUDES = (
    '#include "RootletDictionary.h"\n#include "RootletStl.h"\n#include "TBuffer.h"\n#include "TClass.h"\n'
)


def compile_seconds(compiler, folder, file):
    """Elapsed and processor seconds of the compiler, each the better of two runs."""
    command = [*compiler, "-std=c++20", "-O2", f"-I{RUNTIME}", "-c", file, "-o", file + ".o"]
    return [min(times) for times in zip(*(run(command, folder) for _ in range(2)))]


def sections(folder, file):
    """Bytes of code and constants, and of data that is relocated or written."""
    lines = subprocess.run(["size", file], cwd=folder, capture_output=True, text=True, check=True).stdout.splitlines()
    text, data, bss = map(int, lines[1].split()[:3])
    return text, data + bss


def largest(folder, file, count):
    """The largest symbols."""
    command = ["nm", "--demangle", "--print-size", "--size-sort", "--reverse-sort", "--radix=d", file]
    lines = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.splitlines()
    return [f"{int(line.split()[1]):8}  {line.split(None, 3)[3][:110]}" for line in lines[:count]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--compiler", default=os.environ.get("CXX", "c++"), help="words of a command are split at blanks"
    )
    parser.add_argument("--classes", type=int, default=50, help="classes with ClassDef; each comes with a plain struct")
    parser.add_argument("--top", type=int, default=0, help="show the largest symbols")
    parser.add_argument("--json", action="store_true", help="one round for run.py, without a table")
    given = parser.parse_args()
    compiler = given.compiler.split()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "Model.h").write_text(
            INCLUDES + "".join(CLASS.replace("NUMBER", str(i)) for i in range(given.classes))
        )
        (folder / "Headers.cxx").write_text('#include "Model.h"\n' + RUNTIME_INCLUDES)
        dictgen = [
            sys.executable,
            "-m",
            "dictgen",
            "-o",
            "Dict.cxx",
            f"-I{RUNTIME}",
            "--compiler",
            compiler[0],
            "Model.h",
        ]
        run(dictgen, folder, {"PYTHONPATH": str(SOURCE / "dictgen")})
        lines = (folder / "Dict.cxx").read_text().count("\n")
        headers = compile_seconds(compiler, folder, "Headers.cxx")
        whole = compile_seconds(compiler, folder, "Dict.cxx")
        text, data = sections(folder, "Dict.cxx.o")
        n = given.classes
        emitted = [(a - b) / n for a, b in zip(whole, headers)]
        if given.json:
            counters = {"code": text / n, "data": data / n, "lines": lines / n}
            report([entry("compile a class/rootlet", *emitted, **counters), entry("compile headers/rootlet", *headers)])
            return
        print(f"{n} classes and as many structs, {given.compiler} -O2; per class (with its struct):")
        print(f"  emitted   {lines / n:8.0f} lines")
        print(f"  compiling {1000 * emitted[1]:8.0f} ms      (headers, once: {1000 * headers[1]:.0f} ms)")
        print(f"  code      {text / n:8.0f} bytes")
        print(f"  data      {data / n:8.0f} bytes")
        for line in largest(folder, "Dict.cxx.o", given.top):
            print(line)


if __name__ == "__main__":
    main()
