"""A JupyterHub for one class on one Linux server, whose accounts are the class's; deploy/README.md tells how to run it.

It listens on this machine alone: a web server with a certificate stands before it.
"""

import os
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = Path(os.environ.get("UNROLLED_STATE", "/srv/unrolled"))
TEACHERS = set(filter(None, os.environ.get("UNROLLED_TEACHERS", "").split(",")))
MEMORY = int(os.environ.get("UNROLLED_MEMORY", 2 << 30))  # bytes of data in one process: a kernel, or a server
HUB = ROOT / ".venv" / "hub"
PROGRAMS = sysconfig.get_path("scripts")


def folder(path, mode):
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    return path


def check_closed(*names):
    """Ends the hub where the accounts of this server could read what students must not see."""
    opened = [name for name in names if (ROOT / name).exists() and (ROOT / name).stat().st_mode & 0o077]
    if opened:
        sys.exit(f"Cannot open the hub: students could read the solutions; run chmod 700 {' '.join(opened)} first")


def config_path(spawner):
    """Where a server finds nbgrader's settings; students have no page for grading."""
    shared = ROOT / "deploy" / "jupyter"
    folders = [shared] if spawner.user.name in TEACHERS else [shared / "student", shared]
    return os.pathsep.join(map(str, folders))


check_closed(".git", "exercises/source", "exercises/mistakes", "tests")
hub = folder(STATE / "hub", 0o700)
exchange = folder(STATE / "exchange", 0o1777)  # everyone may add to it, nobody may take another's away

c = get_config()  # noqa: F821
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.db_url = f"sqlite:///{hub}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(hub / "cookie_secret")
c.ConfigurableHTTPProxy.command = [str(HUB / "node_modules" / ".bin" / "configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(hub / "proxy.pid")

# Who may come in: the server's accounts in this group, by their passwords.
c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = {"unrolled"}

# One server for each user, under the user's own account. prlimit holds each of its processes to its share of memory:
# this spawner cannot hold all of them together to a sum.
c.JupyterHub.spawner_class = "localprocess"
c.Spawner.ip = "127.0.0.1"
c.Spawner.cmd = ["prlimit", f"--data={MEMORY}", os.path.join(PROGRAMS, "jupyterhub-singleuser")]
c.Spawner.mem_limit = MEMORY
c.Spawner.default_url = "/lab"
c.Spawner.environment = {
    "PATH": os.pathsep.join([PROGRAMS, os.environ["PATH"]]),  # nbgrader in a terminal
    "UNROLLED": str(ROOT),
    "UNROLLED_EXCHANGE": str(exchange),
    "DENO_DIR": str(HUB / "deno"),  # the library's packages, read by all and written by none
    "JUPYTER_CONFIG_PATH": config_path,
}

# Servers that nobody has used for an hour are ended; files stay.
c.JupyterHub.services = [
    {"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600"]}
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]
