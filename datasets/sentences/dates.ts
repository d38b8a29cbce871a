import type { Random } from "../../lib/random.ts";

/** A day of the calendar. */
export interface Day {
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

type Format = (day: Day, month: string) => string;

const FORMATS: Format[] = [
  ({ day, year }, month) => `${day} ${month} ${year}`,
  ({ day, year }, month) => `${month} ${day}, ${year}`,
  ({ day, year }, month) => `${ordinal(day)} of ${month} ${year}`,
  ({ day, year }, month) => `${month} ${ordinal(day)}, ${year}`,
  ({ day, year }, month) => `${day} ${month.slice(0, 3)} ${year}`,
  ({ day, year }, month) => `${month.slice(0, 3)}. ${day}, ${year}`,
  ({ day, month, year }) => `${day}.${month}.${year}`,
  ({ day, month, year }) => `${two(day)}.${two(month)}.${year}`,
  ({ day, year }, month) => `${year}, ${month} ${day}`,
  ({ day, year }, month) => `${two(day)}-${month.slice(0, 3).toUpperCase()}-${year}`,
];

/** How many ways there are of writing a date. */
export const DATE_FORMATS = FORMATS.length;

/** A date as ISO 8601 writes it: 2026-03-07. Throws RangeError for a day that isn't in the calendar from 1900 to 2099. */
export function isoDate(day: Day): string {
  checkDay(day);
  return `${day.year}-${two(day.month)}-${two(day.day)}`;
}

/** A date in one of the ways of writing it, counted from 0: "7th of March 2026". Throws RangeError as `isoDate`, and for a way that isn't one. */
export function writtenDate(day: Day, format: number): string {
  checkDay(day);
  if (!(format in FORMATS)) {
    throw new RangeError(
      `Cannot write a date in way ${format}: the ways are 0 to ${DATE_FORMATS - 1}`,
    );
  }
  return FORMATS[format](day, MONTHS[day.month - 1]);
}

const FIRST = Date.UTC(FIRST_YEAR, 0, 1), DAY = 86_400_000; // in milliseconds

/** How many days `anyDay` draws from. */
export const DAYS = (Date.UTC(LAST_YEAR + 1, 0, 1) - FIRST) / DAY;

/** A day from 1900 to 2099, each as likely as the others. */
export function randomDay(random: Random): Day {
  const date = new Date(FIRST + DAY * Math.floor(DAYS * random()));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function ordinal(n: number): string {
  const teen = n >= 11 && n <= 13, ending = teen ? "th" : ["th", "st", "nd", "rd"][n % 10] ?? "th";
  return n + ending;
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

function checkDay({ year, month, day }: Day): void {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day;
  if (real && year >= FIRST_YEAR && year <= LAST_YEAR) return;
  throw new RangeError(
    `Cannot write the date ${year}-${month}-${day}: it isn't in the calendar of ${FIRST_YEAR} to ${LAST_YEAR}`,
  );
}
