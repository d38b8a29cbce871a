import { join } from "node:path";
import { root } from "../../tools/paths.ts";
import { drawSteps } from "./picture.ts";
import { flopsOf, nameOf, type Point } from "./points.ts";
import type { Times } from "./rounds.ts";

/** All that a run measures; times in seconds, speeds in FLOP/s. */
export interface Results {
  versions: string[][];
  ours: string[];
  peak: number;
  ceiling: number;
  products: { M: number; K: number; N: number; wasm: number; blas: number }[];
  steps: { point: Point; times: Times }[];
  tracing: Record<string, Times>;
}

/** Writes bench/RESULTS.md and its picture. */
export async function writeReport(results: Results): Promise<void> {
  const sections = [
    intro(results),
    "## A training step, µs\n\n" + stepTable(results) + "\n\n" + verdict(results),
    `![${altText(results)}](peers.png)`,
    "## The dense product\n\n" + productTable(results),
    "## All terms of a trace, RNN, H 100, T 100, ms\n\n" + tracingTable(results),
    "## Versions\n\n" +
    results.versions.map(([name, version]) => `- ${name}: ${version}`).join("\n"),
  ];
  await drawSteps(results, join(root, "bench", "peers.png"));
  const path = join(root, "bench", "RESULTS.md");
  const growth = (await Deno.readTextFile(path).catch(() => "")).match(/## Growth[^]*$/)?.[0] ?? "";
  await Deno.writeTextFile(path, [...sections, growth].join("\n\n").trimEnd() + "\n");
}

function intro({ peak, ceiling }: Results): string {
  const giga = (speed: number) => (speed / 1e9).toFixed(1);
  return `# Measured against peers

Written by \`deno task bench:peers\` on ${
    new Date().toISOString().slice(0, 10)
  }; not edited by hand.

One step = forward, softmax cross-entropy, back through time, gradients clipped to ±5, Adagrad; 64 classes given by index,
float32. All run in alternation in one run, each on one thread unless its row says two; the best of seven rounds counts.
Absolute figures differ from machine to machine: read the ratios.

Machine: ${processor()}, ${navigator.hardwareConcurrency} cores. Measured peaks of one core, float32: ${
    giga(peak)
  } GFLOP/s (OpenBLAS, a large product),
${giga(ceiling)} GFLOP/s for WebAssembly's 128-bit vectors (multiply-adds between registers).`;
}

function stepTable({ steps, ours, versions }: Results): string {
  const names = versions.map(([name]) => name).filter((name) => name in steps[0].times);
  const rows = names.map((name) => [
    ours.includes(name) ? `**${name}**` : name,
    ...steps.map(({ times }) => cell(times[name], best(times, ours))),
  ]);
  return markdown(["", ...steps.map(({ point }) => nameOf(point))], rows);
}

/** µs, and how many times our best path's. */
function cell(seconds: number | undefined, ours: number): string {
  if (seconds === undefined) return "–";
  return `${(seconds * 1e6).toFixed(0)} (${
    (seconds / ours).toPrecision(seconds > 10 * ours ? 2 : 3)
  }×)`;
}

function best(times: Times, names: string[]): number {
  return Math.min(...names.map((name) => times[name] ?? Infinity));
}

/** Where we are ahead of every peer, and where not. */
function verdict({ steps, ours, peak }: Results): string {
  const lines = steps.map(({ point, times }) => {
    const others = Object.entries(times).filter(([name, time]) => !ours.includes(name) && time);
    const [name, time] = others.reduce((a, b) => (a[1]! < b[1]! ? a : b));
    const mine = best(times, ours), ratio = time! / mine;
    const share = Math.round(100 * flopsOf(point) / mine / peak);
    return `- ${nameOf(point)}: ${
      ratio >= 1 ? "ahead of" : "**behind**"
    } the fastest peer, ${name}, by a factor of ${
      ratio >= 1 ? ratio.toFixed(2) : (1 / ratio).toFixed(2)
    }; ${share} % of one core's peak in products.`;
  });
  return lines.join("\n");
}

function productTable({ products, ceiling, peak }: Results): string {
  const giga = (speed: number, of: number) =>
    `${(speed / 1e9).toFixed(1)} (${Math.round(100 * speed / of)} %)`;
  const rows = products.map(({ M, K, N, wasm, blas }) => [
    `${M}×${K} by ${K}×${N}`,
    giga(wasm, ceiling),
    M === 1 ? "–" : giga(blas, peak),
  ]);
  return markdown(
    ["GFLOP/s", "kernels (share of the 128-bit ceiling)", "OpenBLAS (share of the peak)"],
    rows,
  );
}

function tracingTable({ tracing }: Results): string {
  const names = { "all gradients": "all ∂E_t/∂h_k", "all products": "all ∂h_t/∂h_k" };
  const rows = Object.entries(tracing).flatMap(([what, times]) => {
    const mine = Math.min(...Object.values(times).slice(0, 2).map((time) => time ?? Infinity));
    return Object.entries(times).map(([name, time]) => [
      names[what as keyof typeof names],
      name,
      (time! * 1e3).toPrecision(3),
      (time! / mine).toPrecision(3),
    ]);
  });
  return markdown(["what", "by", "ms", "times our best"], rows);
}

function altText({ steps }: Results): string {
  return `Bars on a log axis: microseconds of a training step by library, for ${
    steps.map(({ point }) => nameOf(point)).join("; ")
  }; ours are the shortest where the list above says ahead`;
}

function markdown(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, n) => n === 0 ? "---" : "--:");
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

function processor(): string {
  try {
    const text = Deno.readTextFileSync("/proc/cpuinfo");
    return text.match(/model name\s*: (.+)/)?.[1] ?? Deno.build.arch;
  } catch {
    return Deno.build.arch;
  }
}
