import { join } from "node:path";
import { root, venv } from "../../tools/paths.ts";
import { source } from "./folders.ts";

// The parts of MathJax that equations in CommonHTML need: no menu, no speech.
const MATHJAX = [
  "startup.js",
  "core.js",
  "input/tex.js",
  "output/chtml.js",
  "output/chtml/fonts/tex.js",
  "a11y/assistive-mml.js",
];
const FONTS = [
  "AMS-Regular",
  "Calligraphic-Bold",
  "Calligraphic-Regular",
  "Fraktur-Bold",
  "Fraktur-Regular",
  "Main-Bold",
  "Main-Italic",
  "Main-Regular",
  "Math-BoldItalic",
  "Math-Italic",
  "Math-Regular",
  "SansSerif-Bold",
  "SansSerif-Italic",
  "SansSerif-Regular",
  "Script-Regular",
  "Size1-Regular",
  "Size2-Regular",
  "Size3-Regular",
  "Size4-Regular",
  "Typewriter-Regular",
  "Vector-Bold",
  "Vector-Regular",
  "Zero",
].map((name) => `output/chtml/fonts/woff-v2/MathJax_${name}.woff`);

// Packages of .venv whose licences the pages' parts travel under.
const PACKAGES = ["sphinx_book_theme", "pydata_sphinx_theme", "sphinx"];

// An import, so that Deno fetches the packages whose other files are read.
const fetched = Promise.all([
  import("mathjax/package.json", { with: { type: "json" } }),
  import("dejavu-fonts-ttf/package.json", { with: { type: "json" } }),
]);

/** Puts MathJax and the licences of what the pages are made of into the prepared source. */
export async function copyShared(): Promise<void> {
  for (const name of [...MATHJAX, ...FONTS]) {
    await write(`static/mathjax/${name}`, await packaged(`mathjax/es5/${name}`));
  }
  await write("extra/licences/mathjax.txt", await packaged("mathjax/LICENSE"));
  await write("extra/licences/dejavu.txt", await packaged("dejavu-fonts-ttf/LICENSE"));
  for (const name of PACKAGES) await copyLicence(name);
  await Deno.copyFile(join(root, "LICENSE"), join(source, "extra", "licences", "unrolled.txt"));
}

async function write(name: string, bytes: Uint8Array): Promise<void> {
  const path = join(source, name);
  await Deno.mkdir(join(path, ".."), { recursive: true });
  await Deno.writeFile(path, bytes);
}

/** A file of an npm package, by its name in deno.json. */
async function packaged(name: string): Promise<Uint8Array> {
  await fetched;
  return await Deno.readFile(new URL(import.meta.resolve(name)));
}

/** Copies the licence that pip put beside a package. */
async function copyLicence(name: string): Promise<void> {
  const packages = Deno.build.os === "windows"
    ? join(venv, "Lib", "site-packages")
    : join(venv, "lib", [...Deno.readDirSync(join(venv, "lib"))][0].name, "site-packages");
  const info = [...Deno.readDirSync(packages)].map((entry) => entry.name)
    .find((entry) => entry.startsWith(`${name}-`) && entry.endsWith(".dist-info"))!;
  const folder = join(packages, info, "licenses");
  const [file] = [...Deno.readDirSync(folder)].map((entry) => entry.name);
  const to = `extra/licences/${name.replaceAll("_", "-")}.txt`;
  await write(to, await Deno.readFile(join(folder, file)));
}
