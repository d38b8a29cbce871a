"""Formats the code cells of notebooks with `deno fmt`; jupytext reads and writes them, and other cells stay as they are."""

import argparse
import subprocess
import sys

import jupytext

from writing import disk_errors, replace

SEPARATOR = "\n// §§§ next cell\n"


def formatted(deno, sources):
    """Returns the sources as `deno fmt` writes them, all in one call."""
    command = [deno, "fmt", "--quiet", "--ext=ts", "--line-width=100", "-"]
    done = subprocess.run(command, input=SEPARATOR.join(sources), capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"Cannot format: {done.stderr.strip()}")
    return [part.strip("\n") for part in done.stdout.split(SEPARATOR.strip())]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if a cell is not formatted")
    parser.add_argument("deno", help="path of the Deno that formats")
    parser.add_argument("notebooks", nargs="+")
    options = parser.parse_args()
    bad = 0
    for path in options.notebooks:
        notebook = jupytext.read(path)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        sources = formatted(options.deno, [cell.source for cell in cells])
        changed = [(n, cell, new) for n, (cell, new) in enumerate(zip(cells, sources), 1) if cell.source != new]
        for n, cell, new in changed:
            if options.check:
                print(f"Not formatted: {path}, code cell {n}; run deno task fmt")
            cell.source = new
        bad += len(changed)
        if changed and not options.check:
            replace(path, jupytext.writes(notebook, "ipynb"))
            print(f"Formatted {len(changed)} code cells of {path}")
    return 1 if bad and options.check else 0


if __name__ == "__main__":
    with disk_errors():
        sys.exit(main())
