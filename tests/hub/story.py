"""The events in the classroom, from the release of a set to the table of scores."""

import csv
import io
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import browser
import work
from nbgrader.api import Gradebook
from people import HUB, PASSWORD, Person
from school import ROOT

STUDENTS = ["ana", "ben", "cleo"]
SOLVED = ["ps1_relu", "ps1_jordan"]  # by ana
FORMGRADER = "formgrader/api/assignment/ps1"
COMMENT = "Look at the sign again"


class Story:
    """Runs the events in order, and keeps their results for the tests."""

    def __init__(self, school):
        self.school = school
        self.people = {name: Person(name) for name in ["teacher", *STUDENTS]}
        self.teacher = self.people["teacher"]
        self.trace = school.folder / "traces"
        self.trace.mkdir()
        self.trace.chmod(0o777)

    def run(self):
        steps = [self.refuse, self.release, self.fetch, self.solve, self.submit, self.attack, self.collect, self.grade]
        steps += [self.look, self.return_feedback, self.export]
        for step in steps:
            start = time.time()
            step()
            print(f"{step.__name__}: {time.time() - start:.1f} s", file=sys.stderr, flush=True)

    def refuse(self):
        """Tries to start the teacher's server while others could read the teacher's clone."""
        home = self.school.homes / "teacher"
        home.chmod(0o755)
        (self.school.exercises / "source").chmod(0o755)
        try:
            self.refused = self.teacher.try_to_log_in()
        finally:
            home.chmod(0o700)

    def release(self):
        with ThreadPoolExecutor() as pool:  # the hub responds when the server has started
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
        self.people["ben"].write_text("ps1/page.html", work.PAGE)

    def work_in_kernel(self, person, notebook):
        """Runs cells as ana, including some that her kernel must refuse."""
        cells = {work.name_of(cell): cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"}
        names = ["ps1_imports", "ps1_relu", "ps1_relu_check", "ps1_leaky", "ps1_leaky_check"]
        source = ROOT / "exercises" / "source" / "ps1" / "ps1.ipynb"
        kernel = person.kernel("ps1/ps1.ipynb")
        self.seen = {name: kernel.run(cells[name]) for name in names}
        self.seen["memory"] = kernel.run("new Float64Array(5e8).fill(1).length")
        self.seen["solution"] = kernel.run(f"await Deno.readTextFile({str(source)!r})")
        self.seen["after"] = kernel.run("reluStep.name")
        kernel.stop()
        self.validated = person.ask("POST", "assignments/validate", {"path": "ps1/ps1.ipynb"})
        person.write("ps1/ps1.ipynb", work.with_unknown_version(notebook))

    def submit(self):
        self.submitted = {name: self.people[name].assignments("submit") for name in STUDENTS}
        self.inbound = self.school.exchange / "unrolled" / "inbound"
        self.inbound_listing = self.school.run_as("ana", "ls", str(self.inbound), cwd=self.school.homes / "ana")

    def attack(self):
        """Puts links and other students' names into the exchange as mallory, who has an account but no server."""
        commands = work.LINKS.format(inbound=self.inbound, exercises=self.school.exercises)
        done = self.school.run_as("mallory", "sh", "-ec", commands, cwd=self.school.homes / "mallory")
        if done.returncode:
            raise RuntimeError(done.stderr)

    def collect(self):
        self.collected = self.teacher.ask("POST", f"{FORMGRADER}/collect")
        submitted = self.school.exercises / "submitted"
        self.found = sorted(str(path.relative_to(submitted)) for path in submitted.rglob("*.*"))
        # the memory that a teacher's own server may use, for the whole class with its type check
        limit = ["prlimit", f"--data={2 << 30}", "deno", "run", "-A", "grading/grade.ts"]
        self.typed = self.school.run_as("teacher", *limit, str(submitted), "--out", "grades", cwd=self.school.course)

    def grade(self):
        linked = self.school.exercises / "submitted" / "mallory" / "ps1" / "ps1.ipynb"
        link = f"mkdir -p '{linked.parent}' && ln -s ../../../source/ps1/ps1.ipynb '{linked}'"
        self.school.run_as("teacher", "sh", "-c", link, cwd=self.school.exercises)
        self.graded = self.nbgrader("autograde", "ps1")
        self.again = self.autograde("cleo")
        self.regraded = self.autograde("ana")

    def autograde(self, name):
        """Grades in the teacher's server, with the memory that it has."""
        return self.teacher.ask("POST", f"formgrader/api/submission/ps1/{name}/autograde")

    def look(self):
        """Looks at ben's submission in a real browser, as the teacher."""
        with Gradebook(f"sqlite:///{self.school.exercises}/gradebook.db") as gradebook:
            submission = gradebook.find_submission_notebook("ps1", "ps1", "ben").id
        address = f"formgrader/submissions/{submission}"
        paths = {"page": f"{address}/", "file": f"{address}/page.html", "other": "formgrader?path=/tmp"}
        self.answers = {name: self.teacher.get(path) for name, path in paths.items()}
        server = f"http://{HUB}{self.teacher.home}"
        self.watched = browser.look(self.school.course, server, "teacher", PASSWORD, submission, COMMENT)

    def nbgrader(self, *arguments):
        return self.school.run_as("teacher", "nbgrader", *arguments, cwd=self.school.exercises)

    def return_feedback(self):
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
