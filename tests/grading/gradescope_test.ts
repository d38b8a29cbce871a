import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { ps2 } from "../../exercises/checks/ps2.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { captureOutput } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";
import { mistakenCells, notebookOf, stubbed } from "./student_work.ts";

const METADATA = {
  id: 123456,
  created_at: "2026-07-01T14:22:32.365935-07:00",
  assignment: { id: 25828, title: "Problem set 1", total_points: "13.0" },
  users: [{ email: "ana@example.com", id: 1234, name: "Ana Lee" }],
  previous_submissions: [],
};

/** The file that Gradescope reads, as far as the tests look at it. */
interface Results {
  score: number;
  output: string;
  visibility: string;
  extra_data: { student: string; grading: number };
  tests: { name: string; score: number; max_score: number; status: string; output: string }[];
}

describe("deno task gradescope", () => {
  let folder: string, autograder: string, archive: string;
  before(async () => {
    folder = await scratch();
    autograder = join(folder, "autograder");
    archive = join(folder, "ps1.zip");
    await unpack();
    const installed = await captureOutput(["bash", join(autograder, "source", "setup.sh")]);
    if (installed.code !== 0) throw new Error(installed.stderr);
    await Deno.copyFile(
      join(autograder, "source", "run_autograder"),
      join(autograder, "run_autograder"),
    );
  });
  after(() => Deno.remove(folder, { recursive: true }));

  /** Makes the archive, and unpacks it where Gradescope's container has it. */
  async function unpack(): Promise<void> {
    const args = ["--set", "ps1", "--out", archive, "--secret", join(folder, "secret.txt")];
    const { code, text } = await runTool(root, "grading/gradescope.ts", args);
    if (code !== 0) throw new Error(text);
    const target = join(autograder, "source");
    await Deno.mkdir(target, { recursive: true });
    const unzipped = await captureOutput(["unzip", "-q", archive, "-d", target]);
    if (unzipped.code !== 0) throw new Error(unzipped.stderr);
  }

  /** Runs the autograder on a submission, as Gradescope does. */
  async function submit(
    files: Record<string, string>,
    metadata: unknown = METADATA,
  ): Promise<{ code: number; stderr: string; results?: Results }> {
    for (const name of ["submission", "results"]) {
      await Deno.remove(join(autograder, name), { recursive: true }).catch(() => {});
      await Deno.mkdir(join(autograder, name));
    }
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(autograder, "submission", name), text);
    }
    const description = JSON.stringify(metadata);
    await Deno.writeTextFile(join(autograder, "submission_metadata.json"), description);
    const run = await captureOutput([join(autograder, "run_autograder")], { cwd: autograder });
    const results = await Deno.readTextFile(join(autograder, "results", "results.json"))
      .then((text) => JSON.parse(text), () => undefined);
    return { code: run.code, stderr: run.stderr, results };
  }

  it("makes an archive with the solutions of its set only, and both scripts executable", async () => {
    const files = unzipSync(await Deno.readFile(archive)), names = Object.keys(files);
    expect(names).toEqual(expect.arrayContaining(["setup.sh", "run_autograder", "secret.txt"]));
    const solutions = names.filter((name) => /exercises\/(source|mistakes|answers)\//.test(name));
    expect(solutions.sort()).toEqual([
      ...["exercises/mistakes/edits.ts", "exercises/mistakes/mod.ts"],
      ...["exercises/mistakes/ps1.ts", "exercises/source/ps1/ps1.ipynb"],
    ]);
    for (const name of ["setup.sh", "run_autograder"]) {
      const { mode } = await Deno.stat(join(autograder, "source", name));
      expect(mode! & 0o111).toBe(0o111);
    }
    const secret = await Deno.readTextFile(join(folder, "secret.txt"));
    expect(new TextDecoder().decode(files["secret.txt"])).toBe(secret);
  });

  it("gives a full solution all points, an untouched notebook none, and a mistake its name", async () => {
    const model = await modelCells(ps1);
    const full = await submit({ "ps1.ipynb": await notebookOf(ps1, model) });
    expect([full.code, full.results?.score, full.results?.visibility]).toEqual([0, 13, "visible"]);
    expect(full.results!.tests.map(({ name, score, max_score, status }) => [
      ...[name, score, max_score, status],
    ])).toEqual(ps1.checks.map(({ id, points }) => [id, points, points, "passed"]));

    const untouched = await submit({ "ps1.ipynb": await notebookOf(ps1, model.map(stubbed)) });
    expect(untouched.results!.score).toBe(0);
    expect(untouched.results!.tests.map(({ score }) => score)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(untouched.results!.tests[0].output).toBe("reluStep is not written yet");

    const wrong = mistakenCells(model, ps1.checks[1], "weights exchanged");
    const mistaken = await submit({ "my work.ipynb": await notebookOf(ps1, wrong) });
    expect(mistaken.results!.score).toBe(9);
    expect(mistaken.results!.tests[1].output).toContain("weights exchanged: α multiplies");
  });

  it("derives the inputs from the secret, the users, and the time of the submission", async () => {
    const wrong = mistakenCells(await modelCells(ps1), ps1.checks[0], "absolute value");
    const files = { "ps1.ipynb": await notebookOf(ps1, wrong) };
    const [user] = METADATA.users, later = { ...METADATA, created_at: "2026-07-02T00:00:00Z" };
    const others = { ...METADATA, users: [{ ...user, id: 7 }] };
    const outputs: string[] = [];
    for (const metadata of [METADATA, later, others, METADATA]) {
      outputs.push((await submit(files, metadata)).results!.tests[0].output);
    }
    expect(outputs[3]).toBe(outputs[0]);
    expect(new Set(outputs).size).toBe(3);
  });

  it("shows the reason for a submission that cannot be graded, with no points", async () => {
    const other = await notebookOf(ps2, await modelCells(ps2));
    const reasons: [Record<string, string>, RegExp][] = [
      [{ "ps1.ipynb": "{ broken" }, /it is not JSON\nOpen the file in JupyterLab, save it/],
      [{ "ps1.py": "1" }, /: ps1\.py is a file, not a notebook\nSubmit the notebook itself/],
      [{ "ps2.ipynb": other }, /notebook of ps2, but this assignment is ps1\nSubmit the notebook/],
      [{}, /Cannot find a notebook: the submission is empty\nSubmit the notebook itself/],
    ];
    for (const [files, reason] of reasons) {
      const { code, results } = await submit(files);
      expect([code, results?.score]).toEqual([0, 0]);
      expect(results!.output).toMatch(reason);
      expect(results!.tests).toEqual([{
        ...{ name: "gradable", score: 0, max_score: 13, status: "failed" },
        output: expect.stringMatching(reason),
      }]);
    }
  });

  it("grades the notebook of its set when another one lies beside it", async () => {
    const { results } = await submit({
      "ps1.ipynb": await notebookOf(ps1, await modelCells(ps1)),
      "ps2.ipynb": await notebookOf(ps2, await modelCells(ps2)),
    });
    expect(results!.score).toBe(13);
  });

  it("fails without results if it is not the student's fault", async () => {
    const files = { "ps1.ipynb": await notebookOf(ps1, await modelCells(ps1)) };
    const { code, stderr, results } = await submit(files, { users: [] });
    expect([code, results]).toEqual([1, undefined]);
    expect(stderr).toContain("expected a time as created_at, found undefined");
  });

  it("refuses an unknown set in one line", async () => {
    const { code, text } = await runTool(root, "grading/gradescope.ts", ["--set", "ps9"]);
    expect([code, text.trim()]).toEqual([
      1,
      "Cannot make an autograder without a set (ps1, ps2, ps3, ps4, ps5, ps6, ps7): deno task gradescope --set ps1 [--out FILE] [--secret FILE]",
    ]);
  });
});
