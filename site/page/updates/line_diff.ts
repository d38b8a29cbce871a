/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { structuredPatch } from "diff";
import { make } from "../elements.ts";

const CONTEXT = 2; // lines around a change
const TAGS = { "-": "del", "+": "ins", " ": "span" } as const;

/** Returns the lines that differ between two texts, with a few lines around them; - marks a removed and + an added line. */
export function lineDiff(before: string, after: string): HTMLElement {
  const { hunks } = structuredPatch("", "", `${before}\n`, `${after}\n`, "", "", {
    context: CONTEXT,
  });
  const parts = hunks.map(({ lines }) => lines.map(lineElement));
  const all = parts.flatMap((part, n) => n === 0 ? part : [make("span", {}, "⋮\n"), ...part]);
  return make("pre", { className: "work-diff", tabIndex: 0 }, ...all);
}

function lineElement(line: string): HTMLElement {
  return make(TAGS[line[0] as keyof typeof TAGS], {}, `${line[0]} ${line.slice(1)}\n`);
}
