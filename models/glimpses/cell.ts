import type { Params } from "../../lib/cells/cell.ts";
import { type TapeCell, tapeCell, valuesOf } from "../../lib/autodiff/tape_cell.ts";
import { Matrix } from "../../lib/matrix.ts";
import { sizeOf } from "../../lib/autodiff/im2col.ts";
import { STRIP } from "../../datasets/scenes/strip.ts";
import { Value } from "../../lib/autodiff/value.ts";
import { beforeGlimpses, glimpseTick, type Shown } from "./glimpse.ts";
import { held } from "./reinforce.ts";
import { zerosOf } from "../captioners/decoding.ts";

const PIXELS = sizeOf(STRIP), COARSE = PIXELS / 4;

/**
 * The reader as a cell of the course: x_t is what is added to the mean location (2), the state the location on c² h² on
 * c¹ h¹, the context the images on the coarse picture (600). No gradient goes to the mean: a choice has none.
 */
function glimpseCell(params: Params): TapeCell {
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
      const near = (mean: Value) => mean.apply(held).add(x);
      const { what, where, location, mean, crop } = glimpseTick(
        p,
        images,
        p.Wc.matmul(coarse),
        before,
        near,
      );
      return { state: location.over(where).over(what), mean, crop };
    },
    params,
    sizes,
  );
}

/** A reader that sees strips, and the state with which it begins: see `unroll`. */
export function glimpsing(
  params: Params,
  { images, context }: Shown<Matrix>,
): { cell: TapeCell; state0: Matrix } {
  const cell = glimpseCell(params).seeing(Matrix.blocks([[images], [context]]));
  const { location, where, what } = beforeGlimpses(
    valuesOf(params),
    new Value(context),
    zerosOf(images.cols),
  );
  return { cell, state0: location.over(where).over(what).matrix };
}
