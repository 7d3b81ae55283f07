"""The command line: reads the arguments, runs the stages, writes the files.

Exit status: 0 done (warnings are possible), 1 errors in the input, 2 a wrong command line.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from typing import List, Optional, Sequence, Tuple

from . import __version__, reads
from .diagnostics import RULES, Fatal, Report, UsageError, explain
from .files import replace_file
from .printing import print_report
from .severity import Severities, is_ours
from .source import forget_sources

_DESCRIPTION = """\
dictgen reads C++ headers and writes the dictionary of their classes: the source file that lets Rootlet stream them in
ROOT's format. Classes with ClassDef in the named headers get one, and those that a LinkDef file names."""

_EPILOG = """\
Further compiler options are passed on to clang as they are: -I DIR, -D NAME[=VALUE], -U NAME, -isystem DIR,
-include FILE, -std=..., -m..., -fno-rtti and others that change the language; -O..., -g, -W... of compilers and other
-f... are ignored. @FILE reads arguments from a file.

warnings: -Werror makes errors of dictgen's warnings, -Werror=DG021 of one, -Wno-error=DG021 does not; -Wno-DG021 turns
one off, -w all. A compiler's -Werror is understood so too; its other -W options are ignored.

exit status: 0 done, 1 errors in the input (nothing is written), 2 a wrong command line"""


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs dictgen; returns the exit status."""
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except UsageError as error:
        sys.stderr.write(f"dictgen: error: {error}\n")
        return 2
    except BrokenPipeError:
        return 1
    except Exception as error:  # pylint: disable=broad-except  (a bug of ours: one line, nothing written)
        sys.stderr.write(
            f"dictgen: internal error: {type(error).__name__}: {error}; please report it with the headers "
            "(DICTGEN_TRACEBACK=1 shows where)\n"
        )
        if os.environ.get("DICTGEN_TRACEBACK"):
            raise
        return 1


class _Parser(argparse.ArgumentParser):
    """argparse with our way to end: no usage text around the one line that matters."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message}; see dictgen --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="dictgen",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        usage="dictgen -o OUTPUT [options] HEADER...\n       dictgen -o OUTPUT --macro-main MACRO.C [options]",
    )
    parser.add_argument("headers", nargs="*", metavar="HEADER", help="headers with the classes")
    parser.add_argument("-o", "--output", metavar="FILE", help="the file to write; untouched if its text is the same")
    parser.add_argument("--linkdef", metavar="FILE", help="a LinkDef file with `#pragma link C++ class Name+;` lines")
    parser.add_argument("--depfile", metavar="FILE", help="write the files that OUTPUT depends on, as make rules")
    parser.add_argument(
        "--compiler", metavar="CXX", help="the compiler that builds OUTPUT; its headers are read (default: $CXX or c++)"
    )
    parser.add_argument("--compile-options", metavar="FILE", help="what OUTPUT is compiled with, one argument per line")
    parser.add_argument("--shared-header", metavar="FILE", help="also write how classes lie that ROOTLET_SHARED names")
    parser.add_argument("--anchor", metavar="NAME", help="a symbol for OUTPUT, so that a linker can be told to take it")
    parser.add_argument("--macro-main", metavar="MACRO.C", help="write a main() for a ROOT macro instead")
    parser.add_argument("--dump-model", action="store_true", help="print the model as JSON; -o is then optional")
    parser.add_argument("--explain", metavar="CODE", help="explain a rule, e.g. DG012, or 'all'")
    parser.add_argument("--lock", metavar="FILE", help="check the classes against this schema lock")
    parser.add_argument("--lock-update", action="store_true", help="add new classes and versions to the schema lock")
    parser.add_argument("--no-cache", action="store_true", help="run, even if OUTPUT.dictgen says that nothing changed")
    parser.add_argument("--version", action="version", version=f"dictgen {__version__}")
    return parser


def _run(arguments: List[str]) -> int:
    ours, flags, standard, warnings = _split_arguments(_expanded(arguments))
    options = _parser().parse_args(ours)
    if options.explain:
        return _explain(options.explain)
    if options.anchor and not options.anchor.isidentifier():
        raise UsageError(f"--anchor: '{options.anchor}' is no identifier")
    if options.shared_header and not options.output:
        raise UsageError("--shared-header needs -o OUTPUT")
    if options.lock_update and not options.lock:
        raise UsageError("--lock-update needs --lock FILE")
    others = (options.headers, options.linkdef, options.lock, options.dump_model, options.shared_header)
    if options.macro_main and any(others):
        raise UsageError("--macro-main takes no headers, --linkdef, --lock, --dump-model or --shared-header")
    if not options.headers and not options.macro_main:
        raise UsageError("no headers given; see dictgen --help")
    if not options.output and not options.dump_model and not options.lock:
        raise UsageError("no output file given: add -o FILE")
    reads.note_headers(options.headers)
    options.flags = tuple(flags)
    options.severities = Severities(warnings)
    options.standard = standard or "c++20"
    options.compiler = options.compiler or os.environ.get("CXX") or "c++"
    return _generate(options)


def _generate(options: argparse.Namespace) -> int:
    forget_sources()
    report = Report()
    text, model_text, shared_text = "", "", ""
    files: Tuple[str, ...] = ()
    try:
        if options.macro_main:
            text, files = _macro_main(options, report)
        else:
            text, shared_text, model_text, files = _dictionary(options, report)
    except Fatal as error:
        if str(error):
            sys.stderr.write(f"dictgen: error: {error}\n")
    except ImportError as error:
        raise UsageError(
            f"this Python ({sys.executable}) has no module '{error.name}'; on Debian install python3-clang-19 and "
            "python3-jinja2 and run dictgen with /usr/bin/python3"
        ) from error
    options.severities.apply(report)
    print_report(report, sys.stderr)
    if report.failed or not files:
        return 1
    read = {os.path.realpath(file) for file in files}
    for written in filter(None, (options.output, options.shared_header, options.depfile)):
        if os.path.realpath(written) in read:
            raise UsageError(f"'{written}' is one of the files read, and would be overwritten")
    if options.dump_model:
        sys.stdout.write(model_text)
    if options.output:
        _write_if_different(options.output, text)
        if options.shared_header:
            _write_if_different(options.shared_header, shared_text)
        if options.depfile:
            _write_if_different(options.depfile, _make_rule(options.output, files))
    return 0


def _dictionary(options: argparse.Namespace, report: Report) -> Tuple[str, str, str, Tuple[str, ...]]:
    """Text of the dictionary, of the header for what is shared, of the model, and the files they depend on. The stages
    are imported when needed."""
    from .headers import Options, clang_arguments
    from .linkdef import LinkDef, read_linkdef
    from .model import to_json
    from .parse import parse_headers
    from .validate import validate

    parse_options = Options(
        headers=tuple(options.headers),
        output=options.output or "",
        flags=options.flags,
        standard=options.standard,
        compiler=options.compiler,
    )
    linkdef = LinkDef()
    if options.linkdef:
        linkdef = read_linkdef(options.linkdef, clang_arguments(parse_options), report)
    parsed = parse_headers(parse_options, linkdef, report)
    layouts = validate(parsed.model, report)
    files = (*parsed.files, *linkdef.files)
    if options.lock:
        from .lock import check_lock

        options.severities.apply(report)  # what is an error keeps the lock from being updated
        check_lock(options.lock, parsed.model, layouts, report, options.lock_update)
        files += (options.lock,)
        reads.note_file(options.lock)
    text, shared_text = "", ""
    if options.output and not report.failed:
        from .emit import emit
        from .emit_shared import emit_shared

        text = emit(parsed.model, layouts, __version__, options.output, options.anchor or "")
        if options.shared_header:
            shared_text = emit_shared(parsed.model, __version__, options.shared_header)
    return text, shared_text, to_json(parsed.model) if options.dump_model else "", files


def _macro_main(options: argparse.Namespace, report: Report) -> Tuple[str, Tuple[str, ...]]:
    from .macro import macro_main
    from .headers import Options

    parse_options = Options((), options.output, options.flags, options.standard, options.compiler)
    return macro_main(options.macro_main, parse_options, report)


# --- arguments -------------------------------------------------------------------------------------------------


def _expanded(arguments: Sequence[str]) -> List[str]:
    """Response files replaced by what is in them, quoted as in a shell."""
    result: List[str] = []
    for argument in arguments:
        if not argument.startswith("@"):
            result.append(argument)
            continue
        reads.note_file(argument[1:])
        try:
            with open(argument[1:], encoding="utf-8") as file:
                words = shlex.split(file.read())
            result += _expanded(words)
        except OSError as error:
            raise UsageError(f"cannot read the response file '{argument[1:]}': {error.strerror}") from error
        except ValueError as error:
            raise UsageError(f"cannot read the response file '{argument[1:]}': {error}") from error
        except RecursionError as error:
            raise UsageError(f"the response file '{argument[1:]}' includes itself") from error
    return result


_WITH_VALUE = ("-I", "-D", "-U", "-isystem", "-iquote", "-idirafter", "-include", "-isysroot", "-target", "-x")
# What changes the layout or the language; every other -f option of some compiler is none of our business.
_LANGUAGE = ("-fsigned-char", "-funsigned-char", "-fshort-enums", "-fpack-struct", "-fno-exceptions", "-fno-rtti")
_IGNORED = ("-W", "-O", "-g", "-f", "-pedantic", "-pthread", "-pipe", "-c")


def _split_arguments(arguments: Sequence[str]) -> Tuple[List[str], List[str], str, List[str]]:
    """Arguments for argparse, flags for clang, the language standard, options about our warnings."""
    ours: List[str] = []
    flags: List[str] = []
    warnings: List[str] = []
    standard = ""
    rest = iter(arguments)
    for argument in rest:
        if argument in (
            "-o",
            "--output",
            "--linkdef",
            "--depfile",
            "--compiler",
            "--macro-main",
            "--explain",
            "--lock",
            "--shared-header",
            "--anchor",
        ):
            ours += [argument, *_value_of(argument, rest)]
        elif argument == "--compile-options":
            _, more, named = _split_arguments(_compile_options(_value_of(argument, rest)[0]))[:3]
            flags += more
            standard = named or standard
        elif argument in _WITH_VALUE:
            flags += [argument, *_value_of(argument, rest)]
        elif argument.startswith("-std="):
            standard = argument[len("-std=") :].replace("gnu++", "c++")
        elif argument.startswith("-o") and len(argument) > 2:
            ours += ["-o", argument[2:]]
        elif argument.startswith(_LANGUAGE):
            flags.append(argument)
        elif is_ours(argument):
            warnings.append(argument)
        elif argument.startswith(_IGNORED):
            continue
        elif argument.startswith(("-I", "-D", "-U", "-isystem", "-m", "-stdlib=", "--sysroot=", "--target=")):
            flags.append(argument)
        else:
            ours.append(argument)
    return ours, flags, standard, warnings


def _value_of(option: str, rest) -> List[str]:
    value = next(rest, None)
    if value is None:
        raise UsageError(f"{option} needs a value")
    return [value]


def _compile_options(path: str) -> List[str]:
    """The options of a compile command: what is not about the language is ignored by the caller. One per line, as CMake
    writes them, `SHELL:` before several."""
    reads.note_file(path)
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().splitlines()
    except OSError as error:
        raise UsageError(f"cannot read the compile options '{path}': {error.strerror}") from error
    options: List[str] = []
    for line in filter(None, lines):
        options += shlex.split(line[len("SHELL:") :]) if line.startswith("SHELL:") else [line]
    return options


def _explain(code: str) -> int:
    texts = [explain(c) for c in RULES] if code == "all" else [explain(code)]
    if texts == [None]:
        raise UsageError(f"there is no rule '{code}'; --explain all lists them")
    sys.stdout.write("\n".join(text for text in texts if text))
    return 0


# --- files -----------------------------------------------------------------------------------------------------


def _write_if_different(path: str, text: str) -> None:
    """Replaces the file in one step, and only if its text changes: make then knows that nothing happened."""
    try:
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    except (OSError, UnicodeDecodeError):
        pass
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise UsageError(f"cannot write '{path}': {error.strerror}") from error


def _make_rule(output: str, files: Sequence[str]) -> str:
    """`output: files`, and an empty rule for each file, so that a removed header does not stop make."""
    names = [_make_name(os.path.abspath(file)) for file in dict.fromkeys(files)]
    rule = " \\\n ".join([_make_name(output) + ":", *names])
    return rule + "\n"


def _make_name(path: str) -> str:
    return path.replace("\\", "\\\\").replace("$", "$$").replace("#", "\\#").replace(" ", "\\ ")
