"""Runs notebooks in the real kernel and writes their outputs, or with --check compares them with the committed ones.

With --to=FOLDER the notebooks go there as the site shows them: a figure is HTML, without the PNG and the data that the
comparison needs. UNROLLED_FIGURES=both makes the figures for both uses in one run.
"""

import argparse
import copy
import hashlib
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from compare import FIGURE, PNG, differences
from writing import disk_errors, replace

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
CHECKSUMS = FOLDER / "checksums.json"
PATIENCE = 1800  # seconds for a cell: training takes half a minute, or many times that on a busy machine


def run(path):
    """Returns the notebook with fresh outputs, its error ('' if none), and the time that it took."""
    start = time.time()
    notebook, problem = execute(path)
    return notebook, problem, f"{time.time() - start:.1f} s"


def execute(path):
    """Returns the notebook with fresh outputs, and its error ('' if none)."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="unrolled",
        timeout=PATIENCE,
        coalesce_streams=True,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        return notebook, f"code cell {failed_cell(notebook)}: {error.ename}: {error.evalue}"
    except (DeadKernelError, TimeoutError) as error:
        return notebook, f"code cell {failed_cell(notebook)}: {type(error).__name__}: {error}"
    return notebook, ""


def failed_cell(notebook):
    """Returns the number of the code cell with an error, else of the first that has not run."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        if cell.execution_count is None or any(o.output_type == "error" for o in cell.outputs):
            return number
    return len(code)


def check(path, notebook):
    """Returns the differences from the committed notebook; figures are compared as they are committed."""
    fresh = copy.deepcopy(notebook)
    committed = nbformat.read(path, as_version=4)
    for old, new in zip(outputs(committed), outputs(fresh)):
        if FIGURE in new.get("data", {}) and "text/html" not in old.get("data", {}):
            new.data.pop("text/html", None)
    return differences(committed, fresh)


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def write_live(path, notebook):
    """Writes a notebook without the PNG and the data of figures that are there as HTML, too."""
    for data in (output.get("data", {}) for output in outputs(notebook)):
        if FIGURE in data and "text/html" in data:
            del data[FIGURE], data[PNG]
    replace(path, nbformat.writes(notebook))


def write(path, notebook):
    """Writes the notebook in its place, and its checksum if it belongs to the course."""
    replace(path, nbformat.writes(notebook))
    if path.parent != FOLDER:
        return
    sums = json.loads(CHECKSUMS.read_text()) if CHECKSUMS.exists() else {}
    sums = {name: value for name, value in sums.items() if (FOLDER / name).exists()}
    sums[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    replace(CHECKSUMS, json.dumps(dict(sorted(sums.items())), indent=2))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare the outputs, and leave the notebooks as they are")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="write the executed notebooks there")
    parser.add_argument("--jobs", type=int, help="how many run at a time")
    parser.add_argument("notebooks", nargs="+", type=lambda path: Path(path).resolve())
    options = parser.parse_args()
    failed = 0
    # one at a time if the outputs are committed, since some of them are measured times
    with ThreadPoolExecutor(options.jobs or (os.cpu_count() if options.check else 1)) as pool:
        for path, (notebook, problem, seconds) in zip(options.notebooks, pool.map(run, options.notebooks)):
            problems = [problem] if problem else check(path, notebook) if options.check else []
            print(f"{'FAILED' if problems else 'ok':6} {path.stem} ({seconds})", flush=True)
            for line in problems:
                print(f"       {path.stem}, {line}", flush=True)
            failed += bool(problems)
            if not problem and options.to:
                write_live(options.to / path.name, notebook)
            elif not problem and not options.check:
                write(path, notebook)
    print(f"notebooks: {len(options.notebooks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    with disk_errors():
        sys.exit(main())
