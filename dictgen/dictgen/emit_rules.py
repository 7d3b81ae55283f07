"""Read rules to C++ text: a function per rule, the structs that it sees, its row in the table of the class.

Used by emit.py. Invariant: the code of a rule stands in the file as it was written, between #line directives that lead
compilers back to the LinkDef file; a class without rules costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, Iterable, List, Optional, Tuple

from .layout import Element, Layouts
from .model import Class, Found, Member, Model, ReadRule, Selected, Type
from .reach import Reach
from .rule_model import current_values, runs_after_reading
from .rows import member_row
from .text import quoted


@dataclass(frozen=True)
class Values:
    """The struct with the source members of a rule; an Owner of rows."""

    self_name: str
    members: List[Element]
    foreign: bool = True

    @property
    def key(self) -> str:
        return self.self_name


@dataclass(frozen=True)
class RuleText:
    """One rule, ready for the template."""

    rule: ReadRule
    number: int
    target: str  # the class, for code outside of it
    target_name: str  # and in words
    values: Values
    makeable: bool  # the values can be made without a value
    targets: Tuple[str, ...]  # references to the members that it sets
    declarations: Tuple[str, ...]  # the source members, and as references
    references: Tuple[str, ...]
    read: Tuple[str, ...]  # statements that read the source members
    current: bool

    @property
    def rows(self) -> List[str]:
        return [member_row(self.values, element) for element in self.values.members]

    @property
    def owned(self) -> List[str]:
        """The source members that are arrays made for the rule; one that it keeps it sets to null."""
        return [element.name for element in self.values.members if element.form in ("array", "charstar")]

    @property
    def include(self) -> str:
        return ",".join(header.strip('<>"') for header in self.rule.include)

    @property
    def names(self) -> List[str]:
        return [member.name for member in self.rule.sources]

    @property
    def flags(self) -> str:
        return " | ".join(f"ReadRule::{name}" for name in self._flag_names) or "ReadRule::kNone"

    @property
    def _flag_names(self) -> List[str]:
        given = (("kRaw", self.rule.raw), ("kEmbed", self.rule.embed), ("kCurrent", self.current))
        return [name for name, flag in given if flag]


@dataclass(frozen=True)
class CurrentCall:
    """A call of a rule for an object of the current version."""

    number: int
    converted: Tuple[str, ...] = ()  # variables for numbers of another type
    arguments: Tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassRules:
    """The rules of a class, and the calls when the current version has been read."""

    target: str = ""
    rules: Tuple[RuleText, ...] = ()
    current: Tuple[CurrentCall, ...] = ()


def class_rules(
    model: Model,
    layouts: Layouts,
    selected: Selected,
    reach: Reach,
    read_members: Callable[[Tuple[Element, ...]], Iterable[str]],
) -> ClassRules:
    """The rules whose target the class is. `read_members` gives the statements that read the members of `*values`."""
    own = [rule for rule in model.rules if rule.target_class == selected.key]
    if not own:
        return ClassRules()
    cls = model.classes[selected.key]
    target = reach.name_of(cls)
    rules: List[RuleText] = []
    calls: List[CurrentCall] = []
    for i, rule in enumerate(own):
        current = _current_call(model, rule, i + 1, reach, layouts) if not selected.custom_streamer else None
        calls += [current] if current else []
        elements = layouts.of_sources(rule)
        rules.append(
            RuleText(
                rule=rule,
                number=i + 1,
                target=target,
                target_name=cls.name,
                values=Values(f"Values_{i + 1}", list(elements)),
                makeable=all(_is_makeable(model, member.type) for member in rule.sources),
                targets=tuple(_target(model, rule, each, reach) for each in rule.target),
                declarations=tuple(_declaration(model, reach, member, "") for member in rule.sources),
                references=tuple(_declaration(model, reach, member, "&") for member in rule.sources),
                read=() if rule.raw else tuple(read_members(elements)),
                current=current is not None,
            )
        )
    return ClassRules(target, tuple(rules), tuple(calls))


def _current_call(model: Model, rule: ReadRule, number: int, reach: Reach, layouts: Layouts) -> Optional[CurrentCall]:
    if rule.raw or not runs_after_reading(model, rule, layouts.checksum(rule.target_class)):
        return None
    values, missing = current_values(model, rule)
    if missing is not None:
        return None
    converted, arguments = [], []
    for value in values:
        place = _place(value.found, reach)
        if value.converted:
            variable = f"{value.source.name}_{number}"
            cxx = reach.type_of(model, value.source.type)
            converted.append(f"{cxx} {variable} = static_cast<{cxx}>({place});")
            arguments.append(variable)
        else:
            arguments.append(place)
    return CurrentCall(number, tuple(converted), tuple(arguments))


def _target(model: Model, rule: ReadRule, name: str, reach: Reach) -> str:
    found = model.member_of(rule.target_class, name)
    assert found is not None  # check_rules has made sure
    return f"[[maybe_unused]] auto &{name} = {_place(found, reach)};"


def _place(found: Found, reach: Reach) -> str:
    """The member of *newObj, which is not const while it is being read."""
    place = f"newObj->*{reach.member(found.class_key, found.member.name)}"
    return f"const_cast<std::remove_cvref_t<decltype({place})> &>({place})" if found.member.type.const else place


def _declaration(model: Model, reach: Reach, member: Member, reference: str) -> str:
    """The declaration of a source member, or of a reference to such."""
    type_, extents = member.type, ""
    while type_.kind == "array":
        extents += f"[{type_.extent}]"
        type_ = type_.args[0]
    cxx = reach.type_of(model, type_)
    name = f"({reference}{member.name})" if reference and extents else reference + member.name
    return f"{cxx} {name}{extents};"


def _is_makeable(model: Model, type_: Type) -> bool:
    while type_.kind in ("array", "std_array"):
        type_ = type_.args[0]
    if type_.kind != "class":
        return True
    cls: Class = model.class_of(type_)
    return cls.public_constructor and cls.public_destructor and not cls.abstract


def with_code(text: str, entries: Iterable, output: str) -> str:
    """Puts the code of the rules where the template has left a mark, and says in which line what stands."""
    rules: Dict[str, ReadRule] = {
        f"{entry.ident} {text.number}": text.rule for entry in entries for text in entry.rules.rules
    }
    if not rules:
        return text
    lines: List[str] = []
    for line in text.split("\n"):
        mark = line.strip().removeprefix("//@code ")
        if line.strip() == mark:
            lines.append(line)
            continue
        rule = rules[mark]
        lines.append(f"#line {rule.code_line} {quoted(rule.location.file)}")
        lines += rule.code.split("\n")
        lines.append(f"#line {len(lines) + 2} {quoted(output)}")
    return "\n".join(lines)
