"""One problem set on a real hub: released, fetched, solved, submitted, graded, and returned with feedback.

Run by `deno task classroom`. The hub uses the course's own configuration in deploy/.
"""

import json
import re
import signal
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import browser
import namespaces

browser.prepare()  # there is no network in the namespaces
namespaces.enter()  # before anything else is loaded: from here on this is the only program in its namespaces

import work
from nbgrader.api import Gradebook
from school import ROOT, School
from story import COMMENT, SOLVED, STUDENTS, Story

sys.path.insert(0, str(ROOT / "grading" / "nbgrader"))
import closing

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

    def test_a_teachers_server_does_not_start_while_others_could_read_the_clone(self):
        page = work.text_of_page(self.story.refused.text)
        source = self.story.school.exercises / "source"
        self.assertIn("Cannot start the server of teacher: students could read the solutions", page)
        self.assertIn(f"run chmod go-rwx {source}", page)

    def test_what_nbgrader_writes_is_closed_to_others(self):
        found = [self.story.school.exercises / name for name in closing.WRITTEN]
        modes = {path.name: path.stat().st_mode & 0o077 for path in found if path.exists()}
        expected = {"submitted", "autograded", "feedback", "gradebook.db", ".unrolled-secret"}
        self.assertEqual(modes, dict.fromkeys(expected, 0))

    def test_no_student_gets_the_class_secret(self):
        secret = (self.story.school.exercises / ".unrolled-secret").read_bytes().strip()
        self.assertGreater(len(secret), 15)
        logs = [self.story.graded.stderr, self.story.again["log"], self.story.regraded["log"]]
        self.assertNotIn(secret.decode(), "\n".join(logs))
        homes = [self.story.school.homes / name for name in STUDENTS]
        for folder in (self.story.school.exchange, self.story.school.exercises / "release", *homes):
            for path in filter(Path.is_file, folder.rglob("*")):
                self.assertNotIn(secret, path.read_bytes(), path)

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
        owners = {path.owner() for path in self.story.inbound.iterdir()}
        self.assertEqual(owners, {*STUDENTS, "mallory"})

    def test_links_and_work_in_the_name_of_others_are_not_collected(self):
        log = self.story.collected["log"]
        self.assertTrue(self.story.collected["success"], log)
        self.assertRegex(log, r"Cannot collect mallory\+ps1.*: ps1.ipynb is a link, and links are not followed")
        self.assertRegex(log, r"Cannot collect ben\+ps1.*: it claims to be by ben but belongs to mallory")
        self.assertRegex(log, r"Cannot collect cleo\+ps1\+soon: its name must contain a student, a set and a time")
        notebooks = [path for path in self.story.found if path.endswith(".ipynb")]
        self.assertEqual(notebooks, [f"{name}/ps1/ps1.ipynb" for name in STUDENTS])

    def test_a_link_in_the_folder_of_submissions_is_not_graded_and_hands_nothing_out(self):
        self.assertIn("Cannot grade ps1 of mallory: ps1.ipynb is a link, and links are not followed", self.story.graded.stderr)
        for step in ("autograded", "feedback"):
            self.assertEqual([path for path in (self.story.school.exercises / step).glob("mallory/**/*")], [])

    def test_types_are_checked_and_notebooks_graded_with_the_memory_of_a_teachers_server(self):
        self.assertIn("2 graded, 1 ungradable", self.story.typed.stdout, self.story.typed.stderr)
        self.assertNotIn("The types were not checked", self.story.typed.stdout)
        self.assertTrue(self.story.regraded["success"], self.story.regraded)

    def test_formgrader_sends_a_policy_with_each_page(self):
        answers = self.story.answers
        policy = answers["page"].headers["Content-Security-Policy"]
        self.assertRegex(policy, "sandbox .*allow-scripts")
        self.assertRegex(policy, r"script-src 'nonce-[\w-]{20,}' ")
        self.assertNotRegex(policy, "script-src [^;]*'(unsafe-inline|unsafe-eval|self)'")
        self.assertTrue(answers["file"].headers["Content-Security-Policy"].endswith("; sandbox"))
        self.assertEqual((answers["page"].status_code, answers["file"].status_code), (200, 200))

    def test_formgrader_opens_no_folder_that_a_link_names(self):
        self.assertEqual(self.story.answers["other"].status_code, 403)

    def test_a_script_in_a_notebook_does_nothing_in_the_teachers_browser(self):
        watched = self.story.watched
        self.assertEqual(watched["untouched"]["title"], "ps1")
        self.assertTrue(watched["untouched"]["answered"])
        for request in watched["untouched"]["answered"]:
            self.assertRegex(request, "^GET [^?]*/user/teacher/formgrader/")
        self.assertFalse((self.story.school.homes / "teacher" / work.WRITTEN).exists())
        self.assertEqual(watched["file"], "before")  # the page that ben submitted

    def test_a_script_that_gets_into_the_page_does_not_run(self):
        attempted = self.story.watched["attempted"]
        self.assertEqual((attempted["title"], attempted["url"]), ("ps1", self.story.watched["url"]))
        self.assertEqual(attempted["answered"], [])

    def test_formgrader_still_works(self):
        watched = self.story.watched
        self.assertGreaterEqual(watched["listed"], 2)
        self.assertTrue(watched["names"])
        self.assertIn("Bold by ben", watched["text"])
        self.assertNotIn("**Bold", watched["text"])
        self.assertIn("weights exchanged", watched["text"])
        self.assertIn(COMMENT, work.text_of_page(self.story.pages["ben"]))
        self.assertEqual(self.story.table["ben"]["score"], "0.5")

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
        self.assertEqual([rows[name]["score"] for name in STUDENTS], ["4.0", "0.5", ""])  # 0.5 by hand
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

    def test_feedback_runs_no_script_of_a_student(self):
        page = self.story.pages["ben"]
        [nonce] = re.findall(r"script-src 'nonce-([\w-]+)'", page)
        scripts = re.findall(r"<script\b[^>]*>", page)
        self.assertTrue(scripts)
        self.assertEqual([script for script in scripts if f'nonce="{nonce}"' not in script], [])
        self.assertNotRegex(page, "(?i)<[^>]*(onerror|onload|javascript:|http-equiv=.refresh)|<form|<svg")
        self.assertIn("<strong>Bold by ben</strong>, $b_1 &lt; c$", page)

    def test_feedback_has_no_solution_except_the_students_own(self):
        for name, own in (("ana", SOLVED), ("ben", ["ps1_leaky"])):
            text = work.text_of_page(self.story.pages[name])
            for item, lines in work.secrets(self.story.source).items():
                for line in lines if item not in own else []:
                    self.assertNotIn(line, text)


if __name__ == "__main__":
    unittest.main()
