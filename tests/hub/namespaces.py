"""Linux namespaces for the classroom: its users, processes and network exist only during the test.

nbgrader asks the system for user names (`pwd`), and its exchange separates students by file permissions. So everyone is a
real account with its own id. Their passwd file is mounted over the system's in a mount namespace: `useradd` would change
the machine, and one id under several names (libnss-wrapper, or JUPYTERHUB_USER for everybody) would not test any
permission. The process namespace ends all processes with the test; the network namespace has only 127.0.0.1, where every
port is free.
"""

import fcntl
import os
import shutil
import socket
import stat
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

USERS = {"teacher": 20001, "ana": 20002, "ben": 20003, "cleo": 20004, "mallory": 20005}
CLASS = ("unrolled", 20000, ["teacher", "ana", "ben", "cleo"])  # the group of deploy/jupyterhub_config.py
SPACES = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]


def enter():
    """Restarts this program inside the namespaces; does nothing if it is inside already."""
    if os.environ.get("UNROLLED_NAMESPACES"):
        return
    if not shutil.which("unshare") or subprocess.run(["unshare", *SPACES, "true"], capture_output=True).returncode:
        sys.exit("Cannot set up the classroom: it needs Linux, root, and permission to create namespaces")
    os.environ["UNROLLED_NAMESPACES"] = "1"
    os.execvp("unshare", ["unshare", *SPACES, *sys.orig_argv])


def set_up(folder, needed, closed):
    """Sets up the network, the accounts with homes in `folder`, and access to the needed paths."""
    bring_up_loopback()
    make_reachable([Path(sys.base_prefix), *needed])
    for path in closed:
        mount("-t", "tmpfs", "-o", "mode=700", "closed", path)
    homes = folder / "homes"
    homes.mkdir()
    accounts = [f"{name}:x:{number}:{number}::{homes / name}:/bin/sh\n" for name, number in USERS.items()]
    groups = [f"{name}:x:{number}:\n" for name, number in USERS.items()]
    name, number, members = CLASS
    groups.append(f"{name}:x:{number}:{','.join(members)}\n")
    mount_over("/etc/passwd", folder / "passwd", accounts)
    mount_over("/etc/group", folder / "group", groups)
    for name, number in USERS.items():
        (homes / name).mkdir(mode=0o700)
        os.chown(homes / name, number, number)


def bring_up_loopback():
    up, request = 0x1, 0x8914  # IFF_UP, SIOCSIFFLAGS
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, request, struct.pack("16sh14x", b"lo", up))


def mount_over(system, own, lines):
    own.write_text(Path(system).read_text() + "".join(lines))
    own.chmod(0o644)
    mount("--bind", own, system)


def make_reachable(paths):
    """Makes paths inside folders that are closed to others, such as root's home, accessible in these namespaces."""
    within = {}
    for path in paths:
        shut = [folder for folder in path.parents if not folder.stat().st_mode & stat.S_IXOTH]
        if shut:
            within.setdefault(shut[-1], []).append(path)
    for folder, inside in within.items():
        kept = {path: tempfile.mkdtemp() for path in inside}
        for path, place in kept.items():
            mount("--rbind", path, place)
        mount("-t", "tmpfs", "-o", "mode=755", "way", folder)
        for path, place in kept.items():
            path.mkdir(parents=True, exist_ok=True)
            mount("--move", place, path)
            os.rmdir(place)


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)
