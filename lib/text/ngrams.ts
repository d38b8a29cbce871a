/** How an n-gram model is counted. */
export interface NgramOptions {
  /** n: 1 looks at no character before, 3 at two. */
  order: number;
  /** V, the number of classes. */
  size: number;
}

/**
 * The bits per character that an n-gram model, counted on one text, needs for another: the line that a network has to
 * beat. P_n(c | context) = (count(context c) + P_{n−1}(c)) / (count(context) + 1), down to P_0 = 1 / V, so that what was
 * never seen is not impossible (Dirichlet smoothing; MacKay & Peto 1995, §2). Throws RangeError for an order or a size
 * that isn't whole and above zero, and for a held-out text that is shorter than the order.
 */
export function ngramBits(
  train: ArrayLike<number>,
  heldOut: ArrayLike<number>,
  { order, size }: NgramOptions,
): number {
  if (!Number.isInteger(order) || order < 1) throw new RangeError(`Cannot count ${order}-grams`);
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`Cannot count ${size} classes`);
  if (heldOut.length < order) {
    throw new RangeError(`Cannot measure ${order}-grams on ${heldOut.length} characters`);
  }
  const counts = Array.from({ length: order }, (_, n) => countGrams(train, n + 1));
  let bits = 0;
  for (let t = order - 1; t < heldOut.length; t++) {
    let P = 1 / size;
    for (let n = 1; n <= order; n++) {
      const { grams, contexts } = counts[n - 1];
      const [gram, context] = [keyOf(heldOut, t, n), keyOf(heldOut, t - 1, n - 1)];
      P = ((grams.get(gram) ?? 0) + P) / ((contexts.get(context) ?? 0) + 1);
    }
    bits -= Math.log2(P);
  }
  return bits / (heldOut.length - order + 1);
}

/** How often each stretch of n classes occurs, and each stretch of n − 1 with another behind it. */
function countGrams(classes: ArrayLike<number>, n: number) {
  const grams = new Map<string, number>(), contexts = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (let t = n - 1; t < classes.length; t++) {
    count(grams, keyOf(classes, t, n));
    count(contexts, keyOf(classes, t - 1, n - 1));
  }
  return { grams, contexts };
}

/** The n classes that end at place t, as a key. */
function keyOf(classes: ArrayLike<number>, t: number, n: number): string {
  let key = "";
  for (let place = t - n + 1; place <= t; place++) key += String.fromCharCode(classes[place]);
  return key;
}
