import { largest } from "../../lib/extent.ts";
import { type Result, scoreOf } from "../class/result.ts";

/** Returns the class as a table of aligned text: a line for each notebook, followed by its remarks. */
export function tableOf(results: Result[]): string {
  const lines = results.map((result) => [result.student, result.set || "–", scoreOf(result)]);
  const widths = [0, 1].map((n) => Math.min(40, largest(lines.map((line) => line[n].length))));
  return results.map((result, n) => {
    const [student, set, score] = lines[n];
    const notes = [...result.remarks, ...result.typeErrors];
    const line = `${student.padEnd(widths[0])}  ${set.padEnd(widths[1])}  ${score}`;
    return [line, ...notes.map((note) => `    ${note}`)].map(printable).join("\n");
  }).join("\n");
}

/** Removes line breaks and the control characters that could change what a terminal shows. */
export function printable(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/[\x00-\x1f\x7f-\x9f]+/g, " ");
}

/** Returns the changes since an earlier grading, a line for each notebook: "ana, ana/ps3.ipynb: 7 of 13 → 9 of 13". */
export function diffOf(before: Result[], after: Result[]): string[] {
  const nameOf = ({ student, path }: Result) => `${student}, ${path}`;
  const earlier = new Map(before.map((result) => [nameOf(result), scoreOf(result)]));
  const later = new Map(after.map((result) => [nameOf(result), scoreOf(result)]));
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((name) => {
    const [a, b] = [earlier.get(name) ?? "none", later.get(name) ?? "none"];
    return a === b ? [] : [printable(`${name}: ${a} → ${b}`)];
  });
}
