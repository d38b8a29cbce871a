"""A real browser in the classroom."""

import json
import os
import subprocess
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = Path(sysconfig.get_path("scripts"))
ENVIRONMENT = {**os.environ, "DENO_DIR": str(ROOT / ".venv" / "hub" / "browser"), "NO_COLOR": "1"}


def run(course, *arguments):
    """Runs formgrader.ts in a copy of the course, and returns what it prints."""
    command = [SCRIPTS / "deno", "run", "-A", "tests/hub/formgrader.ts", *arguments]
    done = subprocess.run(command, cwd=course, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"Cannot use the browser: {done.stderr}")
    return done.stdout


def prepare():
    """Installs the browser and its packages, while there is a network."""
    if not os.environ.get("UNROLLED_NAMESPACES"):
        run(ROOT)


def look(course, *arguments):
    """Opens a submission in formgrader as a teacher, and returns what happened."""
    return json.loads(run(course, *arguments))
