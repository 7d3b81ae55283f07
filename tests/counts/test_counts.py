"""Work takes no more instructions than it did: what callgrind counts of count_work, against recorded.json.

Time tells little on a busy machine; instructions are the same in every run, to less than 1 %. A piece of work that has
grown by more than a tenth fails. If that is the price of something wanted, or if work has become cheaper, record anew:
`python3 tests/counts/test_counts.py --record build/dev/tests/counts/count_work`.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

RECORDED = Path(__file__).resolve().with_name("recorded.json")
TOLERANCE = 1.1


def kind_of(program):
    """Whose counts these are: compiler, its version, build type, processor."""
    return subprocess.run([program, "--kind"], capture_output=True, text=True, check=True).stdout.strip()


def count(program):
    """Name of a piece of work -> instructions that it takes, once."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "valgrind",
            "--tool=callgrind",
            "--instr-atstart=no",
            f"--callgrind-out-file={folder}/counts",
            program,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
        totals = {}
        for dump in Path(folder).glob("counts.*"):
            text = dump.read_text()
            name = re.search(r"^desc: Trigger: Client Request: (.*)$", text, re.MULTILINE)
            if name:
                totals[name[1]] = int(re.search(r"^totals: (\d+)$", text, re.MULTILINE)[1])
    times = dict(line.split("\t") for line in done.stdout.splitlines())
    return {name: round(totals[name] / int(n)) for name, n in times.items()}


def grown(recorded, counted):
    """A line for each piece of work that takes more than it may."""
    return [
        f"{name}: {counted[name]} instructions, {100 * (counted[name] / n - 1):.0f} % more than the {n} recorded"
        for name, n in recorded.items()
        if name in counted and counted[name] > TOLERANCE * n
    ]


def reason_to_skip(program):
    if os.environ.get("ROOTLET_SANITIZE"):
        return "sanitizers add instructions of their own"
    if os.environ.get("ROOTLET_SIMD"):
        return "recorded with all that the processor can do, not at a level of ROOTLET_SIMD"
    if not shutil.which("valgrind"):
        return "there is no valgrind (Debian: valgrind)"
    if kind_of(program) not in json.loads(RECORDED.read_text()):
        return f"nothing is recorded for {kind_of(program)}"
    if "x86_64" in kind_of(program) and " avx2 " not in Path("/proc/cpuinfo").read_text():
        return "recorded on a processor with AVX2, which this one has not"
    return None


def test_growth_is_told_and_noise_is_not():
    recorded = {"read": 1000, "write": 1000, "gone": 5}
    assert grown(recorded, {"read": 1099, "write": 900}) == []
    assert grown(recorded, {"read": 1200, "write": 900}) == [
        "read: 1200 instructions, 20 % more than the 1000 recorded"
    ]


def test_no_work_takes_more_instructions_than_recorded():
    import pytest  # who records needs none

    program = Path(os.environ["ROOTLET_BINARY_DIR"]) / "tests/counts/count_work"
    reason = reason_to_skip(program)
    if reason:
        pytest.skip(reason)
    recorded = json.loads(RECORDED.read_text())[kind_of(program)]
    counted = count(program)
    anew = f"To record anew: python3 tests/counts/test_counts.py --record {program}"
    assert set(counted) == set(recorded), f"Work has come or gone. {anew}"
    lines = grown(recorded, counted)
    assert not lines, "\n".join([*lines, f"{anew} - and say in the commit what it is for."])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", metavar="PROGRAM", help="count the work of this count_work and write recorded.json")
    program = parser.parse_args().record
    if not program:
        parser.error("say --record PROGRAM; ctest runs the test")
    program = str(Path(program).resolve())
    all_recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    before, counted = all_recorded.get(kind_of(program), {}), count(program)
    for name, n in counted.items():
        print(f"{n:10}  {name}" + (f"  ({100 * (n / before[name] - 1):+.1f} %)" if name in before else ""))
    all_recorded[kind_of(program)] = counted
    RECORDED.write_text(json.dumps(all_recorded, indent=2) + "\n")


if __name__ == "__main__":
    main()
