"""The library that users get has no trace of the fault points; the variant for the tests has them."""

import os
import re
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(os.environ["ROOTLET_SOURCE_DIR"])
LIBRARIES = Path(os.environ["ROOTLET_BINARY_DIR"]) / "src"
POINT = re.compile(r'ROOTLET_FAULT_(?:POINT|ERROR)\("([^"]+)"\)')


def points():
    files = [p for room in ("heap", "map") for p in (SOURCE / "src" / room).glob("*.cxx")]
    return {name for path in files for name in POINT.findall(path.read_text())}


def traces(library):
    """What of the fault points is in a library: their names as strings, and symbols of their own."""
    strings = subprocess.run(["strings", "-n", "4", library], check=True, capture_output=True, text=True).stdout
    symbols = subprocess.run(["nm", library], check=True, capture_output=True, text=True).stdout
    return (points() & set(strings.splitlines())) | set(re.findall(r"\S*7rootlet5fault\S*", symbols))


def test_there_are_points_in_every_part():
    parts = {name.split(".")[0] for name in points()}
    assert {"allocate", "publish", "free", "shrink", "slot", "grow", "insert", "remove", "rehash"} < parts
    assert {"lease", "lock", "recover", "rebuild", "create", "recreate", "read"} < parts


@pytest.mark.parametrize("library", ["librootlet_core.so", "librootlet_core.a"])
def test_the_shipped_library_has_no_trace_of_them(library):
    assert traces(LIBRARIES / library) == set()


def test_the_library_for_tests_has_them():
    found = traces(LIBRARIES / "librootlet_core_faults.a")
    assert any("rootlet5fault" in name for name in found)
