"""ROOT's comments: transient, never null, counters, packing, titles; and the text that the checksum takes."""

import math

import pytest
from dictgen.annotations import Packing, packing_of, understand


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


@pytest.mark.parametrize(
    "comment, packing, readable",
    [
        ("no annotation", PLAIN, True),
        ("[fN]", PLAIN, True),
        ("[-1,1,12]", Packing("range", 12, -1, 1), True),
        ("[0,100]", Packing("range", 32, 0, 100), True),
        (" somewhere [0,1,8] in the comment", Packing("range", 8, 0, 1), True),
        ("[ 0 , 1e2 , 8 ]", Packing("range", 8, 0, 100), True),
        ("[fN][0,6,10]", Packing("range", 10, 0, 6), True),
        ("[0,0,10]", Packing("mantissa", 10), True),
        ("[0,0,2]", Packing("mantissa", 2), True),
        ("[0,0,14]", Packing("mantissa", 14), True),
        ("[0,0,15]", PLAIN, True),
        ("[0,0]", PLAIN, True),
        ("[5,5]", Packing("mantissa", 5), True),
        ("[-pi,pi,18]", Packing("range", 18, -math.pi, math.pi), True),
        ("[0,2pi,18]", Packing("range", 18, 0, 2 * math.pi), True),
        ("[0,2*pi,18]", Packing("range", 18, 0, 2 * math.pi), True),
        ("[0,twopi]", Packing("range", 32, 0, 2 * math.pi), True),
        ("[-pi/2,pi/4,18]", Packing("range", 18, -math.pi / 2, math.pi / 4), True),
        ("[0,1,1]", Packing("range", 32, 0, 1), False),
        ("[0,1,33]", Packing("range", 32, 0, 1), False),
        ("[0,1,x]", Packing("range", 32, 0, 1), False),
        ("[a,b]", PLAIN, False),
        ("[0,1,8,9]", Packing("range", 8, 0, 1), False),
    ],
)
def test_packing_is_that_of_the_format(comment, packing, readable):
    assert packing_of("Double32_t", understand(comment)) == (packing, readable)
    half = HALF if packing == PLAIN else packing
    assert packing_of("Float16_t", understand(comment)) == (half, readable)
