import { stringify } from "csv-stringify/sync";
import type { Result } from "../class/result.ts";

/** Returns one line for each notebook and one column for each item; text that a spreadsheet would run as a formula is escaped. */
export function csvOf(results: Result[]): string {
  const ids = [...new Set(results.flatMap(({ items }) => items.map(({ id }) => id)))].sort();
  const head = ["student", "set", "status", "earned", "possible", ...ids, "remarks"];
  const rows = results.map((result) => {
    const graded = result.status === "graded";
    const earned = new Map(result.items.map(({ id, earned }) => [id, earned]));
    const remarks = [result.reason, ...result.remarks].filter(Boolean).join("; ");
    return [
      ...[result.student, result.set, result.status],
      ...[graded ? result.earned : "", graded ? result.possible : ""],
      ...ids.map((id) => earned.get(id) ?? ""),
      remarks,
    ];
  });
  return stringify([head, ...rows], {
    escape_formulas: true,
    record_delimiter: "windows",
    quote_record_delimiter: true, // a lone \r or \n in a field too
  });
}
