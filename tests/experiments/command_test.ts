import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import * as flow from "../../experiments/flow.ts";
import { runTool } from "../tools/scratch.ts";
import { copyOfExperiments, interrupted } from "./runs.ts";

const skip = Deno.build.os === "windows"; // where there are no signals

describe("deno task experiment", () => {
  it(
    "stops at Ctrl+C with a complete file, ends its processes, and continues",
    { skip },
    async () => {
      const folder = await copyOfExperiments();
      const { code, text } = await interrupted(folder, ["flow", "2"], "SIGINT");
      expect(code).toBe(130);
      expect(text).toContain("Stopping; what is done is kept, and the same command continues");
      const path = join(folder, "data", "results", "flow.json");
      const { runs } = JSON.parse(await Deno.readTextFile(path));
      expect(runs.length >= 2 && runs.length < flow.runs.length).toBe(true);
      const again = await interrupted(folder, ["flow", "1"], "SIGTERM");
      expect(again.code).toBe(143);
      expect(again.text).toContain(`flow: ${runs.length} of 85 runs are done`);
      await Deno.remove(folder, { recursive: true });
    },
  );

  describe("with a small experiment", () => {
    let folder: string;
    before(async () => {
      folder = await copyOfExperiments();
      await Deno.writeTextFile(join(folder, "experiments", "digits.ts"), SMALL);
    });
    after(() => Deno.remove(folder, { recursive: true }));
    const digits = () => runTool(folder, "experiments/run.ts", ["digits", "1"]);

    it("reports a run that fails, and makes the others", async () => {
      const { code, text } = await digits();
      expect(code).toBe(1);
      expect(text).toMatch(/^Cannot finish the run {"seed":1} on process \d+: RangeError: odd$/m);
      expect(text).toContain("1 run of digits failed; the same command makes what is missing");
      const file = await Deno.readTextFile(join(folder, "data", "results", "digits.json"));
      expect(JSON.parse(file)).toEqual({
        experiment: "digits",
        settings: { size: 2 },
        runs: [{ seed: 2, accuracy: 0.3333, worst: null }],
      });
    });

    it("makes only what is missing, and refuses a file of other settings", async () => {
      expect((await digits()).text).toContain("digits: 1 of 2 runs are done\n1 run on 1 process\n");
      const path = join(folder, "data", "results", "digits.json");
      const text = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, text.replace('"size": 2', '"size": 3'));
      expect(await digits()).toEqual({
        code: 1,
        text: `Cannot continue ${path}: it was made with other settings; move it away\n`,
      });
    });
  });
});

/** An experiment of two runs, the first of which fails. */
const SMALL = `export const settings = { size: 2 };
export const runs = [{ seed: 1 }, { seed: 2 }];
export function run({ seed }) {
  if (seed === 1) throw new RangeError("odd");
  return { accuracy: 1 / 3, worst: NaN };
}
`;
