"""The tables of members in a dictionary: one initializer per member, and the offsets that the compiler compares.

Used by emit.py for classes and by emit_rules.py for what read rules take from the stream.
"""

from __future__ import annotations

from typing import List, Protocol, Sequence, Tuple

from .layout import Element
from .model import Type
from .reach import private_tag
from .std_classes import place_of
from .text import LINE_WIDTH, quoted


class Owner(Protocol):
    """The struct whose members the rows describe, and how it is called where they stand."""

    @property
    def self_name(self) -> str:
        ...

    @property
    def key(self) -> str:
        ...

    @property
    def foreign(self) -> bool:
        ...

    @property
    def members(self) -> List[Element]:
        ...


def _offset(owner: Owner, element: Element) -> str:
    """offsetof, where the language gives one."""
    member = element.member
    if member.place:
        return f"rootlet::OffsetOf<{owner.self_name}>([](auto &x) -> auto & {{ return {place_of(member, 'x')}; }})"
    hidden = owner.foreign and member.access != "public"
    if hidden or member.bit_field or member.type.reason == "DG011":
        return str(member.offset)
    return f"offsetof({owner.self_name}, {member.name})"


def checked_offsets(owner: Owner) -> List[str]:
    """Comparisons of offsets with what clang saw, as many to a line as fit."""
    lines: List[str] = []
    for element in owner.members:
        offset = _offset(owner, element)
        if not offset.startswith("offsetof"):
            continue
        comparison = f"{offset} == {element.member.offset}"
        if lines and len(lines[-1]) + len(comparison) + 4 < LINE_WIDTH - 22:
            lines[-1] += f" && {comparison}"
        else:
            lines.append(comparison)
    return lines


def member_row(owner: Owner, element: Element) -> str:
    """The initializer of one rootlet::DictionaryMember."""
    counter = element.counter
    fields = [
        quoted(element.name),
        quoted(element.type_name),
        quoted(element.true_name),
        quoted(element.annotation.title),
        _offset(owner, element),
        str(element.size),
        "DictionaryMember::kTransient" if element.form == "none" else str(element.code),
        str(min(len(element.dims), 5)),
        "{" + ", ".join(map(str, element.dims[:5])) + "}",
        quoted(counter.name if counter else ""),
        quoted(counter.class_name if counter else ""),
        str(counter.version if counter else 0),
        str(element.stl_type),
        str(element.stl_content),
        _member_flags(element),
        _content_size(owner, element),
    ]
    return "{" + ", ".join(fields) + "},"


def _content_size(owner: Owner, element: Element) -> str:
    """The function that counts the elements of a container, for Dump(); of transient ones too, if they can be named."""
    type_ = _without_arrays(element.member.type)
    while type_.kind == "pointer":
        type_ = _without_arrays(type_.args[0])
    if type_.kind != "container":
        return "nullptr"
    if element.member.place:
        place = place_of(element.member, f"std::declval<{owner.self_name} &>()")
        return f"rootlet::ContentSize<std::remove_reference_t<decltype({place})>>::Of"
    if not (owner.foreign and element.member.access != "public"):
        return f"rootlet::ContentSize<decltype({owner.self_name}::{element.name})>::Of"
    if element.form == "none":
        return "nullptr"
    return f"rootlet::ContentSize<decltype(Pointer({private_tag(owner.key, element.name)}()))>::Of"


def _without_arrays(type_: Type) -> Type:
    while type_.kind in ("array", "std_array"):
        type_ = type_.args[0]
    return type_


def _member_flags(element: Element) -> str:
    inner = _without_arrays(element.member.type)
    names: Sequence[Tuple[str, bool]] = (
        ("kPacked", element.annotation.packing_text is not None and element.packing is not None),
        ("kIsPrivate", element.member.access == "private"),
        ("kIsProtected", element.member.access == "protected"),
        ("kPersistentEnum", element.element is not None and element.element.kind == "enum"),
        ("kDontSplit", element.annotation.dont_split),
        ("kIsConst", element.member.type.const),
        ("kBitField", element.member.bit_field),
        ("kOverlapping", element.member.overlapping),
        ("kHeld", inner.kind == "holder" or inner.of_bool),
        ("kUnsignedEnum", element.element is not None and element.element.unsigned),
    )
    return " | ".join(f"DictionaryMember::{name}" for name, given in names if given) or "DictionaryMember::kNone"
