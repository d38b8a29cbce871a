import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { readConfig } from "../../tools/config.ts";
import { referenceTarget } from "../../site/build/pages.ts";
import { writeReference } from "../../site/build/reference.ts";
import { scratch } from "../tools/scratch.ts";

describe("the reference", () => {
  let folder: string, pages: Map<string, string>;
  before(async () => {
    folder = await scratch();
    await writeReference(folder);
    const { imports } = await readConfig();
    const names = ["index", ...Object.keys(imports).filter((name) => /^rnn(\/|$)/.test(name))];
    const read = (name: string) => Deno.readTextFile(join(folder, `${name}.md`));
    pages = new Map(
      await Promise.all(names.map(async (name) => [name, await read(name)] as const)),
    );
  });
  after(() => Deno.remove(folder, { recursive: true }));

  it("gives every exported value the statement that imports it from its entry", async () => {
    for (const [entry, page] of pages) {
      if (entry === "index") continue;
      const isPublished = entry !== "rnn/check" && entry !== "rnn/imagenet";
      const place = isPublished ? `@unrolled/${entry}` : entry;
      const missing = Object.keys(await import(entry)).filter((name) =>
        !page.includes(`\`import { ${name} } from "${place}";\``)
      );
      expect([entry, missing]).toEqual([entry, []]);
    }
    expect(pages.get("rnn")).toContain('`import type { Cell } from "@unrolled/rnn";`');
  });

  it("lists every exported value in the index, below its entry", async () => {
    const [, ...sections] = pages.get("index")!.split(/^## Names in /m);
    expect(sections.length).toBe(pages.size - 1);
    for (const section of sections) {
      const [entry] = section.split("\n");
      const missing = Object.keys(await import(entry)).filter((name) =>
        !section.includes(`[\`${name}\`](#${referenceTarget(entry, name)})`)
      );
      expect([entry, missing]).toEqual([entry, []]);
    }
    const links = [...pages.get("index")!.matchAll(/\]\(#(ref-\S+)\)/g)].map(([, link]) => link);
    const targets = [...pages.values()].flatMap((page) =>
      [...page.matchAll(/^\((ref-\S+)\)=$/gm)].map(([, target]) => target)
    );
    expect(links.toSorted()).toEqual(targets.toSorted());
    expect(new Set(links).size).toBe(links.length);
  });

  it("groups the names of the lecture's entry by subject, in the lecture's order", () => {
    const subjects = pages.get("rnn")!.split(/^## /m).slice(2);
    expect(subjects.map((part) => part.split("\n")[0])).toEqual([
      "Matrices and their functions",
      "Random numbers and initialization",
      "Characters as vectors",
      "Cells, which know one time step",
      "Unrolling, readout and loss",
      "Gradients through time",
    ]);
    expect(subjects[3]).toContain("### LSTMCell\n");
    expect(subjects[5]).toContain("### jacobianPaths()\n");
  });

  it("has whole signatures: both methods of one name, and arguments with a default as optional", () => {
    const page = pages.get("rnn")!;
    expect(page).toContain("> **column**(`j`: `number`)");
    expect(page).toContain("> `static` **column**(`values`: `ArrayLike`\\<`number`\\>)");
    expect(page).toMatch(/new RNNCell\*\*\(.*`random`: \[`Random`\]\(#random\), `init\?`/);
    expect(page).not.toContain('from "."');
  });
});
