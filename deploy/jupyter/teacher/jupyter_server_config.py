"""Settings of a teacher's server: the grading pages, protected from scripts in students' notebooks."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "grading" / "nbgrader"))

c = get_config()  # noqa: F821
c.ServerApp.jpserver_extensions = {"formgrader": True, "nbgrader.server_extensions.formgrader": False}
