import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { gradeId, pointsOf, type ProblemSet } from "../../grading/judge/check.ts";
import type { Finding } from "../../grading/judge/examine.ts";
import { sources } from "../../grading/class/model_key.ts";
import { tagOf } from "../../grading/process/submission.ts";
import {
  cellSource,
  type Notebook,
  parseNotebook,
  readNotebook,
} from "../../lib/notebook/cells.ts";
import { html } from "../../site/build/folders.ts";
import { captureOutput, lastLine } from "../../tools/command.ts";
import { copyFolder } from "../../tools/files.ts";
import { jupyterEnv, root, venvProgram } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";
import { ServedSite } from "./served.ts";
import { SetPage, textOf } from "./set_page.ts";

const [set] = SETS;
/** Metadata that nbgrader adds to each cell so that it finds changes later. */
const CHECKSUMS = ["checksum", "cell_type"];

/** Runs nbgrader generate_assignment for several sets in one process. */
const RELEASE = `
import sys
from nbgrader.apps import GenerateAssignmentApp

for name in sys.argv[1:]:
    app = GenerateAssignmentApp()
    app.initialize([name, "--create"])
    app.start()
`;

/** Returns the metadata of a notebook's cells, without nbgrader's checksums. */
function metadataOf({ cells }: Notebook): unknown[] {
  return cells.map(({ id, cell_type, metadata }) => {
    const tags = Object.entries(tagOf({ metadata } as Notebook["cells"][0]));
    const nbgrader = Object.fromEntries(tags.filter(([name]) => !CHECKSUMS.includes(name)));
    return { id, cell_type, metadata: { ...metadata, nbgrader } };
  });
}

describe("the notebook that a reader downloads", () => {
  const site = new ServedSite();
  let folder: string, downloaded: string;

  /** Runs a program of .venv in the folder of the course. */
  const run = async (name: string, ...args: string[]) => {
    const env = { ...jupyterEnv, UNROLLED: root };
    const { code, stderr } = await captureOutput([venvProgram(name), ...args], {
      cwd: folder,
      env,
    });
    expect([code, lastLine(stderr)]).toEqual([0, lastLine(stderr)]);
  };

  /** Solves a set in the page, runs all of it, and returns the notebook that Download saves. */
  const solved = ({ id, checks }: ProblemSet) =>
    site.openFresh(`exercises/${id}.html`, async ({ page }) => {
      const pages = new SetPage(page);
      for (const check of checks) {
        await pages.write(gradeId(check).replace("_", "-"), await textOf(check.id));
      }
      await page.getByRole("button", { name: "Run all" }).click();
      await pages.untilIdle();
      expect(await pages.bars()).toEqual([
        `${checks.length} of ${checks.length} items, ${pointsOf(set)} of ${pointsOf(set)} points`,
      ]);
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "Download" }).click();
      expect((await download).suggestedFilename()).toBe(`${id}.ipynb`);
      return await Deno.readTextFile(await (await download).path());
    });

  before(async () => {
    folder = await scratch();
    await copyFolder(sources, join(folder, "source"));
    const config = "nbgrader_config.py";
    await Deno.copyFile(join(root, "exercises", config), join(folder, config));
    downloaded = await solved(set);
  });
  after(() => Deno.remove(folder, { recursive: true }));

  it("has the reader's code and the outputs of the checks", () => {
    const { cells } = parseNotebook(downloaded);
    const checks = cells.filter((cell) => tagOf(cell).grade);
    for (const [n, { outputs }] of checks.entries()) {
      const { id, points } = set.checks[n];
      expect(outputs!.length).toBe(1);
      expect(outputs![0].data!["text/plain"]).toContain(
        `✓ ${id}: pass, ${points} of ${points} points`,
      );
    }
    expect(cells.map(cellSource).join("")).not.toContain("TODO: your lines");
  });

  it("gets all points from deno task grade", async () => {
    const submitted = join(folder, "handed", "ana"), out = join(folder, "grades");
    await Deno.mkdir(submitted, { recursive: true });
    await Deno.writeTextFile(join(submitted, `${set.id}.ipynb`), downloaded);
    const graded = await runTool(root, "grading/grade.ts", [join(folder, "handed"), "--out", out]);
    expect([graded.code, graded.text]).toEqual([
      0,
      expect.stringContaining("1 graded, 0 ungradable"),
    ]);
    const text = await Deno.readTextFile(join(out, "results.json"));
    const { results: [{ student, items, remarks, typeErrors }] } = JSON.parse(text);
    expect({ student, remarks, typeErrors }).toEqual({
      student: "ana",
      remarks: [],
      typeErrors: [],
    });
    expect(items.map(({ id, earned }: Finding) => [id, earned]))
      .toEqual(set.checks.map(({ id, points }) => [id, points]));
  });

  it("is what nbgrader hands out, apart from its checksums, in every set", async () => {
    await run("python", "-c", RELEASE, ...SETS.map(({ id }) => id));
    for (const { id } of SETS) {
      const released = await readNotebook(join(folder, "release", id, `${id}.ipynb`));
      const offered = await readNotebook(join(html, "downloads", `${id}.ipynb`));
      expect(metadataOf(offered)).toEqual(metadataOf(released));
      expect(offered.cells.map(cellSource)).toEqual(released.cells.map(cellSource));
      expect([offered.nbformat, offered.nbformat_minor])
        .toEqual([released.nbformat, released.nbformat_minor]);
    }
    const offered = await readNotebook(join(html, "downloads", `${set.id}.ipynb`));
    expect(metadataOf(parseNotebook(downloaded))).toEqual(metadataOf(offered));
  });

  it("gets all points from nbgrader", async () => {
    const submitted = join(folder, "submitted", "ana", set.id);
    await Deno.mkdir(submitted, { recursive: true });
    await Deno.writeTextFile(join(submitted, `${set.id}.ipynb`), downloaded);
    await run("nbgrader", "autograde", set.id, "--create");
    await run("nbgrader", "export", "--to=grades.csv");
    const [head, ...rows] = (await Deno.readTextFile(join(folder, "grades.csv"))).trim()
      .split(/\r?\n/).map((line) => line.split(","));
    const row = rows.find(([id]) => id === set.id)!;
    const column = (name: string) => row[head.indexOf(name)];
    expect([column("student_id"), Number(column("score")), Number(column("max_score"))])
      .toEqual(["ana", pointsOf(set), pointsOf(set)]);
  });
});
