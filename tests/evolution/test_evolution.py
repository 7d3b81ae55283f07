"""The evolution matrix: two programs with different versions of all its classes read what the other one wrote.

In buffers, by the StreamerInfo record beside them, and through a map that the other process has open.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from table import KINDS, ROWS

PROGRAMS = Path(os.environ["ROOTLET_BINARY_DIR"]) / "tests" / "evolution"
PAGE = Path(os.environ["ROOTLET_SOURCE_DIR"]) / "docs" / "evolution.md"
CASES = [(row, version) for row in ROWS for version in (2, 1)]
NAMES = [f"{row.name}-{'old_to_new' if version == 2 else 'new_to_old'}" for row, version in CASES]


def lines(version, how, folder):
    run = subprocess.run(
        [str(PROGRAMS / f"evolution_v{version}"), how, str(folder)], capture_output=True, text=True, check=False
    )
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert (run.returncode, run.stderr, len(found)) == (0, "", len(ROWS)), f"after {found[-1:]}: {run.stderr}"
    return {line["row"]: line for line in found}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What each version found, by version and medium; the writers live as long as there are readers."""
    folders, writers, found = {}, [], {}
    for version in (1, 2):
        folders[version] = tmp_path_factory.mktemp(f"v{version}")
        program = [str(PROGRAMS / f"evolution_v{version}"), "write", str(folders[version])]
        writers.append(subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    try:
        for writer in writers:
            assert writer.stdout.readline() == "ready\n"
        for version in (1, 2):
            for how in ("buffers", "map", "alone"):
                found[version, how] = lines(version, how, folders[3 - version])
    finally:
        for writer in writers:
            writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0]
    return found


@pytest.mark.parametrize("how", ("buffers", "map"))
@pytest.mark.parametrize(("row", "version"), CASES, ids=NAMES)
def test_value_is_as_the_table_states(results, row, version, how):
    found = results[version, how][row.name]
    way = row.there if version == 2 else row.back
    assert found["wrong"] == []
    assert len(found["reports"]) == len(way.reports), found["reports"]
    for report, part in zip(found["reports"], way.reports):
        assert part in report


@pytest.mark.parametrize(("row", "version"), CASES, ids=NAMES)
def test_without_streamerinfo_another_version_is_an_error_that_says_what_to_do(results, row, version):
    wrong = results[version, "alone"][row.name]["wrong"]
    if row.same:
        assert wrong == []
    elif row.misread:
        assert wrong and "SetSchema" not in wrong[0], wrong
    else:
        assert len(wrong) == 1 and "SetSchema" in wrong[0], wrong


def test_the_matrix_has_sixty_rows_and_names_them_once():
    assert len(ROWS) >= 60
    assert len({row.name for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row.there.expect and row.back.expect, row.name


def test_the_page_lists_the_kinds_of_the_matrix():
    table = re.search(r"^\| change \|.*\n((?:\|.*\n)+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert table, f"{PAGE} has no table of changes"
    cells = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in table[1].splitlines()[1:]]
    assert [(line[0], line[-1]) for line in cells] == [(kind.title, str(len(kind.rows))) for kind in KINDS]
    assert all(all(line) for line in cells)
