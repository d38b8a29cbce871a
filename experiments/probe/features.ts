/** Measures something at each character of a passage. */
export type Feature = (passage: string) => number[];

/** The features that notebook 16 names before it looks for them. */
export const features: { [name: string]: Feature } = {
  depth: running((n, c) => Math.max(0, n + Number(c === "(") - Number(c === ")"))),
  comment: byLine((line, place) => {
    const mark = line.search(/\/\/|\/\*|^\s*\*/);
    return Number(mark >= 0 && place >= mark);
  }),
  column: running((n, c) => c === "\n" ? 0 : n + 1),
  indentation: byLine((line) => line.length - line.trimStart().length),
  quotes: running((n, c) => c === "\n" ? 0 : c === '"' ? 1 - n : n),
};

/** Returns a feature that each character changes. */
function running(step: (before: number, c: string) => number): Feature {
  return (passage) => {
    let value = 0;
    return [...passage].map((c) => value = step(value, c));
  };
}

/** Returns a feature of a character's place in its line. */
function byLine(measure: (line: string, place: number) => number): Feature {
  return (passage) =>
    passage.split("\n")
      .flatMap((line) => [...line + "\n"].map((_, place) => measure(line, place)))
      .slice(0, -1);
}
