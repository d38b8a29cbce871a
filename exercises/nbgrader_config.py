"""The course's configuration of nbgrader, for `deno task teacher nbgrader …`, which runs in this folder."""

import os
import sys
import sysconfig
from pathlib import Path


def course():
    """Returns the course's folder: the one above this file, or, if only this file was copied, that of UNROLLED."""
    here = Path(__file__).resolve().parent.parent
    known = [here, Path(os.environ.get("UNROLLED", here))]
    for folder in known:
        if (folder / "grading" / "nbgrader" / "judge.py").is_file():
            return folder
    raise FileNotFoundError(f"Cannot find the course at {known[-1]}: set UNROLLED to its folder")


def changed(converter, trait, change):
    """Returns a converter's preprocessors, each replaced by what `change` returns; None removes it."""
    return [new for old in getattr(converter, trait).default() if (new := change(old))]


def configure(c):
    sys.path.insert(0, str(course() / "grading" / "nbgrader"))
    # nbgrader finds alembic, which creates its database, on the PATH.
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    from nbgrader.apps import api, autogradeapp
    from nbgrader.converters import Autograde, GenerateAssignment
    from nbgrader.preprocessors import CheckCellMetadata, Execute, InstantiateTests, OverwriteKernelspec

    from autograde import CheckedAutograde
    from cells import RestoreCells
    from collect import Collect
    from judge import Judge
    from pages import FeedbackExporter
    from scores import Scores

    c.CourseDirectory.course_id = "unrolled"

    # The stub that replaces a solution.
    c.ClearSolutions.begin_solution_delimeter = "BEGIN SOLUTION"
    c.ClearSolutions.end_solution_delimeter = "END SOLUTION"
    c.ClearSolutions.code_stub = {"typescript": '// TODO: your lines\nthrow new Error("Not written yet");'}

    # Only the step InstantiateTests of generate_assignment could start a kernel; the course has no test templates.
    c.GenerateAssignment.preprocessors = changed(
        GenerateAssignment, "preprocessors", lambda step: None if step is InstantiateTests else step
    )

    # Students can write to the exchange, so only their own regular files are collected. ngshare has its own class.
    if "NGSHARE" not in os.environ:
        c.ExchangeFactory.collect = Collect

    # The judge replaces the execution of the submitted notebook. nbgrader has no setting for the Autograde class.
    api.Autograde = autogradeapp.Autograde = CheckedAutograde
    c.Judge.root = str(course())
    c.Autograde.sanitize_preprocessors = [OverwriteKernelspec, RestoreCells, CheckCellMetadata]
    c.Autograde.autograde_preprocessors = changed(
        Autograde, "autograde_preprocessors", lambda step: Judge if step is Execute else step
    )
    c.Autograde.permissions = 400  # of the autograded files, as octal digits
    c.GenerateFeedback.exporter_class = FeedbackExporter
    c.ExportApp.plugin_class = Scores

    # Only `nbgrader validate` runs cells in a kernel, namely that of the student who wrote them.
    c.Execute.timeout = 60
    c.Execute.raise_on_iopub_timeout = False  # otherwise one pending promise would lose the output of the other cells


try:
    configure(get_config())  # noqa: F821
except Exception as error:  # nbgrader would only log it, and then run the students' code in the teacher's kernel
    sys.exit(f"Cannot use nbgrader with the course: {error}")
