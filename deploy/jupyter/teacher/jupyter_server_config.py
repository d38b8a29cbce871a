"""Settings of a teacher's server: the pages for grading, with what keeps a student's notebook from acting in them."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "grading" / "nbgrader"))

c = get_config()  # noqa: F821
c.ServerApp.jpserver_extensions = {"formgrader": True, "nbgrader.server_extensions.formgrader": False}
