import type { Random } from "../../lib/random.ts";
import { randomInt } from "../integers.ts";

/** A date of the Gregorian calendar. */
export interface CalendarDate {
  /** 1900 to 2099. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

const MONTHS = (
  "January February March April May June July August September October November December"
).split(" ");
const [FIRST_YEAR, LAST_YEAR] = [1900, 2099];

type Format = (day: CalendarDate, month: string) => string;

const FORMATS: Format[] = [
  ({ day, year }, month) => `${day} ${month} ${year}`,
  ({ day, year }, month) => `${month} ${day}, ${year}`,
  ({ day, year }, month) => `${ordinal(day)} of ${month} ${year}`,
  ({ day, year }, month) => `${month} ${ordinal(day)}, ${year}`,
  ({ day, year }, month) => `${day} ${month.slice(0, 3)} ${year}`,
  ({ day, year }, month) => `${month.slice(0, 3)}. ${day}, ${year}`,
  ({ day, month, year }) => `${day}.${month}.${year}`,
  ({ day, month, year }) => `${twoDigits(day)}.${twoDigits(month)}.${year}`,
  ({ day, year }, month) => `${year}, ${month} ${day}`,
  ({ day, year }, month) => `${twoDigits(day)}-${month.slice(0, 3).toUpperCase()}-${year}`,
];

/** The number of formats of `writtenDate`. */
export const DATE_FORMATS: number = FORMATS.length;

/** Formats a date as in ISO 8601: 2026-03-07. Throws RangeError for a date that does not exist or is not in 1900 to 2099. */
export function isoDate(day: CalendarDate): string {
  checkDay(day);
  return `${day.year}-${twoDigits(day.month)}-${twoDigits(day.day)}`;
}

/** Formats a date in one of `DATE_FORMATS` ways: "7th of March 2026". Throws RangeError as `isoDate` does, and for another format. */
export function writtenDate(day: CalendarDate, format: number): string {
  checkDay(day);
  if (!(format in FORMATS)) {
    throw new RangeError(
      `Cannot write a date in format ${format}: expected 0 to ${DATE_FORMATS - 1}`,
    );
  }
  return FORMATS[format](day, MONTHS[day.month - 1]);
}

const FIRST = Date.UTC(FIRST_YEAR, 0, 1), DAY = 86_400_000; // milliseconds

/** The number of days in 1900 to 2099, which `randomDay` draws from. */
export const DAYS = (Date.UTC(LAST_YEAR + 1, 0, 1) - FIRST) / DAY;

/** Draws a date from 1900 to 2099, uniformly. */
export function randomDay(random: Random): CalendarDate {
  const date = new Date(FIRST + DAY * randomInt(DAYS, random));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function ordinal(n: number): string {
  const teen = n >= 11 && n <= 13, ending = teen ? "th" : ["th", "st", "nd", "rd"][n % 10] ?? "th";
  return n + ending;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, "0");
}

function checkDay({ year, month, day }: CalendarDate): void {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day;
  if (real && year >= FIRST_YEAR && year <= LAST_YEAR) return;
  throw new RangeError(
    `Cannot write the date ${year}-${month}-${day}: expected a calendar date from ${FIRST_YEAR} to ${LAST_YEAR}`,
  );
}
