"""The table as C++: one class per row, and the code that fills and compares it. Run by CMake.

python3 -m matrix.generate HEADER SOURCE writes both files; of the source MatrixTest.cxx uses MatrixRows().
Invariant: the bytes in the source are those of encoder.py; nothing here knows what Rootlet writes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import List

from .encoder import literal
from .row import COUNTS, Row
from .table import ROWS


def header(rows=ROWS) -> str:
    """The classes."""
    lines = [
        "// Made by generate.py from the table; one class per row.",
        "#ifndef ROOTLET_TEST_Matrix",
        "#define ROOTLET_TEST_Matrix",
        '#include "MatrixTypes.h"',
    ]
    for row in rows:
        lines += [
            f"namespace {row.name} {{",
            "class Host {",
            "public:",
            "   Int_t fN;",
            "   UInt_t fU;",
            f"   {row.declaration}",
            "   ClassDefNV(Host, 1)",
            "};",
            "}",
        ]
    return "\n".join([*lines, "#endif", ""])


def source(rows=ROWS) -> str:
    """What the program does with each of them."""
    lines = ["// Made by generate.py from the table.", '#include "Matrix.h"', '#include "MatrixRow.h"', "namespace {"]
    for row in rows:
        lines += code(row)
    lines += ["} // namespace", "", "const std::vector<MatrixRow> &MatrixRows()", "{"]
    lines += ["   static const std::vector<MatrixRow> rows{"]
    for row in rows:
        expected = [row.bytes_of(0), row.bytes_of(1), row.columns()]
        texts = ", ".join(f'"{data.hex()}"' for data in expected)
        lines.append(f"      MakeRow<Code_{row.name}>({literal(row.declaration)}, {literal(row.stored)}, {texts}),")
    return "\n".join([*lines, "   };", "   return rows;", "}", ""])


def code(row: Row) -> List[str]:
    """The functions of one row."""
    lines = [
        f"struct Code_{row.name} {{",
        f"   using Host = ::{row.name}::Host;",
        "   static void Fill(Host &h, int seed)",
    ]
    lines += ["   {", "      using M = std::remove_const_t<decltype(h.m)>;", "      M &m = const_cast<M &>(h.m);"]
    for seed in (0, 1):
        counts = f"h.fN = {COUNTS[seed][0]}; h.fU = {COUNTS[seed][1]};"
        value = row.cxx(seed).replace("Host::", f"{row.name}::Host::")
        set_it = value if value.endswith(";") else f"M value = {value}; Assign(m, value);"
        lines.append(f"      if (seed == {seed}) {{ {counts} {set_it} }}")
    counted = row.statement.startswith(("WriteCounted", "WriteLoop"))
    n = ", static_cast<std::size_t>(%s." + row.counter + ")" if counted else ""
    kind = "Counted" if counted else ""
    same_count = f"a.{row.counter} == b.{row.counter} && " if counted else ""
    lines += [
        "   }",
        "   static bool Same(const Host &a, const Host &b)",
        f"   {{ return {same_count}Same{kind}Values(a.m, b.m{n % 'a' if n else ''}); }}",
        f"   static void Release([[maybe_unused]] Host &h) {{ ::Release{kind}(h.m{n % 'h' if n else ''}); }}",
    ]
    keep = f"::Keep{kind}(h.m{n % 'h' if n else ''}, keeper);" if row.wire.lets_go else ""
    lines.append(f"   static void LetGo([[maybe_unused]] Host &h, [[maybe_unused]] Keeper &keeper) {{ {keep} }}")
    return [*lines, "};"]


def write(path: str, text: str) -> None:
    """A file that would not change keeps its time."""
    target = Path(path)
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1], header())
    write(sys.argv[2], source())
