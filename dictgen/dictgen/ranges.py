"""The limits of packed ranges: what readers of ROOT's format take them for, and what they say.

Used by annotations.py. Readers parse the annotation again, from the title in StreamerInfo, so what they understand
(docs/wire-format.md, Packed Double32_t and Float16_t) is what is packed; a limit that says something else is an error.
"""

from __future__ import annotations

import math
import re
from typing import List, Optional

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_TOKEN = re.compile(
    r"0[xX][0-9a-fA-F]+|(?:\d[\d']*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:[fFlL](?!\w))?|[A-Za-z_:]+\d*(?:\(\))?|."
)
_CONSTANTS = {"pi": math.pi, "m_pi": math.pi, "kpi": math.pi, "tmath::pi()": math.pi, "std::numbers::pi": math.pi}
_CONSTANTS |= {"twopi": 2 * math.pi, "tmath::twopi()": 2 * math.pi}
_CONSTANTS |= {"m_pi_2": math.pi / 2, "tmath::piover2()": math.pi / 2, "m_pi_4": math.pi / 4}
_LONGEST = 80  # of an expression: longer ones are no limits


def as_read(text: str) -> Optional[float]:
    """What readers take a limit without blanks for; None where they find nothing and take 0."""
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
    value = float(text) if _NUMBER.fullmatch(text) else math.inf
    return value if math.isfinite(value) else None


def as_written(text: str) -> Optional[float]:
    """The value of a limit as an expression of C++ and mathematics; None if it is none."""
    tokens = _TOKEN.findall(text) if len(text) <= _LONGEST else []
    try:
        value = _Expression(tokens).value()
    except (ValueError, ArithmeticError):
        return None
    return value if math.isfinite(value) else None


def is_misread(text: str) -> bool:
    """Readers take the limit for something else than it says."""
    read, written = as_read(text), as_written(text)
    if written is None:
        return read is not None
    return read is None or not math.isclose(read, written, rel_tol=1e-14)


class _Expression:
    """+ - * / and parentheses over numbers and the names of pi; `2pi` is a product. Anything else: ValueError."""

    def __init__(self, tokens: List[str]) -> None:
        self._tokens = [*tokens, ""]
        self._at = 0

    def value(self) -> float:
        result = self._sum()
        if self._tokens[self._at]:
            raise ValueError(self._tokens[self._at])
        return result

    def _take(self, *wanted: str) -> str:
        token = self._tokens[self._at]
        if token not in wanted:
            return ""
        self._at += 1
        return token

    def _sum(self) -> float:
        result = self._product()
        while sign := self._take("+", "-"):
            term = self._product()
            result += term if sign == "+" else -term
        return result

    def _product(self) -> float:
        result = self._factor()
        while True:
            sign = self._take("*", "/")
            if not sign and self._tokens[self._at].lower() not in _CONSTANTS:
                return result
            factor = self._factor()
            result = result / factor if sign == "/" else result * factor

    def _factor(self) -> float:
        if sign := self._take("+", "-"):
            return self._factor() if sign == "+" else -self._factor()
        if self._take("("):
            result = self._sum()
            if not self._take(")"):
                raise ValueError("( without )")
            return result
        token = self._tokens[self._at].lower()
        self._at += bool(token)
        if token in _CONSTANTS:
            return _CONSTANTS[token]
        if token.startswith("0x"):
            return float(int(token, 16))
        return float(token.replace("'", "").rstrip("fl") or "none")
