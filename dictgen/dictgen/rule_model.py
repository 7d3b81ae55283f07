"""Read rules in the model: from the pragma to ReadRule, and whether what it names exists.

Used by parse.py (read_rule_of), validate.py (check_rules) and emit_rules.py (how a rule gets at the members of an
object of the current version). Invariant: a rule that passes check_rules can be emitted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import List, Optional, Tuple

from .diagnostics import Report
from .layout import Layouts
from .linkdef import plain_name
from .model import Found, Member, Model, ReadRule, Type
from .rules import RulePragma


def read_rule_of(pragma: RulePragma, target_class: str, sources: Tuple[Member, ...]) -> ReadRule:
    """The rule of a pragma whose classes clang knows. The targets are looked up by check_rules."""
    return ReadRule(
        target_class=target_class,
        source_class=plain_name(pragma.source_class),
        location=pragma.location,
        raw=pragma.raw,
        embed=pragma.embed,
        version=pragma.version,
        versions=pragma.versions,
        checksum=pragma.checksum,
        checksums=pragma.checksums,
        source="; ".join(pragma.source),
        sources=tuple(replace(member, location=pragma.location) for member in sources),
        target=pragma.target,
        include=pragma.include,
        code=pragma.code,
        code_line=pragma.code_line,
    )


@dataclass(frozen=True)
class CurrentValue:
    """Where a rule finds a source member when the current version has been read: a member of the object."""

    source: Member
    found: Found
    converted: bool  # it is a number of another type


def runs_after_reading(model: Model, rule: ReadRule, checksum: int) -> bool:
    """The rule is for the class itself, and covers its current version or layout."""
    cls = model.classes[rule.target_class]
    return rule.source_class == cls.name and bool(rule.code) and rule.covers(cls.stream_version, checksum)


def current_values(model: Model, rule: ReadRule) -> Tuple[List[CurrentValue], Optional[Member]]:
    """The source members in an object of the current version, and the first one that is not there."""
    values: List[CurrentValue] = []
    for source in rule.sources:
        found = model.member_of(rule.target_class, source.name)
        if found is None or found.member.bit_field:
            return values, source
        same = _same(found.member.type, source.type)
        if not same and not (_is_number(found.member.type) and _is_number(source.type)):
            return values, source
        values.append(CurrentValue(source, found, not same))
    return values, None


def _same(a: Type, b: Type) -> bool:
    if a.kind != b.kind or a.extent != b.extent or len(a.args) != len(b.args):
        return False
    return all(map(_same, a.args, b.args)) if a.kind in ("array", "std_array") else a.cxx == b.cxx


def _is_number(type_: Type) -> bool:
    return type_.kind in ("basic", "enum")


# --- checks ----------------------------------------------------------------------------------------------------


def check_rules(model: Model, layouts: Layouts, report: Report) -> None:
    """Reports what rules name and the classes do not have, and rules that the current version does without."""
    for rule in model.rules:
        cls = model.classes[rule.target_class]
        for name in rule.target:
            found = model.member_of(rule.target_class, name)
            problem = (
                f"is no member of '{cls.name}'"
                if found is None
                else "has no address, so that it could not be named"
                if found.member.bit_field or found.member.type.reason == "DG011"
                else ""
            )
            if problem:
                report.add(
                    "DG075",
                    rule.location,
                    f"the target '{name}' of the read rule {problem}",
                    "name members of the class or its bases; others are reached through newObj",
                )
        _check_sources(rule, layouts, report)
        selected = next(s for s in model.selected if s.key == rule.target_class)
        checksum = layouts.checksum(rule.target_class)
        if runs_after_reading(model, rule, checksum):
            _check_current(model, rule, selected.custom_streamer, report)


def _check_sources(rule: ReadRule, layouts: Layouts, report: Report) -> None:
    for element in layouts.of_sources(rule):
        kind = element.member.type.kind
        if kind == "unsupported" or element.form == "none" or element.member.bit_field or not element.name:
            report.add(
                "DG076",
                rule.location,
                f"the source member '{element.name}' of the read rule has the type '{element.member.type.name}', "
                "which no stream holds",
                "give the type that was streamed",
            )


def _check_current(model: Model, rule: ReadRule, custom_streamer: bool, report: Report) -> None:
    cls = model.classes[rule.target_class]
    what = f"the rule covers the current version {cls.stream_version} of '{cls.name}'"
    missing = current_values(model, rule)[1]
    if rule.raw:
        report.add(
            "DG078",
            rule.location,
            f"{what}, which is read without it: a raw rule is for other versions",
            "leave the current version out of `version`, or write '#pragma read'",
        )
    elif custom_streamer:
        report.add(
            "DG077",
            rule.location,
            f"{what}, whose Streamer() is written by hand and does not run it",
            "leave the current version out of `version`",
        )
    elif missing is not None:
        report.add(
            "DG077",
            rule.location,
            f"{what}, which has no member '{missing.name}' of type '{missing.type.name}': it is not run for it",
            "leave the current version out of `version`",
        )
