"""What only its own scope may name, and a dictionary has to: private members, and classes that are not public.

Used by emit.py and emit_rules.py. Facts: the arguments of an explicit instantiation are not checked for access; a
function that a template defines as a friend is found by the tag that it takes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict

from .model import Class, Model, Type
from .text import identifier


@dataclass(frozen=True)
class PrivateMember:
    """A member reached through a pointer to member, which `Pointer(tag())` returns."""

    tag: str
    cxx: str
    name: str


@dataclass(frozen=True)
class PrivateClass:
    """A class, or a type made of it, that is called `PrivateClass<tag>`."""

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
        return cls.cxx if cls.public else self._alias(cls.cxx)

    def type_of(self, model: Model, type_: Type) -> str:
        """A type that need not be a class, likewise. Of enumerations it is not known who may name them."""
        return self._alias(type_.cxx) if _is_private(model, type_) else type_.cxx

    def _alias(self, cxx: str) -> str:
        tag = f"{identifier(cxx)}_class"
        self.classes.setdefault(tag, PrivateClass(tag, cxx))
        return f"PrivateClass<{tag}>"


def _is_private(model: Model, type_: Type) -> bool:
    if type_.kind == "class" and not model.class_of(type_).public:
        return True
    return (type_.kind == "enum" and "::" in type_.cxx) or any(_is_private(model, arg) for arg in type_.args)


def private_tag(cxx: str, name: str) -> str:
    """The type that stands for a private member."""
    return identifier(f"{cxx}::{name}")
