"""Tests nbgrader's judge when something goes wrong, with one line of Python instead of the grader."""

import csv
import json
import os
import sys
import sysconfig
import tempfile
import unittest
import warnings
from pathlib import Path
from unittest import mock

from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.utils import determine_grade

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "grading" / "nbgrader"))
import cells
import judge
import scores

ABOUT = {"student": "ana", "notebook": "ps1", "assignment": "ps1"}
PASS = {"id": "ps1.relu", "points": 1, "earned": 1, "status": "pass"}
ALMOST = {
    **{"id": "ps1.relu", "points": 1, "earned": 0, "status": "almost", "message": "h[0,0]: got 1, want 2"},
    "mistake": {"name": "bias forgotten", "hint": "bh is added before"},
}


def check_cell(name="ps1_relu_check", points=1):
    about = {"grade": True, "locked": True, "solution": False, "grade_id": name, "points": points}
    metadata = {"nbgrader": {**about, "schema_version": 3, "cell_type": "code"}}
    return new_code_cell("await check();", metadata=metadata)


def report(*items, **more):
    return {"student": "ana", "status": "graded", "remarks": [], "items": list(items), **more}


def stand_in(text):
    """A command that prints a text, whatever its arguments."""
    return [sys.executable, "-c", f"print({text!r})"]


class Judged(unittest.TestCase):
    def judge(self, command, notebook=None, **settings):
        notebook = notebook or new_notebook(cells=[check_cell()])
        with mock.patch("judge.withdraw") as taken:
            try:
                judge.Judge(root=str(ROOT), command=command, **settings).preprocess(notebook, {"nbgrader": ABOUT})
            except judge.NoScore as reason:
                self.assertTrue(taken.called)
                return notebook, str(reason)
        self.assertFalse(taken.called)
        return notebook, ""

    def score(self, item):
        notebook, problem = self.judge(stand_in(json.dumps(report(item))))
        self.assertEqual(problem, "")
        [cell] = notebook.cells
        return determine_grade(cell, None)[0], cell.outputs[0]

    def test_a_pass_is_all_points_and_an_almost_is_none(self):
        self.assertEqual(self.score(PASS)[0], 1)
        points, output = self.score(ALMOST)
        self.assertEqual((points, output.ename, output.evalue), (0, "Almost", "h[0,0]: got 1, want 2"))
        self.assertIn("bias forgotten: bh is added before", output.traceback)

    def test_outputs_of_a_student_are_removed(self):
        forged = new_output("execute_result", {"text/plain": "13"}, execution_count=1)
        cell = new_code_cell("1", outputs=[forged], execution_count=1)
        notebook, _ = self.judge(stand_in(json.dumps(report(ALMOST))), new_notebook(cells=[cell, check_cell()]))
        self.assertEqual((notebook.cells[0].outputs, notebook.cells[0].execution_count), ([], None))

    def test_an_ungradable_notebook_has_a_reason_instead_of_a_score(self):
        ungradable = {"student": "ana", "status": "ungradable", "reason": "Cannot read it: it is not JSON", "items": []}
        self.assertIn("Cannot grade ps1 of ana: Cannot read it", self.judge(stand_in(json.dumps(ungradable)))[1])

    def test_there_is_no_score_if_the_grader_fails(self):
        commands = {
            "Cannot start the grader nowhere/deno: No such file or directory": ["nowhere/deno"],
            "Cannot grade: the grader exited with code 3, no space": [
                *(sys.executable, "-c", "import sys; print('no space', file=sys.stderr); sys.exit(3)")
            ],
            "Cannot read the grader's report on ana: ''": [sys.executable, "-c", ""],
            "Cannot read the grader's report on ana: '[]": stand_in("[]"),
        }
        for reason, command in commands.items():
            self.assertIn(reason, self.judge(command)[1])

    def test_there_is_no_score_if_the_grader_hangs(self):
        command = [sys.executable, "-c", "import time; time.sleep(60)"]
        self.assertEqual(self.judge(command, seconds=1)[1], "Cannot grade: the grader took more than 1 s")

    def test_cells_and_items_must_match(self):
        other = json.dumps(report(PASS, {**PASS, "id": "ps1.slip"}))
        self.assertIn("Cannot score ps1_slip_check: the notebook has no such cells", self.judge(stand_in(other))[1])
        none = json.dumps(report())
        self.assertIn("Cannot score the cell ps1_relu_check", self.judge(stand_in(none))[1])


class InGradebook(unittest.TestCase):
    """With a gradebook in which two students have one point each."""

    def setUp(self):
        path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])  # for alembic
        self.enterContext(warnings.catch_warnings(action="ignore"))  # nbgrader's own, of its database
        self.enterContext(mock.patch.dict(os.environ, PATH=path))
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.about = {**ABOUT, "db_url": f"sqlite:///{self.folder}/gradebook.db"}
        with Gradebook(self.about["db_url"]) as gradebook:
            gradebook.add_assignment("ps1")
            gradebook.add_notebook("ps1", "ps1")
            source = {"cell_type": "code", "source": "await check();", "checksum": "0" * 32}
            for name in ("ps1_relu_check", "ps1_leaky_check"):
                gradebook.add_grade_cell(name, "ps1", "ps1", max_score=1, cell_type="code")
                gradebook.add_source_cell(name, "ps1", "ps1", **source)
            for student in ("ana", "ben, the younger"):
                gradebook.add_student(student)
                for grade in gradebook.add_submission("ps1", student).notebooks[0].grades:
                    grade.auto_score = 0.5
            gradebook.add_student("cleo")
            gradebook.db.commit()

    def table(self):
        path = self.folder / "grades.csv"
        with Gradebook(self.about["db_url"]) as gradebook:
            scores.Scores(to=str(path)).export(gradebook)
        return {row["student_id"]: row["score"] for row in csv.DictReader(path.read_text().splitlines())}

    def test_the_table_has_no_score_if_it_was_withdrawn_and_0_without_a_submission(self):
        judge.withdraw(self.about)
        self.assertEqual(self.table(), {"ana": "", "ben, the younger": "1.0", "cleo": "0.0"})

    def test_a_check_cell_is_restored_even_if_the_one_before_it_is_deleted_too(self):
        step = cells.CheckCells()
        step.notebook_id = step.assignment_id = "ps1"
        for left in ([], [check_cell("ps1_relu_check")], [check_cell("ps1_leaky_check")]):
            notebook = new_notebook(cells=[new_code_cell("1"), *left])
            with Gradebook(self.about["db_url"]) as step.gradebook:
                step.add_missing_grade_cells(notebook, {})
            names = [cells.grade_id(cell) for cell in notebook.cells if cells.grade_id(cell)]
            self.assertEqual(names, ["ps1_relu_check", "ps1_leaky_check"])


if __name__ == "__main__":
    unittest.main()
