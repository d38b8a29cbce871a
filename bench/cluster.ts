import * as flow from "../experiments/flow.ts";
import { SOURCES } from "../experiments/sources.ts";
import { DaskScheduler } from "../scheduler/dask.ts";
import { LocalScheduler } from "../scheduler/local.ts";
import type { Scheduler, Task } from "../scheduler/scheduler.ts";
import { main } from "../tools/command.ts";
import { DaskCluster } from "../tests/cluster/dask_cluster.ts";
import { task } from "../tests/experiments/runs.ts";
import { table } from "./output.ts";

const WORK = { sources: SOURCES };
const EMPTY = Array.from({ length: 200 }, (_, n) => task({ does: "echo", n }));
/** Runs that need no core, so that a busy machine gains from a second worker, too. */
const WAITING = Array.from({ length: 40 }, (_, n) => task({ does: "wait", seconds: 0.2, n }));
const RUNS: Task[] = flow.runs.filter(({ cell }) => cell === "LSTM")
  .map((input) => ({ module: "experiments/flow.ts", input: { ...input } }));

/** Returns the seconds that a scheduler needs for tasks, once its processes have loaded the modules. */
async function secondsFor(scheduler: Scheduler, tasks: Task[], warming: Task[]): Promise<number> {
  for await (const { error } of scheduler.map(warming)) if (error) throw new Error(error);
  const start = performance.now();
  for await (const { error } of scheduler.map(tasks)) if (error) throw new Error(error);
  return (performance.now() - start) / 1000;
}

/** Seconds of 200 empty runs, of 40 runs that wait, and of the LSTM's runs of `flow`. */
type Times = [empty: number, waiting: number, runs: number];

async function measure(start: () => Promise<Scheduler>): Promise<Times> {
  const scheduler = await start(), times: number[] = [];
  for (const tasks of [EMPTY, WAITING, RUNS]) {
    times.push(await secondsFor(scheduler, tasks, tasks.slice(0, 12)));
  }
  await scheduler.close();
  return times as Times;
}

async function onDask(workers: number): Promise<Times> {
  const cluster = await DaskCluster.start(workers);
  try {
    return await measure(() => DaskScheduler.connect(cluster.address, WORK));
  } finally {
    await cluster.close();
  }
}

// deno task bench:cluster: measures what Dask adds to a run, and what a second worker gains
await main(async () => {
  const local = (size: number) => measure(() => Promise.resolve(new LocalScheduler(size)));
  const rows: [string, Times][] = [
    ["1 local process", await local(1)],
    ["2 local processes", await local(2)],
    ["Dask, 1 worker", await onDask(1)],
    ["Dask, 2 workers", await onDask(2)],
  ];
  const head = ["scheduler", "an empty run (ms)", "40 runs that wait (s)", "36 runs of flow (s)"];
  const perRun = (seconds: number) => 1000 * seconds / EMPTY.length;
  const cells = ([empty, ...rest]: Times) => [perRun(empty).toFixed(1), ...rest.map(twoDigits)];
  console.log(table(head, rows.map(([name, times]) => [name, ...cells(times)])));
  const [one, two, daskOne, daskTwo] = rows.map(([, times]) => times);
  for (const [n, what] of [[1, "runs that wait"], [2, "runs of flow"]] as const) {
    const gain = [one[n] / two[n], daskOne[n] / daskTwo[n]].map(twoDigits);
    console.log(
      `Two against one, ${what}: ${gain[0]}× locally, ${gain[1]}× on Dask (target: 1.8×)`,
    );
  }
  const added = perRun(daskOne[0] - one[0]).toFixed(1);
  console.log(`What Dask adds to an empty run: ${added} ms (target: 50 ms)`);
  return 0;
});

function twoDigits(number: number): string {
  return number.toFixed(2);
}
