"""ROOT's bytes, made from docs/wire-format.md with `struct` alone: what the rows of the matrix are held to.

Used by the table (rows_*.py) and generate.py. Nothing of dictgen or of the runtime is used, so that they can disagree.
A Wire knows how values of one type look in the stream, alone and in a column, and how they are spelled in C++.
"""

from __future__ import annotations

import contextlib
import json
import re
import struct
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

NOT_DELETED, ON_HEAP = 0x02000000, 0x01000000
STREAMER_LAYER, MEMBER_WISE = 9, 0x4000
COUNT, CLASS_TAG, NEW_CLASS = 0x40000000, 0x80000000, 0xFFFFFFFF


class Out:
    """A buffer that is being written."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.heap = False  # whether the objects that are written lie on the heap
        self._classes: Dict[str, int] = {}
        self._objects: Dict[int, int] = {}

    def put(self, form: str, *values: Any) -> None:
        self.data += struct.pack(">" + form, *values)

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        """A byte count in front of what is written meanwhile."""
        start = len(self.data)
        self.put("I", 0)
        yield
        self.data[start : start + 4] = struct.pack(">I", COUNT | (len(self.data) - start - 4))

    @contextlib.contextmanager
    def on_heap(self) -> Iterator[None]:
        before, self.heap = self.heap, True
        yield
        self.heap = before

    def any(self, wire: Wire, value: Any) -> None:
        """An object behind a pointer: its class by name or tag, and once only if it is shared."""
        if value is None:
            return self.put("I", 0)
        if id(value) in self._objects:
            return self.put("I", self._objects[id(value)])
        position = len(self.data)
        with self.counted():
            if isinstance(value, Shared):
                self._objects[id(value)] = position + 2
                wire, value = value.wire, value.value
            if wire.name in self._classes:
                self.put("I", CLASS_TAG | self._classes[wire.name])
            else:
                self._classes[wire.name] = len(self.data) + 2
                self.put("I", NEW_CLASS)
                self.data += wire.name.encode() + b"\0"
            with self.on_heap():
                wire.one(self, value)
        return None


@dataclass(eq=False)
class Shared:
    """An object behind a pointer by its identity, perhaps of a derived class."""

    wire: Wire
    value: Any


def checksum(
    name: str,
    members: Sequence[Tuple[str, str, bool, Sequence[int], Optional[str]]],
    bases: Sequence[Tuple[str, Optional[int]]] = (),
) -> int:
    """The class checksum. A member: name, type, is an enum, dimensions, text of the first [...] of its comment."""
    total = 0

    def add(text: str) -> None:
        nonlocal total
        for byte in text.encode():
            total = (total * 3 + byte) & 0xFFFFFFFF

    add(name)
    for base, its_checksum in bases:
        add(base)
        if its_checksum is not None:
            total = (total * 3 + its_checksum) & 0xFFFFFFFF
    for member, type_, is_enum, dims, brackets in members:
        if is_enum:
            total = (total * 3 + 1) & 0xFFFFFFFF
        add(member)
        add(type_)
        for extent in dims:
            total = (total * 3 + extent) & 0xFFFFFFFF
        add(brackets or "")
    return total


def literal(value: Any) -> str:
    """A value of Python in C++."""
    if value is None:
        return "nullptr"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value}u" if value >= 1 << 63 else str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, dict):
        value = list(value.items())
    return "{" + ", ".join(map(literal, value)) + "}"


class Wire:
    """One type in the stream. name: in class tags; cxx_name: in C++."""

    name = ""
    cxx_name = ""
    lets_go = False  # reading leaves alone what plain pointers pointed to before

    def one(self, out: Out, value: Any) -> None:
        raise NotImplementedError

    def column(self, out: Out, values: Sequence[Any]) -> None:
        for value in values:
            self.one(out, value)

    def cxx(self, value: Any) -> str:
        return literal(value)


class Number(Wire):
    def __init__(self, form: str, cxx_name: str) -> None:
        self.form, self.name, self.cxx_name = form, cxx_name, cxx_name

    def one(self, out: Out, value: Any) -> None:
        out.put(self.form, value)


BOOL, CHAR, UCHAR = Number("?", "Bool_t"), Number("b", "Char_t"), Number("B", "UChar_t")
SHORT, USHORT, INT, UINT = Number("h", "Short_t"), Number("H", "UShort_t"), Number("i", "Int_t"), Number("I", "UInt_t")
LONG, ULONG = Number("q", "Long_t"), Number("Q", "ULong_t")
FLOAT, DOUBLE = Number("f", "Float_t"), Number("d", "Double_t")
DOUBLE32 = Number("f", "Double32_t")


class Enum(Wire):
    """Four bytes, whatever lies beneath."""

    def __init__(self, cxx_name: str) -> None:
        self.name = self.cxx_name = cxx_name

    def one(self, out: Out, value: int) -> None:
        out.put("i", value)

    def cxx(self, value: int) -> str:
        return f"static_cast<{self.cxx_name}>({value})"


class Wrapped(Wire):
    """A number inside a type that is made of it explicitly."""

    def __init__(self, content: Wire, cxx_name: str) -> None:
        self.content, self.cxx_name = content, cxx_name

    def one(self, out: Out, value: Any) -> None:
        self.content.one(out, value)

    def cxx(self, value: Any) -> str:
        return f"{self.cxx_name}({self.content.cxx(value)})"


class Nothing(Wire):
    """A member that is left out."""

    def one(self, out: Out, value: Any) -> None:
        pass


NOTHING = Nothing()


class Range(Wire):
    """`[xmin,xmax,nbits]`"""

    def __init__(self, cxx_name: str, xmin: float, xmax: float, nbits: int = 32) -> None:
        self.cxx_name, self.xmin, self.xmax = cxx_name, xmin, xmax
        self.factor = (2.0**nbits if nbits < 32 else float(0xFFFFFFFF)) / (xmax - xmin)

    def one(self, out: Out, value: float) -> None:
        out.put("I", int(0.5 + self.factor * (min(max(value, self.xmin), self.xmax) - self.xmin)))


class Mantissa(Wire):
    """`[0,0,nbits]`"""

    def __init__(self, cxx_name: str, nbits: int) -> None:
        self.cxx_name, self.nbits = cxx_name, nbits

    def one(self, out: Out, value: float) -> None:
        bits = struct.unpack(">I", struct.pack(">f", value))[0]
        mantissa = (bits >> (22 - self.nbits)) & ((1 << (self.nbits + 1)) - 1)
        mantissa = min((mantissa + 1) >> 1, (1 << self.nbits) - 1)
        out.put("BH", (bits >> 23) & 0xFF, mantissa | ((1 << (self.nbits + 1)) if value < 0 else 0))


FLOAT16 = Mantissa("Float16_t", 12)


class Text(Wire):
    """TString, and the characters of a std::string."""

    def __init__(self, cxx_name: str) -> None:
        self.name = self.cxx_name = cxx_name

    def one(self, out: Out, value: str) -> None:
        data = value.encode()
        if len(data) < 255:
            out.put("B", len(data))
        else:
            out.put("Bi", 255, len(data))
        out.data += data


TSTRING, STRING = Text("TString"), Text("std::string")


class CharStar(Wire):
    cxx_name = "char *"

    def __init__(self, lets_go: bool = False) -> None:
        self.lets_go = lets_go

    def one(self, out: Out, value: Optional[str]) -> None:
        data = (value or "").encode()
        out.put("i", len(data))
        out.data += data

    def cxx(self, value: Optional[str]) -> str:
        return "nullptr" if value is None else f"StrDup({literal(value)})"


class Array(Wire):
    """`T x[n]`: one after another."""

    def __init__(self, element: Wire) -> None:
        self.element, self.lets_go = element, element.lets_go

    def one(self, out: Out, value: Sequence[Any]) -> None:
        for element in value:
            self.element.one(out, element)

    def cxx(self, value: Sequence[Any]) -> str:
        return "{" + ", ".join(map(self.element.cxx, value)) + "}"


class StdArray(Array):
    """The same as std::array, an aggregate around an array."""

    def cxx(self, value: Sequence[Any]) -> str:
        return "{" + super().cxx(value) + "}"


class Counted(Wire):
    """`T *x; //[n]` of numbers: a flag and the values. With `arrays`, `T *x[arrays]` under one flag."""

    def __init__(self, element: Wire, arrays: int = 0) -> None:
        self.element, self.arrays = element, arrays

    def one(self, out: Out, value: Optional[Sequence[Any]]) -> None:
        out.put("?", bool(value))
        for row in value or [] if self.arrays else [value or []]:
            for element in row:
                self.element.one(out, element)

    def cxx(self, value: Optional[Sequence[Any]]) -> str:
        if self.arrays:
            return "{" + ", ".join(map(self._new, value or [])) + "}"
        return self._new(value)

    def _new(self, value: Optional[Sequence[Any]]) -> str:
        if value is None:
            return "nullptr"
        return f"new {self.element.cxx_name}[{len(value)}]{{{', '.join(map(self.element.cxx, value))}}}"


class Headed(Wire):
    """A header of the streamer layer around a content; in a column one header around all of them."""

    def __init__(self, content: Wire) -> None:
        self.content, self.lets_go = content, content.lets_go
        self.cxx_name = content.cxx_name

    def one(self, out: Out, value: Any) -> None:
        self.column(out, [value])

    def column(self, out: Out, values: Sequence[Any]) -> None:
        with out.counted():
            out.put("h", STREAMER_LAYER)
            for value in values:
                self.content.one(out, value)

    def cxx(self, value: Any) -> str:
        return self.content.cxx(value)


class Elements(Wire):
    """The content of a vector, list, set ...: a count and the elements."""

    def __init__(self, element: Wire) -> None:
        self.element, self.lets_go = element, element.lets_go

    def one(self, out: Out, value: Sequence[Any]) -> None:
        out.put("i", len(value))
        for element in value:
            self.element.one(out, element)

    def cxx(self, value: Sequence[Any]) -> str:
        return "{" + ", ".join(map(self.element.cxx, value)) + "}"


class Mapping(Wire):
    """The content of a map: a count, then keys and values in turn."""

    def __init__(self, key: Wire, value: Wire) -> None:
        self.key, self.value = key, value

    def one(self, out: Out, value: Any) -> None:
        out.put("i", len(value))
        for key, mapped in items(value):
            self.key.one(out, key)
            self.value.one(out, mapped)

    def cxx(self, value: Any) -> str:
        return "{" + ", ".join(f"{{{self.key.cxx(k)}, {self.value.cxx(v)}}}" for k, v in items(value)) + "}"


class Bitset(Wire):
    def __init__(self, size: int) -> None:
        self.size = size

    def one(self, out: Out, value: int) -> None:
        out.put("i", self.size)
        out.data += bytes(value >> bit & 1 for bit in range(self.size))


def items(value: Any) -> List[Tuple[Any, Any]]:
    """Pairs, of a dict or as they are."""
    return list(value.items()) if isinstance(value, dict) else list(value)


def stl(content: Wire) -> Headed:
    return Headed(content)


def sequence(element: Wire) -> Headed:
    """A container as a member, element by element."""
    return Headed(Elements(element))


def mapping(key: Wire, value: Wire) -> Headed:
    return Headed(Mapping(key, value))


@dataclass
class Part:
    """A member of a class: its name and its type as they enter the checksum, and its bytes."""

    name: str
    type: str
    wire: Wire
    is_enum: bool = False
    dims: Tuple[int, ...] = ()


class Class(Wire):
    """A class by value. A value is the tuple of what its bases and members hold; with `bare`, its one part itself."""

    def __init__(
        self,
        name: str,
        version: Optional[int],
        *parts: Part,
        bases: Sequence[Class] = (),
        cxx_name: str = "",
        bare: bool = False,
    ) -> None:
        self.name, self.version, self.parts, self.bases, self.bare = name, version, parts, bases, bare
        self.cxx_name = cxx_name or name
        members = [(p.name, p.type, p.is_enum, p.dims, None) for p in parts]
        self.checksum = checksum(name, members, [(base.name, base.checksum) for base in bases])

    def _split(self, value: Any) -> List[Any]:
        return [value] if self.bare else list(value)

    def put_version(self, out: Out) -> None:
        out.put("h", self.version or 0)
        if self.version is None:
            out.put("I", self.checksum)

    def one(self, out: Out, value: Any) -> None:
        with out.counted():
            self.put_version(out)
            for wire, part in zip([*self.bases, *(p.wire for p in self.parts)], self._split(value)):
                wire.one(out, part)

    def columns(self, out: Out, values: Sequence[Any]) -> None:
        """The objects member by member, as they stand in a member-wise container or as a base in a column."""
        split = [self._split(value) for value in values]
        for i, base in enumerate(self.bases):
            base.columns(out, [value[i] for value in split])
        for i, part in enumerate(self.parts, len(self.bases)):
            part.wire.column(out, [value[i] for value in split])

    def cxx(self, value: Any) -> str:
        parts = [wire.cxx(v) for wire, v in zip([*self.bases, *(p.wire for p in self.parts)], self._split(value))]
        return parts[0] if self.bare else "{" + ", ".join(parts) + "}"


class TObjectWire(Class):
    """TObject: a version without byte count. A value is its unique id."""

    def __init__(self) -> None:
        super().__init__("TObject", 1)
        self.checksum = 0x901BC02D

    def one(self, out: Out, value: Any) -> None:
        out.put("hII", 1, value, NOT_DELETED | (ON_HEAP if out.heap else 0))

    def columns(self, out: Out, values: Sequence[Any]) -> None:
        self.column(out, values)


class TNamedWire(Class):
    """TNamed: a value is its name and title."""

    def __init__(self) -> None:
        super().__init__("TNamed", 1)
        self.checksum = 0xDFB74A3C

    def one(self, out: Out, value: Any) -> None:
        with out.counted():
            self.put_version(out)
            TOBJECT.one(out, 0)
            TSTRING.one(out, value[0])
            TSTRING.one(out, value[1])

    def columns(self, out: Out, values: Sequence[Any]) -> None:
        self.column(out, values)

    def cxx(self, value: Any) -> str:
        return literal(value)


TOBJECT, TNAMED = TObjectWire(), TNamedWire()


def pair(first: Tuple[str, Wire], second: Tuple[str, Wire]) -> Class:
    """A std::pair as a class without ClassDef: types as in the checksum, strings and containers with their header."""
    blank = " " if second[0].endswith(">") else ""
    name = f"pair<{first[0]},{second[0]}{blank}>"
    made = Class(name, None, Part("first", first[0], first[1]), Part("second", second[0], second[1]))
    made.lets_go = first[1].lets_go or second[1].lets_go
    return made


class Maybe(Wire):
    """std::optional: a container of none or one."""

    def __init__(self, container: Wire) -> None:
        self.container = container

    def one(self, out: Out, value: Sequence[Any]) -> None:
        self.container.one(out, value)

    def column(self, out: Out, values: Sequence[Any]) -> None:
        self.container.column(out, values)

    def cxx(self, value: Sequence[Any]) -> str:
        return self.container.cxx(value) if value else "std::nullopt"


class Split(Wire):
    """A container of objects as a member, member by member; a dict holds pairs."""

    def __init__(self, element: Class) -> None:
        self.element = element

    def one(self, out: Out, value: Any) -> None:
        self.column(out, [value])

    def column(self, out: Out, values: Sequence[Any]) -> None:
        with out.counted():
            out.put("h", STREAMER_LAYER | MEMBER_WISE)
            self.element.put_version(out)
            for value in values:
                out.put("i", len(value))
                if value:
                    self.element.columns(out, items(value) if isinstance(value, dict) else value)

    def cxx(self, value: Any) -> str:
        elements = items(value) if isinstance(value, dict) else value
        return "{" + ", ".join(map(self.element.cxx, elements)) + "}"


class Pointer(Wire):
    """`X *`: null, or an object with its class. owner: a smart pointer around it."""

    def __init__(self, target: Wire, owner: str = "") -> None:
        self.target, self.owner, self.lets_go = target, owner, not owner
        self.cxx_name = f"{target.cxx_name} *"

    def one(self, out: Out, value: Any) -> None:
        out.any(self.target, value)

    def cxx(self, value: Any) -> str:
        if value is None:
            return "nullptr"
        wire, value = (value.wire, value.value) if isinstance(value, Shared) else (self.target, value)
        made = f"new {wire.cxx_name}{braced(wire.cxx(value))}"
        return f"{self.owner}({made})" if self.owner else made


class Embedded(Wire):
    """`X *; //->`: the object in place."""

    def __init__(self, target: Wire, owner: str = "") -> None:
        self.target, self.owner = target, owner

    def one(self, out: Out, value: Any) -> None:
        with out.on_heap():
            self.target.one(out, value)

    def cxx(self, value: Any) -> str:
        made = f"new {self.target.cxx_name}{braced(self.target.cxx(value))}"
        return f"{self.owner}({made})" if self.owner else made


class Loop(Wire):
    """The content of `X *x; //[n]` and `X **x; //[n]`: objects or pointers, under a header."""

    def __init__(self, element: Wire) -> None:
        self.element, self.lets_go = element, element.lets_go

    def one(self, out: Out, value: Sequence[Any]) -> None:
        with out.on_heap():
            for element in value:
                self.element.one(out, element)

    def cxx(self, value: Sequence[Any]) -> str:
        return f"new {self.element.cxx_name}[{len(value)}]{{{', '.join(map(self.element.cxx, value))}}}"


class PointerTo(Wire):
    """A pointer to a container or std::string, which streams like what it points to."""

    def __init__(self, content: Wire, cxx_name: str) -> None:
        self.content, self.cxx_name = content, cxx_name

    def one(self, out: Out, value: Any) -> None:
        self.content.one(out, value)

    def column(self, out: Out, values: Sequence[Any]) -> None:
        self.content.column(out, values)

    def cxx(self, value: Any) -> str:
        return f"new {self.cxx_name}{braced(self.content.cxx(value))}"


def braced(text: str) -> str:
    return text if text.startswith("{") else f"{{{text}}}"


def brackets_of(comment: str) -> Optional[str]:
    """The text of the first [...] of a comment, which takes part in the checksum."""
    found = re.search(r"\[([^\[\]]*)\]", comment)
    return found.group(1) if found else None
