"""What the students of the classroom write into the notebook they fetched."""

import copy
import html
import re

MISTAKE = [("scale(1 - alpha)", "scale(alpha)"), ("candidate.scale(alpha)", "candidate.scale(1 - alpha)")]  # "weights exchanged"

# A possible attack on a grader that runs the notebook: forges points in the output, and leaves a file on the disk.
ATTACK = """
const all = { data: { "text/plain": "13" }, metadata: {}, execution_count: 1 };
setInterval(() => Deno.jupyter.broadcast("execute_result", all), 5);
Deno.writeTextFileSync({trace!r}, "it ran");
"""


def name_of(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def solutions(notebook):
    """Returns the model solution of each item, without its markers."""
    marked = {name_of(cell): cell["source"] for cell in notebook["cells"] if "BEGIN SOLUTION" in cell["source"]}
    return {
        name: "\n".join(line for line in source.split("\n") if "SOLUTION" not in line)
        for name, source in marked.items()
    }


def secrets(notebook):
    """Returns the lines that only the model solution has."""
    lines = {}
    for cell in notebook["cells"]:
        for region in re.findall(r"BEGIN SOLUTION\n(.*?)\n[^\n]*END SOLUTION", cell["source"], re.DOTALL):
            lines[name_of(cell)] = [line.strip() for line in region.split("\n") if len(line.strip()) > 15]
    return lines


def with_sources(notebook, sources):
    """Returns a copy of the notebook in which the named cells have these sources."""
    done = copy.deepcopy(notebook)
    for cell in done["cells"]:
        cell["source"] = sources.get(name_of(cell), cell["source"])
    return done


def changed(source, edits):
    for old, new in edits:
        assert old in source, f"{old} is not in the model solution"
        source = source.replace(old, new)
    return source


def with_attacks(notebook, trace):
    """Returns a copy that claims all points for one check, and that would leave a file if its cells were run."""
    done = copy.deepcopy(notebook)
    for cell in done["cells"]:
        if name_of(cell) == "ps1_relu_check":
            cell["metadata"]["nbgrader"]["points"] = 13
            cell["source"] = "// no check"
    attack = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "id": "attack"}
    done["cells"].append({**attack, "source": ATTACK.replace("{trace!r}", repr(str(trace)))})
    return done


def without_cells(notebook):
    """Returns a copy in which a student has deleted everything."""
    note = {"cell_type": "markdown", "metadata": {}, "id": "note", "source": "I start again tomorrow."}
    return {**notebook, "cells": [note]}


def text_of_page(page):
    """Returns the visible text of an HTML page."""
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)))
