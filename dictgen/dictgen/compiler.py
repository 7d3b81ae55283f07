"""Where the C++ compiler finds its headers, so that libclang reads the very same ones.

Used by parse.py. Invariant: the standard library is the one of the compiler that builds the emitted file; only the
compiler's builtin headers (stddef.h, immintrin.h ...) are libclang's own where it has them.
"""

from __future__ import annotations

import glob
import os
import subprocess
from functools import lru_cache
from typing import List, Optional, Sequence, Tuple

from .diagnostics import UsageError
from .reads import note_compiler

# Flags that change where the compiler looks for its own headers.
_SEARCH_FLAGS = ("--sysroot", "-isysroot", "-stdlib", "-m32", "-m64", "--target", "-target", "--gcc-toolchain")


def system_include_arguments(compiler: str, flags: Sequence[str], libclang: str) -> List[str]:
    """The arguments that give libclang the compiler's system directories."""
    note_compiler(compiler)
    resource = _resource_include(libclang)
    arguments = ["-nostdinc", "-nostdinc++"]
    for directory in _search_list(compiler, tuple(f for f in flags if f.startswith(_SEARCH_FLAGS))):
        if os.path.exists(os.path.join(directory, "stddef.h")) and _is_builtin(directory):
            directory = resource or directory
        arguments += ["-isystem", directory]
    return arguments


@lru_cache(maxsize=None)
def _search_list(compiler: str, flags: Tuple[str, ...]) -> List[str]:
    command = [compiler, *flags, "-E", "-v", "-x", "c++", os.devnull]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"})
    except (OSError, subprocess.CalledProcessError) as error:
        raise UsageError(
            f"cannot ask the C++ compiler '{compiler}' where its headers are ({error}); name one with --compiler"
        ) from error
    lines = iter(run.stderr.splitlines())
    directories = []
    for line in lines:
        if line.startswith("#include <...>"):
            break
    for line in lines:
        if not line.startswith(" "):
            break
        directories.append(os.path.normpath(line.strip().split(" (framework")[0]))
    return directories


def _is_builtin(directory: str) -> bool:
    return "/clang/" in directory or "/gcc/" in directory


def _resource_include(libclang: str) -> Optional[str]:
    """The builtin headers that belong to libclang; None if they are not installed (g++'s serve as well then)."""
    root = os.path.dirname(os.path.realpath(libclang)) if libclang else ""
    candidates = [
        *glob.glob(os.path.join(root, "clang", "*", "include")),
        *glob.glob(os.path.join(root, "..", "lib", "clang", "*", "include")),
        *sorted(glob.glob("/usr/lib/llvm-*/lib/clang/*/include"), key=_version, reverse=True),
    ]
    return next((os.path.normpath(c) for c in candidates if os.path.exists(os.path.join(c, "stddef.h"))), None)


def _version(path: str) -> List[int]:
    return [int(part) for part in path.replace(".", "/").replace("-", "/").split("/") if part.isdigit()]
