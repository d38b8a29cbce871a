"""Reads a submitted notebook for display in a separate process, because reading it may take any time and memory."""

import base64
import html
import json
import os
import resource
import select
import signal
import time

from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from pages import IMAGES
from safe_html import as_text, safe_markdown

SECONDS = 30  # for one notebook
RENDERING = 10  # of those, for its Markdown
MEMORY = 1 << 30  # bytes of data
MAX_CELLS = 500
MAX_SOURCE = 100_000  # characters of one cell, as in the grader
MAX_TEXT = 2_000_000  # characters of all cells
MAX_IMAGES = 20_000_000  # characters of all attachments
MAX_OUTPUT = 60_000_000  # bytes
UNREADABLE = "*The submitted notebook is not shown, because it cannot be read or is too large.*"
NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


def cells_of(data):
    """Returns the cells of a notebook without outputs and metadata, except the `grade_id`."""
    try:
        found = json.loads(in_child(lambda: json.dumps(read(data)).encode()))
    except (ValueError, TimeoutError):
        found = [["markdown", "", UNREADABLE, {}]]
    cells = []
    for kind, name, source, attachments in found:
        cell = NEW[kind](source)
        if name:
            cell.metadata["nbgrader"] = {"grade_id": name}
        if attachments:
            cell.attachments = attachments
        cells.append(cell)
    return cells


def read(data):
    """Returns [type, grade_id, source, attachments] for each valid cell."""
    notebook = json.loads(data.decode("utf-8-sig", "replace"))
    cells, text, pictures = [], MAX_TEXT, MAX_IMAGES
    until = time.monotonic() + RENDERING
    for cell in notebook["cells"][:MAX_CELLS]:
        if not isinstance(cell, dict) or cell.get("cell_type") not in NEW:
            continue
        kind, source = cell["cell_type"], source_of(cell)[: min(MAX_SOURCE, text)]
        text -= len(source)
        attachments = pictures_of(cell, pictures) if kind == "markdown" else {}
        pictures -= sum(len(value) for types in attachments.values() for value in types.values())
        if kind == "markdown":
            source = safe_markdown(source) if time.monotonic() < until else as_text(source)
        elif kind == "raw":
            source = html.escape(source)
        cells.append([kind, grade_id(cell), source, attachments])
    return cells


def source_of(cell):
    source = cell.get("source", "")
    text = "".join(part for part in source if isinstance(part, str)) if isinstance(source, list) else source
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) else ""  # without lone surrogates


def grade_id(cell):
    metadata = cell.get("metadata")
    tag = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = tag.get("grade_id") if isinstance(tag, dict) else None
    return name if isinstance(name, str) else ""


def pictures_of(cell, room):
    """Returns the images among a cell's attachments, as long as there is room for them."""
    attachments, kept = cell.get("attachments"), {}
    for name, types in attachments.items() if isinstance(attachments, dict) else []:
        for kind in IMAGES:
            picture = base64_of(types.get(kind)) if isinstance(types, dict) else ""
            if 0 < len(picture) <= room:
                room -= len(picture)
                kept[name] = {kind: picture}
    return kept


def base64_of(value):
    """Returns a base64 value without any other characters, or an empty string if it is invalid."""
    text = "".join(part for part in value if isinstance(part, str)) if isinstance(value, list) else value
    try:
        return base64.b64encode(base64.b64decode(text)).decode()
    except (TypeError, ValueError):
        return ""


def in_child(work):
    """Runs `work` in a child process with limits and returns its bytes, or b"" if it fails. Raises TimeoutError."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        run(work, writer)
    os.close(writer)
    try:
        return receive(reader, time.monotonic() + SECONDS)
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def run(work, writer):
    """Does the work in the child, and ends the child without the parent's cleanup."""
    try:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(work())
    finally:
        os._exit(0)


def receive(reader, until):
    parts, total, waiting = [], 0, select.poll()
    waiting.register(reader, select.POLLIN)
    while True:
        if not waiting.poll(1000 * max(0, until - time.monotonic())):
            raise TimeoutError("Cannot read it: reading it takes too long")
        part = os.read(reader, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)
        total += len(part)
        if total > MAX_OUTPUT:
            raise TimeoutError("Cannot read it: it is too long")
