"""What only its own scope may name, and a dictionary has to: private members, and classes that are not public.

Used by emit.py and emit_rules.py. Facts: the arguments of an explicit instantiation are not checked for access; a
function that a template defines as a friend is found by the tag that it takes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict

from .model import Class
from .text import identifier


@dataclass(frozen=True)
class PrivateMember:
    """A member reached through a pointer to member, which `Pointer(tag())` returns."""

    tag: str
    cxx: str
    name: str


@dataclass(frozen=True)
class PrivateClass:
    """A class that is called `PrivateClass<tag>`."""

    tag: str
    cxx: str


@dataclass
class Reach:
    """Everything of the kind that a dictionary needs, in order of use."""

    members: Dict[str, PrivateMember] = field(default_factory=dict)
    classes: Dict[str, PrivateClass] = field(default_factory=dict)

    def member(self, cxx: str, name: str) -> str:
        """The expression that gives the pointer to the member."""
        tag = private_tag(cxx, name)
        self.members.setdefault(tag, PrivateMember(tag, cxx, name))
        return f"Pointer({tag}())"

    def name_of(self, cls: Class) -> str:
        """The class for code outside of the class around it."""
        if cls.public:
            return cls.cxx
        tag = f"{identifier(cls.cxx)}_class"
        self.classes.setdefault(tag, PrivateClass(tag, cls.cxx))
        return f"PrivateClass<{tag}>"


def private_tag(cxx: str, name: str) -> str:
    """The type that stands for a private member."""
    return f"{identifier(cxx)}_{name}"
