"""dictgen: headers in, dictionary out. See docs/dictgen.md for the pipeline and cli.py for the command line."""

__version__ = "0.1.0"
