import { escapeText } from "../../notebook/html.ts";
import { element } from "../svg.ts";
import { textWidth } from "../text_width.ts";

/** The size of text in diagrams, and that of sub- and superscripts and of notes, in pixels. */
export const [FONT, SMALL] = [15, 12];

/** The style of a line of text. */
export interface TextStyle {
  /** The size in pixels; `FONT` by default. */
  size?: number;
  bold?: boolean;
  /** The fill; the colour of the figure's text by default. */
  color?: string;
  /** The part of the text that is at its x; its middle by default. */
  anchor?: "start" | "middle" | "end";
  opacity?: number;
}

/** A text as it stands, such as a word from data, in which _ and ^ have no meaning. */
export interface PlainText {
  plain: string;
}

/** A text with marks, as in "h_t", "W_{hh}" or "h^1", or a plain one. */
export type RichText = string | PlainText;

interface Span {
  text: string;
  /** The direction in which the span is shifted: 1 for a subscript, −1 for a superscript. */
  shift: -1 | 0 | 1;
}

const MARKED = /([_^])(?:\{([^}]*)\}|(.))|([^_^]+)/gu;

function spansOf(text: RichText): Span[] {
  if (typeof text !== "string") return [{ text: text.plain, shift: 0 }];
  return [...text.matchAll(MARKED)].map(([, mark, group, letter, normal]) =>
    normal !== undefined
      ? { text: normal, shift: 0 }
      : { text: group ?? letter, shift: mark === "_" ? 1 : -1 }
  );
}

/** Returns a text without its marks, for a description. */
export function unmarked(text: RichText): string {
  return typeof text === "string" ? text.replaceAll(/[{}]/g, "") : text.plain;
}

/** Returns an upper bound of the width of a line of text in pixels. */
export function richWidth(text: RichText, { size = FONT, bold }: TextStyle = {}): number {
  const small = Math.min(size, SMALL);
  return spansOf(text).reduce(
    (sum, { text, shift }) => sum + textWidth(text, shift ? small : size, bold),
    0,
  );
}

/** Returns a line of text whose baseline is at y. */
export function richText(text: RichText, x: number, y: number, style: TextStyle = {}): string {
  const { size = FONT, bold, color, anchor = "middle", opacity } = style;
  let raised = 0;
  const content = spansOf(text).map(({ text, shift }) => {
    const by = shift === 0 ? 0 : shift > 0 ? 4 : -5, dy = by - raised;
    raised = by;
    const small: Record<string, number> = shift ? { "font-size": Math.min(size, SMALL) } : {};
    if (dy === 0 && !shift) return escapeText(text);
    return element("tspan", { ...(dy ? { dy } : {}), ...small }, escapeText(text));
  });
  const attributes = {
    ...{ x, y, "text-anchor": anchor, "font-size": size },
    ...(bold ? { "font-weight": "bold" } : {}),
    ...(color ? { fill: color } : {}),
    ...(opacity === undefined ? {} : { opacity }),
  };
  return element("text", attributes, content.join(""));
}
