"""What dictgen finds out about classes: selection, names, bases, construction, placement in headers."""

import json
import re
import subprocess

import pytest
from conftest import COMPILER, RUNTIME

PRECOMPILED = True

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]


def compiles(dictgen, *flags):
    """The emitted Dict.cxx compiles without a warning."""
    command = [COMPILER, "-std=c++20", "-fsyntax-only", *WARNINGS, f"-I{RUNTIME}", *flags, "Dict.cxx"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=dictgen.folder)
    assert run.stderr == ""
    return run.returncode == 0


def generate(dictgen, text, *arguments):
    dictgen.write("Event.h", text)
    run = dictgen.run("-o", "Dict.cxx", "Event.h", *arguments)
    assert (run.status, run.err) == (0, "")
    return (dictgen.folder / "Dict.cxx").read_text()


def test_reachable_classes_of_the_named_headers_are_selected(dictgen):
    dictgen.write(
        "Event.h",
        """#include "TObject.h"
#include <map>
#include <vector>
struct Unused { int fX; };
struct Element { int fX; };
struct Pointee { int fX; };
struct BaseOfMember { int fX; };
struct Key { int fX; bool operator<(const Key &o) const { return fX < o.fX; } };
struct InTransient { int fX; };
template <class T> struct Pod { T fT; };
struct Base { Pod<short> fPod; };
struct ValueOf : BaseOfMember { Element fElement; };
class Event : public TObject, public Base {
   std::map<Key, std::vector<ValueOf>> fMap;
   Pointee *fPointee;
   std::vector<Pod<double> *> fPods;
   InTransient fTransient; //!
   ClassDef(Event, 1)
};
""",
    )
    model = dictgen.model("Event.h")
    assert [model.classes[s.key].name for s in model.selected] == [
        *("Event", "Base", "Key", "ValueOf", "Pointee", "Pod<double>", "Pod<short>", "BaseOfMember", "Element"),
    ]


def test_bases_of_template_instances_are_found(dictgen):
    text = """#include "TObject.h"
namespace la {
template <class E> class Base : public TObject { public: E fFirst; ClassDef(Base, 5) };
template <class E, int N> struct Storage { E fData[N]; };
template <class E, int N = 3> class Vector : public Base<E>, public Storage<E, N + 1> {
public: Int_t fN; ClassDef(Vector, 4) };
}
class Event { public: virtual ~Event() {} la::Vector<Float_t> fVector; ClassDef(Event, 1) };
"""
    dictgen.write("Event.h", text)
    model = dictgen.model("Event.h")
    vector = next(cls for cls in model.classes.values() if cls.name == "la::Vector<float,3>")
    assert [base.type.name for base in vector.bases] == ["la::Base<float>", "la::Storage<float,4>"]
    assert [member.name for member in vector.members] == ["fN"]
    selected = {model.classes[s.key].name for s in model.selected}
    assert selected == {"Event", "la::Vector<float,3>", "la::Base<float>", "la::Storage<float,4>"}
    generate(dictgen, text)
    assert compiles(dictgen)


def test_template_instances_only_named_in_containers_are_completed(dictgen):
    text = """#include "Rtypes.h"
#include <vector>
template <class T> struct Cell { T fValue; Int_t fN; };
class Event { public: std::vector<Cell<Double_t>> fCells; std::vector<Cell<Float_t> *> fMore; ClassDefNV(Event, 1) };
"""
    dictgen.write("Event.h", text)
    model = dictgen.model("Event.h")
    cells = {cls.name: (cls.size, len(cls.members)) for cls in model.classes.values() if cls.name != "Event"}
    assert cells == {"Cell<double>": (16, 2), "Cell<float>": (8, 2)}
    generate(dictgen, text)
    assert compiles(dictgen)


def test_header_of_a_class_that_is_only_declared_is_found_by_its_name(dictgen):
    dictgen.write(
        "Track.h", '#pragma once\n#include "TObject.h"\nclass Track : public TObject { ClassDef(Track, 1) };\n'
    )
    text = '#include "TObject.h"\nclass Track;\nclass Event { Track *fTrack; ClassDefNV(Event, 1) };\n'
    emitted = generate(dictgen, text, f"-I{dictgen.folder}")
    assert '#include "Event.h"\n#include "Track.h"\n' in emitted
    assert "Track::Streamer" not in emitted
    assert compiles(dictgen)


def test_header_found_by_name_may_only_include_the_class(dictgen):
    dictgen.write(
        "Tracks.h", '#pragma once\n#include "TObject.h"\nclass Track : public TObject { ClassDef(Track, 1) };\n'
    )
    dictgen.write("Track.h", '#pragma once\n#include "Tracks.h"\n')
    text = '#include "TObject.h"\nclass Track;\nclass Event { Track *fTrack; ClassDefNV(Event, 1) };\n'
    assert '#include "Event.h"\n#include "Track.h"\n' in generate(dictgen, text, f"-I{dictgen.folder}")
    assert compiles(dictgen)


def test_names_are_those_of_class_tags(dictgen):
    dictgen.write(
        "Names.h",
        """#include "TObject.h"
#include <string>
#include <vector>
namespace a { inline namespace v1 { namespace b { class Deep { ClassDefNV(a::v1::b::Deep, 1) }; } } }
template <class T, class U> class Two { public: T fT; U fU; ClassDefNV(Two, 1) };
template <int N, bool B> struct Numbers { int fX; };
template <class T> struct Outer { struct Inner { T fT; }; Inner fInner; };
class Names {
public:
   Two<long long, std::vector<std::string>> fA;
   Two<Two<int, ULong64_t>, const char *> fB;
   Numbers<-3, true> fC;
   Outer<short> fD;
   ClassDefNV(Names, 1)
};
""",
    )
    model = dictgen.model("Names.h")
    assert {model.classes[s.key].name for s in model.selected} == {
        "a::v1::b::Deep",
        "Names",
        "Two<Long64_t,vector<string> >",
        "Two<Two<int,ULong64_t>,const char*>",
        "Two<int,ULong64_t>",
        "Numbers<-3,true>",
        "Outer<short>",
        "Outer<short>::Inner",
    }


CONSTRUCTION = [
    ("", True, True, True),
    ("public: Event();", True, True, True),
    ("public: Event(int i = 0);", True, True, True),
    ("public: Event(int i);", False, False, True),
    ("public: Event() = delete;", False, False, True),
    ("Event();", True, False, True),
    ("public: int &fRef; //!", False, False, True),
    ("public: const int fConst; //!\n", False, False, True),
    ("public: const int fConst = 3;", True, True, True),
    ("NoDefault fMember;", False, False, True),
    ("public: ~Event() = delete;", True, True, False),
    ("~Event();", True, True, True),
]


@pytest.mark.parametrize("body, default, public, destructor", CONSTRUCTION, ids=[row[0] for row in CONSTRUCTION])
def test_construction_is_known(dictgen, body, default, public, destructor):
    text = f"""#include "Rtypes.h"
struct NoDefault {{ NoDefault(int); int fX; }};
class Event {{ {body}
ClassDefNV(Event, 1) }};
"""
    dictgen.write("Event.h", text)
    event = dictgen.model("Event.h").classes["Event"]
    assert (event.default_constructor, event.public_constructor, event.destructor) == (default, public, destructor)
    emitted = generate(dictgen, text)
    assert ("return new Event; }" in emitted) is default
    assert ("delete static_cast<Event *>(object)" in emitted) is destructor
    assert compiles(dictgen)


def test_abstract_class_can_be_streamed_but_not_made(dictgen):
    emitted = generate(
        dictgen,
        '#include "Rtypes.h"\nclass Event { public: virtual void F() = 0; virtual ~Event(); ClassDef(Event, 1) };\n',
    )
    assert "kAbstract" in emitted and "new Event" not in emitted and "Event::Streamer(TBuffer &b)" in emitted
    assert compiles(dictgen)


def test_class_that_hides_placement_new_is_made_with_the_global_one(dictgen):
    emitted = generate(
        dictgen,
        '#include "Rtypes.h"\n#include <cstddef>\n'
        "class Event { public: void *operator new(std::size_t); void operator delete(void *); "
        "ClassDefNV(Event, 1) };\n",
    )
    assert "::new (storage) Event" in emitted
    assert compiles(dictgen)


def test_version_zero_streams_only_its_bases(dictgen):
    emitted = generate(
        dictgen, '#include "TNamed.h"\nclass Event : public TNamed { Int_t fX; public: ClassDefOverride(Event, 0) };\n'
    )
    body = emitted[emitted.index("void Event::Streamer") : emitted.index("void Event::RootletStreamColumns")]
    assert "TNamed::Streamer(b);" in body and "fX" not in body
    assert compiles(dictgen)


def test_version_may_be_a_constant_expression(dictgen):
    dictgen.write("Event.h", '#include "Rtypes.h"\nclass Event { enum { kV = 6 }; ClassDefNV(Event, kV + 1) };\n')
    assert dictgen.model("Event.h").classes["Event"].version == 7


def test_comments_belong_to_the_declaration_in_whose_line_they_stand(dictgen):
    dictgen.write(
        "Event.h",
        """#include "Rtypes.h"
class Event {
   Int_t fA, fB; // both
   Int_t fC, // first
      fD;    // second
   Int_t fE; Int_t fF; // only the last
   Int_t fG = '"' + ';'; /* not this */ // this
   Int_t fH
      ; // at its semicolon's line, not its own
   ClassDefNV(Event, 1) // a "title" with \\ in it
};
""",
    )
    event = dictgen.model("Event.h").classes["Event"]
    comments = {member.name: member.comment for member in event.members}
    assert comments == {
        **{"fA": "both", "fB": "both", "fC": "first", "fD": "second", "fE": "", "fF": "only the last"},
        **{"fG": "this", "fH": ""},
    }
    emitted = generate(dictgen, (dictgen.folder / "Event.h").read_text())
    assert r'"a \"title\" with \\ in it"' in emitted
    assert compiles(dictgen)


def test_members_tell_what_copying_their_bytes_must_know(dictgen):
    text = """#include <array>
#include <atomic>
#include <chrono>
#include "Rtypes.h"
#define ALONE [[no_unique_address]]
enum class Small : unsigned char { a };
enum class Signed : short { a };
struct Empty { };
class Event {
   std::array<Small, 2> fSmall;
   Signed fSigned = Signed::a;
   std::atomic<Small> fAtomic[2];
   std::chrono::seconds fTime;
   [[no_unique_address]] int fAlone = 0;
   ALONE Empty fEmpty;
   [[maybe_unused]] int fUsed = 0;
   ClassDefNV(Event, 1)
};
"""
    emitted = generate(dictgen, text)
    rows = re.findall(r'\{\s*"(f\w+)"([^}]*\{[^}]*\}[^}]*)\},', emitted)
    flags = {name: re.findall(r"DictionaryMember::k(Overlapping|Held|UnsignedEnum)", row) for name, row in rows}
    assert flags == {
        **{"fSmall": ["UnsignedEnum"], "fSigned": [], "fAtomic": ["Held", "UnsignedEnum"], "fTime": ["Held"]},
        **{"fAlone": ["Overlapping"], "fEmpty": ["Overlapping"], "fUsed": []},
    }
    assert compiles(dictgen)


def test_output_is_the_same_in_every_run(dictgen):
    text = '#include "TNamed.h"\nclass Event : public TNamed { Int_t fX; ClassDefOverride(Event, 1) };\n'
    assert generate(dictgen, text) == generate(dictgen, text)


def test_model_is_printed_as_json(dictgen):
    dictgen.write("Event.h", '#include "Rtypes.h"\nclass Event { Int_t fX; /// what it is\nClassDefNV(Event, 3) };\n')
    run = dictgen.run("--dump-model", "Event.h")
    assert run.status == 0
    model = json.loads(run.out)
    assert model["format"] == 1
    assert model["selected"] == [{"key": "Event"}]
    event = model["classes"]["Event"]
    assert (event["name"], event["version"], event["size"]) == ("Event", 3, 4)
    assert event["members"][0]["name"] == "fX"
    assert event["members"][0]["type"]["true_name"] == "int"
