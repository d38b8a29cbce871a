/// <reference lib="dom" />
// The files of the course, which are requested from the site. What a cell writes stays in the kernel's memory.
const written = new Map<string, Uint8Array<ArrayBuffer>>();

/** The folder in which relative paths start; the kernel sets it. */
export let folder = new URL("https://unset.invalid/");

/** Sets the folder in which relative paths start. */
export function enterFolder(url: string): void {
  folder = new URL(url);
}

/** The error of a file that does not exist. */
export class NotFound extends Error {
  override readonly name = "NotFound";
  readonly code = "ENOENT"; // as an error of node:fs
}

/** Reads a file. Throws NotFound if there is none, TypeError without a connection. */
export async function readFile(path: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  const url = addressOf(path), known = written.get(url);
  if (known) return known.slice();
  const response = await fetch(url).catch(() => {
    throw offline(path);
  });
  if (!response.ok) throw missing(path);
  return new Uint8Array(await response.arrayBuffer());
}

/** Reads a file like `readFile`, and throws what it throws, while the kernel waits. */
export function readFileSync(path: string | URL): Uint8Array<ArrayBuffer> {
  const url = addressOf(path), known = written.get(url);
  if (known) return known.slice();
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch {
    throw offline(path);
  }
  if (request.status !== 200) throw missing(path);
  return new Uint8Array(request.response);
}

/** Writes a file into the kernel's memory. */
export function writeFile(path: string | URL, bytes: Uint8Array): Promise<void> {
  written.set(addressOf(path), new Uint8Array(bytes));
  return Promise.resolve();
}

/** Appends bytes to a file. Throws NotFound if there is none. */
export async function appendFile(path: string | URL, bytes: Uint8Array): Promise<void> {
  const known = written.get(addressOf(path)) ?? await readFile(path);
  const whole = new Uint8Array(known.length + bytes.length);
  whole.set(known);
  whole.set(bytes, known.length);
  written.set(addressOf(path), whole);
}

/** Renames a written file. Throws NotFound if there is none. */
export async function rename(from: string | URL, to: string | URL): Promise<void> {
  await writeFile(to, await readFile(from));
  written.delete(addressOf(from));
}

function addressOf(path: string | URL): string {
  return new URL(path, folder).href;
}

function offline(path: string | URL): TypeError {
  return new TypeError(`Cannot read ${path}: check your connection, then run this cell again`);
}

function missing(path: string | URL): NotFound {
  return new NotFound(`No such file or directory (os error 2): readfile '${path}'`);
}
