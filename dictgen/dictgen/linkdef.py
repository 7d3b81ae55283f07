"""LinkDef files: which classes get a dictionary, and how.

Used by cli.py. The file is read through clang with __CLING__, __ROOTCLING__, __CINT__ and __MAKECINT__ defined, since
people guard it with any of these; pragmas in parts that the preprocessor skips do not count.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

from .clang_api import TranslationUnit, diagnostics_of, parse, skipped_ranges
from .diagnostics import Fatal, Location, Report

_DEFINES = ("-D__CLING__=1", "-D__ROOTCLING__=1", "-D__CINT__=1", "-D__MAKECINT__=1")
_OPTIONS = TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD | TranslationUnit.PARSE_SKIP_FUNCTION_BODIES
_FIX = "#pragma link C++ class Name+;"


@dataclass(frozen=True)
class LinkPragma:
    """One `#pragma link`. action: class or off."""

    action: str
    name: str
    custom_streamer: bool
    location: Location


def read_linkdef(path: str, arguments: Sequence[str], report: Report) -> Tuple[List[LinkPragma], Tuple[str, ...]]:
    """The pragmas in order, and the files they came from."""
    if not os.path.isfile(path) or not os.access(path, os.R_OK):
        problem = "cannot be read" if os.path.exists(path) else "does not exist"
        report.add("DG001", Location(path), f"LinkDef file '{path}' {problem}", "check the name given to --linkdef")
        raise Fatal()
    tu = parse(path, None, [*arguments, *_DEFINES], _OPTIONS)
    for item in diagnostics_of(tu):
        if item.severity in ("error", "fatal error"):
            report.append(item.__class__("error", item.text, item.location, notes=item.notes))
    if report.failed:
        raise Fatal()
    skipped: Dict[str, List[Tuple[int, int]]] = {}
    for file, first, last in skipped_ranges(tu):
        skipped.setdefault(file, []).append((first, last))
    included = [inclusion.include.name for inclusion in tu.get_includes() if inclusion.depth == 1]
    pragmas: List[LinkPragma] = []
    files = [path]
    for file in [*included, path]:
        lines = _pragma_lines(file)
        if lines and file != path:
            files.append(file)
        for line, column, text in lines:
            if not any(first < line < last for first, last in skipped.get(file, [])):
                _read_pragma(text, Location(file, line, column), pragmas, report)
    return pragmas, tuple(files)


def _pragma_lines(file: str) -> List[Tuple[int, int, str]]:
    """Line, column and text behind `#pragma` of every `#pragma link` and `#pragma read`; comments taken away."""
    with open(file, encoding="utf-8", errors="replace") as source:
        lines = _without_comments(source.read()).split("\n")
    found = []
    i = 0
    while i < len(lines):
        first, text = i, lines[i]
        while text.rstrip().endswith("\\") and i + 1 < len(lines):
            i += 1
            text = text.rstrip()[:-1] + " " + lines[i]
        i += 1
        words = text.replace("#", " # ", 1).split(maxsplit=3)
        if words[:2] == ["#", "pragma"] and len(words) > 2 and words[2] in ("link", "read", "create", "extra_include"):
            found.append((first + 1, lines[first].index("#") + 1, " ".join(words[2:])))
    return found


def _without_comments(text: str) -> str:
    """Comments blanked, line numbers kept."""
    result = []
    i = 0
    while i < len(text):
        if text.startswith("//", i):
            end = text.find("\n", i)
            i = len(text) if end < 0 else end
        elif text.startswith("/*", i):
            end = text.find("*/", i + 2)
            end = len(text) if end < 0 else end + 2
            result.append(" " + "\n" * text.count("\n", i, end))
            i = end
        else:
            result.append(text[i])
            i += 1
    return "".join(result)


def _read_pragma(text: str, where: Location, pragmas: List[LinkPragma], report: Report) -> None:
    words = text.split()
    if words[0] != "link":
        report.add("DG042", where, f"'#pragma {words[0]}' is not supported yet", "remove the line")
        return
    rest = text.split(None, 1)[1] if len(words) > 1 else ""
    if not rest.rstrip().endswith(";"):
        report.add("DG041", where, "the pragma does not end with a semicolon", _FIX)
        return
    rest = rest.rstrip().rstrip(";").strip()
    off = rest.split(None, 1)[:1] == ["off"]
    rest = rest.split(None, 1)[1] if off and " " in rest else rest
    if rest.startswith("C++"):
        rest = rest[3:].strip()
    kind, _, name = rest.partition(" ")
    name = name.strip()
    if off and kind != "class":
        return  # `off all globals`: dictgen takes nothing that is not asked for
    if kind in ("struct", "class") and name:
        _read_class(name, off, where, pragmas, report)
    elif kind in ("enum", "typedef", "global", "function", "nestedclasses", "nestedclass", "nestedtypedef"):
        if kind in ("nestedclasses", "nestedclass", "nestedtypedef", "enum", "typedef"):
            return  # nested classes with ClassDef are taken anyway, enumerations and typedefs need no dictionary
        report.add("DG042", where, f"'#pragma link C++ {kind}' is not supported", "remove the line")
    elif kind in ("namespace", "defined_in", "all", "ioctortype", "options"):
        report.add("DG042", where, f"'#pragma link C++ {kind}' is not supported yet", _FIX)
    else:
        report.add("DG041", where, f"the pragma is not understood: '{text}'", _FIX)


def _read_class(name: str, off: bool, where: Location, pragmas: List[LinkPragma], report: Report) -> None:
    bare = name.rstrip("+-! ")
    marks = name[len(bare) :].replace(" ", "")
    if "*" in bare.replace("*>", "").replace("*,", "") or "?" in bare:
        report.add("DG042", where, f"the pattern '{bare}' is not supported yet", "name the classes one by one")
        return
    if not bare or not set(marks) <= set("+-!"):
        report.add("DG041", where, f"the pragma is not understood: 'class {name}'", _FIX)
        return
    pragmas.append(LinkPragma("off" if off else "class", bare, "-" in marks, where))
