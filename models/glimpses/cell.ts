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
 * The reader as a cell of the course: x_t is what is added to the mean location (2), the state the location on c² h² on
 * c¹ h¹, the context the images on the coarse picture (600). No gradient goes to the mean: a choice has none.
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
      const near = (mean: Value) => mean.stopGradient().add(x);
      const { what, where, location, mean, crop } = glimpseStep(
        p,
        images,
        p.Wc.matmul(coarse),
        before,
        near,
      );
      return { state: location.vstack(where).vstack(what), mean, crop };
    },
    params,
    sizes,
  );
}

/** A reader that sees strips, and the state with which it begins: see `unroll`. */
export function glimpseCell(
  params: Params,
  { images, context }: StripInputs<Matrix>,
): { cell: TapeCell; state0: Matrix } {
  const cell = makeCell(params).withContext(Matrix.blocks([[images], [context]]));
  const { location, where, what } = initialReaderState(
    toValues(params),
    new Value(context),
    zerosLikeBatch(images.cols),
  );
  return { cell, state0: location.vstack(where).vstack(what).matrix };
}
