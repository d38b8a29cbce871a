"""Grades each submission from the bytes that were submitted; a faulty submission does not affect the others."""

import fnmatch
import glob
import os
from contextlib import contextmanager
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from sqlalchemy.exc import OperationalError

from closing import close_course
from files import Refused, account, check_folder, check_timestamp, read_file
from reader import cells_of


class NoScore(Exception):
    """A submission without a score: nbgrader reports this reason, and continues with the other students."""


class SubmissionExporter(NotebookExporter):
    """Reads the submitted notebook for display; the judge gets the original bytes."""

    def from_filename(self, filename, resources=None, **options):
        if filename != self.parent.path:  # autograded already
            return super().from_filename(filename, resources=resources, **options)
        shown = new_notebook(cells=cells_of(self.parent.submitted))
        return self.from_notebook_node(shown, resources=resources, **options)


class CheckedAutograde(Autograde):
    """Replaces nbgrader's class: every fault in a submission is reported as a reason for this one student."""

    path = submitted = None

    def start(self):
        close_course(self.coursedir, self.log)
        self.exporter_class = SubmissionExporter
        super().start()

    def init_notebooks(self):
        """Finds the submitted folders, including those without a notebook, which nbgrader itself would skip."""
        folders = glob.glob(self._format_source(self.coursedir.assignment_id, self.coursedir.student_id))
        names = fnmatch.filter(self.released(), self.coursedir.notebook_id)
        if not folders or not names:
            return super().init_notebooks()  # reports what is missing
        self.assignments = {folder: [str(Path(folder, f"{name}.ipynb")) for name in names] for folder in folders}

    def released(self):
        """Returns the names of the set's notebooks."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                return [notebook.name for notebook in gradebook.find_assignment(self.coursedir.assignment_id).notebooks]
            except MissingEntry:
                return []

    def init_destination(self, assignment_id, student_id):
        if student_id in self.coursedir.student_id_exclude.split(","):
            return False
        with self.only_this(student_id):
            folder = Path(self._format_source(assignment_id, student_id))
            for path in [folder.parent, folder]:
                if path.is_symlink():
                    raise Refused(f"{path.name} is a link, and links are not followed")
            check_folder(folder, self.owners(student_id))
            check_timestamp(folder)
            return super().init_destination(assignment_id, student_id)

    def owners(self, student_id):
        """Returns the user ids that may own the files; None, for any, if the student has no account on this machine."""
        student = account(student_id)
        if student is None:
            return None
        return {student, os.geteuid(), Path(self.coursedir.root).stat().st_uid}

    def init_assignment(self, assignment_id, student_id):
        with self.only_this(student_id):
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, filename):
        about = super().init_single_notebook_resources(filename)["nbgrader"]
        with self.only_this(about["student"]):
            self.path, self.submitted = filename, read_file(filename)
            super().convert_single_notebook(filename)

    def init_single_notebook_resources(self, filename):
        resources = super().init_single_notebook_resources(filename)
        resources["nbgrader"]["submitted"] = self.submitted
        resources["nbgrader"]["course"] = self.coursedir.root
        return resources

    @contextmanager
    def only_this(self, student_id):
        """Turns an error into the reason why one student has no score, and withdraws the student's earlier scores."""
        try:
            yield
        except OperationalError:  # an error of the gradebook affects all students
            raise
        except Exception as error:
            self.withdraw(student_id)
            if isinstance(error, NoScore):
                raise
            name = f"{self.coursedir.assignment_id} of {student_id}"
            if isinstance(error, Refused):
                raise NoScore(f"Cannot grade {name}: {error}") from None
            raise NoScore(f"Cannot grade {name}: {type(error).__name__}, {error}") from error

    def withdraw(self, student_id):
        try:
            withdraw(self.coursedir, student_id)
        except UnicodeEncodeError:
            self.log.error("Cannot mark %a for manual grading: the name is not UTF-8", student_id)


def withdraw(coursedir, student_id):
    """Removes the scores of an earlier submission, and marks this one for manual grading instead of scoring it zero."""
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        gradebook.update_or_create_student(student_id)
        submission = gradebook.update_or_create_submission(coursedir.assignment_id, student_id)
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
        gradebook.db.commit()
