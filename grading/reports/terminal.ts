import { shown } from "../process/text.ts";
import { type Presented, type Result, scoreOf, withOthers } from "../class/result.ts";
import type { OtherFile } from "../class/submitted_files.ts";

const WIDEST = 40; // characters of a column

/**
 * Yields the class as lines of aligned text: one for each notebook and for each student without one, followed by the
 * remarks, and one for each other file.
 */
export function* tableOf(results: Presented[], others: OtherFile[]): Generator<string> {
  const { all, notGraded } = withOthers(results, others);
  const rows = [
    ...all.map((result) => ({
      columns: [result.student, result.set || "–", scoreOf(result)],
      notes: [
        ...result.next ? [result.next] : [],
        ...result.remarks,
        ...result.attempts,
        ...result.typeErrors,
      ],
    })),
    ...notGraded.map(({ student, path, reason }) => ({
      columns: [student, "–", `not graded: ${path}: ${reason}`],
      notes: [],
    })),
  ];
  const width = (n: number) =>
    rows.reduce((most, { columns }) => Math.max(most, Math.min(WIDEST, columns[n].length)), 0);
  const [first, second] = [width(0), width(1)];
  for (const { columns: [student, set, score], notes } of rows) {
    yield printable(`${student.padEnd(first)}  ${set.padEnd(second)}  ${score}`);
    for (const note of notes) yield printable(`    ${note}`);
  }
}

/** Returns a text on one line, without the characters that could change what a terminal shows. */
export function printable(text: string): string {
  return shown(text, text.length + 1);
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
