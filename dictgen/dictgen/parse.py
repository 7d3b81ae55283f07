"""Headers to model: one libclang translation unit for all headers, walked from the classes that are wanted.

Used by cli.py. Invariant: no clang object leaves this module, classes.py and cxx_types.py. A walk may find that clang
has not been asked enough (a template that nothing instantiated, a class only declared); then the translation unit is
parsed once more with the questions appended as declarations, so that clang answers them.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from typing import Dict, Iterator, List, Optional, Sequence, Set, Tuple

from .annotations import understand
from .classes import TYPEDEFS, Classes, Questions
from .clang_api import Cursor, CursorKind, TranslationUnit, TypeKind, errors_of, location_of, parse
from .diagnostics import Diagnostic, Fatal, Location, Report
from .headers import Headers, Options, clang_arguments, system_directories
from .include_order import with_hints
from .linkdef import ExtraInclude, LinkDef, LinkPragma
from .model import Class, Model, ReadRule, Selected, Type
from .rules import RulePragma
from .rule_model import read_rule_of
from .cxx_types import RECORDS, is_shared_container, is_std
from .selection import Candidate, Selection
from .sharing import Sharing
from .std_classes import is_std_class

_SCOPES = (CursorKind.NAMESPACE, CursorKind.LINKAGE_SPEC, CursorKind.UNEXPOSED_DECL)
_PARSE_OPTIONS = TranslationUnit.PARSE_SKIP_FUNCTION_BODIES
_MAX_PASSES = 6
_CANNOT_HAVE_DICTIONARY = ("basic", "enum", "pointer", "array", "unsupported")


@dataclass(frozen=True)
class Parsed:
    """The outcome: the model and the files it was made from (system headers left out), for the depfile."""

    model: Model
    files: Tuple[str, ...]


def parse_headers(options: Options, linkdef: LinkDef, report: Report) -> Parsed:
    """Parses the headers and walks what is selected. Errors of clang are reported and end the run (Fatal)."""
    arguments = clang_arguments(options)
    headers = Headers(options, report)
    questions = Questions()
    for _ in range(_MAX_PASSES):
        asked = questions.count()
        walk = _Walk(headers, linkdef, questions, arguments)
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


@dataclass(frozen=True)
class _Blame:
    """What to say when clang makes no sense of a line that was asked on behalf of a pragma."""

    code: str
    location: Location
    text: str
    fix: str
    fatal: bool = False


class _Walk:
    """One translation unit, and the way through it."""

    def __init__(self, headers: Headers, linkdef: LinkDef, questions: Questions, arguments: Sequence[str]) -> None:
        self._headers = headers
        self._linkdef = linkdef
        self._questions = questions
        self._answers: Dict[str, Cursor] = {}
        self._declared: List[Cursor] = []  # class definitions in the named headers, nested ones too
        self._aliases: List[Cursor] = []  # typedefs there, for patterns
        self._requests: List[Cursor] = []  # ROOTLET_DICT there
        self._shared_requests: List[Cursor] = []  # ROOTLET_SHARED there
        self._looked_into: Dict[str, bool] = {}
        self._has_patterns = any(pragma.is_pattern for pragma in linkdef.pragmas)
        self._arguments = arguments
        self._system_directories = system_directories(arguments)
        self._input = os.path.join(os.getcwd(), "dictgen-input.cxx")
        # Whom an error in a line of the input is to be blamed on; None: on the header that it includes.
        self._blame: Dict[int, Optional[_Blame]] = {}
        self._refused: Set[_Blame] = set()
        self._tu = parse(self._input, self._input_text(), arguments, _PARSE_OPTIONS)

    # --- the translation unit ---------------------------------------------------------------------------------

    def _input_text(self) -> str:
        """The headers and the questions."""
        lines: List[str] = []

        def ask(text: str, blame: Optional[_Blame] = None) -> None:
            lines.append(text)
            self._blame[len(lines)] = blame

        for path in self._headers.spellings:
            ask(f'#include "{path}"')
        for header in self._linkdef.includes:
            ask(f"#include {header.text}", _no_extra_header(header))
        for header in self._questions.includes:
            lines += [f'#if __has_include("{header}")', f'#include "{header}"', "#endif"]
        lines.append("namespace std {}")
        for i, pragma in self._named_classes():
            ask(_question(f"using link_{i} = {pragma.name};"), _no_class(pragma))
            if "<" in pragma.name:
                ask(_question(f"constexpr auto link_size_{i} = sizeof(link_{i});"), _no_class(pragma))
        for i, rule in enumerate(self._linkdef.rules):
            ask(_question(f"using rule_{i} = {rule.target_class};"), _no_target(rule))
            members = [f"decltype(rule_{i}::{s}) {s};" if s.isidentifier() else f"{s};" for s in rule.source]
            ask(_question(f"struct rule_source_{i} {{ {' '.join(members)} }};"), _no_source(rule))
        lines += self._questions.bases.values()
        lines += self._questions.offsets.values()
        lines += [_question(f"constexpr auto size_{i} = sizeof({n});") for i, n in enumerate(self._questions.sizes)]
        return "\n".join(lines) + "\n"

    def _named_classes(self) -> List[Tuple[int, LinkPragma]]:
        """The pragmas that name one class, with their numbers."""
        return [(i, p) for i, p in enumerate(self._linkdef.pragmas) if p.names_one]

    def _check_clang(self, report: Report) -> None:
        """Reports clang's errors: those of the headers, and of what pragmas name."""
        failed = False
        errors: List[Diagnostic] = []
        blamed: Dict[_Blame, str] = {}  # and clang's first word on it
        for item in errors_of(self._tu, self._input):
            in_input = item.location.file == self._input
            blame = self._blame.get(item.location.line) if in_input else None
            if blame is not None:
                blamed.setdefault(blame, _ALIAS.sub(r"'\1'", item.text))
                failed = failed or blame.fatal
            elif not in_input or item.location.line in self._blame:
                notes = tuple(note for note in item.notes if note.location.file != self._input)
                errors.append(replace(item, notes=notes))
        for blame, reason in blamed.items():
            # what a broken header lacks is not the fault of those who name it
            if not errors or blame.fatal:
                report.add(blame.code, blame.location, blame.text.replace("{reason}", reason), blame.fix)
        self._refused.update(blamed)
        if errors:
            directories = self._headers.directories
            for item in with_hints(errors, self._headers.spellings, directories, self._compiles):
                report.append(item)
        if errors or failed:
            raise Fatal()

    def _compiles(self, files: Sequence[str]) -> bool:
        text = "".join(f'#include "{file}"\n' for file in files)
        return not errors_of(parse(self._input, text, self._arguments, _PARSE_OPTIONS))

    def files(self) -> Tuple[str, ...]:
        """All files read, the standard library's left out."""
        system = tuple(d + os.sep for d in self._system_directories)
        files = dict.fromkeys(os.path.normpath(path) for path in self._headers.spellings)
        for inclusion in self._tu.get_includes():
            path = os.path.normpath(inclusion.include.name)
            if not path.startswith(system):
                files.setdefault(path)
        return tuple(files)

    # --- selection --------------------------------------------------------------------------------------------

    def run(self, report: Report) -> Model:
        """Walks from the selected classes; what is wrong goes to `report`."""
        self._check_clang(report)
        classes = Classes(self._headers, self._questions, self._answers, report)
        self._collect(self._tu.cursor, top=True)
        selection = Selection(self._candidates(classes), report)
        for cursor in self._requests:
            key = self._class_of(classes, cursor, cursor.underlying_typedef_type.spelling, location_of(cursor), report)
            if key is not None:
                selection.request(key, location_of(cursor))
        sharing = Sharing(classes)
        for cursor in self._shared_requests:
            self._share(sharing, classes, cursor, location_of(cursor), report)
        named = dict(self._named_classes())
        for i, pragma in enumerate(self._linkdef.pragmas):
            if i not in named:
                selection.apply(pragma, None)
                continue
            answer = self._answers.get(f"link_{i}")
            if pragma.action == "shared":
                if answer is not None:
                    self._share(sharing, classes, answer, pragma.location, report)
                continue
            key = answer and self._class_of(classes, answer, pragma.name, pragma.location, report)
            if key:
                selection.apply(pragma, key)
        selection.finish()
        classes.by_key.update(selection.with_versions(classes.by_key.__getitem__))
        self._reach(classes, selection.selected, selection.dropped)
        return Model(
            headers=tuple(self._headers.spellings.values()),
            selected=tuple(selection.selected.values()),
            classes=classes.by_key,
            rules=tuple(self._rules(classes, selection.selected, report)),
            shared=sharing.found(),
            extra_includes=tuple(dict.fromkeys(header.text for header in self._linkdef.includes)),
        )

    def _candidates(self, classes: Classes) -> List[Candidate]:
        """The classes that patterns choose from: definitions, and instances of templates that have got a name."""
        found: Dict[str, Candidate] = {}
        cursors = list(self._declared)
        instances = (cursor.type.get_canonical().get_declaration() for cursor in self._aliases)
        cursors += [c for c in instances if c.get_num_template_arguments() > 0 and not is_std(c.semantic_parent)]
        for cursor in cursors:
            key = classes.key_of(cursor.type)
            if key not in found:
                found[key] = Candidate(classes.by_key[key], *_surroundings(classes, cursor))
        return list(found.values())

    @staticmethod
    def _class_of(classes: Classes, alias: Cursor, name: str, where: Location, report: Report) -> Optional[str]:
        """The key of the class that an alias names; None for what needs no dictionary, and for what can have none."""
        type_ = classes.types.of(alias.underlying_typedef_type)
        declared = alias.underlying_typedef_type.get_canonical().get_declaration()
        if type_.kind == "class" and is_std_class(declared.spelling) and is_std(declared.semantic_parent):
            return type_.class_key
        if is_std(declared.semantic_parent) or _is_hidden(declared.semantic_parent):
            if type_.kind in ("class", "unsupported"):  # iterators, which interpreters wanted to know
                report.add(
                    "DG046",
                    where,
                    f"a dictionary of '{name}' has no effect: that is a class of the standard library which no stream "
                    "holds",
                    "remove the line",
                )
            return None
        if type_.kind == "class":
            return type_.class_key
        if type_.kind in _CANNOT_HAVE_DICTIONARY:
            report.add("DG040", where, f"'{name}' is not a class", "name a class")
        return None

    @staticmethod
    def _share(sharing: Sharing, classes: Classes, alias: Cursor, where: Location, report: Report) -> None:
        """Asks for the class that an alias names."""
        type_ = alias.underlying_typedef_type.get_canonical()
        declared = type_.get_declaration()
        if type_.kind == TypeKind.RECORD and not is_std(declared.semantic_parent) and not is_shared_container(declared):
            sharing.ask(classes.key_of(type_))
        else:
            report.add(
                "DG040",
                where,
                f"'{alias.underlying_typedef_type.spelling}' is not a class that could be shared",
                "name a class or struct, which may have it as a member",
            )

    def _rules(self, classes: Classes, selected: Dict[str, Selected], report: Report) -> Iterator[ReadRule]:
        """The read rules that have a target class and understandable sources."""
        for i, rule in enumerate(self._linkdef.rules):
            target, source = self._answers.get(f"rule_{i}"), self._answers.get(f"rule_source_{i}")
            if _no_target(rule) in self._refused or target is None:
                continue
            type_ = classes.types.of(target.underlying_typedef_type)
            if type_.class_key not in selected:
                report.add(
                    "DG074",
                    rule.location,
                    f"'{rule.target_class}', the target of the read rule, gets no dictionary here",
                    f"#pragma link C++ class {rule.target_class}+;",
                )
            elif _no_source(rule) not in self._refused and source is not None:
                members = classes.members_of(source)
                if len(members) >= len(rule.source):
                    yield read_rule_of(rule, type_.class_key, members)
                    continue
                blame = _no_source(rule)
                reason = f"it has {len(members)}, for {len(rule.source)} declaration{'s' * (len(rule.source) > 1)}"
                report.add(blame.code, blame.location, blame.text.replace("{reason}", reason), blame.fix)

    def _reach(self, classes: Classes, selected: Dict[str, Selected], dropped: Set[str]) -> None:
        """Completes the selected classes and their bases, and selects what they need of the named headers."""
        pending = list(selected)
        done: Set[str] = set()
        while pending:
            key = pending.pop(0)
            if key in done:
                continue
            done.add(key)
            cls = classes.complete(key)
            if cls.size == 0:
                classes.ask_for(key)
            if key in selected and not selected[key].custom_streamer:
                for needed in self._needed_by(cls):
                    found = classes.by_key[needed]
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

    def _collect(self, scope: Cursor, top: bool = False) -> None:
        """Sorts the declarations of the named headers, and the answers to the questions."""
        for cursor in scope.get_children():
            kind = cursor.kind
            if kind not in RECORDS and kind not in _SCOPES:
                if self._has_patterns and kind in TYPEDEFS and (not top or self._looks_into(cursor)):
                    self._aliases.append(cursor)
                continue
            if top and not self._looks_into(cursor):
                if kind == CursorKind.NAMESPACE and cursor.spelling == "dictgen_questions":
                    for child in cursor.get_children():
                        self._answers[child.spelling] = child
                continue
            if kind == CursorKind.NAMESPACE and cursor.spelling == "rootlet_dict":
                self._requests += [child for child in cursor.get_children() if child.kind in TYPEDEFS]
            elif kind == CursorKind.NAMESPACE and cursor.spelling == "rootlet_shared":
                self._shared_requests += [child for child in cursor.get_children() if child.kind in TYPEDEFS]
            elif kind in _SCOPES:
                self._collect(cursor)
            elif cursor.is_definition():
                if cursor.spelling and not cursor.is_anonymous():
                    self._declared.append(cursor)
                self._collect(cursor)

    def _looks_into(self, cursor: Cursor) -> bool:
        """It stands in a named header, or in one that `defined_in` speaks of."""
        file = cursor.location.file.name if cursor.location.file else ""
        if file not in self._looked_into:
            real = os.path.realpath(file)
            self._looked_into[file] = self._headers.named(cursor) is not None or any(
                real == os.path.realpath(pragma.name) or real.endswith(os.sep + pragma.name)
                for pragma in self._linkdef.pragmas
                if pragma.action == "defined_in"
            )
        return self._looked_into[file]


_ALIAS = re.compile(r"'(?:dictgen_questions::)?link_\d+' \(aka '(.*?)'\)")  # our name for what a pragma names
# Where the templates of the standard library are that pragmas name.
_STD_HEADERS = {name: name for name in ("vector", "list", "deque", "forward_list", "set", "map", "array", "tuple")}
_STD_HEADERS |= {name: name for name in ("unordered_set", "unordered_map", "bitset", "optional", "complex", "atomic")}
_STD_HEADERS |= {f"{kind}multi{name}": f"{kind}{name}" for kind in ("", "unordered_") for name in ("set", "map")}
_STD_HEADERS |= {"pair": "utility", "unique_ptr": "memory", "shared_ptr": "memory"}


def _question(text: str) -> str:
    return f"namespace dictgen_questions {{ using namespace std; {text} }}"


def _no_extra_header(header: ExtraInclude) -> _Blame:
    return _Blame("DG001", header.location, "the extra header cannot be included ({reason})", "check its name", True)


def _no_class(pragma: LinkPragma) -> _Blame:
    if pragma.off:
        text = f"there is no class '{pragma.name}' in the headers that could be switched off"
        return _Blame("DG045", pragma.location, text, "check the spelling and the namespace")
    text = f"there is no class '{pragma.name}' in the headers ({{reason}})"
    fix = "check the spelling and the namespace, and name the header of the class"
    template = pragma.name.removeprefix("std::").split("<")[0]
    if template in _STD_HEADERS and template != pragma.name:
        fix = f"#include <{_STD_HEADERS[template]}> in one of the headers"
    return _Blame("DG040", pragma.location, text, fix)


def _no_target(rule: RulePragma) -> _Blame:
    text = f"there is no class '{rule.target_class}', the target of the read rule, in the headers"
    return _Blame("DG074", rule.location, text, "check the spelling and the namespace")


def _no_source(rule: RulePragma) -> _Blame:
    text = f"source=\"{'; '.join(rule.source)}\" of the read rule does not declare members ({{reason}})"
    return _Blame("DG076", rule.location, text, 'source="Int_t fOld; Double_t fB[3]"')


def _is_hidden(scope: Optional[Cursor]) -> bool:
    """A namespace of the compiler's own, such as __gnu_cxx."""
    return scope is not None and scope.kind == CursorKind.NAMESPACE and scope.spelling.startswith("__")


def _surroundings(classes: Classes, cursor: Cursor) -> Tuple[str, str]:
    """The namespace of a class, and the key of the class around it."""
    names: List[str] = []
    outer = ""
    scope = cursor.semantic_parent
    while scope is not None and scope.kind != CursorKind.TRANSLATION_UNIT:
        if scope.kind == CursorKind.NAMESPACE:
            names.append(scope.spelling)
        elif scope.kind in RECORDS:
            outer = outer or classes.key_of(scope.type)
        scope = scope.semantic_parent
    return "::".join(reversed(names)), outer
