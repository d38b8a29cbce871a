import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename, join } from "node:path";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "./scratch.ts";

// deno-lint-ignore no-explicit-any
type Json = any;

const figure = `import { barChart } from "rnn/plot";
const figure = barChart([1, 2], { labels: ["a", "b"], title: "Two", x: "x", y: "y" });
figure;`;

describe("deno task notebooks", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await scratch();
  });
  afterEach(() => Deno.remove(folder, { recursive: true }));

  it("names the notebook, the cell and the error, and exits with 1", async () => {
    const path = await write("broken", ["1 + 1;", 'throw new RangeError("no such step");', "2;"]);
    const { code, text } = await runTool(root, "tools/run_notebooks.ts", [path]);
    expect(text).toContain("FAILED broken");
    expect(text).toContain("broken, code cell 2: RangeError: no such step");
    expect(text).toContain("notebooks: 0 passed, 1 failed");
    expect(code).toBe(1);
  });

  it("--check accepts rounding and volatile cells, and finds all other changes", async () => {
    const cells = ["1 / 3;", '"h";', figure, "Math.random();", "figure;"];
    const path = await write("small", cells, { 3: ["volatile"] });
    expect((await runTool(root, "tools/run_notebooks.ts", [path])).code).toBe(0);
    const committed = await Deno.readTextFile(path);

    await change(path, (data) => data[0]["text/plain"] = "0.3333333333333");
    const same = await runTool(root, "tools/run_notebooks.ts", ["--check", path]);
    expect(same.text).toContain("notebooks: 1 passed, 0 failed");

    await change(path, (data) => {
      data[0]["text/plain"] = "0.3334";
      data[1]["text/plain"] = '"c"';
      data[2]["application/vnd.unrolled.figure+json"].values[1] = 3;
      data[4]["image/png"] = "iVBORw0KGgo=";
    });
    const changed = await Deno.readTextFile(path);
    const { code, text } = await runTool(root, "tools/run_notebooks.ts", ["--check", path]);
    expect(text).toContain("code cell 1: 0.3334 is committed, the run gives 0.333333");
    expect(text).toContain("code cell 2: the text differs");
    expect(text).toContain("code cell 3: the figure is drawn from other data");
    expect(text).not.toContain("code cell 4");
    expect(text).toContain("code cell 5: the figure is drawn in another way from the same data");
    expect(code).toBe(1);
    expect(await Deno.readTextFile(path)).toBe(changed); // --check writes nothing
    expect(committed).not.toBe(changed);
  });

  it("deno task check names the cell and the line of each type error, and marks it", async () => {
    const cells = [
      "const a = 1;",
      'const b = 2;\n  const long: number = "c";',
      "a.toFixd(b);\nlong;",
    ];
    const { code, text } = await runTool(root, "tools/check.ts", [await write("typed", cells)]);
    expect(text).toContain(
      "TS2322 [ERROR]: Type 'string' is not assignable to type 'number'.\n" +
        '    const long: number = "c";\n' +
        "          ^~~~\n" +
        "  at typed, code cell 2, line 2, column 9\n",
    );
    expect(text).toContain(
      "  a.toFixd(b);\n    ^~~~~~\n  at typed, code cell 3, line 1, column 3\n",
    );
    expect(text).not.toContain("Stack backtrace");
    expect(code).toBe(1);
  });

  it("deno task check finds the cells in odd folders, also if the user forces colors", async () => {
    const odd = join(folder, "é, b#%41 [x] {1}");
    await Deno.mkdir(odd);
    const env = { TMPDIR: odd, FORCE_COLOR: "1", NODE_OPTIONS: "--nonsense" };
    const path = await write(join(basename(odd), "typed"), ["1;", 'const a: number = "c";\na;']);
    const { code, text } = await runTool(root, "tools/check.ts", [path], env);
    expect(text).toContain("TS2322 [ERROR]: Type 'string' is not assignable to type 'number'.\n");
    expect(text).toContain("\n  at typed, code cell 2, line 1, column 7\n");
    expect(code).toBe(1);
  });

  it("deno task check reports missing imports and syntax errors with their cells", async () => {
    const lost = await write("lost", ["1;", '\nimport "nowhere";']);
    const broken = await write("broken", ["1;", "const a = ;"]);
    const { code, text } = await runTool(root, "tools/check.ts", [lost, broken]);
    expect(text).toMatch(/Import "nowhere" not a dependency[^]*at lost, code cell 2, line 2/);
    expect(text).toMatch(/Expression expected[^]*at code cell 2, line 1/);
    expect(code).toBe(1);
  });

  it("refuses an unknown flag in one sentence", async () => {
    for (const tool of ["run_notebooks.ts", "check.ts", "fmt.ts"]) {
      const { code, text } = await runTool(root, `tools/${tool}`, ["--chekc"]);
      expect(text.trim()).toMatch(
        /^Cannot read the arguments: Unknown option '--chekc'; usage: deno task .+$/,
      );
      expect(code).toBe(1);
    }
  });

  it("deno task fmt --check names the cell that is not formatted", async () => {
    const path = await write("loose", ["const a = 1;", "const b=2"]);
    const { code, text } = await runTool(root, "tools/fmt.ts", ["--check", path]);
    expect(text).toContain("loose.ipynb, code cell 2; run deno task fmt");
    expect(text).not.toContain("code cell 1;");
    expect(code).toBe(1);
  });

  async function write(
    name: string,
    sources: string[],
    tags: Record<number, string[]> = {},
  ): Promise<string> {
    const cells = sources.map((source, n) => ({
      id: `cell-${n}`,
      cell_type: "code",
      source,
      metadata: { tags: tags[n] ?? [] },
      outputs: [],
      execution_count: null,
    }));
    const metadata = {
      kernelspec: { name: "unrolled", display_name: "x", language: "typescript" },
    };
    const path = join(folder, `${name}.ipynb`);
    const notebook = { cells, metadata, nbformat: 4, nbformat_minor: 5 };
    await Deno.writeTextFile(path, JSON.stringify(notebook));
    return path;
  }

  /** Edits the data of the outputs, one for each cell, in the notebook's file. */
  async function change(path: string, edit: (data: Json[]) => void): Promise<void> {
    const notebook: Json = JSON.parse(await Deno.readTextFile(path));
    edit(notebook.cells.map((cell: Json) => cell.outputs[0].data));
    await Deno.writeTextFile(path, JSON.stringify(notebook));
  }
});
