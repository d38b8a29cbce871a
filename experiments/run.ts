import { main, parseFlags, UserError } from "../tools/command.ts";
import { DaskScheduler } from "../scheduler/dask.ts";
import { SCHEDULER_FLAGS, SCHEDULER_USAGE, waitOf } from "../scheduler/flags.ts";
import { LocalScheduler } from "../scheduler/local.ts";
import type { Row, Scheduler } from "../scheduler/scheduler.ts";
import { untilStopped } from "../scheduler/stop.ts";
import { NAMES } from "./about.ts";
import { type Plan, ResultsFile } from "./results_file.ts";
import { SOURCES } from "./sources.ts";

const USAGE = `deno task experiment NAME [CORES] [--full] ${SCHEDULER_USAGE}`;
const FLAGS = { full: { type: "boolean" }, ...SCHEDULER_FLAGS } as const;

/**
 * Makes all runs of an experiment, and writes each outcome to data/results as it comes. It continues where an earlier
 * start was stopped. The runs share the cores of this machine, or the workers of a Dask scheduler. With `--full` it makes
 * the larger size that some experiments have. Returns the exit code.
 */
async function experiment(args: string[]): Promise<number> {
  const { positionals: [name, cores], values } = parseFlags(args, FLAGS, USAGE);
  if (!NAMES.includes(name)) {
    const found = name ? `experiment ${name}` : "an experiment without a name";
    throw new UserError(`Cannot run ${found}: choose one of ${NAMES.join(", ")}`);
  }
  if (cores && values.scheduler) {
    throw new UserError(
      `Cannot run on ${cores} cores of ${values.scheduler}: its workers decide; leave out ${cores}`,
    );
  }
  const size = coresOf(cores), wait = waitOf(values);
  const file = await ResultsFile.open(await planOf(name, values.full));
  const title = values.full ? `${name} in full size` : name;
  console.log(`${title}: ${file.rows.length} of ${file.plan.runs.length} runs are done`);
  if (file.missing.length === 0) return 0;
  const scheduler = values.scheduler
    ? await DaskScheduler.connect(values.scheduler, { sources: SOURCES }, { wait })
    : new LocalScheduler(Math.min(size, file.missing.length));
  return await untilStopped(scheduler, () => carryOut(file, scheduler));
}

/** Returns the plan of an experiment. Throws UserError for the full size of one that has a single size. */
async function planOf(name: string, isFull = false): Promise<Plan> {
  const { settings, runs, full } = await import(new URL(`./${name}.ts`, import.meta.url).href);
  if (!isFull) return { name, settings, runs };
  if (full) return { name, size: "full", ...full };
  throw new UserError(`Cannot run ${name} in full size: it has one size only; leave out --full`);
}

function coresOf(text: string | undefined): number {
  const number = text === undefined ? navigator.hardwareConcurrency : Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new UserError(`Cannot run on ${text} cores: expected a positive integer`);
}

/** Makes the missing runs. Returns 1 if some failed, whose errors it prints. */
async function carryOut(file: ResultsFile, scheduler: Scheduler): Promise<number> {
  const { name, runs } = file.plan, module = `experiments/${name}.ts`;
  const failed: Row[] = [];
  const tasks = file.missing.map((input) => ({ module, input }));
  console.log(`${runCount(tasks.length)} on ${scheduler.name}`);
  for await (const { task, outcome, error, worker } of scheduler.map(tasks)) {
    if (outcome) {
      await file.add({ ...task.input, ...outcome });
      console.log(`${file.rows.length} of ${runs.length}: ${JSON.stringify(file.rows.at(-1))}`);
    } else {
      failed.push(task.input);
      const where = worker ? ` on ${worker}` : "";
      console.error(`Cannot finish the run ${JSON.stringify(task.input)}${where}: ${error}`);
    }
  }
  if (failed.length === 0) return 0;
  console.error(
    `${runCount(failed.length)} of ${name} failed; the same command makes what is missing`,
  );
  return 1;
}

const runCount = (n: number) => n === 1 ? "1 run" : `${n} runs`;

await main(() => experiment(Deno.args));
