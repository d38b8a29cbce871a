import { basename, join } from "node:path";
import ts from "typescript";
import { captureOutput, lastLine, main, UserError } from "./command.ts";
import { type Config, readConfig } from "./config.ts";
import { copyFolder } from "./files.ts";
import { root } from "./paths.ts";

/** The folder of the npm package, which git ignores. */
const FOLDER = join(root, "build", "npm");

/** The entries on npm: all but rnn/notebook, which needs Deno's kernel. */
const ENTRIES = [
  ...[".", "./autodiff", "./train", "./text", "./data", "./models"],
  ...["./fast", "./files", "./plot"],
];

/** Modules that are loaded by their URL, not by an import. */
const WORKERS = ["lib/fast/worker.ts"];

/** The packages that the library imports. */
const DEPENDENCIES = [
  "ml-matrix",
  "@observablehq/plot",
  "linkedom",
  "fast-png",
  "jpeg-js",
  "fflate",
];

/** The packages that lib/plot/rasterize.ts loads by their names, because only figures in PNG files need them. */
const OPTIONAL = ["@resvg/resvg-wasm", "dejavu-fonts-ttf", "gifenc"];

/** The folder with the package's program, which makes a project, and with the files of that project. */
const STARTER = "starter";

/** Files of the repository that are in the package. */
const FILES = ["README.md", "CHANGELOG.md", "LICENSE"];

/** Builds and packs the npm package, ES modules with their types, and returns the path of the tarball. */
export async function makePackage(): Promise<string> {
  await Deno.remove(FOLDER, { recursive: true }).catch(() => {});
  await Deno.mkdir(FOLDER, { recursive: true });
  const config = await readConfig();
  const unlisted = [...compile(config)].filter((name) => !DEPENDENCIES.includes(name));
  if (unlisted.length > 0) throw new Error(`Add ${unlisted.join(", ")} to the dependencies`);
  const manifest = JSON.stringify(packageJson(config), null, 2);
  await Deno.writeTextFile(join(FOLDER, "package.json"), manifest + "\n");
  for (const name of FILES) await Deno.copyFile(join(root, name), join(FOLDER, name));
  await copyFolder(join(root, "tools", STARTER), join(FOLDER, STARTER));
  const packed = await captureOutput(["npm", "pack", "--silent"], { cwd: FOLDER });
  if (packed.code === 127) throw new UserError("Cannot find npm: install Node 20 or newer");
  if (packed.code !== 0) throw new UserError(`Cannot pack the package: ${lastLine(packed.stderr)}`);
  return join(FOLDER, lastLine(packed.stdout));
}

/**
 * Compiles the entries and the modules they import, and returns the names of the packages they import. Types are not
 * checked here, because `deno check` does it.
 */
function compile({ exports }: Config): Set<string> {
  const imported = new Set<string>();
  const entries = [...ENTRIES.map((name) => exports[name]), ...WORKERS];
  const options: ts.CompilerOptions = {
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
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram(entries.map((path) => join(root, path)), options, host);
  const { emitSkipped } = program.emit(undefined, (path, text) => {
    const code = forNode(text);
    for (const name of packagesOf(code)) imported.add(name);
    host.writeFile(path, code, false);
  });
  if (emitSkipped) throw new Error("Cannot compile the library");
  return imported;
}

/** Rewrites what the compiler leaves: .ts in declarations and in URLs of workers, and the versions in npm: specifiers. */
function forNode(text: string): string {
  return text
    .replaceAll(/(from |import\(|new URL\()"(\.[^"]+)\.ts"/g, '$1"$2.js"')
    .replaceAll(/"npm:(@?[^@"]+)@[^"/]+/g, '"$1');
}

/** Returns the names of the packages that the text of a module imports. */
function packagesOf(text: string): string[] {
  return ts.preProcessFile(text).importedFiles
    .map(({ fileName }) => fileName.match(/^(@[^/]+\/)?[^./][^/]*/)?.[0] ?? "")
    .filter((name) => name && !name.startsWith("node:"));
}

/** Returns the package.json; each dependency has the version in deno.json or a newer compatible one. */
function packageJson(config: Config) {
  const versions = Object.entries(config.imports).map(([, place]) =>
    place.match(/^npm:\/?(@?[^@]+)@([^/]+)/)?.slice(1) ?? []
  );
  const ranges = Object.fromEntries(versions.map(([name, version]) => [name, `^${version}`]));
  const pick = (names: string[]) =>
    Object.fromEntries(names.map((name) => {
      if (!ranges[name]) throw new Error(`Cannot find the version of ${name} in deno.json`);
      return [name, ranges[name]];
    }));
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
    bin: { "unrolled-rnn": `${STARTER}/init.js` },
    files: ["dist", STARTER, "CHANGELOG.md"], // npm adds README, LICENSE and package.json
    sideEffects: false,
    engines: { node: ">=20.10" },
    dependencies: pick(DEPENDENCIES),
    peerDependencies: pick(OPTIONAL),
    peerDependenciesMeta: Object.fromEntries(OPTIONAL.map((name) => [name, { optional: true }])),
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
