"""Why a header does not compile here, where clang's words do not tell: it needs another one first, or is read twice.

Used by parse.py when clang found errors. Invariant: a hint is proven, not guessed: with the other header before it, the
header was parsed without errors.
"""

from __future__ import annotations

import os
import re
from typing import Callable, Dict, List, Optional, Sequence, Set

from .diagnostics import Diagnostic, Location, Report
from .source import text_of

_MOST_TRIED = 6  # headers that could be what is missing; each costs a parse


def with_hints(
    errors: Sequence[Diagnostic], named: Dict[str, str], directories: Sequence[str], compiles: Callable[..., bool]
) -> List[Diagnostic]:
    """clang's errors, those of a header that only lacks another one replaced by one that says so.

    `named` is real path to spelling of the named headers; compiles(files) says whether they do, in this order.
    """
    hints = Report()
    explained: Set[str] = set()
    tried: Set[str] = set()
    for error in errors:
        file = os.path.realpath(error.location.file) if error.location.file else ""
        if file in explained:
            continue
        if file and _is_read_again(error):
            explained.add(file)
            hints.add(
                "DG085",
                Location(file, 1, 1),
                f"the header is read twice and has no include guard ({error.text})",
                "#pragma once as its first line",
            )
        elif file in named and file not in tried:
            tried.add(file)
            needed = _needed_before(error, file, named, directories, compiles)
            if needed:
                explained.add(file)
                spelling = named.get(needed) or os.path.basename(needed)
                hints.add(
                    "DG084",
                    error.location,
                    f"'{named[file]}' can only be included after '{spelling}' ({error.text})",
                    f'#include "{spelling}" in {named[file]}, or name {spelling} before it',
                )
    return [*hints.items, *(e for e in errors if os.path.realpath(e.location.file) not in explained)]


def _is_read_again(error: Diagnostic) -> bool:
    """Something is defined twice at one and the same place."""
    return error.text.startswith("redefinition of") and any(note.location == error.location for note in error.notes)


def _needed_before(
    error: Diagnostic, file: str, named: Dict[str, str], directories: Sequence[str], compiles: Callable[..., bool]
) -> Optional[str]:
    """The header that must come before `file`; None if there is none such."""
    names = {name for quoted in re.findall(r"'([^']*)'", error.text) for name in re.findall(r"[A-Za-z_]\w*", quoted)}
    names |= {_word_at(file, error.location)} - {""}
    candidates = [other for other in named if other != file and _mentions(other, names)]
    for name in sorted(names):
        beside = [os.path.dirname(file), *directories]
        paths = (os.path.realpath(os.path.join(directory, f"{name}.h")) for directory in beside)
        found = next((path for path in paths if os.path.isfile(path)), None)
        if found and found != file and found not in candidates:
            candidates.append(found)
    return next((other for other in candidates[:_MOST_TRIED] if compiles([other, file])), None)


def _mentions(file: str, names: Set[str]) -> bool:
    return not names.isdisjoint(re.findall(r"[A-Za-z_]\w*", text_of(file).decode(errors="replace")))


def _word_at(file: str, where: Location) -> str:
    lines = text_of(file).split(b"\n")
    line = lines[where.line - 1] if where.line <= len(lines) else b""
    found = re.match(rb"\w+", line[where.column - 1 :])
    return found[0].decode(errors="replace") if found else ""
