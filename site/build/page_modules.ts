import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { readConfig } from "../../tools/config.ts";
import { root } from "../../tools/paths.ts";

/** The page's versions of modules of Node, and of the course's files that need the system. */
const REPLACED: Record<string, string> = {
  "node:buffer": "buffer",
  "node:fs": "site/kernel/shims/fs.ts",
  "node:fs/promises": "site/kernel/shims/fs_promises.ts",
  "node:zlib": "site/kernel/shims/zlib.ts",
  "grading/judge/answers_url.ts": "site/kernel/shims/answers_url.ts",
  "grading/judge/earlier_results.ts": "site/kernel/shims/earlier_results.ts",
  "lib/fast/worker_url.ts": "site/kernel/shims/worker_url.ts",
  "lib/imagenet/assets.ts": "site/kernel/shims/imagenet_assets.ts",
  "lib/notebook/console.ts": "site/kernel/shims/console.ts",
  "lib/notebook/interrupts.ts": "site/kernel/shims/interrupts.ts",
  "lib/notebook/late_errors.ts": "site/kernel/shims/late_errors.ts",
  "lib/notebook/reload.ts": "site/kernel/shims/reload.ts",
  "lib/notebook/type_check.ts": "site/kernel/shims/type_check.ts",
  "lib/plot/rasterize.ts": "site/kernel/shims/rasterize.ts",
};

/** The modules that a cell in a page can import, and the names of their bundles. */
export async function importable(): Promise<Record<string, string>> {
  const { imports } = await readConfig();
  const names = [
    ...Object.keys(imports).filter((name) => /^rnn(\/|$)/.test(name)),
    "@observablehq/plot",
  ];
  return Object.fromEntries(
    names.map((name) => [name, name.replaceAll(/\W+/g, "_").replace(/^_/, "")]),
  );
}

/** Returns the import map of the page: that of deno.json, with the replacements, as absolute addresses. */
export async function pageImports(): Promise<Record<string, string>> {
  const { imports } = await readConfig();
  const address = (path: string) => pathToFileURL(join(root, path)).href;
  const absolute = (target: string) => /^(npm|node):/.test(target) ? target : address(target);
  const known = Object.entries(imports).map(([name, target]) => [name, absolute(target)]);
  const replaced = Object.entries(REPLACED).map(([from, to]) => [
    from.startsWith("node:") ? from : address(from),
    imports[to] ?? address(to),
  ]);
  return Object.fromEntries([...known, ...replaced]);
}
