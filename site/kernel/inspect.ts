import { format as formatLikeNode, inspect as inspectLikeNode } from "node-inspect-extracted";
import { readableError } from "./errors.ts";

const CUSTOM = Symbol.for("Deno.customInspect"), NODE = Symbol.for("nodejs.util.inspect.custom");
const LEVELS = 4; // of nested objects, as in Deno
/** The options of Deno that have another name in Node. */
const RENAMED: Record<string, string> = {
  iterableLimit: "maxArrayLength",
  strAbbreviateSize: "maxStringLength",
};

/** Returns a value as text, as `Deno.inspect` does. */
export function inspect(value: unknown, options: Record<string, unknown> = {}): string {
  const named = Object.entries(options).map(([name, option]) => [RENAMED[name] ?? name, option]);
  const all = { depth: LEVELS, stylize: requote, ...Object.fromEntries(named) }; // its types lack stylize
  return inspectLikeNode(value, all);
}

/** Formats the arguments of a method of the console; %o and %O format a value, %c is left out. */
export function format(...values: unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first === "string" && /%[sdifjoOc]/.test(first)) return formatLikeNode(first, ...rest);
  return values.map((v) => typeof v === "string" ? v : inspect(v)).join(" ");
}

/** Puts a quoted text, as Node writes it, in the first of Deno's quotes that it does not contain. */
function requote(text: string, style: string): string {
  if (style !== "string") return text;
  const lower = text.replaceAll(/\\(?:\\|x[0-9A-F]{2})/g, (code) => code.toLowerCase());
  const inner = lower.slice(1, -1), plain = inner.replaceAll("\\'", "'");
  if (lower[0] !== "'") return lower;
  if (!inner.includes('"')) return `"${plain}"`;
  return plain === inner ? lower : `"${plain.replaceAll('"', '\\"')}"`;
}

/** Lets Node's function, which does not know Deno's symbol, use the methods of that name; errors are made readable. */
export function supportCustomInspect(): void {
  Object.defineProperty(Object.prototype, NODE, {
    configurable: true,
    get(this: Record<symbol, unknown>) {
      const own = this[CUSTOM];
      if (typeof own === "function") return () => own.call(this, inspect, {});
      if (!(this instanceof Error)) return undefined;
      const shown = readableError(this);
      return shown === this ? undefined : () => shown;
    },
    set(this: object, value: unknown) {
      Object.defineProperty(this, NODE, { value, writable: true, configurable: true });
    },
  });
}
