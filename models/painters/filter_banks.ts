import type { CustomOp, Numbers } from "../../lib/autodiff/custom_op.ts";

/** The number of parameters of an attention window: g̃_X, g̃_Y, log σ², log δ̃ and log γ. */
export const WINDOW_ROWS = 5;

const EPSILON = 1e-8; // prevents a division by zero for a filter outside the image

/** The side of an image and the number of filters along each side of a window. */
export interface WindowSizes {
  /** The side of the image in pixels, A = B in the paper. */
  side: number;
  /** N, the number of filters along each side of the window. */
  filters: number;
}

/** The position and size of a window, in pixels counted from 1. */
export interface AttentionWindow {
  /** The centre. */
  x: number;
  y: number;
  /** δ, the distance between two filters. */
  stride: number;
  /** σ, the standard deviation of a filter. */
  sigma: number;
  /** γ, the factor that multiplies what is read. */
  intensity: number;
}

/**
 * Returns the window of parameters g̃_X, g̃_Y, log σ², log δ̃ and log γ: g = (A + 1)/2 (g̃ + 1), δ = (A − 1)/(N − 1) δ̃.
 * Throws RangeError for sizes like `filterBanks`, unless there are five finite parameters, and if they overflow. Gregor et al. 2015, §3.2,
 * equations 21 to 24.
 */
export function attentionWindow(
  { side, filters }: WindowSizes,
  parameters: ArrayLike<number> & Iterable<number>,
): AttentionWindow {
  checkWindow({ side, filters });
  const given = [...parameters], [gX, gY, logVariance, logStride, logIntensity] = given;
  if (given.length !== WINDOW_ROWS || !given.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot create an attention window: expected ${WINDOW_ROWS} finite numbers, got ${given}`,
    );
  }
  const window = {
    x: centre(side, gX),
    y: centre(side, gY),
    stride: spacing(side, filters) * Math.exp(logStride),
    sigma: Math.exp(logVariance / 2),
    intensity: Math.exp(logIntensity),
  };
  if (Object.values(window).every(Number.isFinite)) return window;
  throw new RangeError(`Cannot create an attention window: the parameters ${given} overflow`);
}

/**
 * Returns the operation that computes F_X above F_Y, each N×A row by row, from rows g̃_X, g̃_Y, log σ², log δ̃ of a window (the
 * fifth, log γ, is not used): F[i, a] = exp(−(a − μ_i)² / 2σ²) / (Σ_a … + ε), μ_i = g + (i − N/2 − ½) δ. Throws RangeError
 * unless the side is a positive integer and there are two filters at least, and for another number of rows.
 * Gregor et al. 2015, §3.2, equations 19 to 26.
 */
export function filterBanks({ side, filters }: WindowSizes): CustomOp {
  checkWindow({ side, filters });
  const places = [0, 1].flatMap((axis) =>
    Array.from({ length: filters }, (_, i) => placeOf(axis, i, { side, filters }))
  );
  return {
    rows({ rows }) {
      if (rows === WINDOW_ROWS) return 2 * filters * side;
      throw new RangeError(`Cannot create filters: a window has ${WINDOW_ROWS} rows, got ${rows}`);
    },
    forward(F, window) {
      for (const place of places) writeFilter(F, window, place);
    },
    backward(dF, F, [window], [dwindow]) {
      if (!dwindow) return;
      for (const place of places) filterBack(dF, F, window, dwindow, place);
    },
  };
}

/** Throws RangeError unless a window's sizes are positive integers with two filters at least. */
function checkWindow({ side, filters }: WindowSizes): void {
  if (Number.isInteger(side) && side > 0 && Number.isInteger(filters) && filters > 1) return;
  throw new RangeError(
    `Cannot look at an image of side ${side} through ${filters} filters: whole numbers, two filters at least`,
  );
}

/** The rows of filter i = 0, 1, … of an axis in F, and the constants of μ = half (g̃ + 1) + steps δ̃ for a side. */
interface FilterPlace {
  axis: number;
  row: number;
  side: number;
  half: number;
  steps: number;
}

function placeOf(axis: number, i: number, { side, filters }: WindowSizes): FilterPlace {
  const steps = (i + 1 - filters / 2 - 0.5) * spacing(side, filters);
  return { axis, row: (axis * filters + i) * side, side, half: (side + 1) / 2, steps };
}

function centre(side: number, g: number): number {
  return (side + 1) / 2 * (g + 1);
}

function spacing(side: number, filters: number): number {
  return (side - 1) / (filters - 1);
}

function writeFilter({ data: f, cols }: Numbers, { data: w }: Numbers, place: FilterPlace): void {
  const { axis, row, side, half, steps } = place;
  for (let b = 0; b < cols; b++) {
    const mu = half * (w[axis * cols + b] + 1) + steps * Math.exp(w[3 * cols + b]);
    const precision = Math.exp(-w[2 * cols + b]), first = row * cols + b;
    let sum = EPSILON;
    for (let a = 1, at = first; a <= side; a++, at += cols) {
      const e = Math.exp(-0.5 * precision * (a - mu) * (a - mu));
      f[at] = e;
      sum += e;
    }
    for (let a = 1, at = first; a <= side; a++, at += cols) f[at] /= sum;
  }
}

/** Adds the gradient of one filter. With q_a = −(a − μ)² / 2σ²: ∂E/∂q_a = F_a (dF_a − Σ_k dF_k F_k), ∂q/∂μ = (a − μ) / σ² and ∂q/∂log σ² = −q. */
function filterBack(
  { data: df, cols }: Numbers,
  { data: f }: Numbers,
  { data: w }: Numbers,
  { data: dw }: Numbers,
  { axis, row, side, half, steps }: FilterPlace,
): void {
  for (let b = 0; b < cols; b++) {
    const away = steps * Math.exp(w[3 * cols + b]), mu = half * (w[axis * cols + b] + 1) + away;
    const precision = Math.exp(-w[2 * cols + b]), first = row * cols + b;
    let mean = 0, dmu = 0, dlogVariance = 0;
    for (let a = 1, at = first; a <= side; a++, at += cols) mean += df[at] * f[at];
    for (let a = 1, at = first; a <= side; a++, at += cols) {
      const dq = f[at] * (df[at] - mean), apart = (a - mu) * precision;
      dmu += dq * apart;
      dlogVariance += 0.5 * dq * apart * (a - mu);
    }
    dw[axis * cols + b] += dmu * half;
    dw[2 * cols + b] += dlogVariance;
    dw[3 * cols + b] += dmu * away;
  }
}
