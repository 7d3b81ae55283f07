"""LinkDef files: which classes get a dictionary, and how.

Used by cli.py and parse.py. The file is read through clang with __CLING__, __ROOTCLING__, __CINT__ and __MAKECINT__
defined, since people guard it with any of these; pragmas in parts that the preprocessor skips do not count. Invariant:
pragmas stand in the order in which the preprocessor meets them, files that are included at their place.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

from .clang_api import TranslationUnit, errors_of, parse, skipped_ranges
from .diagnostics import Fatal, Location, Report
from .headers import system_directories
from .pragmas import pragmas_of
from .rules import RulePragma, read_rule

DEFINES = ("-D__CLING__=1", "-D__ROOTCLING__=1", "-D__CINT__=1", "-D__MAKECINT__=1")
_OPTIONS = TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD | TranslationUnit.PARSE_SKIP_FUNCTION_BODIES
_FIX = "#pragma link C++ class Name+;"
# Nothing has to be done for these, nor for their being off.
_NEED_NOTHING = ("enum", "enums", "typedef", "typedefs", "nestedtypedef", "nestedtypedefs")
# These are about calling functions by name.
_FOR_AN_INTERPRETER = ("function", "functions", "global", "globals", "operators", "methods", "ioctortype") + (
    "variable",
    "variables",
    "all_function",
    "all_functions",
    "all_method",
    "all_methods",
    "all_datamember",
    "all_datamembers",
)
# Options that say what happens anyway, or that are about files which dictgen does not write.
_OPTIONS_WITHOUT_EFFECT = ("nomap", "evolution", "noinputoper", "stub")


@dataclass(frozen=True)
class LinkPragma:
    """One `#pragma link`.

    action: class, shared, namespace, defined_in (a header), within_namespace, within_class, all (classes),
    nestedclasses.
    """

    action: str
    name: str
    location: Location
    off: bool = False
    custom_streamer: bool = False
    version: Optional[int] = None  # options=version(N)

    @property
    def names_one(self) -> bool:
        """It names one class."""
        return self.action == "shared" or (self.action == "class" and not self.is_pattern)

    @property
    def is_pattern(self) -> bool:
        """The name holds wildcards. In template arguments a `*` behind a name makes a pointer."""
        return _glob_of(self.name) is not None

    def matches(self, name: str) -> bool:
        """The name (as in class tags) is the one of the pragma, or fits its pattern."""
        pattern = _glob_of(self.name)
        return name == plain_name(self.name) if pattern is None else pattern.fullmatch(plain_name(name)) is not None


@dataclass(frozen=True)
class ExtraInclude:
    """`#pragma extra_include`: a header with its quotes or angle brackets."""

    text: str
    location: Location


@dataclass(frozen=True)
class LinkDef:
    """What a LinkDef file says, and the files that it was read from."""

    pragmas: Tuple[LinkPragma, ...] = ()
    includes: Tuple[ExtraInclude, ...] = ()
    rules: Tuple[RulePragma, ...] = ()
    files: Tuple[str, ...] = ()


def read_linkdef(path: str, arguments: Sequence[str], report: Report) -> LinkDef:
    """Reads the file and what it includes. Errors of clang end the run (Fatal)."""
    if not os.path.isfile(path) or not os.access(path, os.R_OK):
        problem = "cannot be read" if os.path.exists(path) else "does not exist"
        report.add("DG001", Location(path), f"LinkDef file '{path}' {problem}", "check the name given to --linkdef")
        raise Fatal()
    tu = parse(path, None, [*arguments, *DEFINES], _OPTIONS)
    for item in errors_of(tu):
        report.append(item)
    if report.failed:
        raise Fatal()
    reader = _Reader(tu, system_directories(arguments), report)
    reader.read(path)
    return LinkDef(tuple(reader.pragmas), tuple(reader.includes), tuple(reader.rules), tuple(reader.files))


class _Reader:
    """Goes through the file, and through what it includes where that is included."""

    def __init__(self, tu: TranslationUnit, system: Sequence[str], report: Report) -> None:
        self._report = report
        self._tu = tu
        self._included: Dict[str, List[Tuple[int, str]]] = {}
        hidden = tuple(directory + os.sep for directory in system)
        for inclusion in tu.get_includes():
            if inclusion.source is None:
                continue  # by -include: it stands before the file
            if not os.path.normpath(inclusion.include.name).startswith(hidden):
                place = (inclusion.location.line, inclusion.include.name)
                self._included.setdefault(inclusion.source.name, []).append(place)
        self.pragmas: List[LinkPragma] = []
        self.includes: List[ExtraInclude] = []
        self.rules: List[RulePragma] = []
        self.files: List[str] = []

    def read(self, file: str) -> None:
        """Each file counts once: what guards it the second time is not told apart from what guards it always."""
        if file in self.files:
            return
        self.files.append(file)
        with open(file, encoding="utf-8", errors="replace") as source:
            found = pragmas_of(source.read())
        events: List[Tuple[int, int, str, str]] = [
            *((line, 0, "include", name) for line, name in self._included.get(file, [])),
            *((line, column, keyword, rest) for line, column, keyword, rest in found),
        ]
        skipped = skipped_ranges(self._tu, file)
        for line, column, keyword, rest in sorted(events, key=lambda event: event[:2]):
            if keyword == "include":
                self.read(rest)
            elif not any(first < line < last for first, last in skipped):
                self._pragma(keyword, rest, Location(file, line, column))

    def _pragma(self, keyword: str, rest: str, where: Location) -> None:
        text = " ".join(rest.split())
        if keyword in ("read", "readraw"):
            rule = read_rule(rest, keyword == "readraw", where, self._report)
            if rule is not None:
                self.rules.append(rule)
                self.includes += [ExtraInclude(header, where) for header in rule.include]
        elif not text.endswith(";"):
            self._report.add("DG041", where, "the pragma does not end with a semicolon", _FIX)
        else:
            text = text.rstrip("; ")
            understood = {"link": self._link, "create": self._create, "extra_include": self._extra_include}[keyword](
                text, where
            )
            if not understood:
                self._report.add("DG041", where, f"the pragma is not understood: '{keyword} {text};'", _FIX)

    def _create(self, text: str, where: Location) -> bool:
        kind, _, name = text.partition(" ")
        return kind == "TClass" and self._class(name, False, None, where)

    def _extra_include(self, text: str, where: Location) -> bool:
        if len(text) < 3 or text[0] + text[-1] not in ('""', "<>"):
            return False
        self.includes.append(ExtraInclude(text, where))
        return True

    def _link(self, text: str, where: Location) -> bool:
        """False if the text is not understood."""
        off = text.startswith("off ")
        text = text.removeprefix("off ").removeprefix("C++").lstrip()
        options, text = _options(text)
        kind, _, name = text.partition(" ")
        name = name.strip()
        if kind == "shared":
            return not off and not options and self._shared(name, where)
        version = self._version(options, where)
        custom = "nostreamer" in options
        if kind in ("class", "struct"):
            return self._class(name, off, version, where, custom)
        if kind == "namespace" and name:
            self.pragmas.append(LinkPragma("namespace", plain_name(name.rstrip("+-! ")), where, off))
        elif kind in ("nestedclasses", "nestedclass") and not name:
            self.pragmas.append(LinkPragma("nestedclasses", "", where, off))
        elif kind == "defined_in" and name:
            self._defined_in(name, off, where)
        elif kind == "all" and name == "classes":
            self.pragmas.append(LinkPragma("all", "", where, off))
        elif kind in _FOR_AN_INTERPRETER or (kind == "all" and name in _FOR_AN_INTERPRETER):
            if not off:
                self._report.add(
                    "DG046",
                    where,
                    f"'#pragma link C++ {kind}' has no effect: there is no interpreter that would use it",
                    "remove the line",
                )
        else:
            return kind in _NEED_NOTHING or (kind == "all" and name in _NEED_NOTHING)
        return True

    def _class(
        self, name: str, off: bool, version: Optional[int], where: Location, custom_streamer: bool = False
    ) -> bool:
        bare = name.rstrip("+-! ")
        marks = name[len(bare) :].replace(" ", "")
        if not bare:
            return False
        self.pragmas.append(LinkPragma("class", bare, where, off, custom_streamer or "-" in marks, version))
        return True

    def _shared(self, text: str, where: Location) -> bool:
        kind, _, name = text.partition(" ")
        pragma = LinkPragma("shared", name.strip(), where)
        self.pragmas.append(pragma)
        return kind in ("class", "struct") and pragma.name != "" and not pragma.is_pattern

    def _defined_in(self, text: str, off: bool, where: Location) -> None:
        kind, _, name = text.partition(" ")
        if kind in ("namespace", "class", "struct") and name:
            action = "within_namespace" if kind == "namespace" else "within_class"
            self.pragmas.append(LinkPragma(action, plain_name(name), where, off))
        else:
            self.pragmas.append(LinkPragma("defined_in", os.path.normpath(text.strip('"<>')), where, off))

    def _version(self, options: Sequence[str], where: Location) -> Optional[int]:
        """The version that the options give; complains of options that nobody knows."""
        version = None
        for option in options:
            given = re.fullmatch(r"version\((\d+)\)", option)
            if given and 1 <= int(given[1]) <= 0x3FFF:
                version = int(given[1])
            elif option.startswith("version("):
                self._report.add(
                    "DG033",
                    where,
                    f"'{option}' gives no class version; it must be a number from 1 to 16383",
                    "#pragma link C++ options=version(2) class Name+;",
                )
            elif option not in (*_OPTIONS_WITHOUT_EFFECT, "nostreamer") and not option.startswith("rntuple"):
                self._report.add(
                    "DG047",
                    where,
                    f"the option '{option}' is not known and has no effect",
                    "options are version(N), nostreamer, noinputoper, evolution, nomap",
                )
        return version


def _options(text: str) -> Tuple[List[str], str]:
    """`options=a,b(c, d) rest` taken apart; blanks may follow a comma."""
    match = re.match(r"options?\s*=\s*", text)
    if not match:
        return [], text
    options, depth, start, i = [], 0, match.end(), match.end()
    while i < len(text) and (depth or text[i] != " " or text[i - 1] == ","):
        depth += (text[i] == "(") - (text[i] == ")")
        if text[i] == "," and depth <= 0:
            options.append(text[start:i])
            start = i + 1
        i += 1
    return [option.strip() for option in [*options, text[start:i]] if option.strip()], text[i:].lstrip()


def plain_name(name: str) -> str:
    """A name without the blanks and the std:: that ROOT's names do not have."""
    tight = re.sub(r"\s*([<>,*&:])\s*", r"\1", name).removeprefix("::").replace("std::", "")
    return re.sub(r">(?=>)", "> ", tight)


def _glob_of(name: str) -> Optional[re.Pattern]:
    """The pattern of a name with wildcards; None if it has none."""
    plain = plain_name(name)
    parts: List[str] = []
    depth, wild = 0, False
    for i, c in enumerate(plain):
        depth += (c == "<") - (c == ">")
        follows = plain[i + 1 : i + 2]
        if c == "?" or (c == "*" and (depth == 0 or plain[i - 1] in "<," or follows.isalnum() or follows == "_")):
            parts.append(".*" if c == "*" else ".")
            wild = True
        else:
            parts.append(re.escape(c))
    return re.compile("".join(parts)) if wild else None
