"""Read rules: how `#pragma read` is read, what is wrong with it, what is emitted; RulesTest.cxx runs them."""

import json
import subprocess
from random import Random

import pytest
from conftest import COMPILER, RUNTIME, SOURCE
from dictgen.diagnostics import Fatal, Report
from dictgen.linkdef import read_linkdef
from dictgen.headers import Options, clang_arguments

PRECOMPILED = True

HEADER = """#include "TObject.h"
#include <string>
#include <vector>
class Base { public: int fInBase; ClassDefNV(Base, 1) };
class Event : public Base {
   int fN; double fX[2]; std::vector<int> fValues; unsigned fBits : 3; //!
   int &fReference; //!
   int fSum; //!
public:
   Event();
   ClassDefNV(Event, 3)
};
class Other { int fN; };
class Hidden : Base { public: int fOwn; ClassDefNV(Hidden, 1) };
class Hand { public: int fN; ClassDefNV(Hand, 1) };
"""
SIMPLE = (
    '#pragma read sourceClass="Event" version="[3]" targetClass="Event" source="int fN" target="fSum" code="{fSum=1;}"'
)


def rules(dictgen, text):
    """The rules of a LinkDef file, which must be free of errors."""
    path = dictgen.write("LinkDef.h", text)
    report = Report()
    options = Options((), "", (f"-I{RUNTIME}",), "c++20", COMPILER)
    found = read_linkdef(str(path), clang_arguments(options), report).rules
    assert not report.items
    return found


def run(dictgen, text, *more):
    dictgen.write("Event.h", HEADER)
    dictgen.write("LinkDef.h", text + "\n")
    return dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h", *more)


def test_attributes(dictgen):
    rule = rules(
        dictgen,
        '#pragma read  sourceClass = "Old" version="[1-3, 5,7-]" checksum="[0xaB, 17]" targetClass="New" \\\n'
        '  source="Int_t  fOld;Double_t fB[3] ;" target="fA , fB" targetType="Int_t,Int_t" \\\n'
        '  include="cmath,\\"my.h\\",other.h" embed="true" \\\n'
        '  code="{ \\\n   fA = onfile.fOld; }";\n',
    )[0]
    assert not rule.raw and rule.embed
    assert (rule.source_class, rule.target_class) == ("Old", "New")
    assert rule.versions == ((1, 3), (5, 5), (7, 0x7FFFFFFF))
    assert rule.checksums == (0xAB, 17)
    assert rule.source == ("Int_t fOld", "Double_t fB[3]")
    assert rule.target == ("fA", "fB")
    assert rule.include == ("<cmath>", '"my.h"', '"other.h"')
    assert rule.code == "{ \n   fA = onfile.fOld; }"
    assert (rule.location.line, rule.location.column, rule.code_line) == (1, 1, 4)


@pytest.mark.parametrize(
    "text, versions",
    [
        ("", ((0, 0x7FFFFFFF),)),
        ('version="[4]"', ((4, 4),)),
        ('version="[-4]"', ((0, 4),)),
        ('version=" [ 2 - 4 ] "', ((2, 4),)),
        ('version="[3-3]"', ((3, 3),)),
        ('checksum="[1]"', ()),
    ],
)
def test_versions(dictgen, text, versions):
    assert rules(dictgen, f'#pragma read sourceClass="A" targetClass="A" {text} code="{{}}"\n')[0].versions == versions


@pytest.mark.parametrize(
    "written, code",
    [
        (r"{ f(\"a\"); }", '{ f("a"); }'),
        (r"{ f(\"a\n\"); }", r'{ f("a\n"); }'),
        (r"{ f(\"a\\n\"); }", r'{ f("a\n"); }'),
        (r"{ f(\"\\\"\"); }", r'{ f("\""); }'),
        ("{ f(); // a comment \\\n  g(); }", "{ f(); // a comment \n  g(); }"),
        ("{ f('}'); /* { */ g[\\\"(\\\"]; }", "{ f('}'); /* { */ g[\"(\"]; }"),
    ],
)
def test_code_is_taken_as_written(dictgen, written, code):
    assert rules(dictgen, f'#pragma read sourceClass="A" targetClass="A" code="{written}"\n')[0].code == code


def test_rules_that_the_preprocessor_skips_do_not_count(dictgen):
    text = '#pragma read sourceClass="A" targetClass="A" code="{}"\n'
    assert len(rules(dictgen, f"#ifdef NO\n{text}#endif\n// {text}/* {text} */\n{text}")) == 1


def test_model(dictgen):
    dictgen.write("Event.h", HEADER)
    path = dictgen.write(
        "LinkDef.h",
        '#pragma read sourceClass="Event" version="[1-2]" targetClass="Event" \\\n'
        'source="Double_t fOld[2][3]; vector<int> fValues; fN" target="fSum,fInBase" code="{}"\n'
        '#pragma readraw sourceClass="Older" version="[1]" targetClass="Event" source="Int_t fOld" code="{}"\n',
    )
    read, raw = dictgen.model("Event.h", linkdef=str(path)).rules
    assert (read.source_class, read.target_class, read.raw) == ("Event", "Event", False)
    assert [(member.name, member.type.name) for member in read.sources] == [
        ("fOld", "Double_t"),
        ("fValues", "vector<int>"),
        ("fN", "int"),  # the type that it has now
    ]
    assert read.target == ("fSum", "fInBase")
    assert (raw.source_class, raw.raw) == ("Older", True)


def test_dump_model_lists_rules(dictgen):
    dump = json.loads(run(dictgen, SIMPLE, "--dump-model").out)
    assert dump["rules"][0]["target_class"] == "Event"
    assert dump["rules"][0]["versions"] == [[3, 3]]
    assert dump["rules"][0]["sources"][0]["name"] == "fN"


def test_no_rules_cost_nothing(dictgen):
    assert run(dictgen, "#pragma link C++ class Event+;").err == ""
    text = (dictgen.folder / "Dict.cxx").read_text()
    assert "Rule" not in text and "#line" not in text


ZOOS = [("Rules.h", "RulesLinkDef.h"), ("Selection.h", "SelectionLinkDef.h")]


@pytest.mark.parametrize("header, linkdef", ZOOS)
def test_emitted_text_is_the_same_in_every_run_and_clean(dictgen, header, linkdef):
    """The headers of RulesTest.cxx and SelectionTest.cxx."""
    folder = SOURCE / "tests" / "dictgen"
    for output in ("one/Dict.cxx", "two/Dict.cxx"):
        dictgen.write(output, "")
        assert dictgen.run("-o", output, "--linkdef", folder / linkdef, f"-I{folder}", folder / header).err == ""
    text = (dictgen.folder / "one/Dict.cxx").read_text()
    assert text == (dictgen.folder / "two/Dict.cxx").read_text()
    assert "//@" not in text
    warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]
    subprocess.run(
        [COMPILER, "-std=c++20", *warnings, "-fsyntax-only", f"-I{RUNTIME}", f"-I{folder}", "one/Dict.cxx"], check=True
    )


def test_errors_of_the_compiler_point_into_the_linkdef(dictgen):
    code = SIMPLE.replace('code="{fSum=1;}"', '\\\n   code="{ fSum = 1; \\\n      fSmu = 2; }"')
    assert run(dictgen, code).err == ""
    compiled = subprocess.run(
        [COMPILER, "-std=c++20", "-fsyntax-only", f"-I{RUNTIME}", "Dict.cxx"],
        capture_output=True,
        text=True,
        check=False,
    )
    first = next(line for line in compiled.stderr.splitlines() if "error" in line)
    assert first.startswith("LinkDef.h:3:7: error: ") and "fSmu" in first
    lines = (dictgen.folder / "Dict.cxx").read_text().splitlines()
    back = [(i, line) for i, line in enumerate(lines, 1) if line.startswith("#line") and line.endswith('"Dict.cxx"')]
    assert [int(line.split()[1]) for _, line in back] == [i + 1 for i, _ in back]


REFUSED = [
    ("DG070", SIMPLE.replace("sourceClass", "sourceClas"), "a read rule has no attribute 'sourceClas'"),
    ("DG070", SIMPLE + ' target="fN"', "the read rule gives target twice"),
    ("DG070", SIMPLE + " more", "the read rule is not understood from 'more' on"),
    ("DG070", SIMPLE[:-1], "the read rule is not understood from 'code=\"{fSum=1;}' on"),
    ("DG070", SIMPLE + ' embed="yes"', 'embed="yes" of the read rule is neither true nor false'),
    ("DG071", '#pragma read targetClass="Event" code=" "', "the read rule has no sourceClass and no code"),
    ("DG071", '#pragma read sourceClass="Event" code="{}"', "the read rule has no targetClass"),
    ("DG071", '#pragma read sourceClass="Old" targetClass="Event" target="fSum"', "the read rule has no code"),
    ("DG071", '#pragma read sourceClass="Event" targetClass="Event"', "the read rule has no code"),
    ("DG071", '#pragma readraw sourceClass="Old" targetClass="Event" source="int fN"', "the read rule has no code"),
    ("DG072", SIMPLE.replace("[3]", "3"), 'version="3" of the read rule is no list of versions'),
    ("DG072", SIMPLE.replace("[3]", "[3,]"), 'version="[3,]" of the read rule is no list of versions'),
    ("DG072", SIMPLE.replace("[3]", "[3-1]"), 'version="[3-1]" of the read rule is no list of versions'),
    ("DG072", SIMPLE.replace("[3]", "[-]"), 'version="[-]" of the read rule is no list of versions'),
    ("DG072", SIMPLE.replace("[3]", "[1.5]"), 'version="[1.5]" of the read rule is no list of versions'),
    ("DG073", SIMPLE + ' checksum="0x12"', 'checksum="0x12" of the read rule is no list of checksums'),
    ("DG073", SIMPLE + ' checksum="[0xg]"', 'checksum="[0xg]" of the read rule is no list of checksums'),
    ("DG073", SIMPLE + ' checksum="[4294967296]"', 'checksum="[4294967296]" of the read rule is no list of checksums'),
    (
        "DG074",
        SIMPLE.replace('targetClass="Event"', 'targetClass="Evnet"'),
        "there is no class 'Evnet', the target of the read rule, in the headers",
    ),
    (
        "DG074",
        SIMPLE.replace('targetClass="Event"', 'targetClass="Other"').replace("fSum", "fN"),
        "'Other', the target of the read rule, gets no dictionary here",
    ),
    (
        "DG075",
        SIMPLE.replace('target="fSum"', 'target="fSmu"'),
        "the target 'fSmu' of the read rule is no member of 'Event'",
    ),
    (
        "DG075",
        SIMPLE.replace('target="fSum"', 'target="f+"'),
        "the target 'f+' of the read rule is no name of a member",
    ),
    (
        "DG075",
        SIMPLE.replace('target="fSum"', 'target="fBits"'),
        "the target 'fBits' of the read rule has no address, so that it could not be named",
    ),
    (
        "DG075",
        SIMPLE.replace('target="fSum"', 'target="fReference"'),
        "the target 'fReference' of the read rule has no address, so that it could not be named",
    ),
    (
        "DG076",
        SIMPLE.replace("int fN", "fN int"),
        "source=\"fN int\" of the read rule does not declare members (unknown type name 'fN')",
    ),
    (
        "DG076",
        SIMPLE.replace("int fN", "fGone"),
        "source=\"fGone\" of the read rule does not declare members (no member named 'fGone' in 'Event')",
    ),
    (
        "DG076",
        SIMPLE.replace("int fN", "int f()"),
        'source="int f()" of the read rule does not declare members (it has 0, for 1 declaration)',
    ),
    (
        "DG076",
        SIMPLE.replace("int fN", "int &fN"),
        "the source member 'fN' of the read rule has the type 'int &', which no stream holds",
    ),
    (
        "DG076",
        SIMPLE.replace("int fN", "int fN; int fX").replace("read ", "readraw "),
        "a raw rule reads one source member, this one names 2",
    ),
    ("DG079", SIMPLE.replace("{fSum=1;}", "{fSum=1;"), "the brackets in the code of the read rule do not match"),
    ("DG079", SIMPLE.replace("{fSum=1;}", "fSum=(1];"), "the brackets in the code of the read rule do not match"),
    ("DG001", SIMPLE + ' include="nowhere.h"', "the extra header cannot be included ('nowhere.h' file not found)"),
]


@pytest.mark.parametrize("code, pragma, message", REFUSED, ids=[f"{row[0]} {row[2][:50]}" for row in REFUSED])
def test_rule_is_refused_at_its_line(dictgen, code, pragma, message):
    result = run(dictgen, "\n" + pragma)
    assert result.status == 1
    assert result.first_line == f"LinkDef.h:2:1: error: {message} [{code}]"
    assert not (dictgen.folder / "Dict.cxx").exists()


WARNED = [
    (
        "DG077",
        SIMPLE.replace("int fN", "int fOld"),
        "the rule covers the current version 3 of 'Event', which has no member 'fOld' of type 'int': it is not run for "
        "it",
    ),
    (
        "DG077",
        SIMPLE.replace("int fN", "std::string fN"),
        "the rule covers the current version 3 of 'Event', which has no member 'fN' of type 'string': it is not run "
        "for it",
    ),
    (
        "DG077",
        SIMPLE.replace("Event", "Hand").replace('"[3]"', '"[1]"').replace("fSum", "fN")
        + "\n#pragma link C++ class Hand-;",
        "the rule covers the current version 1 of 'Hand', whose Streamer() is written by hand and does not run it",
    ),
    (
        "DG078",
        SIMPLE.replace("read ", "readraw "),
        "the rule covers the current version 3 of 'Event', which is read without it: a raw rule is for other versions",
    ),
]


@pytest.mark.parametrize("code, pragma, message", WARNED, ids=[f"{row[0]} {row[2][:50]}" for row in WARNED])
def test_rule_that_does_not_run_is_warned_of(dictgen, code, pragma, message):
    result = run(dictgen, pragma)
    assert result.status == 0
    assert result.first_line == f"LinkDef.h:1:1: warning: {message} [{code}]"
    assert "kCurrent" not in (dictgen.folder / "Dict.cxx").read_text()


@pytest.mark.parametrize(
    "pragma",
    [
        SIMPLE.replace("[3]", "[-2,4-]"),
        SIMPLE.replace('sourceClass="Event"', 'sourceClass="OldEvent"'),
        SIMPLE.replace('version="[3]"', 'checksum="[1]"'),
    ],
)
def test_rule_for_something_else_does_not_run(dictgen, pragma):
    assert run(dictgen, pragma).err == ""
    text = (dictgen.folder / "Dict.cxx").read_text()
    assert "Apply(" not in text and "kRules" in text


def test_checksum_of_the_class_covers_it(dictgen):
    dictgen.write("Event.h", HEADER)
    checksum = dictgen.layouts("Event.h")[1]["Event"].checksum
    assert run(dictgen, SIMPLE.replace('version="[3]"', f'checksum="[0x{checksum:x}]"')).err == ""
    assert "Apply(this)" in (dictgen.folder / "Dict.cxx").read_text()


def test_mutated_rules_are_read_or_refused(dictgen):
    """Whatever stands there: read, or refused with a message, and nothing else."""
    text = SIMPLE.replace(" source", " \\\n  source") + "\n#pragma link C++ options=version(2) class geo::B?x<*>+;\n"
    pieces = ['"', "\\", "\n", "*", "<", ";", "{", "}", "[", "-", "(", "=", "::", "//", "/*", "'", "\0", "\u00e9", "#"]
    random = Random(20)
    options = Options((), "", (), "c++20", COMPILER)
    arguments = clang_arguments(options)
    outcomes = set()
    for _ in range(150):
        mutated = text
        for _ in range(random.randint(1, 3)):
            first = random.randrange(len(mutated))
            last = first + random.choice([0, 1, 2, 9])
            mutated = mutated[:first] + random.choice(pieces) * random.randint(0, 2) + mutated[last:]
        path = dictgen.write("LinkDef.h", mutated)
        report = Report()
        try:
            found = read_linkdef(str(path), arguments, report)
            outcomes.add("refused" if report.failed else "read")
            assert report.failed or all(rule.code and rule.target_class for rule in found.rules)
        except Fatal:
            outcomes.add("clang")
            assert report.failed
    assert outcomes == {"read", "refused", "clang"}
