"""Classes of the standard library that stream like a user's: std::tuple and std::complex.

Used by classes.py. Their own members are private and differ between libraries; here they get members that every reader
can know, reached by what the standard promises. Invariant: the place of such a member is an expression of the object,
and its offset is found out by the program that has the dictionary.
"""

from __future__ import annotations

from typing import Sequence, Tuple

from .clang_api import Cursor
from .diagnostics import Location
from .model import Member, Type

_OBJECT = "@"  # its place in Member.place


def is_std_class(template: str) -> bool:
    """A template of namespace std, by its name."""
    return template in ("tuple", "complex")


def members_of(template: Cursor, arguments: Sequence[Type]) -> Tuple[Member, ...]:
    """The members of an instance."""
    if template.spelling == "complex":
        number = arguments[0]
        places = [f"reinterpret_cast<{number.cxx} (&)[2]>({_OBJECT})[{i}]" for i in range(2)]
        return tuple(_member(name, number, place) for name, place in zip(("_real", "_imag"), places))
    return tuple(_member(f"_{i}", type_, f"std::get<{i}>({_OBJECT})") for i, type_ in enumerate(arguments))


def place_of(member: Member, object_: str) -> str:
    """The expression that gives the member of an object."""
    return member.place.replace(_OBJECT, object_)


def _member(name: str, type_: Type, place: str) -> Member:
    return Member(name=name, type=type_, location=Location(), offset=0, access="public", place=place)
