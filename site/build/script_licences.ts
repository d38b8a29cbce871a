import { join } from "node:path";
import type { Entries } from "./bundle.ts";
import { captureOutput, UserError } from "../../tools/command.ts";

/** A package as `deno info --json` describes it. */
interface Package {
  name: string;
  version: string;
  dependencies: string[];
  registryUrl: string;
}

interface Graph {
  modules: { npmPackage?: string }[];
  npmPackages: Record<string, Package>;
}

/** Returns the names, versions, and licences of all npm packages that modules import, directly or not, as one text. */
export async function scriptLicences({ config, modules, typeWorker }: Entries): Promise<string> {
  const { npmCache } = await info([]) as { npmCache: string };
  const packages = new Map<string, Package>();
  for (const module of [...modules, ...typeWorker]) {
    const graph = await info(["--config", config, module]) as Graph;
    const add = (key: string) => {
      if (packages.has(key)) return;
      packages.set(key, graph.npmPackages[key]);
      graph.npmPackages[key].dependencies.forEach(add);
    };
    for (const { npmPackage } of graph.modules) if (npmPackage) add(npmPackage);
  }
  const texts = [...packages.values()].sort((a, b) => a.name.localeCompare(b.name))
    .map(async ({ name, version, registryUrl }) => {
      const folder = join(npmCache, new URL(registryUrl).host, name, version);
      return `${name} ${version}\n\n${await licenceIn(folder)}`;
    });
  return (await Promise.all(texts)).join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}

/** Returns the licence file in the folder of a package, or the licence's name if the package has no such file. */
async function licenceIn(folder: string): Promise<string> {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  const file = names.find((name) => /^licen[cs]e/i.test(name));
  if (file) return (await Deno.readTextFile(join(folder, file))).trim();
  const { license, author } = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  const by = typeof author === "object" ? author.name : author;
  return [`Licence: ${license ?? "not stated"}`, ...(by ? [`Author: ${by}`] : [])].join("\n");
}

async function info(args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await captureOutput([
    Deno.execPath(),
    "info",
    "--json",
    ...args,
  ]);
  if (code !== 0) throw new UserError(`Cannot list the packages in the scripts: ${stderr.trim()}`);
  return JSON.parse(stdout);
}
