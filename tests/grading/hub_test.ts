import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { checkTypes } from "../../lib/notebook/type_check.ts";
import { captureOutput } from "../../tools/command.ts";
import { homesConfig } from "../../grading/hub.ts";
import { root } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";

describe("the deno.json above the homes of a hub", () => {
  let homes: string;
  beforeEach(async () => {
    homes = await scratch();
    await Deno.writeTextFile(join(homes, "deno.json"), await homesConfig());
  });
  afterEach(() => Deno.remove(homes, { recursive: true }));

  it("lets any home below it import every entry of the library, in the course's versions", async () => {
    const folder = join(homes, "ana", "ps1");
    await Deno.mkdir(folder, { recursive: true });
    const entries = [
      ...["rnn", "rnn/autodiff", "rnn/train", "rnn/text", "rnn/data", "rnn/models", "rnn/fast"],
      ...["rnn/files", "rnn/plot", "rnn/notebook", "rnn/imagenet", "rnn/check"],
    ];
    const imports = entries.map((entry) => `import "${entry}";`).join("\n");
    await Deno.writeTextFile(
      join(folder, "a.ts"),
      `${imports}\nimport { Matrix } from "rnn"; console.log(new Matrix(2, 3).shape);`,
    );
    const { stdout, stderr } = await captureOutput([Deno.execPath(), "run", "-A", "a.ts"], {
      cwd: folder,
    });
    expect({ stdout, stderr }).toEqual({ stdout: "2×3\n", stderr: "" });
  });

  it("is also used to type-check a notebook in a home", async () => {
    const folder = join(homes, "ana", "ps1");
    await Deno.mkdir(folder, { recursive: true });
    const source = 'import { Matrix } from "rnn";\nconst n: string = new Matrix(2, 3).rows;';
    const cells = [{ cell_type: "code", source, metadata: {}, outputs: [], execution_count: null }];
    await Deno.writeTextFile(join(folder, "ps1.ipynb"), JSON.stringify({ cells }));
    const { problems, otherOutput } = await checkTypes(join(folder, "ps1.ipynb"));
    expect(otherOutput).toBe("");
    expect(problems.map(({ cell, line, column }) => [cell, line, column])).toEqual([[1, 2, 7]]);
  });

  it("has no relative path, and does not let kernels change the course's lock file", async () => {
    const { imports, lock } = JSON.parse(await homesConfig());
    expect(Object.values(imports).filter((place) => String(place).startsWith("."))).toEqual([]);
    expect(lock).toEqual({ path: join(root, "deno.lock"), frozen: true });
  });
});
