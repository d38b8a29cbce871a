"""Runs cells in the kernel of a Deno and prints one line of JSON: the messages of each cell, as pairs of type and content.

    python tests/kernel/cells.py DENO CELL…
"""

import json
import sys

from jupyter_client.kernelspec import KernelSpec

from conformance import Kernel


def main(deno, *cells):
    argv = [deno, "jupyter", "--kernel", "--conn", "{connection_file}"]
    spec = KernelSpec(argv=argv, display_name="x", language="typescript", interrupt_mode="message", env={"NO_COLOR": "1"})
    kernel = Kernel(spec=spec)
    try:
        print(json.dumps([kernel.run(cell) for cell in cells]))
    finally:
        kernel.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
