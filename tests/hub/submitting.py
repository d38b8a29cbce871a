"""Tests the parts of submitted files that are collected and shown."""

import base64
import json
import os
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from nbformat.v4 import new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "grading" / "nbgrader"))
import closing
import files
import pages
import reader
import safe_html


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.secret = self.folder / "solutions.ipynb"
        self.secret.write_text("solutions")
        self.submitted = self.folder / "submitted"
        (self.submitted / "data" / "more").mkdir(parents=True)
        self.inner = self.submitted / "data" / "more" / "ps1.ipynb"

    def refusal(self, owners=None):
        """Returns why the submission is neither checked nor copied, which must be the same reason."""
        reasons = []
        target = self.folder / f"copy-{time.monotonic_ns()}"
        for step in (
            lambda: files.check_folder(self.submitted, owners),
            lambda: files.copy_folder(self.submitted, target, owners, lambda _: False),
        ):
            try:
                step()
                reasons.append("")
            except files.Refused as reason:
                reasons.append(str(reason))
        self.assertEqual(*reasons)
        self.assertNotIn("solutions", [path.read_text() for path in target.rglob("*") if path.is_file()])
        return reasons[0]

    def test_plain_files_of_the_student_are_copied_and_closed_to_others(self):
        self.inner.write_text("{}")
        self.inner.chmod(0o644)
        self.assertEqual(self.refusal({os.getuid()}), "")
        [copy] = self.folder.glob("copy-*")
        self.assertEqual((copy / "data" / "more" / "ps1.ipynb").read_text(), "{}")
        self.assertEqual({path.stat().st_mode & 0o077 for path in [copy, *copy.rglob("*")]}, {0})

    def test_a_link_is_refused_wherever_it_is(self):
        self.inner.symlink_to(self.secret)
        self.assertEqual(self.refusal(), "data/more/ps1.ipynb is a link, and links are not followed")
        self.inner.unlink()
        (self.submitted / "folder").symlink_to(self.folder)
        self.assertEqual(self.refusal(), "folder is a link, and links are not followed")
        self.submitted.rename(self.folder / "real")
        self.submitted.symlink_to(self.folder / "real")
        self.assertRegex(self.refusal(), "submitted is not a folder that can be read")

    def test_a_hard_link_is_refused(self):
        self.inner.hardlink_to(self.secret)
        self.assertEqual(self.refusal(), "data/more/ps1.ipynb is a hard link: the same file has 2 names")

    def test_a_special_file_is_refused_without_waiting_for_it(self):
        os.mkfifo(self.inner)
        self.assertEqual(self.refusal(), "data/more/ps1.ipynb is neither a file nor a folder")
        with self.assertRaisesRegex(files.Refused, "ps1.ipynb is neither a file nor a folder"):
            files.read_file(self.inner)

    def test_a_file_of_somebody_else_is_refused(self):
        self.inner.write_text("{}")
        self.assertRegex(self.refusal({os.getuid() + 1}), "submitted belongs to .*, not to the student")

    def test_deep_folders_and_many_files_are_refused(self):
        self.inner.write_text("{}")
        (self.submitted / "/".join("abcdefghijklmnopqrstuvwxyz")).mkdir(parents=True)
        self.assertEqual(self.refusal(), "its folders are nested more than 20 deep")
        for number in range(1001):
            (self.submitted / f"0{number}").touch()
        self.assertEqual(self.refusal(), "it has more than 1000 files")

    def test_a_notebook_is_read_unless_it_is_a_link_or_missing(self):
        self.inner.write_text("{}")
        self.assertEqual(files.read_file(self.inner), b"{}")
        link = self.submitted / "ps1.ipynb"
        link.symlink_to(self.secret)
        with self.assertRaisesRegex(files.Refused, "ps1.ipynb cannot be read"):
            files.read_file(link)
        with self.assertRaisesRegex(files.Refused, "ps2.ipynb is missing; found only ps1.ipynb"):
            files.read_file(self.submitted / "ps2.ipynb")

    def test_a_time_that_is_none_is_refused(self):
        for text in ("soon", "", "2026-11-28 20:00:00.000000 UTC"):
            (self.submitted / "timestamp.txt").write_text(text)
            if text == "soon":
                with self.assertRaisesRegex(files.Refused, "timestamp.txt does not contain a time"):
                    files.check_timestamp(self.submitted)
            else:
                files.check_timestamp(self.submitted)

    def test_open_sources_of_a_clone_are_found_and_what_nbgrader_writes_is_closed(self):
        self.folder.chmod(0o755)
        course = self.folder / "unrolled" / "exercises"
        (course / "source").mkdir(parents=True)
        (course / "nbgrader_config.py").touch()
        (course / "gradebook.db").touch(0o644)
        self.assertEqual(closing.clones(self.folder), [course])
        with mock.patch("os.umask"):
            closing.close_course(mock.Mock(root=str(course), groupshared=False), mock.Mock())
        self.assertEqual(closing.opened(course), [course / "source"])
        (course / "source").chmod(0o700)
        self.assertEqual(closing.opened(course), [])


HARMLESS = """# A title

**Bold**, $a_1 < b$, `x < y` and [a link](https://example.org/?a=b&c=d).

> ![my plot](attachment:my%20plot.png)

$$\\frac{1}{2}$$
"""
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "<svg><script>alert(1)</script><animate onbegin=alert(1)></svg>",
    '<meta http-equiv="refresh" content="0;url=/hub/logout">',
    "<form action=/hub/logout><button>x</button></form>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>body{display:none}</style>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<p id=notebook class=score data-link=x style='position:fixed'>x</p>",
    "```mermaid\n</pre><script>alert(1)</script>\n```",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "![x](data:image/svg+xml;base64,PHN2Zy8+)",
]
ACTIVE = r"(?i)<(script|svg|meta|form|iframe|style|math|button|base|link|object|embed)|<[^>]*\s(on\w+|id|class|data-\w+)=|position:|=\W*(javascript|data):"


class Display(unittest.TestCase):
    def page(self, notebook):
        notebook.metadata = {"kernelspec": {"name": "unrolled", "display_name": "Unrolled", "language": "typescript"}}
        return pages.FeedbackExporter(template_name="basic").from_notebook_node(notebook)[0]

    def test_harmless_markdown_stays_as_it_was_written(self):
        self.assertEqual(safe_html.safe_markdown(HARMLESS), HARMLESS)
        shown = safe_html.rendered(HARMLESS)
        for part in ("<strong>Bold</strong>", "$a_1 &lt; b$", 'src="attachment:my%20plot.png"', 'href="https://example.org'):
            self.assertIn(part, shown)

    def test_attacks_are_removed_from_what_is_stored_and_from_what_is_shown(self):
        for attack in ATTACKS:
            stored = safe_html.safe_markdown(f"**kept** $x_1$\n\n{attack}")
            self.assertNotRegex(stored, ACTIVE)
            for source in (stored, attack):
                self.assertNotRegex(safe_html.rendered(source), ACTIVE)
            self.assertIn("<strong>kept</strong>", stored + safe_html.rendered(stored))
            self.assertIn("$x_1$", safe_html.rendered(stored))

    def test_markdown_that_takes_too_long_is_shown_as_text(self):
        start = time.monotonic()
        slow = "\\begin{a}" * 11_000
        self.assertEqual(safe_html.safe_markdown(slow), f"<pre>{slow}</pre>")
        self.assertLess(time.monotonic() - start, 30)

    def test_a_page_shows_attached_pictures_and_no_others(self):
        picture = base64.b64encode(b"picture").decode()
        cell = new_markdown_cell(HARMLESS, attachments={"my plot.png": {"image/png": picture}})
        self.assertIn(f'src="data:image/png;base64,{picture}"', self.page(new_notebook(cells=[cell])))
        cell.attachments = {"my plot.png": {"image/svg+xml": picture, "text/html": "<script>"}}
        self.assertIn('src=""', self.page(new_notebook(cells=[cell])))

    def test_cells_of_odd_types_are_skipped_and_metadata_and_outputs_removed(self):
        odd = [None, 1, {}, {"cell_type": "code", "source": 5, "metadata": 7}, {"cell_type": "raw", "source": ["<b", 3, ">"]}]
        tag = {"grade_id": "ps1_relu", "schema_version": 99}
        good = {"cell_type": "code", "source": "\ud800x", "metadata": {"nbgrader": tag, "title": "t"}, "outputs": "?"}
        found = reader.cells_of(json.dumps({"cells": [*odd, good]}).encode())
        self.assertEqual([cell.source for cell in found], ["", "&lt;b&gt;", "?x"])
        self.assertEqual(found[-1].metadata, {"nbgrader": {"grade_id": "ps1_relu"}})

    def test_a_notebook_that_cannot_be_read_is_replaced_by_a_note(self):
        for data in (b"{", b"\xff\xfe", b"[" * 10_000_000, b"[" + b"[]," * 15_000_000 + b"[]]", b'{"cells": 5}'):
            self.assertEqual([cell.source for cell in reader.cells_of(data)], [reader.UNREADABLE])


if __name__ == "__main__":
    unittest.main()
