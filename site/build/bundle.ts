import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { captureOutput, UserError } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { buildFolder, filesIn } from "./folders.ts";
import { importable, pageImports } from "./page_modules.ts";

/** The scripts of the pages by the names of their bundles: the modules that cells import are added to them. */
const SCRIPTS: Record<string, string> = {
  page: "site/page/main.ts",
  isolated_host: "site/page/isolated_host.ts",
  threads: "site/page/threads.ts",
  offline: "site/page/offline/main.ts",
  compiler: "site/page/compiler.ts",
  editor: "site/page/editor.ts",
  home: "site/page/home/main.ts",
  home_code: "site/page/home/code_view.ts",
  sets: "site/page/sets/main.ts",
  updates: "site/page/updates/main.ts",
  types: "site/page/types.ts",
  kernel: "site/kernel/worker.ts",
  fast_worker: "lib/fast/worker.ts",
};

/** The script with TypeScript's compiler, which shares nothing with the others. */
const TYPE_WORKER = { type_worker: "site/types/worker.ts" };

const NODE_IMPORT = /\b(?:from|import\(?)"(node:[^"]+)"/; // in a minified script

/** Modules to bundle, one for each script, and the file with the import map by which they are resolved. */
export interface Entries {
  config: string;
  modules: string[];
  /** The module of the types' worker. */
  typeWorker: string[];
}

/** Writes the entries of all scripts of the pages, of the kernel, and of the modules that cells import. */
export async function writeEntries(): Promise<Entries> {
  const folder = join(buildFolder, "entries"), config = join(folder, "deno.json");
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  const importables = Object.entries(await importable()).map(([module, name]) => [name, module]);
  const write = (modules: string[][]) =>
    Promise.all(modules.map(async ([name, module]) => {
      const path = join(folder, `${name}.ts`);
      await Deno.writeTextFile(path, `export * from "${module}";\n`);
      return path;
    }));
  const modules = await write([...addressesOf(SCRIPTS), ...importables]);
  const typeWorker = await write(addressesOf(TYPE_WORKER));
  const settings = { workspace: [], nodeModulesDir: "none", imports: await pageImports() };
  await Deno.writeTextFile(config, JSON.stringify(settings));
  await Deno.copyFile(join(root, "deno.lock"), join(folder, "deno.lock"));
  return { config, modules, typeWorker };
}

function addressesOf(scripts: Record<string, string>): string[][] {
  return Object.entries(scripts).map(([name, path]) => [
    name,
    pathToFileURL(join(root, path)).href,
  ]);
}

/**
 * Bundles entries into a folder. All bundles are in the same folder, so that a script finds the others beside it. Names
 * of functions and classes are kept, because they are shown with values; in the types' worker, they would only add half
 * a megabyte.
 */
export async function bundleScripts(entries: Entries, to: string): Promise<void> {
  const { config, modules, typeWorker } = entries, flags = ["--config", config, "--outdir", to];
  await bundle(["--code-splitting", "--keep-names", ...flags, ...modules]);
  await bundle([...flags, ...typeWorker]);
  await refuseNode(to);
}

/** Throws UserError if a script in a folder imports a module of Node, which no browser has. */
async function refuseNode(folder: string): Promise<void> {
  for (const path of filesIn(folder).filter((path) => path.endsWith(".js"))) {
    const [, name] = (await Deno.readTextFile(path)).match(NODE_IMPORT) ?? [];
    if (!name) continue;
    throw new UserError(
      `Cannot bundle the scripts of the pages: ${
        basename(path)
      } imports ${name}, which no browser has`,
    );
  }
}

/** Bundles the service worker into one classic script, because not every browser has them as modules. */
export async function bundleWorker(to: string): Promise<void> {
  await bundle(["--format", "iife", "--output", to, join(root, "site/service/service_worker.ts")]);
}

async function bundle(flags: string[]): Promise<void> {
  const command = [Deno.execPath(), "bundle", "--quiet", "--platform", "browser", "--minify"];
  const { code, stderr } = await captureOutput([...command, ...flags], { env: { NO_COLOR: "1" } });
  if (code !== 0) throw new UserError(`Cannot bundle the scripts of the pages: ${stderr.trim()}`);
}
