"""The command line: options, files written, exit statuses."""

import os
import subprocess
import sys

import pytest
from conftest import RUNTIME, SOURCE

HEADER = '#include "TObject.h"\nclass Event : public TObject { Int_t fX; EXTRA ClassDef(Event, 1) };\n'


@pytest.fixture
def event(dictgen):
    dictgen.write("Event.h", HEADER)
    return dictgen


def test_output_is_left_alone_when_it_would_not_change(event):
    assert event.run("-o", "Dict.cxx", "-DEXTRA=", "Event.h").status == 0
    os.utime("Dict.cxx", (1, 1))
    assert event.run("-o", "Dict.cxx", "-DEXTRA=", "Event.h").status == 0
    assert os.stat("Dict.cxx").st_mtime == 1
    assert event.run("-o", "Dict.cxx", "-DEXTRA=Int_t fY;", "Event.h").status == 0
    assert os.stat("Dict.cxx").st_mtime != 1
    assert sorted(os.listdir()) == ["Dict.cxx", "Event.h"]


def test_depfile_names_what_was_read(event):
    event.write("with space/Part $1.h", "#pragma once\nstruct Part { int fX; };\n")
    event.write("Event.h", '#include "with space/Part $1.h"\n' + HEADER)
    event.write("LinkDef.h", "#pragma link C++ class Event+;\n")
    run = event.run("-o", "Dict.cxx", "--depfile", "Dict.d", "--linkdef", "LinkDef.h", "-DEXTRA=", "Event.h")
    assert run.status == 0
    rule = (event.folder / "Dict.d").read_text()
    assert rule.startswith("Dict.cxx: \\\n")
    assert f"{event.folder}/Event.h" in rule
    assert f"{event.folder}/LinkDef.h" in rule
    assert f"{event.folder}/with\\ space/Part\\ $$1.h" in rule
    assert f"{RUNTIME}/TObject.h" in rule
    assert "/usr/include/c++" not in rule and "dictgen-input" not in rule


def test_response_file_is_read(event):
    event.write("args.rsp", '-o Dict.cxx "-DEXTRA=Int_t fY;"\nEvent.h\n')
    assert event.run("@args.rsp").status == 0
    assert "fY" in (event.folder / "Dict.cxx").read_text()


def test_header_is_included_relative_to_an_include_directory(event):
    event.write("include/exp/Event.h", HEADER)
    header = event.folder / "include" / "exp" / "Event.h"
    assert event.run("-o", "Dict.cxx", "-Iinclude", "-DEXTRA=", header).status == 0
    assert '#include "exp/Event.h"\n' in (event.folder / "Dict.cxx").read_text()


def test_header_is_found_in_an_include_directory(event):
    event.write("include/exp/Other.h", HEADER)
    assert event.run("-o", "Dict.cxx", "-I", "include", "-DEXTRA=", "exp/Other.h").status == 0


def test_compiler_flags_that_do_not_matter_are_accepted(event):
    run = event.run(
        "-o",
        "Dict.cxx",
        "-DEXTRA=",
        "-Wall",
        "-O2",
        "-g",
        "-fPIC",
        "-fno-such-thing",
        "-std=gnu++20",
        "-pthread",
        "Event.h",
    )
    assert (run.status, run.err) == (0, "")


def test_header_of_all_headers_goes_with_a_linkdef(event):
    event.write("Config.h", "#pragma once\n#define EXTRA Int_t fY;\n")
    event.write("LinkDef.h", "#pragma link C++ class Event+;\n")
    run = event.run("-o", "Dict.cxx", "-include", "Config.h", "--linkdef", "LinkDef.h", "Event.h")
    assert (run.status, run.err) == (0, "")
    assert "fY" in (event.folder / "Dict.cxx").read_text()


USAGE = [
    (["-o", "Event.h", "-DEXTRA=", "Event.h"], "'Event.h' is one of the files read, and would be overwritten"),
    (
        ["-o", "Dict.cxx", "--depfile", "Event.h", "-DEXTRA=", "Event.h"],
        "'Event.h' is one of the files read, and would be overwritten",
    ),
    ([], "no headers given; see dictgen --help"),
    (["Event.h"], "no output file given: add -o FILE"),
    (["-o"], "-o needs a value"),
    (["-o", "Dict.cxx", "--nonsense", "Event.h"], "unrecognized arguments: --nonsense; see dictgen --help"),
    (["-o", "Dict.cxx", "@none.rsp"], "cannot read the response file 'none.rsp': No such file or directory"),
    (
        ["-o", "Dict.cxx", "--macro-main", "x.C", "Event.h"],
        "--macro-main takes no headers, --linkdef, --lock or --dump-model",
    ),
    (["-o", "none/Dict.cxx", "-DEXTRA=", "Event.h"], "cannot write 'none/Dict.cxx': No such file or directory"),
]


@pytest.mark.parametrize("arguments, message", USAGE, ids=[row[1] for row in USAGE])
def test_wrong_usage_is_one_line_and_status_2(event, arguments, message):
    run = event.run(*arguments)
    assert (run.status, run.err) == (2, f"dictgen: error: {message}\n")


def test_unknown_compiler_is_named(event):
    run = subprocess.run(
        [sys.executable, SOURCE / "dictgen", "-o", "Dict.cxx", "--compiler", "no-such-c++", "Event.h"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr.startswith("dictgen: error: cannot ask the C++ compiler 'no-such-c++' where its headers are")
    assert len(run.stderr.splitlines()) == 1


def test_help_names_every_option(event):
    run = event.run("--help")
    assert run.status == 0
    for option in (
        "--output",
        "--linkdef",
        "--depfile",
        "--compiler",
        "--macro-main",
        "--dump-model",
        "--lock",
        "--lock-update",
    ):
        assert option in run.out


def test_folder_runs_as_a_program(event):
    run = subprocess.run([sys.executable, SOURCE / "dictgen", "--version"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.split()[0]) == (0, "dictgen")
