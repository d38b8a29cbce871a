"""Joins PDF files into one: merge_pdf.py OUT PART…; the outline of each part stays."""

import sys

from pypdf import PdfWriter

out, *parts = sys.argv[1:]
writer = PdfWriter()
for part in parts:
    writer.append(part, import_outline=True)
writer.add_metadata({"/Title": "Unrolled: recurrent networks with every Jacobian in view"})
writer.compress_identical_objects()
writer.write(out)
