"""The schema lock: the layout of every class as it was released, in a JSON file that users check in.

Used by cli.py, after validate and before emit. Invariant: verification only reads; an update only adds, under a lock on
the file's folder and by renaming a complete file, so that runs side by side neither lose nor damage anything. The form
of the file is described in docs/dictgen.md, The schema lock.
"""

from __future__ import annotations

import contextlib
import difflib
import json
import os
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

from . import wire
from .diagnostics import Diagnostic, Location, Report, UsageError
from .files import replace_file
from .layout import ClassLayout, Element, Layouts
from .model import Class, Model, Type
from .printing import shown_path, source_line

# Raised when the meaning of a field changes; a file with a higher number is refused.
LOCK_FORMAT = 1
_MARK = "rootlet_schema_lock"

# A layout as it stands in the file; and the versions of a class, by ClassDef's number or by "0x" and the checksum.
Layout = Dict[str, Any]
Versions = Dict[str, Layout]

_MEMBER_FIELDS = {
    "name": str,
    "type": str,
    "dims": list,
    "counter": str,
    "packing": str,
    "note": str,
    "size": int,
    "never_null": bool,
    "dont_split": bool,
    "typedefs": dict,
}


def check_lock(path: str, model: Model, layouts: Layouts, report: Report, update: bool) -> None:
    """Compares the selected classes with the lock file at `path`. With `update`, and when nothing of this run is wrong,
    new classes and versions are added to it."""
    with _exclusive(path) if update else contextlib.nullcontext():
        locked = _read(path, report, update)
        if locked is None:
            return
        added = False
        for selected in model.selected:
            layout = layouts.of(selected.key, selected.custom_streamer)
            if layout.cls.version == 0:
                continue  # its members are never in a stream
            now = _layout_of(model, layout, selected.custom_streamer)
            versions = locked.get(layout.cls.name, {})
            key = _version_key(layout)
            if _is_recorded(path, layout, versions, now, report):
                continue
            if update:
                locked.setdefault(layout.cls.name, {})[key] = now
                added = True
            else:
                _report_missing(path, layout, versions, now, report)
        if added and not report.failed:
            _write(path, _text_of(locked))


# --- comparing -------------------------------------------------------------------------------------------------


def _is_recorded(path: str, layout: ClassLayout, versions: Versions, now: Layout, report: Report) -> bool:
    """The layout is in the lock, or it contradicts the lock, which is reported."""
    cls = layout.cls
    numbers = sorted(int(version) for version in versions if version.isdigit())
    if cls.declared_version is None and not numbers:
        return _version_key(layout) in versions
    if numbers and (cls.declared_version is None or cls.declared_version < numbers[-1]):
        what = "has no ClassDef" if cls.declared_version is None else f"has version {cls.declared_version}"
        report.add(
            "DG091",
            _place_of(cls),
            f"'{cls.name}' {what}, but version {numbers[-1]} of it was released ({shown_path(path)})",
            f"write {_written_version(cls, numbers[-1] + 1)}, "
            f"or {numbers[-1]} if the layout is the one that was released",
        )
        return True
    released = versions.get(str(cls.declared_version))
    if released is None:
        return False
    if _lines(released) != _lines(now):
        report.append(
            Diagnostic(
                "error",
                f"the layout of '{cls.name}' has changed, but its version is {cls.declared_version} as before",
                _place_of(cls),
                "DG090",
                f"raise the version: {_written_version(cls, numbers[-1] + 1)}; or, if version "
                f"{cls.declared_version} was never released, take it out of {shown_path(path)}",
                (_difference(path, f"version {cls.declared_version}", released, now),),
            )
        )
    elif released["checksum"] != now["checksum"] and not now["bases"]:
        # With bases the checksum follows theirs, which have a version, and an entry in a lock, of their own.
        report.add(
            "DG093",
            Location(path),
            f"the checksum of version {cls.declared_version} of '{cls.name}' does not belong to its members",
            "take the file as it was from version control",
        )
    return True


def _report_missing(path: str, layout: ClassLayout, versions: Versions, now: Layout, report: Report) -> None:
    """A warning: what is not in the lock may still change freely."""
    cls = layout.cls
    fix = "record it with --lock-update (in CMake the target <target>_lock_update) before it is released"
    if cls.declared_version is None and versions:
        nearest = max(sorted(versions), key=lambda v: _likeness(versions[v], now))
        report.append(
            Diagnostic(
                "warning",
                f"the layout of '{cls.name}' is none of those released; streams tell them apart by the checksum",
                _place_of(cls),
                "DG095",
                fix,
                (_difference(path, nearest, versions[nearest], now),),
            )
        )
        return
    version = "" if cls.declared_version is None else f" version {cls.declared_version} of"
    report.add("DG094", _place_of(cls), f"{shown_path(path)} does not know{version} '{cls.name}' yet", fix)


def _likeness(one: Layout, other: Layout) -> float:
    return difflib.SequenceMatcher(None, _lines(one), _lines(other), autojunk=False).ratio()


def _difference(path: str, version: str, released: Layout, now: Layout) -> Diagnostic:
    """Both layouts, line by line."""
    before, after = _lines(released), _lines(now)
    names_before, names_after = map(_by_name, (released, now))
    shown: List[str] = []
    for tag, i, k, m, n in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            shown += [f"      {line}" for line in before[i:k]]
            continue
        for name, line in _named(released)[i:k]:
            what = "removed" if name not in names_after else "moved" if names_after[name] == line else ""
            shown.append(_marked("-", line, what))
        for name, line in _named(now)[m:n]:
            what = "added" if name not in names_before else "moved" if names_before[name] == line else "changed"
            shown.append(_marked("+", line, what))
    return Diagnostic(
        "note", f"'-' is {version} as it was released, '+' is the header's:\n" + "\n".join(shown), Location(path)
    )


def _marked(sign: str, line: str, what: str) -> str:
    return f"    {sign} {line:<40}  {what}".rstrip()


def _by_name(layout: Layout) -> Dict[str, str]:
    return dict(_named(layout))


def _lines(layout: Layout) -> List[str]:
    return [line for _, line in _named(layout)]


def _named(layout: Layout) -> List[Tuple[str, str]]:
    """What the layout consists of: the name of each part, and the part as it is shown and compared."""
    parts = [(f"base {name}", f"base {name}") for name in layout["bases"]]
    parts += [(member["name"], _shown(member)) for member in layout["members"]]
    if layout.get("streamer"):
        parts.append(("Streamer()", f"Streamer() {layout['streamer']}"))
    return parts


def _shown(member: Dict[str, Any]) -> str:
    """The member as it would be declared."""
    dims = "".join(f"[{extent}]" for extent in member.get("dims", ()))
    size = f" : {member['size']} bytes" if "size" in member else ""
    means = "".join(f" ({name} is {meaning})" for name, meaning in member.get("typedefs", {}).items())
    comment = "||" if member.get("dont_split") else "->" if member.get("never_null") else ""
    comment += "".join(f"[{member[field]}]" for field in ("counter", "packing", "note") if field in member)
    return f"{member['type']} {member['name']}{dims}{size};{means}" + (f" //{comment}" if comment else "")


def _place_of(cls: Class) -> Location:
    """ClassDef, or the class."""
    if cls.declared_version is None or not cls.classdef_line:
        return cls.location
    line = source_line(Location(cls.location.file, cls.classdef_line)) or ""
    return Location(cls.location.file, cls.classdef_line, max(line.find("ClassDef"), 0) + 1)


# --- what is recorded ------------------------------------------------------------------------------------------


def _written_version(cls: Class, version: int) -> str:
    """How the user gives the class that version."""
    if cls.version is None and cls.declared_version is not None:
        return f"'#pragma link C++ options=version({version}) class {cls.name}+;'"
    return f"ClassDef({cls.short_name}, {version})"


def _version_key(layout: ClassLayout) -> str:
    return f"0x{layout.checksum:08x}" if layout.cls.declared_version is None else str(layout.cls.declared_version)


def _layout_of(model: Model, layout: ClassLayout, custom_streamer: bool) -> Layout:
    """All that the bytes and the checksum depend on, but for what bases and members' classes look like inside: these
    have entries of their own."""
    entry: Layout = {
        "checksum": f"0x{layout.checksum:08x}",
        "bases": [base.base.type.true_name for base in layout.bases],
        "members": [_member_of(model, e) for e in layout.elements if e.name and not e.annotation.transient],
    }
    if custom_streamer:
        entry["streamer"] = "written by hand"
    return entry


def _member_of(model: Model, element: Element) -> Dict[str, Any]:
    """Types stand here as they enter the checksum: ROOT's typedefs resolved, so that `int` may become `Int_t`."""
    type_ = element.member.type
    dims = []
    while type_.kind == "array":
        dims.append(type_.extent)
        type_ = type_.args[0]
    member: Dict[str, Any] = {"name": element.name, "type": f"{'enum ' * (type_.kind == 'enum')}{type_.true_name}"}
    if dims:
        member["dims"] = dims
    if type_.kind == "enum" and element.code % wire.ARRAY != wire.INT:
        member["size"] = type_.size
    annotation = element.annotation
    packing = annotation.packing_text if element.packing else None
    if element.counter:
        member["counter"] = element.counter.name
    if packing is not None:
        member["packing"] = packing
    noted = annotation.checksum_text  # brackets that mean nothing, `[GeV]`, are in ROOT's checksum all the same
    if noted is not None and noted != packing and not (element.counter and noted.strip() == element.counter.name):
        member["note"] = noted
    if annotation.never_null:
        member["never_null"] = True
    if annotation.dont_split:
        member["dont_split"] = True
    typedefs = _typedefs_in(model, type_)
    if typedefs:
        member["typedefs"] = typedefs
    return member


def _typedefs_in(model: Model, type_: Type) -> Dict[str, str]:
    """What the user's typedefs in template arguments mean: the checksum has them by name alone."""
    found: Dict[str, str] = {}
    for arg in type_.args:
        meaning = arg.basic if arg.kind == "basic" else model.class_of(arg).name if arg.kind == "class" else ""
        if meaning and arg.true_name not in (meaning, "char"):
            found[arg.true_name] = meaning
        found.update(_typedefs_in(model, arg))
    return dict(sorted(found.items()))


# --- the file --------------------------------------------------------------------------------------------------


class _Damaged(Exception):
    """What is wrong with the file, and in which line, if that is known."""

    def __init__(self, text: str, line: int = 0) -> None:
        super().__init__(text)
        self.line = line


def _read(path: str, report: Report, update: bool) -> Optional[Dict[str, Versions]]:
    """The classes in the file; None, and a message, if it cannot be used."""
    try:
        with open(path, encoding="utf-8") as file:
            return _classes_in(file.read())
    except FileNotFoundError:
        if update:
            return {}
        report.add(
            "DG092",
            Location(path),
            f"the lock file '{shown_path(path)}' does not exist",
            "create it with --lock-update (in CMake the target <target>_lock_update) and check it in",
        )
    except OSError as error:
        report.add("DG093", Location(path), f"cannot read the lock file: {error.strerror}", "make it readable")
    except UnicodeDecodeError:
        report.add("DG093", Location(path), "this is no lock file: it is not UTF-8", _FROM_VERSION_CONTROL)
    except _Damaged as error:
        report.add("DG093", Location(path, error.line, min(error.line, 1)), str(error), _FROM_VERSION_CONTROL)
    return None


_FROM_VERSION_CONTROL = "take the file as it was from version control, or repair it there"


def _classes_in(text: str) -> Dict[str, Versions]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            raise _Damaged("the file holds a merge conflict: keep the classes and versions of both sides", number)
    try:
        document = json.loads(text, object_pairs_hook=_without_repetition)
    except json.JSONDecodeError as error:
        raise _Damaged(f"the file is not valid JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise _Damaged("this is no lock file: it is nested too deeply") from error
    if not isinstance(document, dict) or not isinstance(document.get(_MARK), int):
        raise _Damaged(f'this is no lock file of dictgen: there is no "{_MARK}" in it')
    if document[_MARK] != LOCK_FORMAT:
        raise _Damaged(
            f"the file has format {document[_MARK]}, this dictgen knows format {LOCK_FORMAT}: update dictgen"
        )
    classes = _field(document, "classes", dict, "the file")
    for name, versions in classes.items():
        for version in _checked(versions, dict, f"'{name}'"):
            _check_layout(versions[version], version, f"version {version} of '{name}'")
    return classes


def _without_repetition(pairs: Sequence[Tuple[str, Any]]) -> Dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Damaged(f"'{twice}' stands twice in the file; after a merge: one layout cannot have two forms")
    return result


def _check_layout(layout: Any, version: str, where: str) -> None:
    """Every field that is used later is there and of its type."""
    if not (version.isdigit() and version.isascii()) and not _is_checksum(version):
        raise _Damaged(f"{where}: a version is a number or a checksum")
    _checked(layout, dict, where)
    if not _is_checksum(_field(layout, "checksum", str, where)):
        raise _Damaged(f"{where}: '{layout['checksum']}' is no checksum")
    for base in _field(layout, "bases", list, where):
        _checked(base, str, f"{where}: a base")
    if "streamer" in layout:
        _checked(layout["streamer"], str, f"{where}: streamer")
    for member in _field(layout, "members", list, where):
        name = _field(_checked(member, dict, f"{where}: a member"), "name", str, where)
        _field(member, "type", str, f"{where}: '{name}'")
        for field, value in member.items():
            if field not in _MEMBER_FIELDS:
                raise _Damaged(f"{where}: '{name}' has an unknown field '{field}'")
            _checked(value, _MEMBER_FIELDS[field], f"{where}: '{name}': {field}")
        for extent in member.get("dims", ()):
            _checked(extent, int, f"{where}: '{name}': dims")


def _is_checksum(text: str) -> bool:
    return len(text) == 10 and text.startswith("0x") and all(c in "0123456789abcdef" for c in text[2:])


def _field(holder: Dict[str, Any], name: str, kind: type, where: str) -> Any:
    if name not in holder:
        raise _Damaged(f'{where} has no "{name}"')
    return _checked(holder[name], kind, f"{where}: {name}")


def _checked(value: Any, kind: type, where: str) -> Any:
    if type(value) is not kind:
        names = {dict: "an object", list: "a list", str: "a text", int: "a number", bool: "true or false"}
        raise _Damaged(f"{where} is not {names[kind]}")
    return value


def _text_of(classes: Dict[str, Versions]) -> str:
    """One member per line, sorted by class and version: a change is a change of few lines."""

    def quoted(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def block(opened: str, items: Sequence[str], closed: str, indent: str) -> str:
        if not items:
            return opened + closed
        return opened + "\n" + ",\n".join(f"{indent}  {item}" for item in items) + f"\n{indent}{closed}"

    def layout_text(layout: Layout) -> str:
        fields = [
            f'"checksum": {quoted(layout["checksum"])}',
            '"bases": ' + block("[", [quoted(base) for base in layout["bases"]], "]", " " * 8),
            '"members": ' + block("[", [quoted(member) for member in layout["members"]], "]", " " * 8),
        ]
        if "streamer" in layout:
            fields.insert(1, f'"streamer": {quoted(layout["streamer"])}')
        return block("{", fields, "}", " " * 6)

    shown = []
    for name in sorted(classes):
        versions = sorted(classes[name], key=lambda v: (0, int(v), "") if v.isdigit() else (1, 0, v))
        items = [f"{quoted(version)}: {layout_text(classes[name][version])}" for version in versions]
        shown.append(f"{quoted(name)}: " + block("{", items, "}", " " * 4))
    fields = [f'"{_MARK}": {LOCK_FORMAT}', '"classes": ' + block("{", shown, "}", "  ")]
    return block("{", fields, "}", "") + "\n"


def _write(path: str, text: str) -> None:
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise UsageError(f"cannot write the lock file '{path}': {error.strerror}") from error


@contextlib.contextmanager
def _exclusive(path: str) -> Iterator[None]:
    """One update at a time: a lock on the folder, which needs no file of its own and ends with the process."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system: renaming alone keeps the file whole
        yield
        return
    try:
        folder = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    except OSError as error:
        raise UsageError(f"cannot write the lock file '{path}': {error.strerror}") from error
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
