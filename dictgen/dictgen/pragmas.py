"""The pragmas of a LinkDef file as text: logical lines with their place, comments taken away.

Used by linkdef.py and rules.py. Invariant: what stands in a string literal is never taken for a comment, and a line
break that a backslash continues stays a line break, so that code in a pragma keeps its lines.
"""

from __future__ import annotations

import re
from typing import List, Tuple

_PRAGMA = re.compile(r"\s*#\s*pragma\s+(link|readraw|read|create|extra_include)\b(.*)", re.DOTALL)


def pragmas_of(text: str) -> List[Tuple[int, int, str, str]]:
    """Line, column, keyword and the rest of every pragma that is about dictionaries."""
    found = []
    for line, column, logical in _logical_lines(text):
        match = _PRAGMA.match(logical)
        if match:
            found.append((line, column, match[1], match[2]))
    return found


def _logical_lines(text: str) -> List[Tuple[int, int, str]]:
    """Number of the first line, column of the first character that is no blank, text."""
    lines: List[Tuple[int, int, str]] = []
    piece: List[str] = []
    number, first, i = 1, 1, 0
    in_string = False
    while i < len(text):
        c = text[i]
        splice = re.compile(r"\\[ \t\r]*\n").match(text, i)
        if splice:
            piece.append("\n")
            number += 1
            i = splice.end()
        elif c == "\n":
            lines.append(_line(first, piece))
            piece, in_string = [], False
            number += 1
            first = number
            i += 1
        elif in_string and c == "\\":
            piece.append(text[i : i + 2])
            i += 2
        elif not in_string and text.startswith("//", i):
            i = _end_of(text, "\n", i, 0)
        elif not in_string and text.startswith("/*", i):
            end = _end_of(text, "*/", i + 2, 2)
            piece.append(" ")
            number += text.count("\n", i, end)
            i = end
        else:
            in_string = in_string != (c == '"')
            piece.append(c)
            i += 1
    lines.append(_line(first, piece))
    return lines


def _line(first: int, piece: List[str]) -> Tuple[int, int, str]:
    text = "".join(piece)
    return first, len(text) - len(text.lstrip()) + 1, text


def _end_of(text: str, end: str, start: int, behind: int) -> int:
    found = text.find(end, start)
    return len(text) if found < 0 else found + behind
