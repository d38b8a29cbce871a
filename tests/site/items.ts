import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { SETS } from "../../exercises/checks/mod.ts";
import { EDITS } from "../../exercises/mistakes/mod.ts";
import { modelCells, withMistake } from "../../grading/class/model_key.ts";
import { OPEN_SEED, storedKey } from "../../grading/judge/answer_key.ts";
import { type Check, gradeId, type ProblemSet } from "../../grading/judge/check.ts";
import { examine, type Finding } from "../../grading/judge/examine.ts";
import { FeedbackBox } from "../../grading/judge/feedback_box.ts";
import { isUnwritten } from "../../grading/judge/hint.ts";
import { FINDING_TYPE } from "../../grading/judge/item_result.ts";
import { Child, trusted } from "../../grading/process/child.ts";
import type { SolutionCell } from "../../grading/process/submission.ts";
import { compileCell } from "../../lib/notebook/compile_cell.ts";
import { html } from "../../site/build/folders.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { type EnginePage, ENGINES } from "../engines/engine.ts";
import { type Output, PageKernel } from "../engines/kernel_page.ts";
import { stubbed } from "../grading/student_work.ts";

/** A way to solve an item: not at all, as the model does, or with a named mistake. */
interface Variant {
  check: Check;
  name: string;
  source: string;
}

/** The findings by item and variant. */
type Found = Record<string, Finding>;

/** A mistake in ps6 that a student can make only after importing this, whereas the grader imports the library. */
const SOFTMAX = 'import { softmax } from "rnn";';

const keyOf = ({ check, name }: Variant) => `${check.id}, ${name}`;

/** Returns the stub, the model solution, and each named mistake of every item of a set. */
function variantsOf({ checks }: ProblemSet, cells: SolutionCell[]): Variant[] {
  return checks.flatMap((check) => {
    const cell = cells.find(({ id }) => id === gradeId(check))!, { source } = cell;
    const mistakes = Object.keys(EDITS[check.id]);
    return [
      { check, name: "stub", source: stubbed(cell).source },
      { check, name: "solution", source },
      ...mistakes.map((name) => ({ check, name, source: withMistake(source, check, name) })),
    ];
  });
}

/** Examines every variant beside the model's other cells, as the grader does. */
async function gradedFindings(
  set: ProblemSet,
  cells: SolutionCell[],
  variants: Variant[],
): Promise<Found> {
  const child = new Child(trusted(60, Infinity)), key = await storedKey(set), found: Found = {};
  const load = async (source: string) =>
    expect(await child.load(compileCell(source))).toBe(undefined);
  try {
    for (const { source } of cells) await load(source);
    for (const variant of variants) {
      await load(variant.source);
      found[keyOf(variant)] = await examine(variant.check, child.invoke, key, OPEN_SEED);
      await load(cells.find(({ id }) => id === gradeId(variant.check))!.source);
    }
    return found;
  } finally {
    await child.close();
  }
}

/** Returns the lines of the box of a finding without the last one, which is about the whole set. */
function boxLines(set: ProblemSet, check: Check, finding: Finding, tries: number): string[] {
  return new FeedbackBox(set, check, finding, { items: 0, points: 0 }, tries).lines.slice(0, -1);
}

/** Returns what a check in the page has shown. */
function shownBy(outputs: Output[]): { finding: Finding; tries: number; lines: string[] } {
  const [output] = outputs;
  if (outputs.length !== 1 || output.output_type !== "execute_result") {
    throw new Error(`Expected the box of a check, got ${JSON.stringify(outputs)}`);
  }
  const data = output.data as Record<string, unknown>;
  const { tries, ...finding } = data[FINDING_TYPE] as Finding & { tries: number };
  const lines = String(data["text/plain"]).split("\n").slice(0, -1);
  return { finding, tries, lines };
}

/** The graded findings by set, which all engines share. */
const graded = new Map<ProblemSet, Promise<Found>>();

/** Tests that every item is judged in a page as by the grader, in a browser engine. */
export function testItems(engine: string): void {
  describe(`the problem sets in a page in ${engine}`, () => {
    const server = serveFolder(html), origin = `http://127.0.0.1:${server.addr.port}`;
    let page: EnginePage, [items, mistakes] = [0, 0];
    before(async () => {
      page = await ENGINES[engine]();
    });
    after(async () => {
      await page?.close();
      await server.shutdown();
    });

    for (const set of SETS) {
      it(`${set.id}: stubs, solutions and every named mistake are judged as by the grader`, async () => {
        const cells = await modelCells(set), variants = variantsOf(set, cells);
        if (!graded.has(set)) graded.set(set, gradedFindings(set, cells, variants));
        const found = await foundInPage(page, origin, set, cells, variants);
        for (const [key, finding] of Object.entries(await graded.get(set)!)) {
          expect([key, found[key]]).toEqual([key, finding]);
        }
        for (const { check, name } of variants) {
          const { earned, status, mistake } = found[`${check.id}, ${name}`];
          if (name === "stub") expect([earned, status]).toEqual([0, "not yet"]);
          else if (name === "solution") expect([earned, status]).toEqual([check.points, "pass"]);
          else {
            expect(earned).toBeLessThan(check.points);
            expect(mistake).toEqual({ name, hint: check.mistakes[name] });
          }
        }
        items += set.checks.length;
        mistakes += variants.length - 2 * set.checks.length;
      });
    }

    it("are 45 items with all their mistakes", () => {
      const named = Object.values(EDITS).flatMap((edits) => Object.keys(edits));
      console.log(`items in ${engine}: ${items}, named mistakes: ${mistakes}`);
      expect([items, mistakes]).toEqual([45, named.length]);
    });
  });
}

/** Examines every variant beside the model's other cells in a page, as a reader does. */
async function foundInPage(
  page: EnginePage,
  origin: string,
  set: ProblemSet,
  cells: SolutionCell[],
  variants: Variant[],
): Promise<Found> {
  const kernel = await PageKernel.start(page, origin, `exercises/${set.id}.html`),
    found: Found = {};
  const run = async (source: string) => (await kernel.outputs([source]))[0];
  const imports = await page.evaluate<string>(
    "document.querySelector('.cell_input pre').innerText",
  );
  expect(await run(imports)).toEqual([]);
  if (set.id === "ps6") await run(SOFTMAX);
  for (const { source } of cells) await run(source);
  for (const variant of variants) {
    const { check: { id, functions }, check, source } = variant;
    await run(source);
    const outputs = await run(`await check("${id}", { ${functions.join(", ")} })`);
    const { finding, tries, lines } = shownBy(outputs);
    const isVersion = (line: string) => line.startsWith("Judged: ");
    expect(lines.filter((line) => !isVersion(line))).toEqual(boxLines(set, check, finding, tries));
    expect(lines.some(isVersion)).toBe(isUnwritten(finding));
    found[keyOf(variant)] = finding;
    await run(cells.find(({ id }) => id === gradeId(check))!.source);
  }
  return found;
}
