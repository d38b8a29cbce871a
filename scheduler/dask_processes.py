"""Runs tasks on a Dask worker: in processes of process.ts, one for each thread of the worker.

The bridge sends this module's code to the workers, so they need the packages of Dask, Deno, and a checkout, but no file
of this folder on their path.
"""

import json
import os
import select
import shutil
import subprocess
import threading

from distributed import WorkerPlugin

SECONDS = 5  # in which a process may end by itself
PROCESS = os.path.join("scheduler", "process.ts")


class Unfit(Exception):
    """Says why a worker cannot run tasks: for example, it has no checkout, no Deno, or another version of one of them."""


class Processes(WorkerPlugin):
    """The processes of one worker, which end with the plugin or the worker."""

    def __init__(self, name, root, deno, sources, version, first):
        self.name, self.root, self.deno = name, root, deno
        self.sources, self.version, self.first = sources, version, first

    def setup(self, worker):
        self.worker, self.lock, self.idle, self.all, self.closed = worker, threading.Lock(), [], set(), False

    def teardown(self, worker):
        with self.lock:
            self.closed = True
        for process in list(self.all):
            threading.Thread(target=self.end, args=(process,)).start()

    def carry_out(self, key, line):
        """Returns the line that answers a task. Raises ChildProcessError, after which Dask repeats it, if its process dies."""
        process = self.take()
        try:
            answer = ask(process, line, lambda: self.is_cancelled(key))
        except BaseException:
            self.end(process)
            raise
        with self.lock:
            self.idle.append(process)
        return answer

    def check(self):
        """Starts the first process. Returns a sentence unless it has the version of the submitting checkout."""
        try:
            process = self.take()
        except (Unfit, ChildProcessError) as problem:
            return str(problem)
        with self.lock:
            self.idle.append(process)

    def take(self):
        with self.lock:
            while self.idle:
                process = self.idle.pop()
                if process.poll() is None:
                    return process
                self.all.discard(process)
        process = self.start()
        try:
            self.compare(answer_to(process, {"question": "version", "sources": self.sources}))
            if self.first:
                require_fit(answer_to(process, self.first))
        except BaseException:
            self.end(process)
            raise
        return process

    def start(self):
        root = os.environ.get("UNROLLED_CHECKOUT", self.root)
        if not os.path.exists(os.path.join(root, PROCESS)):
            raise Unfit(f"has no checkout at {root}; set UNROLLED_CHECKOUT where it starts")
        chosen, own = os.environ.get("UNROLLED_DENO"), os.path.join(root, ".venv", "bin", "deno")
        deno = next(filter(shutil.which, [chosen] if chosen else [own, self.deno, "deno"]), None)
        if not deno:
            expected = chosen or f"{own}, {self.deno}, or a deno in its PATH"
            raise Unfit(f"has no Deno: expected {expected}; set UNROLLED_DENO where it starts")
        command = [deno, "run", "-A", "--quiet", PROCESS, "--files"]
        process = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with self.lock:
            self.all.add(process)
            closed = self.closed
        if closed:
            self.end(process)
        return process

    def end(self, process):
        """Ends a process with its input, so that it ends what it has started, or kills it."""
        try:
            process.stdin.close()
        except OSError:
            pass  # it has ended
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with self.lock:
            self.all.discard(process)

    def compare(self, found):
        here = self.version
        if found["deno"] != here["deno"]:
            raise Unfit(f"runs Deno {found['deno']} instead of {here['deno']}, which can change the last digits")
        if found["hash"] != here["hash"]:
            both = {**here["files"], **found["files"]}
            other = sorted(path for path in both if here["files"].get(path) != found["files"].get(path))
            more = f" and {len(other) - 3} more" if len(other) > 3 else ""
            raise Unfit(
                f"has another version of the checkout (hash {found['hash']} instead of {here['hash']}): "
                f"{', '.join(other[:3])}{more}"
            )

    def is_cancelled(self, key):
        """Tests whether the scheduler no longer wants the task; Dask itself does not interrupt a thread."""
        state = self.worker.state.tasks.get(key)
        return state is None or state.state == "cancelled"


def answer_to(process, question):
    return json.loads(ask(process, json.dumps(question), lambda: False))


def require_fit(answer):
    """Raises Unfit if the first task of a process says that it cannot do the others."""
    problem = answer.get("error") or answer["outcome"].get("problem")
    if problem:
        raise Unfit(problem)


def ask(process, line, is_cancelled):
    """Sends a line to a process and waits for its answer, looking once a second whether it is still wanted."""
    try:
        process.stdin.write(line.encode() + b"\n")
        process.stdin.flush()
    except (OSError, ValueError):
        pass  # it has ended; the next lines say how
    while not select.select([process.stdout], [], [], 1)[0]:
        if is_cancelled():
            raise ChildProcessError("it was cancelled")
    answer = process.stdout.readline()
    if not answer:
        code = process.wait()
        raise ChildProcessError(f"its process ended with {f'signal {-code}' if code < 0 else f'code {code}'}")
    return answer.decode()
