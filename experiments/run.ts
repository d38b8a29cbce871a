import { join } from "node:path";
import { main, parseFlags, UserError } from "../tools/command.ts";
import { root } from "../tools/paths.ts";

const NAMES = [
  ...["flow", "quotes", "pascanu", "lengths", "digits", "captioning", "translation", "attention"],
  ...["dates", "sentiment", "video", "glimpses", "forced_eye", "draw"],
];

type Row = { [key: string]: unknown };

/**
 * Makes all runs of an experiment, one on each core, and writes each outcome to data/results as it comes. It continues
 * where an earlier start was stopped. The arguments are the name and, if not all cores are to be used, their number.
 */
async function experiment(args: string[]): Promise<number> {
  const { positionals: [name, cores] } = parseFlags(args, {}, "deno task experiment NAME [CORES]");
  if (!NAMES.includes(name)) {
    const found = name ? `experiment ${name}` : "an experiment without a name";
    throw new UserError(`Cannot run ${found}: choose one of ${NAMES.join(", ")}`);
  }
  const count = cores === undefined ? navigator.hardwareConcurrency : Number(cores);
  if (!Number.isInteger(count) || count < 1) {
    throw new UserError(`Cannot run on ${cores} cores: expected a positive integer`);
  }
  const { settings, runs } = await import(
    new URL(`./${name}.ts`, import.meta.url).href
  );
  const path = join(root, "data", "results", `${name}.json`);
  const done: Row[] = await readDone(path, name, settings);
  const isDone = (run: Row) => done.some((row) => isOf(run, row));
  const waiting: Row[] = runs.filter((run: Row) => !isDone(run));
  console.log(`${name}: ${done.length} of ${runs.length} runs are done`);
  let written = Promise.resolve(); // outcomes are written one after another
  const work = async () => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      type: "module",
    });
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      const outcome = await ask(worker, { name, run });
      done.push({ ...run, ...outcome });
      console.log(`${done.length} of ${runs.length}: ${JSON.stringify(done.at(-1))}`);
      written = written.then(() =>
        write(path, { experiment: name, settings, runs: inOrder(runs, done) })
      );
      await written;
    }
    worker.terminate();
  };
  await Promise.all(Array.from({ length: count }, work));
  return 0;
}

/** Returns the runs of an earlier start. Throws UserError if they were made with other settings. */
async function readDone(path: string, name: string, settings: unknown): Promise<Row[]> {
  const text = await Deno.readTextFile(path).catch(() => undefined);
  if (!text) return [];
  const file = JSON.parse(text);
  if (file.experiment !== name || JSON.stringify(file.settings) !== JSON.stringify(settings)) {
    throw new UserError(`Cannot continue ${path}: it was made with other settings; move it away`);
  }
  return file.runs;
}

function ask(worker: Worker, task: Row): Promise<Row> {
  return new Promise((found, failed) => {
    worker.onmessage = ({ data }) => found(data);
    worker.onerror = (event) => failed(new Error(event.message));
    worker.postMessage(task);
  });
}

/** Returns true if a row is the outcome of a run. */
function isOf(run: Row, row: Row): boolean {
  return Object.entries(run).every(([key, value]) => row[key] === value);
}

/** Sorts the outcomes in the order of the plan, so that the file does not depend on which came first. */
function inOrder(runs: Row[], done: Row[]): Row[] {
  const position = (row: Row) => runs.findIndex((run) => isOf(run, row));
  return done.toSorted((a, b) => position(a) - position(b));
}

/** Writes one run on each line; numbers that are not finite become null. The file is complete whenever the program stops. */
async function write(path: string, { runs, ...head }: { runs: Row[] } & Row): Promise<void> {
  const short = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  const lines = runs.map((run) => `    ${JSON.stringify(run, short)}`).join(",\n");
  const text = JSON.stringify(head, null, 2).replace(/\n}$/, `,\n  "runs": [\n${lines}\n  ]\n}\n`);
  await Deno.mkdir(join(root, "data", "results"), { recursive: true });
  await Deno.writeTextFile(`${path}.new`, text);
  await Deno.rename(`${path}.new`, path);
}

await main(() => experiment(Deno.args));
