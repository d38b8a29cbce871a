import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { captureOutput, main, parseFlags, UserError } from "../tools/command.ts";
import { readConfig } from "../tools/config.ts";
import { root, venv, venvProgram } from "../tools/paths.ts";
import { fetchProblem } from "../tools/problems.ts";
import { once, setUpWith } from "../tools/setup.ts";
import { PROGRAMS } from "./class/programs.ts";
import { setUpTeacher } from "./teacher.ts";

const PROXY = "configurable-http-proxy@5.3.0";

/** The hub's proxy, and the library's npm packages in a place that every user can read. */
const folder = join(venv, "hub");

/** Makes `.venv` complete for a hub, with or without the hub's proxy. Throws UserError if something is missing. */
export async function setUpHub({ proxy } = { proxy: true }): Promise<void> {
  await setUpTeacher();
  if (proxy) await setUpWith("lti", "Adding the LTI 1.3 authenticator to .venv (once)");
  const files = ["deno.json", "deno.lock", "grading/hub.ts"];
  const message = "Adding the packages of a hub to .venv (once; half a minute)";
  await once(proxy ? "hub" : "hub-without-proxy", files, message, async () => {
    await Deno.mkdir(folder, { recursive: true });
    if (proxy) await installProxy();
    await fetchForAll();
  });
}

async function installProxy(): Promise<void> {
  const npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, PROXY];
  const { code, stderr } = await captureOutput(npm);
  if (code === 0) return;
  if (code === 127) {
    throw new UserError("Cannot find npm: install Node 20 or newer, which runs the hub's proxy");
  }
  throw new UserError(fetchProblem(PROXY, stderr));
}

/** Fills a cache that is read-only from then on: the kernels of all users and the grader read it without a network. */
async function fetchForAll(): Promise<void> {
  const { imports } = await readConfig();
  const entries = Object.entries(imports).filter(([name]) => /^rnn(\/|$)/.test(name))
    .map(([, path]) => path);
  const programs = [
    "grading/grade.ts",
    "grading/hub.ts",
    "tools/lsp.ts",
    ...Object.values(PROGRAMS),
  ];
  const files = [...entries, ...programs];
  const done = await captureOutput([venvProgram("deno"), "cache", "--quiet", ...files], {
    cwd: root,
    env: { DENO_DIR: join(folder, "deno"), NO_COLOR: "1" },
  });
  if (done.code !== 0) {
    throw new UserError(fetchProblem("the library's packages", done.stderr));
  }
}

/**
 * The deno.json that stands in a folder above all homes: by it every notebook under that folder finds `rnn`, as the
 * checkout's own deno.json says, with the same versions of every package.
 */
export async function homesConfig(): Promise<string> {
  const { workspace, imports, nodeModulesDir, allowScripts } = await readConfig();
  const absolute = Object.entries(imports).map(([name, place]) => [
    name,
    place.startsWith("./") ? pathToFileURL(join(root, place)).href : place,
  ]);
  const config = {
    workspace,
    nodeModulesDir,
    allowScripts,
    lock: { path: join(root, "deno.lock"), frozen: true }, // no student's kernel writes it
    imports: Object.fromEntries(absolute),
  };
  return JSON.stringify(config, null, 2) + "\n";
}

// deno run -A grading/hub.ts [--without-proxy] [FOLDER]: sets up; writes FOLDER/deno.json for the homes in it
if (import.meta.main) {
  await main(async () => {
    const { values, positionals: [homes] } = parseFlags(Deno.args, {
      "without-proxy": { type: "boolean" },
    }, "deno task hub [--without-proxy] [FOLDER]");
    await setUpHub({ proxy: !values["without-proxy"] });
    if (!homes) return 0;
    if (resolve(homes) === root) {
      throw new UserError(
        "Cannot write deno.json there: the course has its own; name the homes' folder",
      );
    }
    await Deno.writeTextFile(join(homes, "deno.json"), await homesConfig());
    return 0;
  });
}
