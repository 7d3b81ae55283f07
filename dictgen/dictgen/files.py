"""Files that are there whole or not at all.

Used by cli.py, lock.py and cache.py; imports nothing that is slow to import.
"""

import os


def replace_file(path: str, content: bytes) -> None:
    """Gives the file its content in one step. After an OSError it is as it was, and nothing stands beside it."""
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise
