"""Lets `python3 <folder>` run dictgen from its source tree or from where it is installed."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from dictgen.cache import run  # noqa: E402  (the path has to be set first)

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
