"""Everything that dictgen refuses or warns of, with the first line of its message: tables for test_diagnostics.py.

A new rule adds a row to MEMBERS or ROWS, and, for its example in RULES, a line to EXAMPLES. test_diagnostics.py asserts
that no rule is without.
"""

from dataclasses import dataclass, field
from typing import Dict, Sequence

# --- members ---------------------------------------------------------------------------------------------------

PRELUDE = """#include "RootletContainers.h"
#include "TObject.h"
#include <array>
#include <atomic>
#include <chrono>
#include <complex>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>
class Declared;
union Union { int i; float f; };
enum class EMask : ULong64_t { kAll = 0xffffffffffff };
namespace { enum EHidden { kHidden }; }
struct Deleter { void operator()(TObject *) const; };
class Hit : public TObject { ClassDefOverride(Hit, 1) };
"""
CLASS = """namespace NAME { class Event : public TObject {
public:
   Event();
   Int_t fN; Short_t fShort; Long64_t fLong;
   MEMBER
   ClassDefOverride(NAME::Event, 1)
}; }
"""

NO_OBJECT = "to something else than one object of a class, or with a deleter of its own, which cannot be streamed"

# code, declaration (one line), column, message; all are in one header and reported by one run.
MEMBERS = [
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
        "std::complex<int> m;",
        22,
        "member 'Event::m' has the type 'complex<int>', which cannot be streamed",
    ),
    (
        "DG010",
        "std::tuple<int *, int> m;",
        27,
        "member 'Event::m' has the type 'tuple<int*,int>', which cannot be streamed",
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
    ("DG010", "std::vector<int *> m;", 23, "member 'Event::m' has the type 'vector<int*>', which cannot be streamed"),
    (
        "DG010",
        "std::vector<const char *> m;",
        30,
        "member 'Event::m' has the type 'vector<const char*>', which cannot be streamed",
    ),
    (
        "DG010",
        "std::map<int, const char *> m;",
        32,
        "member 'Event::m' has the type 'map<int,const char*>', which cannot be streamed",
    ),
    (
        "DG010",
        "std::optional<int *> m;",
        25,
        "member 'Event::m' has the type 'optional<int*>', which cannot be streamed",
    ),
    (
        "DG010",
        "std::pair<int *, int> m;",
        26,
        "member 'Event::m' has the type 'pair<int*,int>', which cannot be streamed",
    ),
    (
        "DG010",
        "std::vector<std::string *> m;",
        31,
        "member 'Event::m' has the type 'vector<string*>', which cannot be streamed",
    ),
    (
        "DG010",
        "std::vector<std::array<int *, 2>> m;",
        38,
        "member 'Event::m' has the type 'vector<array<int*,2> >', which cannot be streamed",
    ),
    (
        "DG031",
        "EHidden m;",
        12,
        "member 'Event::m' is of an enumeration in an anonymous namespace, which cannot be streamed",
    ),
    (
        "DG031",
        "std::vector<EHidden> m;",
        25,
        "member 'Event::m' is of an enumeration in an anonymous namespace, which cannot be streamed",
    ),
    ("DG061", "int m[0];", 8, "member 'Event::m' is an array without elements, which cannot be streamed"),
    (
        "DG066",
        "rootlet::string m;",
        20,
        "member 'Event::m' is a container for shared objects, which cannot be streamed",
    ),
    (
        "DG066",
        "std::vector<rootlet::flat_map<int, short>> *m;",
        48,
        "member 'Event::m' is a container for shared objects, which cannot be streamed",
    ),
    ("DG065", "Int_t m __attribute__((packed));", 10, "member 'Event::m' is packed, which cannot be streamed"),
    (
        "DG010",
        "std::shared_ptr<int> *m;",
        26,
        "member 'Event::m' has the type 'shared_ptr<int>*', which cannot be streamed",
    ),
    ("DG024", "Hit *m[2]; //[fN]", 9, "member 'Event::m' is an array of counted arrays of objects"),
    (
        "DG010",
        "std::pair<int, int> *m;",
        25,
        "member 'Event::m' is a pointer to 'pair<int,int>', which cannot be streamed",
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
    (
        "DG080",
        "Double32_t m; //[0,3*pi,16]",
        15,
        "member 'Event::m' has the limit '3*pi' in its range, which ROOT reads as 3.14159",
    ),
    (
        "DG082",
        "ROOTLET_PACKED(0, 1, 8) Float_t m;",
        36,
        "member 'Event::m' has ROOTLET_PACKED, but is not a Double32_t or Float16_t, or an array of them",
    ),
    (
        "DG082",
        "ROOTLET_COUNTED(fN) std::vector<int> m;",
        41,
        "member 'Event::m' has ROOTLET_COUNTED, but is not a pointer",
    ),
    (
        "DG082",
        "ROOTLET_NEVER_NULL std::vector<Hit> *m;",
        41,
        "member 'Event::m' has ROOTLET_NEVER_NULL, but is not a pointer to a class",
    ),
    (
        "DG082",
        "ROOTLET_DONT_SPLIT Int_t m;",
        29,
        "member 'Event::m' has ROOTLET_DONT_SPLIT, but is not a container or an object",
    ),
    (
        "DG083",
        "ROOTLET_TRANSIENT Int_t m; //-> x",
        28,
        "member 'Event::m' has ROOTLET_TRANSIENT for '!', and the comment says '->'",
    ),
    (
        "DG083",
        "ROOTLET_TRANSIENT ROOTLET_COUNTED(fN) Int_t *m;",
        49,
        "member 'Event::m' has ROOTLET_TRANSIENT and ROOTLET_COUNTED, which exclude each other",
    ),
]

# The same for warnings: code, declaration, message.
WARNINGS = [
    ("DG021", "Float_t *m;", "member 'Event::m' has no counter and is left out of the stream"),
    (
        "DG021",
        "Float_t *m; //[fLong]",
        "member 'Event::m' is left out of the stream: 'fLong' is no Int_t or UInt_t member that stands before it",
    ),
    (
        "DG060",
        "std::tuple<Double32_t, int> m;",
        "member 'Event::m' is stored in full: inside this type Double32_t is but double, and Float16_t float",
    ),
    (
        "DG060",
        "std::atomic<Double32_t> m;",
        "member 'Event::m' is stored in full: inside this type Double32_t is but double, and Float16_t float",
    ),
    ("DG022", "Double32_t m; //[0,1,40]", "member 'Event::m' has the packing '[0,1,40]', which cannot be read in full"),
    (
        "DG086",
        "Float_t m; //[0,1,8]",
        "member 'Event::m' has the annotation '[0,1,8]', which has no effect: it is for a Double32_t or "
        "Float16_t, or an array of them",
    ),
    (
        "DG086",
        "std::vector<Double32_t> m; //[0,1,8] x",
        "member 'Event::m' has the annotation '[0,1,8]', which has no effect: it is for a Double32_t or "
        "Float16_t, or an array of them",
    ),
    (
        "DG086",
        "std::vector<int> m; //[fN]",
        "member 'Event::m' has the annotation '[fN]', which has no effect: it is for a pointer",
    ),
    (
        "DG086",
        "Int_t m; //->",
        "member 'Event::m' has the annotation '->', which has no effect: it is for a pointer to a class",
    ),
    (
        "DG086",
        "std::vector<int> *m; //-> x",
        "member 'Event::m' has the annotation '->', which has no effect: it is for a pointer to a class",
    ),
    (
        "DG086",
        "Int_t m; //||",
        "member 'Event::m' has the annotation '||', which has no effect: it is for a container or an object",
    ),
    (
        "DG081",
        "Double32_t m; //[1,0,8]",
        "member 'Event::m' has the range '[1,0,8]' with its limits in the wrong order; mantissas of 8 bits are "
        "stored instead",
    ),
]


def header_of(declarations):
    """One class per declaration; and the line of each."""
    text, lines = PRELUDE, []
    for i, declaration in enumerate(declarations):
        lines.append(text.count("\n") + 5)
        text += CLASS.replace("NAME", f"n{i}").replace("MEMBER", declaration)
    return text, lines


# --- everything else -------------------------------------------------------------------------------------------


@dataclass
class Row:
    """Files, the command line (headers come after it), and how the output begins."""

    code: str
    first_line: str
    files: Dict[str, str]
    arguments: Sequence[str] = ()
    headers: Sequence[str] = field(default_factory=lambda: ["Event.h"])

    @property
    def command(self):
        return ["-o", "Dict.cxx", *self.arguments, *self.headers]


def header(code, first_line, text):
    """A row of one header, Event.h."""
    return Row(code, first_line, {"Event.h": '#include "TObject.h"\n' + text + "\n"})


LINKED = """#include "TObject.h"
struct Plain { int fX; };
namespace geo { struct Point { int fX; }; }
class Event : public TObject {
public:
   Int_t fN; // numbers
   Int_t fSum; //!
   Plain fPlain;
   ClassDefOverride(Event, 3)
};
"""


def linkdef(code, first_line, text):
    """A row of one LinkDef file, LinkDef.h; the classes are Event and Plain."""
    return Row(code, first_line, {"Event.h": LINKED, "LinkDef.h": text + "\n"}, ["--linkdef", "LinkDef.h"])


def macro(code, first_line, text):
    return Row(code, first_line, {"hprod.C": '#include "TObject.h"\n' + text + "\n"}, ["--macro-main", "hprod.C"], [])


HIT = "class Hit : public TObject { ClassDefOverride(Hit, 1) };\n"
TRACK = "class Track : public Hit { Hit *fFirst; ClassDefOverride(Track, 1) };\n"

RULE = (
    '#pragma read sourceClass="Event" version="[1-2]" targetClass="Event" source="Int_t fOld" target="fSum" '
    'code="{ fSum = onfile.fOld; }"'
)

ROWS = [
    Row("DG001", "None.h: error: header 'None.h' does not exist [DG001]", {}, headers=["None.h"]),
    Row(
        "DG001",
        "LinkDef.h: error: LinkDef file 'LinkDef.h' does not exist [DG001]",
        {"Event.h": LINKED},
        ["--linkdef", "LinkDef.h"],
    ),
    header("DG002", "Event.h:2:22: error: expected class name", "class Event : public TObjekt {};"),
    header(
        "DG030",
        "Event.h:3:38: error: the base class 'mutex' of 'Event' cannot be streamed [DG030]",
        "#include <mutex>\nclass Event : public TObject, public std::mutex {\n ClassDef(Event, 1) };",
    ),
    header(
        "DG031",
        "Event.h:2:19: error: 'Event' is in an anonymous namespace and cannot have a dictionary [DG031]",
        "namespace { class Event { ClassDef(Event, 1) }; }",
    ),
    header(
        "DG032",
        "Event.h:2:32: error: ClassDef in 'Event' names 'TObject' [DG032]",
        "class Event : public TObject { ClassDef(TObject, 1) };",
    ),
    header(
        "DG033",
        "Event.h:2:15: error: the version of 'Event' is 16384; it must be a number from 0 to 16383 [DG033]",
        "class Event { ClassDef(Event, 16384) };",
    ),
    header(
        "DG033",
        "Event.h:2:15: error: the version of 'Event' is -1; it must be a number from 0 to 16383 [DG033]",
        "class Event { ClassDef(Event, -1) };",
    ),
    header(
        "DG043",
        "Event.h: error: no class in these headers has ClassDef, and no LinkDef file names one [DG043]",
        "class Event {};",
    ),
    header(
        "DG083",
        "Event.h:2:35: error: class 'Event' has a title that begins like the annotation '!' [DG083]",
        'class ROOTLET_TITLE("! an event") Event { ClassDef(Event, 1) };',
    ),
    header(
        "DG082",
        "Event.h:2:25: error: class 'Event' has ROOTLET_TRANSIENT, which is for members [DG082]",
        "class ROOTLET_TRANSIENT Event { ClassDef(Event, 1) };",
    ),
    Row(
        "DG035",
        "Event.h:3:28: warning: 'Vec3' has no ClassDef and its header Vec3.h is not named: its dictionary must come "
        "from another library [DG035]",
        {
            "Vec3.h": "#pragma once\nstruct Vec3 { int fX; };\n",
            "Event.h": '#include "TObject.h"\n#include "Vec3.h"\n'
            "class Event { public: Vec3 fPos; ClassDef(Event, 1) };\n",
        },
    ),
    header(
        "DG036",
        "Event.h:2:27: error: 'Box<char>' and 'Box<signed char>' have the same name in the stream, 'Box<char>' [DG036]",
        "template <class T> struct Box { T fT; };\n"
        "class Event { Box<char> fA; Box<signed char> fB; ClassDef(Event, 1) };",
    ),
    header(
        "DG065",
        "Event.h:2:56: error: member 'Frame::fX' is packed, which cannot be streamed [DG065]",
        "struct __attribute__((packed)) Frame { char fKind; int fX; };\nROOTLET_DICT(Frame)",
    ),
    header(
        "DG065",
        "Event.h:4:9: error: member 'Frame::fX' is packed, which cannot be streamed [DG065]",
        "#pragma pack(push, 1)\nstruct Frame { char fKind;\n    int fX; };\n#pragma pack(pop)\nROOTLET_DICT(Frame)",
    ),
    linkdef(
        "DG040",
        "LinkDef.h:1:1: error: there is no class 'Nothing' in the headers (unknown type name 'Nothing') [DG040]",
        "#pragma link C++ class Nothing+;",
    ),
    linkdef("DG040", "LinkDef.h:1:1: error: 'int' is not a class [DG040]", "#pragma link C++ class int+;"),
    linkdef(
        "DG041",
        "LinkDef.h:1:1: error: the pragma does not end with a semicolon [DG041]",
        "#pragma link C++ class Event+",
    ),
    linkdef(
        "DG041",
        "LinkDef.h:1:1: error: the pragma is not understood: 'link C++ klass Event+;' [DG041]",
        "#pragma link C++ klass Event+;",
    ),
    linkdef(
        "DG044",
        "LinkDef.h:1:1: error: 'Plain' has no function Streamer(TBuffer &), which '-' says is written by hand [DG044]",
        "#pragma link C++ class Plain-;",
    ),
    linkdef(
        "DG045",
        "LinkDef.h:1:1: warning: nothing in the headers fits 'class Evnet*' [DG045]",
        "#pragma link C++ class Evnet*+;",
    ),
    linkdef(
        "DG046",
        "LinkDef.h:1:1: warning: '#pragma link C++ function' has no effect: there is no interpreter that would "
        "use it [DG046]",
        "#pragma link C++ function Fill;",
    ),
    linkdef(
        "DG047",
        "LinkDef.h:1:1: warning: the option 'versoin(2)' is not known and has no effect [DG047]",
        "#pragma link C++ options=versoin(2) class Plain+;",
    ),
    linkdef(
        "DG048",
        "LinkDef.h:1:1: warning: the option 'version(2)' has no effect: ClassDef says that 'Event' has "
        "version 3 [DG048]",
        "#pragma link C++ options=version(2) class Event+;",
    ),
    linkdef(
        "DG070",
        "LinkDef.h:1:1: error: a read rule has no attribute 'sourceClas' [DG070]",
        RULE.replace("Class", "Clas", 1),
    ),
    linkdef("DG071", "LinkDef.h:1:1: error: the read rule has no code [DG071]", RULE[: RULE.index("code")]),
    linkdef(
        "DG072",
        'LinkDef.h:1:1: error: version="1-2" of the read rule is no list of versions [DG072]',
        RULE.replace("[1-2]", "1-2"),
    ),
    linkdef(
        "DG073",
        'LinkDef.h:1:1: error: checksum="[0xg]" of the read rule is no list of checksums [DG073]',
        RULE.replace("version", 'checksum="[0xg]" version'),
    ),
    linkdef(
        "DG074",
        "LinkDef.h:1:1: error: there is no class 'Evnet', the target of the read rule, in the headers [DG074]",
        RULE.replace('targetClass="Event"', 'targetClass="Evnet"'),
    ),
    linkdef(
        "DG075",
        "LinkDef.h:1:1: error: the target 'fSmu' of the read rule is no member of 'Event' [DG075]",
        RULE.replace('"fSum"', '"fSmu"'),
    ),
    linkdef(
        "DG076",
        'LinkDef.h:1:1: error: source="fOld Int_t" of the read rule does not declare members (unknown type name '
        "'fOld') [DG076]",
        RULE.replace("Int_t fOld", "fOld Int_t"),
    ),
    linkdef(
        "DG077",
        "LinkDef.h:1:1: warning: the rule covers the current version 3 of 'Event', which has no member 'fOld' of type "
        "'Int_t': it is not run for it [DG077]",
        RULE.replace("[1-2]", "[3]"),
    ),
    linkdef(
        "DG078",
        "LinkDef.h:1:1: warning: the rule covers the current version 3 of 'Event', which is read without it: a raw "
        "rule is for other versions [DG078]",
        RULE.replace("read", "readraw").replace("[1-2]", "[3]"),
    ),
    linkdef(
        "DG079",
        "LinkDef.h:1:1: error: the brackets in the code of the read rule do not match [DG079]",
        RULE.replace("; }", ";"),
    ),
    macro("DG050", "hprod.C:1:1: error: there is no function 'hprod' in this macro [DG050]", "void draw() {}"),
    macro(
        "DG051",
        "hprod.C:2:21: error: parameter 'object' of type 'TObject *' cannot be set from a command line [DG051]",
        "void hprod(TObject *object) {}",
    ),
    macro(
        "DG052",
        "hprod.C:2:8: error: 'hprod' returns 'double', no exit status [DG052]",
        "double hprod() { return 0.5; }",
    ),
    Row(
        "DG092",
        "schema.lock.json: error: the lock file 'schema.lock.json' does not exist [DG092]",
        {"Event.h": LINKED},
        ["--lock", "schema.lock.json"],
    ),
    Row(
        "DG093",
        'schema.lock.json: error: this is no lock file of dictgen: there is no "rootlet_schema_lock" in it [DG093]',
        {"Event.h": LINKED, "schema.lock.json": "{}"},
        ["--lock", "schema.lock.json"],
    ),
    Row(
        "DG084",
        "Track.h:1:22: error: 'Track.h' can only be included after 'Hit.h' (expected class name) [DG084]",
        {"Hit.h": '#pragma once\n#include "TObject.h"\n' + HIT, "Track.h": TRACK},
        headers=["Track.h", "Hit.h"],
    ),
    Row(
        "DG084",
        "Track.h:1:22: error: 'Track.h' can only be included after 'Hit.h' (expected class name) [DG084]",
        {"Hit.h": '#pragma once\n#include "TObject.h"\n' + HIT, "Track.h": TRACK},
        headers=["Track.h"],
    ),
    Row(
        "DG085",
        "Bare.h:1:1: error: the header is read twice and has no include guard (redefinition of 'Bare') [DG085]",
        {"Bare.h": "struct Bare { int fX; };\n", "User.h": '#include "Bare.h"\nstruct User { Bare fBare; };\n'},
        headers=["Bare.h", "User.h"],
    ),
]

# Rows of runs with a lock that a first run made of the same header, in which `Int_t fX;` then became something else.
LOCKED = """#include "TObject.h"
struct Hit { int fX; };
class Event : public TObject {
   Int_t fX;
   Hit fHit;
   ClassDefOverride(Event, 2)
};
"""
LOCK_ROWS = [
    (
        "DG090",
        "Event.h:6:4: error: the layout of 'Event' has changed, but its version is 2 as before [DG090]",
        ("Int_t fX;", "Long64_t fX;"),
    ),
    (
        "DG091",
        "Event.h:6:4: error: 'Event' has version 1, but version 2 of it was released (schema.lock.json) [DG091]",
        ("(Event, 2)", "(Event, 1)"),
    ),
    (
        "DG094",
        "Event.h:6:4: warning: schema.lock.json does not know version 3 of 'Event' yet [DG094]",
        ("(Event, 2)", "(Event, 3)"),
    ),
    (
        "DG095",
        "Event.h:2:8: warning: the layout of 'Hit' is none of those released; streams tell them apart by the checksum "
        "[DG095]",
        ("{ int fX; }", "{ long fX; }"),
    ),
]

# --- the examples of the rules ---------------------------------------------------------------------------------

# Where the example of a rule stands: member of a class, header Event.h (twice: which Other.h includes again),
# LinkDef.h, macro hprod.C, a command line, or a header in a run with a lock of LOCKED.
# An example that starts with `dictgen ` is a command line in any case.
EXAMPLES = {
    **{f"DG{n:03}": "member" for n in (*range(10, 18), *range(19, 25), *range(60, 67), 80, 81, 82, 83, 86)},
    **{f"DG{n:03}": "header" for n in (2, 18, *range(30, 34), 35, 36, 43)},
    **{f"DG{n:03}": "linkdef" for n in (40, 41, *range(44, 49), *range(70, 80))},
    **{f"DG{n:03}": "macro" for n in (50, 51, 52)},
    **{f"DG{n:03}": "command" for n in (1, 84)},
    "DG085": "twice",
    **{f"DG{n:03}": "lock" for n in range(90, 96)},
}
# Files that examples need beside their own; of examples with a lock, what it is made of.
FILES = {
    "DG018": {"geo/Hit.h": '#pragma once\n#include "TObject.h"\n' + HIT},
    "DG035": {"Vec3.h": "#pragma once\nstruct Vec3 { double fX, fY, fZ; };\n"},
    "DG084": {"Hit.h": '#pragma once\n#include "TObject.h"\n' + HIT, "Track.h": TRACK},
    "DG085": {"Other.h": '#include "Event.h"\n'},
    **{
        f"DG{n:03}": {"Event.h": '#include "TObject.h"\nclass Event { Int_t fX; ClassDef(Event, 2) };\n'}
        for n in (90, 91, 92, 93, 94)
    },
    "DG095": {
        "Event.h": '#include "TObject.h"\nstruct Hit { int fX; };\nclass Event { Hit fHit; ClassDef(Event, 2) };\n'
    },
}
