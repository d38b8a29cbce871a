const NAMES = "zero one two three four five six seven eight nine".split(" ");
const PLURALS = "zeros ones twos threes fours fives sixes sevens eights nines".split(" ");

/**
 * The five captions of digits that stand in rows: [[3], [7]] is "a three above a seven" and four more. Rows from top to
 * bottom, digits from left to right. No caption belongs to two arrangements. Throws RangeError unless there are one to
 * three digits and every row has one.
 */
export function sceneCaptions(rows: number[][]): string[] {
  const count = rows.flat().length;
  if (count < 1 || count > 3 || rows.some((row) => row.length === 0)) {
    throw new RangeError(
      `Cannot caption rows of ${rows.map((row) => row.length).join(", ") || 0} digits`,
    );
  }
  const bad = rows.flat().find((digit) => !(digit in NAMES));
  if (bad !== undefined) throw new RangeError(`Cannot caption a digit ${bad}`);
  const [A, B, C] = rows.map(phrase);
  if (rows.length === 1) return captionsOfRow(rows[0]);
  if (rows.length === 2) {
    return [
      `${A} above ${B}`,
      `${B} below ${A}`,
      `${A} over ${B}`,
      `${B} under ${A}`,
      `${A} above and ${B} below`,
    ];
  }
  return [
    `${A} above ${B} above ${C}`,
    `${C} below ${B} below ${A}`,
    `${A} over ${B} over ${C}`,
    `${C} under ${B} under ${A}`,
    `${B} below ${A} and above ${C}`,
  ];
}

function captionsOfRow(row: number[]): string[] {
  const all = phrase(row), [A, B, C] = row.map((digit) => phrase([digit]));
  if (row.length === 1) return [all, `there is ${A}`, `only ${A}`, `just ${A}`, `${A} alone`];
  if (row.length === 2) {
    return [
      `${all} side by side`,
      `${A} left of ${B}`,
      `${B} right of ${A}`,
      `${A} next to ${B}`,
      `${A} beside ${B}`,
    ];
  }
  return [
    `${all} side by side`,
    `${all} in a row`,
    `${A} left of ${phrase(row.slice(1))}`,
    `${C} right of ${phrase(row.slice(0, 2))}`,
    `${B} between ${phrase([row[0], row[2]])}`,
  ];
}

/** "a three", "two nines", "a three and an eight". */
function phrase(digits: number[]): string {
  const [first] = digits, count = digits.length;
  if (count > 1 && digits.every((digit) => digit === first)) {
    return `${NAMES[count]} ${PLURALS[first]}`;
  }
  return digits.map((digit) => `${digit === 8 ? "an" : "a"} ${NAMES[digit]}`).join(" and ");
}

/** Every word of the grammar, in the order of its first use. */
export const sceneWords: readonly string[] = [
  ...new Set(everyArrangement().flatMap(sceneCaptions).flatMap((caption) => caption.split(" "))),
];

/** One arrangement of each kind for each digit, alone and doubled: enough to meet every word. */
function everyArrangement(): number[][][] {
  return NAMES.flatMap((_, d) => {
    const e = (d + 1) % 10;
    return [[[d]], [[d, d]], [[d, e]], [[d], [e]], [[d, d, d]], [[d, e, d]], [[d], [e], [d]]];
  });
}
