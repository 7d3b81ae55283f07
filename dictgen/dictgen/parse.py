"""Headers to model: one libclang translation unit for all headers, walked from the classes that are wanted.

Used by cli.py. Invariant: no clang object leaves this module, classes.py and cxx_types.py. A walk may find that clang
has not been asked enough (a template that nothing instantiated, a class only declared); then the translation unit is
parsed once more with the questions appended as declarations, so that clang answers them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Dict, List, Optional, Sequence, Set, Tuple

from .annotations import understand
from .classes import Classes, Questions
from .clang_api import Cursor, CursorKind, TranslationUnit, diagnostics_of, parse
from .diagnostics import Fatal, Report
from .headers import Headers, Options, clang_arguments, system_directories
from .linkdef import LinkPragma
from .model import Class, Model, Selected, Type
from .cxx_types import RECORDS

_SCOPES = (CursorKind.NAMESPACE, CursorKind.LINKAGE_SPEC, CursorKind.UNEXPOSED_DECL)
_PARSE_OPTIONS = TranslationUnit.PARSE_SKIP_FUNCTION_BODIES
_MAX_PASSES = 6


@dataclass(frozen=True)
class Parsed:
    """The outcome: the model and the files it was made from (system headers left out), for the depfile."""

    model: Model
    files: Tuple[str, ...]


def parse_headers(options: Options, pragmas: Sequence[LinkPragma], report: Report) -> Parsed:
    """Parses the headers and walks what is selected. Errors of clang are reported and end the run (Fatal)."""
    arguments = clang_arguments(options)
    headers = Headers(options, report)
    questions = Questions()
    for _ in range(_MAX_PASSES):
        asked = questions.count()
        walk = _Walk(headers, pragmas, questions, arguments)
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


class _Walk:
    """One translation unit, and the way through it."""

    def __init__(
        self, headers: Headers, pragmas: Sequence[LinkPragma], questions: Questions, arguments: Sequence[str]
    ) -> None:
        self._headers = headers
        self._pragmas = [p for p in pragmas if p.action in ("class", "off")]
        self._questions = questions
        self._answers: Dict[str, Cursor] = {}
        self._system_directories = system_directories(arguments)
        self._input = os.path.join(os.getcwd(), "dictgen-input.cxx")
        text, self._pragma_lines = self._input_text()
        self._tu = parse(self._input, text, arguments, _PARSE_OPTIONS)

    # --- the translation unit ---------------------------------------------------------------------------------

    def _input_text(self) -> Tuple[str, Dict[int, LinkPragma]]:
        """The headers and the questions, and in which line which pragma is asked about."""
        lines = [f'#include "{path}"' for path in self._headers.spellings]
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
            elif not in_input or item.location.line <= len(self._headers.spellings):
                notes = tuple(note for note in item.notes if note.location.file != self._input)
                report.append(replace(item, severity="error", notes=notes))
                failed = True
        if failed:
            raise Fatal()
        return unknown

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
        unknown = self._check_clang(report)
        classes = Classes(self._headers, self._questions, self._answers, report)
        declarations = self._declarations()
        selected: Dict[str, Selected] = {}
        dropped: Set[str] = set()
        for i, pragma in enumerate(self._pragmas):
            if i in unknown:
                continue
            cursor, type_ = self._asked(classes, f"link_{i}")
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
            key = classes.key_of(cursor.type)
            if classes.by_key[key].version is not None:
                selected.setdefault(key, Selected(key))
        for key in dropped:
            selected.pop(key, None)
        self._reach(classes, selected, dropped)
        return Model(tuple(self._headers.spellings.values()), tuple(selected.values()), classes.by_key)

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
            if key in selected and not selected[key].custom_streamer:
                for needed in self._needed_by(cls):
                    found = classes.by_key[needed]
                    if found.size == 0:
                        classes.ask_for(needed)
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
            if kind not in RECORDS and kind not in _SCOPES:
                continue
            if top and self._headers.named(cursor) is None:
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

    def _asked(self, classes: Classes, name: str) -> Tuple[Optional[Cursor], Optional[Type]]:
        answer = self._answers.get(name)
        return (answer, classes.types.of(answer.underlying_typedef_type)) if answer is not None else (None, None)
