import { framesIn } from "./frames.ts";

const run = eval; // kept before a cell can change it
const HEAD = "export default function () { return "; // in the first line of a module
const CALL = "(async () => {"; // with which every script begins
const names = new Map<string, string>(); // by the addresses of modules

/** Tells whether a stack trace names the places in a text that was evaluated; in WebKit it does not. */
const knowsPlaces = framesIn(run("new Error().stack\n//# sourceURL=cell-0.ts")).length > 0;

/**
 * Evaluates a script of `compileCell` whose last line names it, and waits for its end; `stackOf` locates what it throws. In
 * WebKit the script is a module, so that `import.meta` is no error there. Throws SyntaxError if the engine cannot parse
 * the script.
 */
export async function evaluate(script: string): Promise<void> {
  if (knowsPlaces || !await (allowsModules ??= tryModule())) return void await run(script);
  const address = moduleOf(HEAD, script, "\n}");
  names.set(address, script.slice(script.lastIndexOf("=") + 1));
  const module = await import(address);
  URL.revokeObjectURL(address);
  await module.default.call(globalThis);
}

let allowsModules: Promise<boolean> | undefined;

/** Tests whether the content security policy of the host allows modules that are made here. */
async function tryModule(): Promise<boolean> {
  return await import(moduleOf("")).then(() => true, () => false);
}

function moduleOf(...parts: string[]): string {
  return URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
}

/** Returns the stack trace of an error, in which scripts have their names. */
export function stackOf(error: Error): string {
  return `${error.stack ?? ""}`.replaceAll(
    /(blob:\S+?):(\d+):(\d+)/g,
    (place, address, row, column) => {
      const name = names.get(address);
      if (!name || row !== "1") return name ? `${name}:${row}:${column}` : place;
      const inScript = column - HEAD.length, isCall = inScript < CALL.length;
      return isCall ? place : `${name}:${row}:${inScript}`;
    },
  );
}
