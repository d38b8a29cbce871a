/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { MimeBundle } from "../../kernel/protocol.ts";
import { duration } from "../elements.ts";
import { fillWith } from "../render_output.ts";
import { load } from "../load.ts";
import { cellSource } from "./cell_source.ts";
import { NewestRun } from "./newest_run.ts";
import {
  type CellName,
  DEFAULTS,
  PICTURES,
  readWord,
  type Settings,
  TermChoice,
} from "./settings.ts";
import { TermGrid } from "./term_grid.ts";

const QUIET = 500; // milliseconds without a change, after which a screen reader hears of the last one
const PAUSE = 400; // milliseconds on each step of the way back

/** The part of the first page that computes: its controls, the pictures, and the cell that draws them. */
export class Explorer {
  #settings: Settings = DEFAULTS;
  #remark = "";
  #quiet?: ReturnType<typeof setTimeout>;
  #playing?: ReturnType<typeof setInterval>;
  #code?: (source: string) => void;
  readonly #term = new TermChoice();
  readonly #runs = new NewestRun();
  readonly #form: HTMLFormElement;
  readonly #grid: TermGrid;

  /** Takes the page's element with the controls and the stored pictures; loads nothing. */
  constructor(readonly place: HTMLElement) {
    this.#form = place.querySelector("form")!;
    this.#grid = new TermGrid(
      place.querySelector<HTMLElement>("[role=grid]")!,
      this.#picture("map"),
      (t, k) => this.#choose(t, k),
    );
    this.#grid.show(DEFAULTS.t, DEFAULTS.k);
    this.#listen();
    const { word, cell, scale } = DEFAULTS, data = new FormData(this.#form);
    const isChanged = Object.entries({ word, cell, scale })
      .some(([name, value]) => data.get(name) !== String(value));
    if (isChanged) this.#read(); // before this script was loaded
  }

  #listen(): void {
    this.#form.addEventListener("input", () => this.#read());
    this.#form.addEventListener("focusin", () => this.#compute(), { once: true });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#compute();
    });
    for (const button of this.place.querySelectorAll<HTMLElement>("[data-move]")) {
      const [t, k] = button.dataset.move!.split(",").map(Number);
      button.addEventListener("click", () => this.#grid.move(t, k));
    }
    this.place.querySelector("[data-play]")!.addEventListener("click", () => this.#play());
    const code = this.place.querySelector("details")!;
    code.addEventListener("toggle", () => code.open && this.#showCode(code));
  }

  #picture(name: string): HTMLElement {
    return this.place.querySelector<HTMLElement>(`[data-picture=${name}]`)!;
  }

  /** Reads the controls, and computes unless there is no word. */
  #read(): void {
    const data = new FormData(this.#form), scale = Number(data.get("scale"));
    const { word, remark } = readWord(String(data.get("word")));
    const cell = data.get("cell") as CellName;
    this.#form.querySelector("output")!.textContent = scale.toFixed(1);
    this.#remark = remark;
    if (word === "") return this.#say(remark);
    const term = word === this.#settings.word ? {} : this.#term.termOf([...word].length);
    this.#settings = { ...this.#settings, word, cell, scale, ...term };
    this.#compute();
  }

  #choose(t: number, k: number): void {
    const { length } = [...this.#settings.word];
    if (t > length) return; // in the map of the last word, which is about to be replaced
    this.#settings = { ...this.#settings, t, k };
    this.#term.choose(t, k, length);
    this.#compute();
  }

  /** Draws the pictures for the settings, unless newer settings arrive before. */
  async #compute(): Promise<void> {
    const start = performance.now(), settings = this.#settings, source = cellSource(settings);
    this.#code?.(source);
    this.place.ariaBusy = "true";
    if (!this.place.dataset.ms) this.#say("Loading the library …");
    try {
      const draw = (picture: MimeBundle, n: number) => this.#draw(picture, n, settings);
      if (!await this.#runs.run(source, draw)) return; // newer settings are drawn instead
      const ms = performance.now() - start, isFirst = !this.place.dataset.ms;
      this.place.dataset.ms = String(ms);
      const work = isFirst ? "Loaded and computed" : "Computed";
      this.#say(`${work} in your browser in ${duration(ms)}. ${this.#remark}`);
    } catch (error) {
      this.#say(`Cannot compute: ${(error as Error).message}`);
    }
    if (settings === this.#settings) this.place.ariaBusy = "false";
  }

  /** Draws the nth picture, as soon as it is computed. */
  #draw(picture: MimeBundle, n: number, { t, k }: Settings): void {
    fillWith(this.#picture(PICTURES[n]), picture);
    if (PICTURES[n] !== "map") return;
    this.#grid.show(t, k);
    this.place.querySelector("[data-term]")!.textContent = this.#grid.description;
  }

  /** Moves from the loss back through the word, one step at a time; a second call stops. */
  #play(): void {
    const isPlaying = this.#playing !== undefined;
    clearInterval(this.#playing);
    this.#playing = undefined;
    if (isPlaying) return;
    const { t } = this.#settings;
    let k = t;
    this.#choose(t, k);
    this.#playing = setInterval(() => {
      if (k > 1 && this.#settings.t === t && this.#settings.k === k) this.#choose(t, --k);
      else this.#play();
    }, PAUSE);
  }

  /** Opens the code that draws the pictures as a cell. */
  async #showCode(place: HTMLElement): Promise<void> {
    try {
      const { showCode } = await load<typeof import("./code_view.ts")>("home_code.js");
      this.#code ??= showCode(place, cellSource(this.#settings));
    } catch (error) {
      this.#say(`Cannot show the code: ${(error as Error).message}`);
    }
  }

  #say(text: string): void {
    clearTimeout(this.#quiet);
    const line = this.place.querySelector("[role=status]")!;
    this.#quiet = setTimeout(() => line.textContent = text, QUIET);
  }
}
