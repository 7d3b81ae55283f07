"""Programs with different versions of one class share a map, in every direction; so do those of one file's past."""

import os
import subprocess
from pathlib import Path

import pytest

PROGRAMS = Path(os.environ["ROOTLET_BINARY_DIR"]) / "tests" / "golden"
VERSIONS = (1, 2, 3)
# fCount, fEnergy, fText and the elements of fArr that an object of each version holds after Fill(1)
WRITTEN = {
    1: ("11", "1.25", "v1", [1, 2, 3]),
    2: ("21", "2.25", "v2", [1, 3, 5]),
    3: ("31", "3.25", "v3", [1, 4, 7, 10, 13]),
}
ELEMENTS = {1: 3, 2: 3, 3: 5}

pytestmark = pytest.mark.skipif(
    not (PROGRAMS / "evolve_v1").exists(), reason="the golden classes are not on this machine"
)


def run(version, *arguments):
    return subprocess.run(
        [str(PROGRAMS / f"evolve_v{version}"), *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("reader", VERSIONS)
@pytest.mark.parametrize("writer", VERSIONS)
def test_every_version_reads_what_every_version_published(tmp_path, writer, reader):
    assert run(writer, "put", tmp_path / "map", "event").returncode == 0
    result = run(reader, "get", tmp_path / "map", "event")
    assert (result.returncode, result.stderr) == (0, "")
    count, energy, text, elements = WRITTEN[writer]
    kept = (elements + [0, 0])[: ELEMENTS[reader]]
    assert result.stdout.split() == [count, energy, text, *map(str, kept)]


def test_objects_of_three_versions_live_in_one_map(tmp_path):
    for version in VERSIONS:
        assert run(version, "put", tmp_path / "map", f"by{version}").returncode == 0
    for reader in VERSIONS:
        for writer in VERSIONS:
            result = run(reader, "get", tmp_path / "map", f"by{writer}")
            assert result.stdout.split()[:3] == list(WRITTEN[writer][:3]), result.stderr


def test_the_class_knows_the_layouts_of_the_versions_in_the_map(tmp_path):
    for version in (1, 2):
        assert run(version, "put", tmp_path / "map", f"by{version}").returncode == 0
    own = {}
    for version in VERSIONS:
        assert run(version, "put", tmp_path / f"map{version}", "own").returncode == 0
        result = run(version, "layouts", tmp_path / f"map{version}", "own")
        assert (result.returncode, result.stderr) == (0, "")
        own[version] = result.stdout
        assert own[version].startswith(f"{version} ") and own[version].count("\n") == 1
    result = run(3, "layouts", tmp_path / "map", "by1")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == own[1] + own[2] + own[3]
