import type { Matrix } from "../matrix.ts";
import type { Value } from "./value.ts";

/**
 * Computes ∂E/∂ of every value that E depends on by reverse-mode differentiation (Linnainmaa 1970). `dE` is the gradient to
 * start from, ones by default. Values that E doesn't depend on are not in the map. Throws RangeError unless dE has the shape
 * of E.
 */
export function gradients(E: Value, dE: Matrix = E.matrix.map(() => 1)): Map<Value, Matrix> {
  if (dE.shape !== E.matrix.shape) {
    throw new RangeError(
      `Cannot backpropagate: dE must be ${E.matrix.shape}, got ${dE.shape}`,
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

/** Returns E and every value it depends on, parents first; without recursion, because a long tape would overflow the stack. */
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
