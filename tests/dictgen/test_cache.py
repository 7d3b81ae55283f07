"""The cache of the last run: what makes dictgen run again, and what does not."""

import contextlib
import io
import os
import subprocess
import sys
from unittest import mock

import pytest
from conftest import COMPILER, RUNTIME, SOURCE, main
from dictgen import cache

HEADER = '#include "Rtypes.h"\n#include "sub/Part.h"\nclass Event { Part fPart; Float_t *fX; ClassDefNV(Event, 1) };\n'


@pytest.fixture
def event(dictgen):
    dictgen.write("Event.h", HEADER)
    dictgen.write("second/sub/Part.h", "#pragma once\nstruct Part { int fY; };\n")
    (dictgen.folder / "first" / "sub").mkdir(parents=True)
    assert not was_cached(dictgen)
    age(dictgen)
    assert was_cached(dictgen)
    return dictgen


def age(dictgen):
    """As after a while: what was read lies so far back that its times can be trusted. Times of change cannot be set."""
    for path in dictgen.folder.rglob("*.h"):
        os.utime(path, (1_000_000_000, 1_000_000_000))


def run(*arguments, ok=True):
    done = subprocess.run(
        [
            *(sys.executable, SOURCE / "dictgen", "-o", "Dict.cxx", "--depfile", "Dict.d", "-Ifirst", "-Isecond"),
            *(f"-I{RUNTIME}", "--compiler", COMPILER, "-DROOM", *arguments),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not ok or done.returncode == 0, done.stderr
    return done


def was_cached(dictgen, *arguments, **environment):
    """A run in this process, and whether the stages of dictgen were left out."""
    command = ["-o", "Dict.cxx", "--depfile", "Dict.d", "-Ifirst", "-Isecond", f"-I{RUNTIME}", "--compiler", COMPILER]
    said = io.StringIO()
    with mock.patch.dict(os.environ, environment), contextlib.redirect_stderr(said):
        with mock.patch("dictgen.cli.main", wraps=main) as stages:
            assert cache.run([*command, *arguments, "Event.h"]) == 0, said.getvalue()
    assert "warning: member 'Event::fX' has no counter" in said.getvalue()  # said every time
    return not stages.called


def test_unchanged_set_imports_neither_clang_nor_jinja_nor_argparse(event):
    run("Event.h")
    done = subprocess.run(
        [
            *(sys.executable, "-X", "importtime", SOURCE / "dictgen", "-o", "Dict.cxx", "--depfile", "Dict.d"),
            *("-Ifirst", "-Isecond", f"-I{RUNTIME}", "--compiler", COMPILER, "-DROOM", "Event.h"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.split("|")[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "dictgen.cache" in imported
    assert not imported & {"clang.cindex", "jinja2", "argparse", "json", "dataclasses", "re"}


CHANGES = {
    "a header": lambda d: d.write("Event.h", HEADER + "// more\n"),
    "a header, in size and time as it was": lambda d: (d.write("Event.h", HEADER.replace("fPart;", "fPort;")), age(d)),
    "an included header": lambda d: d.write("second/sub/Part.h", "#pragma once\nstruct Part { short fY; };\n"),
    "a header that is found earlier": lambda d: d.write("first/sub/Part.h", "struct Part { long fY; };\n"),
    "a folder in which one is found earlier": lambda d: d.write("sub/Part.h", "struct Part { long fY; };\n"),
    "the output": lambda d: d.write("Dict.cxx", "// damaged\n"),
    "no output": lambda d: os.unlink("Dict.cxx"),
    "no depfile": lambda d: os.unlink("Dict.d"),
    "no cache": lambda d: os.unlink("Dict.cxx.dictgen"),
    "an empty cache": lambda d: d.write("Dict.cxx.dictgen", ""),
    "a damaged cache": lambda d: (d.folder / "Dict.cxx.dictgen").write_bytes(
        (d.folder / "Dict.cxx.dictgen").read_bytes()[:-3] + b"xyz"
    ),
    "a cache of another format": lambda d: (d.folder / "Dict.cxx.dictgen").write_bytes(
        (d.folder / "Dict.cxx.dictgen").read_bytes().replace(b"cache 1", b"cache 0")
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_dictgen_runs_again_after_a_change_of(event, change):
    change(event)
    assert not was_cached(event)
    age(event)
    assert was_cached(event)
    assert "fX" in (event.folder / "Dict.cxx").read_text()


def test_other_arguments_or_environment_run_again(event):
    assert not was_cached(event, "-DOTHER")
    assert was_cached(event, "-DOTHER")
    assert not was_cached(event, "-DOTHER", CPATH="/nowhere")
    assert not was_cached(event, "-DOTHER", "--no-cache", CPATH="/nowhere")


def test_touched_header_is_compared_by_content(event):
    os.utime("Event.h")
    assert was_cached(event)
    assert was_cached(event)


def test_header_that_is_asked_for_by_has_include(event):
    event.write("Event.h", '#if __has_include("Extra.h")\nstruct Extra {};\n#endif\n' + HEADER)
    assert not was_cached(event)
    assert was_cached(event)
    event.write("first/Extra.h", "")
    assert not was_cached(event)


def test_has_include_of_a_macro_is_never_cached(event):
    event.write("Event.h", '#define WHICH "Extra.h"\n#if __has_include(WHICH)\n#endif\n' + HEADER)
    assert not was_cached(event)
    assert not was_cached(event)


def test_changed_lock_is_compared(event):
    assert run("--lock", "lock.json", "--lock-update", "Event.h").returncode == 0
    assert not was_cached(event, "--lock", "lock.json")
    assert was_cached(event, "--lock", "lock.json")
    event.write("lock.json", (event.folder / "lock.json").read_text().replace('"1"', '"2"'))
    assert run("--lock", "lock.json", "Event.h", ok=False).returncode == 1


def test_failed_run_leaves_no_cache(event):
    event.write("Event.h", HEADER.replace("Part fPart", "Port fPart"))
    for _ in range(2):
        done = run("Event.h", ok=False)
        assert done.returncode == 1 and "unknown type name 'Port'" in done.stderr
        assert not os.path.exists("Dict.cxx.dictgen")
