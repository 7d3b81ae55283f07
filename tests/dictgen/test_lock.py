"""The schema lock: what is recorded, what a changed class is told, and what a damaged file is told."""

import json
import os
import re
import subprocess
import sys

import pytest
from conftest import COMPILER, RUNTIME, SOURCE

PRECOMPILED = True

EVENT = """#include "TObject.h"
#include <string>
#include <vector>
enum Colour { kAmber, kWhite_ };
class Base : public TObject {
   Int_t fId = 0;
   ClassDefOverride(Base, 1)
};
class Event : public Base {
   Int_t fRun = 0; // run number
   Float_t fX[2][3] = {};
   Int_t fN = 0;
   Double32_t *fA = nullptr; //[fN][0,10,8]
   TObject *fObject = nullptr; //->
   std::vector<Int_t> fHits; // in [GeV]
   Colour fColour = kAmber;
   Int_t fCache = 0; //! not stored
   ClassDefOverride(Event, 2) // an event
};
"""
LOCK = """{
  "rootlet_schema_lock": 1,
  "classes": {
    "Base": {
      "1": {
        "checksum": "BASESUM",
        "bases": [
          "TObject"
        ],
        "members": [
          {"name": "fId", "type": "int"}
        ]
      }
    },
    "Event": {
      "2": {
        "checksum": "EVENTSUM",
        "bases": [
          "Base"
        ],
        "members": [
          {"name": "fRun", "type": "int"},
          {"name": "fX", "type": "float", "dims": [2, 3]},
          {"name": "fN", "type": "int"},
          {"name": "fA", "type": "Double32_t*", "counter": "fN", "packing": "0,10,8"},
          {"name": "fObject", "type": "TObject*", "never_null": true},
          {"name": "fHits", "type": "vector<int>", "note": "GeV"},
          {"name": "fColour", "type": "enum Colour"}
        ]
      }
    }
  }
}
"""


@pytest.fixture
def event(dictgen):
    """Event.h, and a lock that knows it."""
    dictgen.write("Event.h", EVENT)
    assert update(dictgen).status == 0
    return dictgen


def update(dictgen, *arguments):
    return dictgen.run("--lock", "schema.lock.json", "--lock-update", *(arguments or ["Event.h"]))


def check(dictgen, *arguments):
    return dictgen.run("-o", "Dict.cxx", "--lock", "schema.lock.json", *(arguments or ["Event.h"]))


def change(dictgen, *replacements):
    text = (dictgen.folder / "Event.h").read_text()
    for old, new in replacements:
        assert text.count(old) == 1
        text = text.replace(old, new)
    dictgen.write("Event.h", text)


def changes(run):
    """The lines of a comparison in which the layouts differ, with less space before what is said of them."""
    return [re.sub(" {3,}(?=[a-z]+$)", "  ", line) for line in run.err.splitlines() if re.match("    [-+] ", line)]


def locked(dictgen):
    return json.loads((dictgen.folder / "schema.lock.json").read_text())["classes"]


def test_file_is_readable_and_complete(event):
    layouts = event.layouts("Event.h")[1]
    expected = LOCK.replace("BASESUM", f"0x{layouts['Base'].checksum:08x}")
    expected = expected.replace("EVENTSUM", f"0x{layouts['Event'].checksum:08x}")
    assert (event.folder / "schema.lock.json").read_text() == expected
    assert sorted(os.listdir()) == ["Event.h", "schema.lock.json"]


def test_unchanged_class_passes(event):
    assert check(event).err == ""
    assert (event.folder / "Dict.cxx").exists()


# What may change in a class without another version: neither the bytes nor the checksum depend on it.
HARMLESS = {
    "a typedef of ROOT's": ("Int_t fRun", "int fRun"),
    "a title": ("run number", "number of the run"),
    "another transient member": ("   Int_t fCache", "   Int_t *fMore = nullptr; //!\n   Int_t fCache"),
    "no transient member": ("   Int_t fCache = 0; //! not stored\n", ""),
    "the base, which raises its own version": (
        "Int_t fId = 0;\n   ClassDefOverride(Base, 1)",
        "ClassDefOverride(Base, 2)",
    ),
    "functions": ("   Int_t fCache", "public:\n   Int_t Run() const { return fRun; }\n   Int_t fCache"),
}


@pytest.mark.parametrize("old, new", HARMLESS.values(), ids=HARMLESS)
def test_change_that_no_stream_sees_passes(event, old, new):
    change(event, (old, new))
    run = check(event)
    assert run.status == 0 and "'Event'" not in run.err


# Change, and the lines that tell of it.
HARMFUL = {
    "type": (
        ("Int_t fRun", "Long64_t fRun"),
        ["    - int fRun;", "    + Long64_t fRun;  changed"],
    ),
    "removed": (("   Int_t fRun = 0; // run number\n", ""), ["    - int fRun;  removed"]),
    "added": (
        ("   Int_t fN", "   Int_t fNew = 0;\n   Int_t fN"),
        ["    + int fNew;  added"],
    ),
    "moved": (
        (
            "   Int_t fRun = 0; // run number\n   Float_t fX[2][3] = {};\n",
            "   Float_t fX[2][3] = {};\n   Int_t fRun = 0;\n",
        ),
        [
            "    + float fX[2][3];  moved",
            "    - float fX[2][3];  moved",
        ],
    ),
    "dimension": (
        ("fX[2][3]", "fX[3][2]"),
        ["    - float fX[2][3];", "    + float fX[3][2];  changed"],
    ),
    "packing": (
        ("[0,10,8]", "[0,10,9]"),
        ["    - Double32_t* fA; //[fN][0,10,8]", "    + Double32_t* fA; //[fN][0,10,9]  changed"],
    ),
    "null": (
        ("//->", "//"),
        ["    - TObject* fObject; //->", "    + TObject* fObject;  changed"],
    ),
    "brackets in a title": (
        ("[GeV]", "[MeV]"),
        ["    - vector<int> fHits; //[GeV]", "    + vector<int> fHits; //[MeV]  changed"],
    ),
    "enumeration": (
        ("Colour fColour", "Int_t fColour"),
        ["    - enum Colour fColour;", "    + int fColour;  changed"],
    ),
    "made transient": (("// run number", "//! run number"), ["    - int fRun;  removed"]),
    "no longer transient": (("//! not stored", "// stored"), ["    + int fCache;  added"]),
    "base": (
        ("class Event : public Base", "class Event : public TObject"),
        [
            "    - base Base  removed",
            "    + base TObject  added",
        ],
    ),
}


@pytest.mark.parametrize("replacement, lines", HARMFUL.values(), ids=HARMFUL)
def test_changed_layout_of_a_released_version_is_an_error(event, replacement, lines):
    change(event, replacement)
    text = (event.folder / "Event.h").read_text()
    line = text[: text.index("ClassDefOverride(Event")].count("\n") + 1
    run = check(event)
    assert run.status == 1
    assert run.first_line == (
        f"Event.h:{line}:4: error: the layout of 'Event' has changed, but its version is 2 as before [DG090]"
    )
    shown = run.err.splitlines()
    assert shown[3] == (
        "  fix: raise the version: ClassDef(Event, 3); or, if version 2 was never released, "
        "take it out of schema.lock.json"
    )
    assert shown[4] == "schema.lock.json: note: '-' is version 2 as it was released, '+' is the header's:"
    assert changes(run) == lines
    assert not (event.folder / "Dict.cxx").exists()
    before = (event.folder / "schema.lock.json").read_text()
    assert update(event).status == 1
    assert (event.folder / "schema.lock.json").read_text() == before


def test_both_layouts_are_shown_whole(event):
    change(event, ("Int_t fN = 0;", "Int_t fN = 0;\n   Short_t fNew = 0;"))
    assert [line for line in check(event).err.splitlines() if line.startswith("    ")] == [
        "      base Base",
        "      int fRun;",
        "      float fX[2][3];",
        "      int fN;",
        "    + short fNew;                               added",
        "      Double32_t* fA; //[fN][0,10,8]",
        "      TObject* fObject; //->",
        "      vector<int> fHits; //[GeV]",
        "      enum Colour fColour;",
    ]


def test_raised_version_is_free_until_it_is_recorded(event):
    change(event, ("(Event, 2)", "(Event, 3)"), ("Int_t fRun", "Long64_t fRun"))
    run = check(event)
    assert run.status == 0 and (event.folder / "Dict.cxx").exists()
    assert run.first_line == "Event.h:18:4: warning: schema.lock.json does not know version 3 of 'Event' yet [DG094]"
    change(event, ("Long64_t fRun", "Short_t fRun"))
    assert check(event).status == 0
    assert update(event).err == ""
    assert check(event).err == ""
    assert sorted(locked(event)["Event"]) == ["2", "3"]
    change(event, ("Short_t fRun", "Int_t fRun"))
    assert check(event).status == 1


def test_lowered_version_is_an_error(event):
    change(event, ("(Event, 2)", "(Event, 1)"))
    run = check(event)
    assert run.status == 1
    assert run.first_line == (
        "Event.h:18:4: error: 'Event' has version 1, but version 2 of it was released (schema.lock.json) [DG091]"
    )
    assert "  fix: write ClassDef(Event, 3), or 2 if the layout is the one that was released" in run.err
    change(event, ("   ClassDefOverride(Event, 1) // an event\n", ""))
    event.write("LinkDef.h", "#pragma link C++ class Event+;\n")
    run = check(event, "--linkdef", "LinkDef.h", "Event.h")
    assert run.status == 1
    assert run.first_line.endswith(
        "error: 'Event' has no ClassDef, but version 2 of it was released (schema.lock.json) [DG091]"
    )


def test_version_0_is_not_recorded(event):
    change(event, ("(Event, 2)", "(Event, 0)"))
    os.unlink("schema.lock.json")
    assert update(event).status == 0
    assert sorted(locked(event)) == ["Base"]


def test_class_that_left_stays_in_the_lock(event):
    event.write("Other.h", '#include "TObject.h"\nclass Other : public TObject { ClassDefOverride(Other, 1) };\n')
    assert update(event, "Other.h").status == 0
    assert sorted(locked(event)) == ["Base", "Event", "Other"]


PLAIN = "struct Hit { int fX; };\ntemplate <class T> struct Box { T fContent; };\n"
PLAIN_LINKDEF = "#pragma link C++ class Hit+;\n#pragma link C++ class Box<double>+;\n"


def test_class_without_classdef_has_its_checksum_for_a_version(dictgen):
    dictgen.write("Event.h", PLAIN)
    dictgen.write("LinkDef.h", PLAIN_LINKDEF)
    arguments = ["--linkdef", "LinkDef.h", "Event.h"]
    run = dictgen.run("--lock", "schema.lock.json", "--lock-update", *arguments)
    assert (run.status, run.err) == (0, "")
    assert {name: len(versions) for name, versions in locked(dictgen).items()} == {"Box<double>": 1, "Hit": 1}
    version, layout = next(iter(locked(dictgen)["Hit"].items()))
    assert version == layout["checksum"]
    change(dictgen, ("int fX;", "int fX; double fNew;"))
    run = check(dictgen, *arguments)
    assert run.status == 0
    assert run.first_line == (
        "Event.h:1:8: warning: the layout of 'Hit' is none of those released; "
        "streams tell them apart by the checksum [DG095]"
    )
    assert f"schema.lock.json: note: '-' is {version} as it was released, '+' is the header's:" in run.err
    assert "    + double fNew;  added" in changes(run)
    assert update(dictgen, *arguments).status == 0
    assert len(locked(dictgen)["Hit"]) == 2
    assert check(dictgen, *arguments).err == ""
    change(dictgen, ("int fX; double fNew;", "int fX;"))
    assert check(dictgen, *arguments).err == ""


def test_class_that_gets_classdef_is_new(dictgen):
    dictgen.write("Event.h", PLAIN)
    dictgen.write("LinkDef.h", "#pragma link C++ class Hit+;\n")
    assert update(dictgen, "--linkdef", "LinkDef.h", "Event.h").status == 0
    dictgen.write("Event.h", '#include "Rtypes.h"\nclass Hit { int fX; ClassDefNV(Hit, 1) };\n')
    run = check(dictgen)
    assert run.first_line == "Event.h:2:21: warning: schema.lock.json does not know version 1 of 'Hit' yet [DG094]"


IDS = "class Event { std::vector<Id> fIds; ClassDefNV(Event, 1) };\n"


def test_typedef_in_template_arguments_is_looked_through(dictgen):
    dictgen.write("Event.h", '#include <vector>\n#include "Rtypes.h"\ntypedef int Id;\n' + IDS)
    assert update(dictgen).status == 0
    assert locked(dictgen)["Event"]["1"]["members"] == [
        {"name": "fIds", "type": "vector<Id>", "typedefs": {"Id": "int"}}
    ]
    change(dictgen, ("typedef int Id", "typedef short Id"))
    run = check(dictgen)
    assert run.status == 1
    assert "    + vector<Id> fIds; (Id is short)  changed" in changes(run)


def test_streamer_written_by_hand_is_part_of_the_layout(event):
    event.write("LinkDef.h", "#pragma link C++ class Event-;\n")
    run = check(event, "--linkdef", "LinkDef.h", "Event.h")
    assert run.status == 1
    assert "    + Streamer() written by hand  added" in changes(run)


def test_lock_is_in_the_depfile(event):
    assert check(event, "--depfile", "Dict.d", "Event.h").status == 0
    assert f"{event.folder}/schema.lock.json" in (event.folder / "Dict.d").read_text()


def test_update_without_news_leaves_the_file_alone(event):
    os.utime("schema.lock.json", (1, 1))
    assert update(event).status == 0
    assert os.stat("schema.lock.json").st_mtime == 1


def test_nothing_is_recorded_when_anything_is_wrong(event):
    change(event, ("(Event, 2)", "(Event, 3)"), ("Int_t fId = 0;", "Int_t fId = 0; int &fReference;"))
    assert update(event).status == 1
    assert sorted(locked(event)["Event"]) == ["2"]


def test_missing_lock_is_an_error(dictgen):
    dictgen.write("Event.h", EVENT)
    run = check(dictgen)
    assert run.status == 1
    assert run.first_line == "schema.lock.json: error: the lock file 'schema.lock.json' does not exist [DG092]"
    assert not os.path.exists("schema.lock.json")


def test_update_without_lock_is_wrong_usage(dictgen):
    run = dictgen.run("-o", "Dict.cxx", "--lock-update", "Event.h")
    assert (run.status, run.err) == (2, "dictgen: error: --lock-update needs --lock FILE\n")


def test_lock_that_cannot_be_written_is_one_line(dictgen):
    dictgen.write("Event.h", EVENT)
    run = dictgen.run("--lock", "none/schema.lock.json", "--lock-update", "Event.h")
    assert (run.status, run.err) == (
        2,
        "dictgen: error: cannot write the lock file 'none/schema.lock.json': No such file or directory\n",
    )


SMALL = '#include "Rtypes.h"\nclass Event { ClassDefNV(Event, 1) };\n'
DAMAGED = {
    "": "schema.lock.json:1:1: error: the file is not valid JSON: Expecting value [DG093]",
    "{": "schema.lock.json:1:1: error: the file is not valid JSON: "
    "Expecting property name enclosed in double quotes [DG093]",
    "{}": 'schema.lock.json: error: this is no lock file of dictgen: there is no "rootlet_schema_lock" in it [DG093]',
    "[" * 100000: "schema.lock.json: error: this is no lock file: it is nested too deeply [DG093]",
    '{"rootlet_schema_lock": 2}': "schema.lock.json: error: the file has format 2, this dictgen knows format 1: "
    "update dictgen [DG093]",
    '{"rootlet_schema_lock": 1}': 'schema.lock.json: error: the file has no "classes" [DG093]',
    '{"rootlet_schema_lock": 1, "classes": []}': "schema.lock.json: error: the file: classes is not an object [DG093]",
    '{"rootlet_schema_lock": 1, "classes": {"A": {"1": {}, "1": {}}}}': "schema.lock.json: error: '1' stands twice in "
    "the file; after a merge: one layout cannot have two forms [DG093]",
}
LAYOUTS = {
    '{"A": 1}': "'A' is not an object",
    '{"A": {"x": {}}}': "version x of 'A': a version is a number or a checksum",
    '{"A": {"1": {"checksum": "12"}}}': "version 1 of 'A': '12' is no checksum",
    '{"A": {"1": {"checksum": "0x00000000"}}}': "version 1 of 'A' has no \"bases\"",
    '{"A": {"1": {"checksum": "0x00000000", "bases": [1]}}}': "version 1 of 'A': a base is not a text",
    '{"A": {"1": {"checksum": "0x00000000", "bases": [], "members": [{"name": "f"}]}}}': "version 1 of 'A': 'f' has no "
    '"type"',
    '{"A": {"1": {"checksum": "0x00000000", "bases": [], "members": [{"name": "f", "type": "int", "x": 1}]}}}': (
        "version 1 of 'A': 'f' has an unknown field 'x'"
    ),
    '{"A": {"1": {"checksum": "0x00000000", "bases": [], "members": [{"name": "f", "type": "int", "dims": ["a"]}]}}}': (
        "version 1 of 'A': 'f': dims is not a number"
    ),
}
DAMAGED.update(
    (f'{{"rootlet_schema_lock": 1, "classes": {text}}}', f"schema.lock.json: error: {message} [DG093]")
    for text, message in LAYOUTS.items()
)


@pytest.mark.parametrize("text", DAMAGED, ids=lambda text: text[:60])
def test_damaged_lock_is_refused_and_kept(dictgen, text):
    dictgen.write("Event.h", SMALL)
    dictgen.write("schema.lock.json", text)
    for act in (check, update):
        run = act(dictgen)
        assert (run.status, run.first_line) == (1, DAMAGED[text])
        assert (dictgen.folder / "schema.lock.json").read_text() == text


def test_merge_conflict_is_named(event):
    lines = (event.folder / "schema.lock.json").read_text().splitlines()
    event.write("schema.lock.json", "\n".join([*lines[:4], "<<<<<<< ours", *lines[4:]]))
    assert check(event).first_line == (
        "schema.lock.json:5:1: error: the file holds a merge conflict: "
        "keep the classes and versions of both sides [DG093]"
    )


def test_bytes_that_are_no_text_are_refused(event):
    (event.folder / "schema.lock.json").write_bytes(b"\xff\xfe{}")
    assert check(event).first_line == "schema.lock.json: error: this is no lock file: it is not UTF-8 [DG093]"


def test_directory_is_no_lock(event):
    run = event.run("-o", "Dict.cxx", "--lock", str(event.folder), "Event.h")
    assert run.status == 1
    assert "error: cannot read the lock file: Is a directory [DG093]" in run.err


def test_edited_entry_is_noticed(event):
    document = json.loads((event.folder / "schema.lock.json").read_text())
    for cls in ("Base", "Event"):
        for layout in document["classes"][cls].values():
            layout["checksum"] = "0x00000001"
    document["classes"]["Plain"] = {"1": {"checksum": "0x00000001", "bases": [], "members": []}}
    event.write("schema.lock.json", json.dumps(document))
    event.write("Event.h", '#include "Rtypes.h"\nclass Plain { ClassDefNV(Plain, 1) };\n')
    assert check(event).first_line == (
        "schema.lock.json: error: the checksum of version 1 of 'Plain' does not belong to its members [DG093]"
    )


def test_updates_side_by_side_lose_nothing(dictgen):
    names = [f"Class{i}" for i in range(8)]
    for name in names:
        dictgen.write(f"{name}.h", f'#include "Rtypes.h"\nclass {name} {{ int fX; ClassDefNV({name}, 1) }};\n')
    command = [sys.executable, SOURCE / "dictgen", f"-I{RUNTIME}", "--compiler", COMPILER]
    command += ["--lock", "schema.lock.json", "--lock-update"]
    runs = [subprocess.Popen([*command, f"{name}.h"]) for name in names]
    assert [run.wait() for run in runs] == [0] * len(names)
    assert sorted(locked(dictgen)) == names
    assert sorted(os.listdir()) == sorted([f"{name}.h" for name in names] + ["schema.lock.json"])


def test_of_an_empty_lock_no_line_is_shown(dictgen):
    dictgen.write("Event.h", '#include "Rtypes.h"\nclass Event { int fX; ClassDef(Event, 1) };\n')
    dictgen.write("schema.lock.json", "")
    run = dictgen.run("--lock", "schema.lock.json", "Event.h")
    assert "[DG093]" in run.first_line
    assert run.err.splitlines()[1].startswith("  fix: ")
