/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { sha256 } from "../../../tools/sha256.ts";
import { keptHash, keptResponse, type KeptSite } from "../../service/kept_site.ts";
import { MANIFEST, type Manifest } from "../../service/manifest.ts";

const AT_ONCE = 6; // requests

/** Requests the list of the site's files. Throws TypeError without a connection. */
export async function readManifest(site: KeptSite): Promise<Manifest> {
  const response = await fetch(site.address(MANIFEST), { cache: "no-cache" });
  if (!response.ok) {
    throw new Error(`Cannot read the list of files: the server answered ${response.status}`);
  }
  return await response.json();
}

/** The copy of one version of a site in the browser, as far as it is there. */
export class SiteCopy {
  /** Paths of the files that are to be requested, and of those that the version in use has, too. */
  readonly #missing: string[] = [];
  readonly #unchanged: string[] = [];
  #done = 0;

  private constructor(readonly site: KeptSite, readonly manifest: Manifest) {}

  /** Finds out which files are missing, without a change. */
  static async inspect(site: KeptSite, manifest: Manifest): Promise<SiteCopy> {
    const copy = new SiteCopy(site, manifest), used = await site.version();
    for (const [path, { bytes, hash }] of Object.entries(manifest.files)) {
      const isThere = await site.file(path, manifest.version) !== undefined;
      const isUnchanged = !isThere && used && keptHash(await site.file(path, used)) === hash;
      if (isUnchanged) copy.#unchanged.push(path);
      if (isThere || isUnchanged) copy.#done += bytes;
      else copy.#missing.push(path);
    }
    return copy;
  }

  /** The size in bytes of what need not be requested. */
  get done(): number {
    return this.#done;
  }

  /**
   * Keeps the missing files. Throws TypeError without a connection, AbortError if the signal says so, QuotaExceededError
   * without room, and Error if a file is not the one in the list.
   */
  async complete(signal: AbortSignal, progress: (done: number) => void): Promise<void> {
    const place = await this.site.open(this.manifest.version);
    for (const path of this.#unchanged) {
      await place.put(this.site.address(path), (await this.site.file(path))!);
    }
    const waiting = [...this.#missing];
    const work = async () => {
      for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
        const { bytes, hash } = this.manifest.files[path], address = this.site.address(path);
        await place.put(address, await requestFile(address, hash, signal));
        progress(this.#done += bytes);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
}

async function requestFile(address: string, hash: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(address, { cache: "reload", signal });
  const bytes = await response.arrayBuffer();
  if (response.ok && await sha256(bytes) === hash) return keptResponse(bytes, response, hash);
  throw new Error("The site has just changed. Try again in a few minutes");
}
