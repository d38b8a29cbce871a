import { join } from "node:path";
import gifenc from "gifenc"; // a CommonJS module: its names are on the default export
import { type Cell, jacobianPaths, LSTMCell, Matrix, normal, RNNCell, seeded, unroll } from "rnn";
import { gradientFlow } from "rnn/plot";
import { pixels } from "../lib/plot/png.ts";
import { main } from "./command.ts";
import { notebooks } from "./paths.ts";

// The first figure of notebook 09 with the same constants, beside an LSTM with open forget gates.
const [T, H, D, scale, seed] = [64, 48, 8, 0.12, 1];

/** Writes notebooks/flow.gif, the README's animation, with one frame for each time step from T down to 1. */
async function animation(): Promise<number> {
  const random = seeded(seed);
  const xs = Array.from({ length: T }, () => normal(1)(D, 1, random));
  const error = normal(1)(H, 1, random);
  const sizes = (cell: Cell) => {
    const trace = unroll(cell, xs), nothing = new Matrix(cell.stateSize, 1);
    const late = Matrix.blocks([[new Matrix(cell.stateSize - H, 1)], [error]]);
    const paths = jacobianPaths(cell, trace, trace.map((_, t) => t === T - 1 ? late : nothing));
    const at = (k: number) => paths.gradient(T, k).sliceRows(cell.stateSize - H).map(Math.abs);
    return Matrix.blocks([trace.map((_, n) => at(n + 1))]);
  };
  const rnn = new RNNCell(D, H, random, normal(scale));
  const lstm = (forgetBias: number) => {
    const cell = new LSTMCell(D, H, seeded(seed + 1), normal(scale));
    cell.params.bf.data.fill(forgetBias);
    return cell;
  };
  const networks = { RNN: sizes(rnn), LSTM: sizes(lstm(0)), "LSTM, forget bias 3": sizes(lstm(3)) };
  const title = "An error at step 64 flows back: brighter is a larger gradient";
  const { applyPalette, GIFEncoder, quantize } = gifenc;
  const gif = GIFEncoder();
  for (let step = T; step >= 1; step--) {
    const drawn = gradientFlow(networks, { title, step, domain: [-6, 0] });
    const { data, width, height } = await pixels(drawn.svg("#111", "white", "DejaVu Sans"));
    const palette = quantize(data, 64);
    const delay = step === T || step === 1 ? 1200 : 120;
    gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay });
  }
  gif.finish();
  const path = join(notebooks, "flow.gif");
  await Deno.writeFile(path, gif.bytes());
  console.log(`${path}: ${gif.bytes().length} bytes`);
  return 0;
}

await main(animation);
