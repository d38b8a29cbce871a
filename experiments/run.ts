import { join } from "node:path";
import { main, UserError } from "../tools/command.ts";
import { root } from "../tools/paths.ts";

const NAMES = [
  ...["pascanu", "lengths", "digits", "captioning", "translation", "attention", "dates"],
  ...["sentiment", "video", "glimpses", "draw"],
];

type Row = { [key: string]: unknown };

/**
 * Makes all runs of an experiment, one at a time on each core or on as many as said, and keeps each outcome in data/results
 * as it comes; goes on where it stopped.
 */
async function experiment([name, cores]: string[]): Promise<number> {
  if (!NAMES.includes(name)) {
    throw new UserError(`Cannot run experiment ${name}: there are ${NAMES.join(", ")}`);
  }
  const count = cores === undefined ? navigator.hardwareConcurrency : Number(cores);
  if (!Number.isInteger(count) || count < 1) {
    throw new UserError(`Cannot run on ${cores} cores: a number above zero`);
  }
  const { settings, runs } = await import(
    new URL(`./${name}.ts`, import.meta.url).href
  );
  const path = join(root, "data", "results", `${name}.json`);
  const done: Row[] = await readDone(path, name, settings);
  const isDone = (run: Row) => done.some((row) => isOf(run, row));
  const waiting: Row[] = runs.filter((run: Row) => !isDone(run));
  console.log(`${name}: ${done.length} of ${runs.length} runs are there`);
  let written = Promise.resolve(); // one worker's outcome after the other's
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

/** The runs of an earlier start, where they were made with the same settings. */
async function readDone(path: string, name: string, settings: unknown): Promise<Row[]> {
  const text = await Deno.readTextFile(path).catch(() => undefined);
  if (!text) return [];
  const file = JSON.parse(text);
  if (file.experiment !== name || JSON.stringify(file.settings) !== JSON.stringify(settings)) {
    throw new UserError(`Cannot go on with ${path}: it was made with other settings; move it away`);
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

/** The outcomes in the order of the plan, so that the file is the same whichever came first. */
function inOrder(runs: Row[], done: Row[]): Row[] {
  const place = (row: Row) => runs.findIndex((run) => isOf(run, row));
  return done.toSorted((a, b) => place(a) - place(b));
}

/** One run a line; what isn't finite is null. The file is whole at every moment, wherever the program may be stopped. */
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
