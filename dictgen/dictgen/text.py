"""Pieces of C++ text: literals, identifiers, lines that are not too long.

Used by emit.py, rows.py, reach.py and emit_rules.py.
"""

from __future__ import annotations

import re
import zlib
from typing import List, Sequence

LINE_WIDTH = 120
_IDENTIFIER_LENGTH = 48
# Names that can be told from the identifier alone: a `_` there is a `::` here.
_READ_BACK = re.compile(r"[^\W_]+(::[^\W_]+)*")


def quoted(text: str) -> str:
    """A C++ string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("??", "?\\?")
    return '"' + "".join(c if ord(c) >= 32 else f"\\{ord(c):03o}" for c in escaped) + '"'


def wrapped(statement: str, indent: int) -> str:
    """A statement at its indentation; a call longer than the line continues behind its parenthesis."""
    pad = " " * indent
    return "\n".join(_wrapped_line(pad + line) for line in statement.split("\n"))


def _wrapped_line(line: str) -> str:
    if len(line) <= LINE_WIDTH:
        return line
    start = min(line.find(c) for c in "({" if c in line) + 1
    pieces = [piece + "," for piece in _split_arguments(line[start:])]
    pieces[-1] = pieces[-1][:-1]
    aligned = _filled(line[:start], pieces, start)
    if max(map(len, aligned)) <= LINE_WIDTH:
        return "\n".join(aligned)
    indent = len(line) - len(line.lstrip()) + 3
    return "\n".join([line[:start], *_filled(" " * indent, pieces, indent)])


def _filled(first: str, pieces: Sequence[str], indent: int) -> List[str]:
    """Lines of pieces, as many to a line as fit; the first line starts with `first`."""
    lines = [first]
    for i, piece in enumerate(pieces):
        gap = " " if i else ""
        if i and len(lines[-1]) + len(gap) + len(piece) > LINE_WIDTH:
            lines.append(" " * indent + piece)
        else:
            lines[-1] += gap + piece
    return lines


def _split_arguments(text: str) -> List[str]:
    """Splits at commas outside of brackets and literals."""
    pieces, depth, start, in_string = [], 0, 0, False
    for i, c in enumerate(text):
        if c == '"' and text[i - 1] != "\\":
            in_string = not in_string
        if in_string:
            continue
        depth += (c in "([{<") - (c in ")]}" or (c == ">" and text[i - 1] != "-"))
        if c == "," and depth == 0:
            pieces.append(text[start:i])
            start = i + 2
    return [*pieces, text[start:]]


def identifier(name: str) -> str:
    """A C++ identifier for a type, so that no two types have the same one."""
    plain = re.sub(r"_+", "_", re.sub(r"\W", "_", name)).strip("_")
    if len(plain) <= _IDENTIFIER_LENGTH and _READ_BACK.fullmatch(name):
        return plain
    # Box<Hit> and Box<Hit*>, a::b_c and a_b::c look alike
    return f"{plain[:_IDENTIFIER_LENGTH].rstrip('_')}_{zlib.crc32(name.encode()):08x}"
