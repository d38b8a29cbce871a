import { join } from "node:path";
import * as Plot from "@observablehq/plot";
import { adagrad, type Batch } from "rnn/train";
import { type Cell, LSTMCell, normal, Readout, seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { colors, plot } from "rnn/plot";
import { rasterize } from "../lib/plot/png.ts";
import { captureOutput } from "../tools/command.ts";
import { root } from "../tools/paths.ts";

// deno task bench:growth: how the time of a token and the memory grow, into bench/RESULTS.md
interface Row {
  axis: string;
  value: number;
  /** µs for each character of each sequence, forward, back and update. */
  token: number;
}

const AXES: Record<string, number[]> = {
  H: [64, 128, 256, 512, 1024],
  B: [1, 4, 16, 64, 256],
  T: [25, 50, 100, 200, 500, 1000],
};
const MIDDLE = { H: 128, B: 16, T: 50 };
const V = 64;
const MEGABYTES = [1, 10, 100];

const engine = fastEngine();

async function timeOf({ H, B, T }: typeof MIDDLE): Promise<number> {
  const random = seeded(2), cell: Cell = new LSTMCell(V, H, random, normal(0.05));
  const model = { cell, readout: new Readout(H, V, random, normal(0.05)) };
  const trainer = await engine.train(model, adagrad(0.1), { clip: { value: 5 } });
  const classes = () => Int32Array.from({ length: T * B }, () => Math.floor(V * random()));
  const batch: Batch = { steps: T, size: B, xs: classes(), targets: classes(), fresh: true };
  const step = () => {
    trainer.gradients(batch);
    trainer.update();
  };
  step();
  await new Promise((done) => setTimeout(done, 200)); // workers come up
  let best = Infinity;
  for (const end = performance.now() + 1500; performance.now() < end;) {
    const start = performance.now();
    step();
    best = Math.min(best, performance.now() - start);
  }
  trainer.close();
  return best * 1e3 / (T * B);
}

/** The largest resident memory, in MB, of a process that reads a text and trains on 200 batches of it. */
async function memoryOf(
  megabytes: number,
): Promise<{ memory: number; open: number; batch: number }> {
  const program = join(root, "bench", "stream.ts");
  const { stdout, stderr, code } = await captureOutput([
    Deno.execPath(),
    "run",
    "-A",
    program,
    `${megabytes}`,
  ]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const rows: Row[] = [];
for (const [axis, values] of Object.entries(AXES)) {
  for (const value of values) {
    const token = await timeOf({ ...MIDDLE, [axis]: value });
    console.error(`${axis} ${value}: ${token.toFixed(2)} µs a token`);
    rows.push({ axis, value, token });
  }
}
const texts = [];
for (const megabytes of MEGABYTES) texts.push({ megabytes, ...await memoryOf(megabytes) });
console.error(texts);

const table = (head: string[], lines: (string | number)[][]) =>
  [head, head.map((_, n) => n === 0 ? "---" : "--:"), ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const panels = Object.keys(AXES).map((axis) =>
  `${axis}: ${
    rows.filter((row) => row.axis === axis).map((r) => `${r.value} → ${r.token.toFixed(2)}`).join(
      ", ",
    )
  }`
);
const figure = plot({
  title: "Time of a token: falls with the batch, grows with H, does not grow with T",
  alt: `Lines of µs a token. ${panels.join(". ")}`,
  data: rows,
  width: 860,
  marginTop: 40,
  height: 300,
  marginLeft: 50,
  fx: { label: null },
  x: { type: "log", label: "size", ticks: 4, tickFormat: "d" },
  y: { type: "log", label: "µs a token", grid: true },
  marks: [
    Plot.lineY(rows, { x: "value", y: "token", fx: "axis", stroke: colors.LSTM, marker: "dot" }),
  ],
});
const png = await rasterize(figure.svg("#111", "white", "DejaVu Sans"));
await Deno.writeFile(
  join(root, "bench", "growth.png"),
  Uint8Array.from(atob(png), (c) => c.charCodeAt(0)),
);
const section = `## Growth

By \`deno task bench:growth\` on ${
  new Date().toISOString().slice(0, 10)
}, ${engine.name}. An LSTM of H ${MIDDLE.H}, B ${MIDDLE.B}, T ${MIDDLE.T}, one of the three changed at a time; µs for each character of each sequence, update included.

${table(["size", "value", "µs a token"], rows.map((r) => [r.axis, r.value, r.token.toFixed(2)]))}

![${figure.alt}](growth.png)

Text read from disk while training (H 64, B 32, T 50, 200 steps): memory stays flat, because only what is being read is in it.

${
  table(
    ["text, MB", "resident memory at most, MB", "first pass, s", "a batch read, ms"],
    texts.map((t) => [t.megabytes, t.memory.toFixed(0), t.open.toFixed(2), t.batch.toFixed(2)]),
  )
}
`;
const path = join(root, "bench", "RESULTS.md");
const before = await Deno.readTextFile(path).catch(() => "");
await Deno.writeTextFile(
  path,
  before.replace(/\n*## Growth[^]*$/, "").trimEnd() + "\n\n" + section,
);
Deno.exit(0);
