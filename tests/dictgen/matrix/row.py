"""What a row of the matrix says. The rows themselves are in rows_*.py, by the kinds that docs/dictgen.md lists.

Used by the table, by generate.py, which makes C++ of it, and by ../test_members.py. To add a row: find its group, copy
a row like it, state what is expected, run test_members.py (the model) and the program test_matrix (the bytes).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Tuple

from .encoder import UINT, INT, Class, Out, Part, Wire, brackets_of, checksum


@dataclass(frozen=True)
class Row:
    """A member `m` of a class `Host`, which has the counters fN (3 and 1) and fU (2 and 1) before it."""

    declaration: str  # with its comment
    type_name: str  # TStreamerElement::fTypeName; the host is called Host
    true_name: str  # the type in the class checksum
    code: int  # TStreamerElement::fType
    size: int  # TStreamerElement::fSize
    statement: str  # that writes it; what reads it differs by one word
    wire: Wire  # its bytes
    values: Tuple[Any, Any]  # for seeds 0 and 1
    dims: Tuple[int, ...] = ()  # of a fixed array, std::array included
    stl: Tuple[int, int] = (0, 0)  # TStreamerSTL::fSTLtype and fCtype
    counter: str = ""
    packing: str = ""  # form, bits and limits
    title: str = ""  # where it is not the comment: annotation macros
    fill: Tuple[str, ...] = ()  # C++ values where those made from `values` do not do; or statements about `m`

    @property
    def name(self) -> str:
        """The namespace of its host."""
        text = self.declaration.replace("*", " star ").replace("//!", " transient ").replace("//", " ")
        for sign, word in (("&", "and"), ("->", "to"), ("||", "dont"), ("<", "of"), ("-", "minus"), ("+", "plus")):
            text = text.replace(sign, f" {word} ")
        return "m_" + re.sub(r"\W+", "_", text.replace(" m", " ", 1)).strip("_")

    @property
    def full_title(self) -> str:
        """TStreamerElement's title: the comment, or what macros stand for."""
        return self.title or self.declaration.partition("//")[2].lstrip("/<").strip()

    @property
    def host(self) -> Class:
        """The host in the stream."""
        dims = () if "array<" in self.true_name and not re.search(r"\bm\[", self.declaration) else self.dims
        own = self.true_name.replace("Host", f"{self.name}::Host")
        is_enum = self.code in (3, 23) and own not in ("int", "int*") and "array<" not in own
        part = Part("m", own, self.wire, is_enum, dims)
        host = Class(f"{self.name}::Host", 1, Part("fN", "int", INT), Part("fU", "unsigned int", UINT), part)
        members = [(p.name, p.type, p.is_enum, p.dims, None) for p in host.parts[:2]]
        members.append((part.name, part.type, part.is_enum, part.dims, brackets_of(self.full_title)))
        host.checksum = checksum(host.name, members if self.stored else members[:2])
        return host

    @property
    def stored(self) -> bool:
        return self.code != TRANSIENT

    def bytes_of(self, seed: int) -> bytes:
        """The whole host."""
        out = Out()
        self.host.one(out, self._value(seed))
        return bytes(out.data)

    def columns(self) -> bytes:
        """Both hosts, member by member."""
        out = Out()
        self.host.columns(out, [self._value(0), self._value(1)])
        return bytes(out.data)

    def _value(self, seed: int) -> Tuple[Any, ...]:
        return (COUNTS[seed][0], COUNTS[seed][1], self.values[seed])

    def cxx(self, seed: int) -> str:
        """The member's value in C++, or statements."""
        return self.fill[seed] if self.fill else self.wire.cxx(self.values[seed])


COUNTS = ((3, 2), (1, 1))
TRANSIENT = -1  # the code of a member that is left out


@dataclass(frozen=True)
class Group:
    """The rows of one kind. title: the first cell of its line in docs/dictgen.md."""

    title: str
    rows: Tuple[Row, ...]
