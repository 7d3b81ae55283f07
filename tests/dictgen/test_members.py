"""One row per kind of member: what StreamerInfo says of it, and the statement that writes it."""

import pytest
from conftest import COMPILER, RUNTIME
from dictgen.diagnostics import Report
from dictgen.emit import emit
from dictgen.headers import Options
from dictgen.linkdef import LinkDef
from dictgen.parse import parse_headers
from dictgen.validate import validate

PRELUDE = """
#include "TNamed.h"
#include <array>
#include <atomic>
#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>
enum EGlobal { kOne };
enum class ELarge : long { kA = -5 };
typedef Double_t Real;
typedef Double_t Triple[3];
typedef std::vector<Int_t> Ints;
typedef struct { int fX; } Old;
template <class T> using List = std::vector<T>;
namespace ns { struct Plain { int fX; }; enum class EScoped : char { kA }; typedef Plain Alias; }
class Named : public TNamed { public: ClassDefOverride(Named, 2) };
class Versioned { public: virtual ~Versioned() {} ClassDef(Versioned, 3) };
template <class T> class Box { public: T fT; virtual ~Box() {} ClassDef(Box, 1) };
template <class T, int N = 4> struct Pod { T fT[N]; enum EIn { kIn }; EIn fIn; };
"""

AUTO = "rootlet::codec::Auto"
DOUBLE32 = "rootlet::codec::Sequence<rootlet::codec::Double32>"

# declaration, fTypeName, type in the checksum, fType, fSize, statement
ROWS = [
    ("Bool_t m;", "Bool_t", "bool", 18, 1, "WriteRun(m)"),
    ("Char_t m;", "Char_t", "char", 1, 1, "WriteRun(m)"),
    ("signed char m;", "signed char", "char", 1, 1, "WriteRun(m)"),
    ("UChar_t m;", "UChar_t", "unsigned char", 11, 1, "WriteRun(m)"),
    ("Short_t m;", "Short_t", "short", 2, 2, "WriteRun(m)"),
    ("UShort_t m;", "UShort_t", "unsigned short", 12, 2, "WriteRun(m)"),
    ("Int_t m;", "Int_t", "int", 3, 4, "WriteRun(m)"),
    ("int m = 5;", "int", "int", 3, 4, "WriteRun(m)"),
    ("UInt_t m{7};", "UInt_t", "unsigned int", 13, 4, "WriteRun(m)"),
    ("Long_t m;", "Long_t", "long", 4, 8, "WriteRun(m)"),
    ("ULong_t m;", "ULong_t", "unsigned long", 14, 8, "WriteRun(m)"),
    ("Long64_t m;", "Long64_t", "Long64_t", 16, 8, "WriteRun(m)"),
    ("ULong64_t m;", "ULong64_t", "ULong64_t", 17, 8, "WriteRun(m)"),
    ("long long m;", "Long64_t", "Long64_t", 16, 8, "WriteRun(m)"),
    ("unsigned long long m;", "ULong64_t", "ULong64_t", 17, 8, "WriteRun(m)"),
    ("std::int64_t m;", "long", "long", 4, 8, "WriteRun(m)"),
    ("std::size_t m;", "unsigned long", "unsigned long", 14, 8, "WriteRun(m)"),
    ("Float_t m;", "Float_t", "float", 5, 4, "WriteRun(m)"),
    ("Double_t m;", "Double_t", "double", 8, 8, "WriteRun(m)"),
    ("Color_t m;", "short", "short", 2, 2, "WriteRun(m)"),
    ("Real m;", "double", "double", 8, 8, "WriteRun(m)"),
    ("const Int_t m = 1;", "Int_t", "int", 3, 4, "WriteRun(m)"),
    ("mutable Int_t m;", "Int_t", "int", 3, 4, "WriteRun(m)"),
    ("EGlobal m;", "EGlobal", "EGlobal", 3, 4, "WriteRun(m)"),
    ("ns::EScoped m;", "ns::EScoped", "ns::EScoped", 3, 1, "WriteRun(m)"),
    ("enum EOwn { kX } m;", "Host::EOwn", "Host::EOwn", 3, 4, "WriteRun(m)"),
    ("Double32_t m;", "Double32_t", "Double32_t", 9, 8, "WritePacked(m, rootlet::Packing::Float())"),
    ("Double32_t m; //[0,1,8]", "Double32_t", "Double32_t", 9, 8, "WritePacked(m, rootlet::Packing::Range(0, 1, 8))"),
    ("Float16_t m;", "Float16_t", "Float16_t", 19, 4, "WritePacked(m, rootlet::Packing::Mantissa(12))"),
    (
        "Double32_t m[3]; //[0,1]",
        "Double32_t",
        "Double32_t",
        29,
        24,
        "WritePacked(m, rootlet::Packing::Range(0, 1, 32))",
    ),
    ("Int_t m[2][3];", "Int_t", "int", 23, 24, "WriteRun(m)"),
    ("Triple m;", "Double_t", "double", 28, 24, "WriteRun(m)"),
    ("char m[12];", "char", "char", 21, 12, "WriteRun(m)"),
    ("EGlobal m[2];", "EGlobal", "EGlobal", 23, 8, "WriteRun(m)"),
    ("std::array<Float_t, 4> m;", "Float_t", "array<float,4>", 25, 16, "WriteRun(m)"),
    ("std::array<std::array<Int_t, 2>, 3> m;", "Int_t", "array<array<int,2>,3>", 23, 24, "WriteRun(m)"),
    (
        "std::array<Double32_t, 2> m;",
        "Double32_t",
        "array<Double32_t,2>",
        29,
        16,
        "WritePacked(m, rootlet::Packing::Float())",
    ),
    ("Float_t *m; //[fN]", "Float_t*", "float*", 45, 4, "WriteCounted(fN, m)"),
    ("Float_t *m; // [fN] with a blank", "Float_t*", "float*", 45, 4, "WriteCounted(fN, m)"),
    ("Short_t *m[2]; //[fU]", "Short_t*", "short*", 42, 2, "WriteCounted(fU, m)"),
    ("char *m; //[fN]", "char*", "char*", 41, 1, "WriteCounted(fN, m)"),
    ("EGlobal *m; //[fN]", "EGlobal*", "EGlobal*", 43, 4, "WriteCounted(fN, m)"),
    (
        "Double32_t *m; //[fN][0,6,10]",
        "Double32_t*",
        "Double32_t*",
        49,
        8,
        "WriteCountedPacked(fN, m, rootlet::Packing::Range(0, 6, 10))",
    ),
    (
        "Float16_t *m; //[fN]",
        "Float16_t*",
        "Float16_t*",
        59,
        4,
        "WriteCountedPacked(fN, m, rootlet::Packing::Mantissa(12))",
    ),
    ("char *m;", "char*", "char*", 7, 8, "WriteCharStar(m)"),
    ("const char *m;", "const char*", "const char*", 7, 8, "WriteCharStar(m)"),
    ("TString m;", "TString", "TString", 65, 24, "WriteValue(m)"),
    ("TString m[3];", "TString", "TString", 85, 72, "WriteValue(m)"),
    ("TObject m;", "TObject", "TObject", 66, 16, "WriteValue(m)"),
    ("TNamed m;", "TNamed", "TNamed", 67, 64, "WriteValue(m)"),
    ("TNamed m[2];", "TNamed", "TNamed", 87, 128, "WriteValue(m)"),
    ("Named m;", "Named", "Named", 61, 64, "WriteValue(m)"),
    ("Named m[2][2];", "Named", "Named", 81, 256, "WriteValue(m)"),
    ("Versioned m;", "Versioned", "Versioned", 62, 8, "WriteValue(m)"),
    ("ns::Plain m;", "ns::Plain", "ns::Plain", 62, 4, "WriteValue(m)"),
    ("ns::Alias m;", "ns::Plain", "ns::Plain", 62, 4, "WriteValue(m)"),
    ("Old m;", "Old", "Old", 62, 4, "WriteValue(m)"),
    ("Box<Double_t> m;", "Box<Double_t>", "Box<double>", 62, 16, "WriteValue(m)"),
    ("Box<Box<Int_t>> m;", "Box<Box<Int_t> >", "Box<Box<int> >", 62, 24, "WriteValue(m)"),
    ("Pod<Int_t> m;", "Pod<Int_t,4>", "Pod<int,4>", 62, 20, "WriteValue(m)"),
    ("std::array<ns::Plain, 2> m;", "ns::Plain", "array<ns::Plain,2>", 82, 8, "WriteValue(m)"),
    ("std::string m;", "string", "string", 500, 32, "WriteStl(m)"),
    ("std::string m[2];", "string", "string", 500, 64, "WriteStl(m)"),
    ("std::string *m;", "string*", "string*", 500, 8, "WriteStl(m)"),
    ("std::vector<Int_t> m;", "vector<Int_t>", "vector<int>", 500, 24, "WriteStl(m)"),
    ("std::vector<int> m;", "vector<int>", "vector<int>", 500, 24, "WriteStl(m)"),
    ("std::vector<Real> m;", "vector<Real>", "vector<Real>", 500, 24, "WriteStl(m)"),
    ("std::vector<std::uint32_t> m;", "vector<unsigned int>", "vector<unsigned int>", 500, 24, "WriteStl(m)"),
    ("std::vector<long long> m;", "vector<Long64_t>", "vector<Long64_t>", 500, 24, "WriteStl(m)"),
    ("Ints m;", "vector<Int_t>", "vector<int>", 500, 24, "WriteStl(m)"),
    ("List<Float_t> m;", "vector<Float_t>", "vector<float>", 500, 24, "WriteStl(m)"),
    ("std::vector<bool> m;", "vector<bool>", "vector<bool>", 500, 40, "WriteStl(m)"),
    ("std::vector<EGlobal> m;", "vector<EGlobal>", "vector<EGlobal>", 500, 24, "WriteStl(m)"),
    ("std::vector<std::string> m;", "vector<string>", "vector<string>", 500, 24, "WriteStl(m)"),
    (
        "std::vector<std::vector<Float_t>> m;",
        "vector<vector<Float_t> >",
        "vector<vector<float> >",
        500,
        24,
        "WriteStl(m)",
    ),
    ("std::vector<Named *> m;", "vector<Named*>", "vector<Named*>", 500, 24, "WriteStl(m)"),
    (
        "std::vector<ns::Plain> m; //|| together",
        "vector<ns::Plain>",
        "vector<ns::Plain>",
        500,
        24,
        "WriteStlAs<rootlet::codec::ObjectWise>(m)",
    ),
    ("std::vector<Double32_t> m;", "vector<Double32_t>", "vector<Double32_t>", 500, 24, f"WriteStlAs<{DOUBLE32}>(m)"),
    (
        "std::map<Int_t, std::vector<Double32_t>> m;",
        "map<Int_t,vector<Double32_t> >",
        "map<int,vector<Double32_t> >",
        500,
        48,
        f"WriteStlAs<rootlet::codec::Mapping<{AUTO}, {DOUBLE32}>>(m)",
    ),
    (
        "std::vector<std::pair<Float16_t, Int_t>> m;",
        "vector<pair<Float16_t,Int_t> >",
        "vector<pair<Float16_t,int> >",
        500,
        24,
        f"WriteStlAs<rootlet::codec::Sequence<rootlet::codec::PairOf<rootlet::codec::Float16, {AUTO}>>>(m)",
    ),
    ("std::list<Short_t> m;", "list<Short_t>", "list<short>", 500, 24, "WriteStl(m)"),
    ("std::forward_list<Int_t> m;", "forward_list<Int_t>", "forward_list<int>", 500, 8, "WriteStl(m)"),
    ("std::deque<Long64_t> m;", "deque<Long64_t>", "deque<Long64_t>", 500, 80, "WriteStl(m)"),
    ("std::set<Int_t> m;", "set<Int_t>", "set<int>", 500, 48, "WriteStl(m)"),
    (
        "std::set<Int_t, std::greater<Int_t>> m;",
        "set<Int_t,greater<int> >",
        "set<int,greater<int> >",
        500,
        48,
        "WriteStl(m)",
    ),
    ("std::multiset<Double_t> m;", "multiset<Double_t>", "multiset<double>", 500, 48, "WriteStl(m)"),
    ("std::map<std::string, Int_t> m;", "map<string,Int_t>", "map<string,int>", 500, 48, "WriteStl(m)"),
    ("std::multimap<Int_t, TString> m;", "multimap<Int_t,TString>", "multimap<int,TString>", 500, 48, "WriteStl(m)"),
    ("std::unordered_set<Int_t> m;", "unordered_set<Int_t>", "unordered_set<int>", 500, 56, "WriteStl(m)"),
    (
        "std::unordered_map<Int_t, Int_t> m;",
        "unordered_map<Int_t,Int_t>",
        "unordered_map<int,int>",
        500,
        56,
        "WriteStl(m)",
    ),
    ("std::bitset<9> m;", "bitset<9>", "bitset<9>", 500, 8, "WriteStl(m)"),
    ("std::vector<Int_t> m[2];", "vector<Int_t>", "vector<int>", 500, 48, "WriteStl(m)"),
    ("std::vector<Int_t> *m;", "vector<Int_t>*", "vector<int>*", 500, 8, "WriteStl(m)"),
    (
        "std::pair<Int_t, std::string> m;",
        "pair<Int_t,string>",
        "pair<int,string>",
        62,
        40,
        "rootlet::stl::WriteElement<rootlet::codec::Auto>(b, m)",
    ),
    ("TObject *m;", "TObject*", "TObject*", 64, 8, "WritePointer(m)"),
    ("Named *m; //-> never null", "Named*", "Named*", 63, 8, "WriteEmbedded(m)"),
    ("Named *m[2];", "Named*", "Named*", 64, 16, "WritePointer(m)"),
    ("Versioned *m;", "Versioned*", "Versioned*", 69, 8, "WritePointer(m)"),
    ("ns::Plain *m; //->", "ns::Plain*", "ns::Plain*", 68, 8, "WriteEmbedded(m)"),
    ("const Named *m;", "const Named*", "const Named*", 64, 8, "WritePointer(m)"),
    ("TString *m;", "TString*", "TString*", 69, 8, "WritePointer(m)"),
    ("std::unique_ptr<Named> m;", "Named*", "unique_ptr<Named,default_delete<Named> >", 64, 8, "WritePointer(m)"),
    ("ELarge m;", "ELarge", "ELarge", 3, 8, "WriteRun(m)"),
    ("std::byte m;", "UChar_t", "unsigned char", 11, 1, "WriteRun(m)"),
    ("std::atomic<Int_t> m;", "Int_t", "int", 3, 4, "WriteRun(m)"),
    ("std::atomic<bool> m[2];", "bool", "bool", 38, 2, "WriteRun(m)"),
    ("std::array<std::atomic<ELarge>, 2> m;", "ELarge", "array<ELarge,2>", 23, 16, "WriteRun(m)"),
    ("std::atomic<Short_t> *m; //[fN]", "Short_t*", "short*", 42, 2, "WriteCounted(fN, m)"),
    ("std::chrono::seconds m;", "long", "long", 4, 8, "WriteRun(m)"),
    ("std::chrono::duration<Float_t> m;", "Float_t", "float", 5, 4, "WriteRun(m)"),
    ("std::chrono::system_clock::time_point m;", "long", "long", 4, 8, "WriteRun(m)"),
    ("std::vector<std::chrono::seconds> m;", "vector<long>", "vector<long>", 500, 24, "WriteStl(m)"),
    ("std::optional<Int_t> m;", "vector<Int_t>", "vector<int>", 500, 8, "WriteStl(m)"),
    ("std::optional<Double32_t> m;", "vector<Double32_t>", "vector<Double32_t>", 500, 16, f"WriteStlAs<{DOUBLE32}>(m)"),
    ("std::optional<ns::Plain> m[2];", "vector<ns::Plain>", "vector<ns::Plain>", 500, 16, "WriteStl(m)"),
    (
        "std::vector<std::array<Float_t, 3>> m;",
        "vector<array<Float_t,3> >",
        "vector<array<float,3> >",
        500,
        24,
        "WriteStl(m)",
    ),
    (
        "std::map<Int_t, std::array<std::array<Double32_t, 2>, 3>> m;",
        "map<Int_t,array<array<Double32_t,2>,3> >",
        "map<int,array<array<Double32_t,2>,3> >",
        500,
        48,
        f"WriteStlAs<rootlet::codec::Mapping<{AUTO}, rootlet::codec::Sequence<{DOUBLE32}>>>(m)",
    ),
    ("Named *m; //[fN]", "Named*", "Named*", 501, 8, "WriteLoop(fN, m)"),
    ("Named **m; //[fN]", "Named**", "Named**", 501, 8, "WriteLoop(fN, m)"),
]
STL_FACTS = {
    "std::vector<Int_t> m;": (1, 3),
    "std::vector<bool> m;": (1, 21),
    "std::vector<EGlobal> m;": (1, 3),
    "std::vector<std::string> m;": (1, 61),
    "std::vector<std::vector<Float_t>> m;": (1, 61),
    "std::vector<Named *> m;": (1, 63),
    "std::vector<Double32_t> m;": (1, 9),
    "std::list<Short_t> m;": (2, 2),
    "std::deque<Long64_t> m;": (3, 16),
    "std::map<std::string, Int_t> m;": (4, 61),
    "std::multimap<Int_t, TString> m;": (5, 61),
    "std::set<Int_t> m;": (6, 3),
    "std::multiset<Double_t> m;": (7, 8),
    "std::forward_list<Int_t> m;": (9, 3),
    "std::unordered_set<Int_t> m;": (10, 3),
    "std::unordered_map<Int_t, Int_t> m;": (12, 61),
    "std::vector<Int_t> *m;": (41, 3),
    "std::string m;": (365, 365),
    "std::optional<Int_t> m;": (1, 3),
    "std::vector<std::chrono::seconds> m;": (1, 4),
    "std::vector<std::array<Float_t, 3>> m;": (1, 61),
}


@pytest.fixture(scope="module")
def hosts(tmp_path_factory):
    """One class per row, all parsed at once: layouts by row number, and the emitted text."""
    folder = tmp_path_factory.mktemp("members")
    text = PRELUDE
    for i, (declaration, *_) in enumerate(ROWS):
        body = declaration.replace("kX", f"kX{i}")
        text += f"namespace row{i} {{ class Host {{ public: Int_t fN; UInt_t fU;\n{body}\nClassDefNV(Host, 1) }}; }}\n"
    header = folder / "Members.h"
    header.write_text(text)
    report = Report()
    options = Options((str(header),), str(folder / "Dict.cxx"), (f"-I{RUNTIME}",), "c++20", COMPILER)
    model = parse_headers(options, LinkDef(), report).model
    layouts = validate(model, report)
    assert [item.text for item in report.items] == []
    return {f"row{i}::Host": layouts.of(f"row{i}::Host") for i in range(len(ROWS))}, emit(model, layouts, "test")


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row[0] for row in ROWS])
def test_member_is_described_and_streamed(hosts, number):
    declaration, type_name, true_name, code, size, statement = ROWS[number]
    layouts, text = hosts
    element = layouts[f"row{number}::Host"].elements[-1]
    host = f"row{number}::Host"
    assert element.type_name.replace(host, "Host") == type_name
    assert element.true_name.replace(host, "Host") == true_name
    assert (element.code, element.size) == (code, size)
    if declaration in STL_FACTS:
        assert (element.stl_type, element.stl_content) == STL_FACTS[declaration]
    body = text[text.index(f"void {host}::Streamer") : text.index(f"void {host}::RootletStreamColumns")]
    body = "".join(body.split())
    written = "".join(statement.replace("WriteRun(m)", "WriteRun(fN, fU, m)").split())
    assert f"{written};" in body
    if "const " not in declaration:
        assert f"{written};".replace("Write", "Read") in body


def test_an_array_counter_has_a_type_of_its_own(hosts):
    layouts, _ = hosts
    codes = {}
    for number, row in enumerate(ROWS):
        if row[0] in ("Float_t *m; //[fN]", "Short_t *m[2]; //[fU]", "Int_t m[2][3];"):
            codes[row[0]] = [element.code for element in layouts[f"row{number}::Host"].elements[:2]]
    assert codes == {
        "Float_t *m; //[fN]": [6, 13],
        "Short_t *m[2]; //[fU]": [3, 13],
        "Int_t m[2][3];": [3, 13],
    }
