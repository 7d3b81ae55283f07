"""Which classes can be shared as they lie in memory, and what compilers say of those that cannot.

The table is one header and one source file: the compiler meets all uses of it in one run, and each refusal is one
static_assert with its own message, in the order of the table.
"""

import re
import shutil
import subprocess

import pytest

from conftest import COMPILER, FRAMEWORK, RUNTIME

PRELUDE = """#include "RootletContainers.h"
#include "TNamed.h"
#include <array>
#include <atomic>
#include <bitset>
#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <variant>
#include <vector>
enum class EFixed : unsigned char { kA };
enum EAlsoFixed : int { kB };
enum EPlain { kC };
enum [[using gnu: unused]] EMarked { kD };
struct Hit { double fX; bool fGood; };
struct Empty {};
struct Dynamic { virtual void Draw(); int fX; };
struct Derived : Dynamic { int fY; };
struct VirtualBase : virtual Hit { int fY; };
struct Copies { Copies(); Copies(const Copies &); int fX; };
struct Assigns { Assigns &operator=(const Assigns &); int fX; };
struct Dies { ~Dies(); int fX; };
struct Fixed { Fixed(const Fixed &) = delete; int fX; };
struct Track { std::vector<int> fHits; };
struct Tracks { int fN; Track fTracks[3]; };
struct Second : Empty, Hit { int fZ; };
struct OfTrack : Track {};
struct OfHit : Hit { int fZ; };
struct __attribute__((packed)) Packed { char fC; int fI; };
struct alignas(128) Aligned { int fI; };
union Either { int fI; float fF; };
template <class T> struct Box { T fValue; };
template <class T, class U> struct Two { T fT; U fU; };
template <class T> struct Boxed : Box<T> { int fN; };
struct Line { rootlet::string fName; rootlet::vector<Hit> fHits; };
struct Named : rootlet::string { int fN; };
struct Node { rootlet::vector<Node> fNodes; };
struct Branch; struct Tree { rootlet::vector<Branch> fBranches; }; struct Branch { Tree fTree; };
namespace mine { namespace rootlet { struct string { char *fText; }; } }
struct NoDefault { explicit NoDefault(int x) : fX(x) {} int fX; };
"""

CAN = ""
MEMORY = "which owns memory"
VECTOR = f"{MEMORY}; a rootlet::vector can be"
STRING = f"{MEMORY}; a rootlet::string can be"
COPY = "of its own, so its bytes alone are no copy"
NOWHERE = "which leads nowhere in another process"
LIBRARY = "whose layout is the standard library's own"
PROCESS = "which belongs to one process"

# The body of a class, which may begin with its bases; and what is said, behind "'Class' cannot be shared: ".
TABLE = [
    ("bool fX;", CAN),
    ("char fA; signed char fB; unsigned char fC; char16_t fD; char32_t fE; wchar_t fF;", CAN),
    ("short fA; unsigned short fB; int fC; unsigned fD; long fE; unsigned long fF; long long fG;", CAN),
    ("Bool_t fA; Int_t fB; ULong64_t fC; size_t fD; std::int8_t fE; std::byte fF;", CAN),
    ("float fA; double fB; Double32_t fC; //[0,1,10]\n Float16_t fD;", CAN),
    ("EFixed fA; EAlsoFixed fB; enum class In : long { kX = 1L << 40 }; In fC;", CAN),
    ("int fA[3]; double fB[2][3][4]; bool fC[1]; EFixed fD[2];", CAN),
    ("std::array<int, 3> fA; std::array<std::array<Hit, 2>, 2> fB[3];", CAN),
    ("Hit fHit; Hit fHits[2][2]; Box<Hit> fBox; Boxed<short> fBoxed; Two<int, double> fTwo; NoDefault fNone;", CAN),
    (": Hit { int fY;", CAN),
    (": Second, Box<int> { int fY;", CAN),
    ("std::complex<float> fA; std::complex<double> fB[2];", CAN),
    ("std::chrono::milliseconds fA; std::chrono::system_clock::time_point fB; std::chrono::duration<float> fC;", CAN),
    (
        "int Get() const { return fX; } private: int fX; protected: Hit fHit; public: static int fgS; mutable int fM;",
        CAN,
    ),
    ("rootlet::vector<int> fV; rootlet::string fS[2]; rootlet::flat_map<short, double> fM;", CAN),
    ("rootlet::vector<Hit> fHits; rootlet::vector<rootlet::vector<rootlet::string>> fDeep;", CAN),
    (
        "rootlet::vector<EFixed> fE; rootlet::vector<std::array<Hit, 2>> fA; std::array<rootlet::vector<bool>, 2> fB;",
        CAN,
    ),
    (
        "rootlet::vector<rootlet::flat_map<int, double>> fV; "
        "rootlet::vector<rootlet::vector<rootlet::flat_map<short, Hit>>> fW;",
        CAN,
    ),
    ("Box<int[3]> fA[2][2]; rootlet::vector<Box<float[2]>> fV[2][3]; std::array<Box<int[4]>, 2> fB[3];", CAN),
    ("Line fLine; rootlet::flat_map<rootlet::string, Line> fLines; rootlet::vector<Box<Box<int>>> fBoxes;", CAN),
    (": Line { rootlet::vector<NoDefault> fNone; rootlet::vector<std::complex<float>> fC;", CAN),
    ("Empty fEmpty; int fX;", CAN),
    ("", CAN),
    ("int fX; ROOTLET_DECLARED", CAN),
    ("Int_t fX; ClassDefNV(NAME, 3)", CAN),
    (
        "std::chrono::duration<bool> fX;",
        "its member 'fX' is a std::chrono::duration<bool>, whose number has no place in a layout",
    ),
    (
        "EMarked fE;",
        "its member 'fE' is of the enumeration EMarked, in which not every number is a value; give it a fixed "
        "underlying type: 'enum EMarked : int'",
    ),
    ("int *fP;", f"its member 'fP' is a pointer (int *), {NOWHERE}"),
    ("Hit *fHits[3];", f"its member 'fHits' is a pointer (Hit *), {NOWHERE}"),
    ("const char *fText;", f"its member 'fText' is a pointer (const char *), {NOWHERE}"),
    ("FILE *fFile;", f"its member 'fFile' is a pointer (FILE *), {NOWHERE}"),
    ("void *fP;", f"its member 'fP' is a pointer (void *), {NOWHERE}"),
    ("rootlet::vector<std::string> fV;", f"its member 'fV' is a std::string, {STRING}"),
    ("rootlet::vector<rootlet::vector<TString>> fV;", f"its member 'fV' is a TString, {STRING}"),
    ("rootlet::vector<Track> fV;", f"its member 'fV.fHits' is a std::vector<int>, {VECTOR}"),
    ("rootlet::flat_map<int, Track> fM;", f"its member 'fM.second.fHits' is a std::vector<int>, {VECTOR}"),
    ("rootlet::flat_map<std::string, int> fM;", f"its member 'fM.first' is a std::string, {STRING}"),
    ("rootlet::vector<Dynamic> fV;", "its member 'fV' is of the class Dynamic, which has virtual functions"),
    ("rootlet::vector<pthread_t> fV;", f"its member 'fV' is a pthread_t, {PROCESS}"),
    (
        ": rootlet::vector<int> {",
        "it is derived from rootlet::vector<int>, which can only be a member",
    ),
    (": rootlet::string { int fN;", "it is derived from rootlet::string, which can only be a member"),
    (
        "rootlet::vector<Named> fV;",
        "its member 'fV' is of the class Named, which is derived from rootlet::string, which can only be a member",
    ),
    ("Node fNode;", "its member 'fNode.fNodes' holds objects of the class Node again"),
    ("Tree fTree;", "its member 'fTree.fBranches.fTree' holds objects of the class Tree again"),
    (
        "rootlet::vector<EPlain> fE;",
        "its member 'fE' is of the enumeration EPlain, in which not every number is a value; "
        "give it a fixed underlying type: 'enum EPlain : int'",
    ),
    ("mine::rootlet::string fS;", f"its member 'fS.fText' is a pointer (char *), {NOWHERE}"),
    ("int &fR;", f"its member 'fR' is a reference (int &), {NOWHERE}"),
    (
        "void (*fCall)(int);",
        "its member 'fCall' is a pointer to a function (void (*)(int)), which lies elsewhere in another process",
    ),
    (
        "int Hit::*fM;",
        "its member 'fM' is a pointer to a member (int Hit::*), which is another number in another program",
    ),
    ("TString fName;", f"its member 'fName' is a TString, {STRING}"),
    ("std::string fName;", f"its member 'fName' is a std::string, {STRING}"),
    ("std::vector<int> fV;", f"its member 'fV' is a std::vector<int>, {VECTOR}"),
    ("std::map<int, int> fM[2];", f"its member 'fM' is a std::map<int, int>, {MEMORY}; a rootlet::flat_map can be"),
    ("std::unique_ptr<Hit> fP;", f"its member 'fP' is a std::unique_ptr<Hit>, {MEMORY}"),
    ("std::function<void()> fF;", f"its member 'fF' is a std::function<void ()>, {MEMORY}"),
    (
        "std::string_view fText;",
        "its member 'fText' is a std::string_view, which points to memory of its process",
    ),
    ("std::span<int> fS;", "its member 'fS' is a std::span<int>, which points to memory of its process"),
    ("std::optional<int> fO;", f"its member 'fO' is a std::optional<int>, {LIBRARY}"),
    ("std::variant<int, bool> fV;", f"its member 'fV' is a std::variant<int, bool>, {LIBRARY}"),
    ("std::bitset<8> fB;", f"its member 'fB' is a std::bitset<8>, {LIBRARY}"),
    (
        "std::pair<int, int> fP;",
        "its member 'fP' is a std::pair<int, int>, which is not trivially copyable; a struct of such members is",
    ),
    (
        "std::tuple<int> fT;",
        "its member 'fT' is a std::tuple<int>, which is not trivially copyable; a struct of such members is",
    ),
    (
        "std::atomic<int> fA;",
        "its member 'fA' is a std::atomic<int>, which cannot be copied; Write() makes changes atomic",
    ),
    ("std::mutex fM;", f"its member 'fM' is a std::mutex, {PROCESS}"),
    ("std::thread fT;", f"its member 'fT' is a std::thread, {PROCESS}"),
    ("pthread_mutex_t fM;", f"its member 'fM' is a pthread_mutex_t, {PROCESS}"),
    ("pthread_t fT;", f"its member 'fT' is a pthread_t, {PROCESS}"),
    ("Either fE;", "its member 'fE' is a union (Either), and nothing tells which of its members is alive"),
    (
        "union { int fI; float fF; };",
        "its member '(unnamed)' is an unnamed union, and nothing tells which of its members is alive",
    ),
    ("struct { int fI; } fS;", "its member 'fS' is of an unnamed struct, which needs a name here"),
    ("int fA; int fB : 3;", "its member 'fB' is a bit-field, which has no address"),
    ("const int fC = 1;", "its member 'fC' is const, so no copy can take its place"),
    ("const double fC[2] = {};", "its member 'fC' is const, so no copy can take its place"),
    ("std::array<const int, 2> fC = {};", "its member 'fC' is const, so no copy can take its place"),
    (": OfHit, Hit {", "it has the base class 'Hit' twice, and one of them cannot be reached"),
    ("volatile int fV;", "its member 'fV' is volatile, so it must not be copied as bytes"),
    (
        "[[no_unique_address]] Empty fE; int fX;",
        "its member 'fE' is [[no_unique_address]], so that other members may lie in it",
    ),
    ("long double fL;", "its member 'fL' is a long double, of whose bytes some have no meaning"),
    ("__int128 fI;", "its member 'fI' is of the type __int128, which has no place in a layout"),
    (
        "EPlain fE;",
        "its member 'fE' is of the enumeration EPlain, in which not every number is a value; give it a fixed "
        "underlying type: 'enum EPlain : int'",
    ),
    ("int fN; Track fTrack;", f"its member 'fTrack.fHits' is a std::vector<int>, {VECTOR}"),
    ("Tracks fAll[2];", f"its member 'fAll.fTracks.fHits' is a std::vector<int>, {VECTOR}"),
    ("Box<std::string> fBox;", f"its member 'fBox.fValue' is a std::string, {STRING}"),
    (": Track {", f"its member 'Track::fHits' is a std::vector<int>, {VECTOR}"),
    ("OfTrack fTrack;", f"its member 'fTrack.Track::fHits' is a std::vector<int>, {VECTOR}"),
    ("virtual void Draw(); int fX;", "it has virtual functions"),
    ("virtual ~NAME() = default; int fX;", "it has virtual functions"),
    (": TObject { int fX;", "its base class 'TObject' has virtual functions"),
    (": TNamed { int fX; ClassDefOverride(NAME, 1)", "its base class 'TObject' has virtual functions"),
    (": Derived {", "its base class 'Dynamic' has virtual functions"),
    ("Dynamic fD;", "its member 'fD' is of the class Dynamic, which has virtual functions"),
    ("Derived fD[2];", "its member 'fD' is of the class Derived, whose base class 'Dynamic' has virtual functions"),
    (": virtual Hit { int fX;", "it has the virtual base class 'Hit', which it finds by a pointer"),
    (
        "VirtualBase fV;",
        "its member 'fV' is of the class VirtualBase, "
        "which has the virtual base class 'Hit', which it finds by a pointer",
    ),
    (": std::vector<int> {", f"it is derived from std::vector<int>, {VECTOR}"),
    ("NAME(const NAME &); int fX;", f"it has a copy constructor {COPY}"),
    (
        "Copies fC;",
        f"its member 'fC' is of the class Copies, which has a copy constructor {COPY}",
    ),
    (
        "Assigns fA;",
        f"its member 'fA' is of the class Assigns, which has a copy assignment {COPY}",
    ),
    (
        "Dies fD;",
        f"its member 'fD' is of the class Dies, which has a destructor {COPY}",
    ),
    (
        "Fixed fF;",
        "its member 'fF' is of the class Fixed, which has a deleted copy constructor, so it must not be copied",
    ),
    (
        "Packed fP;",
        "its member 'fP' is of the class Packed, which is packed, so that no reference can be bound to its members",
    ),
    ("Aligned fA;", "its member 'fA' is of the class Aligned, which is aligned to 128 bytes, and a map has 64"),
    (
        "private: struct Hidden { int fX; }; public: Hidden fH;",
        "its member 'fH' is of the class NAME::Hidden, which is private in the class around it",
    ),
    (
        "private: enum class Hidden : int { kA }; public: Hidden fH;",
        "its member 'fH' is of the enumeration NAME::Hidden, which is private in its class",
    ),
]
# How a class is used.
USES = [
    "map.Emplace<NAME>(text);",
    "map.View<NAME>(text);",
    "map.Resume<NAME>(text);",
    "(void)sizeof(rootlet::Shared<NAME>);",
]


def name_of(index):
    return f"Class{index:02}"


def class_text(index, body):
    """A struct of that body."""
    name = name_of(index)
    body = body.replace("NAME", name).replace("ROOTLET_DECLARED", "")
    head, body = (body, "") if body.startswith(":") else ("", body)
    return f"struct {name} {head}{'' if head else '{ ' + body} }};\nROOTLET_SHARED({name})\n"


def compilers():
    return [compiler for compiler in ("g++", "clang++-14", "clang++-19") if shutil.which(compiler)]


def compiled(compiler, folder, source):
    include = [f"-I{path}" for path in (RUNTIME, *FRAMEWORK, folder)]
    flags = ["-ferror-limit=0"] if "clang" in compiler else []
    return subprocess.run(
        [compiler, "-std=c++20", "-fsyntax-only", "-w", *flags, *include, source],
        capture_output=True,
        text=True,
        check=False,
    )


def said(stderr):
    """The messages of failed static assertions, in order."""
    return re.findall(
        r"static[_ ]assert(?:ion)? failed(?: due to requirement '.*?')?:? \"?(.*?)\"?$", stderr, re.MULTILINE
    )


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A folder with the header of the table and the one that dictgen has made of it."""
    from conftest import Dictgen

    folder = tmp_path_factory.mktemp("table")
    dictgen = Dictgen(folder)
    text = "".join(class_text(i, body) for i, (body, _) in enumerate(TABLE))
    header = dictgen.write("Table.h", f"#pragma once\n{PRELUDE}{text}")
    output, shared = folder / "TableDict.cxx", folder / "TableShared.h"
    run = dictgen.run("-o", output, "--shared-header", shared, header, "-w")
    assert (run.status, run.err) == (0, "")
    return folder


def test_the_table_is_long_enough():
    assert len(TABLE) >= 40 and sum(reason == CAN for _, reason in TABLE) >= 15


@pytest.mark.parametrize("compiler", compilers())
def test_what_can_be_shared_compiles(table, compiler):
    uses = "".join(
        f'void Use{i}(TMapFile &map) {{ auto s = map.Emplace<{name_of(i)}>("x", made<{name_of(i)}>());'
        f' s.Write([]({name_of(i)} &x) {{ (void)x; }}); auto v = map.View<{name_of(i)}>("x");'
        f" v.Read([](const {name_of(i)} &) {{}}); (void)v.Snapshot(); v.InPlace([](const auto &) {{}});"
        f' (void)map.Resume<{name_of(i)}>("x"); }}\n'
        for i, (_, reason) in enumerate(TABLE)
        if reason == CAN
    )
    source = table / f"can-{compiler}.cxx"
    source.write_text(f'#include "TableShared.h"\n#include "TMapFile.h"\ntemplate <class T> T made();\n{uses}')
    done = compiled(compiler, table, source)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("compiler", compilers())
def test_what_cannot_is_refused_with_its_reason(table, compiler):
    uses, expected = "", []
    for index, (_, reason) in enumerate(TABLE):
        if reason != CAN:
            name = name_of(index)
            uses += f"void Use{index}(TMapFile &map, const char *text) {{ {' '.join(USES).replace('NAME', name)} }}\n"
            expected.append(f"'{name}' cannot be shared: {reason.replace('NAME', name)}")
    source = table / f"cannot-{compiler}.cxx"
    source.write_text(f'#include "TableShared.h"\n#include "TMapFile.h"\n{uses}')
    messages = said(compiled(compiler, table, source).stderr)
    assert list(dict.fromkeys(messages)) == expected
    assert {messages.count(message) for message in expected} == {2}, "once for Shared, once for View"


@pytest.mark.parametrize("use", USES)
def test_each_use_alone_is_refused(table, use):
    index = next(i for i, (_, reason) in enumerate(TABLE) if reason != CAN)
    source = table / "use.cxx"
    source.write_text(
        f'#include "TableShared.h"\n#include "TMapFile.h"\nstruct Virtual {{ virtual ~Virtual(); }};\n'
        f"void Use(TMapFile &map, const char *text) {{ {use.replace('NAME', name_of(index))} }}\n"
        f"void Use2(TMapFile &map, const char *text) {{ {use.replace('NAME', 'Virtual')} }}\n"
        f"void Use3(TMapFile &map, const char *text) {{ {use.replace('NAME', 'TNamed')} }}\n"
    )
    done = compiled(COMPILER, table, source)
    assert done.returncode != 0
    asked, *others = said(done.stderr)
    assert asked == f"'{name_of(index)}' cannot be shared: {TABLE[index][1]}"
    assert len(others) == 2
    for message in others:
        assert message.startswith("nothing says that this class can be shared: write ROOTLET_SHARED(Name) behind it")


def test_a_stale_header_does_not_compile(dictgen):
    header = dictgen.write(
        "Hit.h", '#include "RootletAnnotations.h"\nstruct Hit { int fA; int fB; };\nROOTLET_SHARED(Hit)\n'
    )
    assert dictgen.run("-o", "Dict.cxx", "--shared-header", "HitShared.h", header).status == 0
    source = dictgen.write("use.cxx", '#include "HitShared.h"\n')
    assert compiled(COMPILER, dictgen.folder, source).returncode == 0
    for changed, reason in (
        ("struct Hit { int fB; int fA; };", "for other offsets"),
        ("struct Hit { int fA; int fB; int fC; };", "for another size"),
    ):
        dictgen.write("Hit.h", f'#include "RootletAnnotations.h"\n{changed}\nROOTLET_SHARED(Hit)\n')
        done = compiled(COMPILER, dictgen.folder, source)
        assert any(reason in text for text in said(done.stderr)), done.stderr


def shared_of(dictgen, text, *arguments, linkdef=""):
    """Name to SharedClass of the classes of a header."""
    dictgen.write("Mine.h", f'#include "Rtypes.h"\n{text}')
    found = dictgen.model("Mine.h", flags=arguments, linkdef=linkdef)
    return {shared.name: shared for shared in found.shared}


def test_a_linkdef_file_asks_for_somebody_elses_class(dictgen):
    linkdef = str(dictgen.write("LinkDef.h", "#pragma link C++ shared class theirs::Frame;\n"))
    found = shared_of(dictgen, "namespace theirs { struct Frame { int fX; }; }", linkdef=linkdef)
    assert [member.name for member in found["theirs::Frame"].members] == ["fX"]


@pytest.mark.parametrize(
    "pragma",
    ["shared class geo::*;", "off shared class Frame;", "options=version(2) shared class Frame;", "shared Frame;"],
)
def test_a_pragma_for_sharing_names_one_class(dictgen, pragma):
    pragma = f"#pragma link {'' if pragma.startswith('off') else 'C++ '}{pragma}"
    linkdef = dictgen.write("LinkDef.h", f"{pragma}\n")
    dictgen.write("Mine.h", "namespace geo { struct Frame { int fX; }; } using geo::Frame;\n")
    run = dictgen.run("-o", "Dict.cxx", "--linkdef", linkdef, "Mine.h")
    assert run.status == 1 and "the pragma is not understood" in run.err


def test_asking_for_what_is_no_class_is_an_error(dictgen):
    for name in ("int", "std::vector<int>", "rootlet::vector<int>", "rootlet::string"):
        includes = '#include "RootletContainers.h"\n#include "Rtypes.h"\n#include <vector>\n'
        dictgen.write("Mine.h", f"{includes}ROOTLET_SHARED({name})\n")
        run = dictgen.run("-o", "Dict.cxx", "Mine.h")
        assert run.status == 1
        assert run.first_line == f"Mine.h:4:1: error: '{name}' is not a class that could be shared [DG040]"


def test_members_of_bases_lie_where_clang_has_them(dictgen):
    found = shared_of(
        dictgen,
        "struct A { int fA; char fTail; private: char fB; }; struct E {};\n"
        "template <class T> struct B : A { T fValue; };\n"
        "struct C : E, B<short>, private A2 { };\n".replace("private A2", "Other").replace(
            "struct C", "struct Other { double fD; }; struct C"
        )
        + "ROOTLET_SHARED(C)\n",
    )
    assert [(m.owner, m.name, m.offset) for m in found["C"].members] == [
        ("A", "fA", 0),
        ("A", "fTail", 4),
        ("A", "fB", 5),
        ("B<short>", "fValue", 6),
        ("Other", "fD", 8),
    ]


def test_functions_of_the_view_follow_the_names_of_cpp(dictgen):
    dictgen.write(
        "Mine.h",
        '#include "Rtypes.h"\nstruct A { int fX; int fTwice; }; struct B { int fTwice; };\n'
        "struct C : A, B { int fX; int InPlaceOf; int At; int Bytes; };\nROOTLET_SHARED(C)\n",
    )
    assert dictgen.run("-o", "Dict.cxx", "--shared-header", "MineShared.h", "Mine.h").status == 0
    text = (dictgen.folder / "MineShared.h").read_text()
    functions = re.findall(r"auto (\w+)\(\) const .*At<int>\((\d+)\)", text)
    assert functions == [("fX", "12"), ("InPlaceOf_", "16"), ("At", "20"), ("Bytes", "24")]
    assert compiled(COMPILER, dictgen.folder, dictgen.write("use.cxx", '#include "MineShared.h"\n')).returncode == 0


def test_two_headers_may_have_the_same_class(dictgen):
    dictgen.write("Hit.h", '#pragma once\n#include "Rtypes.h"\nstruct Hit { int fX; };\n')
    for name in "AB":
        dictgen.write(
            f"{name}.h", f'#pragma once\n#include "Hit.h"\nstruct {name} {{ Hit fHit; }};\nROOTLET_SHARED({name})\n'
        )
        assert dictgen.run("-o", "Dict.cxx", "--shared-header", f"{name}Shared.h", f"{name}.h").status == 0
    source = dictgen.write("use.cxx", '#include "AShared.h"\n#include "BShared.h"\n')
    assert compiled(COMPILER, dictgen.folder, source).returncode == 0


def test_without_a_shared_class_the_header_says_so(dictgen):
    dictgen.write("Mine.h", '#include "TObject.h"\nclass Mine : public TObject { ClassDefOverride(Mine, 1) };\n')
    assert dictgen.run("-o", "Dict.cxx", "--shared-header", "MineShared.h", "Mine.h").status == 0
    assert "when they are shared: none\n" in (dictgen.folder / "MineShared.h").read_text()
    run = dictgen.run("--dump-model", "--shared-header", "MineShared.h", "Mine.h")
    assert (run.status, run.err) == (2, "dictgen: error: --shared-header needs -o OUTPUT\n")
