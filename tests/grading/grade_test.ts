import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { tagOf } from "../../grading/process/submission.ts";
import { parseNotebook } from "../../lib/notebook/cells.ts";
import { root } from "../../tools/paths.ts";
import { programIn, runTool, scratch } from "../tools/scratch.ts";
import { gradeMeasured } from "./measure.ts";
import { mistakenCells, notebookOf, pathWithoutFence, stubbed } from "./student_work.ts";

const [relu, leaky] = ps1.checks;

describe("deno task grade", () => {
  let folder: string, out: string;
  beforeEach(async () => {
    folder = await scratch();
    out = `${folder}-grades`;
  });
  afterEach(async () => {
    await Deno.remove(folder, { recursive: true });
    await Deno.remove(out, { recursive: true }).catch(() => {});
  });

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
      await notebookOf(ps1, mistakenCells(model, leaky, "weights exchanged")),
    );
    await put("cleo/ps1/ps1.ipynb", await notebookOf(ps1, model.map(stubbed)));
    const { code, text } = await grade();
    expect(code).toBe(0);
    expect(text).toMatch(/ana +ps1 +13 of 13\n/);
    // the leaky step is wrong, and so is the unrolling that calls it
    expect(text).toMatch(/ben +ps1 +9 of 13\n/);
    expect(text).toMatch(/cleo +ps1 +0 of 13\n/);
    expect(text).toMatch(/3 graded, 0 ungradable, [\d.]+ s\n/);

    const csv = (await read("scores.csv")).split("\r\n");
    expect(csv[0]).toMatch(/^"student","set","status","earned","possible","ps1.relu","ps1.leaky",/);
    expect(csv[2]).toMatch(/^"ben","ps1","graded","9","13",/);
    expect(await read("students/ben_ps1.html")).toContain(
      "weights exchanged: α multiplies the new candidate",
    );
    expect(await read("class.html")).toMatch(/ps1\.<wbr>leaky<\/td><td>.*?<\/td><td>2 of 3/);
    expect(await read("junit.xml")).toContain(
      '<testsuite name="ben ps1" tests="6" failures="2" errors="0">',
    );
    const gradescope = JSON.parse(await read("gradescope/ben_ps1.json"));
    expect([gradescope.score, gradescope.tests[1].status]).toEqual([9, "failed"]);
    const classroom = JSON.parse(await read("classroom/ana_ps1.json"));
    expect([classroom.version, classroom.status, classroom.max_score]).toEqual([1, "pass", 13]);
  });

  it("writes the same bytes again, and prints which scores have changed", async () => {
    const model = await modelCells(ps1);
    await put("ana/ps1.ipynb", await notebookOf(ps1, model.map(stubbed)));
    await put("ben/ps1.ipynb", await notebookOf(ps1, model));
    await grade("--grading", "1");
    const before = await Promise.all(["results.json", "scores.csv", "junit.xml"].map(read));
    expect((await grade("--grading", "1")).text).toContain("No score has changed");
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

  it("fills in the exports of Canvas and Moodle, and refuses other files before it grades", async () => {
    const model = await modelCells(ps1), file = `${folder}-export.csv`;
    await put("ana/ps1.ipynb", await notebookOf(ps1, [model[0], ...model.slice(1).map(stubbed)]));
    await put("Ben Ode/ps1.ipynb", "{");
    await put("zed/ps1.ipynb", await notebookOf(ps1, model));
    const write = (text: string) => Deno.writeTextFile(file, text);
    await write(
      "Student,ID,SIS Login ID,Section,ps1 (5)\n  Points Possible,,,,13\n" +
        '"Lee, Ana",1,ana,A,\n"Ode, Ben",2,ben,A,\n',
    );
    const { code, text } = await grade("--canvas", file);
    expect(code).toBe(0);
    expect(text).toContain(`canvas.csv lacks zed: ${file} has no such student\n`);
    expect((await read("canvas.csv")).split("\r\n").slice(2)).toEqual([
      '"Lee, Ana","1","ana","A","1"',
      "",
    ]);
    expect(await read("moodle.csv")).toMatch(
      /^"Username","ps1","ps1 feedback"\r\n"ana","1","ps1.relu: 1/,
    );
    const refused = await grade("--moodle", file);
    await Deno.remove(file);
    expect(refused).toEqual({
      code: 1,
      text:
        `Cannot read Moodle's participants or grades from ${file}: expected a column Username, ` +
        "ID number, or Email address, found Student, ID, SIS Login ID, Section, ps1 (5)\n",
    });
  });

  it("reports ungradable notebooks, which is not a score of zero, and grades the rest", async () => {
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
    await put(
      "i/ps1.ipynb",
      '{"cells": [null, 3, {"cell_type": "code", "source": [], "metadata": null}]}',
    );
    await put("zoe/ps1.ipynb", good);
    const { code, text } = await grade();
    expect(code).toBe(0);
    const none = "Cannot find a solution cell of any problem set in it";
    const reasons = [
      ...["it is not JSON", "it is not JSON", "the notebook has no cells"],
      ...[`${none}. Its metadata names the language python`, "it is not UTF-8", none],
      ...[
        "Cannot choose between g/copy.ipynb and g/ps1.ipynb: remove one of them",
        "it has no list of cells",
        none,
      ],
    ];
    for (const [n, reason] of reasons.entries()) {
      expect(text).toMatch(new RegExp(`^${"abcdefghi"[n]} .*ungradable: .*${reason}`, "m"));
    }
    expect(text).toMatch(/^zoe +ps1 +13 of 13$/m);
    expect(text).toContain("1 graded, 9 ungradable");
    const csv = await read("scores.csv");
    expect(csv).toMatch(/^"a","","ungradable","","",/m);
    const files = [...Deno.readDirSync(join(out, "gradescope"))].map(({ name }) => name);
    const unknown = files.find((name) => name.startsWith("a_unknown-"))!;
    const { score, tests } = JSON.parse(await read(`gradescope/${unknown}`));
    expect([score, tests[0].name, tests[0].status]).toEqual([0, "gradable", "failed"]);
    expect(tests[0].output).toContain("it is not JSON");
    expect(await read("junit.xml")).toContain(
      '<error message="Cannot read the notebook: it is not JSON"/>',
    );
  });

  it("isolates notebooks that crash the parser", async () => {
    const [first, ...rest] = await modelCells(ps1), good = await notebookOf(ps1, [first, ...rest]);
    const nested = `const x = ${"(".repeat(20_000)}1${")".repeat(20_000)};`;
    const names = `let ${Array.from({ length: 150_000 }, (_, n) => `a${n}`).join()};`;
    const typed = "type T = { a: T }; function reluStep( {";
    for (const [n, source] of [nested, names, typed].entries()) {
      await put(`m${n}/ps1.ipynb`, await notebookOf(ps1, [{ id: first.id, source }, ...rest]));
    }
    const many = parseNotebook(good);
    many.cells = Array(60).fill(many.cells[3]);
    await put("n/ps1.ipynb", JSON.stringify(many));
    await put(`${"x".repeat(240)}.ipynb`, good);
    await put("zoe/ps1.ipynb", good);
    const { code, text } = await grade();
    expect(code).toBe(0);
    expect(text).toContain("Cell ps1_relu cannot be parsed: it is nested too deeply");
    expect(text).toMatch(
      /Cell ps1_relu cannot be parsed: it has \d+ characters, but at most 100000 are allowed/,
    );
    expect(text).toMatch(/^n .*ungradable: Cannot read it: it has 60 solution cells of ps1$/m);
    expect(text).toMatch(/^m0 +ps1 +12 of 13$/m);
    expect(text).toMatch(/^x+ +ps1 +13 of 13$/m);
    expect(text).toMatch(/^zoe +ps1 +13 of 13$/m);
    expect(text).not.toContain("The types were not checked");
  });

  it("gives each grading a later number, keeps the secret of the class, and tolerates damaged results", async () => {
    await put("ana/ps1.ipynb", await notebookOf(ps1, await modelCells(ps1)));
    const numberIn = (text: string) => Number(text.match(/, grading (\d+)$/m)![1]);
    const first = numberIn((await grade()).text);
    expect(Math.abs(first - Date.now())).toBeLessThan(600_000);
    const secret = await read("secret.txt");
    expect(secret).toMatch(/^[0-9a-f]{32}\n$/);
    expect((await Deno.stat(join(out, "secret.txt"))).mode! & 0o777).toBe(0o600);
    const { text } = await grade();
    expect(numberIn(text)).toBeGreaterThan(first);
    expect(text).not.toContain(secret.trim());
    expect(await read("secret.txt")).toBe(secret);
    for (const damaged of ["{ broken", "5", "[null]", "{}"]) {
      await Deno.writeTextFile(join(out, "results.json"), damaged);
      const { code, text } = await grade();
      expect([code, text.includes("Cannot compare with the earlier results.json")]).toEqual([
        0,
        true,
      ]);
    }
  });

  it("names missing, duplicate and broken cells, and grades the other items", async () => {
    const model = await modelCells(ps1);
    const notebook = parseNotebook(await notebookOf(ps1, model));
    const at = (id: string) => notebook.cells.findIndex((cell) => tagOf(cell).grade_id === id);
    notebook.cells[at("ps1_slip")].source = ["function correctedStep( {"];
    notebook.cells[at("ps1_jordan")].source = ["const nothing = 1;"]; // the function is deleted
    notebook.cells.push(structuredClone(notebook.cells[at("ps1_relu")]));
    notebook.cells.splice(at("ps1_bidirectional"), 1);
    await put("ana/ps1.ipynb", JSON.stringify(notebook));
    const { text } = await grade();
    expect(text).toMatch(/^ana +ps1 +5 of 13$/m);
    expect(text).toContain("Cell ps1_relu occurs 2 times");
    expect(text).toContain("Cell ps1_bidirectional is missing");
    expect(text).toContain("Cell ps1_slip cannot be parsed: line 1: ");
    const { items } = JSON.parse(await read("results.json")).results[0];
    expect(items[3].message).toBe("jordanUnroll is not declared: declare it in its own cell");
    expect(items[5].message).toMatch(/^Cell ps1_slip cannot be parsed: line 1: /);
  });

  it("uses the last value of a name, and only solution cells", async () => {
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

  it("draws different inputs in every grading, on which the score does not depend", async () => {
    const model = await modelCells(ps1);
    await put("ana/ps1.ipynb", await notebookOf(ps1, mistakenCells(model, relu, "absolute value")));
    const messages: string[] = [];
    for (const grading of ["1", "2", "1"]) {
      await grade("--grading", grading);
      const { results: [{ earned, items }] } = JSON.parse(await read("results.json"));
      expect(earned).toBe(12);
      messages.push(items[0].message);
    }
    expect(messages[0]).not.toBe(messages[1]);
    expect(messages[0]).toBe(messages[2]);
  });

  it("needs less than 200 MB, regardless of what solutions print and return", async () => {
    const model = await modelCells(ps1);
    const [prints, answers] = [
      "function reluStep() {\n  const x = new Uint8Array(1e6).fill(120);\n  for (;;) Deno.stdout.writeSync(x);\n}",
      "function reluStep() {\n  return Array.from({ length: 90_000 }, (_, n) => n / 7);\n}",
    ];
    for (const [n, source] of [prints, answers, prints, answers, prints, answers].entries()) {
      const cells = [{ id: model[0].id, source }, ...model.slice(1)];
      await put(`s${n}/ps1.ipynb`, await notebookOf(ps1, cells));
    }
    const { megabytes } = await gradeMeasured(folder, out);
    expect(megabytes).toBeGreaterThan(50);
    expect(megabytes).toBeLessThan(200);
    const { results } = JSON.parse(await read("results.json"));
    expect(results.map(({ earned }: { earned: number }) => earned)).toEqual(Array(6).fill(12));
  });

  it("reports in its output and its results that bubblewrap is missing; refuses with --require-fence", async () => {
    await put("ana/ps1.ipynb", await notebookOf(ps1, await modelCells(ps1)));
    const PATH = await pathWithoutFence(await scratch());
    const args = [folder, "--out", out], warning = /^bubblewrap does not work here, so only/m;
    const { text } = await runTool(root, "grading/grade.ts", args, { PATH });
    expect(text).toMatch(/^ana +ps1 +13 of 13$/m);
    expect(text).toMatch(warning);
    expect(JSON.parse(await read("results.json")).fence).toBe("none");
    const required = [...args, "--require-fence"];
    const refused = await runTool(root, "grading/grade.ts", required, { PATH });
    expect([refused.code, refused.text]).toEqual([
      1,
      expect.stringMatching(/^Cannot grade: bubble/),
    ]);
    const fenced = await runTool(root, "grading/grade.ts", required);
    expect([fenced.code, warning.test(fenced.text)]).toEqual([0, false]);
    expect(JSON.parse(await read("results.json")).fence).toBe("bubblewrap");
    await Deno.remove(join(PATH, ".."), { recursive: true });
  });

  it("refuses if the system cannot limit a child", async () => {
    await put("ana/ps1.ipynb", "{}");
    const bin = await programIn(folder, "nothing", "exit 0");
    const { code, text } = await runTool(root, "grading/grade.ts", [folder], { PATH: bin });
    expect([code, text.trim()]).toEqual([
      1,
      "Cannot run untrusted code here: process limits need Linux with setsid and prlimit; use the container in deploy/",
    ]);
  });
});
