import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import plugin from "../../tools/lint_docstrings.ts";

describe("the lint rule docstrings/no-question-word", () => {
  const messages = (text: string) =>
    Deno.lint.runPlugin(plugin, "example.ts", text).map(({ message }) => message);

  it("reports docstrings that begin with a question word, on one line or several", () => {
    expect(messages("/** What it returns. */\nexport const a = 1;")).toEqual([
      'A docstring begins with a verb ("Returns …") or a noun, not with "What"',
    ]);
    const lines = "class A {\n  /**\n   * Whether it runs.\n   */\n  runs = true;\n}";
    expect(messages(lines)).toHaveLength(1);
  });

  it("accepts other docstrings, comments and text", () => {
    expect(messages("/** Returns what it gets, however large. */\nconst a = 1;")).toEqual([]);
    expect(messages("/** Whatever. */\n/* What */\n// How\nconst b = '/** Who */';")).toEqual([]);
  });
});
