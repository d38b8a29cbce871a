"""One problem set through a real hub: released, fetched, solved, handed in, graded, and given back with feedback.

Run by `deno task classroom`. The hub is opened with the course's own configuration in deploy/.
"""

import csv
import io
import json
import signal
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import room

room.enter()  # before anything else is loaded: from here on this is the only program of its room

import work
from nbgrader.api import Gradebook
from people import Person
from school import ROOT, School

STUDENTS = ["ana", "ben", "cleo"]
SOLVED = ["ps1_relu", "ps1_jordan"]  # by ana
FORMGRADER = "formgrader/api/assignment/ps1"
LONGEST = 300  # seconds on a busy machine; about a minute on an idle one


class Story:
    """What happens, in its order; the tests look at what is left of it."""

    def __init__(self, school):
        self.school = school
        self.people = {name: Person(name) for name in ["teacher", *STUDENTS]}
        self.teacher = self.people["teacher"]
        self.trace = school.folder / "traces"
        self.trace.mkdir()
        self.trace.chmod(0o777)
    def run(self):
        steps = [self.release, self.fetch, self.solve, self.hand_in, self.grade, self.give_back, self.export]
        for step in steps:
            start = time.time()
            step()
            print(f"{step.__name__}: {time.time() - start:.1f} s", file=sys.stderr, flush=True)

    def release(self):
        with ThreadPoolExecutor() as pool:  # the hub answers once a server has started
            list(pool.map(Person.log_in, self.people.values()))
        self.teacher.wait()
        self.formgrader("assign")
        self.formgrader("release")
        self.source = json.loads((self.school.exercises / "source" / "ps1" / "ps1.ipynb").read_text())
        for cell in self.source["cells"]:
            cell["source"] = "".join(cell["source"])
        self.released = (self.school.exchange / "unrolled" / "outbound" / "ps1" / "ps1.ipynb").read_text()

    def formgrader(self, action):
        answer = self.teacher.ask("POST", f"{FORMGRADER}/{action}")
        if not answer["success"]:
            raise RuntimeError(f"{action}: {answer}")

    def fetch(self):
        self.listed = {}
        for name in STUDENTS:
            self.people[name].wait()
            self.listed[name] = self.people[name].assignments("fetch")

    def solve(self):
        model = work.solutions(self.source)
        for name in STUDENTS:
            notebook = self.people[name].read("ps1/ps1.ipynb")
            if name == "ana":
                notebook = work.with_sources(notebook, {item: model[item] for item in SOLVED})
                self.people[name].write("ps1/ps1.ipynb", notebook)
                self.work_in_kernel(self.people[name], notebook)
            elif name == "ben":
                wrong = work.changed(model["ps1_leaky"], work.MISTAKE)
                notebook = work.with_sources(notebook, {"ps1_leaky": wrong})
                notebook = work.with_attacks(notebook, self.trace / "ran")
            else:
                notebook = work.without_cells(notebook)
            self.people[name].write("ps1/ps1.ipynb", notebook)

    def work_in_kernel(self, person, notebook):
        """What ana sees in her notebook, and what her kernel doesn't let her do."""
        cells = {work.name_of(cell): cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"}
        names = ["ps1_imports", "ps1_relu", "ps1_relu_check", "ps1_leaky", "ps1_leaky_check"]
        source = ROOT / "notebooks" / "exercises" / "source" / "ps1" / "ps1.ipynb"
        kernel = person.kernel("ps1/ps1.ipynb")
        self.seen = {name: kernel.run(cells[name]) for name in names}
        self.seen["memory"] = kernel.run("new Float64Array(5e8).fill(1).length")
        self.seen["solution"] = kernel.run(f"await Deno.readTextFile({str(source)!r})")
        self.seen["after"] = kernel.run("reluStep.name")
        kernel.stop()
        self.validated = person.ask("POST", "assignments/validate", {"path": "ps1/ps1.ipynb"})

    def hand_in(self):
        self.handed_in = {name: self.people[name].assignments("submit") for name in STUDENTS}
        self.inbound = self.school.exchange / "unrolled" / "inbound"
        self.peeped = self.school.run_as("ana", "ls", str(self.inbound), cwd=self.school.homes / "ana")

    def grade(self):
        self.formgrader("collect")
        self.graded = self.nbgrader("autograde", "ps1")
        self.again = self.teacher.ask("POST", "formgrader/api/submission/ps1/cleo/autograde")

    def nbgrader(self, *arguments):
        return self.school.run_as("teacher", "nbgrader", *arguments, cwd=self.school.exercises)

    def give_back(self):
        self.formgrader("generate_feedback")
        self.formgrader("release_feedback")
        self.pages = {}
        for name in ["ana", "ben"]:
            self.people[name].assignments("fetch_feedback")
            [page] = (self.school.homes / name / "ps1" / "feedback").glob("*/ps1.html")
            self.pages[name] = page.read_text()

    def export(self):
        table = self.school.exercises / "grades.csv"
        self.exported = self.nbgrader("export", "--to", str(table))
        self.table = {row["student_id"]: row for row in csv.DictReader(io.StringIO(table.read_text()))}


def too_long(*_):
    raise TimeoutError(f"The class takes more than {LONGEST} s")


class Classroom(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        school = School()
        cls.addClassCleanup(school.close)
        cls.story = Story(school)
        signal.signal(signal.SIGALRM, too_long)
        signal.alarm(LONGEST)
        try:
            school.begin()
            cls.story.run()
            signal.alarm(0)
        except Exception as error:
            raise RuntimeError(f"Cannot play the story to its end; the hub says: {school.told()}") from error

    def test_what_is_released_holds_no_solution(self):
        self.assertIn('throw new Error(\\"Not written yet\\");', self.story.released)
        self.assertNotIn("SOLUTION", self.story.released)
        for lines in work.secrets(self.story.source).values():
            for line in lines:
                self.assertNotIn(line, self.story.released)

    def test_students_fetch_the_set_through_their_own_servers(self):
        for name in STUDENTS:
            self.assertEqual([entry["status"] for entry in self.story.listed[name]], ["fetched"])

    def test_a_student_has_no_page_for_grading(self):
        person = self.story.people["ana"]
        answers = [
            one.session.get(f"http://127.0.0.1:8000{one.home}formgrader/api/status").status_code
            for one in (self.story.teacher, person)
        ]
        self.assertEqual(answers, [200, 404])

    def test_the_kernel_of_a_student_finds_the_library_and_checks(self):
        seen = self.story.seen
        self.assertIn("ps1.relu: pass, 1 of 1 points", seen["ps1_relu_check"])
        self.assertIn("ps1.leaky: not yet", seen["ps1_leaky_check"])

    def test_the_kernel_of_a_student_is_held(self):
        seen = self.story.seen
        self.assertIn("RangeError: Array buffer allocation failed", seen["memory"])
        self.assertRegex(seen["solution"], "PermissionDenied|NotFound")
        self.assertIn("reluStep", seen["after"])

    def test_validating_shows_what_fails(self):
        self.assertTrue(self.story.validated["success"], self.story.validated)
        failed = json.dumps(self.story.validated["value"])
        self.assertIn("ps1.leaky", failed)
        self.assertNotIn("ps1.relu: ", failed)

    def test_what_is_handed_in_is_seen_by_the_teacher_alone(self):
        for name in STUDENTS:
            self.assertIn("submitted", [entry["status"] for entry in self.story.handed_in[name]])
        self.assertNotEqual(self.story.peeped.returncode, 0)
        self.assertEqual({path.owner() for path in self.story.inbound.iterdir()}, set(STUDENTS))

    def test_the_scores_are_the_graders(self):
        with Gradebook(f"sqlite:///{self.story.school.exercises}/gradebook.db") as gradebook:
            scores = {}
            for name in STUDENTS:
                submission = gradebook.find_submission("ps1", name)
                grades = submission.notebooks[0].grades
                scores[name] = {grade.name: grade.auto_score for grade in grades if grade.auto_score}
        self.assertEqual(scores, {"ana": {"ps1_relu_check": 1, "ps1_jordan_check": 3}, "ben": {}, "cleo": {}})

    def test_the_table_has_an_empty_score_for_what_could_not_be_graded(self):
        rows = self.story.table
        self.assertEqual([rows[name]["score"] for name in STUDENTS], ["4.0", "0.0", ""])
        self.assertEqual({rows[name]["max_score"] for name in STUDENTS}, {"13.0"})

    def test_the_teacher_is_told_what_could_not_be_graded_and_why(self):
        self.assertNotEqual(self.story.graded.returncode, 0)
        for told in (self.story.graded.stderr, self.story.again["log"]):
            self.assertIn("There was an error processing assignment 'ps1' for student 'cleo'", told)
        self.assertIn("Cannot grade ps1 of cleo: Cannot find a solution cell", self.story.graded.stderr)
        self.assertFalse(self.story.again["success"])

    def test_nothing_that_a_student_wrote_was_run_by_a_kernel_of_the_teacher(self):
        self.assertEqual(list(self.story.trace.iterdir()), [])

    def test_feedback_names_the_mistake(self):
        text = work.text_of_page(self.story.pages["ben"])
        self.assertIn("shares exchanged: α belongs to what is new", text)
        self.assertIn("ps1.relu: pass", work.text_of_page(self.story.pages["ana"]))

    def test_feedback_holds_no_solution_but_the_students_own(self):
        for name, own in (("ana", SOLVED), ("ben", ["ps1_leaky"])):
            text = work.text_of_page(self.story.pages[name])
            for item, lines in work.secrets(self.story.source).items():
                for line in lines if item not in own else []:
                    self.assertNotIn(line, text)


if __name__ == "__main__":
    unittest.main()
