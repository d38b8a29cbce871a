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


# The script in ben's Markdown: in the browser of a teacher who opens it, it would write a file on the teacher's server.
WRITTEN = "written_by_ben.txt"
PAYLOAD = f"""
const own = location.pathname.split("/formgrader")[0], xsrf = (document.cookie.match(/_xsrf=([^;]*)/) ?? [])[1];
document.title = "ben";
fetch(own + "/api/contents/{WRITTEN}", {{ method: "PUT", headers: {{ "X-XSRFToken": xsrf }},
  body: JSON.stringify({{ type: "file", format: "text", content: "x" }}) }});
"""
ONE_LINE = PAYLOAD.replace("\n", " ").replace('"', "&quot;")
MARKDOWN = [
    f"**Bold by ben**, $b_1 < c$\n\n<script>{PAYLOAD}</script>",
    f'<img src="x" onerror="{ONE_LINE}">',
    f'<svg onload="{ONE_LINE}"><script>{PAYLOAD}</script></svg>',
    '<meta http-equiv="refresh" content="0;url=/hub/logout">',
    '<form action="/hub/logout"><button autofocus>x</button></form>',
    "[my plot](javascript:document.title='ben') ![x](/user/teacher/formgrader?path=/tmp)",
]
PAGE = f"<!doctype html><title>before</title><script>{PAYLOAD}</script>"


# Entries for nbgrader's exchange: a link under mallory's name, work under ben's name, and a name that nbgrader cannot
# read.
LINKS = """
submit() {{ mkdir "{inbound}/$1" && cd "{inbound}/$1" && echo "2031-01-01 00:00:00.000000 UTC" > timestamp.txt; }}
submit "mallory+ps1+2031-01-01 00:00:00.000000 UTC+aaaa"
ln -s "{exercises}/source/ps1/ps1.ipynb" ps1.ipynb
submit "ben+ps1+2031-01-01 00:00:00.000000 UTC+bbbb"
echo "{{}}" > ps1.ipynb
submit "cleo+ps1+soon"
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
    notes = [{"cell_type": "markdown", "metadata": {}, "id": f"note-{n}", "source": s} for n, s in enumerate(MARKDOWN)]
    done["cells"].append({"cell_type": "raw", "metadata": {}, "id": "raw", "source": f"<script>{PAYLOAD}</script>"})
    done["cells"] = notes + done["cells"]
    return done


def with_unknown_version(notebook):
    """Returns a copy in which a cell claims a version of the metadata that nbgrader does not know."""
    done = copy.deepcopy(notebook)
    [cell] = [cell for cell in done["cells"] if name_of(cell) == "ps1_imports"]
    cell["metadata"]["nbgrader"]["schema_version"] = 99
    return done


def without_cells(notebook):
    """Returns a copy in which a student has deleted everything."""
    note = {"cell_type": "markdown", "metadata": {}, "id": "note", "source": "I start again tomorrow."}
    return {**notebook, "cells": [note]}


def text_of_page(page):
    """Returns the visible text of an HTML page."""
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)))
