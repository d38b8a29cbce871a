import { main, parseFlags } from "../tools/command.ts";
import { pointsOf, sumOfPoints } from "./judge/check.ts";
import type { Finding } from "./judge/examine.ts";
import { hintOf, isUnwritten } from "./judge/hint.ts";
import { examineItem, submissionsAt } from "./own_checks.ts";
import type { Submission } from "./process/submission.ts";

const MOST_ROWS = 24; // of a table with a line for each item

/** The findings of a notebook's items. */
interface Checked {
  path: string;
  submission: Submission;
  findings: Finding[];
}

/** Checks the items of the notebooks at the paths, and prints a table of points; returns 0 if all items pass. */
async function points(args: string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    verbose: { type: "boolean", default: false },
  }, "deno task points [--verbose] [NOTEBOOK, FOLDER, or set …]");
  const checked: Checked[] = [];
  for (
    const [path, submission] of await submissionsAt(positionals.length > 0 ? positionals : ["."])
  ) {
    const findings: Finding[] = [];
    for (const check of submission.set.checks) {
      findings.push(await examineItem(check, submission));
    }
    checked.push({ path, submission, findings });
  }
  if (values.verbose) console.log(checked.flatMap(detailsOf).join("\n"));
  console.log(tableOf(checked).join("\n"));
  const isDone = checked.every(({ findings }) => findings.every(({ status }) => status === "pass"));
  if (!isDone && !values.verbose) console.log("What is wrong, by item: --verbose");
  return isDone ? 0 : 1;
}

/** Returns a line for each item or, if there are too many, one for each set. */
function tableOf(checked: Checked[]): string[] {
  const count = checked.reduce((sum, { findings }) => sum + findings.length, 0);
  const rowsOf = count > MOST_ROWS ? setRow : itemRows;
  const rows = checked.flatMap((one) =>
    rowsOf(one).map(([name, ...rest]): Row => [name + placeIn(checked, one), ...rest])
  );
  const width = rows.reduce((most, [name]) => Math.max(most, name.length), 0);
  const sum = sumOfPoints(checked.flatMap(({ findings }) => findings));
  const possible = checked.reduce((sum, { submission }) => sum + pointsOf(submission.set), 0);
  return [
    ...rows.map(([name, points, rest]) => `${name.padEnd(width)}  ${points.padStart(8)}  ${rest}`),
    `${sum} of ${possible} points (feedback, not the grade)`,
  ];
}

/** Returns " in PATH" if the same set occurs in another notebook, too, and "" otherwise. */
function placeIn(checked: Checked[], { path, submission: { set } }: Checked): string {
  const same = checked.filter(({ submission }) => submission.set.id === set.id);
  return same.length > 1 ? ` in ${path}` : "";
}

type Row = [name: string, points: string, rest: string];

function itemRows({ findings }: Checked): Row[] {
  return findings.map((finding) => [finding.id, pointsText(finding), stateOf(finding)]);
}

function setRow({ submission: { set }, findings }: Checked): Row[] {
  const earned = sumOfPoints(findings);
  const open = findings.filter(({ status }) => status !== "pass").map(({ id }) => id.split(".")[1]);
  const rest = open.length === 0 ? "✓ all items" : `open: ${open.join(", ")}`;
  return [[set.id, `${earned} of ${pointsOf(set)}`, rest]];
}

function pointsText({ earned, points }: Finding): string {
  return `${earned} of ${points}`;
}

function stateOf(finding: Finding): string {
  if (isUnwritten(finding)) return "· not written yet";
  const signs = { "pass": "✓ pass", "almost": "≈ almost", "not yet": "✗ not yet" };
  return signs[finding.status];
}

/** Returns what is wrong with each item that was tried and does not pass. */
function detailsOf(one: Checked, _: number, checked: Checked[]): string[] {
  const { path, submission: { set, remarks }, findings } = one;
  const items = findings.filter((finding) => finding.status !== "pass" && !isUnwritten(finding))
    .flatMap((finding) => {
      const check = set.checks.find(({ id }) => id === finding.id)!;
      return [
        `${finding.id}${placeIn(checked, one)}: ${finding.message}`,
        `    ${hintOf(check, finding)}`,
      ];
    });
  return [...items, ...remarks.map((remark) => `${path}: ${remark}`)];
}

await main(() => points(Deno.args));
