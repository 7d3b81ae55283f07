"""The classes of MatrixTypes.h as they stand in the stream, in the same order. Used by the table (rows_*.py)."""

from .encoder import DOUBLE, INT, SHORT, TNAMED, Array, Class, Enum, Part

GLOBAL = Enum("EGlobal")
SCOPED = Enum("ns::EScoped")
WIDE = Enum("ns::EWide")
OLD = Class("Old", None, Part("fX", "int", INT))
PACK = Class("Pack<int,string>", None, Part("fX", "int", INT), cxx_name="Pack<Int_t, std::string>")
NUMBERS = Class("Numbers<1,-2>", None, Part("fX", "int", INT))
OF = Class("Of<Box,int>", None, Part("fX", "int", INT), cxx_name="Of<Box, Int_t>")
PLAIN = Class("ns::Plain", None, Part("fX", "int", INT))
NAMED = Class("Named", 2, bases=[TNAMED], bare=True)
VERSIONED = Class("Versioned", 3, Part("fV", "int", INT), bare=True)
DERIVED = Class("Derived", 4, Part("fD", "short", SHORT), bases=[VERSIONED])
BOX = Class("Box<double>", 1, Part("fT", "double", DOUBLE), cxx_name="Box<Double_t>", bare=True)
INT_BOX = Class("Box<int>", 1, Part("fT", "int", INT), cxx_name="Box<Int_t>", bare=True)
BOX_BOX = Class("Box<Box<int> >", 1, Part("fT", "Box<int>", INT_BOX), cxx_name="Box<Box<Int_t>>", bare=True)
POD = Class(
    "Pod<int,4>",
    None,
    Part("fT", "int", Array(INT), dims=(4,)),
    Part("fIn", "Pod<int,4>::EIn", Enum("Pod<Int_t>::EIn"), is_enum=True),
    cxx_name="Pod<Int_t>",
)
