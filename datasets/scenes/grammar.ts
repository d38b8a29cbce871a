const NAMES = "zero one two three four five six seven eight nine".split(" ");
const PLURALS = "zeros ones twos threes fours fives sixes sevens eights nines".split(" ");

/**
 * Returns the five captions of digits arranged in rows, from top to bottom and from left to right: for [[3], [7]],
 * "a three above a seven" and four more. No caption fits two arrangements. Throws RangeError unless there are one to three
 * digits, every row has one, and each is 0 to 9.
 */
export function sceneCaptions(rows: number[][]): string[] {
  const count = rows.flat().length;
  if (count < 1 || count > 3 || rows.some((row) => row.length === 0)) {
    throw new RangeError(
      `Cannot caption rows of ${rows.map((row) => row.length).join(", ") || 0} digits: ` +
        "expected one to three digits and no empty row",
    );
  }
  const bad = rows.flat().find((digit) => !(digit in NAMES));
  if (bad !== undefined) throw new RangeError(`Cannot caption the digit ${bad}: expected 0 to 9`);
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

/** Returns a noun phrase: "a three", "two nines", "a three and an eight". */
function phrase(digits: number[]): string {
  const [first] = digits, count = digits.length;
  if (count > 1 && digits.every((digit) => digit === first)) {
    return `${NAMES[count]} ${PLURALS[first]}`;
  }
  return digits.map((digit) => `${digit === 8 ? "an" : "a"} ${NAMES[digit]}`).join(" and ");
}

/** All words of the captions, in the order of their first use. */
export const sceneWords: readonly string[] = [
  ...new Set(arrangements().flatMap(sceneCaptions).flatMap((caption) => caption.split(" "))),
];

/** Returns enough arrangements of each digit, alone and doubled, to contain every word. */
function arrangements(): number[][][] {
  return NAMES.flatMap((_, d) => {
    const e = (d + 1) % 10;
    return [[[d]], [[d, d]], [[d, e]], [[d], [e]], [[d, d, d]], [[d, e, d]], [[d], [e], [d]]];
  });
}
