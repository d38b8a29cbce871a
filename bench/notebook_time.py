"""Prints the milliseconds that Deno's kernel takes to start and to run the code cells of a notebook.

    python bench/notebook_time.py NOTEBOOK
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "kernel"))
from conformance import Kernel  # noqa: E402

cells = json.loads(Path(sys.argv[1]).read_text())["cells"]
start = time.monotonic()
kernel = Kernel()
for cell in cells:
    if cell["cell_type"] == "code":
        kernel.run("".join(cell["source"]))
print(round(1000 * (time.monotonic() - start)))
kernel.stop()
