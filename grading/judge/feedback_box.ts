import { escapeHtml } from "../../lib/notebook/html.ts";
import { type Check, pointsOf, type ProblemSet } from "./check.ts";
import type { Finding } from "./examine.ts";
import { FINDING_TYPE } from "./item_result.ts";

const SIGNS = { "pass": "✓", "almost": "≈", "not yet": "✗" };
const COLORS = { "pass": "#009e73", "almost": "#e69f00", "not yet": "#d55e00" }; // distinct for colour-blind readers

/** A student's progress in a set, in this kernel and, in a page, in earlier visits. */
export interface Progress {
  items: number;
  points: number;
}

/** The feedback of a check: status, what is wrong, the named mistake, the next hint, and the progress in the set. */
export class FeedbackBox {
  /** Makes the box of a finding. */
  constructor(
    readonly set: ProblemSet,
    readonly check: Check,
    readonly finding: Finding,
    readonly progress: Progress,
    /** The number of tries of this item without a pass; each reveals the next hint, but the last one stays folded. */
    readonly tries: number,
    /** A sentence about the version of the functions that was judged, or "". */
    readonly version = "",
  ) {}

  /** The lines of the box as text. */
  get lines(): string[] {
    const { check } = this, version = this.version ? [this.version] : [];
    const { id, status, earned, points, message, mistake } = this.finding;
    const head = `${SIGNS[status]} ${id}: ${status}, ${earned} of ${points} points`;
    if (status === "pass") return [head, check.summary, ...version, this.#progressLine];
    return [
      head,
      ...(message ? [message] : []),
      ...(mistake ? [`${mistake.name}: ${mistake.hint}`] : []),
      ...version,
      ...this.#hintLines,
      this.#progressLine,
    ];
  }

  /** The hint that the tries have earned: none before the first. */
  get #hintLines(): string[] {
    const { hints } = this.check, level = Math.min(this.tries, hints.length);
    return level > 0 ? [`${this.#hintTitle}: ${hints[level - 1]}`] : [];
  }

  get #hintTitle(): string {
    const { hints } = this.check;
    return `Hint ${Math.min(this.tries, hints.length)} of ${hints.length}`;
  }

  /** Returns a line as HTML; the last hint, which names the place in the code, is folded. */
  #htmlOf(line: string): string {
    const { hints } = this.check, [hint] = this.#hintLines;
    if (line !== hint || this.tries < hints.length) return escapeHtml(line); // it may contain what a student wrote
    const summary = `<summary>${this.#hintTitle}: show it</summary>`;
    return `<details>${summary}${escapeHtml(hints[hints.length - 1])}</details>`;
  }

  get #progressLine(): string {
    const { items, points } = this.progress, { id, checks } = this.set, all = pointsOf(this.set);
    const count = `${items} of ${checks.length} items, ${points} of ${all} points`;
    return `${id}: ${count} (feedback, not the grade)`;
  }

  /** Shows the box in a notebook. */
  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    const [head, ...rest] = this.lines.map((line) => this.#htmlOf(line));
    const bar = `<progress max="${this.set.checks.length}" value="${this.progress.items}"` +
      ` style="vertical-align:middle"></progress> `;
    const body = rest.map((line, n) =>
      `<div style="margin-top:4px">${n === rest.length - 1 ? bar : ""}${line}</div>`
    );
    const style = `border-left:5px solid ${COLORS[this.finding.status]};padding:6px 12px;` +
      "max-width:46em";
    const html = `<div style="${style}"><strong>${head}</strong>${body.join("")}</div>`;
    const data = { ...this.finding, tries: this.tries };
    return { "text/html": html, "text/plain": this.lines.join("\n"), [FINDING_TYPE]: data };
  }

  /** Shows the box in a terminal. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.lines.join("\n");
  }
}
