"""The text of source files around a declaration: what clang leaves aside, ROOT's comments above all.

Used by classes.py, include_order.py, macro.py and printing.py. A run reads each file once. Offsets are bytes, as clang
counts them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Optional


@lru_cache(maxsize=None)
def text_of(file: str) -> bytes:
    try:
        with open(file, "rb") as source:
            return source.read()
    except OSError:
        return b""


def forget_sources() -> None:
    """For another run in the same process: files may have changed."""
    text_of.cache_clear()


def comment_behind(file: str, offset: int) -> str:
    """The `//` comment in the line where a declaration ends; `offset` lies at the end of its declarator."""
    text = text_of(file)
    position = offset
    while position < len(text):
        c = text[position : position + 1]
        if c == b"\n":
            return ""
        if text.startswith(b"//", position):
            end = text.find(b"\n", position)
            return text[position + 2 : end if end >= 0 else len(text)].decode(errors="replace").strip()
        if text.startswith(b"/*", position):
            end = text.find(b"*/", position + 2)
            position = len(text) if end < 0 else end + 2
        elif c in (b'"', b"'"):
            position = _skip_literal(text, position)
        elif c == b";":
            return _comment_after(text, position + 1)
        else:
            position += 1
    return ""


def comment_behind_macro(file: str, offset: int) -> str:
    """The comment behind `ClassDef(Name, 1)`, which may have a semicolon; `offset` is where the macro's name starts."""
    text = text_of(file)
    position = text.find(b"(", offset)
    depth = 0
    while 0 <= position < len(text):
        c = text[position : position + 1]
        depth += (c == b"(") - (c == b")")
        position += 1
        if depth == 0:
            return _comment_after(text, position)
    return ""


def _comment_after(text: bytes, position: int) -> str:
    """The comment that follows with nothing but blanks, semicolons and `/* */` in between."""
    while True:
        if text.startswith(b"/*", position):
            end = text.find(b"*/", position + 2)
            position = len(text) if end < 0 else end + 2
        elif text[position : position + 1] in (b" ", b"\t", b";"):
            position += 1
        else:
            break
    if not text.startswith(b"//", position):
        return ""
    end = text.find(b"\n", position)
    return text[position + 2 : end if end >= 0 else len(text)].decode(errors="replace").strip()


def _skip_literal(text: bytes, position: int) -> int:
    quote = text[position]
    position += 1
    while position < len(text) and text[position] != quote and text[position] != 0x0A:
        position += 2 if text[position] == 0x5C else 1
    return position + 1


def template_head(file: str, offset: int) -> Optional[str]:
    """`template <...>` at `offset`."""
    text = text_of(file)
    start = text.find(b"<", offset)
    depth = 0
    for position in range(start, len(text)):
        c = text[position]
        depth += (c == 0x3C) - (c == 0x3E)
        if depth == 0:
            return text[offset : position + 1].decode(errors="replace")
    return None


def leading_comment(file: str) -> str:
    """The comment that a file opens with, markers and lines with Doxygen commands taken away."""
    text = text_of(file).decode(errors="replace").lstrip("\ufeff \t\r\n")
    if text.startswith("/*"):
        lines = [line.strip().lstrip("*!").removesuffix("*/") for line in text[1 : text.find("*/")].splitlines()]
    else:
        lines = []
        for line in map(str.strip, text.splitlines()):
            if not line.startswith("//"):
                break
            lines.append(line.lstrip("/").removeprefix("!"))
    lines = [line.removeprefix(" ").rstrip() for line in lines]
    return "\n".join(line for line in lines if not line.startswith(("\\", "@"))).strip("\n")
