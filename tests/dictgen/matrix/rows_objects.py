"""Rows of the matrix: objects by value and behind pointers, pairs. See row.py for what a row says."""

from .encoder import (
    FLOAT,
    INT,
    NOTHING,
    STRING,
    TNAMED,
    TOBJECT,
    TSTRING,
    Array,
    Embedded,
    Headed,
    Loop,
    Pointer,
    Shared,
    StdArray,
    pair,
)
from .row import Group, Row
from .classes import BOX, BOX_BOX, DERIVED, NAMED, NUMBERS, OF, OLD, PACK, PLAIN, POD, VERSIONED

# A row is two lines: what the model says, then what the bytes are.
# fmt: off

VALUE, POINTER, EMBEDDED, NONE = "WriteValue(m)", "WritePointer(m)", "WriteEmbedded(m)", "none"
TWO = (("n", "t"), ("name", "title"))

VALUES = Group(
    "a class by value, with or without ClassDef; arrays and `std::array` of them",
    (
        Row("TObject m;", "TObject", "TObject", 66, 16, VALUE,
            TOBJECT, (7, 8), fill=("m.SetUniqueID(7);", "m.SetUniqueID(8);")),
        Row("TNamed m;", "TNamed", "TNamed", 67, 64, VALUE, TNAMED, TWO),
        Row("TNamed m[2];", "TNamed", "TNamed", 87, 128, VALUE,
            Headed(Array(TNAMED)), ([("a", "b"), ("c", "d")], [("e", ""), ("", "f")]), (2,)),
        Row("Named m;", "Named", "Named", 61, 64, VALUE, NAMED, TWO),
        Row("Named m[2][2];", "Named", "Named", 81, 256, VALUE,
            Array(Array(NAMED)), ([[("a", "b"), ("c", "d")]] * 2, [[("e", ""), ("", "f")]] * 2), (2, 2)),
        Row("Versioned m;", "Versioned", "Versioned", 62, 16, VALUE,
            VERSIONED, (5, -6), fill=("Versioned(5)", "Versioned(-6)")),
        Row("Derived m;", "Derived", "Derived", 62, 16, VALUE,
            DERIVED, ((5, 6), (7, 8)), fill=("Derived(5, 6)", "Derived(7, 8)")),
        Row("ns::Plain m;", "ns::Plain", "ns::Plain", 62, 4, VALUE, PLAIN, ((5,), (6,))),
        Row("ns::Alias m;", "ns::Plain", "ns::Plain", 62, 4, VALUE, PLAIN, ((5,), (6,))),
        Row("Old m;", "Old", "Old", 62, 4, VALUE, OLD, ((5,), (6,))),
        Row("Box<Double_t> m;", "Box<Double_t>", "Box<double>", 62, 16, VALUE,
            BOX, (0.5, -0.1), fill=("Box<Double_t>(0.5)", "Box<Double_t>(-0.1)")),
        Row("Box<Box<Int_t>> m;", "Box<Box<Int_t> >", "Box<Box<int> >", 62, 24, VALUE,
            BOX_BOX, (5, 6), fill=("m.fT.fT = 5;", "m.fT.fT = 6;")),
        Row("Pod<Int_t> m;", "Pod<Int_t,4>", "Pod<int,4>", 62, 20, VALUE, POD, (([1, 2, 3, 4], 1), ([5, 6, 7, 8], 0))),
        Row("Pack<Int_t, std::string> m;", "Pack<Int_t,string>", "Pack<int,string>", 62, 4, VALUE,
            PACK, ((5,), (6,))),
        Row("Numbers<1, -2> m;", "Numbers<1,-2>", "Numbers<1,-2>", 62, 4, VALUE, NUMBERS, ((5,), (6,))),
        Row("Of<Box, Int_t> m;", "Of<Box,Int_t>", "Of<Box,int>", 62, 4, VALUE, OF, ((5,), (6,))),
        Row("std::array<ns::Plain, 2> m;", "ns::Plain", "array<ns::Plain,2>", 82, 8, VALUE,
            StdArray(PLAIN), ([(5,), (6,)], [(7,), (8,)]), (2,)),
    ),
)

SHARED, OTHER = Shared(NAMED, ("s", "shared")), Shared(NAMED, ("s", "shared"))

POINTERS = Group(
    "`X *`, `X *[3]`, `std::unique_ptr<X>`",
    (
        Row("TObject *m;", "TObject*", "TObject*", 64, 8, POINTER, Pointer(TOBJECT), (Shared(NAMED, ("n", "t")), None)),
        Row("TNamed *m;", "TNamed*", "TNamed*", 64, 8, POINTER, Pointer(TNAMED), TWO),
        Row("Named *m[2];", "Named*", "Named*", 64, 16, POINTER,
            Array(Pointer(NAMED)), ([("a", "b"), ("c", "d")], [None, ("e", "f")]), (2,)),
        Row("Named *m[2][1]; // one object twice", "Named*", "Named*", 64, 16, POINTER,
            Array(Array(Pointer(NAMED))), ([[SHARED], [SHARED]], [[None], [OTHER]]), (2, 1),
            fill=('m[0][0] = m[1][0] = new Named("s", "shared");', 'm[1][0] = new Named("s", "shared");')),
        Row("Versioned *m; // of a derived class", "Versioned*", "Versioned*", 69, 8, POINTER,
            Pointer(VERSIONED), (Shared(DERIVED, (5, 6)), None)),
        Row("const Named *m;", "const Named*", "const Named*", 64, 8, POINTER, Pointer(NAMED), (("n", "t"), None)),
        Row("TString *m;", "TString*", "TString*", 69, 8, POINTER, Pointer(TSTRING), ("text", None)),
        Row("ns::Plain *m;", "ns::Plain*", "ns::Plain*", 69, 8, POINTER, Pointer(PLAIN), ((5,), None)),
        Row("std::unique_ptr<Named> m;", "Named*", "unique_ptr<Named,default_delete<Named> >", 64, 8, POINTER,
            Pointer(NAMED, "std::unique_ptr<Named>"), (("n", "t"), None)),
        Row("std::unique_ptr<Versioned> m[2];", "Versioned*", "unique_ptr<Versioned,default_delete<Versioned> >", 69,
            16, POINTER,
            Array(Pointer(VERSIONED, "std::unique_ptr<Versioned>")), ([5, None], [None, 6]), (2,)),
    ),
)

LOOPS = Group(
    "`X *x; //[fN]`, `X **x; //[fN]` for classes",
    (
        Row("Named *m; //[fN]", "Named*", "Named*", 501, 8, "WriteLoop(fN, m)",
            Headed(Loop(NAMED)), ([("a", "b"), ("c", "d"), ("e", "f")], [("g", "h")]), counter="fN"),
        Row("ns::Plain *m; //[fU]", "ns::Plain*", "ns::Plain*", 501, 8, "WriteLoop(fU, m)",
            Headed(Loop(PLAIN)), ([(5,), (6,)], [(7,)]), counter="fU"),
        Row("TString *m; //[fU]", "TString*", "TString*", 501, 8, "WriteLoop(fU, m)",
            Headed(Loop(TSTRING)), (["a", "bb"], ["c"]), counter="fU"),
        Row("Named **m; //[fN]", "Named**", "Named**", 501, 8, "WriteLoop(fN, m)",
            Headed(Loop(Pointer(NAMED))), ([("a", "b"), None, ("e", "f")], [("g", "h")]), counter="fN"),
    ),
)

PAIRS = Group(
    "`std::pair`",
    (
        Row("std::pair<Int_t, std::string> m;", "pair<Int_t,string>", "pair<int,string>", 62, 40,
            "rootlet::stl::WriteElement<rootlet::codec::Auto>(b, m)",
            pair(("int", INT), ("string", Headed(STRING))), ((5, "five"), (6, "six"))),
        Row("std::pair<ns::Plain, Named *> m;", "pair<ns::Plain,Named*>", "pair<ns::Plain,Named*>", 62, 16,
            "rootlet::stl::WriteElement<rootlet::codec::Auto>(b, m)",
            pair(("ns::Plain", PLAIN), ("Named*", Pointer(NAMED))), (((5,), ("n", "t")), ((6,), None))),
    ),
)

NEVER_NULL = Group(
    "`//-> text`",
    (
        Row("Named *m; //-> never null", "Named*", "Named*", 63, 8, EMBEDDED, Embedded(NAMED), TWO),
        Row("ns::Plain *m; //->", "ns::Plain*", "ns::Plain*", 68, 8, EMBEDDED, Embedded(PLAIN), ((5,), (6,))),
        Row("std::unique_ptr<Named> m; //->", "Named*", "unique_ptr<Named,default_delete<Named> >", 63, 8, EMBEDDED,
            Embedded(NAMED, "std::unique_ptr<Named>"), TWO),
        Row("ROOTLET_NEVER_NULL Named *m; // by macro", "Named*", "Named*", 63, 8, EMBEDDED,
            Embedded(NAMED), TWO, title="-> by macro"),
        Row("Named *m[2]; //->", "Named*", "Named*", 63, 16, EMBEDDED,
            Array(Embedded(NAMED)), ([("a", "b"), ("c", "d")], [("e", "f"), ("g", "h")]), (2,)),
    ),
)

TRANSIENT = Group(
    "`//! text`",
    (
        Row("Int_t m; //! not stored", "Int_t", "int", -1, 4, NONE, NOTHING, (5, 6)),
        Row("std::vector<Int_t> m; //!< in Doxygen's way", "vector<Int_t>", "vector<int>", -1, 24, NONE,
            NOTHING, ([5], [6, 7]), title="!in Doxygen's way"),
        Row("TString m; ///<! in Doxygen's other way", "TString", "TString", -1, 24, NONE,
            NOTHING, ("a", "b"), title="! in Doxygen's other way"),
        Row("std::shared_ptr<ns::Plain> m; //! what could not be streamed", "shared_ptr<ns::Plain>",
            "shared_ptr<ns::Plain>", -1, 16, NONE,
            NOTHING, (5, 6), fill=("std::make_shared<ns::Plain>(5)", "std::make_shared<ns::Plain>(6)")),
        Row("ROOTLET_TRANSIENT Int_t m; // a cache", "Int_t", "int", -1, 4, NONE, NOTHING, (5, 6), title="! a cache"),
    ),
)

TITLE = Group(
    "`// text`",
    (
        Row("Int_t m; // a title", "Int_t", "int", 3, 4, "WriteRun(m)", INT, (5, 6)),
        Row("Int_t m; ///< a \"title\" in Doxygen's way", "Int_t", "int", 3, 4, "WriteRun(m)", INT, (5, 6)),
        Row("Float_t m; // its width [mm]", "Float_t", "float", 5, 4, "WriteRun(m)", FLOAT, (0.5, 2.0)),
        Row('ROOTLET_TITLE("by macro") Int_t m; // for readers', "Int_t", "int", 3, 4, "WriteRun(m)",
            INT, (5, 6), title="by macro"),
    ),
)
