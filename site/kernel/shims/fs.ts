// node:fs in a page: the functions with which the library reads a long text part by part.
import { readFileSync } from "../files.ts";

const open = new Map<number, Uint8Array>();
let last = 2;

/** Opens a file for reading and returns its number. */
export function openSync(path: string): number {
  open.set(++last, readFileSync(path));
  return last;
}

/** Copies up to `count` bytes of an open file, from `position` on, and returns their number. */
export function readSync(
  file: number,
  to: Uint8Array,
  offset: number,
  count: number,
  position: number,
): number {
  const part = open.get(file)!.subarray(position, position + count);
  to.set(part, offset);
  return part.length;
}

/** Closes an open file. */
export function closeSync(file: number): void {
  open.delete(file);
}
