import { denoJupyter } from "./deno_jupyter.ts";
import { folder, NotFound, readFile, readFileSync, writeFile } from "./files.ts";
import { inspect } from "./inspect.ts";
import type { Outlet } from "./outlet.ts";

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const encode = (text: string) => new TextEncoder().encode(text);

/** Returns the part of `Deno` that works in a page; the other functions throw an error that says so. */
export function denoOf(outlet: Outlet): object {
  const deno = {
    mainModule: "file:///$deno$jupyter.ts", // by which the library finds that it runs in a notebook
    version: { deno: "2.8.1", v8: "", typescript: "" }, // whose rules this kernel follows
    build: { os: "browser", arch: "wasm32" },
    args: [],
    errors: { NotFound },
    jupyter: denoJupyter(outlet),
    inspect,
    customInspect: Symbol.for("Deno.customInspect"),
    cwd: () => folder.pathname,
    env: { get: () => undefined, has: () => false, toObject: () => ({}) },
    readFile,
    readFileSync,
    readTextFile: async (path: string | URL) => decode(await readFile(path)),
    readTextFileSync: (path: string | URL) => decode(readFileSync(path)),
    writeFile,
    writeTextFile: (path: string | URL, text: string) => writeFile(path, encode(text)),
  };
  return new Proxy(deno, { get: memberOf });
}

/** Returns a member of `Deno`; throws Error for one that a page cannot have. */
function memberOf(deno: object, name: string | symbol): unknown {
  if (typeof name === "symbol" || name in deno || name === "then") return Reflect.get(deno, name);
  throw new Error(
    `Cannot use Deno.${name} in a browser, which has no access to the system: open this notebook in Jupyter`,
  );
}
