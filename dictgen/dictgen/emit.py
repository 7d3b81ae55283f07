"""Layouts to C++ text. What a statement says is decided here, how the file reads is in templates/.

Used by cli.py. Invariant: the text depends on the model alone, so it is the same to the byte in every run.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Dict, Iterable, List, Optional, Sequence, Set, Tuple

import jinja2

from . import wire
from .annotations import Packing
from .layout import BaseElement, ClassLayout, Counter, Element, Layouts, codec_of
from .model import Class, Model, Type

LINE_WIDTH = 120
TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")


@dataclass(frozen=True)
class Names:
    """Names of parameters and variables, chosen so that they hide no member of the class."""

    buffer: str
    frame: str
    objects: str
    object: str
    undo: str


@dataclass(frozen=True)
class PrivateMember:
    """A private member of a class without ClassDef, or of a base class: reached through a pointer to member."""

    tag: str
    cxx: str
    name: str


@dataclass(frozen=True)
class Entry:
    """One class, ready for the templates."""

    cls: Class
    layout: ClassLayout
    ident: str
    names: Names
    custom: bool
    foreign: bool
    is_tobject: bool
    read: Tuple[str, ...]
    write: Tuple[str, ...]
    read_columns: Tuple[str, ...]
    write_columns: Tuple[str, ...]

    @property
    def specialised(self) -> bool:
        return self.cls.template_instance

    @property
    def members(self) -> List[Element]:
        return [element for element in self.layout.elements if element.name]

    @property
    def self_name(self) -> str:
        """The class in the functions about it: in its own ones by the name it has for itself."""
        if not self.foreign:
            return self.cls.short_name
        return "Self" if "<" in self.cls.cxx else self.cls.cxx

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


def emit(model: Model, layouts: Layouts, version: str) -> str:
    """The whole file."""
    privates: Dict[str, PrivateMember] = {}
    entries = [_entry(model, layouts, selected, privates) for selected in model.selected]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(quoted=quoted, hex=lambda n: f"0x{n:08x}", wrapped=wrapped)
    text = environment.get_template("dictionary.cxx.jinja").render(
        headers=[*model.headers, *_headers_found_by_name(model)],
        extra_includes=model.extra_includes,
        entries=entries,
        privates=list(privates.values()),
        dictgen_version=version,
        uses_stl=_any(entries, "Stl") or _any(entries, "rootlet::stl::"),
        uses_chrono=any(_has_chrono(e.member.type) for entry in entries for e in entry.layout.elements),
        uses_class=_any(entries, "RequireClass<"),
        uses_vector=_any(entries, "std::vector<void *>"),
        uses_delete=any(_deletes_without_virtual(e.cls) for e in entries),
        checked_offsets=_checked_offsets,
        member_row=_member_row,
    )
    return re.sub(r"\n{3,}", "\n\n", text)


def _headers_found_by_name(model: Model) -> List[str]:
    """Headers of classes that the named headers only declare."""
    return list(dict.fromkeys(cls.header for cls in model.classes.values() if cls.found_by_name and cls.size))


def _any(entries: Iterable[Entry], text: str) -> bool:
    return any(text in statement for e in entries for statement in (*e.read, *e.read_columns, *e.write_columns))


# --- one class -------------------------------------------------------------------------------------------------


def _entry(model: Model, layouts: Layouts, selected, privates: Dict[str, PrivateMember]) -> Entry:
    layout = layouts.of(selected.key, selected.custom_streamer)
    cls = layout.cls
    names = _names(model, cls)
    statements = _Statements(model, layout, names, privates)
    custom = selected.custom_streamer
    return Entry(
        cls=cls,
        layout=layout,
        ident=_identifier(cls.name),
        names=names,
        custom=custom,
        foreign=cls.version is None,
        is_tobject=model.derives_from(cls.cxx, "TObject"),
        read=() if custom else tuple(statements.whole("Read")),
        write=() if custom else tuple(statements.whole("Write")),
        read_columns=() if custom else tuple(statements.columns("Read")),
        write_columns=() if custom else tuple(statements.columns("Write")),
    )


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
    )


class _Statements:
    """The statements that stream a class, for reading and for writing."""

    def __init__(self, model: Model, layout: ClassLayout, names: Names, privates: Dict[str, PrivateMember]) -> None:
        self._model = model
        self._layout = layout
        self._cls = layout.cls
        self._names = names
        self._privates = privates
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

    def columns(self, verb: str) -> List[str]:
        """Many objects: the same member by member."""
        result = self._undo_columns() if verb == "Read" else []
        result += [self._base_column(base, verb) for base in self._layout.bases if base.form != "nothing"]
        return result + [self._column(element, verb) for element in self._streamed()]

    def _streamed(self) -> List[Element]:
        if self._cls.version == 0:
            return []  # ClassDef(X, 0): never stored by itself, only its bases are
        return [element for element in self._layout.elements if element.form != "none"]

    def _counters(self, prefix: str) -> str:
        """Statements that set all counters to 0; empty if there is nothing to count."""
        counters: List[str] = []
        for element in self._streamed():
            if element.counter is not None:
                counter = self._count(element.counter, prefix)
                if element.counter.const:
                    counter = f"const_cast<{element.counter.cxx} &>({counter})"
                if counter not in counters:
                    counters.append(counter)
        return " ".join(f"{counter} = 0;" for counter in counters)

    def _undo(self, prefix: str) -> List[str]:
        """A counter without its array would lead destructors astray: when reading fails, there is nothing to count."""
        zero = self._counters(prefix)
        return [f"const rootlet::OnFailure {self._names.undo}([&] {{ {zero} }});"] if zero else []

    def _undo_columns(self) -> List[str]:
        cls, x, objects = self._own_name(), self._names.object, self._names.objects
        zero = self._counters(f"{x}.")
        if not zero:
            return []
        loop = f"{objects}.ForEach<{cls}>([&]({cls} &{x}) {{ {zero} }});"
        return [f"const rootlet::OnFailure {self._names.undo}([&] {{ {loop} }});"]

    def _own_name(self) -> str:
        """The class as its own functions call it; the functions for a class without ClassDef stand outside of it."""
        return self._cls.cxx if self._foreign else self._cls.short_name

    # --- bases ------------------------------------------------------------------------------------------------

    def _base(self, base: BaseElement, verb: str, prefix: str, this: str) -> str:
        b = self._names.buffer
        type_ = base.base.type
        if base.form == "streamer":
            return f"{prefix}{type_.cxx}::Streamer({b});"
        function = "Stl" if base.form == "stl" else "Value"
        codec = _codec(type_)
        if codec:
            function = f"StlAs<{codec}>"
        return f"{b}.{verb}{function}(static_cast<{type_.cxx} &>({this}));"

    def _base_column(self, base: BaseElement, verb: str) -> str:
        b, objects, x = self._names.buffer, self._names.objects, self._names.object
        cls = self._own_name()
        type_ = base.base.type
        if base.name in ("TObject", "TNamed"):
            return f"{objects}.ForEach<{cls}>([&]({cls} &{x}) {{ {x}.{type_.cxx}::Streamer({b}); }});"
        if base.form == "stl":
            codec = _codec(type_)
            function = f"StlColumnAs<{codec}, {cls}>" if codec else f"StlColumn<{cls}>"
            part = f"static_cast<{type_.cxx} &>({x})"
            return f"{b}.{verb}{function}({objects}, []({cls} &{x}) -> auto & {{ return {part}; }});"
        if base.base.virtual or base.base.access != "public":
            return "\n".join(
                [
                    "{",
                    "   std::vector<void *> parts;",
                    f"   {objects}.ForEach<{cls}>("
                    f"[&]({cls} &{x}) {{ parts.push_back(static_cast<{type_.cxx} *>(&{x})); }});",
                    f"   {self._columns_of(base, b, 'rootlet::ObjectRange(parts.data(), parts.size())')}",
                    "}",
                ]
            )
        return self._columns_of(base, b, f"{objects}.As<{cls}, {type_.cxx}>()")

    @staticmethod
    def _columns_of(base: BaseElement, b: str, part: str) -> str:
        cxx = base.base.type.cxx
        if base.form == "streamer":
            return f"{cxx}::RootletStreamColumns({b}, {part});"
        return f"rootlet::RequireClass<{cxx}>()->StreamColumns({b}, {part});"

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
        if form == "run":
            function = "Run"
        elif form == "packed":
            function = "Packed"
        elif form in ("counted", "counted_packed", "loop"):
            function = {"counted": "Counted", "counted_packed": "CountedPacked", "loop": "Loop"}[form]
            arguments.insert(0, self._count(element.counter, prefix))
        elif form == "stl":
            codec = _codec_of_element(element)
            function = f"StlAs<{codec}>" if codec else "Stl"
        else:
            function = {"charstar": "CharStar", "value": "Value", "pointer": "Pointer", "embedded": "Embedded"}[form]
        if element.packing is not None:
            arguments.append(packing_text(element.packing))
        return f"{b}.{verb}{function}({', '.join(arguments)});"

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

    def _column(self, element: Element, verb: str) -> str:
        b, objects, x = self._names.buffer, self._names.objects, self._names.object
        cls = self._own_name()
        place = self._place(element, verb, f"{x}.")
        if element.form == "stl":
            codec = _codec_of_element(element)
            function = f"StlColumnAs<{codec}, {cls}>" if codec else f"StlColumn<{cls}>"
            return f"{b}.{verb}{function}({objects}, []({cls} &{x}) -> auto & {{ return {place}; }});"
        headed = f"{b}.{verb}HeadedColumn<{cls}>({objects}, [&]({cls} &{x}) {{ "
        if element.form == "loop":
            return f"{headed}{b}.{verb}LoopContent({self._count(element.counter, f'{x}.')}, {place}); }});"
        if element.form == "value" and element.code in (wire.TSTRING + 20, wire.TOBJECT + 20, wire.TNAMED + 20):
            return f"{headed}{b}.{verb}ArrayContent({place}); }});"
        statement = self._member(element, verb, f"{x}.")
        if statement.startswith("{"):
            statement = " ".join(statement[1:-1].split())
        return f"{objects}.ForEach<{cls}>([&]({cls} &{x}) {{ {statement} }});"

    def _place(self, element: Element, verb: str, prefix: str) -> str:
        """The member as an expression; what is const is written to only while the object is being read."""
        place = prefix + element.name
        if self._foreign and element.member.access != "public":
            place = self._through_pointer(self._cls.cxx, element.name, prefix)
        if verb == "Read" and element.member.type.const:
            return f"const_cast<std::remove_const_t<decltype({place})> &>({place})"
        return place

    def _count(self, counter: Optional[Counter], prefix: str) -> str:
        assert counter is not None  # layout.py gives every counted form one
        own = counter.class_key == self._cls.cxx
        hidden = counter.access != "public" if self._foreign else counter.access == "private" and not own
        if hidden:
            return self._through_pointer(counter.class_key, counter.name, prefix or "this->")
        return prefix + counter.name

    def _through_pointer(self, cxx: str, name: str, prefix: str) -> str:
        tag = _private_tag(cxx, name)
        self._privates.setdefault(tag, PrivateMember(tag, cxx, name))
        owner = prefix.removesuffix(".")
        return f"this->*Pointer({tag}())" if prefix in ("", "this->") else f"{owner}.*Pointer({tag}())"


def _private_tag(cxx: str, name: str) -> str:
    """The type that stands for a private member."""
    return f"{_identifier(cxx)}_{name}"


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


# --- text ------------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """A C++ string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("??", "?\\?")
    return '"' + "".join(c if ord(c) >= 32 else f"\\{ord(c):03o}" for c in escaped) + '"'


def wrapped(statement: str, indent: int) -> str:
    """A statement at its indentation; a call longer than the line continues behind its parenthesis."""
    pad = " " * indent
    return "\n".join(_wrapped_line(pad + line) for line in statement.split("\n"))


def _wrapped_line(line: str) -> str:
    if len(line) <= LINE_WIDTH:
        return line
    start = min(line.find(c) for c in "({" if c in line) + 1
    pieces = [piece + "," for piece in _split_arguments(line[start:])]
    pieces[-1] = pieces[-1][:-1]
    aligned = _filled(line[:start], pieces, start)
    if max(map(len, aligned)) <= LINE_WIDTH:
        return "\n".join(aligned)
    indent = len(line) - len(line.lstrip()) + 3
    return "\n".join([line[:start], *_filled(" " * indent, pieces, indent)])


def _filled(first: str, pieces: Sequence[str], indent: int) -> List[str]:
    """Lines of pieces, as many to a line as fit; the first line starts with `first`."""
    lines = [first]
    for i, piece in enumerate(pieces):
        gap = " " if i else ""
        if i and len(lines[-1]) + len(gap) + len(piece) > LINE_WIDTH:
            lines.append(" " * indent + piece)
        else:
            lines[-1] += gap + piece
    return lines


def _split_arguments(text: str) -> List[str]:
    """Splits at commas outside of brackets and literals."""
    pieces, depth, start, in_string = [], 0, 0, False
    for i, c in enumerate(text):
        if c == '"' and text[i - 1] != "\\":
            in_string = not in_string
        if in_string:
            continue
        depth += (c in "([{<") - (c in ")]}" or (c == ">" and text[i - 1] != "-"))
        if c == "," and depth == 0:
            pieces.append(text[start:i])
            start = i + 2
    return [*pieces, text[start:]]


def _identifier(name: str) -> str:
    return re.sub(r"_+", "_", re.sub(r"\W", "_", name)).strip("_")


def _has_chrono(type_: Type) -> bool:
    return type_.chrono or any(map(_has_chrono, type_.args))


def _deletes_without_virtual(cls: Class) -> bool:
    return cls.destructor and cls.polymorphic and not cls.virtual_destructor and not cls.abstract


def _offset(entry: Entry, element: Element) -> str:
    """offsetof, where the language gives one."""
    member = element.member
    hidden = entry.foreign and member.access != "public"
    if hidden or member.bit_field or member.type.reason == "DG011":
        return str(member.offset)
    return f"offsetof({entry.self_name}, {member.name})"


def _checked_offsets(entry: Entry) -> List[str]:
    """Comparisons of offsets with what clang saw, as many to a line as fit."""
    lines: List[str] = []
    for element in entry.members:
        offset = _offset(entry, element)
        if not offset.startswith("offsetof"):
            continue
        comparison = f"{offset} == {element.member.offset}"
        if lines and len(lines[-1]) + len(comparison) + 4 < LINE_WIDTH - 22:
            lines[-1] += f" && {comparison}"
        else:
            lines.append(comparison)
    return lines


def _member_row(entry: Entry, element: Element) -> str:
    """The initializer of one rootlet::DictionaryMember."""
    counter = element.counter
    fields = [
        quoted(element.name),
        quoted(element.type_name),
        quoted(element.true_name),
        quoted(element.annotation.title),
        _offset(entry, element),
        str(element.size),
        "DictionaryMember::kTransient" if element.form == "none" else str(element.code),
        str(min(len(element.dims), 5)),
        "{" + ", ".join(map(str, element.dims[:5])) + "}",
        quoted(counter.name if counter else ""),
        quoted(counter.class_name if counter else ""),
        str(counter.version if counter else 0),
        str(element.stl_type),
        str(element.stl_content),
        _member_flags(element),
        _content_size(entry, element),
    ]
    return "{" + ", ".join(fields) + "},"


def _content_size(entry: Entry, element: Element) -> str:
    """The function that counts the elements of a container, for Dump(); of transient ones too, if they can be named."""
    type_ = element.member.type
    while type_.kind in ("array", "std_array", "pointer"):
        type_ = type_.args[0]
    if type_.kind != "container":
        return "nullptr"
    if not (entry.foreign and element.member.access != "public"):
        return f"rootlet::ContentSize<decltype({entry.self_name}::{element.name})>::Of"
    if element.form == "none":
        return "nullptr"
    return f"rootlet::ContentSize<decltype(Pointer({_private_tag(entry.cls.cxx, element.name)}()))>::Of"


def _member_flags(element: Element) -> str:
    names: Sequence[Tuple[str, bool]] = (
        ("kPacked", element.annotation.packing_text is not None and element.packing is not None),
        ("kIsPrivate", element.member.access == "private"),
        ("kIsProtected", element.member.access == "protected"),
        ("kPersistentEnum", element.element is not None and element.element.kind == "enum"),
        ("kDontSplit", element.annotation.dont_split),
        ("kIsConst", element.member.type.const),
        ("kBitField", element.member.bit_field),
    )
    return " | ".join(f"DictionaryMember::{name}" for name, given in names if given) or "DictionaryMember::kNone"
