import type { Check, ProblemSet } from "./check.ts";
import type { Finding } from "./examine.ts";

const SIGNS = { "pass": "✓", "almost": "≈", "not yet": "✗" };
const COLORS = { "pass": "#009e73", "almost": "#e69f00", "not yet": "#d55e00" }; // told apart by the colour-blind

/** What a student has reached in a set, in this kernel. */
export interface Reached {
  items: number;
  points: number;
}

/** What a check shows: the status, what is wrong, the named mistake, the next hint, and how far the set is. */
export class Box {
  /** Of a finding, after so many tries. */
  constructor(
    readonly set: ProblemSet,
    readonly check: Check,
    readonly finding: Finding,
    readonly reached: Reached,
    /** How many times this item has been tried without a pass: each try opens the next hint. */
    readonly tries: number,
  ) {}

  /** The lines of the box as text. */
  get lines(): string[] {
    const { finding, check } = this;
    const head = `${
      SIGNS[finding.status]
    } ${finding.id}: ${finding.status}, ${finding.earned} of ${finding.points} points`;
    if (finding.status === "pass") return [head, check.shows, this.progress];
    const level = Math.min(this.tries, check.hints.length) - 1;
    return [
      head,
      ...(finding.says ? [finding.says] : []),
      ...(finding.mistake ? [`${finding.mistake.name}: ${finding.mistake.hint}`] : []),
      `Hint ${level + 1} of ${check.hints.length}: ${check.hints[level]}`,
      this.progress,
    ];
  }

  /** How far the set is, in this notebook. */
  get progress(): string {
    const { checks, id } = this.set;
    const points = checks.reduce((sum, { points }) => sum + points, 0);
    const { reached } = this;
    return `${id}: ${reached.items} of ${checks.length} items, ${reached.points} of ${points} points (feedback, not the grade)`;
  }

  /** Shows itself in a notebook. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const [head, ...rest] = this.lines;
    const color = COLORS[this.finding.status];
    const bar =
      `<progress max="${this.set.checks.length}" value="${this.reached.items}" style="vertical-align:middle"></progress> `;
    const body = rest.map((line, n) => {
      const text = escapeHtml(line);
      return `<div style="margin-top:4px">${n === rest.length - 1 ? bar : ""}${text}</div>`;
    });
    const html = `<div style="border-left:5px solid ${color};padding:6px 12px;max-width:46em">` +
      `<strong>${escapeHtml(head)}</strong>${body.join("")}</div>`;
    return { "text/html": html, "text/plain": this.lines.join("\n") };
  }

  /** Shows itself in a terminal. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.lines.join("\n");
  }
}

/** Text as HTML: whatever a student wrote stays text. */
export function escapeHtml(text: string): string {
  const signs: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => signs[sign]);
}
