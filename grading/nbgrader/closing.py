"""Prevents other accounts on the machine from reading solutions, secrets and students' work."""

import os
import stat
from pathlib import Path

# Relative to nbgrader's course folder, which is `exercises` in a clone.
WRITTEN = ["submitted", "autograded", "feedback", "solution", "source_with_tests", "gradebook.db", ".unrolled-secret"]
SOURCES = ["source", "mistakes", "../.git", "../tests"]


def close_course(coursedir, log):
    """Closes nbgrader's files and, on a hub, the sources to other accounts, except to teachers who share them."""
    mask = 0o007 if coursedir.groupshared else 0o077
    os.umask(mask)
    for path in opened(coursedir.root, SOURCES + WRITTEN if "UNROLLED_EXCHANGE" in os.environ else WRITTEN, mask):
        status = path.lstat()
        if status.st_uid == os.geteuid() and not stat.S_ISLNK(status.st_mode):
            path.chmod(stat.S_IMODE(status.st_mode) & ~mask)
            log.info("Closed %s to other accounts", path)


def opened(course, names=SOURCES + WRITTEN, mask=0o077):
    """Returns the files and folders in a course folder that other accounts could enter or read."""
    course = Path(os.path.realpath(course))
    if not all(folder.stat().st_mode & mask & 0o011 for folder in [course, *course.parents]):
        return []  # nobody else can enter a folder above them
    paths = [Path(os.path.normpath(course / name)) for name in names]
    return [path for path in paths if is_private(path) and path.lstat().st_mode & mask]


def is_private(path):
    """Returns whether a path exists and must be closed; in a worktree, .git is a file that only names a folder."""
    return os.path.lexists(path) and not (path.name == ".git" and path.is_file())


def clones(home, depth=3):
    """Returns the course folders of the clones in a home folder, without following links."""
    found = [home / "exercises"] if (home / "exercises" / "nbgrader_config.py").is_file() else []
    try:
        inner = [Path(entry) for entry in os.scandir(home) if is_visible_folder(entry)] if depth else []
    except OSError:
        return found
    return found + [course for folder in inner for course in clones(folder, depth - 1)]


def is_visible_folder(entry):
    return entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
