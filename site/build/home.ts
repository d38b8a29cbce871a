import { join } from "node:path";
import { type Notebook, type Output, readNotebook } from "../../lib/notebook/cells.ts";
import { escapeHtml } from "../../lib/notebook/html.ts";
import { runs } from "../../tools/notebook_runs.ts";
import { cellSource } from "../page/home/cell_source.ts";
import { CELL_NAMES, DEFAULTS, PICTURES, SCALE } from "../page/home/settings.ts";
import { buildFolder, source } from "./folders.ts";

const FILE = "home.ipynb";

/** A picture of the first page: its SVG, and its description. */
interface Picture {
  svg: string;
  alt: string;
}

/** Writes the cell of the first page as a notebook, so that its pictures are computed as a notebook's are. */
export async function writeHomeNotebook(): Promise<string> {
  const path = join(buildFolder, FILE), code = cellSource(DEFAULTS);
  const cell = {
    id: "home",
    cell_type: "code",
    source: code,
    metadata: {},
    outputs: [],
    execution_count: null,
  };
  const notebook: Notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  await Deno.mkdir(buildFolder, { recursive: true });
  await Deno.writeTextFile(path, JSON.stringify(notebook));
  return path;
}

/** Returns the part of the first page that computes, with the pictures of its executed notebook, as Markdown. */
export async function homeMarkdown(): Promise<string> {
  const { cells: [{ outputs = [] }] } = await readNotebook(join(runs, FILE));
  const [map, ...others] = outputs.map(pictureOf);
  const images = await Promise.all(
    others.map((picture, n) => writeImage(PICTURES[n + 1], picture)),
  );
  const { t, k } = DEFAULTS;
  const [, term] = map.svg.match(RegExp(`<title>(t = ${t} \\([^<]+, k = ${k} \\([^<]+)</title>`))!;
  const pictures = [stored("map", map.svg, GRID, mapControls(term)), ...images].join("\n");
  const parts = [CONTROLS, `<div class="home-pictures">\n${pictures}\n</div>`, CODE];
  return `\`\`\`{raw} html\n<div class="home" data-home>\n${parts.join("\n")}\n</div>\n\`\`\``;
}

function pictureOf({ data = {} }: Output): Picture {
  const [svg] = String(data["text/html"]).match(/<svg[^]*<\/svg>/)!;
  return { svg, alt: String(data["text/plain"]) };
}

// An image has the colours of the theme around it, because a browser tells it the colour scheme of its element. With the
// class dark-light, the theme leaves it as it is.
const THEMES = "<style>svg{color:#222832;--jp-layout-color0:#fff}" +
  "@media(prefers-color-scheme:dark){svg{color:#ced6dd;--jp-layout-color0:#14181e}}</style>";

/** Writes a picture as an image file, because the page itself would be too large with it, and returns its element. */
async function writeImage(name: string, { svg, alt }: Picture): Promise<string> {
  const folder = join(source, "static", "home");
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, `${name}.svg`), svg.replace(">", `>${THEMES}`));
  const [, width, height] = svg.match(/width="([\d.]+)" height="([\d.]+)"/)!;
  const size = `width="${width}" height="${height}"`;
  return stored(
    name,
    `<img class="dark-light" src="_static/home/${name}.svg" ${size} alt="${escapeHtml(alt)}">`,
  );
}

const CAPTIONS: Record<string, string> = {
  map:
    "A square on the diagonal takes no step back in time, and each further square to the left takes one more. Where the map darkens to the left, the gradient vanishes: now raise the scale.",
  path: "The term is the product along the coloured path, from the loss back to the weights.",
  term:
    "One number for each recurrent weight: how the loss changes with this weight as it is used at step k.",
  values:
    "What going back to step k does to a gradient: where all values are below 1, it shrinks; where some are above 1, it can grow. Values below 10⁻⁶ are drawn there.",
  flow:
    "The squares are the units of h at step k. The strip shows the norms at all steps on the way back.",
};

/** Returns a picture in its place, in which the page replaces it, with what is in front of it and below it. */
function stored(name: string, picture: string, front = "", rest = ""): string {
  const caption = CAPTIONS[name] ? `<p>${CAPTIONS[name]}</p>` : "";
  const place =
    `<div class="home-picture"><div data-picture="${name}">${picture}</div>${front}</div>`;
  return `<div class="home-${name}">${place}${rest}${caption}</div>`;
}

const GRID =
  `<div class="home-grid" role="grid" aria-label="Terms of the gradient: rows are losses, columns are uses of the weights"></div>`;

const mapControls = (term: string) => `
<p class="home-marked">Marked: <strong data-term>${term}</strong></p>
<div class="home-moves pst-js-only" role="group" aria-label="Mark another term">
<button type="button" data-move="0,-1">◀ k&nbsp;−&nbsp;1</button>
<button type="button" data-move="0,1">k&nbsp;+&nbsp;1 ▶</button>
<button type="button" data-move="-1,0">▲ t&nbsp;−&nbsp;1</button>
<button type="button" data-move="1,0">▼ t&nbsp;+&nbsp;1</button>
<button type="button" data-play>◀◀ Follow the gradient back</button>
</div>`;

const CELLS = CELL_NAMES.map((name) => {
  const checked = name === DEFAULTS.cell ? " checked" : "";
  return `<label><input type="radio" name="cell" value="${name}"${checked}><span>${name}</span></label>`;
}).join("");

const CONTROLS = `<form class="home-controls pst-js-only" autocomplete="off">
<label class="home-word">Your word<input name="word" value="${DEFAULTS.word}" maxlength="200" spellcheck="false" autocapitalize="none" autocorrect="off" enterkeyhint="go"></label>
<button type="submit">▶ Compute</button>
<fieldset class="home-cells"><legend>Network</legend><div>${CELLS}</div></fieldset>
<label class="home-scale"><span>Scale of recurrent weights: <output>${
  DEFAULTS.scale.toFixed(1)
}</output></span><input type="range" name="scale" min="${SCALE.min}" max="${SCALE.max}" step="${SCALE.step}" value="${DEFAULTS.scale}"></label>
</form>
<p class="home-status pst-js-only" role="status">Press Compute, or change anything: it runs in your browser.</p>`;

const CODE = `<details class="home-code pst-js-only"><summary>Show the code</summary></details>
<p><a class="home-next" href="04_every_term.html">Open notebook 04 · Every term</a> It derives this map. <a href="05_vanishing_exploding.html">Notebook 05</a> is about the scale.</p>`;
