"""Whether a class can be shared as it lies in memory, and how it lies there: what ROOTLET_SHARED asks.

Used by parse.py. Types are asked here as clang has them, for the types of the model are those of ROOT's stream.
Invariant: a class that cannot be shared is no error of dictgen's; it gets its refusal, one sentence, which the compiler
says to whoever shares it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Dict, Iterable, List, Optional, Tuple

from .clang_api import Cursor, CursorKind, TypeKind, has_packed_attribute, tokens_of_attributes
from .classes import Classes, children_of, is_packed, is_public
from .cxx_types import is_shared_container, is_std, typedef_names
from .model import SharedClass, SharedMember
from .text import identifier

_KINDS = {
    TypeKind.BOOL: "bool",
    TypeKind.CHAR_S: "i8",
    TypeKind.SCHAR: "i8",
    TypeKind.CHAR_U: "u8",
    TypeKind.UCHAR: "u8",
    TypeKind.CHAR16: "u16",
    TypeKind.CHAR32: "u32",
    TypeKind.SHORT: "i16",
    TypeKind.USHORT: "u16",
    TypeKind.INT: "i32",
    TypeKind.UINT: "u32",
    TypeKind.LONG: "i64",
    TypeKind.ULONG: "u64",
    TypeKind.LONGLONG: "i64",
    TypeKind.ULONGLONG: "u64",
    TypeKind.FLOAT: "f32",
    TypeKind.DOUBLE: "f64",
}
# What blocks of a map are aligned to.
_MAX_ALIGN = 64

_OWNS = "which owns memory"
_POINTS = "which points to memory of its process"
_PROCESS = "which belongs to one process"
_PAIR = "which is not trivially copyable; a struct of such members is"
_LAYOUT = "whose layout is the standard library's own"
_STD = {
    **dict.fromkeys(("vector", "list", "deque", "forward_list", "valarray"), f"{_OWNS}; a rootlet::vector can be"),
    **dict.fromkeys(("map", "unordered_map"), f"{_OWNS}; a rootlet::flat_map can be"),
    "basic_string": f"{_OWNS}; a rootlet::string can be",
    **dict.fromkeys(("any", "function", "set", "multiset", "multimap", "stack", "queue", "priority_queue"), _OWNS),
    **dict.fromkeys(("unordered_set", "unordered_multiset", "unordered_multimap"), _OWNS),
    **dict.fromkeys(("unique_ptr", "shared_ptr", "weak_ptr"), _OWNS),
    **dict.fromkeys(("basic_string_view", "span", "reference_wrapper"), _POINTS),
    **dict.fromkeys(("thread", "jthread", "mutex", "timed_mutex", "recursive_mutex", "shared_mutex"), _PROCESS),
    **dict.fromkeys(("condition_variable", "condition_variable_any", "future", "promise", "once_flag"), _PROCESS),
    **dict.fromkeys(("atomic", "atomic_flag", "atomic_ref"), "which cannot be copied; Write() makes changes atomic"),
    **dict.fromkeys(("pair", "tuple"), _PAIR),
}
_OF_ONE_PROCESS = re.compile(r"pthread_\w+|sem_t|mtx_t|cnd_t|thrd_t|tss_t")


@dataclass
class _Refused(Exception):
    """Why: what the member at the end of the path `is`; or what its class, or a base of that, `has`."""

    text: str
    path: Tuple[str, ...] = ()
    class_name: str = ""  # of the class that `text` speaks of; empty: it speaks of the member
    base: str = ""  # of which it speaks

    def inside(self, member: str, class_name: str) -> "_Refused":
        """The same, seen from the class that has the member."""
        return replace(self, path=(member, *self.path), class_name=self.class_name if self.path else class_name)

    def sentence(self, name: str) -> str:
        head = f"'{name}' cannot be shared: "
        base = f"base class '{self.base}' " if self.base else ""
        if not self.path:
            return f"{head}{'its ' + base if base else 'it '}{self.text}"
        member = f"its member '{'.'.join(self.path)}' "
        if not self.class_name:
            return head + member + self.text
        return f"{head}{member}is of the class {self.class_name}, {'whose ' + base if base else 'which '}{self.text}"


class Sharing:
    """Answers for classes of a translation unit, and those that they hold, these first."""

    def __init__(self, classes: Classes) -> None:
        self._classes = classes
        self._asked: Dict[str, None] = {}
        self._found: Dict[str, Tuple[SharedClass, Optional[_Refused]]] = {}  # each behind those that it holds
        self._open: List[str] = []  # those whose members are being looked at

    def ask(self, key: str) -> None:
        """ROOTLET_SHARED names this class."""
        self._asked.setdefault(key)
        self._find(key)

    def found(self) -> Tuple[SharedClass, ...]:
        """What was asked for, and what that holds."""
        wanted = set(self._asked)
        for shared, _ in reversed(self._found.values()):
            if shared.cxx in wanted:
                wanted.update(member.innermost.class_key for member in shared.members)
        return tuple(shared for shared, _ in self._found.values() if shared.cxx in wanted)

    def _find(self, key: str) -> None:
        if key in self._found:
            return
        cls = self._classes.by_key[key]
        self._open.append(key)
        try:
            self._require_plain(key)
            members = sorted(self._members(key, 0, ()), key=lambda m: m.offset)
            if cls.align > _MAX_ALIGN:  # asked last: it may be so because of a member
                raise _Refused(f"is aligned to {cls.align} bytes, and a map has {_MAX_ALIGN}")
            refused = None
        except _Refused as why:
            members, refused = [], why
        self._open.pop()
        self._found[key] = (
            SharedClass(
                name=cls.name,
                cxx=key,
                version=cls.stream_version,
                size=cls.size,
                align=cls.align,
                members=tuple(members),
                refusal=refused.sentence(cls.name) if refused else "",
            ),
            refused,
        )

    # --- classes ----------------------------------------------------------------------------------------------

    def _require_plain(self, key: str) -> None:
        """What a class is, whatever its members are."""
        cls, cursor = self._classes.by_key[key], self._classes.cursor_of(key)
        if cls.size == 0:
            self._classes.ask_for(key)
            raise _Refused("is declared but not defined in what the headers include")
        if "(anonymous namespace)" in key:
            raise _Refused("is in an anonymous namespace and has no name that another program could know")
        if not is_public(cursor):
            raise _Refused("is private in the class around it")
        self._require_plain_part(key)

    def _require_plain_part(self, key: str) -> None:
        """What bases must be too."""
        cls, cursor = self._classes.complete(key), self._classes.cursor_of(key)
        if cursor.kind == CursorKind.UNION_DECL:
            raise _Refused("is a union, and nothing tells which of its members is alive")
        if has_packed_attribute(cursor):
            raise _Refused("is packed, so that no reference can be bound to its members")
        for base in cls.bases:
            if base.virtual:
                raise _Refused(f"has the virtual base class '{base.type.name}', which it finds by a pointer")
            if base.type.reason == "DG066":
                raise _Refused(f"is derived from {base.type.cxx}, which can only be a member")
            if base.type.kind != "class":
                raise _Refused(f"is derived from {base.type.cxx}, {_std_reason(base.type.cxx)}")
            try:
                self._require_plain_part(base.type.class_key)
            except _Refused as why:
                raise replace(why, base=why.base or base.type.name) from None
        if cls.polymorphic:
            raise _Refused("has virtual functions")
        for child in children_of(cursor)[0]:
            what = _copying(child)
            if what and child.is_deleted_method():
                raise _Refused(f"has a deleted {what}, so it must not be copied")
            if what and not child.is_default_method():
                raise _Refused(f"has a {what} of its own, so its bytes alone are no copy")

    # --- members ----------------------------------------------------------------------------------------------

    def _members(self, key: str, offset: int, bases: Tuple[str, ...]) -> List[SharedMember]:
        """All members of a class, those of its bases first, which lies at `offset` in another one."""
        cls, cursor = self._classes.complete(key), self._classes.cursor_of(key)
        found: List[SharedMember] = []
        for index, base in enumerate(cls.bases):
            at = self._classes.offset_of_base(f"base_{identifier(key)}_{index}", key, base.type.class_key)
            if at is None:
                raise _Refused(f"has the base class '{base.type.name}' twice, and one of them cannot be reached")
            found += self._members(base.type.class_key, offset + at, (*bases, base.type.name))
        for field in cursor.type.get_fields():
            where = offset + max(field.get_field_offsetof(), 0) // 8
            try:
                found.append(self._member(field, where, bases))
            except _Refused as why:
                if bases and not why.path[0].startswith("("):
                    why = replace(why, path=(f"{bases[-1]}::{why.path[0]}", *why.path[1:]))
                raise why from None
        return found

    def _member(self, field: Cursor, offset: int, bases: Tuple[str, ...]) -> SharedMember:
        name = field.spelling if "(" not in field.spelling and field.spelling else "(unnamed)"
        problem = ""
        if field.is_bitfield():
            problem = "is a bit-field, which has no address"
        elif "no_unique_address" in tokens_of_attributes(field):
            problem = "is [[no_unique_address]], so that other members may lie in it"
        elif is_packed(field, False):
            problem = "is packed, so that no reference can be bound to it"
        if problem:
            raise _Refused(problem, (name,))
        member = SharedMember(
            name=name,
            offset=offset,
            owner="::".join(bases[-1:]),
            public=not bases and field.access_specifier.name == "PUBLIC",
        )
        return self._of_type(member, field.type)

    def _of_type(self, member: SharedMember, type_) -> SharedMember:
        canonical = type_.get_canonical()
        kind = canonical.kind

        def refuse(text: str) -> _Refused:
            return _Refused(text, (member.name,))

        process = next((n for n in typedef_names(type_) if _OF_ONE_PROCESS.fullmatch(n)), None)
        if process:
            raise refuse(f"is a {process}, {_PROCESS}")
        if canonical.is_volatile_qualified():
            raise refuse("is volatile, so it must not be copied as bytes")
        if canonical.is_const_qualified():  # of an array this is asked of its elements
            raise refuse("is const, so no copy can take its place")
        if kind == TypeKind.CONSTANTARRAY:
            if canonical.element_count == 0:
                raise refuse("is an array without elements")
            element = self._of_type(member, _element_of(type_))
            bound = f"[{canonical.element_count}]"
            head, close, tail = element.cxx.rpartition(">")  # the bounds of arguments stay where they are
            name, bracket, bounds = tail.partition("[")
            cxx = f"{head}{close}{name}{bound}{bracket}{bounds}"
            return replace(element, cxx=cxx, dimensions=(canonical.element_count, *element.dimensions))
        if kind == TypeKind.ENUM:
            return self._of_enum(member, canonical, refuse)
        if kind == TypeKind.RECORD:
            return self._of_record(member, type_, canonical, refuse)
        if kind in _KINDS:
            cxx = canonical.spelling
            size = canonical.get_size() * 8
            name = _KINDS[kind]
            if kind in (TypeKind.LONG, TypeKind.ULONG):
                name = f"{name[0]}{size}"
            return replace(member, kind=name, cxx=cxx)
        written = type_.spelling
        if kind == TypeKind.WCHAR:
            return replace(member, kind=f"i{canonical.get_size() * 8}", cxx="wchar_t")
        if kind == TypeKind.POINTER:
            if canonical.get_pointee().kind in (TypeKind.FUNCTIONPROTO, TypeKind.FUNCTIONNOPROTO):
                raise refuse(f"is a pointer to a function ({written}), which lies elsewhere in another process")
            raise refuse(f"is a pointer ({written}), which leads nowhere in another process")
        if kind in (TypeKind.LVALUEREFERENCE, TypeKind.RVALUEREFERENCE):
            raise refuse(f"is a reference ({written}), which leads nowhere in another process")
        if kind == TypeKind.MEMBERPOINTER:
            raise refuse(f"is a pointer to a member ({written}), which is another number in another program")
        if kind == TypeKind.LONGDOUBLE:
            raise refuse("is a long double, of whose bytes some have no meaning")
        raise refuse(f"is of the type {written}, which has no place in a layout")

    @staticmethod
    def _of_enum(member: SharedMember, canonical, refuse) -> SharedMember:
        declaration = canonical.get_declaration()
        declaration = declaration.get_definition() or declaration
        if not declaration.spelling or "(" in canonical.spelling:
            raise refuse("is an enumeration without a name that another program could know")
        if not is_public(declaration):
            raise refuse(f"is of the enumeration {canonical.spelling}, which is private in its class")
        head = _without_attributes(token.spelling for token in declaration.get_tokens())
        head = head[: head.index("{")] if "{" in head else head
        if not declaration.is_scoped_enum() and ":" not in head:
            raise refuse(
                f"is of the enumeration {canonical.spelling}, in which not every number is a value; give it a fixed "
                f"underlying type: 'enum {declaration.spelling} : int'"
            )
        underlying = declaration.enum_type.get_canonical()
        if underlying.kind not in _KINDS:
            raise refuse(f"is of the enumeration {canonical.spelling}, whose numbers have no place in a layout")
        kind = _KINDS[underlying.kind]
        if kind != "bool":
            kind = f"{kind[0]}{underlying.get_size() * 8}"
        return replace(member, kind=kind, type_name=canonical.spelling, cxx=f"::{canonical.spelling}")

    def _of_record(self, member: SharedMember, type_, canonical, refuse) -> SharedMember:
        declaration = canonical.get_declaration()
        unnamed = not declaration.spelling or "(" in declaration.spelling or declaration.is_anonymous()
        if declaration.kind == CursorKind.UNION_DECL:
            name = "an unnamed union" if unnamed else f"a union ({canonical.spelling})"
            raise refuse(f"is {name}, and nothing tells which of its members is alive")
        if unnamed:
            raise refuse("is of an unnamed struct, which needs a name here")
        if is_std(declaration.semantic_parent):
            return self._of_std(member, type_, canonical, declaration, refuse)
        if is_shared_container(declaration):
            return self._of_container(member, type_, canonical, declaration.spelling)
        key = self._classes.key_of(canonical)
        if key == "TString":
            raise refuse(f"is a TString, {_STD['basic_string']}")
        if key in self._open:
            raise refuse(f"holds objects of the class {self._classes.by_key[key].name} again")
        self._find(key)
        shared, refused = self._found[key]
        if refused is not None:
            raise refused.inside(member.name, shared.name)
        return replace(member, kind="class", cxx=f"::{key}", class_key=key)

    def _of_container(self, member: SharedMember, type_, canonical, template: str) -> SharedMember:
        """One of those of RootletContainers.h."""
        if template == "string":
            return replace(member, kind="string", cxx="::rootlet::string")
        if template == "flat_map":  # has one member, the vector of its entries
            field = next(iter(canonical.get_fields()), None)
            if field is None:  # nothing has needed it so far; the next pass has it
                key = self._classes.key_of(canonical)
                self._classes.ask_for(key)
                raise _Refused("is not instantiated", (member.name,))
            entries = self._of_type(member, field.type)
            key, value = (self._of_type(member, _argument(type_, canonical, i)).cxx for i in (0, 1))
            return replace(entries, type_name="rootlet::flat_map", cxx=f"::rootlet::flat_map<{key}, {value}>")
        element = self._of_type(replace(member, offset=0), _argument(type_, canonical, 0))
        return replace(
            member, kind="vector", element=replace(element, name="", owner=""), cxx=f"::rootlet::vector<{element.cxx}>"
        )

    def _of_std(self, member: SharedMember, type_, canonical, declaration: Cursor, refuse) -> SharedMember:
        template = declaration.spelling
        argument = canonical.get_template_argument_type(0) if canonical.get_num_template_arguments() > 0 else None
        if template == "array":
            count = declaration.get_template_argument_unsigned_value(1)
            if count == 0:
                raise refuse("is an array without elements")
            element = self._of_type(member, _argument(type_, canonical, 0))
            return replace(element, cxx=f"std::array<{element.cxx}, {count}>", dimensions=(count, *element.dimensions))
        if template == "complex" and argument.get_canonical().kind in (TypeKind.FLOAT, TypeKind.DOUBLE):
            number = self._of_type(member, argument)
            return replace(number, cxx=canonical.spelling, type_name=_plain(canonical.spelling), dimensions=(2,))
        if template in ("duration", "time_point") and declaration.semantic_parent.spelling == "chrono":
            if template == "time_point":
                argument = canonical.get_template_argument_type(1).get_canonical().get_template_argument_type(0)
            if _KINDS.get(argument.get_canonical().kind, "bool") == "bool":
                raise refuse(f"is a {type_.spelling}, whose number has no place in a layout")
            number = self._of_type(member, argument)
            return replace(number, cxx=canonical.spelling, type_name=_plain(canonical.spelling))
        written = type_.spelling.replace("std::basic_string<char>", "std::string")
        raise refuse(f"is a {written}, {_std_reason(template)}")


# --- helpers without state -------------------------------------------------------------------------------------


def _without_attributes(tokens: Iterable[str]) -> List[str]:
    """The words of a declaration that stand outside of brackets."""
    words, depth = [], 0
    for token in tokens:
        depth += (token == "[") - (token == "]")
        if depth == 0 and token != "]":
            words.append(token)
    return words


def _std_reason(name: str) -> str:
    return _STD.get(name.removeprefix("std::").split("<")[0], _LAYOUT)


def _element_of(type_):
    """The element as it was written, for its typedefs."""
    while type_.kind == TypeKind.ELABORATED:
        type_ = type_.get_named_type()
    return (type_ if type_.kind == TypeKind.CONSTANTARRAY else type_.get_canonical()).element_type


def _argument(type_, canonical, index: int):
    """A template argument as it was written, for its typedefs."""
    argument = canonical.get_template_argument_type(index)
    written = type_.get_template_argument_type(index) if type_.get_num_template_arguments() > index else argument
    same = written.kind != TypeKind.INVALID and written.get_canonical() == argument
    return written if same else argument


def _copying(function: Cursor) -> str:
    """What a function has to do with copies and ends of objects; empty for all others."""
    if function.kind == CursorKind.DESTRUCTOR:
        return "destructor"
    if function.is_copy_constructor():
        return "copy constructor"
    if function.is_move_constructor():
        return "move constructor"
    if function.is_copy_assignment_operator_method():
        return "copy assignment"
    if function.is_move_assignment_operator_method():
        return "move assignment"
    return ""


def _plain(spelling: str) -> str:
    """A type of the standard library as all compilers print it."""
    return re.sub(r"\b__\w+::", "", re.sub(r"\s*([<>,])\s*", r"\1", spelling))
