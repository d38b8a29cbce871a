import { inspect } from "node-inspect-extracted";
import { largest } from "../../lib/extent.ts";

/** Formats rows as a table with a border, as the console of Node does; returns anything but an object as it is. */
export function tableText(rows: unknown, columns?: string[]): unknown {
  if (typeof rows !== "object" || rows === null) return rows;
  if (rows instanceof Map) {
    const pairs = [...rows];
    return bordered([
      ["(iteration index)", "Key", "Values"],
      ...pairs.map(([key, value], n) => [`${n}`, cellText(key), cellText(value)]),
    ]);
  }
  if (rows instanceof Set) {
    const lines = [...rows].map((value, n) => [`${n}`, cellText(value)]);
    return bordered([["(iteration index)", "Values"], ...lines]);
  }
  return tableOf(Object.entries(rows), columns);
}

function tableOf(rows: [index: string, row: unknown][], columns?: string[]): string {
  const records = rows.map(([, row]) => row).filter(isRecord);
  // an object has its keys in the order of a table: numbers first
  const names = columns ?? Object.keys(Object.assign({}, ...records)),
    hasPlain = records.length < rows.length;
  const lines = rows.map(([index, row]) => [
    index,
    ...names.map((name) => isRecord(row) && Object.hasOwn(row, name) ? cellText(row[name]) : ""),
    ...(hasPlain ? [isRecord(row) ? "" : cellText(row)] : []),
  ]);
  return bordered([["(index)", ...names, ...(hasPlain ? ["Values"] : [])], ...lines]);
}

function isRecord(row: unknown): row is Record<string, unknown> {
  return typeof row === "object" && row !== null;
}

/** Formats a value in one line; objects with more than two fields are only named. */
function cellText(value: unknown): string {
  const isLarge = isRecord(value) && !Array.isArray(value) && Object.keys(value).length > 2;
  const options = { depth: isLarge ? -1 : 0, maxArrayLength: 3, breakLength: Infinity };
  return inspect(value, options);
}

function bordered(lines: string[][]): string {
  const [head, ...body] = lines;
  const widths = head.map((_, n) => 2 + largest(lines.map((line) => line[n].length)));
  const row = (cells: string[]) =>
    `│${cells.map((cell, n) => ` ${cell}`.padEnd(widths[n])).join("│")}│`;
  const rule = (left: string, middle: string, right: string) =>
    `${left}${widths.map((width) => "─".repeat(width)).join(middle)}${right}`;
  return [
    rule("┌", "┬", "┐"),
    row(head),
    rule("├", "┼", "┤"),
    ...body.map(row),
    rule("└", "┴", "┘"),
  ].join("\n");
}
