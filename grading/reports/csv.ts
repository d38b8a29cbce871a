import { stringify } from "csv-stringify/sync";
import type { Result } from "../class/result.ts";
import type { OtherFile } from "../class/submitted_files.ts";
import { byNotebook } from "./item_order.ts";

// Spreadsheets evaluate text as a formula if one of these characters begins a field or, where semicolons separate
// fields, follows a semicolon.
const FORMULA = /(^|;)(?=[\s"']*[=+\-@\t\r＝＋－＠])/g;

/**
 * Yields one line for each notebook, and for each student who has none, with one column for each item. All fields are
 * quoted, and text that a spreadsheet would evaluate as a formula is escaped.
 */
export function* csvOf(results: Result[], others: OtherFile[]): Generator<string> {
  const ids = [...new Set(results.flatMap(({ items }) => items.map(({ id }) => id)))].sort(
    byNotebook,
  );
  yield csvLine(["student", "set", "status", "earned", "possible", ...ids, "remarks"]);
  for (const result of results) yield csvLine(rowOf(result, ids));
  const graded = new Set(results.map(({ student }) => student));
  for (const [student, files] of Map.groupBy(others, ({ student }) => student)) {
    if (graded.has(student)) continue;
    const remarks = files.map(({ path, reason }) => `${path}: ${reason}`).join("; ");
    yield csvLine([student, "", "ungradable", "", "", ...ids.map(() => ""), remarks]);
  }
}

function rowOf(result: Result, ids: string[]): (string | number)[] {
  const graded = result.status === "graded";
  const earned = new Map(result.items.map(({ id, earned }) => [id, earned]));
  const remarks = [result.reason, ...result.remarks].filter(Boolean).join("; ");
  return [
    ...[result.student, result.set, result.status],
    ...[graded ? result.earned : "", graded ? result.possible : ""],
    ...ids.map((id) => earned.get(id) ?? ""),
    remarks,
  ];
}

/** Returns a line of quoted fields. Text that a spreadsheet would evaluate as a formula is escaped. */
export function csvLine(fields: (string | number)[]): string {
  const safe = fields.map((field) => typeof field === "string" ? escapeFormula(field) : field);
  return stringify([safe], { quoted: true, quoted_empty: true, record_delimiter: "windows" });
}

/** Returns a text with an apostrophe before each formula; a lone hyphen, which means "no score" in Moodle, is none. */
export function escapeFormula(text: string): string {
  return text === "-" ? text : text.replaceAll(FORMULA, "$1'");
}
