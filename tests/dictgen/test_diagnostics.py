"""What cannot be streamed is refused at its line, all of it in one run, and nothing is written."""

import re
import subprocess

import pytest
from conftest import COMPILER, RUNTIME, Dictgen
from dictgen.diagnostics import RULES

PRELUDE = """#include "TObject.h"
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>
class Declared;
union Union { int i; float f; };
enum class EMask : ULong64_t { kAll = 0xffffffffffff };
struct Deleter { void operator()(TObject *) const; };
"""
CLASS = """namespace NAME { class Event : public TObject {
public:
   Event();
   Int_t fN; Short_t fShort; Long64_t fLong;
   MEMBER
   ClassDef(Event, 1)
}; }
"""


def header_of(declarations):
    """One class per declaration; and the line of each."""
    text, lines = PRELUDE, []
    for i, declaration in enumerate(declarations):
        lines.append(text.count("\n") + 5)
        text += CLASS.replace("NAME", f"n{i}").replace("MEMBER", declaration)
    return text, lines


NO_OBJECT = "to something else than one object of a class, or with a deleter of its own, which cannot be streamed"

# code, declaration, column, message
REFUSED = [
    (
        "DG010",
        "std::shared_ptr<TObject> m;",
        29,
        "member 'Event::m' has the type 'shared_ptr<TObject>', which cannot be streamed",
    ),
    (
        "DG010",
        "std::vector<std::shared_ptr<int>> m;",
        38,
        "member 'Event::m' has the type 'shared_ptr<int>', which cannot be streamed",
    ),
    (
        "DG010",
        "std::function<void()> m;",
        26,
        "member 'Event::m' has the type 'function<void ()>', which cannot be streamed",
    ),
    ("DG010", "std::mutex m;", 15, "member 'Event::m' has the type 'mutex', which cannot be streamed"),
    ("DG010", "long double m;", 16, "member 'Event::m' has the type 'long double', which cannot be streamed"),
    ("DG010", "wchar_t m;", 12, "member 'Event::m' has the type 'wchar_t', which cannot be streamed"),
    (
        "DG010",
        "std::atomic<TObject *> m;",
        27,
        "member 'Event::m' has the type 'atomic<TObject*>', which cannot be streamed",
    ),
    (
        "DG010",
        "std::chrono::weekday m;",
        25,
        "member 'Event::m' has the type 'chrono::weekday', which cannot be streamed",
    ),
    (
        "DG010",
        "std::array<int, 2> *m;",
        24,
        "member 'Event::m' is a pointer to 'array<int,2>', which cannot be streamed",
    ),
    ("DG011", "int &m;", 9, "member 'Event::m' is a reference, which cannot be streamed"),
    ("DG011", "TObject &&m;", 14, "member 'Event::m' is a reference, which cannot be streamed"),
    (
        "DG012",
        "double (*m)(double);",
        13,
        "member 'Event::m' is a pointer to a function or to a member, which cannot be streamed",
    ),
    (
        "DG012",
        "int Event::*m;",
        16,
        "member 'Event::m' is a pointer to a function or to a member, which cannot be streamed",
    ),
    ("DG013", "Union m;", 10, "member 'Event::m' is a union, which cannot be streamed"),
    ("DG013", "union { int i; float f; };", 4, "a member of 'Event' is a union, which cannot be streamed"),
    ("DG014", "unsigned m : 3;", 13, "member 'Event::m' is a bit-field, which cannot be streamed"),
    ("DG015", "void *m;", 10, "member 'Event::m' points to void, which cannot be streamed"),
    ("DG016", "volatile int m;", 17, "member 'Event::m' is volatile, which cannot be streamed"),
    ("DG017", "struct { int i; } m;", 22, "member 'Event::m' is of a struct without name, which cannot be streamed"),
    (
        "DG018",
        "Declared *m;",
        14,
        "member 'Event::m' points to 'Declared', which is declared but not defined in these headers",
    ),
    ("DG019", "TObject **m;", 14, "member 'Event::m' is a pointer to pointers without a counter"),
    (
        "DG020",
        "TObject *m; //[fNone]",
        13,
        "member 'Event::m' is counted by 'fNone', which is no Int_t or UInt_t member that stands before it",
    ),
    (
        "DG020",
        "TObject *m; //[fShort]",
        13,
        "member 'Event::m' is counted by 'fShort', which is no Int_t or UInt_t member that stands before it",
    ),
    ("DG023", "int m[1][1][1][1][1][1];", 8, "member 'Event::m' has 6 dimensions; StreamerInfo holds five"),
    ("DG061", "std::array<int, 0> m;", 23, "member 'Event::m' is an array without elements, which cannot be streamed"),
    (
        "DG062",
        "EMask m;",
        10,
        "member 'Event::m' is of an enumeration with values of more than 32 bits, which cannot be streamed",
    ),
    (
        "DG062",
        "std::vector<EMask> m;",
        23,
        "member 'Event::m' is of an enumeration with values of more than 32 bits, which cannot be streamed",
    ),
    (
        "DG063",
        "std::string *m; //[fN]",
        17,
        "member 'Event::m' is a counted array of 'string', which cannot be streamed",
    ),
    ("DG064", "std::unique_ptr<int> m;", 25, "member 'Event::m' is a std::unique_ptr " + NO_OBJECT),
    ("DG064", "std::unique_ptr<TObject[]> m;", 31, "member 'Event::m' is a std::unique_ptr " + NO_OBJECT),
    ("DG064", "std::unique_ptr<TObject, Deleter> m;", 38, "member 'Event::m' is a std::unique_ptr " + NO_OBJECT),
    ("DG024", "char *m[3];", 10, "member 'Event::m' is an array of pointers to characters, which cannot be streamed"),
    ("DG024", "Int_t **m; //[fN]", 12, "member 'Event::m' is a pointer to pointers to something that is no class"),
]


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """All declarations in one header, one run: its messages by line of source."""
    dictgen = Dictgen(tmp_path_factory.mktemp("refusals"))
    text, lines = header_of(declaration for _, declaration, *_ in REFUSED)
    header = dictgen.write("Event.h", text)
    run = dictgen.run("-o", str(dictgen.folder / "Dict.cxx"), str(header))
    assert run.status == 1
    assert not (dictgen.folder / "Dict.cxx").exists()
    assert run.err.splitlines()[-1] == f"{len(REFUSED)} errors generated."
    messages = re.findall(r"^\S*Event\.h:(\d+):(\d+): (error: .*)\n(.*)\n(.*)\n(.*)\n", run.err, re.MULTILINE)
    return {int(message[0]): message[1:] for message in messages}, lines


@pytest.mark.parametrize("number", range(len(REFUSED)), ids=[row[1] for row in REFUSED])
def test_member_is_refused_at_its_place(refusals, number):
    code, declaration, column, message = REFUSED[number]
    messages, lines = refusals
    found_column, text, line, caret, fix = messages[lines[number]]
    assert text.replace(f"n{number}::", "") == f"error: {message} [{code}]"
    assert int(found_column) == column
    assert line == "   " + declaration
    assert caret == " " * (column - 1) + "^"
    assert fix.startswith("  fix: ") and "`//!`" in fix


# message of a warning, declaration
WARNED = [
    (
        "member 'Event::m' is stored in full: inside this type Double32_t is but double, and Float16_t float [DG060]",
        "std::atomic<Double32_t> m;",
    ),
]


@pytest.mark.parametrize("text, declaration", WARNED, ids=[row[1] for row in WARNED])
def test_member_is_stored_with_a_warning(dictgen, text, declaration):
    dictgen.write("Event.h", header_of([declaration])[0])
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert run.status == 0
    assert run.err.splitlines()[0].replace("n0::", "").endswith(": warning: " + text)


def test_a_transient_member_may_be_anything(dictgen):
    text, _ = header_of(declaration.split("//")[0] + " //! not stored" for _, declaration, *_ in REFUSED)
    dictgen.write("Event.h", text)
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert (run.status, run.err) == (0, "")
    compiler = [COMPILER, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", f"-I{RUNTIME}", "Dict.cxx"]
    assert subprocess.run(compiler, capture_output=True, text=True, check=False).stderr == ""


WARNED = [
    ("DG021", "Float_t *m;", "member 'Event::m' has no counter and is left out of the stream"),
    (
        "DG021",
        "Float_t *m; //[fLong]",
        "member 'Event::m' is left out of the stream: 'fLong' is no Int_t or UInt_t member that stands before it",
    ),
    ("DG022", "Double32_t m; //[0,1,40]", "member 'Event::m' has the packing '[0,1,40]', which cannot be read in full"),
]


def test_doubtful_members_are_warnings(dictgen):
    text, lines = header_of(declaration for _, declaration, _ in WARNED)
    dictgen.write("Event.h", text)
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert run.status == 0
    found = [re.sub(r":\d+: |n\d::", "", line) for line in run.err.splitlines() if "[DG" in line]
    expected = []
    for line, (code, _, message) in zip(lines, WARNED):
        expected.append(f"Event.h:{line}warning: {message} [{code}]")
    assert found == expected
    assert run.err.splitlines()[-1] == "3 warnings generated."
    assert (dictgen.folder / "Dict.cxx").exists()


CLASSES = [
    (
        "DG030",
        "#include <mutex>\nclass Event : public TObject, public std::mutex {\n ClassDef(Event, 1) };",
        "Event.h:3:38: error: the base class 'mutex' of 'Event' cannot be streamed [DG030]",
    ),
    (
        "DG031",
        "namespace { class Event { ClassDef(Event, 1) }; }",
        "Event.h:2:19: error: 'Event' is in an anonymous namespace and cannot have a dictionary [DG031]",
    ),
    (
        "DG032",
        "class Event : public TObject { ClassDef(TObject, 1) };",
        "Event.h:2:32: error: ClassDef in 'Event' names 'TObject' [DG032]",
    ),
    (
        "DG033",
        "class Event { ClassDef(Event, 16384) };",
        "Event.h:2:15: error: the version of 'Event' is 16384; it must be a number from 0 to 16383 [DG033]",
    ),
    (
        "DG033",
        "class Event { ClassDef(Event, -1) };",
        "Event.h:2:15: error: the version of 'Event' is -1; it must be a number from 0 to 16383 [DG033]",
    ),
    (
        "DG043",
        "class Event {};",
        "Event.h: error: no class in these headers has ClassDef, and no LinkDef file names one [DG043]",
    ),
]


@pytest.mark.parametrize("code, text, first_line", CLASSES, ids=[row[1] for row in CLASSES])
def test_class_is_refused(dictgen, code, text, first_line):
    dictgen.write("Event.h", '#include "TObject.h"\n' + text + "\n")
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert run.status == 1
    assert run.first_line == first_line
    assert not (dictgen.folder / "Dict.cxx").exists()


def test_class_of_an_unnamed_header_is_a_warning(dictgen):
    dictgen.write("Vec.h", "#pragma once\nstruct Vec { int fX; };\n")
    dictgen.write("Event.h", '#include "Rtypes.h"\n#include "Vec.h"\nclass Event { Vec fPos; ClassDef(Event, 1) };\n')
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert run.status == 0
    assert "[DG035]" in run.first_line and "'Vec' has no ClassDef and its header Vec.h is not named" in run.first_line
    assert dictgen.run("-o", "Dict.cxx", "Event.h", "Vec.h").err == ""


def test_all_errors_of_a_run_stand_together_in_order(dictgen):
    dictgen.write("Event.h", header_of(["int &fA;\n   Declared *fB;\n   void *fC;"])[0])
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert re.findall(r"\[(DG\d+)\]", run.err) == ["DG011", "DG018", "DG015"]
    assert run.err.splitlines()[-1] == "3 errors generated."


def test_errors_of_clang_are_passed_through(dictgen):
    dictgen.write("Event.h", '#include "TObject.h"\nclass Event : public TObjekt {};\n')
    dictgen.write("Dict.cxx", "old")
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert run.status == 1
    assert run.first_line.startswith("Event.h:2:22: error: expected class name")
    assert run.err.splitlines()[1] == "class Event : public TObjekt {};"
    assert (dictgen.folder / "Dict.cxx").read_text() == "old"


def test_a_missing_include_is_passed_through(dictgen):
    dictgen.write("Event.h", '#include "Nowhere.h"\n')
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert run.status == 1
    assert run.first_line == "Event.h:1:10: error: 'Nowhere.h' file not found"


def test_missing_header_is_named(dictgen):
    run = dictgen.run("-o", "Dict.cxx", "Nowhere.h")
    assert run.status == 1
    assert run.first_line == "Nowhere.h: error: header 'Nowhere.h' does not exist [DG001]"


@pytest.mark.parametrize("code", RULES)
def test_every_rule_explains_itself(dictgen, code):
    run = dictgen.run("--explain", code.lower())
    assert run.status == 0
    assert run.out.startswith(f"{code} ({RULES[code].severity}): {RULES[code].title}")
    assert RULES[code].cure in run.out


def test_unknown_rule_is_refused(dictgen):
    run = dictgen.run("--explain", "DG999")
    assert (run.status, run.err) == (2, "dictgen: error: there is no rule 'DG999'; --explain all lists them\n")
