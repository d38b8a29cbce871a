import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import plugin from "../../tools/lint_spreads.ts";

describe("the lint rule spreads/no-spread-of-values", () => {
  const messages = (text: string, path = "lib/example.ts") =>
    Deno.lint.runPlugin(plugin, path, text).map(({ message }) => message);

  it("reports spreads into Math.max, Math.min, push and unshift, in every form", () => {
    expect(messages("Math.max(...values);")).toEqual([
      "Math.max fails with more than about 100,000 arguments: use largest() or extent() of lib/extent.ts",
    ]);
    for (const call of ["Math.min(0, ...a.map(f), 1)", "Math.max.apply(null, a)"]) {
      expect(messages(`${call};`)).toHaveLength(1);
    }
    for (const call of ["list.push(...a)", "this.list.unshift(1, ...a)", "[].push.apply(b, a)"]) {
      expect(messages(`${call};`)).toHaveLength(1);
      expect(messages(`${call};`)[0]).toMatch(/(push|unshift) fails .*: use a loop/);
    }
    expect(messages("function f() {\n  return () => Math.max(\n    ...g(),\n  );\n}")).toHaveLength(
      1,
    );
  });

  it("accepts single arguments, other functions and tests", () => {
    const calls = "Math.max(a, b); list.push(a, [...b]); f(...a); [...a, ...b]; tape.apply(op, a);";
    expect(messages(calls)).toEqual([]);
    expect(messages("Math.max(...values);", "tests/lib/example_test.ts")).toEqual([]);
  });
});
