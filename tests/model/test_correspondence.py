"""Holds the table of README.md against the code and the models: what it names must still be there.

Invariant: a row of the table names a function that its source file defines, a label that its model carries, and a
suite of reorder/ProtocolTest.cxx.
"""

import os
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOURCE = Path(os.environ["ROOTLET_SOURCE_DIR"])

ROW = re.compile(r"^\| (?P<step>[^|]+) \| (?P<code>[^|]+) \| (?P<model>[^|]+) \| (?P<reorder>[^|]+) \|$", re.MULTILINE)
TABLE = [row.groupdict() for row in ROW.finditer((HERE / "README.md").read_text()) if "`" in row["model"]]


def defines(text, function):
    """True if `Class::Function` or a free function is defined here, in a class or outside of it."""
    name = function.split("::")[-1]
    scope = function.split("::")[0] if "::" in function else None
    call = rf"\b{name}\([^;{{}}]*\)[^;{{}}]*\{{"
    outside = re.search(rf"\b{re.escape(function)}\([^;]*?\)[^;{{}}]*\{{", text)
    inside = scope is None or re.search(rf"\b(class|struct) {scope}\b[^;]*\{{", text)
    return bool(outside or (inside and re.search(call, text)))


def missing_functions(cell):
    found = re.findall(r"`(src/\S+): (\S+)`", cell)
    assert found, f"no function in `{cell}`"
    return [f"{file}: {function}" for file, function in found if not defines((SOURCE / file).read_text(), function)]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["step"].strip())
def test_row_names_what_is_there(row):
    assert missing_functions(row["code"]) == []
    for model, label in re.findall(r"`(\w+\.pml): (\w+)`", row["model"]):
        assert re.search(rf"/\* {label}\b|^inline {label}\b", (HERE / model).read_text(), re.MULTILINE), (model, label)
    suites = re.findall(r"TEST\((\w+),", (HERE / "reorder/ProtocolTest.cxx").read_text())
    for suite in re.findall(r"`(Reorder\w+)`", row["reorder"]):
        assert suite in suites


def test_a_function_that_is_gone_is_noticed():
    text = (SOURCE / "src/map/Publisher.cxx").read_text()
    assert defines(text, "Publisher::Invalidate") and defines(text, "SlotStorage::Replace")
    assert not defines(
        text.replace("Publisher::Invalidate(ProducerRecord", "Publisher::Spoil("), "Publisher::Invalidate"
    )
    assert not defines(text, "Publisher::Annul") and not defines(text, "ReleaseFence")
    with pytest.raises(AssertionError):
        missing_functions("nothing at all")


def test_every_step_of_the_format_page_has_a_row():
    steps = {row["step"].strip() for row in TABLE}
    page = (SOURCE / "docs/mapfile-format.md").read_text()
    for title in ("Publish", "Read", "Wait"):
        section = re.search(rf"^## {title}: .*?(?=^## )", page, re.MULTILINE | re.DOTALL).group(0)
        for number in re.findall(r"^(\d)\. ", section, re.MULTILINE):
            assert any(step.startswith(f"{title} {number}") for step in steps), f"{title} {number}"
    labels = {label for row in TABLE for label in re.findall(r"\w+\.pml: (\w+)", row["model"])}
    for path in HERE.glob("*.pml"):
        carried = set(
            re.findall(r"/\* ((?:publish|read|lock|wait|insert|remove|claim|lease|recover)_\w+)", path.read_text())
        )
        assert carried <= labels, f"{path.name} has labels without a row"
