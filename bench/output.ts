import { join } from "node:path";
import type { Figure } from "rnn/plot";
import { rasterize } from "../lib/plot/rasterize.ts";
import { root } from "../tools/paths.ts";

const FOLDER = join(root, "bench");

/** Returns a Markdown table; all columns but the first are aligned to the right. */
export function table(head: string[], rows: (string | number)[][]): string {
  const rule = head.map((_, n) => n === 0 ? "---" : "--:");
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Returns today's date as YYYY-MM-DD. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Writes the peers' part of bench/RESULTS.md or the part about growth, and keeps the other one. */
export async function writeResults(parts: { peers?: string; growth?: string }): Promise<void> {
  const path = join(FOLDER, "RESULTS.md");
  const [before, growth] = (await Deno.readTextFile(path).catch(() => "")).split(
    /^(?=## Growth$)/m,
  );
  const texts = [parts.peers ?? before, parts.growth ?? growth ?? ""];
  await Deno.writeTextFile(path, texts.map((text) => text.trim()).join("\n\n").trim() + "\n");
}

/** Writes a figure to bench/ as a PNG. */
export async function writeFigure(figure: Figure, name: string): Promise<void> {
  const png = await rasterize(figure.svg("#111", "white", "DejaVu Sans"));
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
  await Deno.writeFile(join(FOLDER, name), bytes);
}
