"""Rows of the matrix: what the standard library wraps around values. See row.py for what a row says."""

from .encoder import (
    BOOL,
    DOUBLE,
    DOUBLE32,
    FLOAT,
    INT,
    LONG,
    SHORT,
    STRING,
    UCHAR,
    Array,
    Class,
    Counted,
    Elements,
    Headed,
    Maybe,
    Part,
    Split,
    StdArray,
    Wrapped,
    sequence,
)
from .row import Group, Row
from .classes import PLAIN, WIDE

# A row is two lines: what the model says, then what the bytes are.
# fmt: off

STL, RUN, VALUE = "WriteStl(m)", "WriteRun(m)", "WriteValue(m)"
COMPLEX = Class("complex<double>", None, Part("_real", "double", DOUBLE), Part("_imag", "double", DOUBLE))
TUPLE = Class("tuple<int,string>", None, Part("_0", "int", INT), Part("_1", "string", Headed(STRING)))
DOUBLE32S = "rootlet::codec::Sequence<rootlet::codec::Double32>"
SECONDS = Wrapped(LONG, "std::chrono::seconds")
SYSTEM_TIME = "std::chrono::system_clock::time_point"

OPTIONAL = Group(
    "`std::optional<T>`",
    (
        Row("std::optional<Int_t> m;", "vector<Int_t>", "vector<int>", 500, 8, STL,
            Maybe(sequence(INT)), ([-5], []), stl=(1, 3)),
        Row("std::optional<Double32_t> m;", "vector<Double32_t>", "vector<Double32_t>", 500, 16,
            f"WriteStlAs<{DOUBLE32S}>(m)",
            Maybe(sequence(DOUBLE32)), ([0.5], []), stl=(1, 9)),
        Row("std::optional<ns::Plain> m[2];", "vector<ns::Plain>", "vector<ns::Plain>", 500, 16, STL,
            Headed(Array(Elements(PLAIN))), ([[(5,)], []], [[], []]), (2,), stl=(1, 61),
            fill=("m[0] = ns::Plain{5};", "static_cast<void>(m);")),
    ),
)

STD_CLASSES = Group(
    "`std::complex<float>`, `std::complex<double>`, `std::tuple`",
    (
        Row("std::complex<Double_t> m;", "complex<Double_t>", "complex<double>", 62, 16, VALUE,
            COMPLEX, ((1.5, -2.0), (0.5, 3.0))),
        Row("std::vector<std::complex<double>> m;", "vector<complex<double> >", "vector<complex<double> >", 500, 24,
            STL, Split(COMPLEX), ([(1.5, -2.0)], []), stl=(1, 61)),
        Row("std::tuple<Int_t, std::string> m;", "tuple<Int_t,string>", "tuple<int,string>", 62, 40, VALUE,
            TUPLE, ((5, "five"), (-6, ""))),
    ),
)

WRAPPED = Group(
    "`std::atomic<T>` of a number, `std::chrono` durations and time points, `std::byte`",
    (
        Row("std::atomic<Int_t> m;", "Int_t", "int", 3, 4, RUN, INT, (-5, 6)),
        Row("std::atomic<bool> m[2];", "bool", "bool", 38, 2, RUN, Array(BOOL), ([True, False], [False, True]), (2,)),
        Row("std::array<std::atomic<ns::EWide>, 2> m;", "ns::EWide", "array<ns::EWide,2>", 23, 16, RUN,
            StdArray(WIDE), ([5, 0], [0, 5]), (2,)),
        Row("std::atomic<Short_t> *m; //[fN]", "Short_t*", "short*", 42, 2, "WriteCounted(fN, m)",
            Counted(Wrapped(SHORT, "std::atomic<Short_t>")), ([1, -2, 3], [4]), counter="fN"),
        Row("std::chrono::seconds m;", "long", "long", 4, 8, RUN, SECONDS, (5000000000, -1)),
        Row("std::chrono::duration<Float_t> m;", "Float_t", "float", 5, 4, RUN,
            Wrapped(FLOAT, "std::chrono::duration<Float_t>"), (0.5, -1.5)),
        Row(f"{SYSTEM_TIME} m;", "long", "long", 4, 8, RUN,
            LONG, (5, -6),
            fill=(f"{SYSTEM_TIME}({SYSTEM_TIME}::duration(5))", f"{SYSTEM_TIME}({SYSTEM_TIME}::duration(-6))")),
        Row("std::vector<std::chrono::seconds> m;", "vector<long>", "vector<long>", 500, 24, STL,
            sequence(SECONDS), ([5, -6], [7]), stl=(1, 4)),
        Row("std::byte m;", "UChar_t", "unsigned char", 11, 1, RUN, Wrapped(UCHAR, "std::byte"), (250, 1)),
    ),
)
