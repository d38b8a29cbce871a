"""One problem set through a real hub: released, fetched, solved, handed in, graded, and given back with feedback.

Run by `deno task classroom`. The hub is opened with the course's own configuration in deploy/.
"""

import json
import signal
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import room

room.enter()  # before anything else is loaded: from here on this is the only program of its room

import work
from nbgrader.api import Gradebook
from school import School
from story import SOLVED, STUDENTS, Story

LONGEST = 300  # seconds on a busy machine; about a minute on an idle one


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
        except Exception as error:
            raise RuntimeError(f"Cannot play the story to its end; the hub says: {school.told()}") from error
        finally:
            signal.alarm(0)

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
