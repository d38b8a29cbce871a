// Control characters, separators of lines, and marks that change the direction of the text after them.
// deno-lint-ignore no-control-regex
const INVISIBLE =
  /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]/g;

/**
 * Returns a text by a student as it may be shown anywhere: on one line, cut to a length, and without characters that
 * are invisible or change how the text around them is shown.
 */
export function shown(text: string, length: number): string {
  const cut = text.length > length ? `${text.slice(0, length - 1)}…` : text;
  return cut.toWellFormed().replaceAll(INVISIBLE, " ");
}
