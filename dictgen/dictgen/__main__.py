"""`python3 .../dictgen` with the path of this folder, as CMake and the installed command do, and `python3 -m dictgen`.

Run by path, the package is this one whatever stands in the current directory.
"""

import os
import sys

if not __package__:
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from dictgen.cache import run  # noqa: E402

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
