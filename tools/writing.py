"""Writes files so that a full disk destroys none of them, and reports the disk's errors in one sentence."""

import errno
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

REFUSED = {errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EDQUOT}


def replace(path, text):
    """Writes a text and a final line break to a temporary file beside the target, which it then replaces."""
    path = Path(path).resolve()
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
        if path.exists():
            shutil.copymode(path, part)
        os.replace(part, path)
    except OSError as error:
        error.filename = str(path)  # an error of a full disk names no file
        raise
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def disk_errors():
    """Ends the program with one sentence if a file cannot be written or read."""
    try:
        yield
    except OSError as error:
        if error.errno not in REFUSED:
            raise
        place = f"Cannot use {error.filename or 'a file'}: {error.strerror}"
        sys.exit(f"{place}; free some space, or use a folder that you can write to")
