"""On what the figures were measured: a line for the head of the table, and for the picture."""

import datetime
import os
import platform
import re
import subprocess
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]


def first_line(*command):
    """Of what a command prints; "" if it cannot be run or fails."""
    try:
        done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.partition("\n")[0].strip() if done.returncode == 0 else ""


def found_in(path, pattern, otherwise):
    try:
        match = re.search(pattern, Path(path).read_text(), re.MULTILINE)
    except OSError:
        return otherwise
    return match[1].strip() if match else otherwise


def compiler(programs):
    """The compiler and the kind of the build that the programs come from, as CMake's cache has them."""
    for folder in Path(programs).resolve().parents:
        cache = folder / "CMakeCache.txt"
        if cache.exists():
            command = found_in(cache, r"^CMAKE_CXX_COMPILER:\w+=(.*)$", "c++")
            kind = found_in(cache, r"^CMAKE_BUILD_TYPE:\w+=(.*)$", "")
            return ", ".join(filter(None, (first_line(command, "--version") or command, kind)))
    return "unknown compiler"


def commit():
    number = first_line("git", "rev-parse", "--short", "HEAD")
    changed = first_line("git", "status", "--porcelain", "--untracked-files=no")
    return number + (" with changes" if changed else "") if number else "unknown"


def describe(programs):
    """What is said, by name; the same for a whole run."""
    memory = int(found_in("/proc/meminfo", r"^MemTotal:\s+(\d+) kB", "0")) / 2**20
    return {
        "processor": found_in("/proc/cpuinfo", r"^model name\s*:\s*(.*)$", platform.machine()),
        "cores": os.cpu_count(),
        "memory": f"{memory:.1f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "compiler": compiler(programs),
        "commit": commit(),
        "date": datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z"),
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
    }


def line(machine):
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory']}; {machine['kernel']}; "
        f"{machine['compiler']}; commit {machine['commit']}; {machine['date']}; load {machine['load']}"
    )
