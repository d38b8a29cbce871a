"""Replaces nbgrader's execution of notebooks by the course's grader: no student's code runs in a kernel.

nbgrader itself runs the submitted notebook and tests whether a check cell fails, so a student's cell can influence the
score through the kernel. Here only the grader determines scores, and the check cells show its findings.
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
    """A submission without a score: nbgrader reports this reason, and continues with the other students."""


class Judge(NbGraderPreprocessor):
    """Replaces the preprocessor that executes notebooks."""

    root = Unicode(help="The course's folder, with grading/grade.ts").tag(config=True)
    command = List(help="The command of the grader, if it is not the course's own").tag(config=True)
    seconds = Integer(600, help="Time limit for one notebook").tag(config=True)
    seed = Integer(1, help="Determines every student's inputs; students must not know it").tag(config=True)

    def preprocess(self, nb, resources):
        try:
            show(self.graded(nb, resources["nbgrader"]), nb)
        except NoScore:
            withdraw(resources["nbgrader"])
            raise
        return nb, resources

    def graded(self, nb, about):
        """Returns the grader's report on the notebook in its current state."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{about['notebook']}.ipynb")
            nbformat.write(nb, path)
            printed = self.run([*self.grader(), "--json", str(path), "--student", about["student"], "--seed", str(self.seed)])
        try:
            report = json.loads(printed)
            status = report["status"]
        except (ValueError, TypeError, KeyError):
            raise NoScore(f"Cannot read the grader's report on {about['student']}: {printed[:200]!r}") from None
        if status != "graded":
            raise NoScore(f"Cannot grade {about['notebook']} of {about['student']}: {report.get('reason', status)}")
        for remark in report.get("remarks", []):
            self.log.warning("%s: %s", about["student"], remark)
        return report

    def grader(self):
        """Returns the command of the grader; pip installs Deno beside this environment's other programs."""
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
            raise NoScore(f"Cannot grade: the grader exited with code {done.returncode}, {last_line(done.stderr)}")
        return done.stdout


def show(report, nb):
    """Shows each item's finding as the output of its locked check cell, and removes all other outputs."""
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
    """Returns an error, which nbgrader counts as no points, or a display, which it does not read as partial credit."""
    if item["status"] == "pass":
        text = f"✓ {item['id']}: pass, {item['earned']} of {item['points']} points"
        return new_output("display_data", {"text/plain": text})
    name = "Almost" if item["status"] == "almost" else "NotYet"
    message = item.get("message", "")
    mistake = item.get("mistake")
    lines = [f"{name}: {message}"] + ([f"{mistake['name']}: {mistake['hint']}"] if mistake else [])
    return new_output("error", ename=name, evalue=message, traceback=lines)


def withdraw(about):
    """Removes the scores of an earlier submission, and marks this one for manual grading instead of scoring it zero."""
    with Gradebook(about["db_url"]) as gradebook:
        notebook = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
        for grade in notebook.grades:
            grade.auto_score = None
            grade.needs_manual_grade = True
        gradebook.db.commit()


def last_line(text):
    return (text.strip().splitlines() or ["without a message"])[-1]
