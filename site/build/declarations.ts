import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { readConfig } from "../../tools/config.ts";
import { root } from "../../tools/paths.ts";
import type { Declarations } from "../types/answers.ts";
import { GLOBALS, Host, OPTIONS } from "../types/host.ts";
import { globalTypes } from "./deno_types.ts";
import { filesIn } from "./folders.ts";
import { importable } from "./page_modules.ts";

const PLOT = "@observablehq/plot";

/** Returns the declarations of everything that a cell in a page can use. */
export async function makeDeclarations(): Promise<Declarations> {
  const { imports } = await readConfig(), modules: Record<string, string> = {};
  for (const name of Object.keys(await importable())) {
    modules[name] = name === PLOT
      ? `/${PLOT}/index.d.ts`
      : imports[name].replace(/^\.(.*)\.ts$/, "$1.d.ts");
  }
  const own = Object.entries(imports).filter(([name, path]) =>
    name in modules && path.startsWith(".")
  );
  const libraries = folderOf("typescript");
  const files = {
    ...emittedFrom(own.map(([, path]) => join(root, path))),
    ...readDeclarations(folderOf(PLOT), `/${PLOT}`),
    ...readDeclarations(libraries, "", /^lib\.(es|decorators)/),
    [GLOBALS]: await globalTypes(),
  };
  return { modules, files: neededFiles({ modules, files }) };
}

/** Writes the declarations into a compressed file. */
export async function writeDeclarations(path: string): Promise<void> {
  const text = new Blob([JSON.stringify(await makeDeclarations())]).stream();
  await Deno.writeFile(path, text.pipeThrough(new CompressionStream("gzip")));
}

/** Compiles modules of the course to declarations. Types are not checked here, because `deno check` does it. */
function emittedFrom(paths: string[]): Record<string, string> {
  const program = ts.createProgram(paths, {
    ...OPTIONS,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    allowJs: true,
    declaration: true,
    emitDeclarationOnly: true,
    noEmit: false,
    noCheck: true,
    rootDir: root,
    outDir: root,
  });
  const emitted: Record<string, string> = {};
  const { emitSkipped } = program.emit(undefined, (path, text) => {
    emitted[`/${relative(root, path).replaceAll("\\", "/")}`] = text;
  });
  if (emitSkipped) throw new Error("Cannot compile the declarations of the library");
  return emitted;
}

/** Reads the declaration files below a folder whose names match; their paths begin with `top`. */
function readDeclarations(folder: string, top: string, pattern = /^/): Record<string, string> {
  const paths = filesIn(folder)
    .filter((path) => path.endsWith(".d.ts") && pattern.test(basename(path)));
  return Object.fromEntries(paths.map((path) => [
    `${top}/${relative(folder, path).replaceAll("\\", "/")}`,
    Deno.readTextFileSync(path),
  ]));
}

/** Returns the folder of the main file of a package that deno.json imports. */
function folderOf(name: string): string {
  return fileURLToPath(new URL(".", import.meta.resolve(name)));
}

/** Returns the files that the modules need. */
function neededFiles({ modules, files }: Declarations): Record<string, string> {
  const host = new Host({ modules, files });
  const all = Object.keys(modules).map((name) => `import "${name}";`).join("\n");
  host.write("/all.ts", all);
  const program = ts.createLanguageService(host).getProgram()!;
  const paths = program.getSourceFiles().map(({ fileName }) => fileName);
  return Object.fromEntries(
    paths.filter((path) => path in files).map((path) => [path, files[path]]),
  );
}
