"""The matrix of members (matrix/, one row per kind): what StreamerInfo says of each, and the statement that streams it.

Their bytes are compared by the program test_matrix, which is made of the same rows.
"""

import re

import pytest
from conftest import COMPILER, RUNTIME, SOURCE
from dictgen.diagnostics import Report
from dictgen.emit import emit
from dictgen.headers import Options
from dictgen.linkdef import LinkDef
from dictgen.parse import parse_headers
from dictgen.validate import validate
from matrix.generate import header
from matrix.table import GROUPS, ROWS
from refusals import MEMBERS

PRECOMPILED = True

MATRIX = SOURCE / "tests" / "dictgen" / "matrix"


@pytest.fixture(scope="module")
def hosts(tmp_path_factory):
    """One class per row, all parsed at once: their layouts by name, and the emitted text."""
    folder = tmp_path_factory.mktemp("members")
    path = folder / "Matrix.h"
    path.write_text(header())
    report = Report()
    flags = (f"-I{RUNTIME}", f"-I{MATRIX}")
    options = Options((str(path), str(MATRIX / "MatrixTypes.h")), str(folder / "Dict.cxx"), flags, "c++20", COMPILER)
    model = parse_headers(options, LinkDef(), report).model
    layouts = validate(model, report)
    assert [item.text for item in report.items] == []
    return {row.host.name: layouts.of(row.host.name) for row in ROWS}, emit(model, layouts, "test")


def packing_of(element):
    """As the table states it."""
    if element.packing is None:
        return ""
    limits = [f"{limit:.16g}" for limit in (element.packing.xmin, element.packing.xmax)]
    stated = [element.packing.form, str(element.packing.nbits), *limits]
    return " ".join(stated[: {"float": 1, "mantissa": 2, "range": 4}[element.packing.form]])


@pytest.mark.parametrize("row", ROWS, ids=[row.declaration for row in ROWS])
def test_member_is_described_as_stated(hosts, row):
    layout = hosts[0][row.host.name]
    element = layout.elements[-1]
    found = {
        "type_name": element.type_name.replace(row.host.name, "Host"),
        "true_name": element.true_name.replace(row.host.name, "Host"),
        "code": element.code,
        "size": element.size,
        "dims": element.dims,
        "stl": (element.stl_type, element.stl_content),
        "counter": element.counter.name if element.counter else "",
        "packing": packing_of(element),
        "title": element.annotation.title,
    }
    stated = {name: getattr(row, name) for name in found if name != "title"}
    assert found == {**stated, "title": row.full_title}
    assert layout.checksum == row.host.checksum


@pytest.mark.parametrize("row", ROWS, ids=[row.declaration for row in ROWS])
def test_member_is_streamed_by_the_stated_call(hosts, row):
    text = hosts[1]
    body = text[text.index(f"void {row.host.name}::Streamer") : text.index(f"void {row.host.name}::RootletStream")]
    if not row.stored:
        assert re.search(r"\bm\b", body) is None
        return
    statement = "".join(row.statement.replace("WriteRun(m)", "WriteRun(fN, fU, m)").split())
    body = "".join(body.split())
    assert f"{statement};" in body
    if not row.declaration.startswith("const "):  # what is const is read through a cast, a const char * with more
        assert f"{statement};".replace("Write", "Read") in body


def test_an_array_counter_has_a_type_of_its_own(hosts):
    for row in ROWS:
        codes = [element.code for element in hosts[0][row.host.name].elements[:2]]
        assert codes == [6 if row.counter == "fN" else 3, 13], row.declaration


def test_no_cell_is_empty():
    for row in ROWS:
        needed = [row.declaration, row.type_name, row.true_name, row.code, row.size, row.statement]
        assert all(needed) and len(row.values) == 2, row
        assert row.bytes_of(0) != row.bytes_of(1) and row.values[0] != row.values[1], row
        assert (row.stl != (0, 0)) == (row.code == 500), row
        assert bool(row.counter) == row.statement.startswith(("WriteCounted", "WriteLoop")), row
        assert bool(row.packing) == ("Packed(" in row.statement), row


def test_no_row_stands_twice():
    assert len({row.name for row in ROWS}) == len({row.declaration for row in ROWS}) == len(ROWS)


def documented(section):
    """The lines of the table in a section of docs/dictgen.md, as lists of cells."""
    text = (SOURCE / "docs" / "dictgen.md").read_text().split(f"\n## {section}\n")[1].split("\n## ")[0]
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in lines[2:]]


def test_every_kind_that_is_documented_has_rows():
    lines = documented("What a member may be") + documented("Annotations")
    assert [group.title for group in GROUPS] == [line[0] for line in lines]


@pytest.mark.parametrize("group", GROUPS, ids=[group.title for group in GROUPS])
def test_every_word_of_a_kind_has_a_row(group):
    """What stands as a plain name in the documentation (`TString`, `unordered_...`) stands in a declaration too."""
    declarations = " ".join(f"{row.declaration} {row.true_name}" for row in group.rows)
    for name in re.findall(r"`((?:std::)?\w+)(?:\.\.\.|<T>)?`", group.title):
        assert re.search(rf"\b{name}", declarations), name


def test_every_annotation_has_a_row_with_its_macro():
    rows = {group.title: group.rows for group in GROUPS}
    for comment, macros, _ in documented("Annotations"):
        for macro in re.findall(r"ROOTLET_\w+", macros):
            assert any(macro in row.declaration for row in rows[comment]), macro


def test_every_kind_that_is_refused_has_a_row():
    """Those rows are in refusals.py, with the first line of their message; test_diagnostics.py compares it."""
    text = (SOURCE / "docs" / "dictgen.md").read_text()
    listed = re.search(r"What cannot be streamed \(([^)]*?) \.\.\.\)", text.replace("\n", " "))[1]
    assert len(listed.split(", ")) > 5
    for kind in re.split(r", | or ", listed):
        word = {"pointers to functions": "pointer to a function", "void": "points to void"}.get(kind)
        word = word or kind.strip("`").removesuffix("s")
        assert any(word in f"{declaration} {message}" for _, declaration, _, message, *_ in MEMBERS), kind
