/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { site } from "../addresses.ts";

/** The kinds of what a browser keeps: cells that a reader has changed, and results of checks. */
export type Kind = "cell" | "result";

const PREFIX = `unrolled:${site.pathname}:`; // other sites can have the same origin
const refused = new Map<string, string | null>(); // what the browser did not store, until the page is left

const keyOf = (kind: Kind, name: string) => `${PREFIX}${kind}:${name}`;

/** Returns a kept value, or undefined if there is none that can be read. */
export function keptValue(kind: Kind, name: string): unknown {
  const key = keyOf(kind, name);
  try {
    const text = refused.has(key) ? refused.get(key) : localStorage.getItem(key);
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined; // the storage is forbidden, or another program wrote the value
  }
}

/** Returns the names of the kept values of a kind, in alphabetical order. */
export function keptNames(kind: Kind): string[] {
  const start = keyOf(kind, ""), keys = new Set([...storedKeys(), ...refused.keys()]);
  return [...keys].filter((key) => key.startsWith(start) && refused.get(key) !== null)
    .map((key) => key.slice(start.length)).sort();
}

/** Keeps a value, or forgets it if it is undefined. Returns false if the browser keeps it only until the page is left. */
export function keepValue(kind: Kind, name: string, value: unknown): boolean {
  const key = keyOf(kind, name), text = value === undefined ? null : JSON.stringify(value);
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    refused.delete(key);
    return true;
  } catch {
    refused.set(key, text); // the storage is full or forbidden
    return false;
  }
}

/** Calls a function when another tab keeps or forgets a value. */
export function onChangeElsewhere(listen: (kind: Kind, name: string) => void): void {
  addEventListener("storage", (event) => {
    const { key } = event as StorageEvent;
    for (const kind of ["cell", "result"] as const) {
      const start = keyOf(kind, "");
      if (key?.startsWith(start)) listen(kind, key.slice(start.length));
    }
  });
}

function storedKeys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
