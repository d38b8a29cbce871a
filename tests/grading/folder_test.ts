import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { dirname, join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { submittedFiles } from "../../grading/class/submitted_files.ts";
import { captureOutput } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";
import { notebookOf } from "./student_work.ts";

describe("a folder of submissions", () => {
  let folder: string, honest: string;
  beforeEach(async () => {
    folder = await scratch();
    honest = await notebookOf(ps1, await modelCells(ps1));
  });
  afterEach(() => Deno.remove(folder, { recursive: true }));

  const put = async (path: string, text = honest) => {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  };

  it("is listed completely in the report", async () => {
    await put("kim/ps1.ipynb");
    await put("kim/notes.txt");
    await put("kim/.ipynb_checkpoints/ps1-checkpoint.ipynb");
    await put("lou/ps1.zip", "PK");
    await put("max/ps1.html", "<p>");
    await put("noa/PS1.IPYNB");
    await put("ola/.ps1.ipynb");
    await Deno.mkdir(join(folder, "pia"));
    await put(`quin/${"deep/".repeat(14)}ps1.ipynb`);
    await captureOutput(["mkfifo", join(folder, "kim", "pipe"), join(folder, "kim", "pipe.ipynb")]);
    await Deno.symlink("../kim", join(folder, "rae"));
    await Deno.symlink("../kim/ps1.ipynb", join(folder, "lou", "ps1.ipynb"));
    await captureOutput([
      "bash",
      "-c",
      `mkdir $'${folder}/z\\xe9' && cp '${folder}/kim/ps1.ipynb' $'${folder}/z\\xe9/ps1.ipynb'`,
    ]);
    const { notebooks, others } = await submittedFiles(folder);
    expect(notebooks.map(({ path, problem }) => [path, problem])).toEqual([
      ["kim/pipe.ipynb", undefined],
      ["kim/ps1.ipynb", undefined],
      ["lou/ps1.ipynb", undefined],
      ["noa/PS1.IPYNB", undefined],
      ["z\ufffd/ps1.ipynb", "its name is not UTF-8: rename it"],
    ]);
    expect(others.map(({ path, reason }) => [path, reason])).toEqual([
      ["kim/notes.txt", "a file, not a notebook"],
      ["kim/pipe", "not a regular file, not a notebook"],
      ["lou/ps1.zip", "a file, not a notebook"],
      ["max/ps1.html", "a file, not a notebook"],
      ["ola/.ps1.ipynb", "a file with a hidden name"],
      ["pia", "an empty folder"],
      [`quin/${"deep/".repeat(11).slice(0, -1)}`, "a folder nested more than 11 folders deep"],
      ["rae", "a link, not a notebook"],
      ["z\ufffd", "its name is not UTF-8: rename it"],
    ]);
  });

  it("lists a limited number of files per student, and says how many more there are", async () => {
    for (let n = 0; n < 25; n++) await put(`kim/${n}.txt`, "");
    const { others } = await submittedFiles(folder);
    expect(others.length).toBe(21);
    expect(others.find(({ path }) => path === "kim/…")!.reason).toMatch(/^5 more: at most 20/);
  });

  it("may have a comma and other odd characters in its path", async () => {
    const odd = join(folder, "autumn, group #2 50% ü"), out = `${folder}-grades`;
    await Deno.mkdir(join(odd, "kim"), { recursive: true });
    await Deno.writeTextFile(join(odd, "kim", "ps1.ipynb"), honest);
    const { text } = await runTool(root, "grading/grade.ts", [odd, "--out", out]);
    expect(text).toMatch(/^kim +ps1 +13 of 13$/m);
    await Deno.remove(out, { recursive: true });
  });

  it("is refused as the place for reports, as is a place that cannot be written", async () => {
    await put("kim/ps1.ipynb");
    await put("results.json", '{"grading": 4711, "fence": "none", "results": [], "others": []}');
    await Deno.symlink(folder, `${folder}-link`);
    const refused: [string, string][] = [
      [folder, "it is in the folder of the submissions"],
      [join(folder, "kim", "out"), "it is in the folder of the submissions"],
      [`${folder}-link`, "it is a link to a folder with the submissions"],
      ["/proc/grades", "No such file or directory"],
      [join(folder, "kim", "ps1.ipynb", "x"), "it is in the folder of the submissions"],
      [join(root, "README.md", "x"), "Not a directory"],
      [join(folder, ".."), "the folder of the submissions is in it"],
    ];
    for (const [out, reason] of refused) {
      const { code, text } = await runTool(root, "grading/grade.ts", [folder, "--out", out]);
      expect([code, text.trim()]).toEqual([
        1,
        `Cannot write the reports to ${out}: ${reason}; choose another folder with --out`,
      ]);
    }
    expect([...Deno.readDirSync(folder)].map(({ name }) => name).sort()).toEqual([
      "kim",
      "results.json",
    ]);
    await Deno.remove(`${folder}-link`);
  });
});
