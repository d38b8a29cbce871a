"""Runs a Dask scheduler whose workers are jobs of SLURM, until Ctrl+C; prints its address.

Start it on a login node, in a checkout that the compute nodes see at the same path:
.venv-cluster/bin/python deploy/dask_slurm.py --jobs 20 --memory 2GB --time 02:00:00
"""

import argparse
import signal
import sys
import threading

from dask_jobqueue import SLURMCluster


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=4, help="jobs at a time; each has one core and runs one task at a time")
    parser.add_argument("--memory", default="2GB", help="of each job")
    parser.add_argument("--time", default="01:00:00", help="limit of each job; a new one replaces a job that ends")
    parser.add_argument("--partition", help="by default the cluster's own")
    parser.add_argument("--account")
    parser.add_argument("--interface", help="network of the compute nodes, such as ib0; by default the scheduler's choice")
    parser.add_argument("--logs", default=".tmp/slurm", help="folder for the output of the jobs")
    options = parser.parse_args()
    cluster = SLURMCluster(
        cores=1,
        processes=1,
        memory=options.memory,
        walltime=options.time,
        queue=options.partition,
        account=options.account,
        interface=options.interface,
        log_directory=options.logs,
        local_directory="/tmp",
        nanny=False,  # the job ends with the worker, and a new job replaces it
        scheduler_options={"dashboard": False},
    )
    cluster.adapt(minimum_jobs=options.jobs, maximum_jobs=options.jobs)
    print(cluster.scheduler_address, flush=True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    cluster.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
