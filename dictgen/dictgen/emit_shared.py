"""The header for classes that are shared: which can be, how they lie in memory, how they are looked at in place.

Used by cli.py. Invariant: as of emit.py, the text depends on the model alone. Classes that several such headers have
are the same in all of them, and the compiler takes the first.
"""

from __future__ import annotations

import os
from typing import List

from .emit import environment
from .model import Model, SharedClass, SharedMember
from .text import identifier, quoted

# rootlet::kSharedFormat of the runtime that the emitted header is for.
SHARED_FORMAT = 2
_KINDS = {name: "k" + name.capitalize() for name in ("bool", "class", "vector", "string")}
_KINDS |= {f"{letter}{bits}": f"k{letter.upper()}{bits}" for letter in "iu" for bits in (8, 16, 32, 64)}
_KINDS |= {"f32": "kF32", "f64": "kF64"}
_TAKEN = ("InPlaceOf", "InPlacePart")  # names of its own in every emitted class


def emit_shared(model: Model, version: str, output: str) -> str:
    """The whole header, which `output` names."""
    headers = [*model.headers, *(header.strip('"') for header in model.extra_includes if header.startswith('"'))]
    return (
        environment()
        .get_template("shared.h.jinja")
        .render(
            classes=model.shared,
            headers=list(dict.fromkeys(headers)),
            guard=f"ROOTLET_SHARED_{identifier(os.path.basename(output))}",
            dictgen_version=version,
            shared_format=SHARED_FORMAT,
            identifier=identifier,
            checked_offsets=_checked_offsets,
            elements=_elements,
            row=_row,
            accessors=_accessors,
            accessor_name=_accessor_name,
        )
    )


def _checked_offsets(cls: SharedClass) -> List[str]:
    """Comparisons of offsets with what clang saw, of the members that may be named here."""
    return [f"__builtin_offsetof(::{cls.cxx}, {m.name}) == {m.offset}" for m in cls.members if m.public]


def _elements(cls: SharedClass) -> List[SharedMember]:
    """Of all vectors, each behind that of the vector which it may be."""
    found: List[SharedMember] = []
    for member in cls.members:
        inner = []
        while member.element:
            member = member.element
            inner.append(member)
        found += [element for element in reversed(inner) if element not in found]
    return found


def _row(member: SharedMember, elements: List[SharedMember]) -> str:
    """The initializer of one rootlet::SharedMember; `elements` are those that have their own."""
    count = 1
    for dimension in member.dimensions:
        count *= dimension
    fields = [
        quoted(f"{member.owner}::{member.name}" if member.owner else member.name),
        quoted(member.type_name),
        quoted("".join(f"[{dimension}]" for dimension in member.dimensions)),
        str(member.offset),
        str(count),
        f"rootlet::SharedMember::{_KINDS[member.kind]}",
        f"&rootlet::Shareable<::{member.class_key}>::kClass" if member.kind == "class" else "nullptr",
        f"&kElement{elements.index(member.element)}" if member.element else "nullptr",
    ]
    return "{" + ", ".join(fields) + "}"


def _accessors(cls: SharedClass) -> List[SharedMember]:
    """The members that have a function: as in C++ those of a class hide those of its bases, and what two bases have is
    ambiguous and has none."""
    own = {member.name for member in cls.members if not member.owner}
    names = [member.name for member in cls.members]
    return [m for m in cls.members if (not m.owner) or (m.name not in own and names.count(m.name) == 1)]


def _accessor_name(member: SharedMember) -> str:
    """What the function is called: the member's name, where that is possible."""
    return member.name + "_" if member.name in _TAKEN else member.name
