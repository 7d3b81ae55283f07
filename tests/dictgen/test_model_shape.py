"""What --dump-model prints has the shape that docs/dictgen.md gives it; shown with the headers of the corpora."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any, Dict, List

import pytest
from conftest import FRAMEWORK, SOURCE

from dictgen import model
from dictgen.diagnostics import Location

PRECOMPILED = True

CORPORA = SOURCE / "tests" / "dictgen" / "corpora"
PAGE = (SOURCE / "docs" / "dictgen.md").read_text(encoding="utf-8")
DATACLASSES = {
    "Selected": model.Selected,
    "Class": model.Class,
    "Base": model.Base,
    "Member": model.Member,
    "Type": model.Type,
    "ReadRule": model.ReadRule,
    "Location": Location,
}
HEADERS = {
    "geant": ["GThreeVector.hh", "GVHit.hh", "GTHitsCollection.hh", "CalorHit.hh", "GEvent.hh"],
    "telemetry": ["frame.h", "dictionary.h"],
    "detector": ["DetTypes.h", "DetEvent.h"],
}
LINKDEFS = {"geant": "GLinkDef.hh", "detector": "DetLinkDef.h"}


def documented() -> Dict[str, Dict[str, str]]:
    """Table to field to type, as the page has them."""
    tables: Dict[str, Dict[str, str]] = {}
    fields: Dict[str, str] = {}
    for line in PAGE.splitlines():
        head = re.fullmatch(r"\| (\w+) \| is a \| \|", line)
        row = re.match(r"\| ((?:`\w+`(?:, )?)+) \| ([^|]+?) \|", line)
        if head:
            fields = tables.setdefault(head.group(1), {})
        elif row:
            fields.update(dict.fromkeys(re.findall(r"`(\w+)`", row.group(1)), row.group(2)))
        elif not line.startswith("|"):
            fields = {}
    return tables


TABLES = documented()


def check(value: Any, type_: str, path: str, missing: List[str]) -> None:
    """Notes in `missing` what does not fit."""
    if type_.startswith("list of "):
        if not isinstance(value, list):
            missing.append(f"{path} is no list")
            return
        for i, item in enumerate(value):
            check(item, type_[len("list of ") :], f"{path}[{i}]", missing)
    elif type_.endswith(" by text"):
        for key, item in value.items():
            check(item, type_[: -len(" by text")], f"{path}[{key}]", missing)
    elif type_ in TABLES:
        for field, item in value.items():
            if field in TABLES[type_]:
                check(item, TABLES[type_][field], f"{path}.{field}", missing)
            else:
                missing.append(f"{path}.{field} is not documented")
    else:
        expected = {"text": str, "bool": bool, "number": int}[type_]
        if type(value) is not expected:
            missing.append(f"{path} is {value!r}, not {type_}")


@pytest.mark.parametrize("name", DATACLASSES)
def test_the_page_lists_the_fields_of_each_part(name):
    assert set(TABLES[name]) == {field.name for field in dataclasses.fields(DATACLASSES[name])}


@pytest.mark.parametrize("corpus", HEADERS)
def test_a_model_has_the_documented_shape(dictgen, corpus):
    folder: Path = CORPORA / corpus
    arguments = ["--dump-model", f"-I{folder}", *(f"-I{room}" for room in FRAMEWORK)]
    if corpus in LINKDEFS:
        arguments += ["--linkdef", folder / LINKDEFS[corpus]]
    run = dictgen.run(*arguments, *(folder / header for header in HEADERS[corpus]))
    assert run.status == 0, run.err
    document = json.loads(run.out)
    assert document["format"] == model.MODEL_FORMAT
    assert f"`format` is {model.MODEL_FORMAT};" in PAGE
    missing: List[str] = []
    check(document, "document", "document", missing)
    assert missing == []
    assert len(document["classes"]) >= len(document["selected"]) > 0
    for selected in document["selected"]:
        assert document["classes"][selected["key"]]["complete"]


def test_a_wrong_shape_is_noticed():
    missing: List[str] = []
    check({"format": "1", "colour": 3, "headers": "x", "selected": [{"key": True}]}, "document", "d", missing)
    assert missing == [
        "d.format is '1', not number",
        "d.colour is not documented",
        "d.headers is no list",
        "d.selected[0].key is True, not text",
    ]


def test_the_model_can_be_printed_anywhere(dictgen):
    """A terminal or file that knows ASCII only, too."""
    dictgen.write("Event.h", '#include "Rtypes.h"\nclass Event { int fX; // gr\u00f6\u00dfe\n ClassDef(Event, 1) };\n')
    out = dictgen.run("--dump-model", "Event.h").out
    assert out.isascii()
    assert json.loads(out)["classes"]["Event"]["members"][0]["comment"].strip() == "gr\u00f6\u00dfe"
