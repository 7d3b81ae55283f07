"""What each class and member is in ROOT's format: element type, counter, packing, name, checksum, way of streaming.

Used by validate.py and emit.py. Input is the model alone. Invariant: whatever cannot be streamed is reported with the
code of its rule and left out; the facts are those of docs/wire-format.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Dict, List, Optional, Sequence, Tuple

from . import wire
from .annotations import Annotation, Packing, is_packing, packing_of, understand
from .attributes import unfit_for
from .cxx_types import as_argument
from .diagnostics import Report
from .model import Base, Class, Member, Model, ReadRule, Type

_TRANSIENT_FIX = "or mark it `//!` to leave it out of the stream"
_PACKED = ("Double32_t", "Float16_t")
_MAX_DIMENSIONS = 5


@dataclass(frozen=True)
class Counter:
    """The member that counts an array, and the class that declares it."""

    name: str
    class_key: str
    class_name: str
    version: int
    access: str
    const: bool
    cxx: str  # its type


@dataclass(frozen=True)
class Element:
    """A member in the stream.

    form: run (basic types), packed, counted, counted_packed, charstar, value, pair, stl, pointer, embedded, loop; none
    if it is left out.
    """

    member: Member
    annotation: Annotation
    form: str = "none"
    code: int = wire.TRANSIENT
    size: int = 0
    dims: Tuple[int, ...] = ()
    type_name: str = ""
    true_name: str = ""
    counter: Optional[Counter] = None
    packing: Optional[Packing] = None
    stl_type: int = 0
    stl_content: int = 0
    codec: str = ""  # for containers whose element types must be told apart; see RootletStlTypes.h
    element: Optional[Type] = None  # without array dimensions

    @property
    def name(self) -> str:
        return self.member.name


@dataclass(frozen=True)
class BaseElement:
    """A base class in the stream. form: streamer (has ClassDef), value (foreign), stl, nothing."""

    base: Base
    form: str
    name: str
    version: int
    checksum: int
    title: str


@dataclass(frozen=True)
class ClassLayout:
    cls: Class
    checksum: int
    bases: Tuple[BaseElement, ...]
    elements: Tuple[Element, ...]


class Layouts:
    """Works out layouts on demand, each once."""

    def __init__(self, model: Model, report: Report) -> None:
        self._model = model
        self._report = report
        self._layouts: Dict[Tuple[str, bool], ClassLayout] = {}
        self._checksums: Dict[str, int] = {}

    def of(self, key: str, custom_streamer: bool = False) -> ClassLayout:
        """The layout of a class. Of one with a custom streamer nothing is refused: its members are only listed."""
        if (key, custom_streamer) not in self._layouts:
            report = Report() if custom_streamer else self._report
            self._layouts[key, custom_streamer] = _Builder(self._model, report, self).build(key)
        return self._layouts[key, custom_streamer]

    def of_sources(self, rule: ReadRule) -> Tuple[Element, ...]:
        """The source members of a read rule, as those of a struct."""
        return _Builder(self._model, Report(), self, of_sources=True).elements(rule.sources, {})

    def checksum(self, key: str) -> int:
        """ROOT's class checksum."""
        if key not in self._checksums:
            self._checksums[key] = self._sum(self._model.classes[key])
        return self._checksums[key]

    def _sum(self, cls: Class) -> int:
        total = wire.CheckSum()
        total.add(cls.name)
        for base in cls.bases:
            total.add(base.type.true_name)
            if base.type.kind == "class":
                total.value = (total.value * 3 + self.checksum(base.type.class_key)) & wire.MASK
        for member in cls.members:
            annotation = understand(member.comment)
            if annotation.transient or not member.name:
                continue
            inner, dims = _without_c_array(member.type)
            if number_of(inner).kind == "enum":
                total.add_number(1)
            total.add(member.name)
            total.add(member.type.true_name)
            for extent in dims:
                total.add_number(extent)
            if annotation.checksum_text is not None:
                total.add(annotation.checksum_text)
        return total.value


class _Builder:
    """The layout of one class."""

    def __init__(self, model: Model, report: Report, layouts: Layouts, of_sources: bool = False) -> None:
        self._model = model
        self._report = report
        self._layouts = layouts
        self._of_sources = of_sources
        self._cls = Class("", "", None)  # type: ignore[arg-type]

    def build(self, key: str) -> ClassLayout:
        self._cls = self._model.classes[key]
        bases = tuple(element for element in map(self._base, self._cls.bases) if element)
        elements = self.elements(self._cls.members, self._counters_of_bases(key))
        return ClassLayout(self._cls, self._layouts.checksum(key), bases, elements)

    def elements(self, members: Sequence[Member], counters: Dict[str, Tuple[Member, str]]) -> Tuple[Element, ...]:
        """Members in order; those that stand earlier, here or in `counters`, may count arrays."""
        elements: List[Element] = []
        for member in members:
            elements.append(self._element(member, counters))
            counters[member.name] = (member, self._cls.cxx)
        return _with_counters_marked(elements)

    # --- bases ------------------------------------------------------------------------------------------------

    def _base(self, base: Base) -> Optional[BaseElement]:
        if base.type.kind == "container":
            return BaseElement(base, "stl", base.type.true_name, 0, 0, "")
        if base.type.kind != "class":
            self._report.add(
                "DG030",
                base.location,
                f"the base class '{base.type.name}' of '{self._cls.name}' cannot be streamed",
                "make it a member marked `//!`",
            )
            return None
        cls = self._model.class_of(base.type)
        form = "value" if cls.version is None else "streamer"
        version = -1 if cls.declared_version is None else cls.declared_version
        checksum = self._layouts.checksum(cls.cxx)
        return BaseElement(base, "nothing" if cls.name == "TQObject" else form, cls.name, version, checksum, cls.title)

    def _counters_of_bases(self, key: str) -> Dict[str, Tuple[Member, str]]:
        found: Dict[str, Tuple[Member, str]] = {}
        for base in self._model.classes[key].bases:
            if base.type.kind == "class":
                found.update(self._counters_of_bases(base.type.class_key))
                for member in self._model.class_of(base.type).members:
                    found[member.name] = (member, base.type.class_key)
        return found

    # --- members ----------------------------------------------------------------------------------------------

    def _element(self, member: Member, counters: Dict[str, Tuple[Member, str]]) -> Element:
        annotation = understand(member.comment)
        type_ = member.type
        element = Element(
            member=member,
            annotation=annotation,
            type_name=type_.name,
            true_name=type_.true_name,
            size=type_.size,
        )
        if annotation.transient:
            return element
        inner, dims = _without_arrays(type_)
        if member.bit_field:
            return self._refused(element, "DG014", "is a bit-field, which cannot be streamed")
        if inner.kind == "unsupported":
            return self._refused(element, inner.reason, _complaint(inner), _remedy(inner))
        self._check_effect(element, counters)
        if _has_unpacked(type_):
            self._say(
                element,
                "DG060",
                "is stored in full: inside this type Double32_t is but double, and Float16_t float",
                "write double or float, or use a class of your own with the packed member",
            )
        if len(dims) > _MAX_DIMENSIONS:
            return self._refused(element, "DG023", f"has {len(dims)} dimensions; StreamerInfo holds five")
        # StreamerInfo shows std::array as a fixed array
        inner = number_of(inner)
        element = replace(element, dims=dims, element=inner, type_name=inner.name)
        if inner.kind == "pointer":
            return self._pointer(element, inner, counters)
        return self._by_value(element, inner)

    def _by_value(self, element: Element, inner: Type) -> Element:
        dims = element.dims
        array = wire.ARRAY if dims else 0
        if inner.kind == "basic" and inner.basic in _PACKED:
            return replace(
                element,
                form="packed",
                code=wire.BASIC_CODES[inner.basic] + array,
                packing=self._packing(element, inner),
            )
        if inner.kind == "enum":
            return replace(element, form="run", code=wire.INT + array)
        if inner.kind == "basic":
            code = wire.BASIC_CODES[inner.basic]
            if self._cls.name == "TObject" and element.name == "fBits":
                code = wire.BITS
            return replace(element, form="run", code=code + array)
        if inner.kind in ("container", "string"):
            return replace(element, form="stl", **_stl_facts(inner))
        if inner.kind == "pair":
            return replace(element, form="pair", code=wire.ANY + array, codec=codec_of(inner))
        if inner.kind == "unique_ptr":
            return self._object_pointer(element, inner.args[0])
        cls = self._model.class_of(inner)
        special = {"TString": wire.TSTRING, "TObject": wire.TOBJECT, "TNamed": wire.TNAMED}.get(cls.name)
        code = special or (wire.OBJECT if self._is_tobject(inner) else wire.ANY)
        return replace(element, form="value", code=code + array)

    def _pointer(self, element: Element, inner: Type, counters: Dict[str, Tuple[Member, str]]) -> Element:
        target = number_of(inner.args[0])
        counter = self._counter(element, counters)
        if target.kind == "basic" and target.basic == "char" and counter is None and not element.annotation.brackets:
            if element.dims:
                return self._refused(
                    element, "DG024", "is an array of pointers to characters, which cannot be streamed"
                )
            return replace(element, form="charstar", code=wire.CHAR_STAR)
        if target.kind in ("basic", "enum"):
            return self._basic_pointer(element, target, counter)
        if target.kind in ("container", "string") and element.annotation.title.startswith("["):
            return self._refused(
                element,
                "DG063",
                f"is a counted array of '{target.name}', which cannot be streamed",
                f"use std::vector<{target.cxx}>, or ",
            )
        if target.kind in ("container", "string"):
            facts = _stl_facts(target)
            if target.kind == "container":
                facts["stl_type"] += wire.STL_POINTER
            return replace(element, form="stl", **facts)
        if target.kind == "pointer":
            return self._pointer_to_pointers(element, target, counter)
        if target.kind != "class":
            return self._refused(element, "DG010", f"is a pointer to '{as_argument(target)}', which cannot be streamed")
        if element.annotation.brackets and element.annotation.title.startswith("["):
            if counter is None:
                return self._bad_counter(element)
            return self._loop(element, target, counter)
        return self._object_pointer(element, target)

    def _basic_pointer(self, element: Element, target: Type, counter: Optional[Counter]) -> Element:
        code = wire.INT if target.kind == "enum" else wire.BASIC_CODES[target.basic]
        if counter is None and self._of_sources:  # what counted it stands in the stream
            return replace(element, form="array", code=code + wire.COUNTED, size=target.size)
        if counter is None:
            if element.annotation.title.startswith("["):
                self._bad_counter(element, warning=True)
            else:
                self._say(
                    element,
                    "DG021",
                    "has no counter and is left out of the stream",
                    "write `//[fN]` behind it, or `//!` to say that this is meant",
                )
            return element
        packed = target.kind == "basic" and target.basic in _PACKED
        return replace(
            element,
            form="counted_packed" if packed else "counted",
            code=code + wire.COUNTED,
            size=target.size,
            counter=counter,
            packing=self._packing(element, target) if packed else None,
        )

    def _pointer_to_pointers(self, element: Element, target: Type, counter: Optional[Counter]) -> Element:
        if target.args[0].kind in ("basic", "enum", "string", "container", "pointer"):
            return self._refused(element, "DG024", "is a pointer to pointers to something that is no class")
        if element.annotation.brackets and counter is None:
            return self._bad_counter(element)
        if counter is None:
            return self._refused(
                element, "DG019", "is a pointer to pointers without a counter", "count it with `//[fN]`, or "
            )
        return self._loop(element, target.args[0], counter)

    def _loop(self, element: Element, target: Type, counter: Counter) -> Element:
        if not self._is_defined(element, target):
            return element
        if element.dims:
            return self._refused(element, "DG024", "is an array of counted arrays of objects")
        return replace(element, form="loop", code=wire.LOOP, counter=counter)

    def _object_pointer(self, element: Element, target: Type) -> Element:
        if not self._is_defined(element, target):
            return element
        embedded = element.annotation.never_null
        if self._is_tobject(target):
            code = wire.OBJECT_EMBEDDED if embedded else wire.OBJECT_POINTER
        else:
            code = wire.ANY_EMBEDDED if embedded else wire.ANY_POINTER
        return replace(element, form="embedded" if embedded else "pointer", code=code)

    def _is_defined(self, element: Element, target: Type) -> bool:
        cls = self._model.class_of(target)
        if cls.size:
            return True
        self._say(
            element,
            "DG018",
            f"points to '{cls.name}', which is declared but not defined in these headers",
            f"include the header of '{cls.name}', " + _TRANSIENT_FIX,
        )
        return False

    def _is_tobject(self, type_: Type) -> bool:
        return self._model.derives_from(type_.class_key, "TObject")

    # --- annotations ------------------------------------------------------------------------------------------

    def _counter(self, element: Element, counters: Dict[str, Tuple[Member, str]]) -> Optional[Counter]:
        """The counter that the comment names, if it is usable."""
        name = element.annotation.counter
        if name is None or name not in counters:
            return None
        member, key = counters[name]
        if member.type.kind != "basic" or member.type.basic not in ("int", "unsigned int"):
            return None
        cls = self._model.classes[key]
        return Counter(name, key, cls.name, cls.stream_version, member.access, member.type.const, member.type.cxx)

    def _bad_counter(self, element: Element, warning: bool = False) -> Element:
        text = element.annotation.brackets[0] if element.annotation.brackets else ""
        if warning:
            self._say(
                element,
                "DG021",
                f"is left out of the stream: '{text}' is no Int_t or UInt_t member that stands before it",
                "name such a member in the brackets, or mark the array `//!`",
            )
        else:
            self._say(
                element,
                "DG020",
                f"is counted by '{text}', which is no Int_t or UInt_t member that stands before it",
                "name such a member in the brackets, " + _TRANSIENT_FIX,
            )
        return element

    def _check_effect(self, element: Element, counters: Dict[str, Tuple[Member, str]]) -> None:
        """Warns of annotations that say nothing of a member of this type. ROOT accepts them; the macros are refused."""
        annotation = element.annotation
        marks = {"ROOTLET_NEVER_NULL": "->" * annotation.never_null, "ROOTLET_DONT_SPLIT": "||" * annotation.dont_split}
        if annotation.title.startswith("["):  # elsewhere brackets are units and the like
            if annotation.counter in counters:
                marks["ROOTLET_COUNTED"] = f"[{annotation.brackets[0]}]"
            if is_packing(annotation.packing_text):
                marks["ROOTLET_PACKED"] = f"[{annotation.packing_text}]"
        unfit = unfit_for(element.member.type)
        for macro, mark in marks.items():
            if mark and macro in unfit:
                text = f"has the annotation '{mark}', which has no effect: it is for {unfit[macro]}"
                self._say(element, "DG086", text, "remove the annotation, or write a word before it")

    def _packing(self, element: Element, type_: Type) -> Packing:
        packing, problem = packing_of(type_.basic, element.annotation)
        if problem is not None:
            self._say(element, problem.code, problem.text, problem.fix)
        return packing

    # --- messages ---------------------------------------------------------------------------------------------

    def _say(self, element: Element, code: str, text: str, fix: str) -> None:
        what = f"member '{self._cls.name}::{element.name}'" if element.name else f"a member of '{self._cls.name}'"
        self._report.add(code, element.member.location, f"{what} {text}", fix)

    def _refused(self, element: Element, code: str, text: str, fix: str = "") -> Element:
        self._say(element, code, text, f"{fix}mark it `//!` to leave it out of the stream")
        return element


_COMPLAINTS = {
    "DG011": "is a reference",
    "DG012": "is a pointer to a function or to a member",
    "DG013": "is a union",
    "DG015": "points to void",
    "DG016": "is volatile",
    "DG017": "is of a struct without name",
    "DG031": "is of an enumeration in an anonymous namespace",
    "DG061": "is an array without elements",
    "DG062": "is of an enumeration with values of more than 32 bits",
    "DG065": "is packed",
    "DG066": "is a container for shared objects",
    "DG064": "is a std::unique_ptr to something else than one object of a class, or with a deleter of its own",
}

# What to use instead of types of the standard library and others that are no members; by the start of their name.
_REMEDIES = {
    "shared_ptr<": "let a std::unique_ptr own the object, and plain pointers share it",
    "weak_ptr<": "use a plain pointer",
    "variant<": "use a std::optional for each alternative",
    "any": "use a pointer to a base class",
    "function<": "store a name or a number that tells which function is meant",
    "basic_string_view<": "use std::string",
    "basic_string<": "use std::string",
    "span<": "use std::vector",
    "valarray<": "use std::vector",
    "stack<": "use std::vector",
    "queue<": "use std::deque",
    "priority_queue<": "use std::vector",
    "filesystem::": "use std::string",
    "reference_wrapper<": "use a plain pointer",
    "atomic_flag": "use std::atomic<bool>",
    "atomic<": "use std::atomic of a number or an enumeration",
    "complex<": "use std::complex<double> or std::complex<float>",
    "chrono::": "use a duration or a time_point",
    "long double": "use double",
    "wchar_t": "use an integer type",
    "char8_t": "use char",
    "char16_t": "use UShort_t",
    "char32_t": "use UInt_t",
    "__int128": "use two members of Long64_t",
    "unsigned __int128": "use two members of ULong64_t",
}


_CONTAINERS = ("vector", "list", "deque", "set", "map", "multi", "unordered", "forward", "optional", "pair")


def _remedy(type_: Type) -> str:
    """The start of a fix that names something better, if there is something."""
    if type_.reason == "DG010" and type_.name.startswith(_CONTAINERS) and "*" in type_.name:
        return "hold the values, or strings, in place of pointers to them, or "
    if type_.reason == "DG066":
        return "use that of the standard library, or "
    found = next((text for start, text in _REMEDIES.items() if type_.name.startswith(start)), "")
    return f"{found}, or " if found and type_.reason == "DG010" else ""


def _complaint(type_: Type) -> str:
    what = _COMPLAINTS.get(type_.reason)
    return f"{what}, which cannot be streamed" if what else f"has the type '{type_.name}', which cannot be streamed"


def _has_unpacked(type_: Type) -> bool:
    return type_.in_full or any(map(_has_unpacked, type_.args))


def number_of(type_: Type) -> Type:
    """What is in the stream for std::atomic and the types of std::chrono; any other type itself."""
    return type_.args[0] if type_.kind == "holder" else type_


def _without_c_array(type_: Type) -> Tuple[Type, Tuple[int, ...]]:
    dims: Tuple[int, ...] = ()
    while type_.kind == "array":
        dims += (type_.extent,)
        type_ = type_.args[0]
    return type_, dims


def _without_arrays(type_: Type) -> Tuple[Type, Tuple[int, ...]]:
    dims: Tuple[int, ...] = ()
    while type_.kind in ("array", "std_array"):
        dims += (type_.extent,)
        type_ = type_.args[0]
    return type_, dims


def _stl_facts(type_: Type) -> Dict[str, object]:
    """Element type, fSTLtype, fCtype and codec of a container or std::string."""
    if type_.kind == "string":
        return {"code": wire.STL, "stl_type": wire.STL_STRING, "stl_content": wire.STL_STRING}
    return {
        "code": wire.STL,
        "stl_type": wire.STL_CODES[type_.container],
        "stl_content": _content_code(type_),
        "codec": codec_of(type_),
    }


def _content_code(type_: Type) -> int:
    """TStreamerSTL::fCtype."""
    if type_.container == "bitset":
        return wire.BASIC_CODES["bool"]
    element = number_of(type_.args[0])
    if len(type_.args) > 1:
        return wire.OBJECT
    if element.kind == "basic":
        if type_.container == "vector" and element.basic == "bool":
            return wire.BASIC_CODES["char"] + wire.ARRAY
        return wire.BASIC_CODES[element.basic]
    if element.kind == "enum":
        return wire.INT
    return wire.OBJECT_EMBEDDED if element.kind in ("pointer", "unique_ptr") else wire.OBJECT


def codec_of(type_: Type) -> str:
    """How to tell Double32_t and Float16_t from double and float; empty if there are none inside."""
    if type_.kind == "basic":
        return {"Double32_t": "rootlet::codec::Double32", "Float16_t": "rootlet::codec::Float16"}.get(type_.basic, "")
    codecs = [codec_of(arg) for arg in type_.args]
    if type_.kind not in ("container", "pair", "std_array") or not any(codecs):
        return ""
    names = [codec or "rootlet::codec::Auto" for codec in codecs]
    if type_.kind == "pair":
        return f"rootlet::codec::PairOf<{', '.join(names)}>"
    template = "Mapping" if len(names) == 2 else "Sequence"
    return f"rootlet::codec::{template}<{', '.join(names)}>"


def _with_counters_marked(elements: List[Element]) -> Tuple[Element, ...]:
    """An Int_t that counts arrays of this class has an element type of its own."""
    counters = {e.counter.name for e in elements if e.counter}
    return tuple(
        replace(e, code=wire.COUNTER) if e.name in counters and e.code == wire.INT and e.form == "run" else e
        for e in elements
    )
