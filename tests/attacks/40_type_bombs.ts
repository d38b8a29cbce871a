import type { Attack } from "./attack.ts";

const chain = Array.from(
  { length: 39 },
  (_, n) =>
    `const f${
      n + 1
    } = (x: ReturnType<typeof f${n}>) => ({ a: x, b: f${n} as typeof f${n} | ((y: typeof x) => typeof x), c: [x, x] });`,
);
/** Cells whose types take forever, or more memory than there is. */
export const BOMBS: Record<string, string> = {
  products: `
type B<N extends any[], A = 0> = N["length"] extends 900 ? A : B<[...N, 0], [A, A]>;
type D = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type F<T, S = T> = T extends string ? S extends string ? \`\${T}\${S}\` : never : never;
const MARK40: F<\`\${D}\${D}\${D}\${D}\`> = "x";
const r: B<[]> = 0;
type P<T extends string> = T extends \`\${infer A}\${infer R}\` ? [A, ...P<R>] | [...P<R>, A] : [];
const z: P<"abcdefghijklmnopqrstuvwxyz0123456789"> = 1;`,
  recursion: `
type J<T> = T extends [infer A, ...infer R] ? { a: J<R>, b: J<[...R, A]>, c: J<[A, ...R]> } : T;
type K = J<[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]>;
function MARK40(x: K): J<[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15]> { return x; }`,
  chain: `const f0 = (x: number) => ({ a: x, b: x });\n${
    chain.join("\n")
  }\nconst MARK40: typeof f39 = f38;`,
  sums: `const MARK40 = ${"1+".repeat(20_000)}1;`,
  lists: `const MARK40: any = ${"[".repeat(1500)}${"]".repeat(1500)};`,
};

/** Writes types whose check takes forever, or more memory than there is. */
export const attack: Attack = {
  seconds: 180, // several of them
  students: Object.fromEntries(
    Object.entries(BOMBS).map(([name, source]) => [`m-${name}`, { cells: { ps1_relu: source } }]),
  ),
};
