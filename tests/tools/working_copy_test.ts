import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { sha256 } from "../../tools/sha256.ts";
import { copyToWork } from "../../tools/working_copy.ts";
import { scratch } from "./scratch.ts";

describe("the reader's copies of the notebooks", () => {
  let top: string;
  const read = (path: string) => Deno.readTextFile(join(top, path));
  const write = (path: string, text: string) => Deno.writeTextFile(join(top, path), text);
  const copies = () => [...Deno.readDirSync(join(top, "work"))].map(({ name }) => name).sort();

  /** Writes the course's notebooks with their checksums. */
  async function ship(notebooks: Record<string, string>): Promise<void> {
    await Deno.mkdir(join(top, "notebooks"), { recursive: true });
    const sums: Record<string, string> = {};
    for (const [name, text] of Object.entries(notebooks)) {
      await write(`notebooks/${name}`, text);
      sums[name] = await sha256(new TextEncoder().encode(text));
    }
    await write("notebooks/checksums.json", JSON.stringify(sums));
  }

  beforeEach(async () => {
    top = await scratch();
  });
  afterEach(() => Deno.remove(top, { recursive: true }));

  it("are made at the first start, and the reader is told where they are", async () => {
    await ship({ "a.ipynb": "one", "b.ipynb": "two" });
    expect(await copyToWork(top)).toEqual([
      "Your notebooks are in work/, copied from notebooks/; git ignores what you change there",
    ]);
    expect([await read("work/a.ipynb"), await read("work/b.ipynb")]).toEqual(["one", "two"]);
  });

  it("keep the reader's changes, and come back if they were deleted", async () => {
    await ship({ "a.ipynb": "one", "b.ipynb": "two" });
    await copyToWork(top);
    await write("work/a.ipynb", "mine");
    await Deno.remove(join(top, "work", "b.ipynb"));
    expect(await copyToWork(top)).toEqual(["Your notebooks are in work/, with your changes"]);
    expect([await read("work/a.ipynb"), await read("work/b.ipynb")]).toEqual(["mine", "two"]);
  });

  it("are replaced by a new version only if the reader has not changed them", async () => {
    await ship({ "a.ipynb": "one", "b.ipynb": "two" });
    await copyToWork(top);
    await write("work/a.ipynb", "mine");
    await ship({ "a.ipynb": "one, new", "b.ipynb": "two, new", "c.ipynb": "three" });
    expect((await copyToWork(top)).slice(1)).toEqual([
      "The course has a new version of a.ipynb: it is in work/a-new.ipynb, and yours is as you left it",
      "The course has a new version of b.ipynb; you had not changed yours, which was replaced",
    ]);
    expect(await read("work/a.ipynb")).toBe("mine");
    expect(await read("work/a-new.ipynb")).toBe("one, new");
    expect(await read("work/b.ipynb")).toBe("two, new");
    expect(await copyToWork(top)).toHaveLength(1); // it says so once
    await ship({ "a.ipynb": "one, newer", "b.ipynb": "two, new", "c.ipynb": "three" });
    await copyToWork(top);
    expect(await read("work/a-new.ipynb")).toBe("one, new"); // which may have been changed, too
    expect(await read("work/a-new2.ipynb")).toBe("one, newer");
    expect(copies()).toEqual([
      ...[".copied.json", "a-new.ipynb", "a-new2.ipynb", "a.ipynb", "b.ipynb", "c.ipynb"],
    ]);
  });

  it("are not made in a student's folder, whose notebooks are the student's own", async () => {
    await Deno.mkdir(join(top, "notebooks"));
    await write("notebooks/ps1.ipynb", "{}");
    expect(await copyToWork(top)).toEqual([]);
    expect([...Deno.readDirSync(top)].map(({ name }) => name)).toEqual(["notebooks"]);
  });
});
