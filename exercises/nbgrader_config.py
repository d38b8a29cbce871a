"""nbgrader's configuration of the course, used in this folder: `deno task teacher nbgrader generate_assignment ps1`."""

import os
import sys
import sysconfig
from pathlib import Path

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import Execute, InstantiateTests, OverwriteCells


def course():
    """The course's folder: the one this file stands in, or for a copy of it alone the one that UNROLLED names."""
    here = Path(__file__).resolve().parent.parent
    known = [here, Path(os.environ.get("UNROLLED", here))]
    for folder in known:
        if (folder / "grading" / "nbgrader" / "judge.py").is_file():
            return folder
    raise FileNotFoundError(f"Cannot find the course at {known[-1]}: set UNROLLED to its folder")


def changed(converter, trait, change):
    """A converter's list of preprocessors, each as `change` gives it back; None leaves it out."""
    return [new for old in getattr(converter, trait).default() if (new := change(old))]


sys.path.insert(0, str(course() / "grading" / "nbgrader"))
# nbgrader starts alembic, which makes its database, by its name alone.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
from cells import CheckCells  # noqa: E402
from judge import Judge  # noqa: E402
from scores import Scores  # noqa: E402

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "unrolled"

# What a student gets in a solution's place.
c.ClearSolutions.begin_solution_delimeter = "BEGIN SOLUTION"
c.ClearSolutions.end_solution_delimeter = "END SOLUTION"
c.ClearSolutions.code_stub = {"typescript": '// TODO: your lines\nthrow new Error("Not written yet");'}

# The only step of generate_assignment that could start a kernel makes tests from templates: there are none here.
c.GenerateAssignment.preprocessors = changed(
    GenerateAssignment, "preprocessors", lambda step: None if step is InstantiateTests else step
)

# The judge stands where nbgrader would run what the student wrote.
c.Judge.root = str(course())
c.Autograde.autograde_preprocessors = changed(
    Autograde, "autograde_preprocessors", lambda step: Judge if step is Execute else step
)
c.Autograde.sanitize_preprocessors = changed(
    Autograde, "sanitize_preprocessors", lambda step: CheckCells if step is OverwriteCells else step
)
c.CheckCells.add_missing_cells = True  # an item whose check cell was deleted counts all the same

c.ExportApp.plugin_class = Scores

# `nbgrader validate` alone runs cells in a kernel: for the one who wrote them.
c.Execute.timeout = 60
c.Execute.raise_on_iopub_timeout = False  # one stuck promise would take what the other cells said with it
