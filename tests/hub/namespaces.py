"""A room of its own for the classroom: users, processes and network that exist while it is open, and nowhere else.

nbgrader asks the system who somebody is (`pwd`), and its exchange keeps students apart by the permissions of files. So
everyone here is a real account with an id of its own. Their passwd file lies over the system's in a mount namespace:
`useradd` would change the machine, and one id under several names (libnss-wrapper, or JUPYTERHUB_USER for everybody)
would leave every permission untried. The namespace of processes ends them all with the test; the one of networks has
nothing but 127.0.0.1, where every port is free.
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

USERS = {"teacher": 20001, "ana": 20002, "ben": 20003, "cleo": 20004}
SPACES = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]


def enter():
    """Starts this program anew inside the room; nothing happens where it is inside already."""
    if os.environ.get("UNROLLED_ROOM"):
        return
    if not shutil.which("unshare") or subprocess.run(["unshare", *SPACES, "true"], capture_output=True).returncode:
        sys.exit("Cannot set up the classroom: it needs Linux, root, and the right to make namespaces")
    os.environ["UNROLLED_ROOM"] = "1"
    os.execvp("unshare", ["unshare", *SPACES, *sys.orig_argv])


def furnish(folder, needed, closed):
    """Gives the room its network, its accounts with homes in `folder`, and the ways to what they need."""
    bring_up_loopback()
    make_reachable([Path(sys.base_prefix), *needed])
    for path in closed:
        mount("-t", "tmpfs", "-o", "mode=700", "closed", path)
    homes = folder / "homes"
    homes.mkdir()
    accounts = [f"{name}:x:{number}:{number}::{homes / name}:/bin/sh\n" for name, number in USERS.items()]
    groups = [f"{name}:x:{number}:\n" for name, number in USERS.items()]
    lay_over("/etc/passwd", folder / "passwd", accounts)
    lay_over("/etc/group", folder / "group", groups)
    for name, number in USERS.items():
        (homes / name).mkdir(mode=0o700)
        os.chown(homes / name, number, number)


def bring_up_loopback():
    up, request = 0x1, 0x8914  # IFF_UP, SIOCSIFFLAGS
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, request, struct.pack("16sh14x", b"lo", up))


def lay_over(system, own, lines):
    own.write_text(Path(system).read_text() + "".join(lines))
    own.chmod(0o644)
    mount("--bind", own, system)


def make_reachable(paths):
    """Opens a way to paths that lie in a folder closed to others, such as root's home, in this room alone."""
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
