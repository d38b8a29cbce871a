"""Serves one peer: reads a task per line of JSON from standard input and answers each with a line of JSON.

{"prepare": {"cell", "H", "B", "T"}} makes a network; the answer is the loss of its first step, per prediction.
{"run": n} makes n training steps; the answer is the seconds that they took.
"""
import importlib
import json
import os
import sys
import time

name, threads = sys.argv[1], int(sys.argv[2])
os.environ.update(OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
os.environ["JAX_PLATFORMS"] = "cpu"
if threads == 1:
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[-1]})
peer = importlib.import_module(name)
if hasattr(peer, "set_threads"):
    peer.set_threads(threads)
print(json.dumps({"version": peer.VERSION}), flush=True)
step = None
for line in sys.stdin:
    task = json.loads(line)
    try:
        if "prepare" in task:
            step = peer.make(**task["prepare"])
            answer = {"unavailable": "cannot do this work"} if step is None else {"loss": float(step())}
        else:
            start = time.perf_counter()
            for _ in range(task["run"]):
                step()
            answer = {"seconds": time.perf_counter() - start}
    except Exception as error:  # the benchmark prints the reason and continues without this peer
        answer = {"unavailable": f"{type(error).__name__}: {error}"[:200]}
    print(json.dumps(answer), flush=True)
