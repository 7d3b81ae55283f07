"""LinkDef files: which pragmas select what, and which are refused."""

import pytest

PRECOMPILED = True

HEADER = """#include "TObject.h"
#include <vector>
struct Plain { int fX; };
class Hand { public: virtual ~Hand() {} ClassDef(Hand, 2) };
class Event : public TObject { Plain fPlain; ClassDef(Event, 1) };
template <class T> class Box { public: T fT; virtual ~Box() {} ClassDef(Box, 1) };
namespace geo { struct Point { double fX; }; class Solid { Point fPoint; ClassDefNV(Solid, 1) }; }
class Outer { struct Inner { int fX; ClassDefNV(Inner, 1) }; Inner fInner; ClassDefNV(Outer, 1) };
"""


def selected(dictgen, linkdef):
    dictgen.write("Event.h", HEADER)
    path = dictgen.write("LinkDef.h", linkdef)
    model = dictgen.model("Event.h", linkdef=str(path))
    return {model.classes[s.key].name: s.custom_streamer for s in model.selected}


BY_CLASSDEF = {"Event", "Hand", "Plain", "geo::Point", "geo::Solid", "Outer", "Outer::Inner"}


@pytest.mark.parametrize("guard", ["__CLING__", "__ROOTCLING__", "__CINT__", "__MAKECINT__"])
def test_guards_of_all_generations_are_defined(dictgen, guard):
    found = selected(dictgen, f"#ifdef {guard}\n#pragma link C++ class Hand-;\n#endif\n")
    assert found["Hand"] is True


def test_skipped_pragmas_do_not_count(dictgen):
    found = selected(
        dictgen,
        "#ifndef __CLING__\n#pragma link C++ class Nothing+;\n#else\n#pragma link C++ class Hand-!;\n#endif\n"
        "// #pragma link C++ class Nothing+;\n/*\n#pragma link C++ class Nothing+;\n*/\n",
    )
    assert set(found) == BY_CLASSDEF
    assert found["Hand"] is True


@pytest.mark.parametrize(
    "pragma, name",
    [
        ("#pragma link C++ class Plain+;", "Plain"),
        ("#pragma link C++ struct Plain+;", "Plain"),
        ("  # pragma  link   C++   class   Plain + ;", "Plain"),
        ("#pragma link C++ class \\\n   Plain+;", "Plain"),
        ("#pragma link C++ class Box<Float_t>+;", "Box<float>"),
        ("#pragma link C++ class Box<std::vector<int> >+;", "Box<vector<int> >"),
        ("#pragma link C++ class Box<vector<int> >+;", "Box<vector<int> >"),
        ("#pragma link C++ class geo::Point+; // a comment", "geo::Point"),
        ("#pragma link C++ class Outer::Inner+;", "Outer::Inner"),
    ],
)
def test_class_is_selected(dictgen, pragma, name):
    assert selected(dictgen, pragma + "\n") == {**{n: False for n in BY_CLASSDEF}, name: False}


def test_containers_need_no_dictionary_of_their_own(dictgen):
    assert set(selected(dictgen, "#pragma link C++ class std::vector<Plain>+;\n")) == BY_CLASSDEF


def test_a_class_can_be_switched_off(dictgen):
    assert set(selected(dictgen, "#pragma link off all globals;\n#pragma link off class Hand;\n")) == BY_CLASSDEF - {
        "Hand"
    }


def test_included_linkdef_counts(dictgen):
    dictgen.write("Sub.h", "#pragma link C++ class Hand-;\n")
    assert selected(dictgen, '#include "Sub.h"\n')["Hand"] is True


def test_custom_streamer_is_not_emitted(dictgen):
    dictgen.write("Event.h", HEADER)
    dictgen.write("LinkDef.h", "#pragma link C++ class Hand-;\n")
    assert dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h").err == ""
    text = (dictgen.folder / "Dict.cxx").read_text()
    assert "void Hand::Streamer" not in text
    assert "ClassDictionary::kCustomStreamer" in text
    assert "void Event::Streamer" in text


REFUSED = [
    (
        "DG040",
        "#pragma link C++ class Nothing+;",
        "LinkDef.h:1:1: error: there is no class 'Nothing' in the headers (unknown type name 'Nothing'",
    ),
    ("DG040", "#pragma link C++ class int+;", "LinkDef.h:1:1: error: 'int' is not a class [DG040]"),
    (
        "DG041",
        "#pragma link C++ class Event+",
        "LinkDef.h:1:1: error: the pragma does not end with a semicolon [DG041]",
    ),
    (
        "DG041",
        "#pragma link C++ klass Event+;",
        "LinkDef.h:1:1: error: the pragma is not understood: 'link C++ klass Event+;' [DG041]",
    ),
    (
        "DG041",
        "#pragma link C++ options=nomap;",
        "LinkDef.h:1:1: error: the pragma is not understood: 'link C++ options=nomap;' [DG041]",
    ),
    (
        "DG041",
        "#pragma create TFoo Event;",
        "LinkDef.h:1:1: error: the pragma is not understood: 'create TFoo Event;' [DG041]",
    ),
    (
        "DG041",
        "#pragma extra_include more.h;",
        "LinkDef.h:1:1: error: the pragma is not understood: 'extra_include more.h;' [DG041]",
    ),
    (
        "DG001",
        '#pragma extra_include "more.h";',
        "LinkDef.h:1:1: error: the extra header cannot be included ('more.h' file not found) [DG001]",
    ),
    (
        "DG033",
        "#pragma link C++ options=version(x) class Plain+;",
        "LinkDef.h:1:1: error: 'version(x)' gives no class version; it must be a number from 1 to 16383 [DG033]",
    ),
    (
        "DG044",
        "#pragma link C++ class Plain-;",
        "LinkDef.h:1:1: error: 'Plain' has no function Streamer(TBuffer &), which '-' says is written by hand [DG044]",
    ),
]


@pytest.mark.parametrize("code, pragma, first_line", REFUSED, ids=[row[1] for row in REFUSED])
def test_pragma_is_refused_at_its_line(dictgen, code, pragma, first_line):
    dictgen.write("Event.h", HEADER)
    dictgen.write("LinkDef.h", pragma + "\n")
    run = dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h")
    assert run.status == 1
    assert run.first_line.startswith(first_line) and run.first_line.endswith(f"[{code}]")
    assert not (dictgen.folder / "Dict.cxx").exists()


WARNED = [
    (
        "#pragma link C++ class Evnet*+;",
        "LinkDef.h:1:1: warning: nothing in the headers fits 'class Evnet*' [DG045]",
    ),
    ("#pragma link C++ namespace goe;", "LinkDef.h:1:1: warning: nothing in the headers fits 'namespace goe' [DG045]"),
    (
        '#pragma link C++ defined_in "Evnet.h";',
        "LinkDef.h:1:1: warning: nothing in the headers fits 'defined_in Evnet.h' [DG045]",
    ),
    (
        "#pragma link off defined_in namespace goe;",
        "LinkDef.h:1:1: warning: nothing in the headers fits 'off defined_in namespace goe' [DG045]",
    ),
    (
        "#pragma link off class Evnet;",
        "LinkDef.h:1:1: warning: there is no class 'Evnet' in the headers that could be switched off [DG045]",
    ),
    (
        "#pragma link C++ function Fill;",
        "LinkDef.h:1:1: warning: '#pragma link C++ function' has no effect: there is no interpreter that would use it "
        "[DG046]",
    ),
    (
        "#pragma link C++ class vector<Plain>::iterator;",
        "LinkDef.h:1:1: warning: a dictionary of 'vector<Plain>::iterator' has no effect: that is a class of the "
        "standard library which no stream holds [DG046]",
    ),
    (
        "#pragma link C++ class std::less<int>+;",
        "LinkDef.h:1:1: warning: a dictionary of 'std::less<int>' has no effect: that is a class of the standard "
        "library which no stream holds [DG046]",
    ),
    (
        "#pragma link C++ options=nomap,versoin(2) class Plain+;",
        "LinkDef.h:1:1: warning: the option 'versoin(2)' is not known and has no effect [DG047]",
    ),
    (
        "#pragma link C++ options=version(2) class Event+;",
        "LinkDef.h:1:1: warning: the option 'version(2)' has no effect: ClassDef says that 'Event' has version 1 "
        "[DG048]",
    ),
]


@pytest.mark.parametrize("pragma, first_line", WARNED, ids=[row[0] for row in WARNED])
def test_pragma_is_warned_of(dictgen, pragma, first_line):
    dictgen.write("Event.h", HEADER)
    dictgen.write("LinkDef.h", pragma + "\n")
    run = dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h")
    assert run.status == 0
    assert run.first_line == first_line


MANY = """#include "TObject.h"
#include <map>
#include <vector>
namespace geo {
struct Point { double fX; };
struct Plane { Point fPoint; struct Edge { int fN; struct Tip { int fN; }; }; };
class Box { public: int fN; };
namespace inner { struct Deep { int fN; }; }
}
struct EventHeader { int fN; };
struct EventData { int fN; struct Cell { int fN; }; class Hidden { friend struct EventData; }; };
struct Event2 { int fN; };
class Stored { public: ClassDefNV(Stored, 1) };
namespace { struct Secret { int fN; }; }
template <class T> struct Pair2 { T fFirst; };
template <class T> class Kept { public: T fT; ClassDefNV(Kept, 1) };
using PairOfInts = Pair2<int>;
namespace geo { typedef Pair2<Point *> PairOfPoints; }
"""
PATTERNS = [
    ("class geo::*+", {"geo::Point", "geo::Plane", "geo::Plane::Edge", "geo::Plane::Edge::Tip", "geo::Box"}),
    ("class Event*+", {"EventHeader", "EventData", "EventData::Cell", "EventData::Hidden", "Event2"}),
    ("class Event?+", {"Event2"}),
    ("class *::Pl*+", {"geo::Point", "geo::Plane", "geo::Plane::Edge", "geo::Plane::Edge::Tip"}),
    ("class Pair2<*>+", {"Pair2<int>", "Pair2<geo::Point*>", "geo::Point"}),  # it points to the latter
    ("class Pair2<*oint *>+", {"Pair2<geo::Point*>", "geo::Point"}),
    ("class Pair2<float>+", {"Pair2<float>"}),
    ("namespace geo", {"geo::Point", "geo::Plane", "geo::Box"}),
    ("namespace geo+", {"geo::Point", "geo::Plane", "geo::Box"}),
    ("namespace geo::*", {"geo::inner::Deep"}),
    ("all classes", None),
    ("defined_in namespace geo", None),
    ("defined_in class EventData", {"EventData::Cell", "EventData::Hidden"}),
    ("defined_in struct geo::Plane", {"geo::Plane::Edge", "geo::Plane::Edge::Tip"}),
]
IN_GEO = {"geo::Point", "geo::Plane", "geo::Plane::Edge", "geo::Plane::Edge::Tip", "geo::Box", "geo::inner::Deep"}


def many(dictgen, linkdef):
    dictgen.write("Many.h", MANY)
    path = dictgen.write("LinkDef.h", linkdef)
    return dictgen.model("Many.h", linkdef=str(path))


def names(model):
    return {model.classes[s.key].name for s in model.selected}


@pytest.mark.parametrize("pragma, chosen", PATTERNS, ids=[row[0] for row in PATTERNS])
def test_pattern_chooses(dictgen, pragma, chosen):
    chosen = chosen or IN_GEO
    if pragma == "all classes":
        chosen = chosen | {"EventHeader", "EventData", "EventData::Cell", "EventData::Hidden", "Event2"}
    if pragma == "class geo::*+":
        chosen = chosen | {"geo::inner::Deep"}
    assert names(many(dictgen, f"#pragma link C++ {pragma};\n")) == chosen | {"Stored"}


def test_the_last_pragma_wins(dictgen):
    model = many(
        dictgen,
        "#pragma link C++ class Event*;\n#pragma link off class EventData*;\n#pragma link C++ class EventData+;\n"
        "#pragma link C++ class Stored-;\n#pragma link C++ class S*+;\n",
    )
    assert names(model) == {"EventHeader", "EventData", "Event2", "Stored"}
    assert not any(selected.custom_streamer for selected in model.selected)


def test_off_all_classes_takes_back_what_classdef_and_pragmas_chose(dictgen):
    model = many(
        dictgen, "#pragma link C++ class Event2+;\n#pragma link off all classes;\n#pragma link C++ class geo::Plane+;\n"
    )
    assert names(model) == {"geo::Plane", "geo::Point"}  # Plane needs Point


def test_nested_classes_follow_the_class_around_them(dictgen):
    linkdef = "#pragma link C++ nestedclasses;\n#pragma link C++ nestedtypedefs;\n#pragma link C++ class geo::Plane+;\n"
    assert names(many(dictgen, linkdef)) == {"Stored", "geo::Plane", "geo::Point"} | {
        "geo::Plane::Edge",
        "geo::Plane::Edge::Tip",
    }
    assert names(many(dictgen, linkdef + "#pragma link off class geo::Plane::Edge;\n")) == {
        "Stored",
        "geo::Plane",
        "geo::Point",
    }
    assert names(many(dictgen, linkdef + "#pragma link off nestedclasses;\n")) == {"Stored", "geo::Plane", "geo::Point"}


def test_defined_in_a_header_reaches_headers_that_are_not_named(dictgen):
    dictgen.write("sub/Other.h", "#pragma once\nstruct Other { int fN; struct In { int fN; }; };\n")
    dictgen.write("Main.h", '#include "sub/Other.h"\nstruct Main { int fN; };\n')
    for name in ("Other.h", "sub/Other.h", "./sub/Other.h"):
        path = dictgen.write("LinkDef.h", f'#pragma link C++ defined_in "{name}";\n')
        assert names(dictgen.model("Main.h", linkdef=str(path))) == {"Other", "Other::In"}
    path = dictgen.write("LinkDef.h", '#pragma link C++ defined_in "Main.h";\n')
    assert names(dictgen.model("Main.h", linkdef=str(path))) == {"Main"}


def test_version_of_a_class_without_classdef(dictgen):
    model = many(dictgen, "#pragma link C++ options=version(3), nomap class geo::Point+;\n")
    assert model.classes["geo::Point"].stream_version == 3
    model = many(dictgen, "#pragma link C++ options=version(3) class Event*+;\n#pragma link C++ class Event2+;\n")
    assert model.classes["EventData"].stream_version == 3
    assert model.classes["Event2"].stream_version == 1


def test_option_for_a_streamer_written_by_hand(dictgen):
    assert selected(dictgen, "#pragma link C++ options=nostreamer class Hand;\n")["Hand"] is True


def test_classes_that_are_not_public_are_no_concern_of_patterns(dictgen):
    dictgen.write("Event.h", "class Event { struct In { int fX; }; In fIn; struct Unused { int fX; }; };\n")
    path = dictgen.write("LinkDef.h", "#pragma link C++ class Ev*+;\n#pragma link C++ nestedclasses;\n")
    assert names(dictgen.model("Event.h", linkdef=str(path))) == {"Event", "Event::In"}  # which it needs


def test_file_that_is_included_twice_counts_once(dictgen):
    dictgen.write("Sub.h", "#pragma link C++ class Evnet*+;\n")
    dictgen.write("Event.h", HEADER)
    dictgen.write("LinkDef.h", '#include "Sub.h"\n#include "Sub.h"\n')
    assert dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h").err.count("DG045") == 1


def test_version_is_in_the_tables(dictgen):
    dictgen.write("Many.h", MANY)
    dictgen.write(
        "LinkDef.h", "#pragma link C++ options=version(3) class geo::Point+;\n#pragma link off class Stored;\n"
    )
    assert dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Many.h").err == ""
    lines = (dictgen.folder / "Dict.cxx").read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if '"geo::Point",' in line)
    assert lines[start + 4].strip() == "3,"


def test_lock_knows_versions_of_linkdef(dictgen):
    dictgen.write("LinkDef.h", "#pragma link C++ options=version(3) class Plain+;\n")
    arguments = ("-o", "Dict.cxx", "--lock", "lock.json", "--linkdef", "LinkDef.h", "Plain.h")
    dictgen.write("Plain.h", "struct Plain { int fX; };\n")
    assert dictgen.run(*arguments, "--lock-update").err == ""
    assert '"3"' in (dictgen.folder / "lock.json").read_text()
    dictgen.write("Plain.h", "struct Plain { double fX; };\n")
    run = dictgen.run(*arguments)
    assert run.first_line == (
        "Plain.h:1:8: error: the layout of 'Plain' has changed, but its version is 3 as before [DG090]"
    )
    assert "raise the version: '#pragma link C++ options=version(4) class Plain+;'" in run.err
    dictgen.write("LinkDef.h", "#pragma link C++ options=version(4) class Plain+;\n")
    assert dictgen.run(*arguments, "--lock-update").err == ""


def test_pragmas_for_what_needs_no_dictionary_are_taken(dictgen):
    linkdef = "".join(
        f"#pragma link {text};\n"
        for text in (
            "off all globals",
            "off all functions",
            "off all typedefs",
            "off function Fill",
            "C++ enum EColor",
            "C++ typedef PairOfInts",
            "C++ all typedefs",
            "C++ class std::map<int,float>+",
            'C++ options=nomap,rntupleStreamerMode("true"),evolution class Event2+!',
        )
    )
    dictgen.write("Many.h", MANY)
    dictgen.write("LinkDef.h", linkdef)
    assert dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Many.h").err == ""


def test_create_and_extra_include(dictgen):
    dictgen.write("more.h", "#pragma once\nstruct More { int fN; };\n")
    dictgen.write("Many.h", MANY)
    dictgen.write(
        "LinkDef.h", '#pragma extra_include "more.h";\n#pragma extra_include <cmath>;\n#pragma create TClass More;\n'
    )
    assert dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Many.h").err == ""
    text = (dictgen.folder / "Dict.cxx").read_text()
    assert '#include "Many.h"\n#include "more.h"\n#include <cmath>\n' in text
    assert '"More"' in text


def test_pragmas_count_where_their_file_is_included(dictgen):
    dictgen.write("Sub.h", "#pragma link off class Event2;\n")
    first = "#pragma link C++ class Event2+;\n"
    assert "Event2" not in names(many(dictgen, first + '#include "Sub.h"\n'))
    assert "Event2" in names(many(dictgen, '#include "Sub.h"\n' + first))


REQUESTS = """#include "Rtypes.h"
#include <map>
#include <vector>
#include "Theirs.h"
namespace mine { struct Plain { int fX; }; ROOTLET_DICT(Plain) }
template <class A, class B> struct Two { A fA; B fB; };
ROOTLET_DICT(Two<int, float>)
ROOTLET_DICT(theirs::Point);
ROOTLET_DICT(std::map<int, float>)
ROOTLET_DICT(std::vector<theirs::Point>);
"""


def test_dictionary_asked_for_in_the_header(dictgen):
    dictgen.write("Theirs.h", "namespace theirs { struct Point { float x, y; }; }\n")
    dictgen.write("Mine.h", REQUESTS)
    model = dictgen.model("Mine.h")
    assert names(model) == {"mine::Plain", "Two<int,float>", "theirs::Point"}
    assert [s.location.line for s in model.selected] == [5, 7, 8]


def test_request_can_be_taken_back(dictgen):
    dictgen.write("Theirs.h", "namespace theirs { struct Point { float x, y; }; }\n")
    dictgen.write("Mine.h", REQUESTS)
    path = dictgen.write("LinkDef.h", "#pragma link off class theirs::Point;\n#pragma link C++ class mine::Plain+;\n")
    assert names(dictgen.model("Mine.h", linkdef=str(path))) == {"mine::Plain", "Two<int,float>"}


def test_request_in_a_header_that_is_not_named_belongs_to_another_dictionary(dictgen):
    dictgen.write("Theirs.h", '#include "Rtypes.h"\nstruct Point { float x, y; };\nROOTLET_DICT(Point)\n')
    dictgen.write("Mine.h", '#include "Theirs.h"\nstruct Mine { int fX; };\nROOTLET_DICT(Mine)\n')
    assert names(dictgen.model("Mine.h")) == {"Mine"}


REFUSED_REQUESTS = [
    ("ROOTLET_DICT(Nothing)", "Mine.h:3:1: error: unknown type name 'Nothing'"),
    ("ROOTLET_DICT(int)", "Mine.h:3:1: error: 'int' is not a class [DG040]"),
    (
        "struct Declared;  ROOTLET_DICT(Declared)",
        "Mine.h:3:19: error: 'Declared' is declared but not defined in the headers [DG040]",
    ),
    (
        "struct In { int fX; ROOTLET_DICT(int) };",  # not at namespace scope
        "Mine.h:3:8: error: missing '}' at end of definition of 'In'",
    ),
]


@pytest.mark.parametrize("line, first_line", REFUSED_REQUESTS, ids=[row[0] for row in REFUSED_REQUESTS])
def test_request_is_refused_at_its_line(dictgen, line, first_line):
    dictgen.write("Mine.h", f'#include "Rtypes.h"\nstruct Plain {{ int fX; }}; ROOTLET_DICT(Plain)\n{line}\n')
    run = dictgen.run("-o", "Dict.cxx", "Mine.h")
    assert run.status == 1
    assert run.first_line == first_line
    assert not (dictgen.folder / "Dict.cxx").exists()


def test_missing_linkdef_is_named(dictgen):
    dictgen.write("Event.h", HEADER)
    run = dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h")
    assert run.status == 1
    assert run.first_line == "LinkDef.h: error: LinkDef file 'LinkDef.h' does not exist [DG001]"
