"""A running hub with the course's own configuration, in temporary folders."""

import os
import shutil
import subprocess
import sysconfig
import tempfile
import time
from pathlib import Path

import requests

import namespaces
from people import HUB, PASSWORD

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = Path(sysconfig.get_path("scripts"))
CACHE = ROOT / ".venv" / "hub" / "deno"  # the cache that users of a hub read
CLOSED = [ROOT / name for name in (".git", "exercises/source", "exercises/mistakes", "tests")]
CONFIG = """
load_subconfig({config!r})
c.JupyterHub.authenticator_class = "shared-password"  # PAM would need accounts of this machine
c.SharedPasswordAuthenticator.user_password = {password!r}
c.Authenticator.allowed_users = {users!r}
"""


def start_hub(config, log, settings):
    """Starts a hub with a configuration, and returns its process when it responds or has ended."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    command = [SCRIPTS / "jupyterhub", "-f", config]
    hub = subprocess.Popen(command, cwd=config.parent, env={**env, **settings}, stdout=log, stderr=log)
    for _ in range(1200):  # two minutes, because the machine may be busy
        if hub.poll() is not None:
            return hub
        try:
            if requests.get(f"http://{HUB}/hub/health", timeout=1).ok:
                return hub
        except requests.ConnectionError:
            pass
        time.sleep(0.1)
    hub.kill()
    hub.wait()
    return hub


def stop_hub(hub):
    hub.terminate()
    try:
        hub.wait(20)
    except subprocess.TimeoutExpired:
        hub.kill()


class School:
    """The folders of a class, and its hub once it has started."""

    hub = log = None

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="classroom-"))
        self.folder.chmod(0o755)
        self.homes, self.exchange = self.folder / "homes", self.folder / "state" / "exchange"
        self.course = self.homes / "teacher" / "unrolled"
        self.exercises = self.course / "exercises"

    def begin(self):
        """Sets up the namespaces, gives the teacher a copy of the course, and starts the hub."""
        copy = self.folder / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "node_modules", "bench"))
        namespaces.set_up(self.folder, [ROOT, self.folder], [path for path in CLOSED if path.is_dir()])
        shutil.move(copy, self.course)
        self.give(self.course, "teacher")
        self.tell_formgrader()
        self.show_library()
        self.hub = self.open()

    def give(self, path, name):
        for each in [path, *path.rglob("*")]:
            os.chown(each, namespaces.USERS[name], namespaces.USERS[name])

    def tell_formgrader(self):
        """Writes the teacher's setting of where the copy of the course is."""
        own = self.homes / "teacher" / ".jupyter"
        own.mkdir()
        (own / "nbgrader_config.py").write_text(f"get_config().CourseDirectory.root = {str(self.exercises)!r}\n")
        self.give(own, "teacher")

    def show_library(self):
        """Writes the deno.json above the homes, as `grading/hub.ts` does."""
        tool = (ROOT / "grading" / "hub.ts").as_uri()
        code = f'import {{ homesConfig }} from "{tool}"; console.log(await homesConfig());'
        env = {**os.environ, "DENO_DIR": str(CACHE)}
        done = subprocess.run([SCRIPTS / "deno", "eval", code], cwd=ROOT, env=env, check=True, capture_output=True, text=True)
        (self.homes / "deno.json").write_text(done.stdout)

    def open(self):
        config = self.folder / "jupyterhub_config.py"
        shared = str(ROOT / "deploy" / "jupyterhub_config.py")
        students = set(namespaces.USERS)
        config.write_text(CONFIG.format(config=shared, password=PASSWORD, users=students))
        state = {"UNROLLED_STATE": str(self.folder / "state"), "UNROLLED_TEACHERS": "teacher"}
        self.log = open(self.folder / "hub.log", "w+")
        hub = start_hub(config, self.log, state)
        if hub.poll() is None:
            return hub
        raise RuntimeError(f"Cannot open the hub: {self.log_tail()}")

    def log_tail(self):
        """The last lines of the hub's log."""
        log = self.folder / "hub.log"
        return "\n".join(log.read_text().splitlines()[-30:]) if log.exists() else "no log"

    def run_as(self, name, *command, cwd):
        """Runs a command as that account would in a terminal on the hub."""
        number = namespaces.USERS[name]
        env = {
            "HOME": str(self.homes / name),
            "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
            "JUPYTER_CONFIG_PATH": str(ROOT / "deploy" / "jupyter"),
            "UNROLLED_EXCHANGE": str(self.exchange),
            "DENO_DIR": str(CACHE),
        }
        return subprocess.run(
            command, cwd=cwd, env=env, user=number, group=number, extra_groups=[], capture_output=True, text=True
        )

    def close(self):
        if self.hub:
            stop_hub(self.hub)
        if self.log:
            self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
