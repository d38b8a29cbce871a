"""Runs Deno's kernel for Jupyter, and stops the running cell when Jupyter interrupts it.

    python tools/kernel.py DENO CONNECTION_FILE

Deno's kernel can be interrupted while it computes, by a message, but an interrupt while a cell awaits something freezes
it. So on an interrupt this program first sends a signal to the kernel, whose handler in lib/notebook/interrupts.ts runs
only if nothing computes: it says so, and makes the kernel drop what the cell awaits. If the kernel computes instead of
answering, the message is sent. A kernel that answers but cannot drop what it awaits, such as a request to a server, is
ended, and Jupyter starts a new one; so is a kernel without the handler that awaits something, because no cell has
imported the course yet.
"""

import ctypes
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

COMPUTED = 0.3  # seconds of processor time without an answer that show that the kernel computes
BLOCKED = 2  # seconds without an answer after which a kernel that uses no processor time is taken to be blocked
COLLECT = 10  # seconds in which a kernel that has answered must say that it has dropped what it can
END = 0.5  # seconds that it then has to become idle
CONNECT = 0.15  # seconds until messages arrive
PR_SET_PDEATHSIG = 1  # of prctl(2)


def main(deno, connection_file):
    # in a group of its own, because it would die of an interrupt of this one
    command = [deno, "jupyter", "--kernel", "--conn", connection_file]
    kernel = subprocess.Popen(command, start_new_session=True, preexec_fn=end_with(os.getpid()))
    interrupted = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    signal.signal(signal.SIGTERM, lambda *_: kernel.kill())
    threading.Thread(target=stop_cells, args=(kernel, connection_file, interrupted), daemon=True).start()
    return kernel.wait()


def end_with(parent):
    """Returns a function that lets Linux end the process that calls it together with its parent, whatever ends that."""
    system = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask():
        if system:
            system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it ended before it was asked
                os._exit(1)

    return ask


def stop_cells(kernel, connection_file, interrupted):
    """Stops the running cell at each interrupt."""
    while True:
        interrupted.wait()
        interrupted.clear()
        stop_cell(kernel, connection_file)


def stop_cell(kernel, connection_file):
    with Channels(connection_file) as channels:
        process = psutil.Process(kernel.pid)
        start = seconds_computed(process)
        kernel.send_signal(signal.SIGURG)
        computes = lambda: seconds_computed(process) - start > COMPUTED
        seen = channels.states(BLOCKED, until={"unrolled_waits", "idle"}, unless=computes)
        if not seen & {"unrolled_waits", "idle"}:
            if computes() or has_handler(kernel.pid):
                channels.interrupt()
            else:
                kernel.kill()
        elif "idle" not in seen | channels.states(COLLECT, until={"unrolled_collected", "idle"}):
            if "idle" not in channels.states(END, until={"idle"}):
                kernel.kill()


def seconds_computed(process):
    """Returns the processor time that a process has used, with all its threads."""
    times = process.cpu_times()
    return times.user + times.system


def has_handler(pid):
    """Returns whether a process handles SIGURG; true where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return True
    (caught,) = re.findall(r"^SigCgt:\s*(\w+)", status.read_text(), re.MULTILINE)
    return bool(int(caught, 16) >> (signal.SIGURG - 1) & 1)


class Channels:
    """Connections to the kernel: to read what it reports, and to interrupt it."""

    def __init__(self, connection_file):
        import zmq  # here, because these packages take longer to load than the kernel
        from jupyter_client.session import Session

        info = json.loads(Path(connection_file).read_text())
        address = f"{info['transport']}://{info['ip']}:%d"
        self.session = Session(key=info["key"].encode(), signature_scheme=info["signature_scheme"])
        self.context = zmq.Context()
        self.reports = self.context.socket(zmq.SUB)
        self.reports.connect(address % info["iopub_port"])
        self.reports.subscribe(b"")
        self.control = self.context.socket(zmq.DEALER)
        self.control.connect(address % info["control_port"])
        time.sleep(CONNECT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.destroy(linger=1000)

    def states(self, seconds, until, unless=lambda: False):
        """Returns the states that the kernel reports until one of the given ones, a condition, or the end of the time."""
        seen = set()
        end = time.monotonic() + seconds
        while not seen & until and time.monotonic() < end and not unless():
            if self.reports.poll(50):
                _, parts = self.session.feed_identities(self.reports.recv_multipart())
                message = self.session.deserialize(parts)
                kind = message["msg_type"]
                seen.add(message["content"]["execution_state"] if kind == "status" else kind)
        return seen

    def interrupt(self):
        self.session.send(self.control, "interrupt_request", {})


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
