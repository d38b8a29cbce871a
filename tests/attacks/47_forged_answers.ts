import type { Attack, Work } from "./attack.ts";

const repeated = (open: string, close: string, depth: number) =>
  `${open}.repeat(${depth}) + '"MARK47"' + ${close}.repeat(${depth})`;
const matrix = (rows: unknown, cols: unknown, data: string) =>
  `{"$":"matrix","rows":${rows},"cols":${cols},"data":${data}}`;

// Code of functions that generate the text of a value, because the length of a cell is limited.
const VALUES: Record<string, string> = {
  ...Object.fromEntries([2000, 4000, 9000, 100_000].flatMap((depth) => [
    [`lists-${depth}`, `() => ${repeated('"["', '"]"', depth)}`],
    [`records-${depth}`, `() => ${repeated(`'{"a":'`, '"}"', depth)}`],
  ])),
  sizes: `() => '${matrix(-3, -2, "[0,0,0,0,0,0]")}'`,
  "large-sizes": `() => '${matrix(9007199254740991, 0, "[]")}'`,
  texts: `() => '${matrix(3, 2, '["0",null,{"$":"NaN"},[],{},1e999]')}'`,
  unknown: `() => '{"$":"__proto__","toString":1,"then":1,"__proto__":{"rows":3}}'`,
  keys: `() => '{' + Array.from({ length: 2e5 }, (_, n) => '"' + n + 'k":1').join() + '}'`,
};

/** Returns work that writes both answers of an item itself, with the numbers that they must have. */
function forging(value: string): Work {
  const source = `function reluStep() {
  const value = (${value})();
  for (const n of [6, 7]) { // six cells have been answered before
    let rest = new TextEncoder().encode('{"n":' + n + ',"value":' + value + "}\\n");
    while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
  }
}`;
  return { cells: { ps1_relu: source }, message: /^reluStep / };
}

/**
 * Writes answers itself: lists and records nested so deeply that reading them overflows the stack, and impossible
 * sizes.
 */
export const attack: Attack = {
  seconds: 120, // 13 processes
  students: Object.fromEntries(
    Object.entries(VALUES).map(([name, value]) => [`m-${name}`, forging(value)]),
  ),
};
