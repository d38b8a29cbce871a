import { escapeHtml } from "../judge/box.ts";
import type { Finding } from "../judge/examine.ts";
import { findCheck } from "../../exercises/checks/mod.ts";
import { type Result, scoreOf } from "../class/result.ts";

const STYLE =
  `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:52em;margin:2em auto;padding:0 1em}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.4em .8em .4em 0;border-bottom:1px solid #8886}
.bar{display:inline-block;height:.7em;background:#0072b2}.number{text-align:right;white-space:nowrap}code{white-space:pre-wrap}`;
const SIGNS = { "pass": "✓ pass", "almost": "≈ almost", "not yet": "✗ not yet" };

/** A page without script and without anything from elsewhere; whatever students wrote in it is escaped. */
function page(title: string, body: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width"><title>${
    escapeHtml(title)
  }</title><style>${STYLE}</style></head>
<body><h1>${escapeHtml(title)}</h1>${body}</body></html>
`;
}

/** One student's report: each item with what is wrong, the mistake by its name, and what helps. */
export function studentPage(result: Result): string {
  const rows = result.items.map(({ id, points, earned, status, says, mistake }) => {
    const { check } = findCheck(id);
    const notes = [
      escapeHtml(check.shows),
      ...(says ? [`<code>${escapeHtml(says)}</code>`] : []),
      ...(mistake ? [`${escapeHtml(mistake.name)}: ${escapeHtml(mistake.hint)}`] : []),
      ...(status !== "pass" && !mistake ? [`Hint: ${escapeHtml(check.hints[0])}`] : []),
    ];
    return `<tr><td>${escapeHtml(id)}</td><td style="white-space:nowrap">${SIGNS[status]}</td>` +
      `<td class="number">${earned} of ${points}</td><td>${notes.join("<br>")}</td></tr>`;
  });
  const notes = [...result.remarks, ...result.typeErrors];
  const list = notes.map((note) => `<li><code>${escapeHtml(note)}</code></li>`).join("");
  const head =
    "<tr><th>item</th><th>status</th><th>points</th><th>what it shows, what is wrong</th></tr>";
  return page(
    `${result.student}, ${result.set || result.path}: ${scoreOf(result)}`,
    (rows.length > 0 ? `<table>${head}${rows.join("")}</table>` : "") +
      (list && `<h2>Noticed</h2><ul>${list}</ul>`),
  );
}

/** The class: every score, and how often each item fails and by which mistake. */
export function classPage(results: Result[], fileOf: (result: Result) => string): string {
  const scores = results.map((result) =>
    `<tr><td><a href="${escapeHtml(fileOf(result))}">${escapeHtml(result.student)}</a></td>` +
    `<td>${escapeHtml(result.set || result.path)}</td><td>${escapeHtml(scoreOf(result))}</td></tr>`
  );
  const head = "<tr><th>item</th><th>failed</th><th>most often</th></tr>";
  return page(
    "Class report",
    `<h2>Items, by how often they fail</h2><table>${head}${itemRows(results).join("")}</table>` +
      `<h2>Scores</h2><table><tr><th>student</th><th>set</th><th>score</th></tr>${
        scores.join("")
      }</table>`,
  );
}

function itemRows(results: Result[]): string[] {
  const groups = Map.groupBy(results.flatMap(({ items }) => items), ({ id }) => id);
  return [...groups].map(([id, items]) => {
    const failed = items.filter(({ earned, points }) => earned < points);
    const mistakes = Map.groupBy(failed, reasonOf);
    const often = [...mistakes].map(([name, { length }]) => ({ name, length }))
      .sort((a, b) => b.length - a.length).slice(0, 3);
    const share = failed.length / items.length;
    return { id, share, failed: failed.length, of: items.length, often };
  }).sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1)).map(
    ({ id, share, failed, of, often }) => {
      const names = often.map(({ name, length }) => `${escapeHtml(name)} (${length})`).join(", ");
      const bar = `<span class="bar" style="width:${Math.round(share * 100)}px"></span>`;
      return `<tr><td>${
        escapeHtml(id)
      }</td><td>${failed} of ${of} ${bar}</td><td>${names}</td></tr>`;
    },
  );
}

/** What an item failed by, in two words or three. */
function reasonOf({ mistake, says = "" }: Finding): string {
  if (mistake) return mistake.name;
  return says.endsWith("is not written yet") ? "not written" : "no named mistake";
}
