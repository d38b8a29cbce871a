import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { checksumOf } from "./sha256.ts";

/** The folder of the reader's notebooks, beside the course's own; git ignores it. */
export const WORK = "work";

/** The file that holds the checksum of the version of each notebook that was copied. */
const RECORD = ".copied.json";

/**
 * Copies the course's notebooks to the reader's folder, where they can be changed without changing the checkout. Keeps
 * what the reader has changed; a new version of such a notebook is put beside it.
 *
 * @param top the folder that holds `notebooks/`; one without checksums, such as a student's, is worked in directly
 * @returns what was done, in lines for the reader
 */
export async function copyToWork(top: string): Promise<string[]> {
  const shipped = await checksumsIn(join(top, "notebooks", "checksums.json"));
  if (!shipped) return [];
  const work = new WorkFolder(join(top, "notebooks"), join(top, WORK));
  const isFirst = !existsSync(work.path);
  await Deno.mkdir(work.path, { recursive: true });
  const done = await work.update(Object.keys(shipped));
  const greeting = `Your notebooks are in ${WORK}/, ` +
    (isFirst ? "copied from notebooks/; git ignores what you change there" : "with your changes");
  return [greeting, ...done];
}

class WorkFolder {
  constructor(readonly course: string, readonly path: string) {}

  /** Copies what is missing or outdated, and returns one line for each notebook that the course has changed. */
  async update(names: string[]): Promise<string[]> {
    const record = join(this.path, RECORD), copied = await checksumsIn(record) ?? {};
    const lines: string[] = [];
    for (const name of names) {
      const latest = await checksumOf(join(this.course, name));
      const own = await checksumOf(join(this.path, name));
      if (own && latest && copied[name] && copied[name] !== latest) {
        lines.push(await this.#renew(name, own === copied[name]));
      } else if (!own && latest) await this.#copy(name, name);
      if (latest) copied[name] = latest;
    }
    await Deno.writeTextFile(record, JSON.stringify(copied, null, 2) + "\n");
    return lines;
  }

  /** Replaces a notebook that the reader has not changed by its new version, or puts that beside a changed one. */
  async #renew(name: string, isUnchanged: boolean): Promise<string> {
    const to = isUnchanged ? name : this.#freeName(name);
    await this.#copy(name, to);
    return isUnchanged
      ? `The course has a new version of ${name}; you had not changed yours, which was replaced`
      : `The course has a new version of ${name}: it is in ${WORK}/${to}, and yours is as you left it`;
  }

  async #copy(from: string, to: string): Promise<void> {
    await Deno.copyFile(join(this.course, from), join(this.path, to));
  }

  #freeName(name: string): string {
    const stem = `${basename(name, ".ipynb")}-new`;
    for (let n = 1;; n++) {
      const free = `${stem}${n > 1 ? n : ""}.ipynb`;
      if (!existsSync(join(this.path, free))) return free;
    }
  }
}

async function checksumsIn(path: string): Promise<Record<string, string> | undefined> {
  return await Deno.readTextFile(path).then(JSON.parse, () => undefined);
}
