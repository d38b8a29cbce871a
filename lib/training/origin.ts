import type { Cell } from "../cells/cell.ts";
import type { Origin } from "./engine.ts";

/** Returns the name of a cell's class; undefined for a class without one. */
export function cellName(cell: Cell): string | undefined {
  return cell.constructor.name || undefined;
}

/**
 * Throws RangeError if the cell or the vocabulary differs from the expected one, as far as both are known. `attempt`
 * and `subject` begin the sentence: "Cannot restore: the snapshot's cell is GRUCell, but the model's is LSTMCell".
 */
export function checkOrigin(
  attempt: string,
  subject: string,
  found: Origin,
  expected: Origin,
): void {
  if (found.cell && expected.cell && found.cell !== expected.cell) {
    throw new RangeError(
      `${attempt}: the ${subject}'s cell is ${found.cell}, but the model's is ${expected.cell}`,
    );
  }
  const [is, must] = [found.vocabulary, expected.vocabulary];
  if (!is || !must) return;
  for (let n = 0; n < Math.max(is.length, must.length); n++) {
    if (is[n] === must[n]) continue;
    const [a, b] = [is, must].map((tokens) => n in tokens ? JSON.stringify(tokens[n]) : "none");
    throw new RangeError(
      `${attempt}: class ${n} of the ${subject}'s vocabulary is ${a}, but the model's is ${b}`,
    );
  }
}
