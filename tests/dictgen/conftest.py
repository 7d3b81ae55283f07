"""How dictgen's tests run it: in this process, on headers written by the test."""

import contextlib
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterable, Sequence, Tuple

import pytest
from clang.cindex import TranslationUnit

SOURCE = Path(os.environ.get("ROOTLET_SOURCE_DIR", Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / "dictgen"))

from dictgen.cli import main  # noqa: E402
from dictgen.diagnostics import Report  # noqa: E402
from dictgen.layout import ClassLayout  # noqa: E402
from dictgen.linkdef import DEFINES as LINKDEF_DEFINES, LinkDef, read_linkdef  # noqa: E402
from dictgen.model import Model  # noqa: E402
from dictgen.headers import Options, clang_arguments  # noqa: E402
from dictgen.parse import parse_headers  # noqa: E402
from dictgen.validate import validate  # noqa: E402

RUNTIME = SOURCE / "include" / "rootlet"
FRAMEWORK = [SOURCE / "framework" / room for room in ("cont", "hist", "math", "misc")]
COMPILER = os.environ.get("ROOTLET_CXX", "c++")


@dataclass
class Run:
    """How a run of dictgen ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def first_line(self) -> str:
        return self.err.splitlines()[0] if self.err else ""


# With these the precompiled header, which was made without them, does not fit.
_OTHER_LANGUAGE = ("-D", "-U", "-std", "-f", "-m", "-x", "-target", "--compile-options", "--macro-main")


@dataclass
class Dictgen:
    """dictgen in a folder of its own."""

    folder: Path
    prelude: str = ""  # a header before all others, where it does not matter that more is included: see precompiled()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str) -> Run:
        """The command line, with the runtime's headers in the include path."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                flags = self._flags(map(str, arguments))
                status = main([*flags, "--compiler", COMPILER, *map(str, arguments)])
            except SystemExit as end:  # --help and --version
                status = int(end.code or 0)
        return Run(status, out.getvalue(), err.getvalue())

    def _flags(self, others: Iterable[str]) -> Tuple[str, ...]:
        fits = self.prelude and not any(argument.startswith(_OTHER_LANGUAGE) for argument in others)
        return (f"-I{RUNTIME}", *(("-include", self.prelude) if fits else ()))

    def model(self, *headers: str, flags: Sequence[str] = (), linkdef: str = "") -> Model:
        return self.layouts(*headers, flags=flags, linkdef=linkdef)[0]

    def layouts(self, *headers: str, flags: Sequence[str] = (), linkdef: str = ""):
        """The model and the layouts by class name; the headers must be free of errors."""
        options = Options(tuple(headers), "", (*self._flags(flags), *flags), "c++20", COMPILER)
        report = Report()
        pragmas = read_linkdef(linkdef, clang_arguments(options), report) if linkdef else LinkDef()
        model = parse_headers(options, pragmas, report).model
        layouts = validate(model, report)
        assert not [item.text for item in report.items if item.severity == "error"]
        found: Dict[str, ClassLayout] = {}
        for selected in model.selected:
            layout = layouts.of(selected.key, selected.custom_streamer)
            found[layout.cls.name] = layout
        return model, found


def precompile(header: Path) -> None:
    """Lays the precompiled forms of a header beside it, one for headers and one for LinkDef files, which are read with
    macros of their own: clang takes the one that fits where the header is included first."""
    arguments = clang_arguments(Options((), "", (f"-I{RUNTIME}",), "c++20", COMPILER))
    arguments[arguments.index("c++")] = "c++-header"
    for_saving = 0x10
    options = TranslationUnit.PARSE_INCOMPLETE | for_saving | TranslationUnit.PARSE_SKIP_FUNCTION_BODIES
    forms = Path(f"{header}.pch")
    forms.mkdir()
    for name, defines, more in (
        ("headers", (), 0),
        ("linkdef", LINKDEF_DEFINES, TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD),
    ):
        unit = TranslationUnit.from_source(str(header), [*arguments, *defines], None, options | more)
        assert not list(unit.diagnostics)
        unit.save(str(forms / name))


@pytest.fixture(scope="session")
def precompiled(tmp_path_factory) -> str:
    """A header with what headers of tests include, so that only their own text is parsed in each run."""
    header = tmp_path_factory.mktemp("prelude") / "prelude.h"
    names = "array atomic bitset chrono complex deque functional list map memory mutex optional set string tuple vector"
    includes = "".join(f"#include <{name}>\n" for name in names.split())
    header.write_text('#pragma once\n#include "TNamed.h"\n' + includes)
    precompile(header)
    return str(header)


@pytest.fixture
def dictgen(tmp_path, monkeypatch, request) -> Dictgen:
    """In modules that say PRECOMPILED = True what the headers include is parsed once for all tests."""
    monkeypatch.chdir(tmp_path)
    wanted = getattr(request.module, "PRECOMPILED", False)
    return Dictgen(tmp_path, request.getfixturevalue("precompiled") if wanted else "")
