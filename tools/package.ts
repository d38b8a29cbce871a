import { basename, join } from "node:path";
import ts from "typescript";
import { captureOutput, main, UserError } from "./command.ts";
import { type Config, readConfig } from "./config.ts";
import { root } from "./paths.ts";
import { lastLine } from "./setup.ts";

/** Where the package for npm is made; git ignores it. */
const FOLDER = join(root, "build", "npm");

/** What npm gets: rnn/notebook is for Deno's kernel. */
const ENTRIES = [
  ...[".", "./autodiff", "./train", "./text", "./data", "./models"],
  ...["./fast", "./files", "./plot"],
];

/** What is loaded by its address, not by an import. */
const LOADED = ["lib/fast/worker.ts"];

/** The packages that every user needs; the others are for rnn/plot, and npm leaves them to who uses it. */
const NEEDED = ["ml-matrix"];

/** Files of the checkout that go along. */
const FILES = ["README.md", "CHANGELOG.md", "LICENSE"];

/** Makes the package for npm, ES modules with their types, and packs it; gives the path of the tarball. */
export async function makePackage(): Promise<string> {
  await Deno.remove(FOLDER, { recursive: true }).catch(() => {});
  await Deno.mkdir(FOLDER, { recursive: true });
  const config = await readConfig();
  const imported = await compile(config);
  const description = manifest(config, imported);
  await Deno.writeTextFile(
    join(FOLDER, "package.json"),
    JSON.stringify(description, null, 2) + "\n",
  );
  for (const name of FILES) await Deno.copyFile(join(root, name), join(FOLDER, name));
  const packed = await captureOutput(["npm", "pack", "--silent"], { cwd: FOLDER });
  if (packed.code === 127) throw new UserError("Cannot find npm: install Node 20 or newer");
  if (packed.code !== 0) throw new UserError(`Cannot pack the package: ${lastLine(packed.stderr)}`);
  return join(FOLDER, lastLine(packed.stdout));
}

/**
 * Compiles the entries and what they import, one file for each; gives the names of the packages that they import. Types
 * are checked by `deno check` and are all written out, as JSR demands: here they are only carried over.
 */
async function compile({ exports }: Config): Promise<Set<string>> {
  const imported = new Set<string>();
  const entries = [...ENTRIES.map((name) => exports[name]), ...LOADED];
  const program = ts.createProgram(entries.map((path) => join(root, path)), {
    rootDir: root,
    outDir: join(FOLDER, "dist"),
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    types: [],
    strict: true,
    allowJs: true,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    noCheck: true,
  });
  const written: Promise<void>[] = [];
  const { emitSkipped } = program.emit(undefined, (path, text) => {
    for (const name of packagesOf(text)) imported.add(name);
    written.push(writeFile(path, forNode(text)));
  });
  await Promise.all(written);
  if (emitSkipped) throw new Error("Cannot compile the library");
  return imported;
}

/** What the compiler leaves: names of TypeScript files that are no imports or stand in types, and npm: before packages. */
function forNode(text: string): string {
  return text
    .replaceAll(/(from |import\(|new URL\()"(\.[^"]+)\.ts"/g, '$1"$2.js"')
    .replaceAll(/"npm:(@?[^@"]+)@[^"/]+/g, '"$1');
}

/** The packages that a module's text imports, those of the examples in its comments aside. */
function packagesOf(text: string): string[] {
  const names = text.replaceAll(/\/\*[^]*?\*\//g, "").matchAll(
    /(?:from |import |import\()"(@[^/"]+\/[^/"]+|[^.@"][^/"]*)/g,
  );
  return [...names].map(([, name]) => name).filter((name) => !name.startsWith("node:"));
}

async function writeFile(path: string, text: string): Promise<void> {
  await Deno.mkdir(join(path, ".."), { recursive: true });
  await Deno.writeTextFile(path, text);
}

/** The package.json: versions as in deno.json, newer ones without a change of what they promise allowed. */
function manifest(config: Config, imported: Set<string>) {
  const versions = Object.entries(config.imports).map(([, place]) =>
    place.match(/^npm:\/?(@?[^@]+)@([^/]+)/)?.slice(1) ?? []
  );
  const ranges = Object.fromEntries(versions.map(([name, version]) => [name, `^${version}`]));
  const pick = (names: string[]) =>
    Object.fromEntries(names.map((name) => {
      if (!ranges[name]) throw new Error(`Cannot find the version of ${name} in deno.json`);
      return [name, ranges[name]];
    }));
  const optional = [...imported].filter((name) => !NEEDED.includes(name)).sort();
  return {
    name: config.name,
    version: config.version,
    description: "Recurrent networks with every Jacobian in view",
    keywords: ["rnn", "lstm", "gru", "backpropagation-through-time", "teaching"],
    license: config.license,
    type: "module",
    exports: Object.fromEntries(ENTRIES.map((name) => {
      const path = `./dist/${config.exports[name].replace("./", "").replace(/\.ts$/, "")}`;
      return [name, { types: `${path}.d.ts`, default: `${path}.js` }];
    })),
    files: ["dist", "CHANGELOG.md"], // README, LICENSE and package.json always go along
    sideEffects: false,
    engines: { node: ">=20.10" },
    dependencies: pick(NEEDED),
    peerDependencies: pick(optional),
    peerDependenciesMeta: Object.fromEntries(optional.map((name) => [name, { optional: true }])),
  };
}

if (import.meta.main) {
  await main(async () => {
    const path = await makePackage();
    const { size } = await Deno.stat(path);
    console.log(`build/npm/${basename(path)}: ${Math.round(size / 1000)} kB`);
    return 0;
  });
}
