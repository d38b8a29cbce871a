import { sequential } from "./colors.ts";
import { Figure } from "./figure.ts";
import { label, rect } from "./svg.ts";

const [LEFT, TOP, CELL, ROW] = [90, 6, 21, 30];

/**
 * Gates over a text: one row for each gate, one square for each character read, from shut (0, dark) to open (1, yellow).
 * Throws RangeError where a row hasn't one value from 0 to 1 for each character.
 */
export function gateChart(
  text: string,
  gates: Record<string, ArrayLike<number>>,
  { title, alt }: { title: string; alt?: string },
): Figure {
  const letters = [...text], names = Object.keys(gates);
  for (const name of names) checkRow(name, gates[name], letters.length);
  const rows = names.map((name, i) => {
    const y = TOP + i * (ROW + 4);
    const squares = Array.from(
      gates[name],
      (open, t) => rect(LEFT + t * CELL, y, CELL - 1, ROW, sequential(open)),
    );
    return label(name, LEFT - 8, y + ROW / 2 + 4, { "text-anchor": "end" }) + squares.join("");
  });
  const bottom = TOP + names.length * (ROW + 4);
  const read = letters.map((letter, t) =>
    label(letter === " " ? "␣" : letter, LEFT + (t + 0.5) * CELL, bottom + 14)
  );
  const right = LEFT + letters.length * CELL;
  const body = rows.join("") + read.join("") +
    label("character read", (LEFT + right) / 2, bottom + 36) + scale(right + 16, TOP);
  return new Figure({
    title,
    body,
    width: right + 90,
    height: bottom + 48,
    alt: alt ??
      `Map of ${names.join(", ")} over the ${letters.length} characters of: ${text}. ${title}`,
    data: { text, gates },
  });
}

function checkRow(name: string, values: ArrayLike<number>, length: number): void {
  if (values.length !== length) {
    throw new RangeError(`Cannot draw ${name}: ${values.length} values over ${length} characters`);
  }
  const bad = Array.from(values).find((value) => !(value >= 0 && value <= 1));
  if (bad !== undefined) throw new RangeError(`Cannot draw ${name}: a gate of ${bad}`);
}

function scale(x: number, y: number): string {
  const steps = 20;
  const bars = Array.from(
    { length: steps },
    (_, n) => rect(x, y + n * 5, 12, 5, sequential(1 - n / (steps - 1))),
  );
  const at = (text: string, dy: number) => label(text, x + 18, y + dy, { "text-anchor": "start" });
  return bars.join("") + at("1, open", 9) + at("0, shut", 98);
}
