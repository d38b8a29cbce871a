import type { Page } from "playwright-core";
import {
  type Cell,
  GRUCell,
  type Init,
  jacobianPaths,
  LSTMCell,
  type Matrix,
  normal,
  orthogonal,
  Readout,
  RNNCell,
  seeded,
  sequenceLoss,
  unroll,
  Vocabulary,
} from "rnn";
import { diverging } from "../../lib/plot/colors.ts";
import { largest } from "../../lib/extent.ts";

const CELLS = {
  RNN: { Type: RNNCell, weights: "Whh" },
  LSTM: { Type: LSTMCell, weights: "Whg" },
  GRU: { Type: GRUCell, weights: "Whn" },
};
const UNITS = 9;

/** The terms of the gradient for a word, as the first page describes their network. */
export class ExpectedTerms {
  readonly #term: (t: number, k: number) => Matrix;
  readonly #letters: string[];

  /** Computes the terms by the library. */
  constructor(word: string, cell: keyof typeof CELLS, scale: number) {
    const { Type, weights } = CELLS[cell];
    const alphabet = new Vocabulary("abcdefghijklmnopqrstuvwxyz." + word), random = seeded(1);
    const init: Init = (rows, cols, random) =>
      (rows === UNITS && cols === UNITS ? orthogonal(scale) : normal(0.5))(rows, cols, random);
    const network = new Type(alphabet.size, UNITS, random, init) as Cell;
    const readout = new Readout(UNITS, alphabet.size, random, init);
    const trace = unroll(network, alphabet.oneHot(word));
    this.#letters = [...word];
    const targets = [...this.#letters.slice(1), "."].flatMap((letter) => alphabet.encode(letter));
    const { direct } = sequenceLoss(readout, trace, targets);
    const paths = jacobianPaths(network, trace, direct);
    this.#term = (t, k) => paths.term(t, k)[weights];
  }

  /** The entries of a term, row by row. */
  entries(t: number, k: number): number[] {
    return [...this.#term(t, k).data];
  }

  /** The colours of a term in a heat map. */
  colors(t: number, k: number): string[] {
    const entries = this.entries(t, k), most = largest(entries.map(Math.abs));
    return entries.map((entry) => diverging(entry / most));
  }

  /** The titles of the squares of the map. */
  titles(): string[] {
    return this.#letters.flatMap((row, t) =>
      this.#letters.slice(0, t + 1).map((column, k) => {
        const norm = Number(this.#term(t + 1, k + 1).norm().toPrecision(3));
        return `t = ${t + 1} (${row}), k = ${k + 1} (${column}): ${norm}`.replace("e-", "e−");
      })
    );
  }
}

const PLACE = "document.querySelector('[data-home]')";

/** The part of the first page that computes, as a reader uses it. */
export class HomePage {
  constructor(readonly page: Page) {}

  /** Waits until the pictures show the last change. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(
      `${PLACE}.dataset.ms !== undefined && ${PLACE}.ariaBusy === "false"`,
    );
  }

  /** Types a word in place of the last one, and waits for the pictures. */
  async type(word: string): Promise<void> {
    await this.page.locator(".home input[name=word]").fill(word);
    await this.settled();
  }

  /** Chooses a network. */
  async choose(cell: string): Promise<void> {
    await this.page.locator(".home-cells label", { hasText: new RegExp(`^${cell}$`) }).click();
    await this.settled();
  }

  /** Moves the slider. */
  async scale(value: number): Promise<void> {
    await this.page.locator(".home input[name=scale]").fill(String(value));
    await this.settled();
  }

  /** Presses the square of a term. */
  async press(t: number, k: number): Promise<void> {
    await this.square(t, k).click();
    await this.settled();
  }

  /** The square of a term in the grid. */
  square(t: number, k: number) {
    return this.page.locator(".home [role=row]").nth(t - 1).locator("[role=gridcell]").nth(k - 1);
  }

  /** The titles of the squares in the picture of the map. */
  titles(): Promise<string[]> {
    return this.page.locator("[data-picture=map] rect > title").allTextContents();
  }

  /** The colours of the matrix. */
  colors(): Promise<string[]> {
    return this.page.evaluate(
      `[...document.querySelectorAll("[data-picture=term] g > rect")].slice(0, ${UNITS ** 2})` +
        ".map((rect) => rect.getAttribute('fill'))",
    );
  }

  /** The text of a picture. */
  async text(picture: string): Promise<string> {
    return (await this.page.locator(`[data-picture=${picture}] svg text`).allTextContents())
      .join(" ");
  }

  /** Returns what a screen reader hears after the last change. */
  async status(): Promise<string> {
    await this.page.waitForTimeout(700); // it is told half a second after the last change
    return await this.page.locator(".home [role=status]").innerText();
  }
}
