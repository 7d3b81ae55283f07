"""Headers to model: one libclang translation unit for all headers, walked from the classes that are wanted.

Used by cli.py. Invariant: no clang object leaves this module. A walk may find that clang has not been asked enough
(a template that nothing instantiated, a class only declared); then the translation unit is parsed once more with the
questions appended as declarations, so that clang answers them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import Dict, List, Optional, Sequence, Set, Tuple

from . import source
from .annotations import understand
from .clang_api import (
    AccessSpecifier,
    Cursor,
    CursorKind,
    TemplateArgumentKind,
    TranslationUnit,
    TypeKind,
    diagnostics_of,
    evaluate,
    is_inline_namespace,
    is_virtual_base,
    library_file,
    location_of,
    parse,
    specialized_template,
)
from .compiler import system_include_arguments
from .diagnostics import Fatal, Location, Report
from .linkdef import LinkPragma
from .model import Base, Class, Member, Model, Selected, Type

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
_RECORDS = (CursorKind.CLASS_DECL, CursorKind.STRUCT_DECL, CursorKind.UNION_DECL)
_SCOPES = (CursorKind.NAMESPACE, CursorKind.LINKAGE_SPEC, CursorKind.UNEXPOSED_DECL)
_TYPEDEFS = (CursorKind.TYPEDEF_DECL, CursorKind.TYPE_ALIAS_DECL)
_ACCESS = {AccessSpecifier.PRIVATE: "private", AccessSpecifier.PROTECTED: "protected"}
_PARSE_OPTIONS = TranslationUnit.PARSE_SKIP_FUNCTION_BODIES
_MAX_PASSES = 6


@dataclass(frozen=True)
class Options:
    """What the command line says about parsing."""

    headers: Tuple[str, ...]
    output: str = ""
    flags: Tuple[str, ...] = ()  # -I -D -U -isystem -f... -m..., as given
    standard: str = "c++20"
    compiler: str = "c++"


@dataclass
class Questions:
    """What the appended declarations ask clang. Keys are what the walk looks answers up by."""

    includes: Dict[str, None] = field(default_factory=dict)  # headers of classes that are only declared
    sizes: Dict[str, None] = field(default_factory=dict)  # template instances to complete
    bases: Dict[str, str] = field(default_factory=dict)  # dependent bases of template instances: name of alias, text

    def count(self) -> int:
        return len(self.includes) + len(self.sizes) + len(self.bases)


@dataclass(frozen=True)
class Parsed:
    """The outcome: the model and the files it was made from (system headers left out), for the depfile."""

    model: Model
    files: Tuple[str, ...]


def parse_headers(options: Options, pragmas: Sequence[LinkPragma], report: Report) -> Parsed:
    """Parses the headers and walks what is selected. Errors of clang are reported and end the run (Fatal)."""
    arguments = clang_arguments(options)
    headers = _resolve_headers(options, report)
    questions = Questions()
    for _ in range(_MAX_PASSES):
        asked = questions.count()
        walk = _Walk(options, headers, pragmas, questions, arguments)
        findings = Report()
        try:
            model = walk.run(findings)
        except Fatal:
            report.extend(findings)
            raise
        if questions.count() == asked:
            break
    report.extend(findings)
    return Parsed(model, walk.files())


def clang_arguments(options: Options) -> List[str]:
    """Everything libclang is told about the compilation."""
    return [
        "-x",
        "c++",
        f"-std={options.standard}",
        "-fno-access-control",  # private nested classes can be asked about
        "-Wno-everything",
        *options.flags,
        *system_include_arguments(options.compiler, options.flags, library_file()),
    ]


def include_directories(flags: Sequence[str]) -> List[str]:
    """The directories of -I, -isystem and -iquote, in order."""
    directories = []
    rest = iter(flags)
    for flag in rest:
        for option in ("-isystem", "-iquote", "-I"):
            if flag == option:
                directories.append(next(rest, "."))
                break
            if flag.startswith(option):
                directories.append(flag[len(option) :])
                break
    return directories


def _resolve_headers(options: Options, report: Report) -> Dict[str, str]:
    """Real path to the spelling that the emitted file includes, in the order given."""
    headers: Dict[str, str] = {}
    directories = include_directories(options.flags)
    for header in options.headers:
        found = next(
            (p for p in [header, *(os.path.join(d, header) for d in directories)] if os.path.isfile(p)),
            None,
        )
        if found is None or not os.access(found, os.R_OK):
            problem = "cannot be read" if found else "does not exist"
            report.add("DG001", Location(header), f"header '{header}' {problem}", "check the name and the -I options")
            continue
        headers.setdefault(os.path.realpath(found), include_spelling(found, directories, options.output))
    if report.failed:
        raise Fatal()
    return headers


def include_spelling(path: str, directories: Sequence[str], output: str) -> str:
    """How the emitted file includes `path`: relative to an include directory or to itself, else absolute."""
    absolute = os.path.abspath(path)
    spellings = []
    for directory in [*directories, os.path.dirname(os.path.abspath(output)) if output else ""]:
        if directory:
            relative = os.path.relpath(absolute, os.path.abspath(directory))
            if not relative.startswith(".."):
                spellings.append(relative)
    return min(spellings, key=len) if spellings else absolute


class _Walk:
    """One translation unit, and the way through it."""

    def __init__(
        self,
        options: Options,
        headers: Dict[str, str],
        pragmas: Sequence[LinkPragma],
        questions: Questions,
        arguments: Sequence[str],
    ) -> None:
        self._options = options
        self._headers = headers
        self._pragmas = [p for p in pragmas if p.action in ("class", "off")]
        self._questions = questions
        self._directories = include_directories(options.flags)
        self._classes: Dict[str, Class] = {}
        self._cursors: Dict[str, Cursor] = {}
        self._answers: Dict[str, Cursor] = {}
        self._files_named: Dict[str, Optional[str]] = {}
        self._report = Report()
        self._system_directories = _system_directories(arguments)
        self._input = os.path.join(os.getcwd(), "dictgen-input.cxx")
        text, self._pragma_lines = self._input_text()
        self._tu = parse(self._input, text, arguments, _PARSE_OPTIONS)

    # --- the translation unit ---------------------------------------------------------------------------------

    def _input_text(self) -> Tuple[str, Dict[int, LinkPragma]]:
        """The headers and the questions, and in which line which pragma is asked about."""
        lines = [f'#include "{path}"' for path in self._headers]
        for header in self._questions.includes:
            lines += [f'#if __has_include("{header}")', f'#include "{header}"', "#endif"]
        lines.append("namespace std {}")
        pragma_lines = {}
        for i, pragma in enumerate(self._pragmas):
            lines.append(f"namespace dictgen_questions {{ using namespace std; using link_{i} = {pragma.name}; }}")
            pragma_lines[len(lines)] = pragma
            if "<" in pragma.name:
                lines.append(f"namespace dictgen_questions {{ constexpr auto link_size_{i} = sizeof(link_{i}); }}")
                pragma_lines[len(lines)] = pragma
        lines += self._questions.bases.values()
        for i, name in enumerate(self._questions.sizes):
            lines.append(f"namespace dictgen_questions {{ constexpr auto size_{i} = sizeof({name}); }}")
        return "\n".join(lines) + "\n", pragma_lines

    def _check_clang(self, report: Report) -> Set[int]:
        """Reports clang's errors. Returns the numbers of the pragmas that name nothing."""
        unknown: Set[int] = set()
        failed = False
        for item in diagnostics_of(self._tu):
            if item.severity not in ("error", "fatal error"):
                continue
            in_input = item.location.file == self._input
            pragma = self._pragma_lines.get(item.location.line) if in_input else None
            if pragma is not None:
                number = self._pragmas.index(pragma)
                if pragma.action == "class" and number not in unknown:
                    report.add(
                        "DG040",
                        pragma.location,
                        f"there is no class '{pragma.name}' in the headers ({item.text})",
                        "check the spelling and the namespace, and name the header of the class",
                    )
                unknown.add(number)
            elif not in_input or item.location.line <= len(self._headers):
                notes = tuple(note for note in item.notes if note.location.file != self._input)
                report.append(replace(item, severity="error", notes=notes))
                failed = True
        if failed:
            raise Fatal()
        return unknown

    def files(self) -> Tuple[str, ...]:
        """All files read, the standard library's left out."""
        system = tuple(d + os.sep for d in self._system_directories)
        files = dict.fromkeys(os.path.normpath(path) for path in self._headers)
        for inclusion in self._tu.get_includes():
            path = os.path.normpath(inclusion.include.name)
            if not path.startswith(system):
                files.setdefault(path)
        return tuple(files)

    # --- selection --------------------------------------------------------------------------------------------

    def run(self, report: Report) -> Model:
        """Walks from the selected classes; what is wrong goes to `report`."""
        self._report = report
        unknown = self._check_clang(report)
        declarations = self._declarations()
        selected: Dict[str, Selected] = {}
        dropped: Set[str] = set()
        for i, pragma in enumerate(self._pragmas):
            if i in unknown:
                continue
            cursor, type_ = self._asked(f"link_{i}")
            if cursor is None:
                continue
            if type_.kind in ("container", "string", "pair"):
                continue  # the runtime streams these without a dictionary
            if type_.kind != "class":
                report.add("DG040", pragma.location, f"'{pragma.name}' is not a class", "name a class")
                continue
            if pragma.action == "off":
                dropped.add(type_.class_key)
                continue
            selected[type_.class_key] = Selected(type_.class_key, pragma.custom_streamer, pragma.location)
        for cursor in declarations:
            key = self._class_of(cursor.type)
            if self._classes[key].version is not None:
                selected.setdefault(key, Selected(key))
        for key in dropped:
            selected.pop(key, None)
        self._reach(selected, dropped)
        return Model(tuple(self._headers.values()), tuple(selected.values()), self._classes)

    def _reach(self, selected: Dict[str, Selected], dropped: Set[str]) -> None:
        """Completes the selected classes and their bases, and selects what they need of the named headers."""
        pending = list(selected)
        done: Set[str] = set()
        while pending:
            key = pending.pop(0)
            if key in done:
                continue
            done.add(key)
            cls = self._complete(key)
            if key in selected and not selected[key].custom_streamer:
                for needed in self._needed_by(cls):
                    found = self._classes[needed]
                    if found.size == 0:
                        self._ask_for(needed)
                    wanted = found.size and found.named and (found.version is None or found.template_instance)
                    if wanted and needed not in dropped:
                        selected.setdefault(needed, Selected(needed))
                    pending.append(needed)
            pending += [base.type.class_key for base in cls.bases if base.type.kind == "class"]

    @staticmethod
    def _needed_by(cls: Class) -> List[str]:
        """The classes that streaming `cls` uses, in order of appearance."""
        found: Dict[str, None] = {}

        def visit(type_: Type) -> None:
            if type_.kind == "class":
                found.setdefault(type_.class_key)
            for arg in type_.args:
                visit(arg)

        for base in cls.bases:
            visit(base.type)
        for member in cls.members:
            if not understand(member.comment).transient:
                visit(member.type)
        return list(found)

    def _declarations(self) -> List[Cursor]:
        """The class definitions in the named headers, nested ones too, in order; and the answers to the questions."""
        classes: List[Cursor] = []
        self._collect(self._tu.cursor, classes, top=True)
        return classes

    def _collect(self, scope: Cursor, classes: List[Cursor], top: bool = False) -> None:
        for cursor in scope.get_children():
            kind = cursor.kind
            if kind not in _RECORDS and kind not in _SCOPES:
                continue
            if top and not self._is_named(cursor):
                if kind == CursorKind.NAMESPACE and cursor.spelling == "dictgen_questions":
                    for child in cursor.get_children():
                        self._answers[child.spelling] = child
                continue
            if kind in _SCOPES:
                self._collect(cursor, classes)
            elif cursor.is_definition():
                if cursor.spelling and not cursor.is_anonymous():
                    classes.append(cursor)
                self._collect(cursor, classes)

    def _asked(self, name: str) -> Tuple[Optional[Cursor], Optional[Type]]:
        answer = self._answers.get(name)
        return (answer, self._type(answer.underlying_typedef_type)) if answer is not None else (None, None)

    def _is_named(self, cursor: Cursor) -> bool:
        return self._named_header(cursor) is not None

    def _named_header(self, cursor: Cursor) -> Optional[str]:
        """How the emitted file includes the header with this declaration; None if it is not a named one."""
        file = cursor.location.file
        name = file.name if file else ""
        if name not in self._files_named:
            self._files_named[name] = self._headers.get(os.path.realpath(name)) if name else None
        return self._files_named[name]

    # --- classes ----------------------------------------------------------------------------------------------

    def _class_of(self, type_) -> str:
        """The key of a class, described as far as holding or pointing to it needs."""
        canonical = type_.get_canonical()
        key = _unqualified(canonical.spelling)
        if key not in self._classes:
            declared = canonical.get_declaration()
            cursor = declared.get_definition() or declared
            self._cursors[key] = cursor
            self._classes[key] = Class(name=key, cxx=key, location=location_of(cursor))  # ends recursion
            self._classes[key] = self._described(key, cursor)
        return key

    def _described(self, key: str, cursor: Cursor) -> Class:
        children, instance = _children_of(cursor)
        asked = f"{cursor.spelling}.h"
        found_by_name = asked in self._questions.includes and not self._is_named(cursor)
        cls = Class(
            name=self._root_name(cursor),
            cxx=key,
            location=location_of(cursor),
            header=self._named_header(cursor) or (asked if found_by_name else self._spelling_of(cursor)),
            named=self._is_named(cursor),
            found_by_name=found_by_name,
            template_instance=instance,
            public=_is_public(cursor),
            size=max(cursor.type.get_size(), 0),
            align=max(cursor.type.get_align(), 0),
        )
        if cls.size == 0:
            return cls
        facts = _Construction(self, cursor, children)
        version, title, line = self._classdef(cursor, children, instance)
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

    def _complete(self, key: str) -> Class:
        """Adds bases and members."""
        cls = self._classes[key]
        if cls.complete or cls.size == 0:
            return cls
        cursor = self._cursors[key]
        children, _ = _children_of(cursor)
        bases = tuple(base for base in (self._base(c, cursor, key) for c in _bases(children)) if base)
        members = tuple(self._member(c) for c in cursor.type.get_fields())
        cls = replace(cls, complete=True, bases=bases, members=members)
        self._classes[key] = cls
        return cls

    def _classdef(self, cursor: Cursor, children: Sequence[Cursor], instance: bool) -> Tuple[Optional[int], str, int]:
        """Version, title and line of the ClassDef of a class; version None without ClassDef."""
        declared = next((c for c in children if c.kind in _TYPEDEFS and c.spelling == "RootletClassDefOf"), None)
        if declared is None:
            return None, "", 0
        where = location_of(declared)
        named = declared.underlying_typedef_type.get_canonical().spelling
        if not instance and named != cursor.type.get_canonical().spelling:
            self._report.add(
                "DG032",
                where,
                f"ClassDef in '{self._root_name(cursor)}' names '{named}'",
                f"ClassDef({cursor.spelling}, ...)",
            )
        version = next((_returned(c) for c in children if c.spelling == "Class_Version"), None)
        if version is None or not 0 <= version <= 0x3FFF:
            self._report.add(
                "DG033",
                where,
                f"the version of '{self._root_name(cursor)}' is "
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
            type=self._type(type_),
            location=location_of(specifier),
            access=_ACCESS.get(specifier.access_specifier, "public"),
            virtual=is_virtual_base(specifier),
        )

    def _member(self, cursor: Cursor) -> Member:
        named = "(" not in cursor.spelling and cursor.spelling
        end = (cursor if named else cursor.type.get_declaration()).extent.end
        comment = source.comment_behind(end.file.name, end.offset) if end.file else ""
        bits = cursor.is_bitfield()
        offset = cursor.get_field_offsetof()
        return Member(
            name=named or "",
            type=self._type(cursor.type),
            location=location_of(cursor),
            offset=max(offset, 0) // 8,
            access=_ACCESS.get(cursor.access_specifier, "public"),
            comment=comment,
            bit_field=bool(bits),
        )

    def _spelling_of(self, cursor: Cursor) -> str:
        file = cursor.location.file
        return include_spelling(file.name, self._directories, self._options.output) if file else ""

    # --- names ------------------------------------------------------------------------------------------------

    def _root_name(self, cursor: Cursor) -> str:
        """The name as in class tags: scopes, template arguments resolved, no std::."""
        parts = [self._own_name(cursor)]
        scope = cursor.semantic_parent
        while scope is not None and scope.kind != CursorKind.TRANSLATION_UNIT:
            if scope.kind == CursorKind.NAMESPACE:
                hidden = scope.spelling == "std" or (_is_std(scope) and is_inline_namespace(scope))
                if scope.spelling and not hidden:
                    parts.append(scope.spelling)
            elif scope.kind in _RECORDS:
                parts.append(self._own_name(scope))
            scope = scope.semantic_parent
        return "::".join(reversed(parts))

    def _own_name(self, cursor: Cursor) -> str:
        count = cursor.get_num_template_arguments()
        if count <= 0:
            return cursor.spelling
        names = []
        for i in range(count):
            kind = cursor.get_template_argument_kind(i)
            if kind == TemplateArgumentKind.TYPE:
                names.append(self._type(cursor.get_template_argument_type(i)).true_name)
            elif kind == TemplateArgumentKind.INTEGRAL:
                names.append(_number_argument(cursor, i))
            else:  # packs and templates: as clang prints them
                return _normalised(_last_component(cursor.type.get_canonical().spelling))
        return _with_arguments(cursor.spelling, names)

    # --- types ------------------------------------------------------------------------------------------------

    def _type(self, type_, inside: bool = False) -> Type:
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
        names = _typedef_names(type_)
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
        unnamed = not declaration.spelling or "(" in declaration.spelling
        name = "int" if unnamed else self._root_name(declaration)
        return Type("enum", name, name, "" if unnamed else _unqualified(canonical.spelling), size)

    def _pointer_type(self, type_, canonical, size: int) -> Type:
        sugared = _desugared(type_, TypeKind.POINTER) or canonical
        pointee = sugared.get_pointee()
        if pointee.get_canonical().kind in (TypeKind.FUNCTIONPROTO, TypeKind.FUNCTIONNOPROTO):
            return _unsupported(canonical.spelling, "DG012", size)
        if pointee.get_canonical().kind == TypeKind.VOID:
            return _unsupported(canonical.spelling, "DG015", size)
        target = self._type(pointee)
        if target.kind == "unsupported":
            return replace(target, size=size)
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
        element = self._type(sugared.element_type)
        if element.kind == "unsupported":
            return replace(element, size=size)
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
        if declaration.kind == CursorKind.UNION_DECL:
            return _unsupported(spelling, "DG013", size)
        if not declaration.spelling or "(" in declaration.spelling or declaration.is_anonymous():
            return _unsupported("an unnamed struct", "DG017", size)
        if _is_std(declaration.semantic_parent):
            return self._std_type(type_, canonical, declaration, size)
        key = self._class_of(canonical)
        name = self._name_as_written(type_, declaration)
        return Type("class", name[0], name[1], key, size, class_key=key)

    def _ask_for(self, key: str) -> None:
        """The class is not complete: have it instantiated, or look for its header."""
        cursor = self._cursors[key]
        if cursor.get_num_template_arguments() > 0:
            self._questions.sizes.setdefault(key)
        elif "(" not in key:
            self._questions.includes.setdefault(f"{cursor.spelling}.h")

    def _name_as_written(self, type_, declaration: Cursor) -> Tuple[str, str]:
        """fTypeName and checksum form of a class: template arguments keep the typedefs they were written with."""
        count = declaration.get_num_template_arguments()
        if count <= 0:
            name = self._root_name(declaration)
            return name, name
        arguments = self._template_arguments(type_, declaration)
        if arguments is None:
            name = self._root_name(declaration)
            return name, name
        scope = self._root_name(declaration)
        scope = scope[: len(scope) - len(self._own_name(declaration))] + declaration.spelling
        return (
            _with_arguments(scope, [a if isinstance(a, str) else a.name for a in arguments]),
            _with_arguments(scope, [a if isinstance(a, str) else a.true_name for a in arguments]),
        )

    def _template_arguments(self, type_, declaration: Cursor) -> Optional[List]:
        """Types as written, numbers as text; None if there are packs or templates among them."""
        arguments: List = []
        written = type_.get_num_template_arguments()
        for i in range(declaration.get_num_template_arguments()):
            kind = declaration.get_template_argument_kind(i)
            if kind == TemplateArgumentKind.TYPE:
                actual = declaration.get_template_argument_type(i)
                sugared = type_.get_template_argument_type(i) if i < written else actual
                same = sugared.kind != TypeKind.INVALID and sugared.get_canonical() == actual.get_canonical()
                arguments.append(self._type(sugared if same else actual, inside=True))
            elif kind == TemplateArgumentKind.INTEGRAL:
                arguments.append(_number_argument(declaration, i))
            else:
                return None
        return arguments

    def _std_type(self, type_, canonical, declaration: Cursor, size: int) -> Type:
        """Standard library types that the runtime streams; all others are refused."""
        template = declaration.spelling
        spelling = canonical.spelling
        arguments = self._template_arguments(type_, declaration)
        if template == "basic_string" and arguments and arguments[0].cxx == "char":
            return Type("string", "string", "string", "std::string", size)
        if arguments is None:
            return _unsupported(_normalised(spelling), "DG010", size)
        types = [a for a in arguments if not isinstance(a, str)]
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
        if template == "array":
            element = types[0]
            if element.kind == "unsupported":
                return replace(element, size=size)
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
        return _unsupported(_normalised(spelling), "DG010", size)

    def _container(self, template: str, kept: List[Type], policy: Optional[Type], size: int) -> Type:
        result = self._checked("container", template, kept, size, policy)
        return replace(result, container=template) if result.kind == "container" else result

    @staticmethod
    def _checked(kind: str, template: str, args: List[Type], size: int, policy: Optional[Type] = None) -> Type:
        for arg in args:
            if arg.kind == "unsupported":
                return replace(arg, size=size)
            if arg.kind in ("array", "std_array"):
                name = _with_arguments(template, [a.true_name for a in args])
                return _unsupported(name, "DG010", size)
        extra = [policy] if policy is not None else []
        return Type(
            kind=kind,
            name=_with_arguments(template, [_constant(a) + a.name for a in args] + [p.name for p in extra]),
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
        return _unqualified(type_.get_typedef_name() and type_.spelling)


class _Construction:
    """How objects of a class come and go, read from its declaration."""

    def __init__(self, walk: _Walk, cursor: Cursor, children: Sequence[Cursor]) -> None:
        self._walk = walk
        bases = [b.type for b in _bases(children) if not _is_dependent(b.type)]
        base_classes = [walk._classes[walk._class_of(t)] for t in bases if t.get_canonical().kind == TypeKind.RECORD]
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
                self._is_default_constructible(f) for f in cursor.type.get_fields()
            )
            self.public_constructor = self.default_constructor
        operators = [c for c in functions if c.spelling == "operator new"]
        if operators:
            self.hides_placement_new = not any(len(list(c.get_arguments())) == 2 for c in operators)
        else:
            self.hides_placement_new = any(b.global_placement for b in base_classes)

    def _is_default_constructible(self, member: Cursor) -> bool:
        type_ = member.type.get_canonical()
        while type_.kind == TypeKind.CONSTANTARRAY:
            type_ = type_.element_type
        initialised = any(c.kind.is_expression() for c in member.get_children())
        if initialised:
            return True
        if type_.kind in (TypeKind.LVALUEREFERENCE, TypeKind.RVALUEREFERENCE):
            return False
        if type_.kind == TypeKind.RECORD:
            if _is_std(type_.get_declaration().semantic_parent) or not type_.get_declaration().spelling:
                return True
            return self._walk._classes[self._walk._class_of(type_)].public_constructor
        return not type_.is_const_qualified()


# --- helpers without state -------------------------------------------------------------------------------------


def _system_directories(arguments: Sequence[str]) -> List[str]:
    """The directories that were given after -nostdinc: the compiler's own."""
    after = arguments[list(arguments).index("-nostdinc") :]
    return [os.path.normpath(after[i + 1]) for i, flag in enumerate(after) if flag == "-isystem"]


def _children_of(cursor: Cursor) -> Tuple[List[Cursor], bool]:
    """What the body of a class declares, and whether the class is an instance of a template: then its pattern's."""
    children = list(cursor.get_children())
    template = specialized_template(cursor) if cursor.get_num_template_arguments() > 0 else None
    if template is None:
        outer = cursor.semantic_parent
        nested_in_instance = outer is not None and outer.kind in _RECORDS and outer.get_num_template_arguments() > 0
        return children, nested_in_instance
    if any(c.kind in (CursorKind.FIELD_DECL, CursorKind.CXX_METHOD, CursorKind.CONSTRUCTOR) for c in children):
        return children, True
    return list(template.get_children()), True


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


def _is_public(cursor: Cursor) -> bool:
    while cursor is not None and cursor.kind in _RECORDS:
        if cursor.access_specifier in _ACCESS:
            return False
        cursor = cursor.semantic_parent
    return True


def _is_std(scope: Optional[Cursor]) -> bool:
    """The namespace std, or one inside it."""
    while scope is not None and scope.kind == CursorKind.NAMESPACE:
        if scope.spelling == "std" and scope.semantic_parent.kind == CursorKind.TRANSLATION_UNIT:
            return True
        scope = scope.semantic_parent
    return False


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


def _typedef_names(type_) -> List[str]:
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


def _unsupported(name: str, reason: str, size: int) -> Type:
    return Type("unsupported", name, name, name, size, reason=reason)


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


def _unqualified(spelling: str) -> str:
    for prefix in ("const ", "volatile "):
        spelling = spelling.removeprefix(prefix)
    return spelling


def _last_component(spelling: str) -> str:
    """Behind the last `::` that is not inside template arguments."""
    depth = 0
    start = 0
    for i, c in enumerate(spelling):
        depth += (c == "<") - (c == ">")
        if depth == 0 and spelling.startswith("::", i):
            start = i + 2
    return spelling[start:]


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
