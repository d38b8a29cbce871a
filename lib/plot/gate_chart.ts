import { sequential, sequentialRamp } from "./colors.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { colorBar, END, label, rect, START } from "./svg.ts";

const [LEFT, TOP, CELL, ROW] = [90, 6, 21, 30];

/**
 * Draws the values of gates over a text: one row for each gate, one cell for each character, from closed (0, dark) to open
 * (1, yellow). Throws RangeError if the text is empty or there are no gates, and unless each gate has one value from 0 to
 * 1 for each character.
 */
export function gateChart(
  text: string,
  gates: Record<string, ArrayLike<number>>,
  { title, alt }: FigureOptions,
): Figure {
  const letters = [...text], names = Object.keys(gates);
  if (letters.length === 0) throw new RangeError("Cannot draw gates: the text is empty");
  if (names.length === 0) throw new RangeError("Cannot draw gates: there are none");
  for (const name of names) checkRow(name, gates[name], letters.length);
  const rows = names.map((name, i) => {
    const y = TOP + i * (ROW + 4);
    const squares = Array.from(
      gates[name],
      (open, t) => rect(LEFT + t * CELL, y, CELL - 1, ROW, sequential(open)),
    );
    return label(name, LEFT - 8, y + ROW / 2 + 4, END) + squares.join("");
  });
  const bottom = TOP + names.length * (ROW + 4);
  const read = letters.map((letter, t) =>
    label(letter === " " ? "␣" : letter, LEFT + (t + 0.5) * CELL, bottom + 14)
  );
  const right = LEFT + letters.length * CELL;
  const body = rows.join("") + read.join("") +
    label("character read", (LEFT + right) / 2, bottom + 36) + legend(right + 16, TOP);
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
    throw new RangeError(
      `Cannot draw ${name}: it has ${values.length} values for ${length} characters`,
    );
  }
  const bad = Array.from(values).find((value) => !(value >= 0 && value <= 1));
  if (bad !== undefined) {
    throw new RangeError(`Cannot draw ${name}: its values must be from 0 to 1, got ${bad}`);
  }
}

function legend(x: number, y: number): string {
  const at = (text: string, dy: number) => label(text, x + 18, y + dy, START);
  return colorBar(x, y, [12, 5], sequentialRamp(20)) + at("1, open", 9) + at("0, shut", 98);
}
