"""Who may use whom: the arrows of docs/architecture.md, read off the #include lines and the symbols of object files.

Invariant: arrows point down only. A room that is not listed here, or a public header without a room, is an error, so
that a new part has to find its place first.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(os.environ["ROOTLET_SOURCE_DIR"]).resolve()
BINARY = Path(os.environ["ROOTLET_BINARY_DIR"])

# Each room of the runtime and the rooms whose headers its headers may include, besides its own.
HEADERS_MAY_INCLUDE = {
    "base": set(),
    "meta": {"base"},
    "io": {"meta", "base"},
    "heap": {"base"},
    "map": {"heap", "io", "meta", "base"},
}

# The same for source files. A TObject names its class and streams itself, so these three know each other there.
SOURCES_MAY_INCLUDE = {
    **HEADERS_MAY_INCLUDE,
    "base": {"meta", "io"},
    "meta": {"base", "io"},
}

ROOMS = list(HEADERS_MAY_INCLUDE)

# Public headers that have no source file of their own name to say which room they belong to.
HEADER_ONLY = {
    "Rtypes.h": "base",
    "RootletAnnotations.h": "base",
    "RootletError.h": "base",
    "RootletDictionary.h": "meta",
    "TStreamerElement.h": "meta",
    "TBaseClass.h": "meta",
    "TDataMember.h": "meta",
    "TDictionary.h": "meta",
    "RootletSchema.h": "meta",
    "RootletChrono.h": "io",
    "RootletColumns.h": "io",
    "RootletEmulation.h": "io",
    "RootletReading.h": "io",
    "RootletRules.h": "io",
    "RootletFixedColumns.h": "io",
    "RootletMembers.h": "io",
    "RootletStl.h": "io",
    "RootletStlColumns.h": "io",
    "RootletStlContent.h": "io",
    "RootletStlTypes.h": "io",
    "RootletWire.h": "io",
    "RootletMapCheck.h": "map",
    "RootletMapRepair.h": "map",
    "RootletContainers.h": "map",
    "RootletShared.h": "map",
    "RootletSnapshot.h": "map",
    "RootletWaiting.h": "map",
}

INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)


def includes(path):
    return INCLUDE.findall(path.read_text())


def sources(*folders):
    for folder in folders:
        yield from sorted(p for p in (SOURCE / folder).rglob("*") if p.suffix in (".h", ".cxx", ".C"))


def room_of_public_header(name):
    for room in ROOMS:
        if (SOURCE / "src" / room / name).with_suffix(".cxx").exists():
            return room
    return HEADER_ONLY.get(name)


PUBLIC = {p.name: room_of_public_header(p.name) for p in (SOURCE / "include/rootlet").glob("*.h")}
FRAMEWORK = {p.name for p in (SOURCE / "framework").rglob("*.h")}
RUNTIME_FILES = [(room, path) for room in ROOMS for path in sources(f"src/{room}")] + [
    (room, SOURCE / "include/rootlet" / name) for name, room in sorted(PUBLIC.items())
]


def room_included(path, name):
    """The room of the header that `path` includes as `name`; None for a header of the compiler or of a library."""
    for found in ((path.parent / name).resolve(), SOURCE / "src" / name):
        if found.is_file() and found.is_relative_to(SOURCE / "src"):
            return found.relative_to(SOURCE / "src").parts[0]
    if name in PUBLIC:
        return PUBLIC[name]
    return "framework" if Path(name).name in FRAMEWORK else None


def test_every_room_of_the_runtime_is_known():
    assert {p.name for p in (SOURCE / "src").iterdir() if p.is_dir()} == set(ROOMS)


def test_every_public_header_has_a_room():
    assert [name for name, room in PUBLIC.items() if room is None] == []


@pytest.mark.parametrize("room", ROOMS)
def test_room_includes_only_what_is_below_it(room):
    table = {".h": HEADERS_MAY_INCLUDE, ".cxx": SOURCES_MAY_INCLUDE}
    upward = [
        f"{path.relative_to(SOURCE)} includes {name} of {room_included(path, name)}"
        for owner, path in RUNTIME_FILES
        if owner == room
        for name in includes(path)
        if room_included(path, name) not in (table[path.suffix][room] | {room, None})
    ]
    assert upward == []


def test_what_stands_on_the_runtime_includes_public_headers_only():
    private = [
        f"{path.relative_to(SOURCE)} includes {name}"
        for path in sources("framework", "tutorials", "include")
        for name in includes(path)
        if room_included(path, name) in ROOMS and name not in PUBLIC
    ]
    assert private == []


def test_generated_dictionaries_include_public_headers_only():
    private = {p.name for p in sources("src") if p.suffix == ".h"}
    dictionaries = sorted(p for p in BINARY.rglob("*Dict.cxx"))
    assert dictionaries, "no generated dictionary in the build tree"
    wrong = [
        f"{path.relative_to(BINARY)} includes {name}"
        for path in dictionaries
        for name in includes(path)
        if name.split("/")[0] in ROOMS or Path(name).name in private
    ]
    assert wrong == []


def symbols(room, *nm_options):
    """The names that the object files of one room define or want, inline functions and templates left out."""
    library = "rootlet_map_objects" if room in ("heap", "map") else "rootlet_core_objects"
    objects = sorted((BINARY / f"src/CMakeFiles/{library}.dir" / room).glob("*.o"))
    assert objects, f"no object files of {room} in the build tree"
    lines = subprocess.run(
        ["nm", *nm_options, *objects], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return {fields[-1] for fields in map(str.split, lines) if len(fields) >= 2 and fields[-2] in "TDBRU"}


def test_heap_links_without_the_rooms_that_know_classes():
    wanted = symbols("heap", "--undefined-only")
    offered = set().union(*(symbols(room, "--defined-only") for room in ("meta", "io", "map")))
    assert sorted(wanted & offered) == []


@pytest.mark.parametrize("room", ["base", "meta", "io"])
def test_streams_link_without_the_map(room):
    wanted = symbols(room, "--undefined-only")
    offered = set().union(*(symbols(other, "--defined-only") for other in ("heap", "map")))
    assert sorted(wanted & offered) == []


def test_runtime_links_without_the_framework():
    core = next((BINARY / "src").glob("librootlet_core.so"))
    needed = subprocess.run(["readelf", "-d", core], check=True, capture_output=True, text=True).stdout
    assert "NEEDED" in needed and "framework" not in needed
