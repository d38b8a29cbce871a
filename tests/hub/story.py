"""The events in the classroom, from the release of a set to the table of scores."""

import csv
import io
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import work
from people import Person
from school import ROOT

STUDENTS = ["ana", "ben", "cleo"]
SOLVED = ["ps1_relu", "ps1_jordan"]  # by ana
FORMGRADER = "formgrader/api/assignment/ps1"


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
        steps = [self.release, self.fetch, self.solve, self.submit, self.grade, self.return_feedback, self.export]
        for step in steps:
            start = time.time()
            step()
            print(f"{step.__name__}: {time.time() - start:.1f} s", file=sys.stderr, flush=True)

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

    def submit(self):
        self.submitted = {name: self.people[name].assignments("submit") for name in STUDENTS}
        self.inbound = self.school.exchange / "unrolled" / "inbound"
        self.inbound_listing = self.school.run_as("ana", "ls", str(self.inbound), cwd=self.school.homes / "ana")

    def grade(self):
        self.formgrader("collect")
        self.graded = self.nbgrader("autograde", "ps1")
        self.again = self.teacher.ask("POST", "formgrader/api/submission/ps1/cleo/autograde")

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
