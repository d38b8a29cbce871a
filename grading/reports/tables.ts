import type { Result } from "../class/result.ts";

/** One line a notebook, one column an item of its set; what a spreadsheet would take for a formula stays text. */
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
  return [head, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

function field(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** JUnit's XML: a suite a notebook, a case an item with its points as a property; ungradable is an error, not a failure. */
export function junitOf(results: Result[]): string {
  const suites = results.map((result) => {
    const { student, set, path, items, status, reason } = result;
    const name = xml(`${student} ${set || path}`);
    const failures = items.filter(({ earned, points }) => earned < points).length;
    const errors = status === "ungradable" ? 1 : 0;
    const cases = items.map(({ id, points, earned, says = "" }) => {
      const properties = `<properties><property name="points" value="${points}"/>` +
        `<property name="earned" value="${earned}"/></properties>`;
      const failure = earned < points ? `<failure message="${xml(says)}"/>` : "";
      return `    <testcase name="${
        xml(id)
      }" classname="${name}">${properties}${failure}</testcase>`;
    });
    if (errors > 0) {
      cases.push(
        `    <testcase name="gradable" classname="${name}"><error message="${
          xml(reason ?? "")
        }"/></testcase>`,
      );
    }
    const head = `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
    return `  <testsuite name="${name}" ${head}>\n${cases.join("\n")}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="unrolled">\n${
    suites.join("\n")
  }\n</testsuites>\n`;
}

function xml(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // deno-lint-ignore no-control-regex -- XML has no way to hold these
  return text.replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "").replaceAll(
    /[&<>"]/g,
    (sign) => signs[sign],
  );
}
