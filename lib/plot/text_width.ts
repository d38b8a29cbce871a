/** The widths of characters in DejaVu Sans, the widest font in which figures are shown, in em, rounded up. */
const WIDTHS: [characters: string, width: number][] = [
  ["ijlIJ'", 0.33],
  [" ft.,:;()[]/!·|", 0.42],
  ['r"-*°₀₁₂₃₄₅₆₇₈₉ⱼ', 0.5],
  ["cszvxykL∂FTYEˆ", 0.63],
  ["ασμ", 0.7],
  ["mMwWж—@%&#^~∼→←⇒−+=<>∘⊙⊕⊤∏Σ⋯…", 1],
];
const OTHERS = { lower: 0.64, upper: 0.79 };
const COMBINING = /\p{M}/gu;

/** Returns an upper bound of the width of a text in pixels, in a font of `size` pixels. */
export function textWidth(text: string, size: number, bold = false): number {
  const ems = [...text.normalize("NFC").replaceAll(COMBINING, "")].map((letter) =>
    WIDTHS.find(([letters]) => letters.includes(letter))?.[1] ??
      (letter === letter.toLowerCase() ? OTHERS.lower : OTHERS.upper)
  );
  return size * (bold ? 1.15 : 1) * ems.reduce((sum, em) => sum + em, 0);
}

/** Wraps a text at spaces into lines that are at most `width` pixels wide; a longer word has a line of its own. */
export function wrapText(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, size, bold) <= width) {
      lines[lines.length - 1] = longer;
    } else lines.push(word);
  }
  return lines;
}
