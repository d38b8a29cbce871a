"""Runs one peer: reads a JSON line for each task from standard input, answers with a JSON line.

{"prepare": {"cell", "H", "B", "T"}} makes a network and gives the loss of its first step, per prediction;
{"run": n} makes n training steps and gives the seconds they took.
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
            point = task["prepare"]
            step = peer.make(**point)
            answer = {"unavailable": "not made for this point"} if step is None else {"loss": float(step())}
        else:
            start = time.perf_counter()
            for _ in range(task["run"]):
                step()
            answer = {"seconds": time.perf_counter() - start}
    except Exception as error:  # the harness shows the reason and goes on without this peer
        answer = {"unavailable": f"{type(error).__name__}: {error}"[:200]}
    print(json.dumps(answer), flush=True)
