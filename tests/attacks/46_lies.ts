import type { Attack } from "./attack.ts";

const LIES: Record<string, string> = {
  json: `let n = 0;
Object.defineProperty(Object.prototype, "toJSON", { value: () => ({ n: n++, value: true, earned: 1, status: "pass" }) });
function reluStep(_x: any, h: any) { return h; }`,
  entries: `Object.fromEntries = (() => ({ $: "NaN", status: "pass" })) as any;
Array.from = (() => [0]) as any;
Number.isFinite = () => true;
function reluStep(_x: any, h: any) { return { data: h }; }`,
  matrix: `Object.defineProperty(Matrix.prototype, "rows", { get: () => 3 });
Object.defineProperty(Float64Array, Symbol.hasInstance, { value: () => true });
function reluStep() { return { rows: 3, cols: 2, data: { length: 6, get 0() { return Math.random(); } } }; }`,
  early: `function reluStep(_x: any, h: any) {
  const value = { $: "matrix", rows: 3, cols: 2, data: [0, 0, 0, 0, 0, 0] };
  for (let n = 0; n < 40; n++) Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify({ n, value }) + "\\n"));
  return h;
}`,
  renamed: `const decode = TextDecoder.prototype.decode;
TextDecoder.prototype.decode = function (...given: any) {
  return (decode as any).apply(this, given).replaceAll("reluStep", "unroll");
} as any;`,
  harness:
    `const place = (new Error().stack ?? "").match(/file:\\S+?process\\//)?.[0] ?? "file:///";
const { serve } = await import(place + "serve.ts");
await serve(async ({ calls }: any, respond: any) => {
  for (const _ of calls ?? [0]) respond({ value: { $: "matrix", rows: 3, cols: 2, data: [0, 0, 0, 0, 0, 0] } });
});`,
  later: `let last: any = null;
function reluStep(_x: any, h: any) {
  const before = last;
  last = h;
  return new Promise((answer) => setTimeout(() => answer(before ?? h), 50));
}`,
  thenable:
    `function reluStep(_x: any, h: any) { return { then(answer: any) { answer({ then(again: any) { again(h); } }); } }; }`,
  bigint: `function reluStep() { return [1n as any]; }`,
  cyclic: `function reluStep() { const a: any = {}; a.a = a; return a; }`,
  sparse: `function reluStep() { return Object.assign([], { length: 4294967295 }); }`,
  shared: `function reluStep() { return new Uint8Array(new SharedArrayBuffer(1e6)); }`,
  proxy:
    `function reluStep() { throw new Proxy({}, { get: () => new Proxy(() => {}, { get() { throw 1; } }) }); }`,
  dispose:
    `function reluStep() { using _x = { [Symbol.dispose]() { throw new Error("MARK46"); } }; return 1; }`,
};

/** Answers with objects that lie about themselves, and changes what its process uses to send them. */
export const attack: Attack = {
  seconds: 120, // 14 processes
  students: Object.fromEntries(
    Object.entries(LIES).map(([name, source]) => [`m-${name}`, { cells: { ps1_relu: source } }]),
  ),
};
