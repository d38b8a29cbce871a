/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { sumOfPoints } from "../../../grading/judge/check.ts";
import { type ItemResult, pointsFor } from "../../../grading/judge/item_result.ts";
import { make } from "../elements.ts";

/** A problem set as the build writes it into the pages of the exercises. */
export interface SetSummary {
  id: string;
  title: string;
  items: { id: string; points: number }[];
}

/** Returns the problem sets of the course. */
export function courseSets(): SetSummary[] {
  const script = document.querySelector<HTMLScriptElement>("script[data-sets]")!;
  return JSON.parse(script.dataset.sets!);
}

/** The number of items that have passed, and the points earned, among all. */
export interface SetProgress {
  items: number;
  points: number;
  allItems: number;
  allPoints: number;
}

/** Counts the items that have passed, and adds up the points. */
export function progressOf(
  items: SetSummary["items"],
  results: Record<string, ItemResult>,
): SetProgress {
  const passed = items.filter(({ id }) => results[id]?.status === "pass");
  const earned = items.map(({ id, points }) => ({ earned: pointsFor(points, results[id]) }));
  return {
    ...{ items: passed.length, points: sumOfPoints(earned), allItems: items.length },
    allPoints: items.reduce((sum, { points }) => sum + points, 0),
  };
}

/** A bar with the progress in words beside it. */
export class ProgressBar {
  readonly #bar = make("progress");
  readonly #text = make("span");
  readonly element = make("div", { className: "work-bar" }, this.#bar, this.#text);

  /** `name` is that of the bar, for readers who do not see it. */
  constructor(name: string) {
    this.#bar.ariaLabel = name;
  }

  /** Shows progress. */
  show({ items, points, allItems, allPoints }: SetProgress): void {
    Object.assign(this.#bar, { max: allPoints, value: points });
    this.#text.textContent = `${items} of ${allItems} items, ${points} of ${allPoints} points`;
  }
}
