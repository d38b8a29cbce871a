"""Exports nbgrader's table of scores, with an empty score where there is none; nbgrader itself would write 0."""

import csv

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

COLUMNS = (
    "assignment,duedate,timestamp,student_id,last_name,first_name,email,"
    "raw_score,late_submission_penalty,score,max_score"
).split(",")


class Scores(ExportPlugin):
    """Writes the columns of nbgrader's own CSV; a student without a submission has the score 0."""

    def export(self, gradebook):
        path = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", path)
        with open(path, "w", newline="") as file:
            table = csv.DictWriter(file, COLUMNS)
            table.writeheader()
            for assignment in gradebook.assignments:
                for student in gradebook.students:
                    if self.selected(self.assignment, assignment.name) and self.selected(self.student, student.id):
                        table.writerow(row(gradebook, assignment, student))

    @staticmethod
    def selected(names, name):
        return not names or name in map(str, names)


def row(gradebook, assignment, student):
    about = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "max_score": assignment.max_score,
    }
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return {**about, "raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
    about["timestamp"] = submission.timestamp
    if not has_score(submission):
        return about
    penalty = submission.late_submission_penalty or 0.0
    score = max(0.0, submission.score - penalty)
    return {**about, "raw_score": submission.score, "late_submission_penalty": penalty, "score": score}


def has_score(submission):
    """Returns whether each of its items has a score, from the judge or by hand."""
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    return all(grade.auto_score is not None or grade.manual_score is not None for grade in grades)
