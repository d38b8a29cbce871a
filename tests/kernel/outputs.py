"""What cells show in the kernel, as a notebook stores it. Recorded in outputs.json, against which the page's kernel is tested:

    .venv/bin/python tests/kernel/outputs.py && deno task fmt

runs the cells of outputs.json again and writes what they show. The field page of an entry, what a page shows where that
differs, is written by hand.
"""

import json
import re
from pathlib import Path

RECORD = Path(__file__).parent / "outputs.json"
PLACE = re.compile(r"(^|\n) +at [^\n]*?(?= \{\n|\n|$)")
CLEAR = "\x1b[1;1H\x1b[0J"  # of console.clear, which goes another way and may overtake or be overtaken by other text
SVG = re.compile(r"<svg\b.*</svg>", re.DOTALL)
ID = re.compile(r"\b[0-9a-f]{32}\b")


def outputs_of(messages):
    """Returns the outputs of one cell from its messages, without places in stack traces, drawings, random ids and CLEAR."""
    found = []
    for kind, content in messages:
        output = as_output(kind, content)
        last = found[-1] if found else {}
        if kind == "stream" and (last.get("output_type"), last.get("name")) == (kind, content["name"]):
            last["text"] += content["text"]
        elif output:
            found.append(output)
    return [shortened(output) for output in found]


def as_output(kind, content):
    fields = {
        "stream": ("name", "text"),
        "error": ("ename", "evalue"),
        "execute_result": ("data",),
        "display_data": ("data",),
        "update_display_data": ("data",),
        "clear_output": ("wait",),
        "late": (),
    }.get(kind)
    if fields is None:
        return None
    name = (content.get("transient") or {}).get("display_id")
    return {"output_type": kind, **{field: content[field] for field in fields}, **({"display_id": name} if name else {})}


def shortened(value):
    if isinstance(value, dict):
        return {key: shortened(value[key]) for key in sorted(value)}
    return ID.sub("<id>", SVG.sub("<svg/>", PLACE.sub("", value.replace(CLEAR, "")))) if isinstance(value, str) else value


def main():
    from conformance import Kernel  # which imports this file

    kernel = Kernel()
    try:
        kernel.run('import "rnn/notebook";')
        entries = json.loads(RECORD.read_text())
        for entry in entries:
            entry["outputs"] = [outputs_of(kernel.run(cell)) for cell in entry["cells"]]
    finally:
        kernel.stop()
    lines = lambda entry: ",\n".join(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items())
    RECORD.write_text("[\n" + ",\n".join("{\n" + lines(entry) + "\n}" for entry in entries) + "\n]\n")


if __name__ == "__main__":
    main()
