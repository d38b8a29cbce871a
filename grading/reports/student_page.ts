import safeHtml from "html-template-tag";
import { findCheck } from "../../exercises/checks/mod.ts";
import { type Result, scoreOf } from "../class/result.ts";
import type { Finding } from "../judge/examine.ts";
import { hintOf } from "../judge/hint.ts";
import { itemName, page, tableOf } from "./page.ts";

const SIGNS = { "pass": "✓ pass", "almost": "≈ almost", "not yet": "✗ not yet" };

/** Returns one student's report: for each item what it shows or what is wrong, with the mistake by name or a hint. */
export function studentPage(result: Result): string {
  const notes = [...result.remarks, ...result.typeErrors].map((note) =>
    safeHtml`<li><code>${note}</code></li>`
  );
  const rows = result.items.map(itemRow), of = [result.student, result.set || result.path];
  return page(
    `${of.filter(Boolean).join(", ")}: ${scoreOf(result)}`,
    (result.next ? safeHtml`<p>${result.next}</p>` : "") +
      (rows.length > 0
        ? tableOf(["item", "status", "points", "what it shows, what is wrong"], rows)
        : "") +
      (notes.length > 0 ? `<h2>Notes</h2><ul>${notes.join("")}</ul>` : ""),
  );
}

function itemRow(finding: Finding): string[] {
  const { id, points, earned, status, message } = finding;
  const { check } = findCheck(id), hint = hintOf(check, finding);
  const lines = [
    ...(status === "pass" ? [safeHtml`${check.summary}`] : []), // which names the solution of some items
    ...(message ? [safeHtml`<code>${message}</code>`] : []),
    ...(hint ? [safeHtml`${hint}`] : []),
  ];
  return [itemName(id), SIGNS[status], `${earned} of ${points}`, lines.join("<br>")];
}
