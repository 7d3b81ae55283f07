"""The table as C++: the classes of one version, and what fills and checks them. Run by CMake, once per version.

python3 generate.py VERSION HEADER SOURCE writes both files; of the source Program.cxx uses EvolutionRows().
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import List

from row import Row
from table import ROWS


def header(version: int) -> str:
    """The classes."""
    lines = ["// Made by generate.py from the table.", '#include "EvolutionTypes.h"']
    for row in ROWS:
        lines += [f"namespace {row.name} {{", row.code(version), "} // namespace " + row.name]
    return "\n".join([*lines, ""])


def source(version: int) -> str:
    """What the program does with each of them."""
    lines = ["// Made by generate.py from the table.", f'#include "Evolution{version}.h"', '#include "EvolutionRow.h"']
    for row in ROWS:
        lines += code(row, version)
    lines += ["const std::vector<EvolutionRow> &EvolutionRows()", "{"]
    lines.append("   static const std::vector<EvolutionRow> rows{")
    lines += [f'      MakeRow<{row.name}::Code>("{row.name}"),' for row in ROWS]
    return "\n".join([*lines, "   };", "   return rows;", "}", ""])


def code(row: Row, version: int) -> List[str]:
    """The functions of one row."""
    written, read = (row.there, row.back) if version == 1 else (row.back, row.there)
    lines = [f"namespace {row.name} {{", "struct Code {", f"   using Host = {row.name}::Host;"]
    lines.append(f"   static void Fill([[maybe_unused]] Host &h) {{ {written.fill} }}")
    lines.append(f"   static void Before([[maybe_unused]] Host &h) {{ {read.before} }}")
    lines += ["   static void Check([[maybe_unused]] Host &h, [[maybe_unused]] Checks &checks)", "   {"]
    for expression, value in read.expect.items():
        text = expression.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'      checks.Equal("{text}", {expression}, Like<decltype({expression})>{{{value}}});')
    return [*lines, "   }", "};", "} // namespace " + row.name]


def write(path: str, text: str) -> None:
    """A file that would not change keeps its time."""
    target = Path(path)
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[2], header(int(sys.argv[1])))
    write(sys.argv[3], source(int(sys.argv[1])))
