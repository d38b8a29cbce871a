const QUESTION = /^\*[\s*]*(What|How|Which|Whether|Who|Where|When)\b/;

/** Lint plugin for docstrings. Registered in `deno.json`, so that `deno lint` and editors run it. */
const plugin: Deno.lint.Plugin = {
  name: "docstrings",
  rules: {
    "no-question-word": {
      create: (context) => ({
        Program() {
          for (const { type, value, range } of context.sourceCode.getAllComments()) {
            const word = type === "Block" ? QUESTION.exec(value)?.[1] : undefined;
            if (!word) continue;
            const message =
              `A docstring begins with a verb ("Returns …") or a noun, not with "${word}"`;
            context.report({ range, message });
          }
        },
      }),
    },
  },
};
export default plugin;
