import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MATHJAX } from "../../tools/mathjax.ts";
import { root, venv } from "../../tools/paths.ts";
import { source } from "./folders.ts";

// Python packages of which parts are in the pages.
const PACKAGES = ["sphinx_book_theme", "pydata_sphinx_theme", "sphinx"];

/** Copies MathJax, and the licences of everything third-party in the pages, into the Sphinx source. */
export async function copyAssets(): Promise<void> {
  // imported so that Deno downloads the packages, whose other files are copied
  await import("mathjax/package.json", { with: { type: "json" } });
  await import("dejavu-fonts-ttf/package.json", { with: { type: "json" } });
  for (const name of MATHJAX) await copy(npmFile(`mathjax/es5/${name}`), `static/mathjax/${name}`);
  await copy(npmFile("mathjax/LICENSE"), "extra/licences/mathjax.txt");
  await copy(npmFile("dejavu-fonts-ttf/LICENSE"), "extra/licences/dejavu.txt");
  for (const name of PACKAGES) {
    await copy(pipLicence(name), `extra/licences/${name.replaceAll("_", "-")}.txt`);
  }
  await copy(join(root, "LICENSE"), "extra/licences/unrolled.txt");
}

/** Copies a file or a folder into the Sphinx source. */
async function copy(from: string, to: string): Promise<void> {
  await cp(from, join(source, to), { recursive: true });
}

/** Returns the path of a file of an npm package that deno.json imports. */
function npmFile(name: string): string {
  return fileURLToPath(import.meta.resolve(name));
}

/** Returns the path of the licence that pip installed with a package. */
function pipLicence(name: string): string {
  const packages = Deno.build.os === "windows"
    ? join(venv, "Lib", "site-packages")
    : join(venv, "lib", firstName(join(venv, "lib")), "site-packages");
  const info = firstName(packages, new RegExp(`^${name}-.*\\.dist-info$`));
  const folder = join(packages, info, "licenses");
  return join(folder, firstName(folder));
}

function firstName(folder: string, pattern = /^/): string {
  return [...Deno.readDirSync(folder)].find(({ name }) => pattern.test(name))!.name;
}
