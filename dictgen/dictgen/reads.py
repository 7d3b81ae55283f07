"""What a run has read: files, translation units, the compiler. The cache asks whether any of it has changed.

Filled by clang_api.py, compiler.py and cli.py; read by cache.py. Invariant: nothing is collected unless begin() was
called, so that a run without cache keeps no translation unit alive.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import List, Optional, Sequence, Tuple


@dataclass
class Unit:
    """One translation unit: the text made for it, if any, the directories of its includes in the order of the search,
    and who included whom."""

    path: str
    text: Optional[str]
    directories: List[str]
    inclusions: List[Tuple[str, str]]


@dataclass
class Reads:
    units: List[Unit] = field(default_factory=list)
    files: List[str] = field(default_factory=list)
    headers: List[str] = field(default_factory=list)  # as the command line names them
    compilers: List[str] = field(default_factory=list)


_current: List[Reads] = []


def begin() -> None:
    _current[:] = [Reads()]


def end() -> Reads:
    return _current.pop()


def note_file(path: str) -> None:
    for reads in _current:
        reads.files.append(path)


def note_headers(paths: Sequence[str]) -> None:
    for reads in _current:
        reads.headers += paths


def note_compiler(name: str) -> None:
    for reads in _current:
        reads.compilers.append(name)


def note_unit(tu, path: str, text: Optional[str], arguments: Sequence[str]) -> None:
    """`tu` is a TranslationUnit of libclang."""
    for reads in _current:
        inclusions = [(i.source.name, i.include.name) for i in tu.get_includes()]
        reads.units.append(Unit(path, text, _directories(arguments), inclusions))
        if text is None:
            reads.files.append(path)


def _directories(arguments: Sequence[str]) -> List[str]:
    """Of -iquote, -I and -isystem, in this order, as clang searches."""
    found: dict = {"-iquote": [], "-I": [], "-isystem": [], "-idirafter": []}
    rest = iter(arguments)
    for argument in rest:
        for option, directories in found.items():
            if argument == option:
                directories.append(next(rest, "."))
                break
            if argument.startswith(option):
                directories.append(argument[len(option) :])
                break
    return [os.path.normpath(directory) for directories in found.values() for directory in directories]
