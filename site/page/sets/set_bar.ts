/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { ItemResult } from "../../../grading/judge/item_result.ts";
import type { CodeCell } from "../code_cell.ts";
import { make } from "../elements.ts";
import { ProgressBar, progressOf, type SetSummary } from "./set_summary.ts";

const SIGNS: Record<ItemResult["status"], string> = { "pass": "✓", "almost": "≈", "not yet": "✗" };

/** The progress in a set, at the top of its page, with a link to each item. */
export class SetBar {
  readonly #bar = new ProgressBar("Points in this set");
  readonly #links = new Map<string, HTMLAnchorElement>();
  readonly #remark = make("p", { className: "work-remark" });

  /** Adds the bar below the page's title. */
  constructor(readonly set: SetSummary, cells: CodeCell[]) {
    const list = make("ol", { className: "work-items", ariaLabel: "Items" });
    for (const { id } of set.items) {
      const cell = cells.find(({ original }) => original.includes(`check("${id}"`))!;
      const link = this.#linkTo(cell.box.closest("section")!);
      this.#links.set(id, link);
      list.append(make("li", {}, link));
    }
    this.#bar.element.role = "status";
    const box = make("section", { className: "work-box", ariaLabel: "Your progress" });
    box.append(this.#bar.element, list, this.#remark);
    document.querySelector("article h1")!.after(box);
    this.#say("Kept in this browser. It is feedback, not a grade. ");
  }

  /** Shows the results of the set's items. */
  show(results: Record<string, ItemResult>): void {
    this.#bar.show(progressOf(this.set.items, results));
    for (const [n, { id }] of this.set.items.entries()) {
      const status = results[id]?.status, link = this.#links.get(id)!;
      link.textContent = status ? `${n + 1} ${SIGNS[status]}` : `${n + 1}`;
      link.dataset.status = status ?? "";
      link.ariaLabel = `Item ${n + 1}, ${link.title}: ${status ?? "not checked"}`;
    }
  }

  /** Says that the browser cannot keep the results. */
  warn(): void {
    this.#say("This browser cannot keep your results: they are lost when you leave the page. ");
  }

  #say(text: string): void {
    const link = make("a", { href: "index.html" }, "All sets, and a copy of your work");
    this.#remark.replaceChildren(text, link);
  }

  #linkTo(section: Element): HTMLAnchorElement {
    const heading = section.querySelector("h2")!.cloneNode(true) as HTMLElement;
    heading.querySelector(".headerlink")?.remove();
    return make("a", {
      href: `#${section.id}`,
      title: heading.textContent!.replace(/^\d+\. /, ""),
    });
  }
}
