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
from types import SimpleNamespace
from unittest import mock

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import determine_grade

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "grading" / "nbgrader"))
import autograde
import cells
import judge
import scores

ABOUT = {"student": "ana", "notebook": "ps1", "assignment": "ps1", "course": "/nowhere", "submitted": b"{}"}
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
        try:
            judge.Judge(root=str(ROOT), command=command, **settings).preprocess(notebook, {"nbgrader": ABOUT})
        except autograde.NoScore as reason:
            return notebook, str(reason)
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

    def test_right_parts_are_a_share_of_the_points(self):
        points, output = self.score({**ALMOST, "earned": 0.67})
        self.assertEqual(points, 0.67)
        self.assertIn("bias forgotten: bh is added before", output.data["text/plain"])

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

    def test_the_grader_gets_the_submitted_bytes_and_the_secret_of_the_course(self):
        show = "import json, sys; print(json.dumps({'status': sys.argv[1:] and ' '.join([open(sys.argv[2]).read(), *sys.argv[3:]])}))"
        reason = self.judge([sys.executable, "-c", show])[1]
        self.assertEqual(reason, "Cannot grade ps1 of ana: {} --student=ana --secret=/nowhere/.unrolled-secret")

    def test_variables_that_change_what_a_grader_prints_do_not_reach_it(self):
        show = "import json, os; print(json.dumps({'status': str(sorted(os.environ))}))"
        with mock.patch.dict(os.environ, FORCE_COLOR="1", DENO_V8_FLAGS="--x", PYTHONPATH="/x", NODE_OPTIONS="--x"):
            reason = self.judge([sys.executable, "-c", show])[1]
        self.assertNotRegex(reason, "FORCE_COLOR|DENO_V8_FLAGS|PYTHONPATH|NODE_OPTIONS")

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
            source = {"cell_type": "code", "source": "await check();", "checksum": "0" * 32, "locked": True}
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
        coursedir = SimpleNamespace(db_url=self.about["db_url"], course_id="", assignment_id="ps1")
        autograde.withdraw(coursedir, "ana")
        self.assertEqual(self.table(), {"ana": "", "ben, the younger": "1.0", "cleo": "0.0"})
        autograde.withdraw(coursedir, "cleo")
        self.assertEqual(self.table()["cleo"], "")

    def restored(self, *submitted):
        notebook = new_notebook(cells=list(submitted))
        cells.RestoreCells().preprocess(notebook, {"nbgrader": self.about})
        MetadataValidator().validate_nb(notebook)
        return notebook.cells

    def test_a_check_cell_is_restored_even_if_the_one_before_it_is_deleted_too(self):
        for left in ([], [check_cell("ps1_relu_check")], [check_cell("ps1_leaky_check")]):
            names = [cells.grade_id(cell) for cell in self.restored(new_code_cell("1"), *left)]
            self.assertEqual([name for name in names if name], ["ps1_relu_check", "ps1_leaky_check"])

    def test_everything_but_the_name_of_a_cell_comes_from_the_gradebook(self):
        tags = [
            {"points": 1000, "grade": False, "locked": False, "solution": True, "schema_version": 99},
            {"points": "many", "cell_type": 7, "checksum": None},
            {},
        ]
        for tag in tags:
            changed = new_code_cell("forged", metadata={"nbgrader": {"grade_id": "ps1_relu_check", **tag}})
            relu, leaky = self.restored(changed)
            self.assertEqual((relu.source, relu.metadata.nbgrader["points"]), ("await check();", 1))
            self.assertEqual(relu.metadata.nbgrader, {**leaky.metadata.nbgrader, "grade_id": "ps1_relu_check"})

    def test_a_check_cell_is_code_again_and_counts_once(self):
        shown = self.restored(check_cell(), new_markdown_cell("x", metadata=check_cell().metadata))
        self.assertEqual([cells.grade_id(cell) for cell in shown], [None, "ps1_relu_check", "ps1_leaky_check"])
        self.assertEqual([cell.cell_type for cell in shown], ["code", "code", "code"])


if __name__ == "__main__":
    unittest.main()
