"""Read rules (`#pragma read`, `#pragma readraw`) as text: their attributes, versions, checksums and code.

Used by linkdef.py. Invariant: a rule that is returned has a source class, a target class, and code unless it does no
more than rename a class; its lists are well-formed; whether the classes and members exist is for parse.py and
validate.py to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Optional, Tuple

from .diagnostics import Location, Report

_ATTRIBUTES = ("sourceClass", "targetClass", "version", "checksum", "source", "target", "include", "embed", "code")
_WITHOUT_EFFECT = ("targetType", "attributes")  # what clang knows, and who owns what pointers lead to
_ATTRIBUTE = re.compile(r'\s*(\w+)\s*=\s*"((?:\\.|[^"\\])*)"', re.DOTALL)
_FIX = '#pragma read sourceClass="A" version="[1-3]" targetClass="A" source="int fOld" target="fNew" code="{ ... }"'
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
LAST_VERSION = 0x7FFFFFFF


@dataclass(frozen=True)
class RulePragma:
    """A rule as it is written."""

    raw: bool
    source_class: str
    target_class: str
    version: str  # as written
    versions: Tuple[Tuple[int, int], ...]  # first and last
    checksum: str
    checksums: Tuple[int, ...]
    source: Tuple[str, ...]  # one declaration or name each
    target: Tuple[str, ...]
    include: Tuple[str, ...]  # with quotes or angle brackets
    embed: bool
    code: str
    location: Location
    code_line: int


def read_rule(text: str, raw: bool, where: Location, report: Report) -> Optional[RulePragma]:
    """The rule behind `#pragma read`; None if it has been refused."""
    attributes = _attributes(text, where, report)
    if attributes is None:
        return None
    values = {name: value for name, (value, _) in attributes.items()}
    missing = [name for name in ("sourceClass", "targetClass") if not values.get(name, "").strip()]
    renames = not missing and not raw and values["sourceClass"].split() != values["targetClass"].split()
    computes = any(values.get(name, "").strip() for name in ("source", "target", "code"))
    if not values.get("code", "").strip() and (computes or not renames):
        missing.append("code")
    if missing:
        report.add("DG071", where, f"the read rule has no {' and no '.join(missing)}", _FIX)
        return None
    versions = _versions(values.get("version", ""), where, report)
    checksums = _checksums(values.get("checksum", ""), where, report)
    embed = values.get("embed", "false").strip()
    if embed not in ("true", "false"):
        report.add("DG070", where, f'embed="{embed}" of the read rule is neither true nor false', 'embed="true"')
    code = values.get("code", "")
    if not _is_closed(code):
        report.add("DG079", where, "the brackets in the code of the read rule do not match", "close what is open")
    target = tuple(name.strip() for name in values.get("target", "").split(",") if name.strip())
    for name in target:
        if not _IDENTIFIER.fullmatch(name):
            report.add("DG075", where, f"the target '{name}' of the read rule is no name of a member", 'target="fA,fB"')
            return None
    source = tuple(" ".join(item.split()) for item in values.get("source", "").split(";") if item.strip())
    if raw and len(source) != 1:
        report.add(
            "DG076",
            where,
            f"a raw rule reads one source member, this one names {len(source)}",
            'source="Double_t fOld"',
        )
        return None
    if versions is None or checksums is None:
        return None
    if not versions and not checksums:
        versions = ((0, LAST_VERSION),)
    return RulePragma(
        raw=raw,
        source_class=values["sourceClass"].strip(),
        target_class=values["targetClass"].strip(),
        version=values.get("version", "").strip(),
        versions=versions,
        checksum=values.get("checksum", "").strip(),
        checksums=checksums,
        source=source,
        target=target,
        include=tuple(_quoted(name.strip()) for name in values.get("include", "").split(",") if name.strip()),
        embed=embed == "true",
        code=code,
        location=where,
        code_line=where.line + (text.count("\n", 0, attributes["code"][1]) if code else 0),
    )


def _attributes(text: str, where: Location, report: Report) -> Optional[Dict[str, Tuple[str, int]]]:
    """Value, and where in the text it begins, by name."""
    found: Dict[str, Tuple[str, int]] = {}
    position = 0
    while True:
        match = _ATTRIBUTE.match(text, position)
        if not match:
            break
        name, position = match[1], match.end()
        if name not in (*_ATTRIBUTES, *_WITHOUT_EFFECT):
            known = ", ".join(_ATTRIBUTES)
            report.add("DG070", where, f"a read rule has no attribute '{name}'", f"the attributes are {known}")
            return None
        if name in found:
            report.add("DG070", where, f"the read rule gives {name} twice", "remove one of them")
            return None
        found[name] = (_unescaped(match[2]), match.start(2))
    rest = text[position:].strip()
    if rest not in ("", ";"):
        shown = " ".join(rest.split())
        shown = shown if len(shown) <= 40 else shown[:37] + "..."
        report.add("DG070", where, f"the read rule is not understood from '{shown}' on", _FIX)
        return None
    return found


def _unescaped(value: str) -> str:
    r"""`\"` and `\\` stand for the character; other backslashes belong to the code."""
    return re.sub(r'\\(["\\])', r"\1", value)


def _versions(text: str, where: Location, report: Report) -> Optional[Tuple[Tuple[int, int], ...]]:
    ranges = []
    for item in _items(text):
        match = re.fullmatch(r"(\d*)\s*(-?)\s*(\d*)", item)
        first, dash, last = match.groups() if match else ("", "", "")
        if not (first or last) or (first and last and int(first) > int(last)):
            report.add(
                "DG072",
                where,
                f'version="{text}" of the read rule is no list of versions',
                'version="[1-3,5]"; [-3] are all up to 3, [4-] all from 4 on',
            )
            return None
        ranges.append((int(first or 0), int(last) if last else LAST_VERSION if dash else int(first)))
    return tuple(ranges)


def _checksums(text: str, where: Location, report: Report) -> Optional[Tuple[int, ...]]:
    numbers = []
    for item in _items(text):
        if not re.fullmatch(r"0[xX][0-9a-fA-F]+|\d+", item) or int(item, 0 if item[:2] in ("0x", "0X") else 10) >> 32:
            report.add(
                "DG073", where, f'checksum="{text}" of the read rule is no list of checksums', 'checksum="[0x1234abcd]"'
            )
            return None
        numbers.append(int(item, 0 if item[:2] in ("0x", "0X") else 10))
    return tuple(numbers)


def _items(text: str) -> Tuple[str, ...]:
    """What stands between the brackets, at the commas; an empty item where that is malformed."""
    text = text.strip()
    if not text:
        return ()
    if text[0] != "[" or text[-1] != "]":
        return ("",)
    return tuple(item.strip() for item in text[1:-1].split(","))


def _quoted(header: str) -> str:
    """A header as #include wants it: with a dot in its name it is looked for as one's own."""
    if header[0] in '"<':
        return header
    return f'"{header}"' if "." in header else f"<{header}>"


_LITERALS = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def _is_closed(code: str) -> bool:
    """All brackets match, those in literals and comments left aside."""
    expected = []
    for c in _LITERALS.sub(" ", code):
        if c in "([{":
            expected.append(")]}"["([{".index(c)])
        elif c in ")]}" and (not expected or expected.pop() != c):
            return False
    return not expected
