"""What cannot be streamed is refused at its line, all of it in one run, and nothing is written."""

import re
import shlex
import subprocess

import pytest
from conftest import COMPILER, RUNTIME, Dictgen
from dictgen.diagnostics import RULES, TRANSIENT_CURE
from refusals import EXAMPLES, FILES, LINKED, LOCK_ROWS, LOCKED, MEMBERS, PRELUDE, ROWS, WARNINGS, header_of

PRECOMPILED = True


def test_no_rule_is_without_first_line_and_example():
    tables = [*MEMBERS, *WARNINGS, *LOCK_ROWS, *((row.code,) for row in ROWS)]
    assert sorted({row[0] for row in tables}) == sorted(RULES)
    assert sorted(EXAMPLES) == sorted(RULES)
    assert [code for code, rule in RULES.items() if not rule.cured] == []


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """All declarations in one header, one run: its messages by line of source."""
    dictgen = Dictgen(tmp_path_factory.mktemp("refusals"))
    text, lines = header_of(row[1] for row in MEMBERS)
    header = dictgen.write("Event.h", text)
    run = dictgen.run("-o", str(dictgen.folder / "Dict.cxx"), str(header))
    assert run.status == 1
    assert not (dictgen.folder / "Dict.cxx").exists()
    assert run.err.splitlines()[-1] == f"{len(MEMBERS)} errors generated."
    messages = re.findall(r"^\S*Event\.h:(\d+):(\d+): (error: .*)\n(.*)\n(.*)\n(.*)\n", run.err, re.MULTILINE)
    return {int(message[0]): message[1:] for message in messages}, lines


@pytest.mark.parametrize("number", range(len(MEMBERS)), ids=[row[1] for row in MEMBERS])
def test_member_is_refused_at_its_place(refusals, number):
    code, declaration, column, message = MEMBERS[number]
    messages, lines = refusals
    found_column, text, line, caret, fix = messages[lines[number]]
    assert text.replace(f"n{number}::", "") == f"error: {message} [{code}]"
    assert int(found_column) == column
    assert line == "   " + declaration
    assert caret == " " * (column - 1) + "^"
    assert fix.startswith("  fix: ") and ("`//!`" in fix or TRANSIENT_CURE not in RULES[code].cure)


def test_a_transient_member_may_be_anything(dictgen):
    plain = [row[1].split("//")[0] for row in MEMBERS if "ROOTLET_" not in row[1]]
    text, _ = header_of(declaration + " //! not stored" for declaration in plain)
    dictgen.write("Event.h", text)
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert (run.status, run.err) == (0, "")
    compiler = [COMPILER, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", f"-I{RUNTIME}", "Dict.cxx"]
    compiler.append(
        "-Wno-subobject-linkage"
    )  # about the members with types of an anonymous namespace, wherever included
    assert subprocess.run(compiler, capture_output=True, text=True, check=False).stderr == ""


def test_doubtful_members_are_warnings(dictgen):
    text, lines = header_of(row[1] for row in WARNINGS)
    dictgen.write("Event.h", text)
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert run.status == 0
    found = [re.sub(r":\d+: |n\d+::", "", line) for line in run.err.splitlines() if "[DG" in line]
    expected = []
    for line, (code, _, message) in zip(lines, WARNINGS):
        expected.append(f"Event.h:{line}warning: {message} [{code}]")
    assert found == expected
    assert run.err.splitlines()[-1] == f"{len(WARNINGS)} warnings generated."
    assert (dictgen.folder / "Dict.cxx").exists()


def test_comments_that_only_look_like_annotations_are_titles(dictgen):
    """Units, references and words in brackets; arrows and lines inside of a text."""
    comments = [
        "width [mm]",
        "[mm] width",
        "[1] of the literature",
        "[fMissing] no member",
        "a->b",
        "a || b",
        "[a,b] in",
    ]
    dictgen.write("Event.h", header_of(f"Float_t m; // {comment}" for comment in comments)[0])
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert (run.status, run.err) == (0, "")


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.code} {row.first_line}" for row in ROWS])
def test_first_line(dictgen, row):
    for name, text in row.files.items():
        dictgen.write(name, text)
    run = dictgen.run(*row.command)
    assert run.first_line == row.first_line
    assert run.status == (1 if ": error: " in row.first_line else 0)
    assert (dictgen.folder / "Dict.cxx").exists() == (run.status == 0)


@pytest.mark.parametrize("code, first_line, change", LOCK_ROWS, ids=[row[1] for row in LOCK_ROWS])
def test_first_line_with_a_lock(dictgen, code, first_line, change):
    dictgen.write("Event.h", LOCKED)
    assert dictgen.run("--lock", "schema.lock.json", "--lock-update", "Event.h").status == 0
    lock = (dictgen.folder / "schema.lock.json").read_bytes()
    dictgen.write("Event.h", LOCKED.replace(*change))
    run = dictgen.run("-o", "Dict.cxx", "--lock", "schema.lock.json", "Event.h")
    assert run.first_line == first_line and first_line.endswith(f"[{code}]")
    assert run.status == (": error: " in first_line)
    assert (dictgen.folder / "schema.lock.json").read_bytes() == lock


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
    assert run.first_line == "Event.h:1:10: fatal error: 'Nowhere.h' file not found"


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


@pytest.mark.parametrize("code", ["dg12", "DG12", "Dg012"])
def test_codes_are_known_by_their_number(dictgen, code):
    assert dictgen.run("--explain", code).out == dictgen.run("--explain", "DG012").out != ""


def test_unknown_rule_is_refused(dictgen):
    run = dictgen.run("--explain", "DG999")
    assert (run.status, run.err) == (2, "dictgen: error: there is no rule 'DG999'; --explain all lists them\n")


# --- the examples of the rules ---------------------------------------------------------------------------------


def run_of_example(dictgen, code, text):
    """The example of a rule in a run of its own."""
    where = EXAMPLES[code]
    lock = ["--lock", "schema.lock.json"] if where == "lock" else []
    if text.startswith("dictgen "):
        return dictgen.run(*shlex.split(text, comments=True)[1:])
    if where == "linkdef":
        dictgen.write("Event.h", LINKED)
        dictgen.write("LinkDef.h", text + "\n")
        return dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h")
    if where == "macro":
        dictgen.write("hprod.C", f'#include "TObject.h"\n{text}\n')
        return dictgen.run("-o", "hprod.cxx", "--macro-main", "hprod.C")
    dictgen.write("Event.h", "#include <mutex>\n#include <vector>\n" + f'#include "TObject.h"\n{text}\n')
    return dictgen.run("-o", "Dict.cxx", "Event.h", *lock, *(["Other.h"] if where == "twice" else []))


@pytest.mark.parametrize("code", [code for code in RULES if EXAMPLES.get(code) != "member"])
def test_example_is_refused_and_its_cure_is_not(dictgen, code):
    for name, text in FILES.get(code, {"Event.h": LINKED}).items():
        dictgen.write(name, text)
    rule = RULES[code]
    if EXAMPLES[code] == "lock":
        assert dictgen.run("--lock", "schema.lock.json", "--lock-update", "Event.h").status == 0
    run = run_of_example(dictgen, code, rule.example)
    assert run.status == (rule.severity == "error")
    assert f" [{code}]\n" in run.err or code == "DG002" and "[DG" not in run.err  # clang's errors have no code
    cured = run_of_example(dictgen, code, rule.cured)
    assert cured.status == 0
    assert cured.err == "" or code == "DG090" and "[DG094]" in cured.err  # the lock does not know the new version yet


MEMBER_RULES = [code for code in RULES if EXAMPLES.get(code) == "member"]


def run_of_members(dictgen, texts):
    """One class for each text, in one run: codes of the messages by number of the class."""
    header = PRELUDE
    firsts = []
    for i, text in enumerate(texts):
        firsts.append(header.count("\n") + 1)
        header += f"namespace n{i} {{ class Event : public TObject {{ public:\n{text}\n"
        header += f"ClassDefOverride(n{i}::Event, 1) }}; }}\n"
    dictgen.write("Event.h", header)
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    found = {i: set() for i in range(len(texts))}
    for line, code in re.findall(r"^Event\.h:(\d+):.*\[(DG\d+)\]$", run.err, re.MULTILINE):
        found[sum(first <= int(line) for first in firsts) - 1].add(code)
    return run, found


def test_examples_of_members_are_refused_and_their_cures_are_not(dictgen):
    _, found = run_of_members(dictgen, [RULES[code].example for code in MEMBER_RULES])
    assert found == {i: {code} for i, code in enumerate(MEMBER_RULES)}
    cured, _ = run_of_members(dictgen, [RULES[code].cured for code in MEMBER_RULES])
    assert (cured.status, cured.err) == (0, "")
