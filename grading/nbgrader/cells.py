"""Restores the nbgrader metadata of a submission's cells, whatever a student has changed in it."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


class RestoreCells(NbGraderPreprocessor):
    """Takes only the `grade_id` and the source from a student's cell, and everything else from the gradebook.

    nbgrader's own steps also read the submitted metadata, and fail for an unknown version, another type or a missing
    entry.
    """

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            known = Known(gradebook.find_notebook(about["notebook"], about["assignment"]))
            cells, seen = [], set()
            for cell in reversed(nb.cells):  # of several cells with the same name, the last keeps it, as in nbgrader
                name = grade_id(cell)
                cells.append(known.restored(name, cell) if name in known.sources and name not in seen else plain(cell))
                seen.add(name)
            nb.cells = known.with_checks(cells[::-1], self.log)
        for number, cell in enumerate(nb.cells):
            cell.id = (grade_id(cell) or f"cell-{number}").replace("_", "-")[:64]
        return nb, resources


class Known:
    """The cells of a set in the gradebook."""

    def __init__(self, notebook):
        self.sources = {cell.name: cell for cell in notebook.source_cells}
        self.points = {cell.name: cell.max_score for cell in notebook.grade_cells}
        self.solutions = {cell.name for cell in notebook.solution_cells}

    def restored(self, name, cell=None):
        """Returns a cell with the released metadata, and with the released source if students must not change it."""
        source = self.sources[name]
        is_own = cell is not None and not source.locked
        new = NEW[source.cell_type](cell.source if is_own else source.source)
        new.metadata = {"deletable": False, "editable": not source.locked, "nbgrader": self.tag(source)}
        return new

    def tag(self, source):
        is_check = source.name in self.points
        points = {"points": self.points[source.name]} if is_check else {}
        return {
            **{"schema_version": 3, "grade_id": source.name, "checksum": source.checksum, "cell_type": source.cell_type},
            **{"grade": is_check, "solution": source.name in self.solutions, "locked": source.locked, "task": False},
            **points,
        }

    def with_checks(self, cells, log):
        """Returns the cells with each deleted check cell restored after the cell that it followed."""
        cells, place = [*cells], 0
        for name in self.sources:
            there = [n for n, cell in enumerate(cells) if grade_id(cell) == name]
            if there:
                place = there[0] + 1
            elif name in self.points:
                log.warning("The cell %s is missing: it is restored", name)
                cells.insert(place, self.restored(name))
                place += 1
        return cells


def plain(cell):
    """Removes a cell's metadata, so that nbgrader does not know the cell."""
    cell.metadata = {}
    return cell


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")
