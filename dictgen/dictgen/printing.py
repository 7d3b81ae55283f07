"""Messages as clang prints them, so that editors and build logs know what they see.

Used by cli.py at the end of a run.
"""

from __future__ import annotations

import os
from typing import Optional, TextIO, Tuple

from .diagnostics import Diagnostic, Location, Report
from .source import text_of


def print_report(report: Report, stream: TextIO) -> None:
    """Everything, in the order of the source."""
    files = list(dict.fromkeys(item.location.file for item in report.items))
    shown: Tuple[Location, ...] = ()
    for item in sorted(report.items, key=lambda i: (files.index(i.location.file), i.location.line, i.location.column)):
        if item.includes != shown:  # clang too says once how a file came to be included
            shown = item.includes
            stream.writelines(f"In file included from {shown_path(at.file)}:{at.line}:\n" for at in shown)
        _print_one(item, stream)
    errors = sum(item.failed for item in report.items)
    warnings = sum(item.severity == "warning" for item in report.items)
    if errors or warnings:
        counts = [_count(errors, "error")] * bool(errors) + [_count(warnings, "warning")] * bool(warnings)
        stream.write(" and ".join(counts[::-1]) + " generated.\n")


def _count(n: int, what: str) -> str:
    return f"{n} {what}" + ("" if n == 1 else "s")


def _print_one(item: Diagnostic, stream: TextIO) -> None:
    where = item.location
    file = shown_path(where.file)
    place = f"{file}:{where.line}:{where.column}: " if where.line else f"{file or 'dictgen'}: "
    tags = ",".join(tag for tag in (item.flag, item.code) if tag)
    stream.write(f"{place}{item.severity}: {item.text}{f' [{tags}]' if tags else ''}\n")
    line = source_line(where)
    if line is not None and (line.strip() or item.insert):  # an empty file has an empty line
        stream.write(f"{line}\n{_underlined(line, item)}\n")
        if item.insert:
            stream.write(_blanks(line, _characters(line, where.column - 1)) + item.insert + "\n")
    if item.fix:
        stream.write(f"  fix: {item.fix}\n")
    for note in item.notes:
        _print_one(note, stream)


def _characters(line: str, count: int) -> int:
    """clang counts bytes."""
    return len(line.encode()[: max(count, 0)].decode(errors="ignore"))


def _blanks(line: str, count: int) -> str:
    """As wide as the start of the line: tabs stay tabs."""
    return "".join("\t" if c == "\t" else " " for c in line[:count])


def _underlined(line: str, item: Diagnostic) -> str:
    """The caret, and `~` under what clang points out besides."""
    caret = _characters(line, item.location.column - 1)
    marks = [(_characters(line, start), _characters(line, end)) for start, end in item.marks]
    width = max([caret + 1, *(end for _, end in marks)])
    row = list(_blanks(line, width).ljust(width))
    for start, end in marks:
        row[start:end] = "~" * (end - start)
    row[caret] = "^"
    return "".join(row).rstrip()


def shown_path(path: str) -> str:
    """Below the current directory a relative path, as the user would type it."""
    below = os.path.relpath(path) if path else ""
    return path if below.startswith(os.pardir) else below


def source_line(where: Location) -> Optional[str]:
    """The text of the line; None if there is no such file or line."""
    lines = text_of(where.file).split(b"\n") if where.line else []
    return lines[where.line - 1].decode(errors="replace").rstrip("\r") if 0 < where.line <= len(lines) else None
