"""Direct objects between programs of different compilers and optimisations: what one gathers another one scatters.

The program is direct_worker, in one translation unit with its dictionary, so that a compiler sees all. It compares
all values, calls the virtual functions, and looks at the pointers to virtual tables.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(os.environ["ROOTLET_SOURCE_DIR"])
BINARY = Path(os.environ["ROOTLET_BINARY_DIR"])
TESTS = SOURCE / "tests" / "map"
INCLUDES = [f"-I{SOURCE / 'include' / 'rootlet'}", f"-I{TESTS}"]
OPTIMISATIONS = [["-O0"], ["-O3"], ["-O3", "-flto"]]

pytestmark = pytest.mark.skipif(
    os.environ.get("ROOTLET_SANITIZE", "") != "", reason="a sanitized runtime goes with programs of its own compiler"
)


def run(*command, **options):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def compilers():
    gcc = shutil.which("g++")
    # Later ones give constrained templates other names than g++ 12, and cannot be linked with what that has compiled.
    clang = shutil.which("clang++-14")
    assert gcc and clang, "g++ and clang++-14 are needed: packages of `./dev test`"
    return [gcc, clang]


@pytest.fixture(name="programs", scope="module")
def fixture_programs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compilers")
    environment = {**os.environ, "PYTHONPATH": str(SOURCE / "dictgen")}
    linkdef = TESTS / "DirectWorkerLinkDef.h"
    dictgen = [sys.executable, "-m", "dictgen", "--linkdef", linkdef, "-o", folder / "Dict.cxx"]
    run(*dictgen, *INCLUDES, TESTS / "DirectShapes.h", cwd=folder, env=environment)
    (folder / "All.cxx").write_text('#include "Dict.cxx"\n#include "DirectWorker.cxx"\n', encoding="utf-8")
    library = BINARY / "src"
    made = []
    for compiler in compilers():
        for flags in OPTIMISATIONS:
            program = folder / f"program{len(made)}"
            link = [f"-L{library}", "-lrootlet_core", f"-Wl,-rpath,{library}", "-pthread"]
            run(compiler, "-std=c++20", *flags, *INCLUDES, folder / "All.cxx", "-o", program, *link)
            made.append((f"{Path(compiler).name} {' '.join(flags)}", program))
    return made


def test_each_program_reads_what_each_other_one_has_published(programs, tmp_path):
    path = tmp_path / "direct.map"
    addresses = set()
    for number, (producer, program) in enumerate(programs, 4711):
        run(program, "produce", path, number)
        for consumer, other in programs:
            print(f"{producer} to {consumer}")
            addresses.add(run(other, "consume", path, number, 1))
    assert all(re.fullmatch(r"0x[0-9a-f]+\n", address) for address in addresses)
    assert len(addresses) > len(programs), "address randomisation is switched off here"
