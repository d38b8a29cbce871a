import { checkIntegers } from "../checks.ts";

/** The ends of an axis or of a colour scale. */
type Domain = readonly [low: number, high: number];

const ATTEMPT = "Cannot draw a figure";

/** Throws RangeError unless every place, given by name, is finite; a place that is left out is valid. */
export function checkPlaces(places: Record<string, number | undefined>): void {
  for (const [name, place] of Object.entries(places)) {
    if (place !== undefined && !Number.isFinite(place)) {
      throw new RangeError(`${ATTEMPT}: ${name} must be finite, got ${place}`);
    }
  }
}

/** Throws RangeError unless every size, given by name, is finite and positive; a size that is left out is valid. */
export function checkLengths(sizes: Record<string, number | undefined>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (size !== undefined && !(size > 0 && size < Infinity)) {
      throw new RangeError(`${ATTEMPT}: ${name} must be finite and positive, got ${size}`);
    }
  }
}

/** Throws RangeError unless every count, given by name, is a positive integer. */
export function checkCounts(counts: Record<string, number>): void {
  checkIntegers(ATTEMPT, counts);
}

/** Throws RangeError unless a domain, if there is one, has finite ends in order, both positive on a log axis. */
export function checkDomain(domain: Domain | undefined, log = false): void {
  if (!domain) return;
  const [low, high] = domain;
  if (!(low < high && Number.isFinite(high - low))) {
    throw new RangeError(
      `${ATTEMPT}: domain must be two finite numbers, the smaller one first, got ${low} and ${high}`,
    );
  }
  if (log && low <= 0) {
    throw new RangeError(
      `${ATTEMPT}: domain must be positive on a log axis, got ${low} and ${high}`,
    );
  }
}

/** Throws RangeError unless the height of a dashed line, if there is one, is finite, and positive on a log axis. */
export function checkLine(name: string, line: { y: number } | undefined, log = false): void {
  checkPlaces({ [`${name}.y`]: line?.y });
  if (line && log && line.y <= 0) {
    throw new RangeError(`${ATTEMPT}: ${name}.y must be positive on a log axis, got ${line.y}`);
  }
}

/** Throws RangeError unless a list has one entry for each of some things, such as time steps. */
export function checkOneEach(
  name: string,
  list: ArrayLike<unknown> | undefined,
  count: number,
  things: string,
): void {
  if (list && list.length !== count) {
    throw new RangeError(`${ATTEMPT}: ${name} has ${list.length} entries for ${count} ${things}`);
  }
}
