import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { capture, main, Remedy } from "../tools/command.ts";
import { readConfig } from "../tools/config.ts";
import { program, root, venv } from "../tools/place.ts";
import { lastLine, madeFrom } from "../tools/setup.ts";
import { setUpTeacher } from "./teacher.ts";

const PROXY = "configurable-http-proxy@5.3.0";

/** The folder of a hub's proxy, and of the npm packages where every user can read them. */
const folder = join(venv, "hub");
const marker = join(folder, "set-up.txt");

/**
 * Completes `.venv` for a hub, without the proxy for servers in containers, whose hub runs elsewhere.
 * Throws a Remedy if something is missing on the machine.
 */
export async function setUpHub({ proxy } = { proxy: true }): Promise<void> {
  await setUpTeacher();
  const files = await madeFrom("deno.json", "deno.lock", "grading/hub.ts");
  const state = proxy ? files : `${files} without its proxy`;
  if (await Deno.readTextFile(marker).catch(() => "") === state) return;
  console.error("Adding what a hub needs to .venv (once; half a minute)");
  await Deno.mkdir(folder, { recursive: true });
  if (proxy) await installProxy();
  await fillCache();
  await Deno.writeTextFile(marker, state);
}

async function installProxy(): Promise<void> {
  const npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, PROXY];
  const { code, stderr } = await capture(npm);
  if (code === 0) return;
  if (code === 127) {
    throw new Remedy("Cannot find npm: install Node 20 or newer, which the hub's proxy needs");
  }
  throw new Remedy(`Cannot install ${PROXY}: ${lastLine(stderr)}; check the network`);
}

/** Fills a cache that the kernels of all users and the grader read without a network, and that none of them writes. */
async function fillCache(): Promise<void> {
  const { imports } = await readConfig();
  const entries = Object.entries(imports).filter(([name]) => /^rnn(\/|$)/.test(name))
    .map(([, path]) => path);
  const files = [...entries, "grading/grade.ts", "grading/hub.ts", "tools/lsp.ts"];
  const done = await capture([program("deno"), "cache", "--quiet", ...files], {
    cwd: root,
    env: { DENO_DIR: join(folder, "deno"), NO_COLOR: "1" },
  });
  if (done.code !== 0) {
    throw new Remedy(`Cannot fetch the library's packages: ${lastLine(done.stderr)}`);
  }
}

/**
 * Returns the deno.json for the folder above all homes: with it, every notebook below that folder finds `rnn` in the
 * checkout, with the same versions of every package.
 */
export async function homesConfig(): Promise<string> {
  const { imports, nodeModulesDir } = await readConfig();
  const absolute = Object.entries(imports).map(([name, place]) => [
    name,
    place.startsWith("./") ? pathToFileURL(join(root, place)).href : place,
  ]);
  const config = {
    nodeModulesDir,
    lock: { path: join(root, "deno.lock"), frozen: true }, // no student's kernel writes it
    imports: Object.fromEntries(absolute),
  };
  return JSON.stringify(config, null, 2) + "\n";
}

// deno run -A grading/hub.ts [--without-proxy] [FOLDER]: sets up, and writes FOLDER/deno.json for the homes in it
if (import.meta.main) {
  await main(async () => {
    const { values, positionals: [homes] } = parseArgs({
      allowPositionals: true,
      options: { "without-proxy": { type: "boolean" } },
    });
    await setUpHub({ proxy: !values["without-proxy"] });
    if (!homes) return 0;
    if (resolve(homes) === root) {
      throw new Remedy(
        "Cannot write deno.json there, because the course has its own: name the folder of the homes",
      );
    }
    await Deno.writeTextFile(join(homes, "deno.json"), await homesConfig());
    return 0;
  });
}
