"""Formats the code cells of notebooks with `deno fmt`, read and written by jupytext; every other cell stays as it is."""

import subprocess
import sys

import jupytext
from jupytext.jupytext import write

MODE, DENO, *PATHS = sys.argv[1:]
SEPARATOR = "\n// §§§ next cell\n"


def formatted(sources):
    """The sources as `deno fmt` writes them, all in one call."""
    command = [DENO, "fmt", "--quiet", "--ext=ts", "--line-width=100", "-"]
    done = subprocess.run(command, input=SEPARATOR.join(sources), capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"Cannot format: {done.stderr.strip()}")
    return [part.strip("\n") for part in done.stdout.split(SEPARATOR.strip())]


bad = 0
for path in PATHS:
    notebook = jupytext.read(path)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    changed = [(n, cell, new) for n, (cell, new) in enumerate(zip(cells, formatted([c.source for c in cells])), 1) if cell.source != new]
    for n, cell, new in changed:
        if MODE == "--check":
            print(f"Not formatted: {path}, code cell {n}; run deno task fmt")
        cell.source = new
    bad += len(changed)
    if changed and MODE == "--write":
        write(notebook, path)
        print(f"Formatted {len(changed)} code cells of {path}")
sys.exit(1 if bad and MODE == "--check" else 0)
