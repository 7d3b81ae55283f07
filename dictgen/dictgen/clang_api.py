"""libclang, and the few functions of it that its Python bindings leave out.

Used by parse.py and linkdef.py. Importing it loads libclang.
"""

from __future__ import annotations

import os
from ctypes import POINTER, Structure, c_int, c_longlong, c_uint, c_void_p
from dataclasses import replace
from typing import Dict, List, Optional, Sequence, Tuple

from clang import cindex
from clang.cindex import (  # noqa: F401  (what the users of this module name)
    AccessSpecifier,
    Cursor,
    CursorKind,
    SourceRange,
    TemplateArgumentKind,
    TranslationUnit,
    TypeKind,
)

from . import reads
from .diagnostics import Diagnostic, Fatal, Location, UsageError

_SEVERITIES = {0: "note", 1: "note", 2: "warning", 3: "error", 4: "fatal error"}


_INCLUDED = "in file included from"  # libclang's notes that tell the include stack, outermost file first


class _RangeList(Structure):
    _fields_ = [("count", c_uint), ("ranges", POINTER(SourceRange))]


def library():
    """The loaded libclang, the missing functions declared."""
    lib = cindex.conf.lib
    if not hasattr(lib, "rootlet_ready"):
        lib.clang_Cursor_Evaluate.argtypes = [Cursor]
        lib.clang_Cursor_Evaluate.restype = c_void_p
        lib.clang_EvalResult_getKind.argtypes = [c_void_p]
        lib.clang_EvalResult_getKind.restype = c_int
        lib.clang_EvalResult_getAsLongLong.argtypes = [c_void_p]
        lib.clang_EvalResult_getAsLongLong.restype = c_longlong
        lib.clang_EvalResult_dispose.argtypes = [c_void_p]
        lib.clang_EvalResult_dispose.restype = None
        lib.clang_isVirtualBase.argtypes = [Cursor]
        lib.clang_isVirtualBase.restype = c_uint
        lib.clang_Cursor_isInlineNamespace.argtypes = [Cursor]
        lib.clang_Cursor_isInlineNamespace.restype = c_uint
        lib.clang_Cursor_hasAttrs.argtypes = [Cursor]
        lib.clang_Cursor_hasAttrs.restype = c_uint
        lib.clang_getSkippedRanges.argtypes = [TranslationUnit, cindex.File]
        lib.clang_getSkippedRanges.restype = POINTER(_RangeList)
        lib.clang_disposeSourceRangeList.argtypes = [POINTER(_RangeList)]
        lib.clang_disposeSourceRangeList.restype = None
        lib.rootlet_ready = True
    return lib


def library_file() -> str:
    """The path of the loaded libclang; empty if unknown."""
    name = os.path.basename(library()._name or "")
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            return next((line.split()[-1] for line in maps if name in line or "libclang" in line), "")
    except OSError:
        return ""


def evaluate(expression: Cursor) -> Optional[int]:
    """The value of a constant integer expression; None if it has none."""
    lib = library()
    result = lib.clang_Cursor_Evaluate(expression)
    if not result:
        return None
    try:
        return lib.clang_EvalResult_getAsLongLong(result) if lib.clang_EvalResult_getKind(result) == 1 else None
    finally:
        lib.clang_EvalResult_dispose(result)


def is_inline_namespace(cursor: Cursor) -> bool:
    return bool(library().clang_Cursor_isInlineNamespace(cursor))


def is_virtual_base(specifier: Cursor) -> bool:
    return bool(library().clang_isVirtualBase(specifier))


def annotations_of(declaration: Cursor) -> List[str]:
    """The texts of `__attribute__((annotate("text")))`."""
    if not library().clang_Cursor_hasAttrs(declaration):
        return []
    return [child.spelling for child in declaration.get_children() if child.kind == CursorKind.ANNOTATE_ATTR]


def has_packed_attribute(declaration: Cursor) -> bool:
    """`__attribute__((packed))` stands at it."""
    if not library().clang_Cursor_hasAttrs(declaration):
        return False
    return any(child.kind == CursorKind.PACKED_ATTR for child in declaration.get_children())


def tokens_of_attributes(declaration: Cursor) -> List[str]:
    """The words in the attributes of a declaration that libclang has no kind for."""
    if not library().clang_Cursor_hasAttrs(declaration):
        return []
    attributes = (c for c in declaration.get_children() if c.kind == CursorKind.UNEXPOSED_ATTR)
    return [token.spelling for attribute in attributes for token in attribute.get_tokens()]


def specialized_template(cursor: Cursor) -> Optional[Cursor]:
    """The template (or partial specialisation) that a class is an instance of."""
    return library().clang_getSpecializedCursorTemplate(cursor)


def skipped_ranges(tu: TranslationUnit, file: str) -> List[Tuple[int, int]]:
    """What the preprocessor left out of a file: first and last lines."""
    lib = library()
    found = lib.clang_getSkippedRanges(tu, tu.get_file(file))
    ranges = [found.contents.ranges[i] for i in range(found.contents.count)]
    lines = [(r.start.line, r.end.line) for r in ranges]
    lib.clang_disposeSourceRangeList(found)
    return lines


def location_of(cursor: Cursor) -> Location:
    return _location(cursor.location)


def parse(path: str, text: Optional[str], arguments: Sequence[str], options: int) -> TranslationUnit:
    """One translation unit. `text`, if given, stands for the content of `path`."""
    library()
    unsaved = [(path, text)] if text is not None else None
    try:
        tu = TranslationUnit.from_source(path, list(arguments), unsaved, options)
    except cindex.TranslationUnitLoadError as error:
        raise Fatal(f"libclang cannot parse {path}: wrong compiler options? ({' '.join(arguments)})") from error
    except cindex.LibclangError as error:
        raise UsageError(f"libclang cannot be loaded: {error}; on Debian install python3-clang-19") from error
    reads.note_unit(tu, path, text, arguments)
    return tu


def errors_of(tu: TranslationUnit, main: str = "") -> List[Diagnostic]:
    """clang's errors, as clang shows them; of an include stack what lies in the file `main` is left out."""
    errors = [_converted(item) for item in tu.diagnostics if item.severity >= cindex.Diagnostic.Error]
    stacks: Dict[str, Tuple[Location, ...]] = {}
    result = []
    for error in errors:
        stack = [note for note in error.notes if note.text.startswith(_INCLUDED)]
        stacks.setdefault(error.location.file, tuple(n.location for n in stack if n.location.file != main))
        notes = tuple(note for note in error.notes if note not in stack)
        result.append(replace(error, notes=notes, includes=stacks[error.location.file]))
    return result


def _location(where: cindex.SourceLocation) -> Location:
    return Location(where.file.name if where.file else "", where.line, where.column)


def _converted(item: cindex.Diagnostic) -> Diagnostic:
    where = _location(item.location)
    marks = tuple(
        (r.start.column - 1, r.end.column - 1)
        for r in item.ranges
        if r.start.line == r.end.line == where.line and r.start.file and r.start.file.name == where.file
    )
    inserted = (f.value for f in item.fixits if _location(f.range.start) == where and f.range.start == f.range.end)
    return Diagnostic(
        _SEVERITIES[item.severity],
        item.spelling,
        where,
        notes=tuple(_converted(child) for child in item.children),
        marks=marks,
        insert=next(inserted, ""),
    )
