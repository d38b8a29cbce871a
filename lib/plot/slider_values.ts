import { largest } from "../extent.ts";

const ATTEMPT = "Cannot make a slider";
const MOST_FRAMES = 41;

/** The values of a slider: from `min` in steps of `step` up to `max`, and the one that it starts with. */
export interface SliderValues {
  /** The smallest value. */
  min: number;
  /** The largest value; if it is not a whole number of steps above `min`, the last one below it is the largest. */
  max: number;
  /** The distance between two values. */
  step: number;
  /** The value at the start. */
  value: number;
}

/**
 * Throws RangeError unless all numbers are finite, `max` is larger than `min`, `step` is positive and fits between them,
 * and `value` can be reached from `min` in whole steps.
 */
export function checkSliderValues(values: SliderValues): void {
  const { min, max, step, value } = values;
  for (const [name, given] of Object.entries({ min, max, value })) {
    requireThat(Number.isFinite(given), `${name} must be finite, got ${given}`);
  }
  requireThat(step > 0 && step < Infinity, `step must be positive and finite, got ${step}`);
  requireThat(max > min, `max must be larger than min, which is ${min}, got ${max}`);
  const width = numberWithDecimals(max - min, decimals(min, max));
  requireThat(step <= width, `step must be at most max − min, which is ${width}, got ${step}`);
  requireThat(value >= min && value <= max, `value must be from ${min} to ${max}, got ${value}`);
  const nearest = nearestValue(value, values);
  requireThat(
    Math.abs(value - nearest) <= 1e-6 * step,
    `value must be a whole number of steps above min, such as ${nearest}, got ${value}`,
  );
}

/** Returns the value of the slider that is nearest to a number, without the rounding errors of adding up steps. */
export function nearestValue(number: number, values: SliderValues): number {
  const steps = Math.round((number - values.min) / values.step);
  return valueAfter(Math.max(0, Math.min(lastStep(values), steps)), values);
}

/**
 * Returns at most 41 of the slider's values, evenly spaced but for the first and the last one: those two, the value at
 * the start, and its distance from there to both sides.
 */
export function frameValues(values: SliderValues): number[] {
  const last = lastStep(values), start = Math.round((values.value - values.min) / values.step);
  let stride = Math.ceil(last / (MOST_FRAMES - 1)), chosen = stepsThrough(start, stride, last);
  while (chosen.length > MOST_FRAMES) chosen = stepsThrough(start, ++stride, last);
  return chosen.map((steps) => valueAfter(steps, values));
}

/** Returns 0, `last`, and every step between them that is a multiple of `stride` away from `start`. */
function stepsThrough(start: number, stride: number, last: number): number[] {
  const steps = new Set([0]);
  for (let step = start % stride; step <= last; step += stride) steps.add(step);
  return [...steps.add(last)];
}

function lastStep({ min, max, step }: SliderValues): number {
  return Math.floor((max - min) / step + 1e-6);
}

function valueAfter(steps: number, { min, step }: SliderValues): number {
  return numberWithDecimals(min + steps * step, decimals(min, step));
}

function numberWithDecimals(value: number, count: number): number {
  return Number(value.toFixed(count));
}

/** Returns how many decimals the numbers have, at most the 100 that `toFixed` can write. */
function decimals(...numbers: number[]): number {
  const counts = numbers.map((number) => {
    const [digits, exponent = "0"] = String(number).split("e");
    return (digits.split(".")[1]?.length ?? 0) - Number(exponent);
  });
  return Math.min(100, Math.max(0, largest(counts)));
}

function requireThat(holds: boolean, expected: string): void {
  if (!holds) throw new RangeError(`${ATTEMPT}: ${expected}`);
}
