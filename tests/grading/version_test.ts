import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { runCells } from "../kernel/run_cells.ts";

const CHECK = 'await check("ps1.relu", { reluStep })';
const WRITTEN = "function reluStep() { return 1; }";

describe("a check in the kernel", () => {
  it("says that it judges the version that ran last, after a cell that cannot be parsed", async () => {
    const cells = ['import { check } from "rnn/check";', WRITTEN, CHECK, "function reluStep( {"];
    const [, , first, broken, second, , third] = await runCells(...cells, CHECK, WRITTEN, CHECK);
    const said = "Judged: reluStep as the cell ran last, as in the last check";
    expect(broken.map(([type]) => type)).toContain("error");
    const [before, after, renewed] = [first, second, third].map((cell) => JSON.stringify(cell));
    for (const text of [before, after, renewed]) expect(text).toContain("reluStep is a number");
    expect(before).not.toContain(said);
    expect(after).toContain(said);
    expect(renewed).not.toContain(said);
  });
});
