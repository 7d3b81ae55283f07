"""ROOT's comments behind members, understood.

Used by layout.py. Invariant: the rules are those of docs/wire-format.md (packing, class checksum); the comment itself
is kept, because it is the title in StreamerInfo and part of the checksum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Optional, Tuple

from . import ranges


@dataclass(frozen=True)
class Packing:
    """How a Double32_t or Float16_t is stored. form: float, range or mantissa."""

    form: str
    nbits: int = 0
    xmin: float = 0.0
    xmax: float = 0.0


@dataclass(frozen=True)
class Annotation:
    """What the comment of a member says. `title` is the comment as StreamerInfo holds it, markers included."""

    title: str = ""
    transient: bool = False
    never_null: bool = False
    dont_split: bool = False
    brackets: Tuple[str, ...] = ()  # the texts of all [...], in order

    @property
    def checksum_text(self) -> Optional[str]:
        """What the class checksum takes from the comment."""
        return self.brackets[0] if self.brackets else None

    @property
    def counter(self) -> Optional[str]:
        """The name in the first [...], if it can be one."""
        name = self.brackets[0].strip() if self.brackets else ""
        return name if re.fullmatch(r"[A-Za-z_]\w*", name) else None

    @property
    def packing_text(self) -> Optional[str]:
        """The [...] that says how to pack: the first with a comma of the first two."""
        if self.brackets and "," in self.brackets[0]:
            return self.brackets[0]
        if len(self.brackets) > 1 and "," in self.brackets[1]:
            return self.brackets[1]
        return None


def understand(comment: str) -> Annotation:
    """`comment` is the text behind `//`."""
    title = without_doxygen(comment)
    return Annotation(
        title=title,
        transient=title.startswith("!"),
        never_null=title.startswith("->"),
        dont_split=title.startswith("||"),
        brackets=tuple(re.findall(r"\[([^\[\]]*)\]", title)),
    )


def without_doxygen(comment: str) -> str:
    """Doxygen's forms `///< text`, `///<! text`, `//!< text` and `/// text` as ROOT's."""
    title = comment.strip()
    if title.startswith(("/<", "!<")):
        return ("!" if title[0] == "!" else "") + title[2:].lstrip()
    return title[1:].lstrip() if title.startswith("/") else title


def is_packing(text: Optional[str]) -> bool:
    """The text of a [...] can be nothing else than a range: numbers, with commas between them."""
    parts = "".join((text or "").split()).split(",")
    return 2 <= len(parts) <= 3 and all(ranges.as_read(part) is not None for part in parts)


@dataclass(frozen=True)
class PackingProblem:
    """What is wrong with a packing annotation: the code of the rule, what to say, how to cure it."""

    code: str
    text: str
    fix: str


def packing_of(basic: str, annotation: Annotation) -> Tuple[Packing, Optional[PackingProblem]]:
    """How a Double32_t or Float16_t with this comment is stored, and what is wrong with the annotation."""
    default = Packing("float") if basic == "Double32_t" else Packing("mantissa", 12)
    text = annotation.packing_text
    if text is None:
        return default, None
    parts = "".join(text.split()).split(",")
    limits = [ranges.as_read(part) for part in parts[:2]]
    xmin, xmax = (limit or 0.0 for limit in limits)
    nbits = int(parts[2]) if len(parts) > 2 and re.fullmatch(r"\d{1,9}", parts[2]) else 32
    nbits = nbits if 2 <= nbits <= 32 else 32
    problem = _packing_problem(text, parts)
    if xmin < xmax:
        return Packing("range", nbits, xmin, xmax), problem
    if nbits < 15:
        packing = Packing("mantissa", nbits)
    elif 1 <= int(xmin) <= 22:  # an accident of ROOT's that files rely on: `[5,5]` has 5 bits; a float has 23
        packing = Packing("mantissa", int(xmin))
    else:
        packing = default
    if problem is None and xmin > xmax:
        problem = PackingProblem(
            "DG081",
            f"has the range '[{text}]' with its limits in the wrong order; {_said(packing)} instead",
            f"write [{parts[1]},{parts[0]}{',' + parts[2] if len(parts) > 2 else ''}]",
        )
    if problem is None and nbits >= 15 and int(xmin) not in (0, *range(2, 17)):
        problem = _unreadable(text)
    return packing, problem


def _packing_problem(text: str, parts: List[str]) -> Optional[PackingProblem]:
    for part in parts[:2]:
        if ranges.is_misread(part):
            read, written = ranges.as_read(part), ranges.as_written(part)
            number = "a number" if written is None else f"the number, {written!r}"
            taken = "nothing" if read is None else f"{read:.6g}"
            return PackingProblem(
                "DG080", f"has the limit '{part}' in its range, which ROOT reads as {taken}", f"write {number}"
            )
    bits = parts[2] if len(parts) > 2 else "32"
    readable = len(parts) <= 3 and re.fullmatch(r"\d{1,9}", bits) and 2 <= int(bits) <= 32
    known = all(ranges.as_read(part) is not None for part in parts[:2])
    return None if readable and known else _unreadable(text)


def _unreadable(text: str) -> PackingProblem:
    return PackingProblem(
        "DG022",
        f"has the packing '[{text}]', which cannot be read in full",
        "write [xmin,xmax] or [xmin,xmax,nbits] with numbers, nbits from 2 to 32",
    )


def _said(packing: Packing) -> str:
    return "plain floats are stored" if packing.form == "float" else f"mantissas of {packing.nbits} bits are stored"
