"""`python3 -m dictgen` and, one folder up, `python3 dictgen`."""

import sys

from dictgen.cache import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
