"""The cache of the last run, beside its output: if nothing has changed since, dictgen need not run.

Used by __main__.py, before anything else is imported; docs/dictgen.md, Speed, says what is compared. Invariant: in
doubt dictgen runs. A cache is a claim about files, by size, times and content; one that is damaged, of another dictgen
or another Python counts as none. This module imports nothing that is slow to import.
"""

import marshal
import os
import sys
import time
import zlib

from .files import replace_file

_FORMAT = b"dictgen cache 1\n"
# Options with which a run does more, or other, than to write its output.
_NEVER = ("--no-cache", "--lock-update", "--dump-model", "--explain", "--version", "--help", "-h")
_ENVIRONMENT = (
    *("PATH", "CXX", "CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "COMPILER_PATH", "GCC_EXEC_PREFIX", "SDKROOT"),
    *("LANG", "LC_ALL", "PYTHONPATH"),
)
# File systems may keep times in steps of up to two seconds: what is younger is compared by content.
_GRAIN = 2_000_000_000


def cache_of(arguments):
    """The file for the cache of this run; None if there is none."""
    if any(argument in _NEVER for argument in arguments):
        return None
    output = None
    for i, argument in enumerate(arguments):
        if argument in ("-o", "--output") and i + 1 < len(arguments):
            output = arguments[i + 1]
        elif argument.startswith("--output="):
            output = argument[len("--output=") :]
        elif argument.startswith("-o") and len(argument) > 2:
            output = argument[2:]
    return output + ".dictgen" if output else None


def replay(arguments):
    """Says again what the last run said, if a run would do the same; None if dictgen has to run."""
    path = cache_of(arguments)
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            stored = file.read()
        head, payload = stored[: len(_FORMAT) + 4], stored[len(_FORMAT) + 4 :]
        if head != _FORMAT + zlib.crc32(payload).to_bytes(4, "little"):
            return None
        key, said, files, programs, present, absent = marshal.loads(payload)
        if key != _key(arguments):
            return None
        if any(_stat(name) != stat for name, stat in programs):
            return None
        if any(os.path.lexists(name) for name in absent) or not all(map(os.path.lexists, present)):
            return None
        aged = False
        for name, stat, digest in files:
            if stat is None or _stat(name) != stat:
                if _digest(name) != digest:
                    return None
                aged = True
    except (OSError, ValueError, EOFError, TypeError, KeyError, IndexError):
        return None
    if aged:  # so that content need not be compared the next time
        now = time.time_ns()
        files = [(name, _settled(_stat(name), now), digest) for name, _, digest in files]
        _store(path, (key, said, files, programs, present, absent))
    sys.stderr.write(said)
    return 0


def _key(arguments):
    environment = tuple(os.environ.get(name) for name in _ENVIRONMENT)
    return (sys.version, sys.executable, os.getcwd(), tuple(arguments), environment)


def _stat(name):
    """What tells that a file is the same: nobody can set the time of its last change back."""
    found = os.stat(name)
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _settled(stat, now):
    """The stat, if the file is so old that a later change must show in it; None if only content will tell."""
    return stat if max(stat[1], stat[2]) < now - _GRAIN else None


def _digest(name):
    import hashlib

    with open(name, "rb") as file:
        return hashlib.sha256(file.read()).digest()


def _store(path, content):
    payload = marshal.dumps(content)
    try:
        replace_file(path, _FORMAT + zlib.crc32(payload).to_bytes(4, "little") + payload)
    except OSError:  # a cache is a convenience
        pass


def run(arguments):
    """A run of dictgen, by cache where that will do."""
    status = replay(arguments)
    if status is not None:
        return status
    from . import cli

    path = cache_of(arguments)
    if path is None:
        return cli.main(arguments)
    from . import reads

    started = time.time_ns()
    listener = _Listener(sys.stderr)
    sys.stderr = listener
    reads.begin()
    try:
        status = cli.main(arguments)
    finally:
        sys.stderr = listener.stream
        found = reads.end()
    content = _content(arguments, "".join(listener.said), found, started) if status == 0 else None
    if content is not None:
        _store(path, content)
    else:
        try:
            os.unlink(path)
        except OSError:
            pass
    return status


class _Listener:
    """stderr, and what was said there."""

    def __init__(self, stream):
        self.stream = stream
        self.said = []

    def write(self, text):
        self.said.append(text)
        return self.stream.write(text)

    def __getattr__(self, name):
        return getattr(self.stream, name)


def _content(arguments, said, found, started):
    """What a cache holds after a run; None if not everything that matters can be known."""
    outputs = [cache_of(arguments)[: -len(".dictgen")]]
    for option in ("--depfile", "--shared-header"):
        if option in arguments[:-1]:
            outputs.append(arguments[arguments.index(option) + 1])
    names = dict.fromkeys(map(os.path.normpath, found.files))
    for unit in found.units:
        names.update(dict.fromkeys(os.path.normpath(included) for _, included in unit.inclusions))
    try:
        lookups = _lookups(found, names)
        if lookups is None:
            return None
        present, absent = lookups
        programs = [(name, _stat(name)) for name in _programs(found, absent)]
        files = []
        for name in [*names, *outputs, *_own_files()]:
            stat = _stat(name)
            if name not in outputs and max(stat[1], stat[2]) >= started:
                return None  # it may have changed after it was read
            files.append((name, _settled(stat, time.time_ns()), _digest(name)))
    except OSError:
        return None
    return (_key(arguments), said, files, programs, present, list(absent))


def _own_files():
    here = os.path.dirname(os.path.abspath(__file__))
    for folder, _, names in os.walk(here):
        yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith((".py", ".jinja")))


def _programs(found, absent):
    """The compilers and libraries that took part: too large to be read."""
    import shutil

    from .clang_api import library_file

    for compiler in found.compilers:
        path = shutil.which(compiler)
        if path is None:
            raise OSError(compiler)
        yield os.path.realpath(path)
        if os.sep not in compiler:
            folders = os.environ.get("PATH", "").split(os.pathsep)
            for folder in folders[: folders.index(os.path.dirname(path))]:
                absent.setdefault(os.path.join(folder, compiler))
    yield library_file()
    for module in ("clang.cindex", "jinja2"):
        if module in sys.modules:
            yield sys.modules[module].__file__


def _lookups(found, names):
    """The names that were looked for: those that are there and those that are not. None if one cannot be known."""
    present, absent = {}, {}
    folders = {}

    def is_there(path):
        folder = os.path.dirname(path)
        if folder not in folders:
            folders[folder] = os.path.isdir(folder or ".")
        if not folders[folder]:
            absent.setdefault(folder)
            return False
        if os.path.lexists(path):
            return True
        absent.setdefault(path)
        return False

    for unit in found.units:
        directories = list(dict.fromkeys(unit.directories))
        for header in found.headers:
            any(map(is_there, [header, *(os.path.join(d, header) for d in directories)]))
        asked = set()
        for includer, included in unit.inclusions:
            included = os.path.normpath(included)
            beside = os.path.dirname(os.path.normpath(includer))
            for i, directory in enumerate(directories):
                if included.startswith(directory + os.sep) and (beside, included, i) not in asked:
                    asked.add((beside, included, i))
                    spelling = included[len(directory) + 1 :]
                    for earlier in [beside, *directories[:i]]:
                        is_there(os.path.join(earlier, spelling))
        texts = [(os.path.dirname(unit.path), unit.text or "", False)]
        for name in dict.fromkeys(os.path.normpath(included) for _, included in unit.inclusions):
            with open(name, encoding="utf-8", errors="replace") as file:
                system = "/clang/" in name or name.startswith(("/usr/include/", "/usr/lib/"))
                texts.append((os.path.dirname(name), file.read(), system))
        for beside, text, system in texts:
            for spelling in _has_include(text):
                if spelling is None:
                    if system:
                        continue
                    return None
                for path in [os.path.join(d, spelling) for d in [beside, *directories]]:
                    if is_there(path):
                        present.setdefault(path)
                        break
    return list(present), absent


def _has_include(text):
    """What __has_include asks for in a file; None for what is not written there, but in a macro."""
    if "__has_include" not in text:
        return
    import re

    for argument in re.findall(r"__has_include(?:_next)?\s*\(\s*([^)\n]*?)\s*\)", text):
        literal = re.fullmatch(r"\"([^\"]+)\"|<([^>]+)>", argument)
        yield (literal[1] or literal[2]) if literal else None
