"""Checks and reads submitted files without following links or blocking on special files."""

import os
import pwd
import stat
from pathlib import Path

from nbgrader.utils import parse_utc

MAX_BYTES = 50_000_000  # of one notebook, as in the grader
MAX_FOLDER = 100_000_000  # bytes of one submission
MAX_FILES = 1000
MAX_DEPTH = 20
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Refused(Exception):
    """A refusal to copy or grade a submission; the message gives the reason in one sentence."""


class Limits:
    """Counts the files and bytes of one submission."""

    def __init__(self, owners=None):
        self.owners, self.files, self.bytes = owners, 0, 0

    def take(self, name, status, depth):
        """Counts a file or folder. Raises Refused unless it is regular, the student's own, and within the limits."""
        self.files += 1
        self.bytes += status.st_size
        if not stat.S_ISDIR(status.st_mode):
            check_plain(name, status)
        if self.owners and status.st_uid not in self.owners:
            raise Refused(f"{name} belongs to {account_name(status.st_uid)}, not to the student")
        if self.files > MAX_FILES:
            raise Refused(f"it has more than {MAX_FILES} files")
        if self.bytes > MAX_FOLDER:
            raise Refused(f"it has more than {MAX_FOLDER // 1_000_000} MB")
        if depth > MAX_DEPTH:
            raise Refused(f"its folders are nested more than {MAX_DEPTH} deep")


def check_plain(name, status):
    """Raises Refused unless this is a regular file with one name: a hard link could lead to another person's file."""
    if stat.S_ISLNK(status.st_mode):
        raise Refused(f"{name} is a link, and links are not followed")
    if not stat.S_ISREG(status.st_mode):
        raise Refused(f"{name} is neither a file nor a folder")
    if status.st_nlink > 1:
        raise Refused(f"{name} is a hard link: the same file has {status.st_nlink} names")


def check_folder(path, owners=None):
    """Raises Refused unless a submission consists of regular files and folders of these owners (user ids)."""
    visit(path, Limits(owners), lambda *_: None, lambda *_: None)


def copy_folder(source, target, owners, ignored, shared=False):
    """Copies a submission from its open files, so that nothing can be replaced between the check and the copy."""
    modes = (0o660, 0o2770) if shared else (0o600, 0o700)

    def make(relative):
        path = os.path.join(target, relative)
        os.makedirs(path, exist_ok=True)
        os.chmod(path, modes[1])

    def copy(relative, file):
        if ignored(relative):
            return
        path = os.path.join(target, relative)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, modes[0]), "wb") as copied:
            while part := os.read(file, 1 << 20):
                copied.write(part)
                if copied.tell() > MAX_FOLDER:  # the file grows while it is read
                    raise Refused(f"{relative} has more than {MAX_FOLDER // 1_000_000} MB")

    visit(source, Limits(owners), make, copy)


def visit(path, limits, folder, file):
    """Calls `folder` and `file` for everything in a submission; each is opened without following links."""
    try:
        top = os.open(path, READ | os.O_DIRECTORY)
    except OSError as error:
        raise Refused(f"{Path(path).name} is not a folder that can be read: {error.strerror}") from None
    try:
        limits.take(Path(path).name, os.fstat(top), 0)
        folder("")
        visit_open(top, "", 1, limits, folder, file)
    finally:
        os.close(top)


def visit_open(parent, relative, depth, limits, folder, file):
    for name in sorted(os.listdir(parent)):
        inner = os.path.join(relative, name)
        try:
            limits.take(inner, os.stat(name, dir_fd=parent, follow_symlinks=False), depth)
            opened = os.open(name, READ, dir_fd=parent)
        except OSError as error:
            raise Refused(f"{inner} cannot be read: {error.strerror}") from None
        try:
            status = os.fstat(opened)  # of the open file: its path may have been replaced since
            if stat.S_ISDIR(status.st_mode):
                folder(inner)
                visit_open(opened, inner, depth + 1, limits, folder, file)
            else:
                check_plain(inner, status)
                if limits.owners and status.st_uid not in limits.owners:
                    raise Refused(f"{inner} belongs to {account_name(status.st_uid)}, not to the student")
                file(inner, opened)
        finally:
            os.close(opened)


def read_file(path):
    """Returns the bytes of a notebook. Raises Refused if it is not a regular file, or is too large."""
    name = Path(path).name
    try:
        opened = os.open(path, READ)
    except FileNotFoundError:
        others = sorted(p.name for p in Path(path).parent.glob("*.ipynb"))[:3]
        found = f"; found only {', '.join(others)}" if others else ""
        raise Refused(f"{name} is missing{found}") from None
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror}") from None
    with os.fdopen(opened, "rb") as file:
        check_plain(name, os.fstat(opened))
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Refused(f"{name} has more than {MAX_BYTES // 1_000_000} MB")
    return data


def check_timestamp(folder):
    """Raises Refused if nbgrader could not read the time of a submission."""
    path = Path(folder, "timestamp.txt")
    if not os.path.lexists(path):
        return
    try:
        parse_utc(read_file(path)[:100].decode().strip() or None)
    except (ValueError, OverflowError):
        raise Refused("timestamp.txt does not contain a time") from None


def account(name):
    """Returns the user id of an account on this machine, or None if there is no account of this name."""
    try:
        return pwd.getpwnam(name).pw_uid
    except (KeyError, ValueError):
        return None


def account_name(number):
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
