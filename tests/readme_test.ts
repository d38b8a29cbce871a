import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { Box } from "../grading/judge/box.ts";
import { SETS } from "../exercises/checks/mod.ts";
import { OPEN_SEED } from "../grading/judge/stored.ts";
import { keyOf } from "../grading/judge/stored_keys.ts";
import { root } from "../tools/paths.ts";
import { findings, mistakenCells, modelCells } from "./grading/works.ts";
import { scratch } from "./tools/scratch.ts";

const readme = await Deno.readTextFile(join(root, "README.md"));

/** Runs a piece of code in a copy of the checkout, and gives what it prints. */
async function run(code: string, ...permissions: string[]): Promise<string> {
  const folder = await scratch();
  try {
    await Deno.writeTextFile(join(folder, "readme.ts"), code);
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--check", ...permissions, join(folder, "readme.ts")],
      cwd: root, // where a reader stands
      env: { NO_COLOR: "1" },
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

describe("README", () => {
  const [ten, training] = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code);

  it("its lines of code run as they stand", async () => {
    expect(await run(ten)).toMatch(/^1[5-8]\.\d+ 16×16/); // about 5 ln 27, and a matrix
  });

  it("its training runs as it stands, and writes", async () => {
    const written = await run(training, "--allow-all");
    expect(written).toMatch(/^WebAssembly SIMD, float32, /);
    expect(written.length).toBeGreaterThan(230);
  });

  it("both commands stand in its first 15 lines", () => {
    const head = readme.split("\n").slice(0, 15).join("\n");
    expect(head).toContain("npx -y deno@2.8.1 task lab");
    expect(head).toContain("npx -y deno@2.8.1 task test");
  });

  it("shows what an exercise says to a mistake, as it says it", async () => {
    const [, , ps3] = SETS, [tick] = ps3.checks, name = "h_t for h_{t−1}";
    const cells = mistakenCells(await modelCells(ps3), tick, name);
    const [finding] = await findings([tick], cells, await keyOf(ps3), OPEN_SEED);
    const box = new Box(ps3, tick, finding, { items: 0, points: 0 }, 1);
    expect(readme).toContain(box.lines.slice(0, -1).join("\n"));
  });

  it("and the teachers' count sets, items and points as the checks do", async () => {
    const teachers = await Deno.readTextFile(join(root, "exercises", "README.md"));
    const pointsOf = ({ checks }: typeof SETS[number]) =>
      checks.reduce((sum, { points }) => sum + points, 0);
    const items = SETS.flatMap(({ checks }) => checks).length;
    const points = SETS.reduce((sum, set) => sum + pointsOf(set), 0);
    expect([SETS.length, readme.includes(`Six problem sets, ${items} graded items`)])
      .toEqual([6, true]);
    expect(teachers).toContain(`Six problem sets, ${items} items, ${points} points`);
    for (const set of SETS) {
      expect(teachers).toContain(`| \`${set.id}\` | ${set.title} | ${pointsOf(set)} |`);
    }
  });

  it("names every notebook", () => {
    const notebooks = [...Deno.readDirSync(join(root, "notebooks"))].map(({ name }) => name)
      .filter((name) => name.endsWith(".ipynb"));
    for (const name of notebooks) expect(readme).toContain(`\`${name.slice(0, -6)}\``);
    expect([notebooks.length, readme.includes("fourteen Jupyter notebooks")]).toEqual([14, true]);
  });

  it("links to files that are there", async () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)(#[^)]*)?\)|src="([^"]+)"/g)];
    expect(links.length).toBeGreaterThan(40);
    for (const [, link, , picture] of links) await Deno.stat(join(root, link ?? picture));
  });

  it("gives the times of a training step as bench/RESULTS.md has them", async () => {
    const results = await Deno.readTextFile(join(root, "bench", "RESULTS.md"));
    const cells = (line: string) => line.split("|").slice(1, -1).map((cell) => cell.trim());
    const rows = readme.split("\n").filter((line) => /\(\d.*×\) \|$/.test(line)).map(cells);
    expect(rows.length).toBe(5);
    for (const row of rows) {
      const measured = results.split("\n").map(cells).find(([name]) => name === row[0]);
      expect(row).toEqual(measured?.slice(0, row.length));
    }
  });
});
