import { bptt } from "../../lib/bptt.ts";
import { padStateGradient, type Params } from "../../lib/cells/cell.ts";
import { LSTMCell } from "../../lib/cells/lstm.ts";
import { type ParamValues, type TapeCell, tapeCell } from "../../lib/autodiff/tape_cell.ts";
import { argmax } from "../../lib/loss.ts";
import { Matrix } from "../../lib/matrix.ts";
import { lecunNormal, type Random } from "../../lib/random.ts";
import { Readout, sequenceLoss } from "../../lib/readout.ts";
import { oneHot } from "../../lib/vocabulary.ts";
import { Value } from "../../lib/autodiff/value.ts";
import { unroll } from "../../lib/unroll.ts";
import { lstmState } from "../layers.ts";
import type { Translations, TranslatorSizes } from "./translator.ts";

/** An encoder, a decoder that looks at every state of it, and a readout. */
export interface AttentionTranslator {
  readonly encoder: LSTMCell;
  readonly decoder: TapeCell;
  readonly readout: Readout;
  /** The weights of all three by name: the matrices themselves. */
  readonly params: Params;
}

/**
 * A translator that passes no state from encoder to decoder: all that is known of the source is looked up,
 * a = softmax_s(Wa h_t · h̄_s), r = Σ_s a_s h̄_s, and read from tanh(Wq h_t + Wr r) (Luong et al. 2015, §3.1, "general").
 */
export function attentionTranslator(
  { source, target, hidden: H }: TranslatorSizes,
  random: Random,
): AttentionTranslator {
  const draw = (rows: number, cols: number) => lecunNormal()(rows, cols, random);
  const encoder = new LSTMCell(source, H, random, lecunNormal()),
    readout = new Readout(H, target, random);
  encoder.params.bf.data.fill(1);
  const Dx = draw(4 * H, target).scale(Math.sqrt(target) / 4); // N(0, 1/16): one entry of x is 1
  const weights = { Dx, Dh: draw(4 * H, H), Wa: draw(H, H), Wq: draw(H, H), Wr: draw(H, H) };
  for (let n = H * target; n < 2 * H * target; n++) Dx.data[n] += 1;
  const sizes = { inputSize: target, hiddenSize: H, stateSize: 3 * H };
  const decoder = lookingAt(weights, sizes, 1);
  return {
    encoder,
    decoder,
    readout,
    params: { ...encoder.params, ...weights, ...readout.params },
  };
}

type Sizes = { inputSize: number; hiddenSize: number; stateSize: number };

/** The decoder's cell for sources of so many words; its state is c on h on what the readout sees. */
function lookingAt(weights: Params, sizes: Sizes, words: number): TapeCell {
  return tapeCell(attend, weights, { ...sizes, contextSize: words * sizes.hiddenSize });
}

/** One tick: the LSTM, then a look at h̄_1 … h̄_S, which stand on each other in the context. */
function attend({ Dx, Dh, Wa, Wq, Wr }: ParamValues, x: Value, statePrev: Value, context?: Value) {
  const H = Dh.cols, states = slices(context!, H);
  const [cPrev, hPrev] = slices(statePrev, H);
  const ch = lstmState(Dx.matmul(x).add(Dh.matmul(hPrev)), cPrev), h = ch.sliceRows(H);
  const row = ones(1, H), column = ones(H, 1);
  const asked = Wa.matmul(h), scores = states.map((hs) => row.matmul(asked.hadamard(hs)));
  const attention = scores.reduce((above, below) => above.vstack(below)).softmax();
  const r = states.map((hs, s) => column.matmul(attention.sliceRows(s, s + 1)).hadamard(hs))
    .reduce((sum, part) => sum.add(part));
  return { state: ch.vstack(Wq.matmul(h).add(Wr.matmul(r)).tanh()), attention };
}

/** The states h̄_1 … h̄_S of the encoder, on each other: what the decoder looks at. */
function read({ encoder }: AttentionTranslator, source: Int32Array[]) {
  if (source.length === 0) throw new RangeError("Cannot translate a sentence of zero length");
  const trace = unroll(encoder, source.map((classes) => columnsOf(classes, encoder.inputSize)));
  return { trace, context: Matrix.blocks(trace.map(({ h }) => [h])) };
}

/** The decoder that looks at these states. */
export function decoderFor({ decoder }: AttentionTranslator, context: Matrix): TapeCell {
  const { params, inputSize, hiddenSize, stateSize } = decoder,
    sizes = { inputSize, hiddenSize, stateSize };
  return lookingAt(params, sizes, context.rows / hiddenSize).withContext(context);
}

/** E = Σ_t −log ŷ_t of translations whose sources have one length, and ∂E/∂params by `bptt` through both cells. */
export function attentionLoss(
  model: AttentionTranslator,
  { source, words, targets }: Translations,
): { loss: number; dparams: Params } {
  checkOneLength(source);
  const { encoder, readout } = model, H = encoder.hiddenSize;
  const { trace, context } = read(model, source), cell = decoderFor(model, context);
  const decoded = unroll(cell, words.map((classes) => columnsOf(classes, cell.inputSize)));
  const asked = targets.map((row) => Array.from(row, (word) => word < 0 ? null : word));
  const { loss, direct, dparams } = sequenceLoss(readout, decoded, asked);
  const back = bptt(cell, decoded, direct);
  const toStates = trace.map((_, s) =>
    padStateGradient(back.dcontext!.sliceRows(s * H, (s + 1) * H), 2 * H)
  );
  const { dparams: dencoder } = bptt(encoder, trace, toStates);
  return { loss, dparams: { ...dencoder, ...back.dparams, ...dparams } };
}

/** What a translator wrote, and for each class it wrote how much it looked at each word of the source. */
export interface AttentionResult {
  classes: number[];
  /** Words of the source × classes written, the end among them; each column sums to 1. */
  attention: Matrix;
}

/** The likeliest class at every step for one source, up to the end or `longest` of them, and where it looked. */
export function attentionTranslate(
  model: AttentionTranslator,
  source: Int32Array[],
  { start, end, longest }: { start: number; end: number; longest: number },
): AttentionResult {
  const { context } = read(model, source),
    cell = decoderFor(model, context),
    classes: number[] = [];
  const looks: Matrix[] = [];
  let word = start, state = new Matrix(cell.stateSize, 1);
  while (classes.length < longest) {
    const step = cell.step(oneHot(word, cell.inputSize), state);
    looks.push(step.named.attention);
    [state, word] = [step.state, argmax(model.readout.scores(step.h))[0]];
    if (word === end) break;
    classes.push(word);
  }
  return { classes, attention: Matrix.blocks([looks]) };
}

function slices(value: Value, size: number): Value[] {
  const count = value.rows / size;
  return Array.from({ length: count }, (_, n) => value.sliceRows(n * size, (n + 1) * size));
}

function ones(rows: number, cols: number): Value {
  return new Value(new Matrix(rows, cols).map(() => 1));
}

function columnsOf(classes: Int32Array, size: number): Matrix {
  return Matrix.blocks([Array.from(classes, (index) => oneHot(index, size))]);
}

function checkOneLength(source: Int32Array[]): void {
  if (source.some((row) => row.includes(-1))) {
    throw new RangeError("Cannot look at sentences of different lengths in one batch");
  }
}
