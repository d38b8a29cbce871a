/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { make } from "../elements.ts";

/** The keys that move to another square, and by how many steps of t and k. */
const MOVES: Record<string, [t: number, k: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** The squares of a t×k map as a grid that pointers and the keyboard can use, in front of the picture. */
export class TermGrid {
  #t = 1;
  #k = 1;
  #cells: HTMLElement[][] = [];

  /** Uses an empty element in front of the picture; `choose` hears of the chosen term. */
  constructor(
    readonly element: HTMLElement,
    readonly picture: HTMLElement,
    readonly choose: (t: number, k: number) => void,
  ) {
    element.addEventListener("click", ({ target }) => this.#click(target as HTMLElement));
    element.addEventListener("keydown", (event) => this.#press(event));
  }

  /** The number of time steps. */
  get length(): number {
    return this.#cells.length;
  }

  /** Fits the grid to the map that the picture shows, with the term (t, k) chosen. */
  show(t: number, k: number): void {
    const titles = [...this.picture.querySelectorAll("rect > title")];
    const length = (Math.sqrt(8 * titles.length + 1) - 1) / 2; // 1 + 2 + … + length squares
    if (length !== this.length) this.#build(length);
    this.#cells.flat().forEach((cell, n) => cell.title = titles[n].textContent!);
    this.#place(titles[0].parentElement!, titles.at(-1)!.parentElement!);
    this.#mark(t, k);
  }

  /** Describes the chosen term. */
  get description(): string {
    return this.#cells[this.#t - 1][this.#k - 1].title;
  }

  /** Chooses the neighbour of the chosen term that is some steps away, if there is one. */
  move(t: number, k: number): void {
    const row = this.#t + t, column = t < 0 ? Math.min(this.#k, row) : this.#k + k;
    if (this.#cells[row - 1]?.[column - 1]) this.#go(row, column);
  }

  #build(length: number): void {
    const had = this.element.contains(document.activeElement);
    this.#cells = Array.from({ length }, (_, n) =>
      Array.from({ length: n + 1 }, () => {
        const cell = make("div", { tabIndex: -1 });
        cell.role = "gridcell";
        return cell;
      }));
    this.element.style.setProperty("--steps", String(length));
    this.element.replaceChildren(...this.#cells.map((cells) => {
      const row = make("div", {}, ...cells);
      row.role = "row";
      return row;
    }));
    if (had) this.#cells[length - 1][0].focus();
  }

  /** Puts the grid on the squares from the first to the last, in parts of the picture, which may be scaled. */
  #place(first: Element, last: Element): void {
    const whole = this.picture.getBoundingClientRect();
    const [{ left, top }, { right, bottom }] = [first, last].map((r) => r.getBoundingClientRect());
    const percent = (part: number, all: number) => `${100 * part / all}%`;
    Object.assign(this.element.style, {
      left: percent(left - whole.left, whole.width),
      top: percent(top - whole.top, whole.height),
      width: percent(right - left, whole.width),
      height: percent(bottom - top, whole.height),
    });
  }

  #mark(t: number, k: number): void {
    const old = this.#cells[this.#t - 1]?.[this.#k - 1];
    if (old) Object.assign(old, { tabIndex: -1, ariaSelected: "false" });
    [this.#t, this.#k] = [t, k];
    Object.assign(this.#cells[t - 1][k - 1], { tabIndex: 0, ariaSelected: "true" });
  }

  #click(target: HTMLElement): void {
    const t = this.#cells.findIndex((row) => row.includes(target)) + 1;
    if (t > 0) this.#go(t, this.#cells[t - 1].indexOf(target) + 1);
  }

  #press(event: KeyboardEvent): void {
    const move = MOVES[event.key];
    if (move) this.move(...move);
    else if (event.key === "Home") this.#go(this.#t, 1);
    else if (event.key === "End") this.#go(this.#t, this.#t);
    else if (/^(Enter| )$/.test(event.key)) this.#go(this.#t, this.#k);
    else return;
    event.preventDefault();
    this.#cells[this.#t - 1][this.#k - 1].focus();
  }

  #go(t: number, k: number): void {
    this.#mark(t, k);
    this.choose(t, k);
  }
}
