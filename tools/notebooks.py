"""Runs notebooks in the real kernel and writes their outputs, with --to=FOLDER there instead.

With --check compares them with the committed ones, as many at a time as there are cores.
"""

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

from compare import differences

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
CHECKSUMS = FOLDER / "checksums.json"


def chosen(names):
    """The notebooks asked for, by name or by path, or all."""
    known = sorted(FOLDER.glob("*.ipynb"))
    by_name = {path.stem: path for path in known}
    paths = [Path(name).resolve() if Path(name).is_file() else by_name.get(Path(name).stem) for name in names]
    if None in paths:
        sys.exit(f"Cannot find notebook {names[paths.index(None)]}: there are {', '.join(by_name)}")
    return paths or known


def run(path):
    """The notebook with fresh outputs, what went wrong ('' if nothing), and how long it took."""
    start = time.time()
    notebook, problem = execute(path)
    return notebook, problem, f"{time.time() - start:.1f} s"


def execute(path):
    """The notebook with fresh outputs, and what went wrong ('' if nothing)."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="unrolled",
        timeout=600,
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
    """The number of the code cell with an error, else of the first that has not run."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        if cell.execution_count is None or any(o.output_type == "error" for o in cell.outputs):
            return number
    return len(code)


def write(path, notebook, folder):
    """Writes the notebook, into the folder if there is one, else in its place with a new checksum if it is of the course."""
    nbformat.write(notebook, Path(folder) / path.name if folder else path)
    if folder or path.parent != FOLDER:
        return
    sums = json.loads(CHECKSUMS.read_text()) if CHECKSUMS.exists() else {}
    sums = {name: value for name, value in sums.items() if (FOLDER / name).exists()}
    sums[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    CHECKSUMS.write_text(json.dumps(dict(sorted(sums.items())), indent=2) + "\n")


def main(arguments):
    check = "--check" in arguments
    folder = next((a.removeprefix("--to=") for a in arguments if a.startswith("--to=")), "")
    failed = 0
    paths = chosen([a for a in arguments if not a.startswith("--")])
    at_once = os.cpu_count() if check else 1  # what is written has measured times in it
    with ThreadPoolExecutor(at_once) as pool:
        for path, (notebook, problem, seconds) in zip(paths, pool.map(run, paths)):
            problems = [problem] if problem else []
            if check and not problem:
                problems = differences(nbformat.read(path, as_version=4), notebook)
            print(f"{'FAILED' if problems else 'ok':6} {path.stem} ({seconds})", flush=True)
            for line in problems:
                print(f"       {path.stem}, {line}", flush=True)
            failed += bool(problems)
            if not check and not problem:
                write(path, notebook, folder)
    print(f"notebooks: {len(paths) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
