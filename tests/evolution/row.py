"""What a row of the evolution matrix says. The rows are in rows_*.py, by the kinds that docs/evolution.md lists.

Used by the table, by generate.py, which makes two versions of every class of it, and by test_evolution.py. To add
a row: find its kind, copy a row like it, state what is written and what is expected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Sequence, Tuple

Pairs = Sequence[Tuple[str, str]]


@dataclass(frozen=True)
class Way:
    """One direction: what the writer puts into its object `h`, and what the reader finds in its own."""

    fill: str  # C++ statements
    expect: Dict[str, str]  # C++ expressions and their values, as what stands between braces
    reports: Tuple[str, ...] = ()  # lines that reading reports: a part of each
    before: str = ""  # C++ statements on the object that is read into


@dataclass(frozen=True)
class Row:
    """A class `Host` in two versions. V stands for the number of the version: 1 in the old one, 2 in the new one."""

    name: str  # the namespace of its classes
    old: str  # C++: the class, and what it is made of; or its members only
    new: str
    there: Way  # old to new
    back: Way  # new to old
    same: bool = False  # nothing in the stream tells the versions apart: they are read without StreamerInfo
    misread: bool = (
        False  # the same, but the bytes differ: without StreamerInfo the values are wrong (docs/evolution.md)
    )

    def code(self, version: int) -> str:
        """The declarations of one version."""
        text = self.new if version == 2 else self.old
        if not re.search(r"\b(class|struct) Host\b", text):
            text = f"class Host {{\npublic:\n   {text}\n   ClassDefNV(Host, V)\n}};"
        return re.sub(r"\bV\b", str(version), text)


def sets(pairs: Pairs) -> Way:
    """Members m0, m1, ... are set to the first values and expected to have the second ones."""
    fill = " ".join(f"Set(h.m{i}, {{{written}}});" for i, (written, _) in enumerate(pairs))
    return Way(fill, {f"h.m{i}": expected for i, (_, expected) in enumerate(pairs)})


def members(name: str, old: str, new: str, there: Pairs, back: Pairs) -> Row:
    """Members of one type that get another one; `old` and `new` declare a member m."""
    count = max(len(there), len(back))
    bodies = [
        "\n   ".join(re.sub(r"\bm\b", f"m{i}", declaration, count=1) for i in range(count))
        for declaration in (old, new)
    ]
    return Row(name, bodies[0], bodies[1], sets(there), sets(back))


@dataclass(frozen=True)
class Kind:
    """The rows of one kind. title: the first cell of its line in docs/evolution.md."""

    title: str
    rows: Tuple[Row, ...]
