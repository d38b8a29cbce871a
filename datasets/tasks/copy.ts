import { checkCount, randomInt } from "../integers.ts";
import { checkLength, type LongDependencyTask } from "./task.ts";

/**
 * Creates the copying task, or noiseless memorisation (Hochreiter & Schmidhuber 1997; Pascanu et al. 2013, their program). The
 * input is `positions` symbols out of `values`, then blanks, with a start sign after `delay` steps. The target is the blank
 * until the start sign, then the symbols in order. Throws RangeError unless all three arguments are positive integers.
 */
export function copy(delay: number, positions = 10, values = 5): LongDependencyTask {
  for (const count of [delay, positions, values]) checkLength(count, 1);
  const [blank, begin] = [values, values + 1];
  const steps = delay + 2 * positions;
  return {
    name: `copying ${positions} of ${values} symbols over ${delay} steps, after Pascanu`,
    inputSize: values + 2,
    outputSize: values + 1,
    baselineLoss: positions * Math.log(values),
    batch: (size, random) => {
      checkCount(size, "sequences");
      const xs = new Int32Array(steps * size).fill(blank);
      const targets = new Int32Array(steps * size).fill(blank);
      xs.fill(begin, (positions + delay) * size, (positions + delay + 1) * size);
      for (let n = 0; n < positions * size; n++) {
        xs[n] = targets[(positions + delay) * size + n] = randomInt(values, random);
      }
      return { steps, size, xs, targets, fresh: true };
    },
  };
}
