"""Facts of ROOT's format that StreamerInfo and the checksum need: type codes and how a checksum is made.

Used by layout.py. The source of every number is docs/wire-format.md.
"""

from __future__ import annotations

# TStreamerElement::fType of basic types, by their resolved name.
BASIC_CODES = {
    "char": 1,
    "signed char": 1,
    "short": 2,
    "int": 3,
    "long": 4,
    "float": 5,
    "double": 8,
    "Double32_t": 9,
    "unsigned char": 11,
    "unsigned short": 12,
    "unsigned int": 13,
    "unsigned long": 14,
    "Long64_t": 16,
    "ULong64_t": 17,
    "bool": 18,
    "Float16_t": 19,
}
INT, COUNTER, CHAR_STAR, BITS = 3, 6, 7, 15
BASE, TOBJECT_BASE, TNAMED_BASE = 0, 66, 67
OBJECT, ANY = 61, 62
OBJECT_EMBEDDED, OBJECT_POINTER = 63, 64
ANY_EMBEDDED, ANY_POINTER = 68, 69
TSTRING, TOBJECT, TNAMED = 65, 66, 67
STL, STL_STRING, LOOP = 500, 365, 501
ARRAY, COUNTED = 20, 40  # added to a code
TRANSIENT = -1

# TStreamerSTL::fSTLtype
STL_CODES = {
    "vector": 1,
    "list": 2,
    "deque": 3,
    "map": 4,
    "multimap": 5,
    "set": 6,
    "multiset": 7,
    "bitset": 8,
    "forward_list": 9,
    "unordered_set": 10,
    "unordered_multiset": 11,
    "unordered_map": 12,
    "unordered_multimap": 13,
}
STL_POINTER = 40  # added for a pointer to a container

MASK = 0xFFFFFFFF


class CheckSum:
    """The running sum: id = id*3 + character."""

    def __init__(self) -> None:
        self.value = 0

    def add(self, text: str) -> None:
        for byte in text.encode():
            self.add_number(byte - 256 if byte > 127 else byte)

    def add_number(self, number: int) -> None:
        self.value = (self.value * 3 + number) & MASK
