"""nbgrader's judge: every score comes from the course's own grader, and no student's code runs in a kernel.

nbgrader's own way is to run the submitted notebook and to look whether a check cell fails. What a student's cell does
to that kernel decides about the score then. Here the grader alone decides; the check cells only show what it found.
"""

import json
import subprocess
import sysconfig
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked
from traitlets import Integer, List, Unicode


class NoScore(Exception):
    """A submission that has no score: nbgrader reports its student as failed, with this reason, and goes on."""


class Judge(NbGraderPreprocessor):
    """Stands where nbgrader executes notebooks."""

    root = Unicode(help="The course's folder, with grading/grade.ts").tag(config=True)
    command = List(help="The grader, if it is not the course's own").tag(config=True)
    seconds = Integer(600, help="How long one notebook may take").tag(config=True)
    seed = Integer(1, help="Draws every student's inputs; a number that students don't know").tag(config=True)

    def preprocess(self, nb, resources):
        try:
            show(self.graded(nb, resources["nbgrader"]), nb)
        except NoScore:
            take_back(resources["nbgrader"])
            raise
        return nb, resources

    def graded(self, nb, about):
        """The grader's report on the notebook, as it stands in this moment."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{about['notebook']}.ipynb")
            nbformat.write(nb, path)
            printed = self.run([*self.grader(), "--json", str(path), "--student", about["student"], "--seed", str(self.seed)])
        try:
            report = json.loads(printed)
            status = report["status"]
        except (ValueError, TypeError, KeyError):
            raise NoScore(f"Cannot read what the grader says of {about['student']}: {printed[:200]!r}") from None
        if status != "graded":
            raise NoScore(f"Cannot grade {about['notebook']} of {about['student']}: {report.get('reason', status)}")
        for remark in report.get("remarks", []):
            self.log.warning("%s: %s", about["student"], remark)
        return report

    def grader(self):
        """The command of the grader; pip puts its Deno where it puts this environment's other programs."""
        deno = str(Path(sysconfig.get_path("scripts"), "deno"))
        return self.command or [deno, "run", "-A", str(Path("grading", "grade.ts"))]

    def run(self, command):
        try:
            done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, timeout=self.seconds)
        except subprocess.TimeoutExpired:
            raise NoScore(f"Cannot grade: the grader took more than {self.seconds} s") from None
        except OSError as error:
            raise NoScore(f"Cannot start the grader {command[0]}: {error.strerror}") from None
        if done.returncode != 0:
            raise NoScore(f"Cannot grade: the grader ended with code {done.returncode}, {last_line(done.stderr)}")
        return done.stdout


def show(report, nb):
    """Gives every locked check cell the output that tells what became of its item; all other outputs go."""
    findings = {item["id"].replace(".", "_") + "_check": item for item in report["items"]}
    for cell in nb.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        if is_grade(cell) and is_locked(cell):
            name = cell.metadata.nbgrader["grade_id"]
            if name not in findings:
                raise NoScore(f"Cannot score the cell {name}: the grader knows no such item")
            cell.outputs = [output_of(findings.pop(name))]
    if findings:
        raise NoScore(f"Cannot score {', '.join(findings)}: the notebook has no such cells")


def output_of(item):
    """An error is what nbgrader counts as no points; a display, unlike a result, is never read as a part of them."""
    if item["status"] == "pass":
        text = f"✓ {item['id']}: pass, {item['earned']} of {item['points']} points"
        return new_output("display_data", {"text/plain": text})
    name = "Almost" if item["status"] == "almost" else "NotYet"
    says = item.get("says", "")
    mistake = item.get("mistake")
    lines = [f"{name}: {says}"] + ([f"{mistake['name']}: {mistake['hint']}"] if mistake else [])
    return new_output("error", ename=name, evalue=says, traceback=lines)


def take_back(about):
    """Leaves no score of an earlier submission, nor a zero: the gradebook says that this one waits for the teacher."""
    with Gradebook(about["db_url"]) as gradebook:
        notebook = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
        for grade in notebook.grades:
            grade.auto_score = None
            grade.needs_manual_grade = True
        gradebook.db.commit()


def last_line(text):
    return (text.strip().splitlines() or ["and said nothing"])[-1]
