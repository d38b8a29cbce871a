import { join } from "node:path";
import gifenc from "gifenc"; // a CommonJS module: its names are on the default export
import { type Cell, jacobianPaths, LSTMCell, Matrix, normal, RNNCell, seeded, unroll } from "rnn";
import { gradientFlow } from "rnn/plot";
import { renderPixels } from "../lib/plot/rasterize.ts";
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
  const steps = Array.from({ length: T }, (_, n) => T - n), frames: Pixels[] = [];
  for (const step of steps) {
    const drawn = gradientFlow(networks, { title, step, domain: [-6, 0] });
    frames.push(await renderPixels(drawn.svg("#111", "white", "DejaVu Sans")));
  }
  const bytes = encodeGif(frames, (n) => n === 0 || n === T - 1 ? 1200 : 120);
  const path = join(notebooks, "flow.gif");
  await Deno.writeFile(path, bytes);
  console.log(`${path}: ${bytes.length} bytes`);
  return 0;
}

type Pixels = Awaited<ReturnType<typeof renderPixels>>;

/** Encodes frames of one size with a common palette; a pixel that stays as it is becomes transparent, which compresses well. */
function encodeGif(frames: Pixels[], delay: (frame: number) => number): Uint8Array {
  const { applyPalette, GIFEncoder, quantize } = gifenc, colors = 63, gif = GIFEncoder();
  const some = [frames[0], frames[frames.length >> 1], frames.at(-1)!].flatMap((
    { data },
  ) => [...data]);
  const palette = [...quantize(new Uint8Array(some), colors), [0, 0, 0]],
    transparentIndex = palette.length - 1;
  let before: Uint8Array | undefined;
  for (const [n, { data, width, height }] of frames.entries()) {
    const index: Uint8Array = applyPalette(data, palette.slice(0, -1));
    const shown = before
      ? index.map((color, at) => color === before![at] ? transparentIndex : color)
      : index;
    const options = { palette: n === 0 ? palette : undefined, delay: delay(n), dispose: 1 };
    gif.writeFrame(shown, width, height, { ...options, transparent: n > 0, transparentIndex });
    before = index;
  }
  gif.finish();
  return gif.bytes();
}

await main(animation);
