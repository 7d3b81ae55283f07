"""A class of clang's to a Class of the model: what its declaration says, its bases and members.

Used by parse.py. Invariant: a class is described once, and its bases and members are read only when they are asked
for; where clang has not been asked enough, a question is noted and the answer comes with the next pass.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Dict, List, Optional, Sequence, Tuple

from . import source, std_classes
from .annotations import understand
from .attributes import Attributes
from .clang_api import (
    AccessSpecifier,
    Cursor,
    CursorKind,
    TypeKind,
    annotations_of,
    evaluate,
    has_packed_attribute,
    is_virtual_base,
    location_of,
    specialized_template,
    tokens_of_attributes,
)
from .diagnostics import Location, Report
from .headers import Headers
from .model import Base, Class, Member, Type
from .cxx_types import RECORDS, Types, in_full, is_std, unqualified

TYPEDEFS = (CursorKind.TYPEDEF_DECL, CursorKind.TYPE_ALIAS_DECL)
_ACCESS = {AccessSpecifier.PRIVATE: "private", AccessSpecifier.PROTECTED: "protected"}


@dataclass
class Questions:
    """What the appended declarations ask clang. Keys are what the walk looks answers up by."""

    includes: Dict[str, None] = field(default_factory=dict)  # headers of classes that are only declared
    sizes: Dict[str, None] = field(default_factory=dict)  # template instances to complete
    bases: Dict[str, str] = field(default_factory=dict)  # dependent bases of template instances: name of alias, text
    offsets: Dict[str, str] = field(default_factory=dict)  # of bases: name of constant, text

    def count(self) -> int:
        return len(self.includes) + len(self.sizes) + len(self.bases) + len(self.offsets)


class Classes:
    """The classes met so far, by key."""

    def __init__(self, headers: Headers, questions: Questions, answers: Dict[str, Cursor], report: Report) -> None:
        self._headers = headers
        self._questions = questions
        self._answers = answers
        self._report = report
        self._cursors: Dict[str, Cursor] = {}
        self.by_key: Dict[str, Class] = {}
        self.types = Types(self.key_of)

    def key_of(self, type_) -> str:
        """The key of a class, described as far as holding or pointing to it needs."""
        canonical = type_.get_canonical()
        key = unqualified(canonical.spelling)
        if key not in self.by_key:
            declared = canonical.get_declaration()
            cursor = declared.get_definition() or declared
            self._cursors[key] = cursor
            self.by_key[key] = Class(name=key, cxx=key, location=location_of(cursor))  # ends recursion
            if is_std(cursor.semantic_parent) and std_classes.is_std_class(cursor.spelling):
                self.by_key[key] = self._described_std(key, canonical, cursor)
            else:
                self.by_key[key] = self._described(key, cursor)
        return key

    def _described(self, key: str, cursor: Cursor) -> Class:
        children, instance = children_of(cursor)
        asked = f"{cursor.spelling}.h"
        found_by_name = asked in self._questions.includes and self._headers.named(cursor) is None
        cls = Class(
            name=self.types.root_name(cursor),
            cxx=key,
            location=location_of(cursor),
            header=self._headers.named(cursor) or (asked if found_by_name else self._headers.spelling_of(cursor)),
            named=self._headers.named(cursor) is not None,
            found_by_name=found_by_name,
            template_instance=instance,
            public=is_public(cursor),
            size=max(cursor.type.get_size(), 0),
            align=max(cursor.type.get_align(), 0),
        )
        if cls.size == 0:
            return cls
        facts = _Construction(self, cursor, children)
        version, title, line = self._classdef(cursor, children, instance)
        title = self._combined(cursor, title, f"class '{self.types.root_name(cursor)}'")
        return replace(
            cls,
            version=version,
            title=title,
            classdef_line=line,
            polymorphic=facts.polymorphic,
            abstract=cursor.is_abstract_record(),
            default_constructor=facts.default_constructor,
            public_constructor=facts.public_constructor,
            destructor=facts.destructor,
            public_destructor=facts.public_destructor,
            virtual_destructor=facts.virtual_destructor,
            declares_streamer=any(c.spelling == "Streamer" for c in children),
            global_placement=facts.hides_placement_new,
        )

    def _described_std(self, key: str, type_, cursor: Cursor) -> Class:
        """std::tuple and std::complex. A tuple gets its dictionary where it is used, complex has it in the runtime."""
        arguments = self.types.template_arguments(type_, cursor, inside=False)
        members = std_classes.members_of(cursor, [in_full(a) for a in arguments if isinstance(a, Type)])
        constructible = _is_default_constructible(self, type_)
        return Class(
            name=self.types.root_name(cursor),
            cxx=key,
            location=Location(cursor.spelling),
            header=cursor.spelling,
            named=cursor.spelling == "tuple",
            complete=True,
            template_instance=True,
            public=is_public(cursor),
            size=max(type_.get_size(), 0),
            align=max(type_.get_align(), 0),
            default_constructor=constructible,
            public_constructor=constructible,
            destructor=True,
            public_destructor=True,
            members=members,
        )

    def complete(self, key: str) -> Class:
        """Adds bases and members."""
        cls = self.by_key[key]
        if cls.complete or cls.size == 0:
            return cls
        cursor = self._cursors[key]
        children, _ = children_of(cursor)
        bases = tuple(base for base in (self._base(c, cursor, key) for c in _bases(children)) if base)
        packed = any(c.kind == CursorKind.PACKED_ATTR for c in children)
        members = tuple(self._member(c, cls.name, packed) for c in cursor.type.get_fields())
        cls = replace(cls, complete=True, bases=bases, members=members)
        self.by_key[key] = cls
        return cls

    def cursor_of(self, key: str) -> Cursor:
        return self._cursors[key]

    def offset_of_base(self, name: str, key: str, base: str) -> Optional[int]:
        """Where a base that is not virtual lies in a class, in bytes; 0 before clang has answered, None if it cannot.
        `name` tells the question from all others."""
        where = f"(unsigned long)(::{base} *)(::{key} *)4096 - 4096"
        text = f"namespace dictgen_questions {{ const unsigned long {name} = {where}; }}"
        if name not in self._questions.offsets:
            self._questions.offsets[name] = text
            return 0
        answer = self._answers.get(name)
        return evaluate(answer) if answer is not None else None

    def members_of(self, cursor: Cursor) -> Tuple[Member, ...]:
        """The members of a struct that is no class of the model."""
        return tuple(self._member(field_, "") for field_ in cursor.type.get_fields())

    def ask_for(self, key: str) -> None:
        """The class is not complete: have it instantiated, or look for its header."""
        cursor = self._cursors[key]
        if cursor.get_num_template_arguments() > 0:
            self._questions.sizes.setdefault(key)
        elif "(" not in key:
            self._questions.includes.setdefault(f"{cursor.spelling}.h")

    def _classdef(self, cursor: Cursor, children: Sequence[Cursor], instance: bool) -> Tuple[Optional[int], str, int]:
        """Version, title and line of the ClassDef of a class; version None without ClassDef."""
        declared = next((c for c in children if c.kind in TYPEDEFS and c.spelling == "RootletClassDefOf"), None)
        if declared is None:
            return None, "", 0
        where = location_of(declared)
        named = declared.underlying_typedef_type.get_canonical().spelling
        if not instance and named != cursor.type.get_canonical().spelling:
            self._report.add(
                "DG032",
                where,
                f"ClassDef in '{self.types.root_name(cursor)}' names '{named}'",
                f"ClassDef({cursor.spelling}, ...)",
            )
        version = next((_returned(c) for c in children if c.spelling == "Class_Version"), None)
        if version is None or not 0 <= version <= 0x3FFF:
            self._report.add(
                "DG033",
                where,
                f"the version of '{self.types.root_name(cursor)}' is "
                + ("not a constant" if version is None else f"{version}")
                + "; it must be a number from 0 to 16383",
                f"ClassDef({cursor.spelling}, 1)",
            )
            version = 1
        file = declared.location.file
        comment = source.comment_behind_macro(file.name, declared.location.offset) if file else ""
        return version, understand(comment).title, where.line

    def _base(self, specifier: Cursor, derived: Cursor, key: str) -> Optional[Base]:
        """None if clang has to be asked first."""
        type_ = specifier.type
        if _is_dependent(type_):
            alias = f"dictgen_base_{len(key)}_{specifier.location.offset}_{_identifier(key)}"
            if alias not in self._questions.bases:
                self._questions.bases[alias] = _base_question(alias, specifier, derived, key)
            answer = self._answers.get(alias)
            if answer is None:
                return None
            type_ = answer.underlying_typedef_type
        return Base(
            type=self.types.of(type_),
            location=location_of(specifier),
            access=_ACCESS.get(specifier.access_specifier, "public"),
            virtual=is_virtual_base(specifier),
        )

    def _member(self, cursor: Cursor, owner: str, packed: bool = False) -> Member:
        named = "(" not in cursor.spelling and cursor.spelling
        end = (cursor if named else cursor.type.get_declaration()).extent.end
        comment = source.comment_behind(end.file.name, end.offset) if end.file else ""
        offset = cursor.get_field_offsetof()
        type_ = self.types.of(cursor.type)
        if type_.kind != "unsupported" and is_packed(cursor, packed):
            type_ = replace(type_, kind="unsupported", reason="DG065")
        return Member(
            name=named or "",
            type=type_,
            location=location_of(cursor),
            offset=max(offset, 0) // 8,
            access=_ACCESS.get(cursor.access_specifier, "public"),
            comment=self._combined(cursor, comment, f"member '{owner}::{named or ''}'", type_),
            bit_field=bool(cursor.is_bitfield()),
            overlapping="no_unique_address" in tokens_of_attributes(cursor),
        )

    def _combined(self, cursor: Cursor, comment: str, what: str, type_: Optional[Type] = None) -> str:
        """The comment of a declaration together with its annotation macros; of a class if there is no type."""
        texts = annotations_of(cursor)
        if not texts:
            return comment
        attributes = Attributes.of(texts)
        misfits = attributes.misfits(type_)
        for misfit in misfits:
            self._report.add("DG082", location_of(cursor), f"{what} {misfit}", "remove the macro")
        combined, problem = attributes.comment(comment)
        if problem:
            self._report.add("DG083", location_of(cursor), f"{what} {problem}", "say it once")
        return comment if misfits else combined


class _Construction:
    """How objects of a class come and go, read from its declaration."""

    def __init__(self, classes: Classes, cursor: Cursor, children: Sequence[Cursor]) -> None:
        bases = [b.type for b in _bases(children) if not _is_dependent(b.type)]
        base_classes = [classes.by_key[classes.key_of(t)] for t in bases if t.get_canonical().kind == TypeKind.RECORD]
        functions = [c for c in children if c.kind in (CursorKind.CXX_METHOD, CursorKind.DESTRUCTOR)]
        destructor = next((c for c in functions if c.kind == CursorKind.DESTRUCTOR), None)
        self.polymorphic = any(c.is_virtual_method() for c in functions) or any(b.polymorphic for b in base_classes)
        self.virtual_destructor = (destructor is not None and destructor.is_virtual_method()) or any(
            b.virtual_destructor for b in base_classes
        )
        self.destructor = destructor is None or not destructor.is_deleted_method()
        self.public_destructor = destructor is None or (self.destructor and _is_accessible(destructor))
        constructors = [c for c in children if c.kind == CursorKind.CONSTRUCTOR]
        default = next((c for c in constructors if c.is_default_constructor()), None)
        if constructors:
            self.default_constructor = default is not None and not default.is_deleted_method()
            self.public_constructor = self.default_constructor and _is_accessible(default)
        else:
            self.default_constructor = all(b.default_constructor for b in base_classes) and all(
                _has_initializer(f) or _is_default_constructible(classes, f.type) for f in cursor.type.get_fields()
            )
            self.public_constructor = self.default_constructor
        operators = [c for c in functions if c.spelling == "operator new"]
        if operators:
            self.hides_placement_new = not any(len(list(c.get_arguments())) == 2 for c in operators)
        else:
            self.hides_placement_new = any(b.global_placement for b in base_classes)


# --- helpers without state -------------------------------------------------------------------------------------


def children_of(cursor: Cursor) -> Tuple[List[Cursor], bool]:
    """What the body of a class declares, and whether the class is an instance of a template: then its pattern's."""
    children = list(cursor.get_children())
    template = specialized_template(cursor) if cursor.get_num_template_arguments() > 0 else None
    if template is None:
        outer = cursor.semantic_parent
        nested_in_instance = outer is not None and outer.kind in RECORDS and outer.get_num_template_arguments() > 0
        return children, nested_in_instance
    if any(c.kind in (CursorKind.FIELD_DECL, CursorKind.CXX_METHOD, CursorKind.CONSTRUCTOR) for c in children):
        return children, True
    return list(template.get_children()), True


def _has_initializer(member: Cursor) -> bool:
    return any(c.kind.is_expression() for c in member.get_children())


def is_packed(member: Cursor, packed: bool) -> bool:
    """It need not lie where its type asks for: `packed` is its class, or it is itself, or `#pragma pack` holds."""
    align = member.type.get_canonical().get_align()
    if member.is_bitfield() or align <= 1:
        return False
    return packed or has_packed_attribute(member) or align > member.semantic_parent.type.get_align() > 0


def _is_default_constructible(classes: Classes, type_) -> bool:
    """Anybody can make an object of the type without arguments."""
    type_ = type_.get_canonical()
    while type_.kind == TypeKind.CONSTANTARRAY:
        type_ = type_.element_type
    if type_.kind in (TypeKind.LVALUEREFERENCE, TypeKind.RVALUEREFERENCE):
        return False
    if type_.kind == TypeKind.RECORD:
        declaration = type_.get_declaration()
        if is_std(declaration.semantic_parent) and declaration.spelling in ("array", "pair", "tuple"):
            parts = (type_.get_template_argument_type(i) for i in range(type_.get_num_template_arguments()))
            return all(p.kind == TypeKind.INVALID or _is_default_constructible(classes, p) for p in parts)
        if is_std(declaration.semantic_parent) or not declaration.spelling:
            return True
        return classes.by_key[classes.key_of(type_)].public_constructor
    return not type_.is_const_qualified()


def _bases(children: Sequence[Cursor]) -> List[Cursor]:
    return [c for c in children if c.kind == CursorKind.CXX_BASE_SPECIFIER]


def _returned(function: Cursor) -> Optional[int]:
    """The constant that a function returns."""
    for body in function.get_children():
        if body.kind == CursorKind.COMPOUND_STMT:
            for statement in body.get_children():
                if statement.kind == CursorKind.RETURN_STMT:
                    return next((evaluate(expression) for expression in statement.get_children()), None)
    return None


def _is_accessible(cursor: Cursor) -> bool:
    return cursor.access_specifier not in _ACCESS


def is_public(cursor: Optional[Cursor]) -> bool:
    """Anybody may name the class: it and what is around it, and its template arguments."""
    while cursor is not None and cursor.kind in (*RECORDS, CursorKind.ENUM_DECL):
        instance = cursor.kind in RECORDS and cursor.get_num_template_arguments() > 0
        declared = (specialized_template(cursor) if instance else None) or cursor
        if declared.access_specifier in _ACCESS:
            return False
        arguments = cursor.type.get_canonical() if instance else None  # the type, unlike the cursor, spreads out packs
        for i in range(arguments.get_num_template_arguments() if arguments else 0):
            argument = arguments.get_template_argument_type(i).get_canonical()
            while argument.kind == TypeKind.POINTER:
                argument = argument.get_pointee()
            if argument.kind != TypeKind.INVALID and not is_public(argument.get_declaration()):
                return False
        cursor = cursor.semantic_parent
    return True


def _is_dependent(type_) -> bool:
    return type_.get_canonical().kind != TypeKind.RECORD


def _base_question(alias: str, specifier: Cursor, derived: Cursor, key: str) -> str:
    """A declaration through which clang names the base class of a template instance."""
    template = specialized_template(derived)
    start = template.extent.start
    head = source.template_head(start.file.name, start.offset) or ""
    extent = specifier.extent
    text = source.text_of(extent.start.file.name)[extent.start.offset : extent.end.offset].decode(errors="replace")
    words = text.split()
    while words and words[0] in ("public", "protected", "private", "virtual"):
        words.pop(0)
    scopes = []
    scope = template.semantic_parent
    while scope is not None and scope.kind == CursorKind.NAMESPACE:
        scopes.append(scope.spelling)
        scope = scope.semantic_parent
    path = "::".join(reversed(scopes))
    arguments = key[key.index("<") :]
    flat = " ".join(head.split())
    opened = f"namespace {path} {{ " if path else ""
    closed = " }" if path else ""
    qualified = f"::{path}::" if path else "::"
    return (
        f"{opened}{flat} using {alias}_t = {' '.join(words)};{closed} "
        f"namespace dictgen_questions {{ using {alias} = {qualified}{alias}_t{arguments}; }}"
    )


def _identifier(text: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in text)
