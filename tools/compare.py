"""Compares the outputs of two runs of a notebook: text to the letter, numbers within a tolerance, figures by their data.

Numbers agree within a millionth. Weights trained in float32 round differently on another processor, so a cell may state
a tolerance of its own with a tag such as within-5-percent; a cell with the tag volatile only has to run. In a cell without
such a tag, a figure that is drawn from the same data must also be the same PNG.

python tools/compare.py COMMITTED LIVE compares a notebook that JupyterLab or the website has saved with the committed one. A
figure is HTML there and comes without its data, so its description, which states the numbers, is compared. On the website,
frames are a slider that has drawn only its first picture, so the description and the numbers of that picture are compared.
"""

import argparse
import math
import re
import sys

import nbformat

RELATIVE = 1e-6
ABSOLUTE = 1e-9
FIGURE = "application/vnd.unrolled.figure+json"
PNG = "image/png"
SLIDER = "application/vnd.unrolled.slider+json"
PERCENT = re.compile(r"within-(\d+)-percent")
LIVE = object()
NUMBER = re.compile(r"[-−+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-−+]?\d+)?")


def differences(committed, fresh, forms=lambda old, new: (old, new)):
    """Returns one line for each code cell whose outputs differ; forms makes pairs of outputs comparable first."""
    pairs = zip(code_cells(committed), code_cells(fresh))
    lines = []
    for number, (old, new) in enumerate(pairs, 1):
        if "volatile" in old.metadata.get("tags", []):
            continue
        why = outputs_differ(old.outputs, new.outputs, tolerance(old), forms)
        if why:
            lines.append(f"code cell {number}: {why}")
    return lines


def live_forms(old, new):
    """Returns a committed output in the form that it has in JupyterLab or on the website, and the output shown there."""
    if FIGURE not in old.get("data", {}):
        return old, new
    html, state = {"text/html": LIVE}, new.get("data", {}).get(SLIDER)
    if not state:
        return with_data(old, {**html, "text/plain": old.data["text/plain"]}), new
    numbers = "".join(f"\n{name}: {text}" for name, text in sorted(state["numbers"].items()))
    slider = "Slider: {name} from {min} to {max}. At {value}: ".format(**state)
    live = {**html, "text/plain": slider + new.data["text/plain"] + numbers}
    frames = old.data["text/plain"] + frame_numbers(old.data[FIGURE], state["value"])
    return with_data(old, {**html, "text/plain": frames}), with_data(new, live)


def with_data(output, data):
    return nbformat.from_dict({**output, "data": data})


def frame_numbers(frames, value):
    """Returns the numbers of the frame for a value as text, like the slider's with four digits."""
    for place, frame_value in enumerate(frames.get("values", [])):
        if close(frame_value, value, RELATIVE):
            numbers = ((name, series[place]) for name, series in sorted(frames["numbers"].items()))
            return "".join(f"\n{name}: {n if isinstance(n, str) else f'{n:.4g}'}" for name, n in numbers)
    return ""


def tolerance(cell):
    """Returns the allowed relative difference between the numbers of a cell."""
    tags = map(PERCENT.fullmatch, cell.metadata.get("tags", []))
    return next((int(tag[1]) / 100 for tag in tags if tag), RELATIVE)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs_differ(old, new, relative, forms):
    if len(old) != len(new):
        return f"{len(old)} outputs are committed, the run gives {len(new)}"
    for a, b in zip(old, new):
        if a.output_type != b.output_type:
            return f"{a.output_type} is committed, the run gives {b.output_type}"
        why = content_differs(*forms(a, b), relative)
        if why:
            return why
    return ""


def content_differs(a, b, relative):
    if a.output_type == "stream":
        return text_differs(a.text, b.text, relative)
    if "data" not in a:
        return ""
    if set(a.data) != set(b.data):
        return f"{sorted(a.data)} is committed, the run gives {sorted(b.data)}"
    if FIGURE in a.data:
        why = figure_differs(a.data, b.data, relative)
        if why:
            return why
    texts = [mime for mime in a.data if mime.startswith("text/") and a.data[mime] is not LIVE]
    return next(filter(None, (text_differs(a.data[m], b.data[m], relative) for m in texts)), "")


def figure_differs(a, b, relative):
    if not data_equal(a[FIGURE], b[FIGURE], relative):
        return "the figure is drawn from other data"
    if relative == RELATIVE and a[FIGURE] == b[FIGURE] and a[PNG].strip() != b[PNG].strip():
        return "the figure is drawn in another way from the same data"
    return ""


def text_differs(a, b, relative):
    """Returns why two texts differ, or '' if they agree; numbers may differ within the tolerance."""
    if NUMBER.sub("#", a) != NUMBER.sub("#", b):
        return f"the text differs: {short(a)} is committed, the run gives {short(b)}"
    for x, y in zip(NUMBER.findall(a), NUMBER.findall(b)):
        if not close(value(x), value(y), relative):
            return f"{x} is committed, the run gives {y}"
    return ""


def data_equal(a, b, relative):
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(data_equal(a[k], b[k], relative) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(data_equal(x, y, relative) for x, y in zip(a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return close(a, b, relative)
    return a == b


def close(x, y, relative):
    return math.isclose(x, y, rel_tol=relative, abs_tol=ABSOLUTE)


def value(text):
    return float(text.replace("−", "-"))


def short(text):
    return repr(text if len(text) <= 60 else text[:57] + "...")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("committed")
    parser.add_argument("live")
    options = parser.parse_args()
    lines = differences(nbformat.read(options.committed, 4), nbformat.read(options.live, 4), live_forms)
    print("\n".join(lines))
    sys.exit(1 if lines else 0)
