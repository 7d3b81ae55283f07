"""-W options: which of dictgen's warnings are shown, and which are errors.

Used by cli.py. Invariant: as with compilers, a later option overrules an earlier one about the same rule, what names a
rule overrules what names none, and -w silences what is still a warning in the end.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Dict, Optional, Sequence

from .diagnostics import RULES, Diagnostic, Report, UsageError

_OURS = re.compile(r"-w|-W(no-)?error|-W(no-)?(error=)?(DG\w*)", re.IGNORECASE)


def is_ours(argument: str) -> bool:
    """The option is about dictgen's warnings; all other -W options are a compiler's."""
    return _OURS.fullmatch(argument) is not None


class Severities:
    """What becomes of warnings."""

    def __init__(self, options: Sequence[str] = ()) -> None:
        self._silent = "-w" in options
        self._all_errors = False
        self._shown: Dict[str, bool] = {}
        self._errors: Dict[str, bool] = {}
        for option in options:
            self._take(option)

    def _take(self, option: str) -> None:
        found = _OURS.fullmatch(option)
        code = (found[4] or "").upper()
        if option == "-w":
            return
        if not code:
            self._all_errors = found[1] is None
            return
        rule = RULES.get(code)
        if rule is None:
            raise UsageError(f"{option}: there is no rule '{code}'; --explain all lists them")
        wanted = found[2] is None
        if rule.severity != "warning":
            if not wanted:
                raise UsageError(f"{option}: {code} is an error, not a warning, and stays one")
        elif found[3]:
            self._errors[code] = wanted
        else:
            self._shown[code] = wanted

    def apply(self, report: Report) -> None:
        """Drops warnings from the report or makes them errors."""
        report.items = [item for item in map(self._applied, report.items) if item is not None]

    def _applied(self, item: Diagnostic) -> Optional[Diagnostic]:
        if item.severity != "warning":
            return item
        if not self._shown.get(item.code, True):
            return None
        if self._errors.get(item.code, self._all_errors):
            return replace(item, severity="error", flag="-Werror")
        return None if self._silent else item
