import { checkLength, checkSize, type Task } from "./task.ts";

/**
 * Copying, or noiseless memorisation (Hochreiter & Schmidhuber 1997; Pascanu et al. 2013, their program): `positions`
 * symbols of `values` kinds, `delay` blanks, the last of them followed by a sign to begin, then the symbols are asked for
 * in order; until then a blank is. Throws RangeError unless all three are whole and above zero.
 */
export function copy(delay: number, positions = 10, values = 5): Task {
  for (const count of [delay, positions, values]) checkLength(count, 1);
  const [blank, begin] = [values, values + 1];
  const steps = delay + 2 * positions;
  return {
    name: `copying ${positions} of ${values} symbols over ${delay} steps, after Pascanu`,
    inputSize: values + 2,
    outputSize: values + 1,
    chance: positions * Math.log(values),
    batch: (size, random) => {
      checkSize(size);
      const xs = new Int32Array(steps * size).fill(blank);
      const targets = new Int32Array(steps * size).fill(blank);
      xs.fill(begin, (positions + delay) * size, (positions + delay + 1) * size);
      for (let n = 0; n < positions * size; n++) {
        xs[n] = targets[(positions + delay) * size + n] = Math.floor(values * random());
      }
      return { steps, size, xs, targets, fresh: true };
    },
  };
}
