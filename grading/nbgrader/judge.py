"""Replaces nbgrader's execution of notebooks by the course's grader: no student's code runs in a kernel.

nbgrader itself runs the submitted notebook and tests whether a check cell fails, so a student's cell can influence the
score through the kernel. Here only the grader determines scores, and the check cells show its findings.
"""

import json
import os
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked
from traitlets import Integer, List, Unicode

from autograde import NoScore


class Judge(NbGraderPreprocessor):
    """Replaces the preprocessor that executes notebooks."""

    root = Unicode(help="The course's folder, with grading/grade.ts").tag(config=True)
    command = List(help="The command of the grader, if it is not the course's own").tag(config=True)
    seconds = Integer(600, help="Time limit for one notebook").tag(config=True)
    secret = Unicode(
        ".unrolled-secret",
        help="The file with the class secret, which determines every student's inputs; it is created if it is missing. "
        "A relative path is relative to nbgrader's course folder",
    ).tag(config=True)

    def preprocess(self, nb, resources):
        show(self.graded(resources["nbgrader"]), nb)
        return nb, resources

    def graded(self, about):
        """Returns the grader's report on the notebook as it was submitted, without the changes by nbgrader's steps."""
        secret = Path(about["course"], self.secret)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{about['notebook']}.ipynb")
            path.write_bytes(about["submitted"])
            options = ["--json", str(path), f"--student={about['student']}", f"--secret={secret}"]
            printed = self.run([*self.grader(), *options])
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
            done = subprocess.run(
                command,
                **{"cwd": self.root, "env": environment(), "timeout": self.seconds},
                **{"capture_output": True, "encoding": "utf-8", "errors": "replace"},
            )
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
            cell.outputs = outputs_of(findings.pop(name))
    if findings:
        raise NoScore(f"Cannot score {', '.join(findings)}: the notebook has no such cells")


def outputs_of(item):
    """Returns an error, which nbgrader counts as no points, or a display, which it does not read as partial credit. If only
    some parts are right, their points follow the display as the cell's result, which nbgrader takes as the score."""
    if item["status"] == "pass":
        text = f"✓ {item['id']}: pass, {item['earned']} of {item['points']} points"
        return [new_output("display_data", {"text/plain": text})]
    name = "Almost" if item["status"] == "almost" else "NotYet"
    message = item.get("message", "")
    mistake = item.get("mistake")
    lines = [f"{name}: {message}"] + ([f"{mistake['name']}: {mistake['hint']}"] if mistake else [])
    if item["earned"] == 0:
        return [new_output("error", ename=name, evalue=message, traceback=lines)]
    shown = new_output("display_data", {"text/plain": "\n".join(lines)})
    return [shown, new_output("execute_result", {"text/plain": str(item["earned"])}, execution_count=None)]


def environment():
    """Returns only the environment variables that the grader needs: others could change what it prints."""
    kept = ("PATH", "HOME", "TMPDIR", "LANG", "DENO_DIR", "DENO_TLS_CA_STORE", "XDG_CACHE_HOME")
    return {**{name: os.environ[name] for name in kept if name in os.environ}, "NO_COLOR": "1"}


def last_line(text):
    return (text.strip().splitlines() or ["without a message"])[-1]
