"""The command line: options, files written, exit statuses."""

import os
import re
import runpy
import subprocess
import sys

import pytest
from conftest import RUNTIME, SOURCE
from dictgen import cli
from dictgen.diagnostics import RULES

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
        "--macro-main takes no headers, --linkdef, --lock, --dump-model or --shared-header",
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


@pytest.mark.parametrize(
    "content, message",
    [
        (b'-DX="open', "cannot read the response file 'args.rsp': No closing quotation"),
        (b"\xff", "cannot read the response file 'args.rsp': 'utf-8' codec can't decode byte 0xff in position 0"),
        (b"@args.rsp", "the response file 'args.rsp' includes itself"),
    ],
)
def test_response_file_that_cannot_be_read_is_told(event, content, message):
    (event.folder / "args.rsp").write_bytes(content)
    run = event.run("@args.rsp")
    assert run.status == 2
    assert run.err.startswith(f"dictgen: error: {message}") and len(run.err.splitlines()) == 1


def test_package_runs_as_a_module(event, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["dictgen", "--explain", "DG011"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("dictgen", run_name="__main__")
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("DG011 (error): ")


def test_all_rules_can_be_explained_at_once(event):
    run = event.run("--explain", "all")
    assert re.findall(r"^(DG\d+) \(", run.out, re.MULTILINE) == list(RULES)


def fails_with(error):
    def fail(_):
        raise error

    return fail


def test_a_bug_is_one_line_and_on_request_a_traceback(event, monkeypatch):
    monkeypatch.setattr(cli, "_generate", fails_with(KeyError("fX")))
    run = event.run("-o", "Dict.cxx", "Event.h")
    assert run.status == 1
    assert run.err == (
        "dictgen: internal error: KeyError: 'fX'; please report it with the headers (DICTGEN_TRACEBACK=1 shows where)\n"
    )
    monkeypatch.setenv("DICTGEN_TRACEBACK", "1")
    with pytest.raises(KeyError):
        event.run("-o", "Dict.cxx", "Event.h")


def test_a_closed_pipe_is_no_bug(event, monkeypatch):
    monkeypatch.setattr(cli, "_generate", fails_with(BrokenPipeError()))
    run = event.run("-o", "Dict.cxx", "Event.h")
    assert (run.status, run.err) == (1, "")


def test_missing_python_module_is_named(event, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "dictgen.emit", raising=False)
    run = event.run("-o", "Dict.cxx", "-DEXTRA=", "Event.h")
    assert run.status == 2
    assert f"this Python ({sys.executable}) has no module 'jinja2'; on Debian install python3-clang-19" in run.err


def test_options_that_clang_does_not_know_are_shown(event):
    run = event.run("-o", "Dict.cxx", "-std=c++99", "-DEXTRA=", "Event.h")
    assert run.status == 1
    assert run.first_line.startswith("dictgen: error: libclang cannot parse ")
    assert "wrong compiler options? (" in run.first_line and "-std=c++99" in run.first_line


def test_output_may_be_glued_to_its_option(event):
    assert event.run("-oDict.cxx", "-DEXTRA=", "-fsigned-char", "Event.h").status == 0
    assert (event.folder / "Dict.cxx").exists()
