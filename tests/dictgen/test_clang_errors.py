"""clang's errors are shown as clang shows them; and what its words do not tell is found out."""

import pytest
from refusals import HIT, TRACK

GUARDED = '#pragma once\n#include "TObject.h"\n'


def test_errors_stand_with_notes_and_underlines(dictgen):
    dictgen.write(
        "Event.h",
        '#include "Rtypes.h"\nclass Event {\n\tint fX = 1 + "two" * 3;\n   /* h\u00e4\u00e4 */ int *fP = 2.5;\n'
        "   int Number();\n   void Number();\n   ClassDef(Event, 1)\n};\nint missing = 1\nint last;\n",
    )
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert run.status == 1
    assert run.err == (
        "Event.h:3:21: error: invalid operands to binary expression ('const char[4]' and 'int')\n"
        '\tint fX = 1 + "two" * 3;\n'
        "\t             ~~~~~ ^ ~\n"
        "Event.h:4:26: error: cannot initialize a member subobject of type 'int *' with an rvalue of type 'double'\n"
        "   /* h\u00e4\u00e4 */ int *fP = 2.5;\n"
        "                       ^~~\n"
        "Event.h:6:9: error: functions that differ only in their return type cannot be overloaded\n"
        "   void Number();\n"
        "   ~~~~ ^\n"
        "Event.h:5:8: note: previous declaration is here\n"
        "   int Number();\n"
        "   ~~~ ^\n"
        "Event.h:9:16: error: expected ';' after top level declarator\n"
        "int missing = 1\n"
        "               ^\n"
        "               ;\n"
        "4 errors generated.\n"
    )


def test_a_broken_header_is_not_blamed_on_the_linkdef_file(dictgen):
    dictgen.write(
        "Event.h", '#include "Rtypes.h"\nstruct Event : Missing { int fX; };\ntemplate <class T> struct Box;\n'
    )
    dictgen.write("LinkDef.h", "#pragma link C++ class Event+;\n#pragma link C++ class Box<Event>+;\n")
    run = dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h")
    assert run.status == 1
    assert run.err == (
        "Event.h:2:16: error: expected class name\n"
        "struct Event : Missing { int fX; };\n               ^\n1 error generated.\n"
    )


def test_the_header_of_a_standard_template_is_told(dictgen):
    dictgen.write("Event.h", '#include "Rtypes.h"\nclass Event { ClassDef(Event, 1) };\n')
    dictgen.write("LinkDef.h", "#pragma link C++ class std::unordered_multimap<int,int>+;\n")
    run = dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h")
    assert "  fix: #include <unordered_map> in one of the headers\n" in run.err


def test_include_stack_is_shown_once_for_a_file(dictgen):
    dictgen.write("lib/Inner.h", "#pragma once\nint one = nothing;\nint two = nowhere;\n")
    dictgen.write("lib/Middle.h", '#pragma once\n\n#include "Inner.h"\n')
    dictgen.write("Event.h", '#include "Rtypes.h"\n#include "lib/Middle.h"\nint three = never;\n')
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert run.status == 1
    assert run.err == (
        "In file included from Event.h:2:\n"
        "In file included from lib/Middle.h:3:\n"
        "lib/Inner.h:2:11: error: use of undeclared identifier 'nothing'\n"
        "int one = nothing;\n"
        "          ^\n"
        "lib/Inner.h:3:11: error: use of undeclared identifier 'nowhere'\n"
        "int two = nowhere;\n"
        "          ^\n"
        "Event.h:3:13: error: use of undeclared identifier 'never'\n"
        "int three = never;\n"
        "            ^\n"
        "3 errors generated.\n"
    )


def test_clangs_limit_is_passed_on(dictgen):
    dictgen.write("Event.h", "".join(f"int i{i} = nothing;\n" for i in range(30)))
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert "dictgen: fatal error: too many errors emitted, stopping now\n" in run.err
    assert run.err.splitlines()[-1] == "20 errors generated."


@pytest.mark.parametrize("headers", [("Track.h", "Hit.h"), ("Track.h",)])
def test_header_that_needs_another_one_first_says_which(dictgen, headers):
    dictgen.write("Hit.h", GUARDED + HIT)
    dictgen.write("Track.h", TRACK)
    run = dictgen.run("-o", "Dict.cxx", *headers)
    assert run.status == 1
    assert run.err == (
        "Track.h:1:22: error: 'Track.h' can only be included after 'Hit.h' (expected class name) [DG084]\n"
        f"{TRACK}"
        "                     ^\n"
        '  fix: #include "Hit.h" in Track.h, or name Hit.h before it\n'
        "1 error generated.\n"
    )
    assert dictgen.run("-o", "Dict.cxx", "Hit.h", "Track.h").err == ""


def test_header_that_needs_another_one_is_told_beside_other_errors(dictgen):
    dictgen.write("Hit.h", GUARDED + HIT)
    dictgen.write("Track.h", "typedef Hit *Hits[3];\n" + TRACK)
    dictgen.write("Broken.h", GUARDED + "class Broken : public Nothing {};\n")
    run = dictgen.run("-o", "Dict.cxx", "Track.h", "Broken.h", "Hit.h")
    assert [line for line in run.err.splitlines() if "error" in line] == [
        "Track.h:1:9: error: 'Track.h' can only be included after 'Hit.h' (unknown type name 'Hit') [DG084]",
        "Broken.h:3:23: error: expected class name",
        "2 errors generated.",
    ]


def test_no_header_is_blamed_that_does_not_help(dictgen):
    """Hit.h mentions the name, but does not declare it."""
    dictgen.write("Hit.h", GUARDED + "// not a Track\n" + HIT)
    dictgen.write("Event.h", GUARDED + "class Event : public Track {};\n")
    run = dictgen.run("-o", "Dict.cxx", "Event.h", "Hit.h")
    assert run.first_line == "Event.h:3:22: error: expected class name"
    assert run.err.splitlines()[-1] == "1 error generated."


def test_header_without_include_guard_is_told(dictgen):
    dictgen.write("Bare.h", "struct Bare { int fX; };\nenum EBare { kBare };\n")
    dictgen.write("User.h", '#include "Bare.h"\nstruct User { Bare fBare; };\n')
    run = dictgen.run("-o", "Dict.cxx", "Bare.h", "User.h")
    assert run.status == 1
    assert run.err == (
        "Bare.h:1:1: error: the header is read twice and has no include guard (redefinition of 'Bare') [DG085]\n"
        "struct Bare { int fX; };\n"
        "^\n"
        "  fix: #pragma once as its first line\n"
        "1 error generated.\n"
    )


def test_errors_in_linkdef_and_macro_are_clangs(dictgen):
    dictgen.write("Event.h", GUARDED + HIT)
    dictgen.write("LinkDef.h", '#include "None.h"\n')
    run = dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h")
    assert run.first_line == "LinkDef.h:1:10: fatal error: 'None.h' file not found"
    dictgen.write("hprod.C", "void hprod(Nothing n) {}\n")
    run = dictgen.run("-o", "Dict.cxx", "--macro-main", "hprod.C")
    assert run.first_line == "hprod.C:1:12: error: unknown type name 'Nothing'"
