import { extent } from "../../lib/extent.ts";
import { table, today, writeFigure, writeResults } from "../output.ts";
import { stepFigure } from "./picture.ts";
import type { Times } from "./race.ts";
import type { Results } from "./results.ts";
import { flopsOf, nameOf } from "./workloads.ts";

/** Writes the peers' part of bench/RESULTS.md, and its figure. */
export async function writeReport(results: Results): Promise<void> {
  const figure = stepFigure(results);
  const versions = results.versions.map(([name, version]) => `- ${name}: ${version}`);
  const sections = [
    intro(results),
    "## Training step, µs",
    stepTable(results),
    verdicts(results),
    `![${figure.alt}](peers.png)`,
    "## Dense product",
    productTable(results),
    "## All Jacobian terms of a trace, RNN, H 100, T 100",
    tracingTable(results),
    "## Versions",
    versions.join("\n"),
  ];
  await writeFigure(figure, "peers.png");
  await writeResults({ peers: sections.join("\n\n") });
}

const inGiga = (speed: number) => (speed / 1e9).toFixed(1);

function intro({ peak, ceiling }: Results): string {
  return `# Comparison with other libraries

Written by \`deno task bench:peers\` on ${today()}; do not edit.

A training step is a forward pass, softmax cross-entropy, backpropagation through time, clipping of the gradients to ±5 and an Adagrad update, with 64 classes given by index, in float32. H is 100 at B 1 and 128 at B 32. All libraries run alternately within one run, on one thread unless the row says two, and the best of seven rounds counts. Absolute times differ from machine to machine, so compare the ratios: the numbers in parentheses are relative to the fastest Unrolled row of the column.

Machine: ${processor()}, ${navigator.hardwareConcurrency} cores. Measured peak speed of one core in float32: ${
    inGiga(peak)
  } GFLOP/s (OpenBLAS, a large product), and ${
    inGiga(ceiling)
  } GFLOP/s for WebAssembly's 128-bit vectors (multiply-adds between registers).`;
}

function stepTable({ steps, ours, versions }: Results): string {
  const names = versions.map(([name]) => name).filter((name) => name in steps[0].times);
  const rows = names.map((name) => [
    ours.includes(name) ? `**${name}**` : name,
    ...steps.map(({ times }) => timeCell(times[name], best(times, ours))),
  ]);
  return table(["", ...steps.map(({ workload }) => nameOf(workload))], rows);
}

/** Returns the µs and their ratio to our fastest configuration. */
function timeCell(seconds: number | undefined, fastest: number): string {
  if (seconds === undefined) return "–";
  const times = seconds / fastest;
  const ratio = times < 10 ? times.toPrecision(3) : String(Number(times.toPrecision(2)));
  return `${(seconds * 1e6).toFixed(0)} (${ratio}×)`;
}

function best(times: Times, names: string[]): number {
  return extent(names.map((name) => times[name] ?? Infinity))[0];
}

/** Compares our fastest configuration with the fastest peer, one line for each workload. */
function verdicts({ steps, ours, peak }: Results): string {
  const lines = steps.map(({ workload, times }) => {
    const others = Object.entries(times).filter(([name, time]) => !ours.includes(name) && time);
    const [name, time] = others.reduce((a, b) => (a[1]! < b[1]! ? a : b));
    const mine = best(times, ours), ratio = time! / mine;
    const share = Math.round(100 * flopsOf(workload) / mine / peak);
    const factor = ratio >= 1 ? ratio.toFixed(2) : `**${ratio.toFixed(2)}**`;
    return `- ${
      nameOf(workload)
    }: ${factor} times as fast as the fastest peer, ${name}; its products run at ${share} % of one core's peak.`;
  });
  return ["Our fastest configuration in each column:", "", ...lines].join("\n");
}

function productTable({ products, ceiling, peak }: Results): string {
  const speedCell = (speed: number, limit: number) =>
    `${inGiga(speed)} (${Math.round(100 * speed / limit)} %)`;
  const rows = products.map(({ M, K, N, wasm, blas }) => [
    `${M}×${K} by ${K}×${N}`,
    speedCell(wasm, ceiling),
    M === 1 ? "–" : speedCell(blas, peak),
  ]);
  const head = ["GFLOP/s", "kernels (of the 128-bit peak)", "OpenBLAS (of the core's peak)"];
  return table(head, rows);
}

function tracingTable({ tracing }: Results): string {
  const names: Record<string, string> = {
    "all gradients": "all ∂E_t/∂h_k",
    "all products": "all ∂h_t/∂h_k",
  };
  const rows = Object.entries(tracing).flatMap(([what, times]) => {
    const mine = best(times, Object.keys(times).slice(0, 2));
    return Object.entries(times).map(([name, time]) => [
      names[what],
      name,
      (time! * 1e3).toPrecision(3),
      (time! / mine).toPrecision(3),
    ]);
  });
  return table(["terms", "library", "ms", "relative to our fastest"], rows);
}

function processor(): string {
  try {
    const text = Deno.readTextFileSync("/proc/cpuinfo");
    return text.match(/model name\s*: (.+)/)?.[1] ?? Deno.build.arch;
  } catch {
    return Deno.build.arch;
  }
}
