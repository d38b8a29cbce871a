import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { root } from "../../tools/paths.ts";
import { programIn, runTool, scratch } from "../tools/scratch.ts";
import { gradeMeasured } from "./memory.ts";
import { mistakenCells, modelCells, notebookOf, stubbed } from "./works.ts";

const [relu, leaky] = ps1.checks;

describe("deno task grade", () => {
  let folder: string, out: string;
  beforeEach(async () => {
    folder = await scratch();
    out = join(folder, ".grades"); // hidden: no notebook is looked for in it
  });
  afterEach(() => Deno.remove(folder, { recursive: true }));

  const put = async (path: string, text: string | Uint8Array) => {
    await Deno.mkdir(join(folder, path, ".."), { recursive: true });
    await Deno.writeFile(
      join(folder, path),
      typeof text === "string" ? new TextEncoder().encode(text) : text,
    );
  };
  const grade = (...args: string[]) =>
    runTool(root, "grading/grade.ts", [folder, "--out", out, ...args]);
  const read = (name: string) => Deno.readTextFile(join(out, name));

  it("grades a class, writes every report, and shows a line for each notebook", async () => {
    const model = await modelCells(ps1);
    await put("ana/ps1.ipynb", await notebookOf(ps1, model));
    await put(
      "ben_ps1.ipynb",
      await notebookOf(ps1, mistakenCells(model, leaky, "shares exchanged")),
    );
    await put("cleo/ps1/ps1.ipynb", await notebookOf(ps1, model.map(stubbed)));
    const { code, text } = await grade();
    expect(code).toBe(0);
    expect(text).toMatch(/ana +ps1 +13 of 13\n/);
    // the leaky step is wrong, and the unrolling that calls it with it
    expect(text).toMatch(/ben +ps1 +9 of 13\n/);
    expect(text).toMatch(/cleo +ps1 +0 of 13\n/);
    expect(text).toMatch(/3 graded, 0 ungradable, [\d.]+ s\n/);

    const csv = (await read("scores.csv")).split("\r\n");
    expect(csv[0]).toMatch(/^student,set,status,earned,possible,ps1.bidirectional,.*,remarks$/);
    expect(csv[2]).toMatch(/^ben,ps1,graded,9,13,/);
    expect(await read("students/ben_ps1.html")).toContain(
      "shares exchanged: α belongs to what is new",
    );
    expect(await read("class.html")).toMatch(/ps1\.leaky<\/td><td>2 of 3/);
    expect(await read("junit.xml")).toContain(
      '<testsuite name="ben ps1" tests="6" failures="2" errors="0">',
    );
    const gradescope = JSON.parse(await read("gradescope/ben_ps1.json"));
    expect([gradescope.score, gradescope.tests[1].status]).toEqual([9, "failed"]);
    const classroom = JSON.parse(await read("classroom/ana_ps1.json"));
    expect([classroom.version, classroom.status, classroom.max_score]).toEqual([1, "pass", 13]);
  });

  it("grades again with the same bytes, and prints which scores have changed", async () => {
    const model = await modelCells(ps1);
    await put("ana/ps1.ipynb", await notebookOf(ps1, model.map(stubbed)));
    await put("ben/ps1.ipynb", await notebookOf(ps1, model));
    await grade();
    const before = await Promise.all(["results.json", "scores.csv", "junit.xml"].map(read));
    expect((await grade()).text).toContain("No score has changed");
    expect(await Promise.all(["results.json", "scores.csv", "junit.xml"].map(read))).toEqual(
      before,
    );
    await put("ana/ps1.ipynb", await notebookOf(ps1, [model[0], ...model.slice(1).map(stubbed)]));
    const { text } = await grade();
    expect(text).toContain(
      "Changed since the last grading:\nana, ana/ps1.ipynb: 0 of 13 → 1 of 13\n",
    );
    expect(text).not.toContain("ben, ben");
  });

  it("reports what can't be graded, apart from a score of zero, and grades the rest", async () => {
    const model = await modelCells(ps1), good = await notebookOf(ps1, model);
    const python = JSON.parse(good);
    python.metadata.kernelspec.language = "python";
    await put("a/ps1.ipynb", "{ broken");
    await put("b/ps1.ipynb", "");
    await put("c/ps1.ipynb", '{"cells": [], "metadata": {}}');
    python.cells = python.cells.slice(0, 1);
    await put("d/ps1.ipynb", JSON.stringify(python));
    await put("e/ps1.ipynb", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
    await put("f/ps1.ipynb", good.replaceAll("grade_id", "other_id"));
    await put("g/ps1.ipynb", good);
    await put("g/copy.ipynb", good);
    await put("h/ps1.ipynb", "[1, null]");
    await put("i/ps1.ipynb", '{"cells": [null, 3, {"cell_type": "code", "metadata": null}]}');
    await put("zoe/ps1.ipynb", good);
    const { code, text } = await grade();
    expect(code).toBe(0);
    const reasons = [
      ...[
        "it is not JSON",
        "it is not JSON",
        "the notebook is empty",
        "any set in it. The notebook says it is of python",
      ],
      ...["it is not UTF-8", "Cannot find a solution cell of any set in it"],
      "Cannot choose between g/copy.ipynb and g/ps1.ipynb",
      ...["it is not a notebook", "Cannot find a solution cell of any set in it"],
    ];
    for (const [n, reason] of reasons.entries()) {
      expect(text).toMatch(new RegExp(`^${"abcdefghi"[n]} .*ungradable: .*${reason}`, "m"));
    }
    expect(text).toMatch(/^zoe +ps1 +13 of 13$/m);
    expect(text).toContain("1 graded, 10 ungradable");
    const csv = await read("scores.csv");
    expect(csv).toMatch(/^a,,ungradable,,,/m);
    expect(JSON.parse(await read("gradescope/a_unknown.json")).score).toBe(undefined);
    expect(await read("junit.xml")).toContain('<error message="Cannot read it: it is not JSON"/>');
  });

  it("lets no notebook that breaks the parser take a point from another one", async () => {
    const [first, ...rest] = await modelCells(ps1), good = await notebookOf(ps1, [first, ...rest]);
    const nested = `const x = ${"(".repeat(20_000)}1${")".repeat(20_000)};`;
    const names = `let ${Array.from({ length: 150_000 }, (_, n) => `a${n}`).join()};`;
    const typed = "type T = { a: T }; function reluStep( {";
    for (const [n, source] of [nested, names, typed].entries()) {
      await put(`m${n}/ps1.ipynb`, await notebookOf(ps1, [{ id: first.id, source }, ...rest]));
    }
    await put(
      "n/ps1.ipynb",
      await notebookOf(ps1, Array(60).fill(first)).then((text) => {
        const notebook = JSON.parse(text);
        notebook.cells = Array(60).fill(notebook.cells[3]);
        return JSON.stringify(notebook);
      }),
    );
    await put(`${"x".repeat(240)}.ipynb`, good);
    await put("zoe/ps1.ipynb", good);
    const { code, text } = await grade();
    expect(code).toBe(0);
    expect(text).toContain("Cell ps1_relu can't be read: it is nested too deeply");
    expect(text).toMatch(
      /Cell ps1_relu can't be read: it has \d+ characters, 100000 at most are read/,
    );
    expect(text).toMatch(/^n .*ungradable: Cannot read it: it has 60 solution cells of ps1$/m);
    expect(text).toMatch(/^m0 +ps1 +12 of 13$/m);
    expect(text).toMatch(/^x+ +ps1 +13 of 13$/m);
    expect(text).toMatch(/^zoe +ps1 +13 of 13$/m);
    expect(text).not.toContain("The types were not checked");
  });

  it("follows no import of a student to another file, and says that it did not", async () => {
    const [first, ...rest] = await modelCells(ps1);
    const reach = 'import {\n  join,\n} from "node:path";\nconst n: "x" = join;\n';
    const own = 'import { Matrix as M } from "rnn";\nconst made = new M(1, 1);\n';
    for (const [name, lines] of Object.entries({ ana: own, mallory: reach })) {
      const cells = [{ id: first.id, source: lines + first.source }, ...rest];
      await put(`${name}/ps1.ipynb`, await notebookOf(ps1, cells));
    }
    const { text } = await grade();
    expect(text).toMatch(/^ana +ps1 +13 of 13$/m);
    expect(text).toMatch(
      /^mallory +ps1 +13 of 13\n +The types of ps1_relu were not checked: it imports/m,
    );
    expect(text).not.toContain("Type error in");
  });

  it("draws a seed where none is given, grades again with it, and survives damaged results", async () => {
    const model = await modelCells(ps1);
    await put("ana/ps1.ipynb", await notebookOf(ps1, model));
    const seedOf = (text: string) => text.match(/inputs of seed (\d+)/)![1];
    const first = seedOf((await grade()).text);
    expect(seedOf((await grade()).text)).toBe(first);
    for (const damaged of ["{ broken", "5", "[null]", "{}"]) {
      await Deno.writeTextFile(join(out, "results.json"), damaged);
      const { code, text } = await grade();
      expect([code, text.includes("Cannot compare with the earlier results.json")]).toEqual([
        0,
        true,
      ]);
    }
  });

  it("says which cells are missing, doubled or broken, and grades the items that are left", async () => {
    const model = await modelCells(ps1);
    const notebook = JSON.parse(await notebookOf(ps1, model));
    const at = (id: string) =>
      // deno-lint-ignore no-explicit-any -- a notebook's JSON
      notebook.cells.findIndex((cell: any) => cell.metadata.nbgrader?.grade_id === id);
    notebook.cells[at("ps1_slip")].source = ["function mendedStep( {"];
    notebook.cells[at("ps1_jordan")].source = ["const nothing = 1;"]; // the function is deleted
    notebook.cells.push(structuredClone(notebook.cells[at("ps1_relu")]));
    notebook.cells.splice(at("ps1_bidirectional"), 1);
    await put("ana/ps1.ipynb", JSON.stringify(notebook));
    const { text } = await grade();
    expect(text).toMatch(/^ana +ps1 +5 of 13$/m);
    expect(text).toContain("Cell ps1_relu is there 2 times");
    expect(text).toContain("Cell ps1_bidirectional is missing");
    expect(text).toContain("Cell ps1_slip can't be read: line 1: ");
    const { items } = JSON.parse(await read("results.json")).results[0];
    expect(items[3].says).toBe("jordanUnroll is not there: declare it in its own cell");
    expect(items[5].says).toMatch(/^Cell ps1_slip can't be read: line 1: /);
  });

  it("takes a name's last value, and no cell but the solutions", async () => {
    const model = await modelCells(ps1);
    const [first, ...rest] = model;
    const again = { id: first.id, source: `const helper = 1;\n${first.source}` };
    const other = { id: rest[0].id, source: `const helper = 2;\n${rest[0].source}` };
    const notebook = JSON.parse(await notebookOf(ps1, [again, other, ...rest.slice(1)]));
    const scratchCell = {
      cell_type: "code",
      metadata: {},
      outputs: [],
      source: ["const helper = (;"],
    };
    notebook.cells.unshift(scratchCell);
    await put("ana/ps1.ipynb", JSON.stringify(notebook));
    expect((await grade()).text).toMatch(/^ana +ps1 +13 of 13$/m);
  });

  it("reports type errors with their cell and line, and takes no point for them", async () => {
    const model = await modelCells(ps1);
    const wrong = { ...model[0], source: `${model[0].source}\nconst text: string = 1;` };
    await put("ana/ps1.ipynb", await notebookOf(ps1, [wrong, ...model.slice(1)]));
    const { text } = await grade();
    expect(text).toMatch(/^ana +ps1 +13 of 13$/m);
    expect(text).toMatch(
      /Type error in ps1_relu, line 7: TS2322.*'number' is not assignable to type 'string'/,
    );
  });

  it("draws a student's inputs from the class seed and the name, and the score is the same for every seed", async () => {
    const model = await modelCells(ps1);
    await put("ana/ps1.ipynb", await notebookOf(ps1, mistakenCells(model, relu, "absolute value")));
    const says = async (seed: string) => {
      await grade("--seed", seed);
      const { results: [{ earned, items }] } = JSON.parse(await read("results.json"));
      return [earned, items[0].says];
    };
    const [one, two] = [await says("1"), await says("2")];
    expect([one[0], two[0]]).toEqual([12, 12]);
    expect(one[1]).not.toBe(two[1]);
  });

  it("needs less than 300 MB whatever the solutions print and answer", async () => {
    const model = await modelCells(ps1);
    const [prints, answers] = [
      "function reluStep() {\n  const x = new Uint8Array(1e6).fill(120);\n  for (;;) Deno.stdout.writeSync(x);\n}",
      "function reluStep() {\n  return Array.from({ length: 90_000 }, (_, n) => n / 7);\n}",
    ];
    for (const [n, source] of [prints, answers, prints, answers, prints, answers].entries()) {
      const cells = [{ id: model[0].id, source }, ...model.slice(1)];
      await put(`s${n}/ps1.ipynb`, await notebookOf(ps1, cells));
    }
    const { megabytes } = await gradeMeasured(folder);
    expect(megabytes).toBeGreaterThan(50);
    expect(megabytes).toBeLessThan(300);
    const { results } = JSON.parse(await read("results.json"));
    expect(results.map(({ earned }: { earned: number }) => earned)).toEqual(Array(6).fill(12));
  });

  it("refuses where the system can't hold a child, and where there is nothing to grade", async () => {
    await put("ana/ps1.ipynb", "{}");
    const bin = await programIn(folder, "nothing", "exit 0");
    const { code, text } = await runTool(root, "grading/grade.ts", [folder], { PATH: bin });
    expect([code, text.trim()]).toEqual([
      1,
      "Cannot hold untrusted work here: process limits need Linux with setsid and prlimit; grade in the container of deploy/",
    ]);
    expect((await runTool(root, "grading/grade.ts", [])).text).toContain(
      "Cannot grade nothing: deno task grade",
    );
    expect((await runTool(root, "grading/grade.ts", [bin])).text).toContain(
      "Cannot find a notebook below",
    );
    expect((await runTool(root, "grading/grade.ts", ["no/such"])).text).toContain(
      "Cannot read the folder no/such",
    );
    expect((await runTool(root, "grading/grade.ts", [folder, "--sed", "1"])).text).toMatch(
      /^Unknown option '--sed'/,
    );
  });
});
