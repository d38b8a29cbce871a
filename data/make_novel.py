"""Writes data/novel.txt, Pride and Prejudice, from Debian's package r-cran-janeaustenr: make_novel.py PACKAGE.deb."""

import re
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

DATABASE = "usr/lib/R/site-library/janeaustenr/data/Rdata.rdb"
STRINGS, STRING = 16, 9  # types of R's serialization


def objects(database):
    """The objects of R's database, decompressed: each is preceded by its length."""
    while database:
        stream = zlib.decompressobj()
        yield stream.decompress(database[4:])
        database = stream.unused_data


def lines(serialized):
    """The strings of a serialized vector; each has its flags and its length before it."""
    place = serialized.index(struct.pack(">I", STRINGS))
    count = struct.unpack_from(">I", serialized, place + 4)[0]
    place += 8
    for _ in range(count):
        flags, length = struct.unpack_from(">Ii", serialized, place)
        assert flags & 0xFF == STRING
        place += 8
        yield serialized[place : place + length].decode()
        place += length


def main(package):
    """Finds the novel in the package and writes it, with at most one empty line between paragraphs."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg", "-x", package, folder], check=True)
        books = ["\n".join(lines(book)) for book in objects((Path(folder) / DATABASE).read_bytes())]
    novel = next(book for book in books if book.startswith("PRIDE AND PREJUDICE"))
    text = re.sub(r"\n{3,}", "\n\n", novel.strip())
    Path(__file__).with_name("novel.txt").write_text(text + "\n", encoding="utf-8")


main(sys.argv[1])
