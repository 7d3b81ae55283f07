"""`python3 -m dictgen` and, one folder up, `python3 dictgen`."""

import sys

from dictgen.cli import main

if __name__ == "__main__":
    sys.exit(main())
