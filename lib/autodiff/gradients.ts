import type { Matrix } from "../matrix.ts";
import type { Value } from "./value.ts";

/**
 * Reverse mode (Linnainmaa 1970): ∂E/∂ of everything that E was made from, each in its shape, where E's own gradient is
 * dE, ones unless given. A value that E doesn't depend on isn't in the map. Throws RangeError where dE's shape isn't
 * E's.
 */
export function gradients(E: Value, dE: Matrix = E.matrix.map(() => 1)): Map<Value, Matrix> {
  if (dE.shape !== E.matrix.shape) {
    throw new RangeError(
      `Cannot go back: the gradient is ${dE.shape}, the value ${E.matrix.shape}`,
    );
  }
  const found = new Map<Value, Matrix>([[E, dE]]);
  for (const value of inOrder(E).reverse()) {
    const d = found.get(value)!;
    value.back(d).forEach((more, n) => {
      const parent = value.parents[n], sofar = found.get(parent);
      found.set(parent, sofar ? sofar.add(more) : more);
    });
  }
  return found;
}

/** Everything that E was made from and E, parents first; without recursion, since a tape can be long. */
function inOrder(E: Value): Value[] {
  const order: Value[] = [], seen = new Set<Value>(), waiting: [Value, number][] = [[E, 0]];
  seen.add(E);
  while (waiting.length > 0) {
    const top = waiting[waiting.length - 1], [value, next] = top;
    const parent = value.parents[next];
    top[1]++;
    if (!parent) order.push(waiting.pop()![0]);
    else if (!seen.has(parent)) {
      seen.add(parent);
      waiting.push([parent, 0]);
    }
  }
  return order;
}
