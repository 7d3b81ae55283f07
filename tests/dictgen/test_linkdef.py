"""LinkDef files: which pragmas select what, and which are refused."""

import pytest

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
        "DG042",
        "#pragma link C++ class geo::*+;",
        "LinkDef.h:1:1: error: the pattern 'geo::*' is not supported yet [DG042]",
    ),
    (
        "DG042",
        "#pragma link C++ namespace geo;",
        "LinkDef.h:1:1: error: '#pragma link C++ namespace' is not supported yet [DG042]",
    ),
    (
        "DG042",
        '#pragma read sourceClass="A" targetClass="A";',
        "LinkDef.h:1:1: error: '#pragma read' is not supported yet [DG042]",
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


def test_missing_linkdef_is_named(dictgen):
    dictgen.write("Event.h", HEADER)
    run = dictgen.run("-o", "Dict.cxx", "--linkdef", "LinkDef.h", "Event.h")
    assert run.status == 1
    assert run.first_line == "LinkDef.h: error: LinkDef file 'LinkDef.h' does not exist [DG001]"
