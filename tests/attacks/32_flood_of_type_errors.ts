import type { Attack } from "./attack.ts";

const NAME = `MARK32${"p".repeat(50_000)}`;
const lines = (start: string) => `${start}\n${"x();".repeat(20_000)}`;

/** Makes thousands of type errors, each with a name of 50,000 letters, in cells of many lines. */
export const attack: Attack = {
  megabytes: 200,
  cells: {
    ps1_relu: `interface Long { ${NAME}: 1 }\nfunction take(_: Long) {}\n${
      "take({});".repeat(3300)
    }`,
    ps1_leaky: lines("const x: string = 1;"),
    ps1_unroll: `const y: string = [\n${"1,\n".repeat(30_000)}];`,
  },
};
