"""ROOT's comments behind members, understood.

Used by layout.py. Invariant: the rules are those of docs/wire-format.md (packing, class checksum); the comment itself
is kept, because it is the title in StreamerInfo and part of the checksum.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Optional, Tuple


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


def packing_of(basic: str, annotation: Annotation) -> Tuple[Packing, bool]:
    """How a Double32_t or Float16_t with this comment is stored, and whether the annotation could be read."""
    default = Packing("float") if basic == "Double32_t" else Packing("mantissa", 12)
    text = annotation.packing_text
    if text is None:
        return default, True
    parts = [part.strip() for part in text.replace(" ", "").replace("\t", "").split(",")]
    limits = [_limit(part) for part in parts[:2]]
    readable = all(limit is not None for limit in limits) and len(parts) <= 3
    xmin, xmax = (limit or 0.0 for limit in limits)
    nbits = 32
    if len(parts) > 2:
        given = int(parts[2]) if re.fullmatch(r"\d{1,9}", parts[2]) else 0
        readable = readable and 2 <= given <= 32
        nbits = given if 2 <= given <= 32 else 32
    if xmin < xmax:
        return Packing("range", nbits, xmin, xmax), readable
    if nbits < 15:
        return Packing("mantissa", nbits), readable
    if 1 <= int(xmin) <= 22:  # an accident of ROOT's that files rely on: `[5,5]` has 5 bits; a float has 23
        return Packing("mantissa", int(xmin)), readable and 2 <= int(xmin) <= 16
    if int(xmin) != 0:
        return default, False
    return default, readable


def _limit(text: str) -> Optional[float]:
    """A limit: a number or something with pi. None if unreadable."""
    if "pi" in text:
        factor = -1.0 if "-" in text else 1.0
        for form, value in (
            ("2pi", 2 * math.pi),
            ("2*pi", 2 * math.pi),
            ("twopi", 2 * math.pi),
            ("pi/2", math.pi / 2),
            ("pi/4", math.pi / 4),
        ):
            if form in text:
                return factor * value
        return factor * math.pi
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
