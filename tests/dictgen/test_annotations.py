"""ROOT's comments: transient, never null, counters, packing, titles; and the text that the checksum takes."""

import math

import pytest
from dictgen.annotations import Packing, packing_of, understand

PRECOMPILED = True


@pytest.mark.parametrize(
    "comment, title, transient, never_null, dont_split, counter, checksum_text",
    [
        ("", "", False, False, False, None, None),
        (" a title ", "a title", False, False, False, None, None),
        ("! not stored", "! not stored", True, False, False, None, None),
        (" ! blank before it", "! blank before it", True, False, False, None, None),
        ("!< Doxygen", "!Doxygen", True, False, False, None, None),
        ("/< Doxygen title", "Doxygen title", False, False, False, None, None),
        ("/<! Doxygen, transient", "! Doxygen, transient", True, False, False, None, None),
        ("/ three slashes", "three slashes", False, False, False, None, None),
        ("-> never null", "-> never null", False, True, False, None, None),
        ("|| together", "|| together", False, False, True, None, None),
        ("[fN] counted", "[fN] counted", False, False, False, "fN", "fN"),
        ("[ fN ] blanks", "[ fN ] blanks", False, False, False, "fN", " fN "),
        ("[fN][0,1,8]", "[fN][0,1,8]", False, False, False, "fN", "fN"),
        ("width [mm]", "width [mm]", False, False, False, "mm", "mm"),
        ("[0,1]", "[0,1]", False, False, False, None, "0,1"),
        ("[open", "[open", False, False, False, None, None),
    ],
)
def test_comment_is_understood(comment, title, transient, never_null, dont_split, counter, checksum_text):
    found = understand(comment)
    assert found.title == title
    assert (found.transient, found.never_null, found.dont_split) == (transient, never_null, dont_split)
    assert found.counter == counter
    assert found.checksum_text == checksum_text


PLAIN = Packing("float")
HALF = Packing("mantissa", 12)
PI = math.pi

# The comment, the packing, the code of what is wrong with it.
PACKINGS = [
    ("no annotation", PLAIN, ""),
    ("[fN]", PLAIN, ""),
    ("[-1,1,12]", Packing("range", 12, -1, 1), ""),
    ("[0,100]", Packing("range", 32, 0, 100), ""),
    (" somewhere [0,1,8] in the comment", Packing("range", 8, 0, 1), ""),
    ("[ 0 , 1e2 , 8 ]", Packing("range", 8, 0, 100), ""),
    ("[-1e3,+1.5E3,20]", Packing("range", 20, -1000, 1500), ""),
    ("[-.5,3.]", Packing("range", 32, -0.5, 3), ""),
    ("[fN][0,6,10]", Packing("range", 10, 0, 6), ""),
    ("[0,0,10]", Packing("mantissa", 10), ""),
    ("[0,0,2]", Packing("mantissa", 2), ""),
    ("[0,0,14]", Packing("mantissa", 14), ""),
    ("[0,0,15]", PLAIN, ""),
    ("[0,0]", PLAIN, ""),
    ("[5,5]", Packing("mantissa", 5), ""),
    # what ROOT knows of pi
    ("[-pi,pi,18]", Packing("range", 18, -PI, PI), ""),
    ("[0,2pi,18]", Packing("range", 18, 0, 2 * PI), ""),
    ("[0,2*pi,10]", Packing("range", 10, 0, 2 * PI), ""),
    ("[0, 2 * pi]", Packing("range", 32, 0, 2 * PI), ""),
    ("[0,twopi]", Packing("range", 32, 0, 2 * PI), ""),
    ("[-twopi,2*pi]", Packing("range", 32, -2 * PI, 2 * PI), ""),
    ("[-pi/2,pi/2]", Packing("range", 32, -PI / 2, PI / 2), ""),
    ("[-pi/2,pi/4,18]", Packing("range", 18, -PI / 2, PI / 4), ""),
    ("[0,pi/2.]", Packing("range", 32, 0, PI / 2), ""),
    ("[-(pi),(pi)]", Packing("range", 32, -PI, PI), ""),
    # what it takes for something else
    ("[0,3*pi,10]", Packing("range", 10, 0, PI), "DG080"),
    ("[0, 3*pi/4]", Packing("range", 32, 0, PI / 4), "DG080"),
    ("[0,pi*2]", Packing("range", 32, 0, PI), "DG080"),
    ("[0,12pi]", Packing("range", 32, 0, 2 * PI), "DG080"),
    ("[0,pi/3]", Packing("range", 32, 0, PI), "DG080"),
    ("[0,pi/45]", Packing("range", 32, 0, PI / 4), "DG080"),
    ("[pi-1,5]", Packing("range", 32, -PI, 5), "DG080"),
    ("[0,1e-3*pi]", PLAIN, "DG080"),
    ("[0,2*(1+1)]", PLAIN, "DG080"),
    ("[0,1./3]", PLAIN, "DG080"),
    ("[0,0x10]", PLAIN, "DG080"),
    ("[0,1'000]", PLAIN, "DG080"),
    ("[0,10.f]", PLAIN, "DG080"),
    ("[0,M_PI]", PLAIN, "DG080"),
    ("[0,TMath::Pi()]", PLAIN, "DG080"),
    ("[pion,kaon]", Packing("mantissa", 3), "DG080"),
    # what nobody can read
    ("[0,1,1]", Packing("range", 32, 0, 1), "DG022"),
    ("[0,1,33]", Packing("range", 32, 0, 1), "DG022"),
    ("[0,1,x]", Packing("range", 32, 0, 1), "DG022"),
    ("[a,b]", PLAIN, "DG022"),
    ("[0,1e999]", PLAIN, "DG022"),
    ("[0,1_000]", PLAIN, "DG022"),
    ("[0,(1]", PLAIN, "DG022"),
    ("[0,1/0]", PLAIN, "DG022"),
    ("[0,1 2]", Packing("range", 32, 0, 12), ""),
    ("[,]", PLAIN, "DG022"),
    ("[0,1,8,9]", Packing("range", 8, 0, 1), "DG022"),
    # limits in the wrong order
    ("[1,0,8]", Packing("mantissa", 8), "DG081"),
    ("[7,-7]", Packing("mantissa", 7), "DG081"),
    ("[-1,-2]", PLAIN, "DG081"),
    ("[30,30]", PLAIN, "DG022"),
]


@pytest.mark.parametrize("comment, packing, code", PACKINGS, ids=[row[0] for row in PACKINGS])
def test_packing_is_that_of_the_format(comment, packing, code):
    for basic, default in (("Double32_t", PLAIN), ("Float16_t", HALF)):
        found, problem = packing_of(basic, understand(comment))
        assert found == (default if packing == PLAIN else packing)
        assert (problem.code if problem else "") == code


@pytest.mark.parametrize(
    "limit, fix",
    [
        ("3*pi", "write the number, 9.42477796076938"),
        ("2.5pi", "write the number, 7.853981633974483"),
        ("-(1+1)*TMath::PiOver2()", "write the number, -3.141592653589793"),
        ("--1", "write the number, 1.0"),
        ("pions", "write a number"),
    ],
)
def test_the_cure_of_a_misread_limit_is_its_number(limit, fix):
    assert packing_of("Double32_t", understand(f"[{limit},1e9]"))[1].fix == fix
