"""A JupyterHub for one class on one Linux server with an account for each member; deploy/README.md explains how to run it.

It listens only on this machine, behind a web server with a certificate.
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
    """Exits if the accounts of this server could read the folders that students must not see."""
    opened = [name for name in names if (ROOT / name).is_dir() and (ROOT / name).stat().st_mode & 0o077]
    if opened:
        sys.exit(f"Cannot open the hub: students could read the solutions; run chmod 700 {' '.join(opened)} first")


def config_path(spawner):
    """Returns the folders with nbgrader's settings; those of students disable the pages for grading."""
    shared = ROOT / "deploy" / "jupyter"
    folders = [shared] if spawner.user.name in TEACHERS else [shared / "student", shared]
    return os.pathsep.join(map(str, folders))


check_closed(".git", "exercises/source", "exercises/mistakes", "tests")
hub = folder(STATE / "hub", 0o700)
exchange = folder(STATE / "exchange", 0o1777)  # everyone may add files, nobody may remove another's

c = get_config()  # noqa: F821
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.db_url = f"sqlite:///{hub}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(hub / "cookie_secret")
c.ConfigurableHTTPProxy.command = [str(HUB / "node_modules" / ".bin" / "configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(hub / "proxy.pid")

# Who may log in: the server's accounts in this group, with their passwords.
c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = {"unrolled"}

# One server for each user, under the user's own account. prlimit limits the memory of each process, because this spawner
# cannot limit that of all processes together.
c.JupyterHub.spawner_class = "localprocess"
c.Spawner.ip = "127.0.0.1"
c.Spawner.cmd = ["prlimit", f"--data={MEMORY}", os.path.join(PROGRAMS, "jupyterhub-singleuser")]
c.Spawner.mem_limit = MEMORY
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = c.Spawner.http_timeout = 180  # seconds: a whole class may log in at once
c.Spawner.environment = {
    "PATH": os.pathsep.join([PROGRAMS, os.environ["PATH"]]),  # nbgrader in a terminal
    "UNROLLED": str(ROOT),
    "UNROLLED_EXCHANGE": str(exchange),
    "DENO_DIR": str(HUB / "deno"),  # the library's packages, which all users read and none writes
    "JUPYTER_CONFIG_PATH": config_path,
}

# Servers that nobody has used for an hour are stopped; files are kept.
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
