import type { Matrix, Params } from "rnn";
import { toValues, Value } from "rnn/autodiff";
import { type Strip, STRIP_SHAPE } from "rnn/data";
import { glimpseSensor, stripInputs, zerosLikeBatch } from "rnn/models";
import { argmax } from "../lib/loss.ts";
import { glimpseStep, initialReaderState, type ReaderState } from "../models/glimpses/glimpse.ts";
import { DEFAULT_PLAN } from "../models/glimpses/loss.ts";
import { hiddenOf, readout } from "../models/layers.ts";

const LOOKS = DEFAULT_PLAN.glimpses * DEFAULT_PLAN.answers;

/** Changes of one look; anything that is not given stays as the reader has it. */
export interface Change {
  /** The location of the look, 2 × batch. */
  location?: Matrix;
  /** The strips that the look falls on, 480 × batch; the coarse image stays that of the true strips. */
  images?: Matrix;
  /** The LSTM whose state is set back to that before the first look. */
  forget?: "what" | "where";
}

/** The result of a reading. */
export interface Reading {
  /** The classes of each answer, one for each strip. */
  answers: ArrayLike<number>[];
  /** The location of each look, 2 × batch. */
  locations: Matrix[];
}

/** Reads strips with the mean locations of the learned policy, except for what `changeAt` changes at look n = 0, 1, … */
export function readWith(
  params: Params,
  strips: Strip[],
  changeAt: (n: number) => Change = () => ({}),
): Reading {
  const { images, context } = stripInputs(strips), v = new Value(context), p = toValues(params);
  const start = initialReaderState(p, v, zerosLikeBatch(strips.length));
  const fromContext = p.Wc.matmul(v), answers = [], locations = [];
  let state: ReaderState<Value> = start;
  for (let n = 0; n < LOOKS; n++) {
    const { location, images: seen = images, forget } = changeAt(n);
    const before = forget ? { ...state, [forget]: start[forget] } : state;
    state = glimpseStep(
      p,
      new Value(seen),
      fromContext,
      before,
      (mean) => location ? new Value(location) : mean,
    );
    locations.push(state.location.matrix);
    if ((n + 1) % DEFAULT_PLAN.glimpses === 0) {
      answers.push(argmax(readout(p, hiddenOf(state.what)).matrix));
    }
  }
  return { answers, locations };
}

/** Returns for each strip true if at least one of the looks sees ink, sharp or coarse. */
export function inkInView(strips: Strip[], locations: Matrix[]): boolean[] {
  const images = new Value(stripInputs(strips).images);
  const crops = locations.map((location) =>
    images.apply(glimpseSensor(STRIP_SHAPE), new Value(location)).matrix
  );
  return strips.map((_, b) => crops.some((crop) => crop.column(b).norm() > 0));
}
