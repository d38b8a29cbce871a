"""A JupyterHub for one class on one Linux server with an account for each member; deploy/README.md describes its use.

It listens only on this machine, behind a web server with a certificate.
"""

import os
import pwd
import sys
import sysconfig
from pathlib import Path

from tornado import web

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "grading" / "nbgrader"))
from closing import clones, opened  # noqa: E402

STATE = Path(os.environ.get("UNROLLED_STATE", "/srv/unrolled"))
TEACHERS = set(filter(None, os.environ.get("UNROLLED_TEACHERS", "").split(",")))
# Data limit of one process, in bytes: a kernel, a server, or a process of the grader. The type check needs 1 GB.
MEMORY = int(os.environ.get("UNROLLED_MEMORY", 2 << 30))
HUB = ROOT / ".venv" / "hub"
PROGRAMS = sysconfig.get_path("scripts")


def folder(path, mode):
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    return path


class OpenCourse(web.HTTPError):
    """The error of a course folder that students could read; the hub shows its message."""

    def __init__(self, message):
        super().__init__(403)
        self.jupyterhub_message = message


def check_closed(what, courses):
    """Raises OpenCourse if other accounts could read the solutions or students' work in one of these folders."""
    paths = [str(path) for course in courses for path in opened(course)]
    if paths:
        raise OpenCourse(f"Cannot {what}: students could read the solutions; run chmod go-rwx {' '.join(paths)} first")


def check_clones(spawner):
    """Keeps a teacher's server from starting if students could read a clone in the teacher's home."""
    name = spawner.user.name
    if name in TEACHERS:
        check_closed(f"start the server of {name}", clones(Path(pwd.getpwnam(name).pw_dir)))


def config_path(spawner):
    """Returns the settings folders; only teachers get the grading pages."""
    shared = ROOT / "deploy" / "jupyter"
    own = shared / ("teacher" if spawner.user.name in TEACHERS else "student")
    return os.pathsep.join(map(str, [own, shared]))


try:
    check_closed("open the hub", [ROOT / "exercises"])
except OpenCourse as reason:
    sys.exit(reason.jupyterhub_message)
hub = folder(STATE / "hub", 0o700)
exchange = folder(STATE / "exchange", 0o1777)  # everyone may add files, nobody may remove another's

c = get_config()  # noqa: F821
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.db_url = f"sqlite:///{hub}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(hub / "cookie_secret")
c.ConfigurableHTTPProxy.command = [str(HUB / "node_modules" / ".bin" / "configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(hub / "proxy.pid")

# Who may log in: the server's accounts in this group, with their passwords or through a learning management system.
c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = {"unrolled"}
if any(name.startswith("UNROLLED_LTI_") for name in os.environ):
    load_subconfig(str(ROOT / "deploy" / "lti_config.py"))  # noqa: F821

# One server for each user, under the user's own account. prlimit limits the memory of each process, because this
# spawner cannot limit that of all processes together.
c.JupyterHub.spawner_class = "localprocess"
c.Spawner.ip = "127.0.0.1"
c.Spawner.cmd = ["prlimit", f"--data={MEMORY}", os.path.join(PROGRAMS, "jupyterhub-singleuser")]
c.Spawner.mem_limit = MEMORY
c.LocalProcessSpawner.popen_kwargs = {"umask": 0o077}  # other accounts cannot read new files, such as a clone
c.Spawner.pre_spawn_hook = check_clones
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
