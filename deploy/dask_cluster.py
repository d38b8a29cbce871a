"""Runs a Dask scheduler and its workers until Ctrl+C, and prints the scheduler's address for --scheduler.

The workers are jobs of SLURM, or processes on desks that ssh reaches without a password. Every machine needs this
checkout, with .venv and .venv-cluster, at the same path.
"""

import argparse
import signal
import sys
import threading


def slurm(options):
    """Returns a scheduler on this machine, a login node, with workers in jobs; a new job replaces one that ends."""
    from dask_jobqueue import SLURMCluster
    from distributed import Security

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
        nanny=False,  # so that the job ends with the worker
        security=Security(require_encryption=True) if options.tls else None,
        scheduler_options={"dashboard": False},
    )
    cluster.adapt(minimum_jobs=options.jobs, maximum_jobs=options.jobs)
    return cluster


def ssh(options):
    """Returns a scheduler on the first host, with workers on every host, the first one included."""
    from distributed import SSHCluster

    return SSHCluster(
        [options.hosts[0], *options.hosts],
        connect_options={"config": [options.config]} if options.config else {},
        worker_options={"nthreads": 1, "n_workers": options.workers, "interface": options.interface},
        scheduler_options={"port": 0, "dashboard": False, "interface": options.interface},
        remote_python=sys.executable,
    )


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(required=True, metavar="slurm|ssh")
    jobs = kinds.add_parser("slurm", help="jobs of one core; start it on a login node")
    jobs.set_defaults(start=slurm)
    jobs.add_argument("--jobs", type=int, default=4, help="number of jobs")
    jobs.add_argument("--memory", default="2GB", help="of each job")
    jobs.add_argument("--time", default="01:00:00", help="limit of each job")
    jobs.add_argument("--partition", help="by default the cluster's own")
    jobs.add_argument("--account")
    jobs.add_argument("--interface", help="network that the compute nodes reach, such as ib0")
    jobs.add_argument("--tls", action="store_true", help="encrypt connections, with the certificates in Dask's settings")
    jobs.add_argument("--logs", default=".tmp/slurm", help="folder for the output of the jobs")
    desks = kinds.add_parser("ssh", help="processes on desks; the first one also runs the scheduler")
    desks.set_defaults(start=ssh)
    desks.add_argument("hosts", nargs="+", metavar="HOST")
    desks.add_argument("--workers", type=int, default=1, help="on each host; each runs one task at a time")
    desks.add_argument("--interface", help="network that the hosts reach, such as eth0")
    desks.add_argument("--config", help="file for ssh, by default ~/.ssh/config")
    return parser.parse_args()


def main():
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    options = parse()
    with options.start(options) as cluster:
        print(cluster.scheduler_address, flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
