// The tag escapes strings; an array, or a value after a second $, is HTML already. It is not called html, because deno fmt
// would change the spaces of such templates.
import safeHtml from "html-template-tag";
import { findCheck } from "../../exercises/checks/mod.ts";
import type { Finding } from "../judge/examine.ts";
import { type Presented, type Result, scoreOf } from "../class/result.ts";
import type { OtherFile } from "../class/submitted_files.ts";

const STYLE =
  `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:52em;margin:2em auto;padding:0 1em}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.4em .8em .4em 0;border-bottom:1px solid #8886}
.bar{display:inline-block;height:.7em;background:#0072b2}.number{text-align:right;white-space:nowrap}code{white-space:pre-wrap}`;
const SIGNS = { "pass": "✓ pass", "almost": "≈ almost", "not yet": "✗ not yet" };

/** Returns a page without scripts and without external resources. */
function page(title: string, body: string): string {
  return safeHtml`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>${title}</title><style>$${STYLE}</style></head>
<body><h1>${title}</h1>$${body}</body></html>
`;
}

/** Returns one student's report: for each item what is wrong, the mistake by name, and a hint. */
export function studentPage(result: Result): string {
  const rows = result.items.map(itemRow);
  const head =
    "<tr><th>item</th><th>status</th><th>points</th><th>what it shows, what is wrong</th></tr>";
  const notes = [...result.remarks, ...result.typeErrors].map((note) =>
    safeHtml`<li><code>${note}</code></li>`
  );
  return page(
    `${result.student}, ${result.set || result.path}: ${scoreOf(result)}`,
    (rows.length > 0 ? `<table>${head}${rows.join("")}</table>` : "") +
      (notes.length > 0 ? `<h2>Notes</h2><ul>${notes.join("")}</ul>` : ""),
  );
}

function itemRow({ id, points, earned, status, message, mistake }: Finding): string {
  const { check } = findCheck(id);
  const lines = [
    safeHtml`${check.summary}`,
    ...(message ? [safeHtml`<code>${message}</code>`] : []),
    ...(mistake ? [safeHtml`${mistake.name}: ${mistake.hint}`] : []),
    ...(status !== "pass" && !mistake ? [safeHtml`Hint: ${check.hints[0]}`] : []),
  ].join("<br>");
  return safeHtml`<tr><td>${id}</td><td style="white-space:nowrap">${SIGNS[status]}</td>` +
    safeHtml`<td class="number">${String(earned)} of ${String(points)}</td><td>$${lines}</td></tr>`;
}

/** Returns the report of a class: how often each item fails and by which mistakes, every score, and every other file. */
export function classPage(results: Presented[], others: OtherFile[]): string {
  const scores = results.map((result) =>
    safeHtml`<tr><td><a href="students/${result.file}.html">${result.student}</a></td>` +
    safeHtml`<td>${result.set || result.path}</td><td>${scoreOf(result)}</td></tr>`
  );
  const files = others.map(({ student, path, reason }) =>
    safeHtml`<tr><td>${student}</td><td>${path}</td><td>${reason}</td></tr>`
  );
  const head = "<tr><th>item</th><th>failed</th><th>most common mistakes</th></tr>";
  return page(
    "Class report",
    safeHtml`<h2>Items by failure rate</h2><table>$${head}${failureRows(results)}</table>` +
      safeHtml`<h2>Scores</h2><table><tr><th>student</th><th>set</th><th>score</th></tr>${scores}</table>` +
      (files.length > 0
        ? safeHtml`<h2>Not graded</h2><table><tr><th>student</th><th>file</th><th>reason</th></tr>${files}</table>`
        : ""),
  );
}

function failureRows(results: Result[]): string[] {
  const groups = Map.groupBy(results.flatMap(({ items }) => items), ({ id }) => id);
  const rows = [...groups].map(([id, items]) => {
    const failed = items.filter(({ earned, points }) => earned < points);
    const mistakes = [...Map.groupBy(failed, mistakeName)].map(([name, { length }]) => ({
      name,
      length,
    }))
      .sort((a, b) => b.length - a.length).slice(0, 3)
      .map(({ name, length }) => `${name} (${length})`).join(", ");
    return {
      id,
      share: failed.length / items.length,
      failed: failed.length,
      of: items.length,
      mistakes,
    };
  });
  return rows.sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1)).map(
    ({ id, share, failed, of, mistakes }) =>
      safeHtml`<tr><td>${id}</td><td>${String(failed)} of ${String(of)} ` +
      safeHtml`<span class="bar" style="width:${String(Math.round(share * 100))}px"></span></td>` +
      safeHtml`<td>${mistakes}</td></tr>`,
  );
}

function mistakeName({ mistake, message = "" }: Finding): string {
  if (mistake) return mistake.name;
  return message.endsWith("is not written yet") ? "not written" : "no named mistake";
}
