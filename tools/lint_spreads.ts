const FUNCTIONS = ["Math.max", "Math.min"], METHODS = ["push", "unshift"];

/**
 * A lint plugin that reports arrays spread into arguments. It is registered in `deno.json`, so that `deno lint` and
 * editors run it.
 */
const plugin: Deno.lint.Plugin = {
  name: "spreads",
  rules: {
    "no-spread-of-values": {
      create: (context) => {
        if (context.filename.endsWith("_test.ts")) return {}; // a test knows how many values it compares
        return {
          CallExpression(node) {
            const callee = context.sourceCode.getText(node.callee);
            const name = callee.replace(/\.(apply|call)$/, "");
            const method = METHODS.find((method) => name.endsWith(`.${method}`));
            if (!method && !FUNCTIONS.includes(name)) return;
            const spreads = node.arguments.some(({ type }) => type === "SpreadElement");
            if (!spreads && !callee.endsWith(".apply")) return;
            const message = `${method ?? name} fails with more than about 100,000 arguments: ` +
              (method ? "use a loop" : "use largest() or extent() of lib/extent.ts");
            context.report({ node, message });
          },
        };
      },
    },
  },
};
export default plugin;
