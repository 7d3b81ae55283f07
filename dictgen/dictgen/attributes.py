"""The annotation macros of RootletAnnotations.h, turned into the comments that they stand for.

Used by classes.py. Invariant: what follows sees comments only, so both forms give the same model, title and checksum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Sequence, Tuple

from .annotations import without_doxygen
from .model import Type

PREFIX = "rootlet:"
# In the order in which a comment has them.
_MACROS = {
    "transient": "ROOTLET_TRANSIENT",
    "never_null": "ROOTLET_NEVER_NULL",
    "dont_split": "ROOTLET_DONT_SPLIT",
    "counted": "ROOTLET_COUNTED",
    "packed": "ROOTLET_PACKED",
}
_SIGNS = {"transient": "!", "never_null": "->", "dont_split": "||"}
_MARKS = re.compile(r"(!|->|\|\||(?:\[[^\[\]]*\]\s*)+)\s*")


@dataclass(frozen=True)
class Attributes:
    """The macros of one declaration."""

    marks: Dict[str, str] = field(default_factory=dict)  # macro to its mark in a comment, in the order of _MACROS
    title: Optional[str] = None
    problem: str = ""  # what makes them unusable

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Attributes":
        """`texts` are all annotate attributes of a declaration, those that are not ours too."""
        values: Dict[str, List[str]] = {}
        for text in texts:
            if text.startswith(PREFIX):
                name, _, value = text[len(PREFIX) :].partition("=")
                value = value.strip() if name == "title" else "".join(value.split())
                if value not in values.setdefault(name, []):
                    values[name].append(value)
        title = values.get("title", [None])[0]
        marks = {macro: _SIGNS.get(name) or f"[{values[name][0]}]" for name, macro in _MACROS.items() if name in values}
        return cls(marks, title, _problem_of(values, marks, title))

    def comment(self, comment: str) -> Tuple[str, str]:
        """The comment that says the same as the macros and the one that is there; and what is wrong, if anything is."""
        if not self.marks and self.title is None:
            return comment, self.problem
        ours = "".join(self.marks.values())
        plain = without_doxygen(comment)
        found = _MARKS.match(plain)
        theirs, title = ("".join(found[0].split()), plain[found.end() :]) if found else ("", plain)
        problem = self.problem
        if not problem and ours and theirs and ours != theirs:
            problem = f"has {' and '.join(self.marks)} for '{ours}', and the comment says '{theirs}'"
        return f"{ours or theirs} {title if self.title is None else self.title}".strip(), problem

    def misfits(self, type_: Optional[Type]) -> List[str]:
        """What the macros say that a member of this type cannot be; without a type, a class."""
        if type_ is None:
            return [f"has {macro}, which is for members" for macro in self.marks]
        unfit = unfit_for(type_)
        return [f"has {macro}, but is not {unfit[macro]}" for macro in unfit if macro in self.marks]


def unfit_for(type_: Type) -> Dict[str, str]:
    """The annotations, by their macros, that say nothing of a member of this type; and what they are for."""
    if type_.kind == "unsupported":
        return {}
    inner = type_
    while inner.kind in ("array", "std_array"):
        inner = inner.args[0]
    pointer = inner.kind == "pointer"
    target = inner.args[0] if pointer else inner
    packed = target.kind == "basic" and target.basic in ("Double32_t", "Float16_t")
    to_class = inner.kind == "unique_ptr" or (pointer and target.kind == "class")
    fits = {
        "ROOTLET_NEVER_NULL": (to_class, "a pointer to a class"),
        "ROOTLET_DONT_SPLIT": (target.kind not in ("basic", "enum", "string"), "a container or an object"),
        "ROOTLET_COUNTED": (pointer, "a pointer"),
        "ROOTLET_PACKED": (packed, "a Double32_t or Float16_t, or an array of them"),
    }
    return {macro: wanted for macro, (fit, wanted) in fits.items() if not fit}


def _problem_of(values: Dict[str, List[str]], marks: Dict[str, str], title: Optional[str]) -> str:
    """Why the macros of a declaration cannot stand together; empty if they can."""
    for name, given in values.items():
        macro = "ROOTLET_TITLE" if name == "title" else _MACROS.get(name)
        if macro is None:
            return f"has the annotation '{name}', which this dictgen does not know"
        if len(given) > 1:
            return f"has {macro} twice, with different values"
    single = next((macro for macro, mark in marks.items() if not mark.startswith("[")), None)
    if single and len(marks) > 1:
        return f"has {single} and {next(m for m in marks if m != single)}, which exclude each other"
    if title and "\n" in title:
        return "has a title of more than one line"
    found = _MARKS.match(title or "")
    return f"has a title that begins like the annotation '{found[0].strip()}'" if found else ""
