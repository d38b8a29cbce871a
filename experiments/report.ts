import { join } from "node:path";
import { loadResults } from "rnn/files";
import { root } from "../tools/paths.ts";
import { type About, EXPERIMENTS, NAMES } from "./about.ts";
import type { Row } from "../scheduler/scheduler.ts";

/** An experiment with what its results file says of its size. */
export interface Report extends About {
  name: string;
  runs: number;
  seeds: number;
  /** The updates of a training, such as "840 updates in batches of 48". */
  budget: string;
  /** The time of all runs on one core; undefined if the runs did not record it. */
  minutes?: number;
}

/** Reads the results of all experiments. */
export async function reports(folder = join(root, "data", "results")): Promise<Report[]> {
  return await Promise.all(NAMES.map(async (name) => {
    const { settings, runs } = await loadResults<Row>(join(folder, `${name}.json`), name);
    const seconds = runs.map((run) => run.seconds).filter((time) => typeof time === "number");
    const seeds = new Set(runs.map(({ seed }) => seed)).size;
    return {
      ...{ name, runs: runs.length, ...EXPERIMENTS[name] },
      budget: EXPERIMENTS[name].budget ?? budgetOf(settings),
      seeds: typeof settings.seeds === "number" ? settings.seeds : seeds,
      minutes: seconds.length === runs.length
        ? seconds.reduce((sum, time) => sum + time, 0) / 60
        : undefined,
    };
  }));
}

/** Returns the budget of a training, from the settings that all experiments share. */
function budgetOf({ updates, mostUpdates, batch }: Row): string {
  const list = (value: unknown): string =>
    typeof value === "number"
      ? value.toLocaleString("en-US")
      : Object.entries(value as Row).map(([name, part]) => `${list(part)} (${name})`).join(", ");
  const size = batch === undefined ? "" : ` in batches of ${list(batch)}`;
  if (mostUpdates !== undefined) return `at most ${list(mostUpdates)} updates${size}`;
  return updates === undefined ? "no training" : `${list(updates)} updates${size}`;
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;

/** Returns the runs, seeds, budget, and cost in one line. */
export function sizeOf({ runs, seeds, budget, minutes, cost }: Report): string {
  const time = minutes === undefined
    ? cost
    : `${minutes < 1 ? minutes.toFixed(2) : minutes.toFixed(1)} core-minutes`;
  return `${count(runs, "run")}, ${count(seeds, "seed")}; ${budget}; ${time}`;
}

/** Returns the report for a terminal. */
export function toText(list: Report[]): string {
  return list.map((report) =>
    [
      `${report.name}: ${report.question}`,
      `  ${sizeOf(report)}`,
      `  supports ${report.notebook ? `in ${report.notebook}` : "no notebook"}: ${report.supports}`,
      `  overturned by: ${report.overturnedBy}`,
    ].join("\n")
  ).join("\n\n");
}

/** Returns the report for a page of the site, whose links lead to the notebooks. */
export function toMarkdown(list: Report[]): string {
  return list.map((report) => {
    const { name, question, notebook, supports, overturnedBy } = report;
    const where = notebook ? `, in [${notebook}](${notebook}.ipynb)` : "";
    return [
      `## ${name}`,
      `_${question}_`,
      sizeOf(report),
      `**Supports${where}:** ${supports}`,
      `**Overturned by:** ${overturnedBy}`,
    ].join("\n\n");
  }).join("\n\n");
}
