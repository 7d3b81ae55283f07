"""Everything that would fail later fails here, all at once.

Used by cli.py, between parse and emit. Invariant: when this reports no error, the emitted file compiles and streams.
"""

from __future__ import annotations

from typing import Dict

from .diagnostics import Location, Report
from .layout import Layouts
from .model import Class, Model, Selected
from .rule_model import check_rules

# Classes without ClassDef whose dictionary is in the runtime.
_RUNTIME_CLASSES = ("TString", "complex<float>", "complex<double>")


def validate(model: Model, report: Report) -> Layouts:
    """Checks all selected classes; returns the layouts that the checks worked out."""
    layouts = Layouts(model, report)
    if not model.selected and not model.shared and not report.failed:
        report.add(
            "DG043",
            Location(model.headers[0] if model.headers else ""),
            "no class in these headers has ClassDef, and no LinkDef file names one",
            "put ClassDef(Name, 1) into the class, or name it in a LinkDef file",
        )
    by_name: Dict[str, Class] = {}
    for selected in model.selected:
        cls = model.classes[selected.key]
        _check_class(cls, selected, report)
        _check_name(cls, by_name.setdefault(cls.name, cls), report)
        layout = layouts.of(selected.key, selected.custom_streamer)
        for element in () if selected.custom_streamer else layout.elements:
            if element.form != "none" and element.element is not None:
                _check_foreign(model, cls, element.member.location, element.element, report)
    check_rules(model, layouts, report)
    return layouts


def _check_class(cls: Class, selected: Selected, report: Report) -> None:
    where = selected.location if selected.location.line else cls.location
    if "(anonymous namespace)" in cls.cxx:
        report.add(
            "DG031",
            cls.location,
            f"'{cls.name}' is in an anonymous namespace and cannot have a dictionary",
            "move it into a named namespace",
        )
    if cls.size == 0:
        report.add("DG040", where, f"'{cls.name}' is declared but not defined in the headers", "include its header")
    if selected.custom_streamer and cls.version is None and not cls.declares_streamer:
        report.add(
            "DG044",
            where,
            f"'{cls.name}' has no function Streamer(TBuffer &), which '-' says is written by hand",
            f"give it ClassDef({cls.name.split('::')[-1]}, 1), or write '+'",
        )


def _check_name(cls: Class, first: Class, report: Report) -> None:
    """`first` is the first class of that name."""
    if cls.cxx != first.cxx:
        report.add(
            "DG036",
            cls.location,
            f"'{first.cxx}' and '{cls.cxx}' have the same name in the stream, '{cls.name}'",
            "store one of them only",
        )


def _check_foreign(model: Model, owner: Class, where: Location, type_, report: Report) -> None:
    """Warns of a class that nobody in sight makes a dictionary for."""
    for arg in type_.args:
        _check_foreign(model, owner, where, arg, report)
    if type_.kind != "class":
        return
    cls = model.classes[type_.class_key]
    chosen = any(selected.key == cls.cxx for selected in model.selected)
    if cls.size and cls.version is None and not chosen and cls.name not in _RUNTIME_CLASSES:
        report.add(
            "DG035",
            where,
            f"'{cls.name}' has no ClassDef and its header {cls.header} is not named: its dictionary must come from "
            "another library",
            f"name {cls.header} too, or '#pragma link C++ class {cls.name}+;' in a LinkDef file",
        )
