"""Layouts to C++ text. What a statement says is decided here, how the file reads is in templates/.

Used by cli.py. Invariant: the text depends on the model alone, so it is the same to the byte in every run.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Iterable, List, Set, Tuple

import jinja2

from .annotations import Packing
from .emit_rules import ClassRules, class_rules, with_code
from .layout import BaseElement, ClassLayout, Counter, Element, Layouts, codec_of
from .model import Class, Model, Type
from .reach import Reach
from .rows import checked_offsets, member_row
from .std_classes import place_of
from .text import identifier, quoted, wrapped

# rootlet::kDictionaryFormat of the runtime that the emitted file is for: the shape of the tables.
DICTIONARY_FORMAT = 5
TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")


@dataclass(frozen=True)
class Names:
    """Names of parameters and variables, chosen so that they hide no member of the class."""

    buffer: str
    frame: str
    objects: str
    object: str
    undo: str
    target: str  # of what the functions in the tables are given: an object, memory for one, how many
    memory: str
    count: str


@dataclass(frozen=True)
class Entry:
    """One class, ready for the templates."""

    cls: Class
    layout: ClassLayout
    cxx: str  # as code outside of it calls it
    ident: str
    names: Names
    custom: bool
    foreign: bool
    is_tobject: bool
    read: Tuple[str, ...]
    write: Tuple[str, ...]
    columns: Tuple[str, ...]
    rules: ClassRules

    @property
    def key(self) -> str:
        return self.cls.cxx

    @property
    def statements(self) -> Tuple[str, ...]:
        """Every kind of statement that the text will have."""
        of_rules = [statement for rule in self.rules.rules for statement in rule.read]
        return (*self.read, *self.columns, *of_rules)

    @property
    def specialised(self) -> bool:
        return self.cls.template_instance

    @property
    def members(self) -> List[Element]:
        return [element for element in self.layout.elements if element.name]

    @property
    def unnamed_members(self) -> bool:
        """Something of an object is in no table: an anonymous union that is left out."""
        return any(not element.name and not element.member.bit_field for element in self.layout.elements)

    @property
    def self_name(self) -> str:
        """The class in the functions about it: in its own ones by the name it has for itself."""
        if not self.foreign:
            return self.cls.short_name
        return "Self" if "<" in self.cxx else self.cxx

    @property
    def constructible(self) -> bool:
        """The dictionary can make objects: it is a member function of a class with ClassDef, a stranger to others."""
        found = self.cls.public_constructor if self.foreign else self.cls.default_constructor
        return found and not self.cls.abstract

    @property
    def destructible(self) -> bool:
        return self.cls.public_destructor if self.foreign else self.cls.destructor

    @property
    def deletable(self) -> bool:
        return self.destructible and (self.cls.virtual_destructor or not self.cls.abstract)

    @property
    def destructor_name(self) -> str:
        return self.self_name.split("::")[-1]


def emit(model: Model, layouts: Layouts, version: str, output: str = "", anchor: str = "") -> str:
    """The whole file, which `output` names. `anchor` is a symbol by which a linker can be told to take it."""
    reach = Reach()
    entries = [_entry(model, layouts, selected, reach) for selected in model.selected]
    text = (
        environment()
        .get_template("dictionary.cxx.jinja")
        .render(
            headers=[*model.headers, *_headers_found_by_name(model)],
            extra_includes=model.extra_includes,
            entries=entries,
            reach=reach,
            uses_private_base=any(e.foreign and b.base.access != "public" for e in entries for b in e.layout.bases),
            dictgen_version=version,
            dictionary_format=DICTIONARY_FORMAT,
            anchor=anchor,
            uses_stl=_any(entries, "Stl") or _any(entries, "rootlet::stl::"),
            uses_chrono=any(_has_chrono(e.member.type) for entry in entries for e in entry.layout.elements),
            uses_class=_any(entries, "RequireClass<"),
            uses_columns=any(e.columns for e in entries),
            uses_delete=any(_deletes_without_virtual(e.cls) for e in entries),
            checked_offsets=checked_offsets,
            member_row=member_row,
            base_name=lambda entry, base: _base_name(model, reach, entry.foreign, base.base.type),
        )
    )
    return with_code(re.sub(r"\n{3,}", "\n\n", text), entries, os.path.basename(output))


@lru_cache(maxsize=None)
def environment() -> jinja2.Environment:
    """Templates are compiled once in a process."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(quoted=quoted, hex=lambda n: f"0x{n:08x}", wrapped=wrapped)
    return environment


def _headers_found_by_name(model: Model) -> List[str]:
    """Headers of classes that the named headers only declare."""
    return list(dict.fromkeys(cls.header for cls in model.classes.values() if cls.found_by_name and cls.size))


def _any(entries: Iterable[Entry], text: str) -> bool:
    return any(text in statement for e in entries for statement in e.statements)


# --- one class -------------------------------------------------------------------------------------------------


def _entry(model: Model, layouts: Layouts, selected, reach: Reach) -> Entry:
    layout = layouts.of(selected.key, selected.custom_streamer)
    cls = layout.cls
    names = _names(model, cls)
    statements = _Statements(model, layout, names, reach)
    custom = selected.custom_streamer
    cxx = reach.name_of(cls) if cls.version is None else cls.cxx
    rules = class_rules(model, layouts, selected, reach, partial(_read_sources, model, reach))
    return Entry(
        cls=cls,
        layout=layout,
        cxx=cxx,
        ident=identifier(cls.name),
        names=names,
        custom=custom,
        foreign=cls.version is None,
        is_tobject=model.derives_from(cls.cxx, "TObject"),
        read=() if custom else tuple(statements.whole("Read")),
        write=() if custom else tuple(statements.whole("Write")),
        columns=() if custom else tuple(statements.columns()),
        rules=rules,
    )


def _read_sources(model: Model, reach: Reach, elements: Tuple[Element, ...]) -> List[str]:
    """Statements that read the source members of a rule into the struct `*values`."""
    struct = Class("", "", None)  # type: ignore[arg-type]
    names = Names("b", "", "", "", "", "", "", "")
    statements = _Statements(model, ClassLayout(struct, 0, (), elements), names, reach)
    return [statements.source(element, "values->") for element in elements]


def _base_name(model: Model, reach: Reach, foreign: bool, type_: Type) -> str:
    """A base class: functions about a class without ClassDef stand outside of everything."""
    return reach.name_of(model.class_of(type_)) if foreign and type_.kind == "class" else type_.cxx


def _names(model: Model, cls: Class) -> Names:
    taken: Set[str] = set()

    def collect(key: str) -> None:
        taken.update(member.name for member in model.classes[key].members)
        for base in model.classes[key].bases:
            if base.type.kind == "class":
                collect(base.type.class_key)

    collect(cls.cxx)

    def free(*candidates: str) -> str:
        return next((name for name in candidates if name not in taken), candidates[-1] + "_")

    return Names(
        buffer=free("b", "buffer"),
        frame=free("frame", "header"),
        objects=free("objects", "range"),
        object=free("x", "object"),
        undo=free("undo", "onFailure"),
        target=free("object", "target"),
        memory=free("storage", "memory"),
        count=free("n", "count"),
    )


# How a form of member is called in the functions that stream it: TBuffer::ReadRun(), rootlet::StreamRunColumn().
_FORMS = {
    "run": "Run",
    "packed": "Packed",
    "counted": "Counted",
    "counted_packed": "CountedPacked",
    "charstar": "CharStar",
    "value": "Value",
    "pair": "Pair",
    "stl": "Stl",
    "pointer": "Pointer",
    "embedded": "Embedded",
    "loop": "Loop",
}


class _Statements:
    """The statements that stream a class, for reading and for writing."""

    def __init__(self, model: Model, layout: ClassLayout, names: Names, reach: Reach) -> None:
        self._model = model
        self._layout = layout
        self._cls = layout.cls
        self._names = names
        self._reach = reach
        self._foreign = layout.cls.version is None

    def whole(self, verb: str) -> List[str]:
        """One object: bases, then members, adjacent basic members in one run."""
        b = self._names.buffer
        prefix = f"{self._names.object}." if self._foreign else ""
        this = self._names.object if self._foreign else "*this"
        result = self._undo(prefix) if verb == "Read" else []
        result += [self._base(base, verb, prefix, this) for base in self._layout.bases if base.form != "nothing"]
        run: List[str] = []
        for element in self._streamed():
            if element.form == "run":
                run.append(self._place(element, verb, prefix))
                continue
            if run:
                result.append(f"{b}.{verb}Run({', '.join(run)});")
                run = []
            result.append(self._member(element, verb, prefix))
        if run:
            result.append(f"{b}.{verb}Run({', '.join(run)});")
        return result

    def columns(self) -> List[str]:
        """Many objects, member by member: each statement does what the buffer is there for.

        Adjacent columns that may take as many bytes for each object are one statement.
        """
        result = self._undo_columns()
        fixed: List[Tuple[str, str]] = []  # the column in a statement with others, and by itself

        def flush() -> None:
            if len(fixed) > 1:
                b, objects = self._names.buffer, self._names.objects
                listed = ",\n".join(f"   {in_group}" for in_group, _ in fixed)
                result.append(f"rootlet::StreamFixedColumns({b}, {objects}, {{\n{listed}\n}});")
            else:
                result.extend(alone for _, alone in fixed)
            fixed.clear()

        columns = [
            (self._fixed_base(base), self._base_column(base)) for base in self._layout.bases if base.form != "nothing"
        ]
        columns += [(self._fixed(element), self._column(element)) for element in self._streamed()]
        for in_group, alone in columns:
            if in_group:
                fixed.append((in_group, alone))
                continue
            flush()
            result.append(alone)
        flush()
        return result

    def _fixed_base(self, base: BaseElement) -> str:
        """TObject as rootlet::FixedColumn; empty for other bases, which have columns of their own."""
        if base.name != "TObject":
            return ""
        return f"rootlet::FixedTObject({self._names.objects}, {self._base_range(base)})"

    def _fixed(self, element: Element) -> str:
        """A member as rootlet::FixedColumn; empty if its size differs from object to object."""
        if element.form not in ("run", "packed", "value"):
            return ""
        if element.form == "value" and (element.dims or element.type_name == "TString"):
            return ""
        arguments = [self._place_column(element)]
        if element.packing is not None:
            arguments.append(packing_text(element.packing))
        return f"rootlet::Fixed{_FORMS[element.form]}({', '.join(arguments)})"

    def _streamed(self) -> List[Element]:
        if self._cls.version == 0:
            return []  # ClassDef(X, 0): never stored by itself, only its bases are
        return [element for element in self._layout.elements if element.form != "none"]

    def _counters(self) -> List[Counter]:
        """The members that count others."""
        found = (element.counter for element in self._streamed())
        return list(dict.fromkeys(counter for counter in found if counter is not None))

    def _undo(self, prefix: str) -> List[str]:
        """A counter without its array would lead destructors astray: when reading fails, there is nothing to count."""
        zero = []
        for counter in self._counters():
            place = self._count(counter, prefix)
            zero.append(f"const_cast<{counter.cxx} &>({place}) = 0;" if counter.const else f"{place} = 0;")
        return [f"const rootlet::OnFailure {self._names.undo}([&] {{ {' '.join(zero)} }});"] if zero else []

    def _undo_columns(self) -> List[str]:
        columns = ", ".join(self._count_column(counter) for counter in self._counters())
        return [f"const rootlet::ZeroOnFailure {self._names.undo}({self._names.buffer}, {columns});"] if columns else []

    def _own_name(self) -> str:
        """The class as its own functions call it; the functions for a class without ClassDef stand outside of it."""
        return self._reach.name_of(self._cls) if self._foreign else self._cls.short_name

    def _base_name(self, type_: Type) -> str:
        return _base_name(self._model, self._reach, self._foreign, type_)

    # --- bases ------------------------------------------------------------------------------------------------

    def _base(self, base: BaseElement, verb: str, prefix: str, this: str) -> str:
        b = self._names.buffer
        type_ = base.base.type
        name = self._base_name(type_)
        if base.form == "streamer":
            part = f"{self._part(base, this)}." if self._is_hidden(base) else prefix
            return f"{part}{name}::Streamer({b});"
        function = "Stl" if base.form == "stl" else "Value"
        codec = _codec(type_)
        if codec:
            function = f"StlAs<{codec}>"
        return f"{b}.{verb}{function}({self._part(base, this)});"

    def _base_column(self, base: BaseElement) -> str:
        b = self._names.buffer
        name = self._base_name(base.base.type)
        if base.form == "stl":
            part = self._parts(self._part(base, self._names.object))
            return f"rootlet::StreamStlColumn{_arguments(_codec(base.base.type))}({b}, {part});"
        part = self._base_range(base)
        if base.name in ("TObject", "TNamed"):
            return f"rootlet::StreamObjectColumn<{name}>({b}, {part});"
        if base.form == "streamer":
            return f"{name}::RootletStreamColumns({b}, {part});"
        return f"rootlet::RequireClass<{name}>()->StreamColumns({b}, {part});"

    def _base_range(self, base: BaseElement) -> str:
        """The base parts of the objects."""
        if base.base.access == "public" and not base.base.virtual:
            return f"{self._names.objects}.As<{self._own_name()}, {self._base_name(base.base.type)}>()"
        return self._parts(self._part(base, self._names.object)) + ".Range()"

    def _is_hidden(self, base: BaseElement) -> bool:
        return self._foreign and base.base.access != "public"

    def _part(self, base: BaseElement, object_: str) -> str:
        """The base part of an object."""
        name = self._base_name(base.base.type)
        return f"PrivateBase<{name}>({object_})" if self._is_hidden(base) else f"static_cast<{name} &>({object_})"

    # --- members ----------------------------------------------------------------------------------------------

    def _member(self, element: Element, verb: str, prefix: str) -> str:
        """The call that streams one member."""
        b = self._names.buffer
        place = self._place(element, verb, prefix)
        arguments = [place]
        form = element.form
        if form == "pair":
            return self._pair(element, verb, place)
        if form == "charstar" and verb == "Read" and element.member.type.args[0].const:
            # what it points to may be a literal: it is replaced, not deleted
            return f"{{\n   char *text = nullptr;\n   {b}.ReadCharStar(text);\n   {place} = text;\n}}"
        function = _FORMS[form]
        if element.counter is not None:
            arguments.insert(0, self._count(element.counter, prefix))
        codec = _codec_of_element(element) if form == "stl" else ""
        if codec:
            function = f"StlAs<{codec}>"
        if element.packing is not None:
            arguments.append(packing_text(element.packing))
        return f"{b}.{verb}{function}({', '.join(arguments)});"

    def source(self, element: Element, prefix: str) -> str:
        """A source member of a read rule; an array there has its own length."""
        if element.form == "array":
            return f"{self._names.buffer}.ReadArray({self._place(element, 'Read', prefix)});"
        return self._member(element, "Read", prefix)

    def _pair(self, element: Element, verb: str, place: str) -> str:
        """A std::pair is no class with a dictionary: the templates for containers know it."""
        b = self._names.buffer
        codec = element.codec or "rootlet::codec::Auto"
        if not element.dims:
            return f"rootlet::stl::{verb}Element<{codec}>({b}, {place});"
        loops, outer = "", place
        for i in range(len(element.dims)):
            inner = f"pair{i + 1}"
            loops += f"for (auto &{inner} : {outer}) "
            outer = inner
        return f"{loops}rootlet::stl::{verb}Element<{codec}>({b}, {outer});"

    def _column(self, element: Element) -> str:
        """The call that streams one member of many objects."""
        arguments = [self._names.buffer]
        if element.counter is not None:
            arguments.append(self._count_column(element.counter))
        arguments.append(self._place_column(element))
        if element.packing is not None:
            arguments.append(packing_text(element.packing))
        codec = ""
        if element.form == "stl":
            codec = _codec_of_element(element)
        elif element.form == "pair":
            codec = element.codec or "rootlet::codec::Auto"
        return f"rootlet::Stream{_FORMS[element.form]}Column{_arguments(codec)}({', '.join(arguments)});"

    def _parts(self, place: str) -> str:
        """What is no member with a name: that place in each object."""
        x, cls = self._names.object, self._own_name()
        return f"{self._names.objects}.Parts<{cls}>([]({cls} &{x}) -> auto & {{ return {place}; }})"

    def _place_column(self, element: Element) -> str:
        if element.member.place:
            return self._parts(place_of(element.member, self._names.object))
        if self._foreign and element.member.access != "public":
            return f"{self._names.objects}.Member({self._reach.member(self._cls.cxx, element.name)})"
        return f"{self._names.objects}.Member(&{self._own_name()}::{element.name})"

    def _count_column(self, counter: Counter) -> str:
        if counter.class_key == self._cls.cxx and not (self._foreign and counter.access != "public"):
            return f"{self._names.objects}.Member(&{self._own_name()}::{counter.name})"
        return self._parts(self._count(counter, f"{self._names.object}."))

    def _place(self, element: Element, verb: str, prefix: str) -> str:
        """The member as an expression; what is const is written to only while the object is being read."""
        if element.member.place:
            place = place_of(element.member, prefix.removesuffix("."))
        else:
            place = prefix + element.name
        if self._foreign and element.member.access != "public":
            place = self._through_pointer(self._cls.cxx, element.name, prefix)
        if verb == "Read" and element.member.type.const:
            return f"const_cast<std::remove_cvref_t<decltype({place})> &>({place})"
        return place

    def _count(self, counter: Counter, prefix: str) -> str:
        own = counter.class_key == self._cls.cxx
        hidden = counter.access != "public" if self._foreign else counter.access == "private" and not own
        if hidden:
            return self._through_pointer(counter.class_key, counter.name, prefix or "this->")
        return prefix + counter.name

    def _through_pointer(self, cxx: str, name: str, prefix: str) -> str:
        pointer = self._reach.member(cxx, name)
        return f"this->*{pointer}" if prefix in ("", "this->") else f"{prefix.removesuffix('.')}.*{pointer}"


def _arguments(codec: str) -> str:
    return f"<{codec}>" if codec else ""


def _codec(type_) -> str:
    return codec_of(type_) if type_.kind == "container" else ""


def _codec_of_element(element: Element) -> str:
    """A codec of its own is object-wise anyway: it says what `//||` asks for."""
    return element.codec or ("rootlet::codec::ObjectWise" if element.annotation.dont_split else "")


def packing_text(packing: Packing) -> str:
    """The rootlet::Packing of a member."""
    if packing.form == "range":
        return f"rootlet::Packing::Range({_number(packing.xmin)}, {_number(packing.xmax)}, {packing.nbits})"
    if packing.form == "mantissa":
        return f"rootlet::Packing::Mantissa({packing.nbits})"
    return "rootlet::Packing::Float()"


def _number(value: float) -> str:
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _has_chrono(type_: Type) -> bool:
    return type_.chrono or any(map(_has_chrono, type_.args))


def _deletes_without_virtual(cls: Class) -> bool:
    return cls.destructor and cls.polymorphic and not cls.virtual_destructor and not cls.abstract
