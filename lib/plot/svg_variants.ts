import { prefixIds } from "./figure.ts";
import { skeletonOf } from "./svg_differences.ts";

const OUTER = /^(<svg[^>]*>)([^]*)<\/svg>$/;

/**
 * Returns documents that have the same elements and attributes, and look like the given ones. Where those differ in their
 * elements, each document contains a drawing of every kind and shows one of them. Throws RangeError if these drawings take
 * more than `most` bytes.
 */
export function withSameElements(documents: string[], most: number): string[] {
  const kinds = new Map<string, { index: number; inner: string }>();
  const parts = documents.map((svg) => {
    const [, outer, inner] = svg.match(OUTER)!, skeleton = skeletonOf(svg);
    if (!kinds.has(skeleton)) kinds.set(skeleton, { index: kinds.size, inner });
    return { outer, inner, kind: kinds.get(skeleton)!.index };
  });
  if (kinds.size === 1) return documents;
  const firsts = [...kinds.values()].map(({ inner }) => inner);
  checkSize(documents.length, firsts.join("").length, most);
  return parts.map(({ outer, inner, kind }) => {
    const groups = firsts.map((first, n) =>
      `<g display="${n === kind ? "inline" : "none"}">` +
      `${prefixIds(n === kind ? inner : first, `v${n}-`)}</g>`
    );
    return `${outer}${groups.join("")}</svg>`;
  });
}

/** Throws RangeError if `count` frames take more than `most` bytes. */
export function checkSize(count: number, bytes: number, most: number): void {
  if (bytes <= most) return;
  const [found, limit] = [bytes, most].map((size) => (size / 1e6).toFixed(1));
  throw new RangeError(
    `Cannot store ${count} frames: they take ${found} MB, at most ${limit} MB are possible; draw fewer or simpler ones`,
  );
}
