"""A ROOT macro as a program: its parameters, its help, its refusals."""

import subprocess
from types import SimpleNamespace

import pytest
from conftest import COMPILER, RUNTIME, Dictgen

MACRO = r"""// Shows what it was given.
// Two lines of it.
#include <cstdio>
#include <stdexcept>
#include <string>
#include "Rtypes.h"

struct Parameters {}; // names of the macro do not collide with those of main()
int Run(int i) { return i; }

int show(const char *file = "a,b.map", Int_t seconds = 5, bool loud = kFALSE, double x = 1.5,
         const std::string &s = "text", unsigned short n = 3)
{
   if (seconds == 13)
      throw std::runtime_error("thirteen");
   std::printf("%s|%d|%d|%g|%s|%d\n", file, seconds, loud, x, s.c_str(), n);
   return Run(seconds == 7 ? 7 : 0);
}
"""
NO_PARAMETERS = "void plain() {}\n"
REQUIRED = "/* Needs one.\n * Really.\n */\nint must(int number) { return number; }\n"


def build(folder, name, text):
    dictgen = Dictgen(folder)
    macro = dictgen.write(f"{name}.C", text)
    main = folder / f"{name}_main.cxx"
    run = dictgen.run("-o", str(main), "--depfile", f"{main}.d", "--macro-main", str(macro))
    assert (run.status, run.err) == (0, "")
    assert str(macro) in (folder / f"{name}_main.cxx.d").read_text()
    flags = ["-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", f"-I{RUNTIME}"]
    subprocess.run([COMPILER, *flags, main, "-o", folder / name], check=True)
    return folder / name


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("macros")
    return SimpleNamespace(
        show=build(folder, "show", MACRO),
        plain=build(folder, "plain", NO_PARAMETERS),
        must=build(folder, "must", REQUIRED),
    )


def run(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "arguments, line",
    [
        ([], "a,b.map|5|0|1.5|text|3"),
        (["x.map"], "x.map|5|0|1.5|text|3"),
        (["x.map", "-6", "true", "2e3"], "x.map|-6|1|2000|text|3"),
        (["--seconds", "6"], "a,b.map|6|0|1.5|text|3"),
        (["--seconds=6", "y"], "y|6|0|1.5|text|3"),
        (["--seconds=+6", "--s=a=b"], "a,b.map|6|0|1.5|a=b|3"),
        (["--loud"], "a,b.map|5|1|1.5|text|3"),
        (["--loud", "false"], "a,b.map|5|0|1.5|text|3"),
        (["--loud", "--n", "65535"], "a,b.map|5|1|1.5|text|65535"),
        (["--", "--seconds"], "--seconds|5|0|1.5|text|3"),
    ],
)
def test_parameters_are_taken(programs, arguments, line):
    result = run(programs.show, *arguments)
    assert (result.returncode, result.stdout, result.stderr) == (0, line + "\n", "")


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--seconds", "abc"], "parameter 'seconds': 'abc' is not a whole number"),
        (["--seconds", "5.5"], "parameter 'seconds': '5.5' is not a whole number"),
        (["--seconds", ""], "parameter 'seconds': '' is not a whole number"),
        (["--seconds", "99999999999"], "parameter 'seconds': '99999999999' is out of range"),
        (["--n=-1"], "parameter 'n': '-1' is not a whole number from 0 on"),
        (["--x", "one"], "parameter 'x': 'one' is not a number"),
        (["--loud=maybe"], "parameter 'loud': 'maybe' is neither true nor false"),
        (["--second", "5"], "unknown option '--second'"),
        (["-v"], "unknown option '-v'"),
        (["--seconds"], "--seconds needs a value"),
        (["--seconds", "1", "--seconds", "2"], "--seconds is given twice"),
        (["a", "1", "true", "1", "s", "1", "extra"], "one parameter too many: 'extra'"),
    ],
)
def test_wrong_value_is_one_line_and_status_2(programs, arguments, message):
    result = run(programs.show, *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"show: {message}; see show --help\n"


def test_result_of_the_macro_is_the_exit_status(programs):
    assert run(programs.show, "--seconds=7").returncode == 7
    assert run(programs.plain).returncode == 0


def test_an_exception_is_one_line_and_status_1(programs):
    result = run(programs.show, "--seconds=13")
    assert (result.returncode, result.stderr) == (1, "show: thirteen\n")


def test_help_is_the_macros_own_comment(programs):
    result = run(programs.show, "--help")
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        "Shows what it was given.",
        "Two lines of it.",
        "",
        "usage: show [file] [seconds] [loud] [x] [s] [n]",
    ]
    assert '  --file TEXT        default: "a,b.map"' in lines
    assert run(programs.must, "--help").stdout.startswith("Needs one.\nReally.\n\nusage: must number\n")


def test_parameter_without_default_must_be_given(programs):
    assert run(programs.must).stderr == "must: parameter 'number' is missing; see must --help\n"
    assert run(programs.must, "9").returncode == 9


def test_program_without_parameters_takes_none(programs):
    result = run(programs.plain, "x")
    assert (result.returncode, result.stderr) == (2, "plain: one parameter too many: 'x'; see plain --help\n")


@pytest.mark.parametrize(
    "text, first_line",
    [
        ("int other() { return 1; }", "bad.C:1:1: error: there is no function 'bad' in this macro [DG050]"),
        (
            "struct T {}; void bad(T t) {}",
            "bad.C:1:25: error: parameter 't' of type 'T' cannot be set from a command line [DG051]",
        ),
        (
            "void bad(char *t) {}",
            "bad.C:1:16: error: parameter 't' of type 'char *' cannot be set from a command line [DG051]",
        ),
        ("void bad(int) {}", "bad.C:1:13: error: parameter 1 has no name [DG051]"),
        ("double bad() { return 1; }", "bad.C:1:8: error: 'bad' returns 'double', no exit status [DG052]"),
        ("#error broken", "bad.C:1:2: error: broken"),
    ],
)
def test_macro_that_is_no_program_is_refused(dictgen, text, first_line):
    dictgen.write("bad.C", text + "\n")
    result = dictgen.run("-o", "main.cxx", "--macro-main", "bad.C")
    assert (result.status, result.first_line) == (1, first_line)
    assert not (dictgen.folder / "main.cxx").exists()


def test_missing_macro_is_named(dictgen):
    result = dictgen.run("-o", "main.cxx", "--macro-main", "none.C")
    assert (result.status, result.first_line) == (1, "none.C: error: macro 'none.C' does not exist [DG001]")
