/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { make } from "./elements.ts";
import { errorBox } from "./render_output.ts";

/** The place of a picture that the kernel draws again and again; it keeps its size from one picture to the next. */
export class LivePicture {
  readonly element = make("div", { className: "live-picture" });
  #width = 0; // of the largest picture so far
  #height = 0;

  /** Lets the keyboard scroll a picture that is wider than its place, as on a phone. */
  constructor() {
    const { element } = this;
    new ResizeObserver(() => {
      if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
      else element.removeAttribute("tabindex");
    }).observe(element);
  }

  /** Replaces the picture at once, without a moment in which there is none. */
  draw(html: string): void {
    this.element.replaceChildren(make("template", { innerHTML: html }).content);
    this.element.style.minHeight = "";
    this.#keepSize();
  }

  /** Shows an error instead of the picture, unless it is there already: it would be read out again. */
  fail(lines: string[]): void {
    const shown = this.element.querySelector(".live-error");
    if (shown?.textContent === lines.join("\n")) return;
    this.element.style.minHeight = `${this.element.offsetHeight}px`;
    this.element.replaceChildren(errorBox(lines));
  }

  /** Makes a picture as large as the largest one so far, so that nothing moves. */
  #keepSize(): void {
    const svg = this.element.querySelector<SVGSVGElement>("svg[role=img]");
    if (!svg) return;
    const { width, height } = svg.viewBox.baseVal;
    this.#width = Math.max(this.#width, width);
    this.#height = Math.max(this.#height, height);
    svg.setAttribute("width", `${this.#width}`);
    svg.setAttribute("height", `${this.#height}`);
    svg.setAttribute("viewBox", `0 0 ${this.#width} ${this.#height}`);
  }
}
