"""The quality of what dictgen emits: no warnings with any compiler that is there, and the same bytes in every run.

The headers are those with every kind of member: the matrix and the zoos.
"""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import COMPILER, RUNTIME, SOURCE
from matrix.generate import header

TESTS = SOURCE / "tests" / "dictgen"
WARNINGS = ["-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Wpedantic", "-Werror"]
INCLUDES = [f"-I{RUNTIME}", f"-I{TESTS}", f"-I{TESTS / 'matrix'}"]
SETS = {
    "Matrix": [TESTS / "matrix" / "MatrixTypes.h", "Matrix.h"],
    "Zoo": [TESTS / "MemberZoo.h", TESTS / "StdZoo.h"],
    "Alike": [TESTS / "Alike.h"],
}


def compilers():
    """Those that are installed, each under one of its names: g++ from 12 and clang++ from 14."""
    names = [COMPILER, "g++", "clang++"]
    names += [f"g++-{n}" for n in range(12, 17)] + [f"clang++-{n}" for n in range(14, 23)]
    found = {}
    for program in filter(None, map(shutil.which, names)):
        line = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
        family = "clang" if "clang" in line else "g++"
        version = int(re.findall(r"(\d+)\.\d+\.\d+", line)[-1])
        if version >= {"clang": 14, "g++": 12}[family]:
            found.setdefault(os.path.realpath(program), program)
    return list(found.values())


def generate(folder, output, **environment):
    """All sets, by a dictgen of its own; relative paths where the headers are given so."""
    for name, headers in SETS.items():
        command = [sys.executable, "-m", "dictgen", "-o", str(output / f"{name}Dict.cxx"), "--compiler", COMPILER]
        done = subprocess.run(
            [*command, *INCLUDES, f"-I{folder}", *map(str, headers)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(SOURCE / "dictgen"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Both dictionaries, and the header that one of them needs."""
    made = tmp_path_factory.mktemp("emitted")
    (made / "Matrix.h").write_text(header())
    generate(made, made)
    return made


def test_every_compiler_is_content(folder):
    """One after another is slow: two at a time."""

    def errors(job):
        program, name = job
        command = [program, "-std=c++20", "-fsyntax-only", *WARNINGS, *INCLUDES, f"{name}Dict.cxx"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        return f"{program} {name}: {done.stderr[:2000]}" if done.returncode or done.stderr else ""

    programs = compilers()
    print("compilers:", ", ".join(programs))
    assert len(programs) > 1, f"only {programs}: install another one, such as clang-14 or clang-19"
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(errors, [(program, name) for program in programs for name in SETS]))
    assert [text for text in found if text] == []


def test_runs_give_equal_bytes(folder, tmp_path):
    """Under another hash seed, from another working directory and to another place."""
    (tmp_path / "Matrix.h").write_text(header())
    for seed in ("0", "4711"):
        output = tmp_path / f"seed{seed}"
        output.mkdir()
        generate(tmp_path, output, PYTHONHASHSEED=seed)
        for name in SETS:
            file = f"{name}Dict.cxx"
            assert (output / file).read_bytes() == (folder / file).read_bytes()
