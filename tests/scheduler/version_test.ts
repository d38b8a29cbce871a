import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { SOURCES } from "../../experiments/sources.ts";
import { versionHere } from "../../scheduler/version.ts";
import { copyOfExperiments, filesImportedBy } from "../experiments/runs.ts";

describe("the version of a checkout", () => {
  it("changes with a program, and not with a result", async () => {
    const folder = await copyOfExperiments();
    const one = await versionHere(SOURCES, folder);
    await Deno.mkdir(join(folder, "data", "results"), { recursive: true });
    await Deno.writeTextFile(join(folder, "data", "results", "flow.json"), "{}");
    expect(await versionHere(SOURCES, folder)).toEqual(one);
    await Deno.writeTextFile(join(folder, "lib", "random.ts"), "\n", { append: true });
    const other = await versionHere(SOURCES, folder);
    expect(other.hash).not.toBe(one.hash);
    const changed = Object.keys(one.files).filter((path) => one.files[path] !== other.files[path]);
    expect(changed).toEqual(["lib/random.ts"]);
    await Deno.remove(folder, { recursive: true });
  });

  it("contains each file of the checkout that an experiment imports", async () => {
    const { files } = await versionHere(SOURCES);
    const paths = await filesImportedBy("experiments/run.ts");
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => !(path in files))).toEqual([]);
  });
});
