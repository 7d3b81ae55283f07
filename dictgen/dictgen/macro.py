"""A ROOT macro to a program: reads the signature of the function named like the file and writes its main().

Used by cli.py (`--macro-main`). Invariant: the macro's own text is included as it is; defaults are its own.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import List, Optional, Tuple

import jinja2

from . import __version__, source
from .clang_api import CursorKind, TranslationUnit, TypeKind, errors_of, location_of, parse
from .diagnostics import Fatal, Location, Report
from .emit import TEMPLATES
from .headers import Options, clang_arguments, include_directories, include_spelling
from .text import quoted

_INTEGERS = {
    *(TypeKind.SHORT, TypeKind.USHORT, TypeKind.INT, TypeKind.UINT, TypeKind.LONG, TypeKind.ULONG),
    *(TypeKind.LONGLONG, TypeKind.ULONGLONG),
}
_STRINGS = {"TString": "TString", "basic_string": "std::string"}
_RESULTS = {TypeKind.VOID: "void", TypeKind.INT: "int"}


@dataclass(frozen=True)
class Parameter:
    """kind: BOOL, INTEGER, NUMBER or TEXT, as the help calls it. `default` is C++ text; None if there is none."""

    name: str
    cxx: str
    kind: str
    default: Optional[str]


def macro_main(path: str, options: Options, report: Report) -> Tuple[str, Tuple[str, ...]]:
    """The text of the main program, and the files it depends on."""
    if not os.path.isfile(path) or not os.access(path, os.R_OK):
        problem = "cannot be read" if os.path.exists(path) else "does not exist"
        report.add("DG001", Location(path), f"macro '{path}' {problem}", "check the name given to --macro-main")
        raise Fatal()
    tu = parse(path, None, clang_arguments(options), TranslationUnit.PARSE_SKIP_FUNCTION_BODIES)
    for item in errors_of(tu):
        report.append(item)
    if report.failed:
        raise Fatal()
    name = os.path.splitext(os.path.basename(path))[0]
    function = _function_named(tu, name, path, report)
    parameters = [_parameter(cursor, i, report) for i, cursor in enumerate(function.get_arguments())]
    result = _RESULTS.get(function.result_type.get_canonical().kind)
    if result is None:
        shown = function.result_type.spelling
        report.add("DG052", location_of(function), f"'{name}' returns '{shown}', no exit status", "return void or int")
    if report.failed:
        raise Fatal()
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters.update(quoted=quoted, help_line=lambda line: quoted(line).replace("\\012", "\\n"))
    found = [p for p in parameters if p is not None]
    text = environment.get_template("macro_main.cxx.jinja").render(
        name=name,
        include=include_spelling(path, include_directories(options.flags), options.output),
        parameters=found,
        returns=result,
        help_lines=_help(name, source.leading_comment(path), found),
        dictgen_version=__version__,
    )
    files = [path, *(i.include.name for i in tu.get_includes() if not i.include.name.startswith("/usr/"))]
    return text, tuple(files)


def _function_named(tu: TranslationUnit, name: str, path: str, report: Report):
    for cursor in tu.cursor.get_children():
        if cursor.kind == CursorKind.FUNCTION_DECL and cursor.spelling == name:
            file = cursor.location.file
            if file and os.path.samefile(file.name, path):
                return cursor
    report.add(
        "DG050",
        Location(path, 1, 1),
        f"there is no function '{name}' in this macro",
        f"define `void {name}(...)`, or name the file like the function",
    )
    raise Fatal()


def _parameter(cursor, index: int, report: Report) -> Optional[Parameter]:
    if not cursor.spelling:
        report.add("DG051", location_of(cursor), f"parameter {index + 1} has no name", "give it one: the option's name")
        return None
    found = _kind(cursor.type)
    if found is None:
        report.add(
            "DG051",
            location_of(cursor),
            f"parameter '{cursor.spelling}' of type '{cursor.type.spelling}' cannot be set from a command line",
            "use bool, an integer or floating type, const char *, std::string or TString",
        )
        return None
    extent = cursor.extent
    text = source.text_of(extent.start.file.name)[extent.start.offset : extent.end.offset].decode(errors="replace")
    _, given, default = text.partition("=")
    return Parameter(cursor.spelling, found[0], found[1], " ".join(default.split()) if given else None)


def _kind(type_) -> Optional[Tuple[str, str]]:
    """C++ type of the value and what the help calls it; None if text cannot be turned into it."""
    canonical = type_.get_canonical()
    if canonical.kind == TypeKind.LVALUEREFERENCE and canonical.get_pointee().is_const_qualified():
        canonical = canonical.get_pointee()
    bare = canonical.spelling.removeprefix("const ")
    if canonical.kind == TypeKind.BOOL:
        return bare, "BOOL"
    if canonical.kind in _INTEGERS:
        return bare, "INTEGER"
    if canonical.kind in (TypeKind.FLOAT, TypeKind.DOUBLE):
        return bare, "NUMBER"
    if canonical.kind == TypeKind.POINTER:
        pointee = canonical.get_pointee()
        is_text = pointee.kind == TypeKind.CHAR_S and pointee.is_const_qualified()
        return ("const char *", "TEXT") if is_text else None
    if canonical.kind == TypeKind.RECORD and canonical.get_declaration().spelling in _STRINGS:
        return _STRINGS[canonical.get_declaration().spelling], "TEXT"
    return None


def _help(name: str, comment: str, parameters: List[Parameter]) -> List[str]:
    """The lines of --help."""
    positions = [f"[{p.name}]" if p.default is not None else p.name for p in parameters]
    lines = comment.splitlines() + [""] if comment else []
    lines += [f"usage: {' '.join([name, *positions])}", "parameters, by position or as options:"]
    shown = [f"--{p.name} {p.kind}" for p in parameters]
    width = max([len(s) for s in [*shown, "--help"]])
    for option, parameter in zip(shown, parameters):
        default = f"default: {parameter.default}" if parameter.default is not None else "must be given"
        lines.append(f"  {option:{width}}  {default}")
    return [*lines, f"  {'--help':{width}}  show this text"]
