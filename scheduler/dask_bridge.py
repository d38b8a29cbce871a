"""Runs tasks on a Dask scheduler for dask.ts, which starts this program.

It reads lines of JSON: first the settings of the connection, then tasks with their numbers. It writes lines of JSON:
that the workers are ready, or why not, and each answer as it comes. When its input ends, it cancels what is under way.
"""

import asyncio
import json
import logging
import os
import queue
import signal
import sys
import threading
import uuid

import cloudpickle
from distributed import Client, get_worker
from distributed.scheduler import KilledWorker

import dask_processes

WANTED = "root", "deno", "sources", "version", "first"
REPEATS = 1  # of a task whose process dies; Dask itself repeats those of dead workers, three times each


class Refusal(Exception):
    """Says in one sentence why the tasks cannot run."""


def carry_out(plugin, key, line):
    """Carries out a task on a worker. Returns the worker's name, the answer, and what is wrong with the worker."""
    worker = get_worker()
    try:
        return worker.name, worker.plugins[plugin].carry_out(key, line), None
    except ChildProcessError:
        raise
    except Exception as error:  # of a class that only the worker knows
        return worker.name, None, str(error)


def say(**fields):
    print(json.dumps(fields, ensure_ascii=False), flush=True)


def connect(address, seconds):
    """Returns a client of a scheduler. Raises Refusal if none answers there."""
    try:
        return Client(address, timeout=seconds, set_as_default=False)
    except (OSError, ValueError) as error:
        why = f"no scheduler answers there within {seconds} s" if isinstance(error, OSError) else str(error)
        raise Refusal(f"Cannot run on {address}: {why}") from None
    except TypeError:  # of an address that begins with tls://
        why = "its connections are encrypted, but Dask's settings name no certificate (distributed.comm.tls)"
        raise Refusal(f"Cannot run on {address}: {why}") from None


def wait_for_workers(client, address, seconds):
    if client.scheduler_info(n_workers=-1)["workers"]:
        return
    say(waiting=f"{address} has no worker yet; waiting for {seconds} s at most")
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError:
        raise Refusal(f"Cannot run on {address}: no worker came within {seconds} s") from None


def check_python(client):
    """Compares the Python of the workers with this one, because the code that is sent to them depends on it."""
    here = "%d.%d" % sys.version_info[:2]
    for worker, versions in client.get_versions()["workers"].items():
        found = ".".join(versions["host"]["python"].split(".")[:2])
        if found != here:
            raise Refusal(f"Cannot run on worker {worker}: it runs Python {found} instead of {here}")


def prepare(client, settings):
    """Starts a process on every worker, also on those that come later. Raises Refusal if one of them is unfit."""
    name = f"unrolled-{uuid.uuid4().hex[:8]}"
    processes = dask_processes.Processes(name, **{key: settings.get(key) for key in WANTED})
    client.register_plugin(processes, name=name)
    checks = client.run(check, name, on_error="return")
    for worker, problem in checks.items():
        if problem is not None:
            client.unregister_worker_plugin(name)
            raise Refusal(f"Cannot run on worker {worker}: it {problem}")
    return name, len(checks)


async def check(plugin, dask_worker):
    """Checks a worker, in a thread, so that the worker goes on answering the scheduler meanwhile."""
    return await asyncio.to_thread(dask_worker.plugins[plugin].check)


class Input:
    """Turns each line of the input into an event, in a thread of its own; ends this program with it, if it can."""

    def __init__(self):
        self.events, self.is_needed = queue.Queue(), False
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in sys.stdin:
            self.events.put(("task", json.loads(line)))
        if not self.is_needed:
            os._exit(0)  # there is nothing on the workers yet
        self.events.put(("end", None))


class Bridge:
    """The tasks that were given to the scheduler, and the events that change them."""

    def __init__(self, client, address, plugin, events):
        self.client, self.address, self.plugin = client, address, plugin
        self.events, self.futures = events, {}

    def run(self):
        while True:
            kind, value = self.events.get()
            if kind == "end":
                return
            if kind == "task":
                self.submit(**value)
            else:
                self.report(value)

    def submit(self, number, task, name):
        line, key = json.dumps(task, ensure_ascii=False), f"{name}-{uuid.uuid4().hex[:8]}"
        future = self.client.submit(carry_out, self.plugin, key, line, key=key, pure=False, retries=REPEATS)
        self.follow(number, future)

    def follow(self, number, future):
        self.futures[number] = future
        future.add_done_callback(lambda _: self.events.put(("done", number)))

    def report(self, number):
        future = self.futures.pop(number)
        if future.cancelled():
            raise Refusal(f"Cannot finish {len(self.futures) + 1} tasks: the scheduler at {self.address} no longer answers")
        try:
            worker, answer, problem = future.result(timeout=60)
            if problem:
                raise Refusal(f"Cannot run on worker {worker}: it {problem}")
            say(number=number, worker=f"worker {worker}", answer=answer)
        except Refusal:
            raise
        except TimeoutError:  # the worker died before it could be asked, and Dask repeats the task
            self.follow(number, future)
        except KilledWorker as error:
            say(number=number, error=f"{error.allowed_failures + 1} workers died while running it")
        except Exception as error:
            say(number=number, error=str(error) or type(error).__name__)

    def stop(self):
        """Cancels the tasks that have not ended, and ends the processes on the workers."""
        try:
            self.client.cancel(list(self.futures.values()), force=True)
            self.client.unregister_worker_plugin(self.plugin)
        except Exception:  # the scheduler has ended, and with it the tasks
            pass


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all processes; the one that gives the tasks decides
    logging.disable()  # what matters is said in one sentence
    cloudpickle.register_pickle_by_value(dask_processes)
    settings = json.loads(sys.stdin.readline())
    address, lines = settings["address"], Input()
    try:
        client = connect(address, settings["timeout"])
        wait_for_workers(client, address, settings["wait"])
        check_python(client)
        lines.is_needed = True
        plugin, count = prepare(client, settings)
        say(ready=count)
        bridge = Bridge(client, address, plugin, lines.events)
        try:
            bridge.run()
        finally:
            bridge.stop()
    except Refusal as refusal:
        say(refused=str(refusal))
    os._exit(0)  # without waiting for a scheduler that does not answer


if __name__ == "__main__":
    main()
