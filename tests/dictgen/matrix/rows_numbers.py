"""Rows of the matrix: basic types, packed ones, arrays of them, strings. See row.py for what a row says."""

import math

from .encoder import (
    BOOL,
    CHAR,
    DOUBLE,
    DOUBLE32,
    FLOAT,
    FLOAT16,
    INT,
    LONG,
    SHORT,
    STRING,
    TSTRING,
    UCHAR,
    UINT,
    ULONG,
    USHORT,
    Array,
    CharStar,
    Counted,
    Enum,
    Headed,
    Mantissa,
    Number,
    PointerTo,
    Range,
    StdArray,
)
from .row import Group, Row
from .classes import GLOBAL, SCOPED, WIDE

# A row is two lines: what the model says, then what the bytes are.
# fmt: off

RUN = "WriteRun(m)"

BASIC = Group(
    "`bool`, integers, `float`, `double`, enumerations (scoped too); `T x[2][3]`, `std::array<T, 3>` of them",
    (
        Row("Bool_t m;", "Bool_t", "bool", 18, 1, RUN, BOOL, (True, False)),
        Row("bool m = true;", "bool", "bool", 18, 1, RUN, BOOL, (False, True)),
        Row("Char_t m;", "Char_t", "char", 1, 1, RUN, CHAR, (-7, 65)),
        Row("signed char m;", "signed char", "char", 1, 1, RUN, CHAR, (-128, 127)),
        Row("UChar_t m;", "UChar_t", "unsigned char", 11, 1, RUN, UCHAR, (250, 1)),
        Row("Short_t m;", "Short_t", "short", 2, 2, RUN, SHORT, (-300, 32767)),
        Row("UShort_t m;", "UShort_t", "unsigned short", 12, 2, RUN, USHORT, (65000, 1)),
        Row("Int_t m;", "Int_t", "int", 3, 4, RUN, INT, (-70000, 5)),
        Row("int m = 5;", "int", "int", 3, 4, RUN, INT, (2147483647, 0)),
        Row("UInt_t m{7};", "UInt_t", "unsigned int", 13, 4, RUN, UINT, (4000000000, 1)),
        Row("Long_t m;", "Long_t", "long", 4, 8, RUN, LONG, (-5000000000, 1)),
        Row("ULong_t m;", "ULong_t", "unsigned long", 14, 8, RUN, ULONG, (18000000000000000000, 1)),
        Row("Long64_t m;", "Long64_t", "Long64_t", 16, 8, RUN, LONG, (-6000000000000, 1)),
        Row("ULong64_t m;", "ULong64_t", "ULong64_t", 17, 8, RUN, ULONG, (18000000000000000000, 1)),
        Row("long long m;", "Long64_t", "Long64_t", 16, 8, RUN, LONG, (1 << 40, -1)),
        Row("unsigned long long m;", "ULong64_t", "ULong64_t", 17, 8, RUN, ULONG, (1 << 40, 1)),
        Row("std::int64_t m;", "long", "long", 4, 8, RUN, LONG, (-5000000000, 1)),
        Row("std::size_t m;", "unsigned long", "unsigned long", 14, 8, RUN, ULONG, (5000000000, 1)),
        Row("Float_t m;", "Float_t", "float", 5, 4, RUN, FLOAT, (-0.5, 3.0)),
        Row("Double_t m;", "Double_t", "double", 8, 8, RUN, DOUBLE, (-0.1, 1e300)),
        Row("Color_t m;", "short", "short", 2, 2, RUN, SHORT, (632, -1)),
        Row("Real m;", "double", "double", 8, 8, RUN, DOUBLE, (0.1, -1e-300)),
        Row("const Int_t m = 1;", "Int_t", "int", 3, 4, RUN, INT, (4711, 4712)),
        Row("mutable Int_t m;", "Int_t", "int", 3, 4, RUN, INT, (4711, 4712)),
        Row("EGlobal m;", "EGlobal", "EGlobal", 3, 4, RUN, GLOBAL, (70000, 1)),
        Row("ns::EScoped m;", "ns::EScoped", "ns::EScoped", 3, 1, RUN, SCOPED, (1, -1)),
        Row("ns::EWide m;", "ns::EWide", "ns::EWide", 3, 8, RUN, WIDE, (5, 0)),
        Row("enum EOwn { kX } m;", "Host::EOwn", "Host::EOwn", 3, 4, RUN, Enum("Host::EOwn"), (1, 0)),
        Row("Int_t m[2][3];", "Int_t", "int", 23, 24, RUN,
            Array(Array(INT)), ([[1, 2, 3], [4, 5, -6]], [[7] * 3] * 2), (2, 3)),
        Row("Bool_t m[2];", "Bool_t", "bool", 38, 2, RUN, Array(BOOL), ([True, False], [False, True]), (2,)),
        Row("Triple m;", "Double_t", "double", 28, 24, RUN, Array(DOUBLE), ([0.1, 0.2, -0.3], [1.0, 2.0, 3.0]), (3,)),
        Row("char m[12];", "char", "char", 21, 12, RUN,
            Array(CHAR), (list(b"twelve chars"), list(b"another" + b"\0" * 5)), (12,)),
        Row("const Short_t m[2] = {1, 2};", "Short_t", "short", 22, 4, RUN, Array(SHORT), ([7, 8], [9, 10]), (2,)),
        Row("EGlobal m[2];", "EGlobal", "EGlobal", 23, 8, RUN, Array(GLOBAL), ([1, 70000], [0, 1]), (2,)),
        Row("ns::EScoped m[2];", "ns::EScoped", "ns::EScoped", 23, 2, RUN, Array(SCOPED), ([1, 0], [0, 1]), (2,)),
        Row("std::array<Float_t, 4> m;", "Float_t", "array<float,4>", 25, 16, RUN,
            StdArray(FLOAT), ([0.5, 1.5, 2.5, -3.5], [1.0, 2.0, 3.0, 4.0]), (4,)),
        Row("std::array<std::array<Int_t, 2>, 3> m;", "Int_t", "array<array<int,2>,3>", 23, 24, RUN,
            StdArray(StdArray(INT)), ([[1, 2], [3, 4], [5, 6]], [[6, 5], [4, 3], [2, 1]]), (3, 2)),
    ),
)

PACKED = Group(
    "`Double32_t`, `Float16_t`, arrays of them",
    (
        Row("Double32_t m;", "Double32_t", "Double32_t", 9, 8, "WritePacked(m, rootlet::Packing::Float())",
            DOUBLE32, (0.5, -2.0), packing="float"),
        Row("Float16_t m;", "Float16_t", "Float16_t", 19, 4, "WritePacked(m, rootlet::Packing::Mantissa(12))",
            FLOAT16, (-0.75, 1024.0), packing="mantissa 12"),
        Row("Double32_t m[2][2];", "Double32_t", "Double32_t", 29, 32, "WritePacked(m, rootlet::Packing::Float())",
            Array(Array(DOUBLE32)), ([[1.0, 2.0], [3.0, -4.0]], [[0.0, 1.0], [0.5, 0.25]]), (2, 2), packing="float"),
        Row("Float16_t m[2];", "Float16_t", "Float16_t", 39, 8, "WritePacked(m, rootlet::Packing::Mantissa(12))",
            Array(FLOAT16), ([-0.5, 3.0], [0.0, 1.0]), (2,), packing="mantissa 12"),
        Row("std::array<Double32_t, 2> m;", "Double32_t", "array<Double32_t,2>", 29, 16,
            "WritePacked(m, rootlet::Packing::Float())",
            StdArray(DOUBLE32), ([0.5, -1.0], [2.0, 4.0]), (2,), packing="float"),
    ),
)

PACKING = Group(
    "`//[xmin,xmax]`, `//[xmin,xmax,nbits]`",
    (
        Row("Double32_t m; //[0,1,8]", "Double32_t", "Double32_t", 9, 8,
            "WritePacked(m, rootlet::Packing::Range(0, 1, 8))",
            Range("Double32_t", 0, 1, 8), (0.5, 0.25), packing="range 8 0 1"),
        Row("Double32_t m; //[-1,1]", "Double32_t", "Double32_t", 9, 8,
            "WritePacked(m, rootlet::Packing::Range(-1, 1, 32))",
            Range("Double32_t", -1, 1), (1.0, -1.0), packing="range 32 -1 1"),
        Row("Double32_t m; // the angle [-pi,pi,16]", "Double32_t", "Double32_t", 9, 8,
            "WritePacked(m, rootlet::Packing::Range(-3.141592653589793, 3.141592653589793, 16))",
            Range("Double32_t", -math.pi, math.pi, 16), (0.0, math.pi), packing=f"range 16 {-math.pi} {math.pi}"),
        Row("Double32_t m; //[0,0,10]", "Double32_t", "Double32_t", 9, 8,
            "WritePacked(m, rootlet::Packing::Mantissa(10))",
            Mantissa("Double32_t", 10), (-1024.0, 0.75), packing="mantissa 10"),
        Row("Float16_t m; //[ -30 , 30 , 16 ] blanks do not matter", "Float16_t", "Float16_t", 19, 4,
            "WritePacked(m, rootlet::Packing::Range(-30, 30, 16))",
            Range("Float16_t", -30, 30, 16), (0.0, -30.0), packing="range 16 -30 30"),
        Row("ROOTLET_PACKED(0, 1, 8) Double32_t m; // by macro", "Double32_t", "Double32_t", 9, 8,
            "WritePacked(m, rootlet::Packing::Range(0, 1, 8))",
            Range("Double32_t", 0, 1, 8), (0.5, 0.25), packing="range 8 0 1", title="[0,1,8] by macro"),
        Row("Double32_t m[3]; //[0,1]", "Double32_t", "Double32_t", 29, 24,
            "WritePacked(m, rootlet::Packing::Range(0, 1, 32))",
            Array(Range("Double32_t", 0, 1)), ([0.0, 1.0, 0.0], [1.0, 1.0, 0.0]), (3,), packing="range 32 0 1"),
        Row("Float16_t m[2]; //[0,0,6]", "Float16_t", "Float16_t", 39, 8,
            "WritePacked(m, rootlet::Packing::Mantissa(6))",
            Array(Mantissa("Float16_t", 6)), ([1.5, -2.0], [0.0, 0.5]), (2,), packing="mantissa 6"),
    ),
)

COUNTED = Group(
    "`T *x; //[fN]`, `T *x[2]; //[fN]` for numbers",
    (
        Row("Bool_t *m; //[fN]", "Bool_t*", "bool*", 58, 1, "WriteCounted(fN, m)",
            Counted(BOOL), ([True, False, True], [True]), counter="fN"),
        Row("Float_t *m; //[fN]", "Float_t*", "float*", 45, 4, "WriteCounted(fN, m)",
            Counted(FLOAT), ([0.5, 1.5, -2.5], [7.0]), counter="fN"),
        Row("Double_t *m; //[fU] null with a counter that is not", "Double_t*", "double*", 48, 8,
            "WriteCounted(fU, m)",
            Counted(DOUBLE), ([0.5, -0.1], None), counter="fU"),
        Row("Short_t *m[2]; //[fU]", "Short_t*", "short*", 42, 2, "WriteCounted(fU, m)",
            Counted(SHORT, 2), ([[1, 2], [3, -4]], [[5], [6]]), (2,), counter="fU"),
        Row("char *m; //[fN]", "char*", "char*", 41, 1, "WriteCounted(fN, m)",
            Counted(CHAR), (list(b"abc"), list(b"d")), counter="fN"),
        Row("EGlobal *m; //[fN]", "EGlobal*", "EGlobal*", 43, 4, "WriteCounted(fN, m)",
            Counted(GLOBAL), ([0, 1, 70000], [1]), counter="fN"),
    ),
)

COUNTER = Group(
    "`//[fN] text`",
    (
        Row("Float_t *m; // [fN] with a blank", "Float_t*", "float*", 45, 4, "WriteCounted(fN, m)",
            Counted(FLOAT), ([0.5, 1.5, -2.5], [7.0]), counter="fN"),
        Row("Long64_t *m; //[ fN ] with blanks", "Long64_t*", "Long64_t*", 56, 8, "WriteCounted(fN, m)",
            Counted(Number("q", "Long64_t")), ([1, -2, 1 << 40], [7]), counter="fN"),
        Row("ROOTLET_COUNTED(fN) Float_t *m; // by macro", "Float_t*", "float*", 45, 4, "WriteCounted(fN, m)",
            Counted(FLOAT), ([0.5, 1.5, -2.5], [7.0]), counter="fN", title="[fN] by macro"),
    ),
)

COUNTED_PACKED = Group(
    "`//[fN][xmin,xmax,nbits]`",
    (
        Row("Double32_t *m; //[fN][0,6,10]", "Double32_t*", "Double32_t*", 49, 8,
            "WriteCountedPacked(fN, m, rootlet::Packing::Range(0, 6, 10))",
            Counted(Range("Double32_t", 0, 6, 10)), ([0.0, 3.0, 6.0], [1.5]), counter="fN", packing="range 10 0 6"),
        Row("Float16_t *m; //[fN]", "Float16_t*", "Float16_t*", 59, 4,
            "WriteCountedPacked(fN, m, rootlet::Packing::Mantissa(12))",
            Counted(FLOAT16), ([0.5, 1.5, -2.5], [7.0]), counter="fN", packing="mantissa 12"),
        Row("Double32_t *m[2]; //[fU][0,0,8]", "Double32_t*", "Double32_t*", 49, 8,
            "WriteCountedPacked(fU, m, rootlet::Packing::Mantissa(8))",
            Counted(Mantissa("Double32_t", 8), 2), ([[0.5, 1.5], [2.0, -4.0]], [[1.0], [2.0]]), (2,), counter="fU",
            packing="mantissa 8"),
        Row("ROOTLET_COUNTED(fN) ROOTLET_PACKED(0, 6, 10) Double32_t *m;", "Double32_t*", "Double32_t*", 49, 8,
            "WriteCountedPacked(fN, m, rootlet::Packing::Range(0, 6, 10))",
            Counted(Range("Double32_t", 0, 6, 10)), ([0.0, 3.0, 6.0], [1.5]),
            counter="fN", packing="range 10 0 6", title="[fN][0,6,10]"),
    ),
)

LONG_TEXT = "0123456789" * 30  # its length takes five bytes

STRINGS = Group(
    "`TString`, `std::string`, `char *`",
    (
        Row("TString m;", "TString", "TString", 65, 24, "WriteValue(m)", TSTRING, ("text", LONG_TEXT)),
        Row("TString m[3];", "TString", "TString", 85, 72, "WriteValue(m)",
            Headed(Array(TSTRING)), (["a", "", "ccc"], ["", "bb", ""]), (3,)),
        Row("std::array<TString, 2> m;", "TString", "array<TString,2>", 85, 48, "WriteValue(m)",
            Headed(StdArray(TSTRING)), (["a", "b"], ["", "c"]), (2,)),
        Row("std::string m;", "string", "string", 500, 32, "WriteStl(m)",
            Headed(STRING), ("text", LONG_TEXT), stl=(365, 365)),
        Row("std::string m[2];", "string", "string", 500, 64, "WriteStl(m)",
            Headed(Array(STRING)), (["a", "bb"], ["", "c"]), (2,), stl=(365, 365)),
        Row("std::string *m;", "string*", "string*", 500, 8, "WriteStl(m)",
            PointerTo(Headed(STRING), "std::string"), ("a", "bb"), stl=(365, 365)),
        Row("char *m;", "char*", "char*", 7, 8, "WriteCharStar(m)", CharStar(), ("text", "other")),
        Row("const char *m;", "const char*", "const char*", 7, 8, "WriteCharStar(m)",
            CharStar(lets_go=True), ("text", "other")),
    ),
)
