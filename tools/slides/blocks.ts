/** A block of a Markdown text, and what it is. */
export interface Block {
  kind:
    | "heading"
    | "equation"
    | "prediction"
    | "question"
    | "quote"
    | "table"
    | "list"
    | "details"
    | "prose";
  text: string;
}

const KINDS: [Block["kind"], RegExp][] = [
  ["details", /^<details/],
  ["heading", /^#{1,6} /],
  ["equation", /^\$\$/],
  ["prediction", /^\*\*Predict/],
  ["question", /^\*\*[^*]+\*\*$/],
  ["quote", /^>/],
  ["table", /^(\||<table)/],
  ["list", /^(-|\*|\d+\.) /],
];

/** Splits a Markdown text into blocks at its empty lines, except those within folded details. */
export function blocksOf(markdown: string): Block[] {
  const parts = markdown.trim().split(/(<details[^]*?<\/details>)/).flatMap((part) =>
    part.startsWith("<details") ? [part] : part.split(/\n\s*\n/)
  );
  return parts.map((part) => part.trim()).filter((part) => part !== "").map((text) => ({
    kind: KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? "prose",
    text,
  }));
}

/** Returns the first sentence of a paragraph. A point within an equation, a number, or an abbreviation ends none. */
export function firstSentence(text: string): string {
  const flat = text.replaceAll("\n", " ");
  const ends = [
    ...flat.matchAll(/(?<!^\*{0,2}\d+|\b(?:al|e\.g|i\.e|vs|[A-Z]))[.?!]\*{0,2}(?= [A-Z*$\[]|$)/g),
  ];
  const closed = (end: number) => flat.slice(0, end).split("$").length % 2 === 1;
  const end = ends.map((match) => match.index + match[0].length).find(closed);
  return flat.slice(0, end);
}
