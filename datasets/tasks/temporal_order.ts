import { between, checkLength, checkSize, type Task } from "./task.ts";

/**
 * Temporal order with 2 or 3 symbols (Pascanu et al. 2013, as their program draws it): A or B at a place in [0.1 T, 0.2 T)
 * and one in [0.5 T, 0.6 T), or, for three, in [0.1 T, 0.2 T), [0.3 T, 0.4 T) and [0.6 T, 0.7 T); one of four distractors
 * elsewhere. After T steps their order is asked for, as one of 4 or 8 classes, the first symbol the lowest bit. Hochreiter
 * & Schmidhuber's version has start and end signs and fixed lengths. Throws RangeError for T below 10 and
 * for another number of symbols.
 */
export function temporalOrder(T: number, symbols: 2 | 3 = 2): Task {
  checkLength(T, 10);
  if (symbols !== 2 && symbols !== 3) {
    throw new RangeError(`Cannot order ${symbols} symbols: there are 2 or 3`);
  }
  const tenths = symbols === 2 ? [1, 5] : [1, 3, 6];
  const classes = 2 ** symbols;
  return {
    name: `temporal order of ${symbols} symbols, T = ${T}, after Pascanu`,
    inputSize: 6,
    outputSize: classes,
    chance: Math.log(classes),
    batch: (size, random) => {
      checkSize(size);
      const xs = Int32Array.from({ length: T * size }, () => 2 + Math.floor(4 * random()));
      const targets = new Int32Array(T * size).fill(-1);
      for (let b = 0; b < size; b++) {
        let order = 0;
        tenths.forEach((tenth, n) => {
          const symbol = Math.floor(2 * random());
          const place = Math.floor(tenth * T / 10) + between(0, Math.floor(T / 10), random);
          xs[place * size + b] = symbol;
          order += symbol << n;
        });
        targets[(T - 1) * size + b] = order;
      }
      return { steps: T, size, xs, targets, fresh: true };
    },
  };
}
