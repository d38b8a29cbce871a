"""Restores deleted check cells in a submission."""

from nbgrader.preprocessors import OverwriteCells


class CheckCells(OverwriteCells):
    """Needed because nbgrader's own step fails the whole submission if the cell before a deleted one is deleted too."""

    def add_missing_grade_cells(self, nb, resources):
        notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}
        place = 0
        for source in notebook.source_cells:
            there = [n for n, cell in enumerate(nb.cells) if grade_id(cell) == source.name]
            if there:
                place = there[0] + 1
            elif source.name in points:
                self.log.warning("The cell %s is missing: it is restored", source.name)
                cell = self.missing_cell_transform(source, points[source.name])
                cell.id = source.name.replace("_", "-")
                nb.cells.insert(place, cell)
                place += 1
        return nb, resources


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")
