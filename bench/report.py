"""One round of a benchmark that is a Python program, as JSON like that of Google Benchmark."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def entry(name, real, cpu, **counters):
    """`name` is <work>/<who> or <work>/<who>/<size>; times are in seconds."""
    times = {"real_time": 1e9 * real, "cpu_time": 1e9 * cpu, "time_unit": "ns"}
    return {"name": name, "run_name": name, "run_type": "iteration", "iterations": 1, **times, **counters}


def report(entries):
    """To standard output."""
    json.dump({"context": {"executable": Path(sys.argv[0]).name}, "benchmarks": entries}, sys.stdout, indent=1)
    print()


def run(command, folder, environment=None):
    """Runs a command that must succeed: elapsed seconds, and processor seconds of it and of its children."""
    start = time.perf_counter()
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{output}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime
