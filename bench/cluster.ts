import * as flow from "../experiments/flow.ts";
import { DaskScheduler } from "../experiments/scheduler/dask.ts";
import { LocalScheduler } from "../experiments/scheduler/local.ts";
import type { Scheduler, Task } from "../experiments/scheduler/scheduler.ts";
import { main } from "../tools/command.ts";
import { DaskCluster } from "../tests/cluster/dask_cluster.ts";
import { task } from "../tests/experiments/runs.ts";
import { table } from "./output.ts";

const EMPTY = Array.from({ length: 200 }, (_, n) => task({ does: "echo", n }));
const RUNS: Task[] = flow.runs.filter(({ cell }) => cell === "LSTM")
  .map((input) => ({ module: "experiments/flow.ts", input: { ...input } }));

/** Returns the seconds that a scheduler needs for tasks, once its processes have loaded the modules. */
async function secondsFor(scheduler: Scheduler, tasks: Task[], warming: Task[]): Promise<number> {
  for await (const { error } of scheduler.map(warming)) if (error) throw new Error(error);
  const start = performance.now();
  for await (const { error } of scheduler.map(tasks)) if (error) throw new Error(error);
  return (performance.now() - start) / 1000;
}

/** Measures a scheduler: milliseconds for an empty run, and seconds for the LSTM's runs of `flow`. */
async function measure(start: () => Promise<Scheduler>): Promise<[number, number]> {
  const scheduler = await start(), many = <T>(list: T[]) => list.slice(0, 12);
  const empty = await secondsFor(scheduler, EMPTY, many(EMPTY));
  const runs = await secondsFor(scheduler, RUNS, many(RUNS));
  await scheduler.close();
  return [1000 * empty / EMPTY.length, runs];
}

async function onDask(workers: number): Promise<[number, number]> {
  const cluster = await DaskCluster.start(workers);
  try {
    return await measure(() => DaskScheduler.connect(cluster.address));
  } finally {
    await cluster.close();
  }
}

// deno task bench:cluster: measures what Dask adds to a run, and what a second worker gains
await main(async () => {
  const local = (size: number) => measure(() => Promise.resolve(new LocalScheduler(size)));
  const rows: [string, [number, number]][] = [
    ["1 local process", await local(1)],
    ["2 local processes", await local(2)],
    ["Dask, 1 worker", await onDask(1)],
    ["Dask, 2 workers", await onDask(2)],
  ];
  const [one, two, daskOne, daskTwo] = rows.map(([, [, seconds]]) => seconds);
  const head = ["scheduler", "an empty run (ms)", `${RUNS.length} runs of flow (s)`];
  console.log(
    table(head, rows.map(([name, [ms, s]]) => [name, ms.toFixed(1), s.toFixed(2)])),
  );
  console.log(`
Two against one: ${(one / two).toFixed(2)}× with local processes, ${
    (daskOne / daskTwo).toFixed(2)
  }× with workers of Dask (target: 1.8×)
What Dask adds to an empty run: ${(rows[2][1][0] - rows[0][1][0]).toFixed(1)} ms (target: 50 ms)`);
  return 0;
});
