import { escapeHtml } from "../../lib/notebook/html.ts";
import type { Finding } from "../judge/examine.ts";
import type { Result } from "../class/result.ts";

/** Yields JUnit's XML: a suite for each notebook, a case for each item with its points as properties. */
export function* junitOf(results: Result[]): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="unrolled">\n`;
  for (const result of results) yield `${suiteOf(result)}\n`;
  yield "</testsuites>\n";
}

/** An ungradable notebook is an error, not a failure. */
function suiteOf({ student, set, path, items, status, reason }: Result): string {
  const name = xml(`${student} ${set || path}`);
  const failures = items.filter(({ earned, points }) => earned < points).length;
  const cases = items.map((item) => caseOf(item, name));
  const errors = status === "ungradable"
    ? [
      `    <testcase name="gradable" classname="${name}"><error message="${
        xml(reason ?? "")
      }"/></testcase>`,
    ]
    : [];
  const counts = `tests="${
    cases.length + errors.length
  }" failures="${failures}" errors="${errors.length}"`;
  const body = [...cases, ...errors].join("\n");
  return `  <testsuite name="${name}" ${counts}>\n${body}\n  </testsuite>`;
}

function caseOf({ id, points, earned, message = "" }: Finding, classname: string): string {
  const properties = `<properties><property name="points" value="${points}"/>` +
    `<property name="earned" value="${earned}"/></properties>`;
  const failure = earned < points ? `<failure message="${xml(message)}"/>` : "";
  return `    <testcase name="${
    xml(id)
  }" classname="${classname}">${properties}${failure}</testcase>`;
}

/** Escapes text for XML, which cannot represent most control characters. */
function xml(text: string): string {
  // deno-lint-ignore no-control-regex
  return escapeHtml(text.replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, ""));
}
