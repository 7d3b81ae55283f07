"""The model: what dictgen knows about the classes, in plain frozen dataclasses.

parse.py makes it, validate.py and emit.py read it, `--dump-model` prints it, tests compare it. Invariant: no clang
object is in here, and equal headers give equal models.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any, Dict, Optional, Tuple

from .diagnostics import Location

# Raised when a field changes its meaning or goes; docs/dictgen.md describes the shape.
MODEL_FORMAT = 1


@dataclass(frozen=True)
class Type:
    """A type, taken apart.

    kind: basic, enum, holder (of a number: std::atomic, durations and time points), class, string (std::string),
    container (bitset and optional too), pair, array (T[n]), std_array, pointer, unique_ptr, or unsupported (`reason` is
    then the code of the rule against it).
    args: what it is made of: the pointee, the element, key and value, the number.
    """

    kind: str
    name: str  # as StreamerInfo names it: ROOT's basic typedefs kept, others resolved, no std::
    true_name: str  # as it enters the class checksum
    cxx: str  # for emitted code: fully qualified
    size: int = 0
    basic: str = ""  # of a basic type: int, Long64_t, Double32_t ...
    container: str = ""  # of a container: vector, map ...
    args: Tuple["Type", ...] = ()
    extent: int = 0  # of an array or bitset
    const: bool = False
    class_key: str = ""  # of a class: its key in Model.classes
    chrono: bool = False  # of a holder: one of std::chrono
    unsigned: bool = False  # of an enum: its numbers have no sign
    of_bool: bool = False  # of an enum: what lies under it is bool
    in_full: bool = False  # of a basic type: declared as Double32_t or Float16_t where the stream has the whole number
    reason: str = ""


@dataclass(frozen=True)
class Base:
    """A base class. `type` is a class or a container."""

    type: Type
    location: Location
    access: str
    virtual: bool


@dataclass(frozen=True)
class Member:
    """A non-static data member."""

    name: str
    type: Type
    location: Location
    offset: int  # bytes
    access: str
    comment: str = ""  # behind the declaration, without `//`
    bit_field: bool = False
    overlapping: bool = False  # [[no_unique_address]]
    place: str = ""  # of a member of std::tuple or std::complex: the expression that gives it, `@` being the object


@dataclass(frozen=True)
class Class:
    """A class. Of a class that is only pointed to or held, bases and members may be left out (`complete` is false)."""

    name: str  # as in class tags
    cxx: str  # for emitted code, and the key in Model.classes
    location: Location
    header: str = ""  # as its header was included
    version: Optional[int] = None  # ClassDef's; None without ClassDef
    title: str = ""  # the comment behind ClassDef
    classdef_line: int = 0
    link_version: int = 1  # of a class without ClassDef: what LinkDef says
    named: bool = False  # declared in a header named on the command line
    found_by_name: bool = False  # declared only; its header was found because it is called like the class
    complete: bool = False
    template_instance: bool = False
    public: bool = True  # it and the classes around it can be named by anybody
    size: int = 0
    align: int = 0
    polymorphic: bool = False
    abstract: bool = False
    default_constructor: bool = False  # there is one that the class's own members may call
    public_constructor: bool = False
    destructor: bool = False
    public_destructor: bool = False
    virtual_destructor: bool = False
    declares_streamer: bool = False  # has a function Streamer of its own, from ClassDef or not
    global_placement: bool = False  # operator new of the class hides placement new
    bases: Tuple[Base, ...] = ()
    members: Tuple[Member, ...] = ()

    @property
    def stream_version(self) -> int:
        """The version in StreamerInfo, and in the stream but for classes without ClassDef that have version 1."""
        return self.link_version if self.version is None else self.version

    @property
    def declared_version(self) -> Optional[int]:
        """The version that somebody has written down: in ClassDef, or above 1 in a LinkDef file."""
        return self.link_version if self.version is None and self.link_version > 1 else self.version

    @property
    def short_name(self) -> str:
        """The name without scopes and template arguments, as the class calls itself."""
        depth = 0
        for i in range(len(self.cxx) - 1, -1, -1):
            depth += (self.cxx[i] == ">") - (self.cxx[i] == "<")
            if depth == 0 and self.cxx[i] == ":":
                return self.cxx[i + 1 :].split("<")[0]
        return self.cxx.split("<")[0]


@dataclass(frozen=True)
class Selected:
    """A class that gets a dictionary, and how it was asked for."""

    key: str
    custom_streamer: bool = False
    location: Location = Location()


@dataclass(frozen=True)
class Found:
    """A member, and the class that declares it."""

    member: Member
    class_key: str


@dataclass(frozen=True)
class ReadRule:
    """A `#pragma read` or `#pragma readraw`."""

    target_class: str  # its key in Model.classes
    source_class: str
    location: Location
    raw: bool = False
    embed: bool = False
    version: str = ""  # as written
    versions: Tuple[Tuple[int, int], ...] = ()
    checksum: str = ""  # as written
    checksums: Tuple[int, ...] = ()
    source: str = ""  # as written
    sources: Tuple[Member, ...] = ()  # as in a struct of their own
    target: Tuple[str, ...] = ()  # members of the target class or its bases
    include: Tuple[str, ...] = ()
    code: str = ""
    code_line: int = 0

    def covers(self, version: int, checksum: int) -> bool:
        """It is for this version or this layout of its source class."""
        return any(first <= version <= last for first, last in self.versions) or checksum in self.checksums


@dataclass(frozen=True)
class SharedMember:
    """A member of a class that can be shared, or of one of its bases."""

    name: str
    offset: int  # bytes
    owner: str = ""  # the base that declares it
    public: bool = True  # and of the class itself
    kind: str = ""  # of one element: bool, i8 to u64, f32, f64, class, vector or string
    type_name: str = ""  # of an enumeration, or of a class of the standard library
    dimensions: Tuple[int, ...] = ()
    cxx: str = ""
    class_key: str = ""  # of kind class: SharedClass.cxx
    element: Optional["SharedMember"] = None  # of kind vector: one element

    @property
    def innermost(self) -> "SharedMember":
        """What a container holds in the end."""
        return self.element.innermost if self.element else self


@dataclass(frozen=True)
class SharedClass:
    """A class that is asked for with ROOTLET_SHARED, or that such a one holds."""

    name: str
    cxx: str
    version: int = 0
    size: int = 0
    align: int = 0
    members: Tuple[SharedMember, ...] = ()  # in order of their offsets, those of bases too
    refusal: str = ""  # why it cannot be shared: a sentence


@dataclass(frozen=True)
class Model:
    """All that was found in the headers."""

    headers: Tuple[str, ...]  # as the emitted file includes them
    selected: Tuple[Selected, ...]
    classes: Dict[str, Class]
    extra_includes: Tuple[str, ...] = ()  # with their quotes or angle brackets
    rules: Tuple[ReadRule, ...] = ()
    shared: Tuple[SharedClass, ...] = ()  # each behind those that it holds

    def class_of(self, type_: Type) -> Class:
        return self.classes[type_.class_key]

    def member_of(self, key: str, name: str) -> Optional[Found]:
        """A member of the class, or else of its public bases."""
        cls = self.classes[key]
        for member in cls.members:
            if member.name == name:
                return Found(member, key)
        bases = (b.type.class_key for b in cls.bases if b.type.kind == "class" and b.access == "public")
        return next((found for found in (self.member_of(base, name) for base in bases) if found), None)

    def derives_from(self, key: str, name: str) -> bool:
        """The class is `name` or has it among its bases."""
        cls = self.classes[key]
        return cls.name == name or any(
            base.type.kind == "class" and self.derives_from(base.type.class_key, name) for base in cls.bases
        )


def to_json(model: Model) -> str:
    """The documented, versioned shape that `--dump-model` prints: fields with their default value are left out."""
    document = {
        "format": MODEL_FORMAT,
        "headers": list(model.headers),
        **({"extra_includes": list(model.extra_includes)} if model.extra_includes else {}),
        "selected": [_plain(selected) for selected in model.selected],
        **({"rules": [_plain(rule) for rule in model.rules]} if model.rules else {}),
        **({"shared": [_plain(shared) for shared in model.shared]} if model.shared else {}),
        "classes": {key: _plain(model.classes[key]) for key in sorted(model.classes)},
    }
    return json.dumps(document, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
