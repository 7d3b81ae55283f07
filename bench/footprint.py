#!/usr/bin/python3
"""How large Rootlet is, and what it adds to the start of a program, beside a C++ program that is empty.

Usage: footprint.py [--build DIR] [--starts N]. One round, as JSON (report.py). `size` has no time, only bytes: of the
libraries as a package would have them, stripped. `start` is from the call of posix_spawn until the end of the program
was told; programs take turns. `register` is what 500 classes with dictionaries add to that, divided by 500.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from report import entry, report

SOURCE = Path(__file__).resolve().parents[1]
LIBRARIES = {"core": "src/librootlet_core.so", "framework": "framework/librootlet_framework.so"}
PROGRAMS = {  # who of the row, and the program
    "empty": "start_empty",
    "C++ library": "start_cxx",
    "rootlet core": "start_core",
    "rootlet": "start_framework",
    "rootlet with 500 classes": "start_classes",
}
CLASSES = 500


def stripped_size(library):
    """Bytes of the file without its symbols for debuggers and linkers."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "stripped.so"
        subprocess.run(["strip", "-o", copy, library], check=True)
        return copy.stat().st_size


def relocations(file):
    """How many places the dynamic linker fills in."""
    lines = subprocess.run(["readelf", "--relocs", "--wide", file], capture_output=True, text=True, check=True).stdout
    listed = re.findall(r"contains (\d+) entr.*\n(?! +\d+ offsets)", lines)
    packed = re.findall(r"^ +(\d+) offsets", lines, re.MULTILINE)
    return sum(map(int, listed + packed))


def start(program):
    """Elapsed and processor seconds of one run."""
    begin = time.perf_counter()
    process = os.posix_spawn(program, [program], os.environ)
    _, status, usage = os.wait4(process, 0)
    elapsed = time.perf_counter() - begin
    if status:
        sys.exit(f"{program} has failed")
    return elapsed, usage.ru_utime + usage.ru_stime


def memory(program):
    """Bytes of a program that has come up and waits: all that are in memory, and those that are no file's any more."""
    command = [program, "wait"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.read(1)
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        process.stdin.close()
    kibibytes = {name: int(value) for name, value in re.findall(r"^(\w+): +(\d+) kB", text, re.MULTILINE)}
    return {"rss": 1024 * kibibytes["Rss"], "own": 1024 * kibibytes["Anonymous"]}


def sizes(build):
    """Bytes of the libraries."""
    counters = {f"{name}_bytes": stripped_size(build / path) for name, path in LIBRARIES.items()}
    counters["bytes"] = sum(counters.values())
    counters["relocations"] = sum(relocations(build / path) for path in LIBRARIES.values())
    return entry("size/rootlet", 0, 0, **counters)


def starts(build, count):
    """Medians of the programs, and what a class costs."""
    programs = {who: str(build / "bench" / name) for who, name in PROGRAMS.items()}
    for program in programs.values():
        start(program)  # its files come into memory
    runs = {who: [] for who in programs}
    for _ in range(count):
        for who, program in programs.items():
            runs[who].append(start(program))
    times = {who: [statistics.median(column) for column in zip(*some)] for who, some in runs.items()}
    memories = {who: memory(program) for who, program in programs.items()}
    most = "rootlet with 500 classes"
    with_classes, without = memories[most], memories["rootlet"]
    per_class = {name: (with_classes[name] - without[name]) / CLASSES for name in without}
    per_class["relocations"] = (relocations(programs[most]) - relocations(programs["rootlet"])) / CLASSES
    seconds = [(a - b) / CLASSES for a, b in zip(times[most], times["rootlet"])]
    return [
        *(entry(f"start/{who}", *times[who], **memories[who]) for who in programs),
        entry("register a class/rootlet", *seconds, **per_class),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=SOURCE / "build" / "release", help="where Rootlet was built")
    parser.add_argument("--starts", type=int, default=40, help="of each program")
    options = parser.parse_args()
    report([sizes(options.build), *starts(options.build, options.starts)])


if __name__ == "__main__":
    main()
