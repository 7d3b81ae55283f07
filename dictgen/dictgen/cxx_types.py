"""A type of clang's to a Type of the model: names as ROOT writes them, standard library types told apart.

Used by classes.py and parse.py. Invariant: what cannot be streamed becomes a Type of kind `unsupported` that carries
the code of the rule against it; nothing is reported here.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Callable, List, Optional, Sequence, Tuple, Union

from .clang_api import Cursor, CursorKind, TemplateArgumentKind, TypeKind, is_inline_namespace, specialized_template
from .model import Type
from .std_classes import is_std_class

_BUILTIN = {
    TypeKind.BOOL: "bool",
    TypeKind.CHAR_U: "char",
    TypeKind.CHAR_S: "char",
    TypeKind.SCHAR: "signed char",
    TypeKind.UCHAR: "unsigned char",
    TypeKind.SHORT: "short",
    TypeKind.USHORT: "unsigned short",
    TypeKind.INT: "int",
    TypeKind.UINT: "unsigned int",
    TypeKind.LONG: "long",
    TypeKind.ULONG: "unsigned long",
    TypeKind.LONGLONG: "Long64_t",
    TypeKind.ULONGLONG: "ULong64_t",
    TypeKind.FLOAT: "float",
    TypeKind.DOUBLE: "double",
}
_UNSIGNED = (
    *(TypeKind.CHAR_U, TypeKind.UCHAR, TypeKind.USHORT, TypeKind.UINT, TypeKind.ULONG),
    TypeKind.ULONGLONG,
)
_CXX = {"Long64_t": "long long", "ULong64_t": "unsigned long long", "Double32_t": "double", "Float16_t": "float"}
# The typedefs that ROOT's StreamerInfo keeps as they are; all others are resolved outside template arguments.
_KEPT_TYPEDEFS = {
    *("Char_t", "UChar_t", "Short_t", "UShort_t", "Int_t", "UInt_t", "Long_t", "ULong_t", "Long64_t", "ULong64_t"),
    *("Float_t", "Double_t", "Bool_t", "Double32_t", "Float16_t"),
}
_OPAQUE_TYPEDEFS = {"Double32_t", "Float16_t", "Long64_t", "ULong64_t"}  # never resolved
_RUNTIME_TYPEDEF_HEADERS = {"Rtypes.h", "RtypesCore.h"}

_CONTAINERS = {  # how many template arguments matter, and the default of the next one
    "vector": (1, None),
    "list": (1, None),
    "deque": (1, None),
    "forward_list": (1, None),
    "set": (1, "std::less<{0}>"),
    "multiset": (1, "std::less<{0}>"),
    "map": (2, "std::less<{0}>"),
    "multimap": (2, "std::less<{0}>"),
    "unordered_set": (1, "std::hash<{0}>"),
    "unordered_multiset": (1, "std::hash<{0}>"),
    "unordered_map": (2, "std::hash<{0}>"),
    "unordered_multimap": (2, "std::hash<{0}>"),
}

_CHRONO = {"duration": 0, "time_point": 1}  # which template argument has the number

RECORDS = (CursorKind.CLASS_DECL, CursorKind.STRUCT_DECL, CursorKind.UNION_DECL)


class Types:
    """Takes types apart. `class_of` gives the key in Model.classes for the type of a class."""

    def __init__(self, class_of: Callable[..., str]) -> None:
        self._class_of = class_of

    def of(self, type_, inside: bool = False) -> Type:
        """Takes a type apart. `inside` template arguments a user's typedef keeps its name."""
        result = self._bare_type(type_, inside)
        if type_.is_volatile_qualified():
            return replace(result, kind="unsupported", reason="DG016")
        if inside and result.kind != "unsupported":
            written = self._users_typedef(type_)
            if written:
                result = replace(result, name=written, true_name=written)
        const = type_.is_const_qualified() or type_.get_canonical().is_const_qualified()
        return replace(result, const=True) if const else result

    def _bare_type(self, type_, inside: bool) -> Type:
        canonical = type_.get_canonical()
        kind = canonical.kind
        size = max(canonical.get_size(), 0)
        if kind in _BUILTIN:
            return self._basic_type(type_, _BUILTIN[kind], size)
        if kind == TypeKind.ENUM:
            return self._enum_type(canonical, size)
        if kind == TypeKind.POINTER:
            return self._pointer_type(type_, canonical, size)
        if kind == TypeKind.CONSTANTARRAY:
            return self._array_type(type_, canonical, size)
        if kind == TypeKind.RECORD:
            return self._record_type(type_, canonical, size)
        reason = {
            TypeKind.LVALUEREFERENCE: "DG011",
            TypeKind.RVALUEREFERENCE: "DG011",
            TypeKind.MEMBERPOINTER: "DG012",
            TypeKind.FUNCTIONPROTO: "DG012",
            TypeKind.VOID: "DG015",
        }.get(kind, "DG010")
        return _unsupported(canonical.spelling, reason, size)

    def _basic_type(self, type_, basic: str, size: int) -> Type:
        names = typedef_names(type_)
        outermost = names[0] if names else ""
        opaque = next((name for name in names if name in _OPAQUE_TYPEDEFS), None)
        basic = opaque or basic
        return Type(
            kind="basic",
            name=outermost if outermost in _KEPT_TYPEDEFS else basic,
            true_name="char" if basic == "signed char" else basic,
            cxx=_CXX.get(basic, basic),
            size=size,
            basic=basic,
        )

    def _enum_type(self, canonical, size: int) -> Type:
        declaration = canonical.get_declaration()
        if canonical.spelling == "std::byte":
            return Type("basic", "UChar_t", "unsigned char", "std::byte", size, basic="unsigned char")
        if "(anonymous namespace)" in canonical.spelling:
            return _unsupported(self.root_name(declaration), "DG031", size)
        large = any(not -(2**31) <= c.enum_value < 2**32 for c in _enumerators(declaration))
        if large:
            return _unsupported(self.root_name(declaration), "DG062", size)
        unnamed = not declaration.spelling or "(" in declaration.spelling
        name = "int" if unnamed else self.root_name(declaration)
        cxx = "" if unnamed else unqualified(canonical.spelling)
        underlying = declaration.enum_type.get_canonical().kind
        of_bool = underlying == TypeKind.BOOL
        return Type("enum", name, name, cxx, size, unsigned=underlying in _UNSIGNED, of_bool=of_bool)

    def _pointer_type(self, type_, canonical, size: int) -> Type:
        sugared = _desugared(type_, TypeKind.POINTER) or canonical
        pointee = sugared.get_pointee()
        if pointee.get_canonical().kind in (TypeKind.FUNCTIONPROTO, TypeKind.FUNCTIONNOPROTO):
            return _unsupported(canonical.spelling, "DG012", size)
        if pointee.get_canonical().kind == TypeKind.VOID:
            return _unsupported(canonical.spelling, "DG015", size)
        target = self.of(pointee)
        if target.kind == "unsupported":
            name = f"{target.name}*"
            return replace(target, name=name, true_name=name, cxx=f"{target.cxx} *", size=size)
        const = "const " if target.const else ""
        return Type(
            kind="pointer",
            name=f"{const}{target.name}*",
            true_name=f"{const}{target.true_name}*",
            cxx=f"{const}{target.cxx} *",
            size=size,
            args=(target,),
        )

    def _array_type(self, type_, canonical, size: int) -> Type:
        sugared = _desugared(type_, TypeKind.CONSTANTARRAY) or canonical
        element = self.of(sugared.element_type)
        if element.kind == "unsupported":
            return replace(element, size=size)
        if canonical.element_count == 0:
            return _unsupported(canonical.spelling, "DG061", size)
        return Type(
            kind="array",
            name=element.name,
            true_name=element.true_name,
            cxx=f"{element.cxx}[{canonical.element_count}]",
            size=size,
            args=(element,),
            extent=canonical.element_count,
            const=element.const,
        )

    def _record_type(self, type_, canonical, size: int) -> Type:
        declaration = canonical.get_declaration()
        spelling = canonical.spelling
        unnamed = not declaration.spelling or "(" in declaration.spelling or declaration.is_anonymous()
        if declaration.kind == CursorKind.UNION_DECL:
            return _unsupported("an unnamed union" if unnamed else spelling, "DG013", size)
        if unnamed:
            return _unsupported("an unnamed struct", "DG017", size)
        if is_std(declaration.semantic_parent):
            return self._std_type(type_, canonical, declaration, size)
        if is_shared_container(declaration):
            return _unsupported(_normalised(spelling), "DG066", size)
        key = self._class_of(canonical)
        name = self._name_as_written(type_, declaration)
        return Type("class", name[0], name[1], key, size, class_key=key)

    def _name_as_written(self, type_, declaration: Cursor) -> Tuple[str, str]:
        """fTypeName and checksum form of a class: template arguments keep the typedefs they were written with."""
        name = self.root_name(declaration)
        if declaration.get_num_template_arguments() <= 0:
            return name, name
        arguments = self.template_arguments(type_, declaration)
        scope = name[: len(name) - len(self._own_name(declaration))] + declaration.spelling
        return (
            _with_arguments(scope, [a if isinstance(a, str) else _of_class(a, as_argument(a)) for a in arguments]),
            _with_arguments(scope, [a if isinstance(a, str) else _of_class(a, a.true_name) for a in arguments]),
        )

    def template_arguments(self, type_, declaration: Cursor, inside: bool = True) -> List[Union[Type, str]]:
        """Types as written, numbers and templates as text; packs are taken apart."""
        arguments: List[Union[Type, str]] = []
        canonical = type_.get_canonical()
        kinds = [declaration.get_template_argument_kind(i) for i in range(declaration.get_num_template_arguments())]
        texts = _arguments_of(canonical.spelling)
        for i in range(canonical.get_num_template_arguments()):
            actual = canonical.get_template_argument_type(i)
            if actual.kind != TypeKind.INVALID:
                sugared = type_.get_template_argument_type(i) if i < type_.get_num_template_arguments() else actual
                same = sugared.kind != TypeKind.INVALID and sugared.get_canonical() == actual.get_canonical()
                arguments.append(self.of(sugared if same else actual, inside=inside))
            elif TemplateArgumentKind.PACK not in kinds and kinds[i] == TemplateArgumentKind.INTEGRAL:
                arguments.append(_number_argument(declaration, i))
            else:
                arguments.append(_normalised(texts[i]))
        return arguments

    def _std_type(self, type_, canonical, declaration: Cursor, size: int) -> Type:
        """Standard library types that the runtime streams; all others are refused."""
        template = declaration.spelling
        spelling = canonical.spelling
        arguments = self.template_arguments(type_, declaration)
        types = [a for a in arguments if not isinstance(a, str)]
        if template == "basic_string" and types[0].cxx == "char":
            return Type("string", "string", "string", "std::string", size)
        if is_std_class(template):
            return self._std_class(template, types, canonical, size)
        if template in _CONTAINERS:
            count, default = _CONTAINERS[template]
            kept = types[:count]
            return self._container(template, kept, _other_policy(types, count, default), size)
        if template == "pair":
            return self._checked("pair", "pair", types[:2], size)
        if template == "bitset":
            return Type(
                kind="container",
                name=f"bitset<{arguments[0]}>",
                true_name=f"bitset<{arguments[0]}>",
                cxx=f"std::bitset<{arguments[0]}>",
                size=size,
                container="bitset",
                extent=int(arguments[0]),
            )
        if template == "optional":
            return self._optional(types[0], size)
        if template == "atomic" or (template in _CHRONO and declaration.semantic_parent.spelling == "chrono"):
            return self._number_holder(template, types[_CHRONO.get(template, 0)], canonical, size)
        if template == "array":
            element = types[0]
            if element.kind == "unsupported":
                return replace(element, size=size)
            if arguments[1] == "0":
                return _unsupported(_normalised(spelling), "DG061", size)
            return Type(
                kind="std_array",
                name=element.name,
                true_name=f"array<{element.true_name},{arguments[1]}>",
                cxx=f"std::array<{element.cxx}, {arguments[1]}>",
                size=size,
                args=(element,),
                extent=int(arguments[1]),
            )
        if template == "unique_ptr" and types[0].kind == "class" and _is_default_delete(types):
            target = types[0]
            return Type(
                kind="unique_ptr",
                name=f"{target.name}*",
                true_name=f"unique_ptr<{target.true_name},default_delete<{target.true_name}> >",
                cxx=f"std::unique_ptr<{target.cxx}>",
                size=size,
                args=(target,),
            )
        return _unsupported(_normalised(spelling), "DG064" if template == "unique_ptr" else "DG010", size)

    def _std_class(self, template: str, args: List[Type], canonical, size: int) -> Type:
        """std::tuple and std::complex: classes whose members dictgen makes up."""
        args = [in_full(arg) for arg in args]
        if template == "complex" and args[0].basic not in ("float", "double"):
            return _unsupported(_normalised(canonical.spelling), "DG010", size)
        for arg in args:
            if arg.kind == "unsupported":
                return replace(arg, size=size)
            if arg.kind == "array" or (arg.kind == "pointer" and arg.args[0].kind != "class"):
                return _unsupported(_normalised(canonical.spelling), "DG010", size)
        return Type(
            kind="class",
            name=_with_arguments(template, [_constant(a) + _of_class(a, as_argument(a)) for a in args]),
            true_name=_with_arguments(template, [_constant(a) + _of_class(a, a.true_name) for a in args]),
            cxx=unqualified(canonical.spelling),
            size=size,
            args=tuple(args),
            class_key=self._class_of(canonical),
        )

    def _optional(self, value: Type, size: int) -> Type:
        """Streams as a vector of none or one, which every reader knows."""
        result = self._container("vector", [value], None, size)
        if result.kind == "container":
            return replace(result, cxx=f"std::optional<{value.cxx}>")
        own = value.kind != "unsupported"  # it is the optional that cannot be, not what is in it
        return replace(result, name=result.name.replace("vector<", "optional<", 1)) if own else result

    @staticmethod
    def _number_holder(template: str, number: Type, canonical, size: int) -> Type:
        """Streams as the number that is in it."""
        if template == "time_point" and number.kind == "holder":
            number = number.args[0]
        if number.kind not in ("basic", "enum"):
            return _unsupported(_normalised(canonical.spelling), "DG010", size)
        number = in_full(number)
        return Type(
            kind="holder",
            name=number.name,
            true_name=number.true_name,
            cxx=unqualified(canonical.spelling),
            size=size,
            args=(number,),
            chrono=template in _CHRONO,
        )

    def _container(self, template: str, kept: List[Type], policy: Optional[Type], size: int) -> Type:
        result = self._checked("container", template, kept, size, policy)
        return replace(result, container=template) if result.kind == "container" else result

    @staticmethod
    def _checked(kind: str, template: str, args: List[Type], size: int, policy: Optional[Type] = None) -> Type:
        for arg in args:
            if arg.kind == "unsupported":
                return replace(arg, size=size)
            inner = arg
            while inner.kind == "std_array":
                inner = inner.args[0]
            # what a pointer in a container points to is one object of a class, with its name in the stream
            if inner.kind == "array" or (inner.kind == "pointer" and inner.args[0].kind != "class"):
                name = _with_arguments(template, [a.true_name for a in args])
                return _unsupported(name, "DG010", size)
        extra = [policy] if policy is not None else []
        return Type(
            kind=kind,
            name=_with_arguments(template, [_constant(a) + as_argument(a) for a in args] + [p.name for p in extra]),
            true_name=_with_arguments(template, [_constant(a) + a.true_name for a in args] + [p.name for p in extra]),
            cxx=f"std::{template}<" + ", ".join(_constant(a) + a.cxx for a in [*args, *extra]) + ">",
            size=size,
            args=tuple(args),
        )

    @staticmethod
    def _users_typedef(type_) -> str:
        """The typedef as written, if it is a user's own: StreamerInfo of ROOT 5 keeps those in template arguments."""
        while type_.kind == TypeKind.ELABORATED:
            type_ = type_.get_named_type()
        if type_.kind != TypeKind.TYPEDEF:
            return ""
        where = type_.get_declaration().location
        name = os.path.basename(where.file.name) if where.file else ""
        if not name or where.is_in_system_header or name in _RUNTIME_TYPEDEF_HEADERS:
            return ""
        return unqualified(type_.get_typedef_name() and type_.spelling)

    # --- names ------------------------------------------------------------------------------------------------

    def root_name(self, cursor: Cursor) -> str:
        """The name as in class tags: scopes, template arguments resolved, no std::."""
        parts = [self._own_name(cursor)]
        scope = cursor.semantic_parent
        while scope is not None and scope.kind != CursorKind.TRANSLATION_UNIT:
            if scope.kind == CursorKind.NAMESPACE:
                hidden = scope.spelling == "std" or (is_std(scope) and is_inline_namespace(scope))
                if scope.spelling and not hidden:
                    parts.append(scope.spelling)
            elif scope.kind in RECORDS:
                parts.append(self._own_name(scope))
            scope = scope.semantic_parent
        return "::".join(reversed(parts))

    def _own_name(self, cursor: Cursor) -> str:
        if cursor.get_num_template_arguments() <= 0:
            return cursor.spelling
        arguments = self.template_arguments(cursor.type, cursor, inside=False)
        names = [a if isinstance(a, str) else _of_class(a, a.true_name) for a in arguments]
        return _with_arguments(cursor.spelling, names)


# --- helpers without state -------------------------------------------------------------------------------------


def _number_argument(cursor: Cursor, index: int) -> str:
    """A template argument that is a number, as its parameter's type writes it."""
    template = specialized_template(cursor)
    kinds = (CursorKind.TEMPLATE_TYPE_PARAMETER, CursorKind.TEMPLATE_NON_TYPE_PARAMETER)
    parameters = [c for c in template.get_children() if c.kind in kinds] if template is not None else []
    type_ = parameters[index].type.get_canonical().kind if index < len(parameters) else TypeKind.INT
    if type_ == TypeKind.BOOL:
        return "true" if cursor.get_template_argument_unsigned_value(index) else "false"
    if type_ in (TypeKind.ULONG, TypeKind.ULONGLONG, TypeKind.UINT):
        return str(cursor.get_template_argument_unsigned_value(index))
    return str(cursor.get_template_argument_value(index))


def _enumerators(enumeration: Cursor) -> List[Cursor]:
    return [c for c in enumeration.get_children() if c.kind == CursorKind.ENUM_CONSTANT_DECL]


def is_std(scope: Optional[Cursor]) -> bool:
    """The namespace std, or one inside it."""
    while scope is not None and scope.kind == CursorKind.NAMESPACE:
        if scope.spelling == "std" and scope.semantic_parent.kind == CursorKind.TRANSLATION_UNIT:
            return True
        scope = scope.semantic_parent
    return False


def typedef_names(type_) -> List[str]:
    """The typedefs on the way to the type, outermost first; of those in namespaces only the last part."""
    names = []
    while True:
        if type_.kind == TypeKind.ELABORATED:
            type_ = type_.get_named_type()
        elif type_.kind == TypeKind.TYPEDEF:
            declaration = type_.get_declaration()
            in_scope = declaration.semantic_parent.kind not in (CursorKind.TRANSLATION_UNIT, CursorKind.LINKAGE_SPEC)
            names.append("" if in_scope else declaration.spelling)
            type_ = declaration.underlying_typedef_type
        else:
            return names


def _desugared(type_, wanted: TypeKind):
    """The type with typedefs taken off, if that gives the wanted kind with its own sugar intact."""
    while True:
        if type_.kind == wanted:
            return type_
        if type_.kind == TypeKind.ELABORATED:
            type_ = type_.get_named_type()
        elif type_.kind == TypeKind.TYPEDEF:
            type_ = type_.get_declaration().underlying_typedef_type
        else:
            return None


def is_shared_container(declaration: Cursor) -> bool:
    """One of those of RootletContainers.h."""
    parent = declaration.semantic_parent
    return (
        declaration.spelling in ("vector", "string", "flat_map")
        and parent.kind == CursorKind.NAMESPACE
        and parent.spelling == "rootlet"
        and parent.semantic_parent.kind == CursorKind.TRANSLATION_UNIT
    )


def _unsupported(name: str, reason: str, size: int) -> Type:
    return Type("unsupported", name, name, name, size, reason=reason)


def in_full(type_: Type) -> Type:
    """The type where Double32_t and Float16_t cannot be told from double and float."""
    if type_.basic not in ("Double32_t", "Float16_t"):
        return type_
    return replace(type_, name=type_.cxx, true_name=type_.cxx, basic=type_.cxx, in_full=True)


def as_argument(type_: Type) -> str:
    """The name inside template arguments: there is no place for dimensions beside it."""
    if type_.kind != "std_array":
        return type_.name
    return f"array<{as_argument(type_.args[0])},{type_.extent}>"


def _of_class(argument: Type, name: str) -> str:
    """A template argument in the name of a class. Two classes must not share a name because their arguments stream
    alike (std::optional<int> and std::vector<int>), nor because a member has its dimensions beside its type."""
    return _normalised(argument.cxx) if _streams_as_another(argument) else name + _dimensions(argument)


def _dimensions(type_: Type) -> str:
    """Those of an array in C's manner; a typedef of one has them in itself."""
    if type_.kind != "array" or type_.true_name != type_.args[0].true_name:
        return ""
    return f"[{type_.extent}]{_dimensions(type_.args[0])}"


def _streams_as_another(type_: Type) -> bool:
    return type_.kind == "holder" or type_.cxx.startswith("std::optional<") or any(map(_streams_as_another, type_.args))


def _constant(type_: Type) -> str:
    return "const " if type_.const and type_.kind != "pointer" else ""


def _with_arguments(template: str, arguments: Sequence[str]) -> str:
    inner = ",".join(arguments)
    return f"{template}<{inner}{' ' if inner.endswith('>') else ''}>"


def _other_policy(types: Sequence[Type], count: int, default: Optional[str]) -> Optional[Type]:
    """A comparator or hash that is not the default one: part of the name."""
    if default is None or len(types) <= count:
        return None
    policy = types[count]
    wanted = default.split("<", maxsplit=1)[0]
    return None if policy.name.replace("std::", "").startswith(wanted.removeprefix("std::") + "<") else policy


def _is_default_delete(types: Sequence[Type]) -> bool:
    return len(types) < 2 or "default_delete<" in types[1].name


def unqualified(spelling: str) -> str:
    for prefix in ("const ", "volatile "):
        spelling = spelling.removeprefix(prefix)
    return spelling


def _arguments_of(spelling: str) -> List[str]:
    """The template arguments of a class as clang prints it."""
    found: List[str] = [""]
    depth = 0
    for c in reversed(spelling[:-1]):  # from the end: the last list is the class's own
        depth += (c in ">)") - (c in "<(")
        if depth < 0:
            break
        if depth == 0 and c == ",":
            found.append("")
        else:
            found[-1] = c + found[-1]
    return [text.strip() for text in reversed(found)]


def _normalised(spelling: str) -> str:
    """A type as clang prints it, in ROOT's spelling."""
    for old, new in (
        ("std::__cxx11::", ""),
        ("std::", ""),
        ("unsigned long long", "ULong64_t"),
        ("long long", "Long64_t"),
        (", ", ","),
        (" *", "*"),
        ("basic_string<char>", "string"),
    ):
        spelling = spelling.replace(old, new)
    return spelling.replace(">>", "> >").replace(">>", "> >")
