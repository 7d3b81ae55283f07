"""The test dictgen.coverage: puts together what the other tests of dictgen measured, prints it, and judges it.

Usage: report_coverage.py RCFILE FOLDER NAME..., where FOLDER/NAME is what the test NAME measured.
"""

import sys
from pathlib import Path

import coverage

LEAST = 95  # percent of lines and branches


def main(rcfile: str, folder: str, *names: str) -> int:
    measured = coverage.Coverage(data_file=str(Path(folder) / "all"), config_file=rcfile)
    measured.combine([str(Path(folder) / name) for name in names], strict=True, keep=True)
    total = measured.report()
    if total < LEAST:
        print(f"{total:.1f} % of dictgen's lines and branches are tested, {LEAST} % are asked for", file=sys.stderr)
    return int(total < LEAST)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
