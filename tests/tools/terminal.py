"""Runs a command in a terminal of its own and prints its output; a line on stdin presses Ctrl+C there.

    python tests/tools/terminal.py COMMAND…
"""

import os
import pty
import select
import sys


def main(command):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    sources = [terminal, sys.stdin.fileno()]
    while True:
        ready, _, _ = select.select(sources, [], [])
        if terminal in ready:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # on Linux, the end of the output
                part = b""
            if not part:
                break
            os.write(1, part)
        if sys.stdin.fileno() in ready:
            if not os.read(sys.stdin.fileno(), 65536):
                sources = [terminal]
            else:
                os.write(terminal, b"\x03")
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


sys.exit(main(sys.argv[1:]))
