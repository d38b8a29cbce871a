import { zerosLikeBatch } from "../layers.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { type TapeCell, tapeCell, toValues } from "../../lib/autodiff/tape_cell.ts";
import { Matrix } from "../../lib/matrix.ts";
import { sizeOf } from "../../lib/autodiff/im2col.ts";
import { STRIP_SHAPE } from "../../datasets/scenes/strip.ts";
import { Value } from "../../lib/autodiff/value.ts";
import { glimpseStep, initialReaderState, type StripInputs } from "./glimpse.ts";

const PIXELS = sizeOf(STRIP_SHAPE), COARSE = PIXELS / 4;

/**
 * Creates the cell of `glimpseCell`: x_t (2) is added to the mean location; the state is the location, c², h², c¹, h¹ from top to
 * bottom; the context is the images above their coarse version (600). The location is sampled, so no gradient flows to the mean.
 */
function makeCell(params: Params): TapeCell {
  const H = params.Wh1.cols;
  const sizes = { inputSize: 2, hiddenSize: H, stateSize: 2 + 4 * H, contextSize: PIXELS + COARSE };
  return tapeCell(
    (p, x, state, context) => {
      const [images, coarse] = [context!.sliceRows(0, PIXELS), context!.sliceRows(PIXELS)];
      const before = {
        location: state.sliceRows(0, 2),
        where: state.sliceRows(2, 2 + 2 * H),
        what: state.sliceRows(2 + 2 * H),
      };
      const shifted = (mean: Value) => mean.stopGradient().add(x);
      const { what, where, location, mean, crop } = glimpseStep(
        p,
        images,
        p.Wc.matmul(coarse),
        before,
        shifted,
      );
      return { state: location.vstack(where).vstack(what), mean, crop };
    },
    params,
    sizes,
  );
}

/** Creates a glimpse reader of given strips as a cell for `unroll`, with its initial state. */
export function glimpseCell(
  params: Params,
  { images, context }: StripInputs<Matrix>,
): { cell: TapeCell; state0: Matrix } {
  const cell = makeCell(params).withContext(Matrix.blocks([[images], [context]]));
  const zeros = zerosLikeBatch(images.cols);
  const { location, where, what } = initialReaderState(toValues(params), new Value(context), zeros);
  return { cell, state0: location.vstack(where).vstack(what).matrix };
}
