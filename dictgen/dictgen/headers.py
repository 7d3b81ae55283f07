"""The headers of a run: where they lie, how the emitted file includes them, what clang is told about them.

Used by parse.py, classes.py, linkdef.py and macro.py.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

from .clang_api import Cursor, library_file
from .compiler import system_include_arguments
from .diagnostics import Fatal, Location, Report


@dataclass(frozen=True)
class Options:
    """What the command line says about parsing."""

    headers: Tuple[str, ...]
    output: str = ""
    flags: Tuple[str, ...] = ()  # -I -D -U -isystem -f... -m..., as given
    standard: str = "c++20"
    compiler: str = "c++"


def clang_arguments(options: Options) -> List[str]:
    """Everything libclang is told about the compilation."""
    return [
        "-x",
        "c++",
        f"-std={options.standard}",
        "-fno-access-control",  # private nested classes can be asked about
        "-Wno-everything",
        "-D__DICTGEN__=1",  # what headers say to dictgen alone, see RootletAnnotations.h
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


class Headers:
    """The named headers: real path to the spelling that the emitted file includes, in the order given."""

    def __init__(self, options: Options, report: Report) -> None:
        self._output = options.output
        self.directories = include_directories(options.flags)
        self._by_name: Dict[str, Optional[str]] = {}
        self.spellings = _resolved(options, report)

    def named(self, cursor: Cursor) -> Optional[str]:
        """How the emitted file includes the header with this declaration; None if it is not a named one."""
        file = cursor.location.file
        name = file.name if file else ""
        if name not in self._by_name:
            self._by_name[name] = self.spellings.get(os.path.realpath(name)) if name else None
        return self._by_name[name]

    def spelling_of(self, cursor: Cursor) -> str:
        file = cursor.location.file
        return include_spelling(file.name, self.directories, self._output) if file else ""


def _resolved(options: Options, report: Report) -> Dict[str, str]:
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


def system_directories(arguments: Sequence[str]) -> List[str]:
    """The directories that were given after -nostdinc: the compiler's own."""
    after = arguments[list(arguments).index("-nostdinc") :]
    return [os.path.normpath(after[i + 1]) for i, flag in enumerate(after) if flag == "-isystem"]
