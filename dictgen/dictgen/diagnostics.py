"""What dictgen says when something is wrong: located messages in clang's format, each rule with a code.

Used by every stage. Invariant: stages only report here; nothing is printed before the run is over, so that all
errors of a run stand together, in the order of the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple


@dataclass(frozen=True, order=True)
class Location:
    """A place in a source file; line and column count from 1, 0 means the file as a whole."""

    file: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Rule:
    """One rule: its code is what the user looks up. tests/dictgen/refusals.py runs the example and its cured form."""

    title: str
    example: str
    cure: str
    severity: str = "error"
    cured: str = ""  # the example after the cure


@dataclass(frozen=True)
class Diagnostic:
    """One message. `code` is empty for what clang says itself; what follows the notes is clang's own."""

    severity: str  # error, fatal error, warning, note
    text: str
    location: Location
    code: str = ""
    fix: str = ""
    notes: Tuple["Diagnostic", ...] = ()
    flag: str = ""  # -Werror, if that is why it is an error
    includes: Tuple[Location, ...] = ()  # how its file came to be included, outermost first
    marks: Tuple[Tuple[int, int], ...] = ()  # ranges of the line that are pointed out, in bytes from 0
    insert: str = ""  # what should stand at its place

    @property
    def failed(self) -> bool:
        return self.severity in ("error", "fatal error")


class Fatal(Exception):
    """Nothing more can be done in this run; the message is complete as it stands."""


class UsageError(Exception):
    """The command line is wrong; exit status 2."""


@dataclass
class Report:
    """The messages of a run."""

    items: List[Diagnostic] = field(default_factory=list)

    def add(self, code: str, location: Location, text: str, fix: str = "") -> None:
        """Reports a violation of the rule `code`."""
        self.append(Diagnostic(RULES[code].severity, text, location, code, fix))

    def append(self, diagnostic: Diagnostic) -> None:
        if diagnostic not in self.items:
            self.items.append(diagnostic)

    def extend(self, other: "Report") -> None:
        for item in other.items:
            self.append(item)

    @property
    def failed(self) -> bool:
        return any(item.failed for item in self.items)


def explain(code: str) -> Optional[str]:
    """The page of one rule, for `--explain`."""
    found = re.fullmatch(r"DG0*(\d{1,3})", code.upper())
    code = f"DG{found[1]:0>3}" if found else code
    rule = RULES.get(code)
    if rule is None:
        return None
    example = "\n".join("    " + line for line in rule.example.splitlines())
    cured = "\n".join("    " + line for line in rule.cured.splitlines())
    return f"{code} ({rule.severity}): {rule.title}\n\n{example}\n\n{rule.cure}\n" + (f"\n{cured}\n" if cured else "")


TRANSIENT_CURE = "If the member need not be stored, mark it `//!` behind its declaration: it is then left out."

# Codes are stable: they stand in people's notes. DG0xx: input, DG01x: members, DG03x: classes, DG04x: selection.
RULES: Dict[str, Rule] = {
    "DG001": Rule(
        "a file cannot be read",
        "dictgen -o Dict.cxx Missing.h",
        "Check the spelling and the -I options; a header is looked for as given, then in every -I directory.",
        cured="dictgen -o Dict.cxx Event.h",
    ),
    "DG002": Rule(
        "clang cannot parse the headers",
        "class Event : public TObjekt {};",
        "The header must compile by itself: include what it uses. Nothing is written until it does.",
        cured="class Event : public TObject {\n   ClassDefOverride(Event, 1)\n};",
    ),
    "DG010": Rule(
        "the type of the member cannot be streamed",
        "std::shared_ptr<Hit> fHit;",
        "Use a type that dictgen knows (docs/dictgen.md, What a member may be). " + TRANSIENT_CURE,
        cured="std::unique_ptr<Hit> fHit;",
    ),
    "DG011": Rule(
        "a reference cannot be streamed: there is nothing to bind it to when the object is read",
        "Hit &fHit;",
        "Use a pointer. " + TRANSIENT_CURE,
        cured="Hit *fHit;",
    ),
    "DG012": Rule(
        "a pointer to a function cannot be streamed",
        "double (*fFunction)(double);",
        "Store a name or a number that tells which function is meant. " + TRANSIENT_CURE,
        cured="TString fFunction;",
    ),
    "DG013": Rule(
        "a union cannot be streamed: nothing tells which of its members is alive",
        "union { int fInt; float fFloat; } fValue;",
        "Use separate members. " + TRANSIENT_CURE,
        cured="int fInt;\nfloat fFloat;",
    ),
    "DG014": Rule(
        "a bit-field cannot be streamed: it has no address",
        "unsigned fFlag : 1;",
        "Use an integer member and mask its bits. " + TRANSIENT_CURE,
        cured="bool fFlag;",
    ),
    "DG015": Rule(
        "a void pointer cannot be streamed: nothing tells what it points to",
        "void *fData;",
        "Give it the type that it points to. " + TRANSIENT_CURE,
        cured="Hit *fData;",
    ),
    "DG016": Rule(
        "a volatile member cannot be streamed",
        "volatile int fStatus;",
        "Copy its value into an ordinary member before writing. " + TRANSIENT_CURE,
        cured="int fStatus;",
    ),
    "DG017": Rule(
        "an anonymous struct cannot be streamed: its type has no name",
        "struct { int fX, fY; } fPoint;",
        "Give the struct a name. " + TRANSIENT_CURE,
        cured="struct Point {\n   int fX, fY;\n} fPoint;",
    ),
    "DG018": Rule(
        "the class behind the pointer is declared but nowhere defined in what the headers include",
        "class Hit;\nclass Event {\n   Hit *fHit;\n   ClassDef(Event, 1)\n};",
        "Name its header on the command line or include it. A header called like the class (`Hit.h`) that lies in an "
        "-I directory is found without that. " + TRANSIENT_CURE,
        cured='#include "geo/Hit.h"\n' "class Event {\n   Hit *fHit;\n   ClassDef(Event, 1)\n};",
    ),
    "DG019": Rule(
        "a pointer to pointers needs a counter",
        "Hit **fHits;",
        "Say how many there are with `//[fN]`, fN being an Int_t member that stands earlier. " + TRANSIENT_CURE,
        cured="Int_t fNHits;\nHit **fHits; //[fNHits]",
    ),
    "DG020": Rule(
        "the counter of the array is not usable",
        "Hit *fHits; //[fNHits]\nInt_t fNHits;",
        "The counter is an Int_t or UInt_t member of this class or of a base class and stands before the array.",
        cured="Int_t fNHits;\nHit *fHits; //[fNHits]",
    ),
    "DG021": Rule(
        "the pointer has no counter and is left out of the stream, as ROOT does",
        "Float_t *fValues;",
        "Say how many values there are with `//[fN]`; or mark it `//!` to say that leaving it out is meant.",
        "warning",
        cured="Int_t fNValues;\nFloat_t *fValues; //[fNValues]",
    ),
    "DG022": Rule(
        "the packing annotation cannot be read and the default is used",
        "Double32_t fX; //[0,a,b]",
        "Write `[xmin,xmax]` or `[xmin,xmax,nbits]`: numbers or multiples of pi, nbits from 2 to 32.",
        "warning",
        cured="Double32_t fX; //[0,100,16]",
    ),
    "DG023": Rule(
        "the array has more than five dimensions",
        "int fCube[2][2][2][2][2][2];",
        "ROOT's StreamerInfo holds five. Use a class or a std::vector for the inner ones. " + TRANSIENT_CURE,
        cured="std::vector<int> fCube;",
    ),
    "DG024": Rule(
        "pointers to something else than objects, and arrays of counted objects, cannot be streamed like this",
        "char *fNames[3];",
        "Use TString or std::string, or std::vector. " + TRANSIENT_CURE,
        cured="TString fNames[3];",
    ),
    "DG030": Rule(
        "a base class cannot be streamed",
        "class Event : public std::mutex {\n   ClassDef(Event, 1)\n};",
        "Only classes with data that dictgen knows can be bases of a stored class. Make it a member marked `//!`.",
        cured="class Event {\n   std::mutex fMutex; //!\n   ClassDef(Event, 1)\n};",
    ),
    "DG031": Rule(
        "a class in an anonymous namespace cannot have a dictionary: it has no name that others could know",
        "namespace {\nclass Event {\n   ClassDef(Event, 1)\n};\n}",
        "Move the class into a named namespace.",
        cured="namespace lab {\nclass Event {\n   ClassDef(Event, 1)\n};\n}",
    ),
    "DG032": Rule(
        "ClassDef names another class",
        "class Event : public TObject {\n   ClassDefOverride(TObject, 1)\n};",
        "Write the class's own name in ClassDef.",
        cured="class Event : public TObject {\n   ClassDefOverride(Event, 1)\n};",
    ),
    "DG033": Rule(
        "the version of the class is out of range",
        "class Event {\n   ClassDef(Event, 20000)\n};",
        "A class version is a number from 0 to 16383: it shares a 16-bit word with two flags.",
        cured="class Event {\n   ClassDef(Event, 2)\n};",
    ),
    "DG035": Rule(
        "the class has no ClassDef and its header is not among the named ones",
        '#include "Vec3.h" // struct Vec3\n' "class Event {\n   Vec3 fPos;\n   ClassDef(Event, 1)\n};",
        "Name its header too, or make sure that a library with its dictionary is loaded.",
        "warning",
        cured="dictgen -o Dict.cxx Event.h Vec3.h",
    ),
    "DG036": Rule(
        "two classes have the same name in the stream",
        "template <class T> struct Box {\n   T fT;\n};\n"
        "class Event {\n   Box<char> fA;\n   Box<signed char> fB;\n   ClassDef(Event, 1)\n};",
        "Store one of them only: the stream knows a class by its name, in which some types, such as char and signed "
        "char, are the same.",
        cured="template <class T> struct Box {\n   T fT;\n};\n"
        "class Event {\n   Box<char> fA;\n   Box<short> fB;\n   ClassDef(Event, 1)\n};",
    ),
    "DG040": Rule(
        "the class named by LinkDef does not exist",
        "#pragma link C++ class Evnet+;",
        "Check the spelling, the namespace and that the header of the class is among the named ones.",
        cured="#pragma link C++ class Event+;",
    ),
    "DG041": Rule(
        "the pragma is not understood",
        "#pragma link C++ class Event+",
        "Write `#pragma link C++ class Name+;` (`-`: its Streamer() is written by hand). The semicolon is part of it.",
        cured="#pragma link C++ class Event+;",
    ),
    "DG043": Rule(
        "there is nothing to generate",
        "struct Plain {\n   int fX;\n};",
        "Put ClassDef(Name, 1) into the class, or name it in a LinkDef file.",
        cured="struct Plain {\n   int fX;\n   ClassDefNV(Plain, 1)\n};",
    ),
    "DG044": Rule(
        "a Streamer() written by hand is declared for a class without ClassDef",
        "#pragma link C++ class Plain-;",
        "Give the class ClassDef: it declares the Streamer() that you write.",
        cured="#pragma link C++ class Plain+;",
    ),
    "DG045": Rule(
        "the pragma chooses nothing",
        "#pragma link C++ class Evnet*+;",
        "Check the spelling, and that the headers of the classes are among the named ones.",
        "warning",
        cured="#pragma link C++ class Event*+;",
    ),
    "DG046": Rule(
        "the pragma has no effect here",
        "#pragma link C++ function Fill;",
        "Functions, globals and iterators are for an interpreter, which there is not; remove the line.",
        "warning",
        cured="#pragma link C++ class Event+;",
    ),
    "DG047": Rule(
        "the option of the pragma is not known",
        "#pragma link C++ options=versoin(2) class Plain+;",
        "The options are version(N), nostreamer, noinputoper, evolution and nomap.",
        "warning",
        cured="#pragma link C++ options=version(2) class Plain+;",
    ),
    "DG048": Rule(
        "a class with ClassDef cannot get its version from LinkDef",
        "#pragma link C++ options=version(2) class Event+; // class Event { ... ClassDef(Event, 3) };",
        "Change the number in ClassDef.",
        "warning",
        cured="#pragma link C++ class Event+;",
    ),
    "DG050": Rule(
        "the macro has no function of its own name",
        "void draw() {} // in hprod.C",
        "A macro is a file `name.C` that defines a function `name`, returning void or int.",
        cured="void hprod() {} // in hprod.C",
    ),
    "DG051": Rule(
        "the parameter cannot be set from a command line",
        "void hprod(TObject *object) {}",
        "Use bool, an integer or floating type, const char *, std::string or TString.",
        cured="void hprod(const char *file) {}",
    ),
    "DG052": Rule(
        "the result cannot be an exit status",
        "double hprod() { return 0.5; }",
        "Return void or int.",
        cured="int hprod() { return 0; }",
    ),
    "DG060": Rule(
        "Double32_t and Float16_t are stored in full inside a type that knows them as double and float only",
        "std::atomic<Double32_t> fX;",
        "Write double or float to say that this is meant, or put the packed member into a class of your " "own.",
        "warning",
        cured="std::atomic<double> fX;",
    ),
    "DG061": Rule(
        "the array has no elements",
        "std::array<int, 0> fNone;",
        "Leave the member out, or give the array its length. " + TRANSIENT_CURE,
        cured="std::array<int, 3> fNone;",
    ),
    "DG062": Rule(
        "the enumeration has values of more than 32 bits, which is what the stream has for one",
        "enum class EMask : ULong64_t { kAll = 0xffffffffffff };\nEMask fMask;",
        "Store the underlying integer, `ULong64_t fMask;`, and convert it in the functions of the class. "
        + TRANSIENT_CURE,
        cured="ULong64_t fMask;",
    ),
    "DG063": Rule(
        "a counted array of strings or containers cannot be streamed",
        "Int_t fN;\nstd::string *fNames; //[fN]",
        "Use a container of them: `std::vector<std::string>`. " + TRANSIENT_CURE,
        cured="std::vector<std::string> fNames;",
    ),
    "DG064": Rule(
        "the std::unique_ptr does not own one object of a class by the default deleter",
        "std::unique_ptr<Float_t[]> fValues;",
        "Use std::vector, or `Float_t *fValues; //[fN]`, for an array; the value itself or std::optional for a number. "
        + TRANSIENT_CURE,
        cured="std::vector<Float_t> fValues;",
    ),
    "DG065": Rule(
        "a packed member cannot be streamed: where it lies, no reference can be bound to it",
        "Int_t fX __attribute__((packed));",
        "Store a class with the same members that is not packed, and copy them one by one. " + TRANSIENT_CURE,
        cured="Int_t fX;",
    ),
    "DG066": Rule(
        "a container for shared objects cannot be streamed",
        "rootlet::vector<int> fHits;",
        "Use that of the standard library. A class can be streamed or hold such containers, not both. "
        + TRANSIENT_CURE,
        cured="std::vector<int> fHits;",
    ),
    "DG070": Rule(
        "the read rule is not understood",
        '#pragma read sourceClas="Event" targetClass="Event" code="{ fSum = 0; }"',
        "The attributes are sourceClass, targetClass, version, checksum, source, target, include, embed and code, each "
        'once, with its value in quotes; in the code a quote is written \\".',
        cured='#pragma read sourceClass="Event" targetClass="Event" target="fSum" code="{ fSum = 0; }"',
    ),
    "DG071": Rule(
        "the read rule lacks an attribute",
        '#pragma read sourceClass="Event" targetClass="Event" target="fSum"',
        "A rule needs sourceClass, targetClass and code.",
        cured='#pragma read sourceClass="Event" targetClass="Event" target="fSum" code="{ fSum = 0; }"',
    ),
    "DG072": Rule(
        "the versions of the read rule cannot be read",
        '#pragma read sourceClass="Event" version="1-3" targetClass="Event" code="{ fSum = 0; }"',
        "Write a list in brackets: [1-3,5]; [-3] are all versions up to 3, [4-] all from 4 on.",
        cured='#pragma read sourceClass="Event" version="[1-3]" targetClass="Event" target="fSum" code="{ '
        'fSum = 0; }"',
    ),
    "DG073": Rule(
        "the checksums of the read rule cannot be read",
        '#pragma read sourceClass="Event" checksum="[0xEvent]" targetClass="Event" code="{ fSum = 0; }"',
        "Write a list of 32-bit numbers in brackets: [0x1234abcd,4711].",
        cured='#pragma read sourceClass="Event" checksum="[0x1234abcd]" targetClass="Event" target="fSum" '
        'code="{ fSum = 0; }"',
    ),
    "DG074": Rule(
        "the target class of the read rule has no dictionary here",
        '#pragma read sourceClass="Event" targetClass="Evnet" code="{ fSum = 0; }"',
        "Check the spelling. A rule belongs to the dictionary of the class that it computes.",
        cured='#pragma read sourceClass="Event" targetClass="Event" target="fSum" code="{ fSum = 0; }"',
    ),
    "DG075": Rule(
        "the target of the read rule is not usable",
        '#pragma read sourceClass="Event" targetClass="Event" target="fSmu" code="{ fSmu = 0; }"',
        "Name members of the target class or its bases, but no bit-fields or references; the code reaches everything "
        "else through newObj.",
        cured='#pragma read sourceClass="Event" targetClass="Event" target="fSum" code="{ fSum = 0; }"',
    ),
    "DG076": Rule(
        "the source of the read rule declares no members",
        '#pragma read sourceClass="Event" targetClass="Event" source="fOld Int_t" code="{ fSum = onfile.fOld; }"',
        'Declare the members as they were streamed: source="Int_t fOld; Double_t fB[3]"; a name alone means the member '
        "that the target class has now. A raw rule has one source member.",
        cured='#pragma read sourceClass="Event" version="[-2]" targetClass="Event" source="Int_t fOld" '
        'target="fSum" code="{ fSum = onfile.fOld; }"',
    ),
    "DG077": Rule(
        "the read rule covers the current version and cannot be run for it",
        '#pragma read sourceClass="Event" version="[1-]" targetClass="Event" source="Int_t fOld" '
        'code="{ ... }"\n'
        "// and Event, at version 3, has no fOld any more",
        "Leave the current version out of `version`.",
        "warning",
        cured='#pragma read sourceClass="Event" version="[1-2]" targetClass="Event" source="Int_t fOld" '
        'code="{ ... }"',
    ),
    "DG078": Rule(
        "a raw rule is not run for the current version",
        '#pragma readraw sourceClass="Event" targetClass="Event" source="Int_t fN" code="{ buffer.ReadRun(fN); }"',
        "Leave the current version out of `version`, or write `#pragma read`.",
        "warning",
        cured='#pragma readraw sourceClass="Event" version="[-2]" targetClass="Event" source="Int_t fN" '
        'code="{ buffer.ReadRun(fN); }"',
    ),
    "DG079": Rule(
        "the code of the read rule is not closed",
        '#pragma read sourceClass="Event" targetClass="Event" target="fSum" code="{ fSum = 0;"',
        "Every bracket in the code needs its counterpart.",
        cured='#pragma read sourceClass="Event" targetClass="Event" target="fSum" code="{ fSum = 0; }"',
    ),
    "DG082": Rule(
        "the annotation macro does not fit the member",
        "ROOTLET_PACKED(0, 1, 8) Float_t fX;",
        "Remove the macro or change the type of the member: ROOTLET_COUNTED is for pointers, ROOTLET_NEVER_NULL for "
        "pointers to classes, ROOTLET_PACKED for Double32_t and Float16_t, ROOTLET_DONT_SPLIT for containers and "
        "objects.",
        cured="ROOTLET_PACKED(0, 1, 8) Double32_t fX;",
    ),
    "DG083": Rule(
        "annotations contradict each other",
        "Int_t fMax, fN;\nROOTLET_COUNTED(fN) Float_t *fValues; //[fMax]",
        "Say it once: by macro, or in the comment, which may then be the title alone.",
        cured="Int_t fMax, fN;\nROOTLET_COUNTED(fN) Float_t *fValues; // values",
    ),
    "DG080": Rule(
        "a limit of the packed range is an expression that ROOT reads otherwise",
        "Double32_t fPhi; //[0,3*pi,16]",
        "Write the number. Readers parse the annotation again; they know plain numbers, `pi`, `2pi`, `2*pi`, `twopi`, "
        "`pi/2`, `pi/4` and a `-` before these, and take `3*pi` for pi.",
        cured="Double32_t fPhi; //[0,9.42477796076938,16]",
    ),
    "DG081": Rule(
        "the limits of the packed range are in the wrong order",
        "Double32_t fX; //[100,0,16]",
        "Write `[xmin,xmax]`. ROOT takes a range whose lower limit is the greater one for a number of mantissa bits.",
        "warning",
        cured="Double32_t fX; //[0,100,16]",
    ),
    "DG084": Rule(
        "the header can only be included after another one",
        "dictgen -o Dict.cxx Track.h Hit.h   # Track.h uses Hit and does not include Hit.h",
        "Include what the header uses, as the first thing in it. Or name the other header before it: they are included "
        "in the order of the command line, in the dictionary too.",
        cured="dictgen -o Dict.cxx Hit.h Track.h",
    ),
    "DG085": Rule(
        "the header is read twice and has no include guard",
        "class Event : public TObject {\n   ClassDefOverride(Event, 1)\n};",
        "Write `#pragma once` as its first line.",
        cured="#pragma once\nclass Event : public TObject {\n   ClassDefOverride(Event, 1)\n};",
    ),
    "DG086": Rule(
        "the annotation in the comment has no effect on a member of this type",
        "Float_t fX; //[0,1,8]",
        "A warning. Remove the annotation, or write a word before it if it is meant for readers; "
        "`[xmin,xmax,nbits]` is for Double32_t and Float16_t, `[fN]` for pointers, `->` for pointers to classes, "
        "`||` for containers and objects.",
        "warning",
        cured="Double32_t fX; //[0,1,8]",
    ),
    "DG090": Rule(
        "the layout of a released class has changed, but its version has not",
        "class Event {\n"
        "   Int_t fX;\n"
        "   Double_t fNew; // not in the version 2 that the lock knows\n"
        "   ClassDef(Event, 2)\n"
        "};",
        "Raise the version in ClassDef. Only if the locked version was never released, take its entry out of the lock.",
        cured="class Event {\n   Int_t fX;\n   Double_t fNew;\n   ClassDef(Event, 3)\n};",
    ),
    "DG091": Rule(
        "the version of the class is lower than one that was released",
        "class Event {\n   Int_t fX;\n   ClassDef(Event, 1) // the lock knows version 2\n};",
        "A version number means one layout for ever: go on with a higher one, also when a change is taken back.",
        cured="class Event {\n   Int_t fX;\n   ClassDef(Event, 2)\n};",
    ),
    "DG092": Rule(
        "the lock file does not exist",
        "dictgen -o Dict.cxx --lock new.lock.json Event.h",
        "Check the path. A new lock is created with `--lock-update`, in CMake by the target `<target>_lock_update`.",
        cured="dictgen -o Dict.cxx --lock new.lock.json --lock-update Event.h",
    ),
    "DG093": Rule(
        "the lock file cannot be used",
        "dictgen -o Dict.cxx --lock Event.h Event.h",
        "Take the file as it was from version control. After a merge with conflicts keep the versions of both sides.",
        cured="dictgen -o Dict.cxx --lock schema.lock.json Event.h",
    ),
    "DG094": Rule(
        "the class or its version is not in the lock yet",
        "class Event {\n   Long64_t fX;\n   ClassDef(Event, 3) // the lock knows version 2\n};",
        "The layout may change freely until `--lock-update` records it; do that before it is released.",
        "warning",
        cured="dictgen -o Dict.cxx --lock schema.lock.json --lock-update Event.h",
    ),
    "DG095": Rule(
        "the layout of a class without ClassDef is not among those in the lock",
        "struct Hit {\n"
        "   int fX;\n"
        "   double fNew; // not in the layout that the lock knows\n"
        "};\n"
        "class Event {\n"
        "   Hit fHit;\n"
        "   ClassDef(Event, 2)\n"
        "};",
        "Streams tell the layouts of such a class apart by its checksum. Record it with `--lock-update`.",
        "warning",
        cured="dictgen -o Dict.cxx --lock schema.lock.json --lock-update Event.h",
    ),
}
