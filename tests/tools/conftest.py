"""The command and a map that the event tutorial has written, for the tests of what `rootlet` does with map files."""

import os
import subprocess
from pathlib import Path

import pytest

BINARY = Path(os.environ["ROOTLET_BINARY_DIR"])


def rootlet(*arguments):
    """Runs the command; nothing is checked."""
    return subprocess.run(
        [str(BINARY / "tools" / "rootlet"), *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.fixture(name="event_map")
def make_event_map(tmp_path):
    """A map with one Event in it, of three that were published."""
    path = tmp_path / "event.map"
    written = subprocess.run(
        [str(BINARY / "tutorials" / "event"), "--role", "produce", "--file", str(path), "--events", "3"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert written.returncode == 0, written.stderr
    return path
