"""Which classes get a dictionary: ClassDef and ROOTLET_DICT in the named headers, then the pragmas of the LinkDef file.

Used by parse.py. Invariant: what stands later overrides what stands earlier; nothing here looks at clang.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Callable, Dict, List, Optional, Set, Tuple

from .diagnostics import Location, Report
from .linkdef import LinkPragma
from .model import Class, Selected


@dataclass(frozen=True)
class Candidate:
    """A class that a pragma may choose without spelling out its name."""

    cls: Class
    namespace: str  # that it lies in, directly or inside other classes
    outer: str = ""  # the class around it: its key


class Selection:
    """The state that ClassDef, ROOTLET_DICT and one pragma after the other change."""

    def __init__(self, candidates: List[Candidate], report: Report) -> None:
        self._candidates = [c for c in candidates if "(anonymous namespace)" not in c.cls.cxx]
        self._report = report
        self._nested = False
        self.selected: Dict[str, Selected] = {}
        self.dropped: Set[str] = set()  # switched off by name: not even selected because others need them
        self.versions: Dict[str, Tuple[int, Location]] = {}  # options=version(N)
        for candidate in candidates:
            if candidate.cls.version is not None and candidate.cls.named:
                self.selected[candidate.cls.cxx] = Selected(candidate.cls.cxx)

    def request(self, key: str, where: Location) -> None:
        """ROOTLET_DICT."""
        if key not in self.selected:
            self.selected[key] = Selected(key, location=where)

    def apply(self, pragma: LinkPragma, key: Optional[str]) -> None:
        """A pragma; `key` is the class that it names, None if it names none or speaks of many."""
        if pragma.action == "nestedclasses":
            self._nested = not pragma.off
            return
        if pragma.action == "all" and pragma.off:
            self.selected.clear()
            return
        keys = [key] if key is not None else [c.cls.cxx for c in self._candidates if self._fits(c, pragma)]
        if not keys:
            self._report.add(
                "DG045",
                pragma.location,
                f"nothing in the headers fits '{_words(pragma)}'",
                "check the spelling, and that the headers are among the named ones",
            )
        for chosen in keys:
            if pragma.off:
                self.selected.pop(chosen, None)
                self.dropped.add(chosen)
                continue
            self.dropped.discard(chosen)
            self.selected[chosen] = Selected(chosen, pragma.custom_streamer, pragma.location)
            self.versions.pop(chosen, None)
            if pragma.version is not None:
                self.versions[chosen] = (pragma.version, pragma.location)

    def finish(self) -> None:
        """What `nestedclasses` adds."""
        for candidate in self._candidates if self._nested else ():
            key = candidate.cls.cxx
            chosen = candidate.outer in self.selected and candidate.outer != ""
            if chosen and key not in self.dropped and _can_be_meant(candidate.cls):
                self.selected.setdefault(key, Selected(key, location=self.selected[candidate.outer].location))

    def with_versions(self, class_of: Callable[[str], Class]) -> Dict[str, Class]:
        """The classes to which LinkDef gives a version, with that version."""
        changed = {}
        for key, (version, where) in self.versions.items():
            cls = class_of(key)
            if cls.version is None:
                changed[key] = replace(cls, link_version=version)
            else:
                self._report.add(
                    "DG048",
                    where,
                    f"the option 'version({version})' has no effect: ClassDef says that '{cls.name}' has version "
                    f"{cls.version}",
                    "change the number in ClassDef",
                )
        return changed

    @staticmethod
    def _fits(candidate: Candidate, pragma: LinkPragma) -> bool:
        cls = candidate.cls
        if not _can_be_meant(cls):
            return False
        if pragma.action == "defined_in":
            file = os.path.realpath(cls.location.file)
            return file == os.path.realpath(pragma.name) or file.endswith(os.sep + pragma.name)
        if not cls.named:
            return False
        if pragma.action == "all":
            return True
        if pragma.action == "class":
            return pragma.matches(cls.name)
        if pragma.action == "namespace":
            return not candidate.outer and pragma.matches(candidate.namespace)
        if pragma.action == "within_namespace":
            return candidate.namespace == pragma.name or candidate.namespace.startswith(pragma.name + "::")
        return cls.name.startswith(pragma.name + "::") and len(candidate.namespace) < len(pragma.name)


def _can_be_meant(cls: Class) -> bool:
    """What only its own scope may name is that scope's affair: it is taken if it has ClassDef or is needed."""
    return cls.public or cls.version is not None


def _words(pragma: LinkPragma) -> str:
    """The pragma in short, for a message."""
    words = {"within_namespace": "defined_in namespace", "within_class": "defined_in class", "all": "all classes"}
    return ("off " if pragma.off else "") + f"{words.get(pragma.action, pragma.action)} {pragma.name}".rstrip()
