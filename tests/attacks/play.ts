import { expect } from "@std/expect";
import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { pointsOf, type ProblemSet } from "../../grading/judge/check.ts";
import { type Result, scoreOf, ungradable } from "../../grading/class/result.ts";
import type { OtherFile } from "../../grading/class/submitted_files.ts";
import type { Attack } from "./attack.ts";
import { attackersWork, HONEST, honestWork } from "./class.ts";
import { graded, gradedMeasured } from "./graded.ts";
import { expectCleanReports, type Page, pagesOf } from "./reports.ts";

const SECONDS = 60; // for the attacker's own work, unless the attack says otherwise

/** One grading of a class. */
interface Grading {
  results: Result[];
  others: OtherFile[];
  pages: Page[];
  out: string;
  seconds: number;
}

/**
 * Plays attacks below one folder, beside honest work, whose grading without an attacker is measured once for each set.
 */
export class Game {
  readonly #alone = new Map<ProblemSet, Promise<Grading>>();

  constructor(readonly folder: string, readonly port: number) {}

  /** Grades the attack beside the honest work, and checks that it gains nothing and costs nobody anything. */
  async play(attack: Attack, name: string): Promise<void> {
    const set = attack.set ?? ps1, alone = await this.#gradedAlone(set);
    const folder = join(this.folder, name, attack.className ?? "class");
    await honestWork(folder, set);
    await attackersWork(attack, folder, this.port);
    const limit = 2 * alone.seconds + (attack.seconds ?? SECONDS);
    const stop = await attack.meanwhile?.(folder);
    try {
      for (const n of attack.twice || attack.between ? [1, 2] : [1]) {
        const grading = await grade(folder, join(this.folder, name, `reports-${n}`), n, attack);
        expectNothingGained(attack, grading);
        expectNothingLost(grading, alone);
        await expectCleanReports(grading.out, rowsOf(grading));
        expect(grading.seconds).toBeLessThan(limit);
        if (n === 1) await attack.between?.(folder, grading.results);
      }
    } finally {
      await stop?.();
    }
    await attack.afterwards?.(folder);
  }

  #gradedAlone(set: ProblemSet): Promise<Grading> {
    const alone = this.#alone.get(set) ?? this.#gradeHonest(set);
    this.#alone.set(set, alone);
    return alone;
  }

  async #gradeHonest(set: ProblemSet): Promise<Grading> {
    const folder = join(this.folder, `alone-${set.id}`);
    await honestWork(join(folder, "class"), set);
    const alone = await grade(join(folder, "class"), join(folder, "reports"), 1, {});
    const found = alone.results.map(({ earned, typeErrors }) => [earned, typeErrors.length]);
    expect(found).toEqual([[pointsOf(set), 1], [pointsOf(set), 0]]);
    return alone;
  }
}

async function grade(folder: string, out: string, n: number, attack: Attack): Promise<Grading> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  if (attack.megabytes === undefined) {
    const found = await graded(folder, out, n), took = seconds();
    return { ...found, out, seconds: took, pages: await pagesOf(out) };
  }
  const { megabytes, ...found } = await gradedMeasured(folder, out), took = seconds();
  expect(megabytes).toBeLessThan(attack.megabytes);
  return { ...found, out, seconds: took, pages: await pagesOf(out) };
}

/** Returns how many rows the table of scores has: one for each notebook, and for each student without one. */
function rowsOf({ results, others }: Grading): number {
  const graded = new Set(results.map(({ student }) => student));
  const without = others.filter(({ student }) => !graded.has(student));
  return results.length + new Set(without.map(({ student }) => student)).size;
}

/** Checks the results of everybody who is not honest. */
function expectNothingGained(attack: Attack, grading: Grading): void {
  const files = grading.others.map(({ student, path, reason }) =>
    ungradable(student, path, reason)
  );
  const others = [...grading.results, ...files].filter(({ student }) => !HONEST.includes(student));
  expect(others.length).toBeGreaterThan(0);
  for (const [path, score] of attack.scores ?? []) {
    const found = others.filter((result) => path.test(result.path)).map(scoreOf);
    expect([path, found]).toEqual([path, found.map(() => expect.stringMatching(score))]);
    expect([path, found.length]).not.toEqual([path, 0]);
  }
  const expected = (path: string) => attack.scores?.some(([pattern]) => pattern.test(path));
  for (const result of others.filter((other) => !expected(other.path) && !files.includes(other))) {
    expect([result.path, scoreOf(result)]).toEqual([result.path, scoreWanted(attack)]);
    const message = attack.students?.[result.student]?.message ?? attack.message;
    if (message) expect(result.items[0]?.message).toMatch(message);
  }
}

/** Returns the score that an attacker must have: no points. */
function scoreWanted({ folder, ungradable }: Attack): unknown {
  const points = "^0 of \\d+$", none = "^ungradable: .";
  if (ungradable) return expect.stringMatching(none);
  return expect.stringMatching(folder ? `${points}|${none}` : points);
}

/** Checks that the honest students' results and pages are what they are without an attacker. */
function expectNothingLost({ results, pages }: Grading, alone: Grading): void {
  const honest = results.filter(({ student }) => HONEST.includes(student));
  const lineOf = (result: Result) => [result.path, scoreOf(result), ...result.typeErrors];
  expect(honest.map(lineOf)).toEqual(alone.results.map(lineOf));
  expect(honest).toEqual(alone.results);
  const own = pages.filter(({ student }) => HONEST.includes(student));
  expect(own.map(({ name }) => name)).toEqual(alone.pages.map(({ name }) => name));
  expect(own).toEqual(alone.pages);
  expect(JSON.stringify([honest, own])).not.toContain("MARK");
}
