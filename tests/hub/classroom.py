"""One problem set on a real hub: released, fetched, solved, submitted, graded, and returned with feedback.

Run by `deno task classroom`. The hub uses the course's own configuration in deploy/.
"""

import json
import signal
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import namespaces

namespaces.enter()  # before anything else is loaded: from here on this is the only program in its namespaces

import work
from nbgrader.api import Gradebook
from school import School
from story import SOLVED, STUDENTS, Story

TIMEOUT = 900  # seconds on a busy machine; about a minute on an idle one


def too_long(*_):
    raise TimeoutError(f"The class takes more than {TIMEOUT} s")


class Classroom(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        school = School()
        cls.addClassCleanup(school.close)
        cls.story = Story(school)
        signal.signal(signal.SIGALRM, too_long)
        signal.alarm(TIMEOUT)
        try:
            school.begin()
            cls.story.run()
        except Exception as error:
            raise RuntimeError(f"Cannot finish the story; the log of the hub ends with: {school.log_tail()}") from error
        finally:
            signal.alarm(0)

    def test_the_released_notebook_has_no_solution(self):
        self.assertIn('throw new Error(\\"Not written yet\\");', self.story.released)
        self.assertNotIn("SOLUTION", self.story.released)
        for lines in work.secrets(self.story.source).values():
            for line in lines:
                self.assertNotIn(line, self.story.released)

    def test_students_fetch_the_set_through_their_own_servers(self):
        for name in STUDENTS:
            self.assertEqual([entry["status"] for entry in self.story.listed[name]], ["fetched"])

    def test_students_have_no_page_for_grading(self):
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

    def test_the_kernel_of_a_student_is_limited(self):
        seen = self.story.seen
        self.assertIn("RangeError: Array buffer allocation failed", seen["memory"])
        self.assertRegex(seen["solution"], "PermissionDenied|NotFound")
        self.assertIn("reluStep", seen["after"])

    def test_validating_shows_what_fails(self):
        self.assertTrue(self.story.validated["success"], self.story.validated)
        failed = json.dumps(self.story.validated["value"])
        self.assertIn("ps1.leaky", failed)
        self.assertNotIn("ps1.relu: ", failed)

    def test_only_the_teacher_sees_submissions(self):
        for name in STUDENTS:
            self.assertIn("submitted", [entry["status"] for entry in self.story.submitted[name]])
        self.assertNotEqual(self.story.inbound_listing.returncode, 0)
        self.assertEqual({path.owner() for path in self.story.inbound.iterdir()}, set(STUDENTS))

    def test_the_scores_are_those_of_the_grader(self):
        with Gradebook(f"sqlite:///{self.story.school.exercises}/gradebook.db") as gradebook:
            scores = {}
            for name in STUDENTS:
                submission = gradebook.find_submission("ps1", name)
                grades = submission.notebooks[0].grades
                scores[name] = {grade.name: grade.auto_score for grade in grades if grade.auto_score}
        self.assertEqual(scores, {"ana": {"ps1_relu_check": 1, "ps1_jordan_check": 3}, "ben": {}, "cleo": {}})

    def test_an_ungradable_submission_has_an_empty_score(self):
        rows = self.story.table
        self.assertEqual([rows[name]["score"] for name in STUDENTS], ["4.0", "0.0", ""])
        self.assertEqual({rows[name]["max_score"] for name in STUDENTS}, {"13.0"})

    def test_the_teacher_sees_why_a_submission_is_ungradable(self):
        self.assertNotEqual(self.story.graded.returncode, 0)
        for log in (self.story.graded.stderr, self.story.again["log"]):
            self.assertIn("There was an error processing assignment 'ps1' for student 'cleo'", log)
        self.assertIn("Cannot grade ps1 of cleo: Cannot find a solution cell", self.story.graded.stderr)
        self.assertFalse(self.story.again["success"])

    def test_no_kernel_of_the_teacher_ran_a_students_code(self):
        self.assertEqual(list(self.story.trace.iterdir()), [])

    def test_feedback_names_the_mistake(self):
        text = work.text_of_page(self.story.pages["ben"])
        self.assertIn("weights exchanged: α multiplies the new candidate", text)
        self.assertIn("ps1.relu: pass", work.text_of_page(self.story.pages["ana"]))

    def test_feedback_has_no_solution_except_the_students_own(self):
        for name, own in (("ana", SOLVED), ("ben", ["ps1_leaky"])):
            text = work.text_of_page(self.story.pages[name])
            for item, lines in work.secrets(self.story.source).items():
                for line in lines if item not in own else []:
                    self.assertNotIn(line, text)


if __name__ == "__main__":
    unittest.main()
