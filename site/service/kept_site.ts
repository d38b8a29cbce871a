/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />

const VERSION = "version"; // the name under which the version in use is stored
const HASH = "x-unrolled-hash"; // a header of each kept file

/** The copies of a site in this browser, one for each version; at most one of them is in use. */
export class KeptSite {
  readonly #name: string;

  /** `top` is the top folder of the site, by which sites on one host differ. */
  constructor(readonly top: URL) {
    this.#name = `unrolled:${top.pathname}`;
  }

  /** Returns the version in use, or undefined. */
  async version(): Promise<string | undefined> {
    const stored = await caches.match(this.address(VERSION), { cacheName: this.#name });
    return await stored?.text();
  }

  /** Returns a file of a version, by default of the one in use, or undefined. */
  async file(path: string, version?: string): Promise<Response | undefined> {
    const chosen = version ?? await this.version();
    if (chosen === undefined) return undefined;
    return await caches.match(this.address(path), { cacheName: this.#copyOf(chosen) });
  }

  /** Returns the place of a version's files, in use or not yet. */
  open(version: string): Promise<Cache> {
    return caches.open(this.#copyOf(version));
  }

  /** Uses a version from now on, and deletes the others. */
  async use(version: string): Promise<void> {
    const state = await caches.open(this.#name);
    await state.put(this.address(VERSION), new Response(version));
    await this.#deleteCopies((name) => name !== this.#copyOf(version));
  }

  /** Deletes everything. */
  async remove(): Promise<void> {
    await caches.delete(this.#name);
    await this.#deleteCopies(() => true);
  }

  /** Returns the address of a file. */
  address(path: string): string {
    return new URL(path, this.top).href;
  }

  #copyOf(version: string): string {
    return `${this.#name}:${version}`;
  }

  async #deleteCopies(isOld: (name: string) => boolean): Promise<void> {
    const copies = (await caches.keys()).filter((name) => name.startsWith(this.#copyOf("")));
    for (const name of copies.filter(isOld)) await caches.delete(name);
  }
}

/** Returns a response as it is kept: with its hash, and without the marks of a redirect or a compression. */
export function keptResponse(bytes: ArrayBuffer, { headers }: Response, hash: string): Response {
  const kept = new Headers(headers);
  for (const name of ["content-encoding", "content-length"]) kept.delete(name);
  kept.set(HASH, hash);
  return new Response(bytes, { headers: kept });
}

/** Returns the hash of a kept file, or undefined. */
export function keptHash(file: Response | undefined): string | undefined {
  return file?.headers.get(HASH) ?? undefined;
}
