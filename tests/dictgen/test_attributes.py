"""Annotation macros and comments: each annotation in both forms gives the same model, title and checksum."""

import dataclasses
import subprocess

import pytest
from conftest import COMPILER, RUNTIME, Dictgen
from dictgen.attributes import Attributes
from dictgen.diagnostics import Location

PRECOMPILED = True

PRELUDE = """#include "TNamed.h"
#include <map>
#include <memory>
#include <vector>
struct Cell { Int_t fId; };
template <class T> struct Box { ROOTLET_TITLE("boxed") Int_t fN; ROOTLET_COUNTED(fN) T *fT; };
"""
CLASS = """namespace rowNUMBER { class TITLE Event : public TNamed {
public:
   Int_t fN; UInt_t fCount;
   MEMBER
   ClassDefOverride(rowNUMBER::Event, 1) BEHIND
}; }
"""

# the declaration with macros, the same with a comment
ROWS = [
    ("ROOTLET_TRANSIENT Int_t fX;", "Int_t fX; //!"),
    ("ROOTLET_TRANSIENT Int_t fX; // a cache", "Int_t fX; //! a cache"),
    ('ROOTLET_TRANSIENT ROOTLET_TITLE("a cache") Int_t fX;', "Int_t fX; //! a cache"),
    ("ROOTLET_TRANSIENT int &fX; ///< a reference", "int &fX; //! a reference"),
    ("ROOTLET_TRANSIENT void (*fX)(int);", "void (*fX)(int); //!"),
    ("ROOTLET_TRANSIENT union { int fI; float fF; };", "union { int fI; float fF; }; //!"),
    ("ROOTLET_TRANSIENT struct { int fI; } fX;", "struct { int fI; } fX; //!"),
    ("ROOTLET_TRANSIENT unsigned fX : 3;", "unsigned fX : 3; //!"),
    ("ROOTLET_TRANSIENT Int_t fX = 3; //! said twice", "Int_t fX = 3; //! said twice"),
    ("ROOTLET_TRANSIENT mutable Int_t fX{3};", "mutable Int_t fX{3}; //!"),
    ("ROOTLET_TRANSIENT Int_t fX, fY; // both", "Int_t fX, fY; //! both"),
    ("ROOTLET_NEVER_NULL TNamed *fX;", "TNamed *fX; //->"),
    ("ROOTLET_NEVER_NULL Cell *fX; // always there", "Cell *fX; //-> always there"),
    ("ROOTLET_NEVER_NULL TNamed *fX[3];", "TNamed *fX[3]; //->"),
    ("ROOTLET_NEVER_NULL std::unique_ptr<Cell> fX;", "std::unique_ptr<Cell> fX; //->"),
    ("ROOTLET_COUNTED(fN) Float_t *fX;", "Float_t *fX; //[fN]"),
    ("ROOTLET_COUNTED( fCount ) Float_t *fX; // values", "Float_t *fX; //[fCount] values"),
    ("ROOTLET_COUNTED(fN) Short_t *fX[2];", "Short_t *fX[2]; //[fN]"),
    ("ROOTLET_COUNTED(fN) Cell *fX; // cells", "Cell *fX; //[fN] cells"),
    ("ROOTLET_COUNTED(fN) TNamed **fX;", "TNamed **fX; //[fN]"),
    ("ROOTLET_COUNTED(fN) Float_t *fX; //[ fN ] both", "Float_t *fX; //[fN] both"),
    ("Float_t ROOTLET_COUNTED(fN) *fX;", "Float_t *fX; //[fN]"),
    ("Float_t *fX ROOTLET_COUNTED(fN) = nullptr; // behind", "Float_t *fX = nullptr; //[fN] behind"),
    ("ROOTLET_PACKED(0, 100) Double32_t fX;", "Double32_t fX; //[0,100]"),
    ("ROOTLET_PACKED(-1e3, 1e3, 20) Double32_t fX; // energy [MeV]", "Double32_t fX; //[-1e3,1e3,20] energy [MeV]"),
    ("ROOTLET_PACKED(0, 2 * pi, 10) Float16_t fX; // an angle", "Float16_t fX; //[0,2*pi,10] an angle"),
    ("ROOTLET_PACKED(0, 0, 12) Double32_t fX[3];", "Double32_t fX[3]; //[0,0,12]"),
    ("ROOTLET_COUNTED(fN) ROOTLET_PACKED(0, 6, 10) Double32_t *fX;", "Double32_t *fX; //[fN][0,6,10]"),
    ("ROOTLET_PACKED(0, 6, 10) ROOTLET_COUNTED(fN) Double32_t *fX; // t", "Double32_t *fX; //[fN][0,6,10] t"),
    ("ROOTLET_DONT_SPLIT std::vector<Cell> fX;", "std::vector<Cell> fX; //||"),
    ("ROOTLET_DONT_SPLIT std::map<int, Cell> fX; // whole", "std::map<int, Cell> fX; //|| whole"),
    ('ROOTLET_TITLE("a number") Int_t fX;', "Int_t fX; // a number"),
    ('ROOTLET_TITLE("a \\"number\\"; " "in two parts") Int_t fX;', 'Int_t fX; // a "number"; in two parts'),
    ('ROOTLET_TITLE("width [mm]") Float_t fX;', "Float_t fX; // width [mm]"),
    ('ROOTLET_TITLE("values") Float_t *fX; //[fN] another title', "Float_t *fX; //[fN] values"),
    ('ROOTLET_TITLE("the title") Int_t fX; // for the reader of the code', "Int_t fX; // the title"),
    ("[[maybe_unused]] ROOTLET_TRANSIENT Int_t fX;", "[[maybe_unused]] Int_t fX; //!"),
    ('__attribute__((annotate("of another tool"))) Int_t fX; // x', "Int_t fX; // x"),
]


def described(dictgen, name, rows):
    """The elements of the class of each row, free of places in the source."""
    text = PRELUDE
    for i, row in enumerate(rows):
        title, member, behind = row if isinstance(row, tuple) else ("", row, "")
        text += (
            CLASS.replace("NUMBER", str(i)).replace("TITLE", title).replace("MEMBER", member).replace("BEHIND", behind)
        )
    dictgen.write(name, text)
    model, layouts = dictgen.layouts(name)
    result = []
    for i in range(len(rows)):
        cls, layout = model.classes[f"row{i}::Event"], layouts[f"row{i}::Event"]
        nowhere = [dataclasses.replace(m, location=Location()) for m in cls.members]
        elements = [dataclasses.replace(e, member=member) for e, member in zip(layout.elements, nowhere)]
        result.append((cls.title, layout.checksum, nowhere, elements))
    return result


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """Both forms of all rows, two runs in all."""
    dictgen = Dictgen(tmp_path_factory.mktemp("attributes"))
    by_macro, by_comment = (
        described(dictgen, str(dictgen.folder / f"Event{column}.h"), [row[column] for row in ROWS]) for column in (0, 1)
    )
    return by_macro, by_comment


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row[0] for row in ROWS])
def test_macro_and_comment_are_the_same(forms, number):
    by_macro, by_comment = forms
    assert by_macro[number] == by_comment[number]


def test_the_rows_do_annotate(forms):
    """What is compared above is not empty on both sides."""
    comments = [elements[2].annotation.title for _, _, _, elements in forms[0]]
    assert [c for c in comments if not c] == []
    assert len(set(comments)) > len(ROWS) / 2


@pytest.mark.parametrize(
    "macro, comment, title",
    [
        ("", "// an event", "an event"),
        ('ROOTLET_TITLE("an event")', "", "an event"),
        ('ROOTLET_TITLE("an event")', "// said otherwise", "an event"),
    ],
)
def test_a_class_has_a_title(dictgen, macro, comment, title):
    assert described(dictgen, "Event.h", [(macro, "Int_t fX;", comment)])[0][0] == title


def test_a_class_without_classdef_has_a_title_by_macro(dictgen):
    dictgen.write(
        "Event.h",
        '#include "RootletAnnotations.h"\nstruct ROOTLET_TITLE("of data alone") Plain { int fX; };\n'
        'template <class T> struct ROOTLET_TITLE("a box") Box { ROOTLET_TITLE("inside") T fT; };\n',
    )
    linkdef = dictgen.write("LinkDef.h", "#pragma link C++ class Plain+;\n#pragma link C++ class Box<int>+;\n")
    model = dictgen.model("Event.h", linkdef=str(linkdef))
    assert model.classes["Plain"].title == "of data alone"
    assert model.classes["Box<int>"].title == "a box"
    assert model.classes["Box<int>"].members[0].comment == "inside"


def test_compilers_see_nothing_of_the_macros(dictgen):
    """Neither g++ nor its warnings; and the dictionary compiles with them."""
    dictgen.write(
        "Event.h",
        PRELUDE
        + 'class ROOTLET_TITLE("an event") Event : public TNamed {\n'
        + "   Int_t fN;\n   ROOTLET_COUNTED(fN) ROOTLET_PACKED(0, 1, 8) Double32_t *fX = nullptr;\n"
        + "   ROOTLET_TRANSIENT Int_t fCache = 0;\n   ROOTLET_NEVER_NULL Cell *fCell = nullptr;\n"
        + "   ROOTLET_DONT_SPLIT std::vector<Cell> fCells;\n   Box<Float_t> fBox;\npublic:\n"
        + "   ClassDefOverride(Event, 1)\n};\n",
    )
    run = dictgen.run("-o", "Dict.cxx", "Event.h")
    assert (run.status, run.err) == (0, "")
    command = [COMPILER, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", f"-I{RUNTIME}", "Dict.cxx"]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""
    assert "b.WriteCounted(x.fN, x.fT);" in (dictgen.folder / "Dict.cxx").read_text()


# The attributes of a declaration, its comment, what is wrong with them.
CONTRADICTIONS = [
    (["transient"], "[fN]", "has ROOTLET_TRANSIENT for '!', and the comment says '[fN]'"),
    (["counted=fN"], "[fMax] values", "has ROOTLET_COUNTED for '[fN]', and the comment says '[fMax]'"),
    (
        ["counted=fN", "packed=0,1"],
        "[fN] values",
        "has ROOTLET_COUNTED and ROOTLET_PACKED for '[fN][0,1]', and the comment says '[fN]'",
    ),
    (["never_null"], "/<! x", "has ROOTLET_NEVER_NULL for '->', and the comment says '!'"),
    (["transient", "counted=fN"], "", "has ROOTLET_TRANSIENT and ROOTLET_COUNTED, which exclude each other"),
    (["dont_split", "never_null"], "", "has ROOTLET_NEVER_NULL and ROOTLET_DONT_SPLIT, which exclude each other"),
    (["counted=fN", "counted=fM"], "", "has ROOTLET_COUNTED twice, with different values"),
    (["title=a", "title=b"], "", "has ROOTLET_TITLE twice, with different values"),
    (["title=! a"], "", "has a title that begins like the annotation '!'"),
    (["title=[fN] a"], "", "has a title that begins like the annotation '[fN]'"),
    (["title=a\nb"], "", "has a title of more than one line"),
    (["newer"], "", "has the annotation 'newer', which this dictgen does not know"),
]


@pytest.mark.parametrize("texts, comment, problem", CONTRADICTIONS, ids=[row[2] for row in CONTRADICTIONS])
def test_contradictions_are_found(texts, comment, problem):
    assert Attributes.of([f"rootlet:{text}" for text in texts]).comment(comment)[1] == problem


def test_saying_the_same_twice_is_allowed():
    assert Attributes.of(["rootlet:counted=fN", "rootlet:counted= fN"]).comment("[ fN ] x") == ("[fN] x", "")
