/** The largest number that can be written in words. */
export const LARGEST_NUMBER = 9999;

const ENGLISH = (
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen " +
  "sixteen seventeen eighteen nineteen"
).split(" ");
const ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const FRENCH = (
  "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize " +
  "dix-sept dix-huit dix-neuf"
).split(" ");
const FRENCH_TENS = "vingt trente quarante cinquante soixante".split(" ");

/**
 * Writes an integer from 0 to 9,999 in British English: 2,071 is "two thousand and seventy-one". Throws RangeError for any other
 * number.
 */
export function numberInEnglish(n: number): string {
  checkNumber(n);
  if (n < 20) return ENGLISH[n];
  if (n < 100) return joined(ENGLISH_TENS[Math.floor(n / 10) - 2], "-", ENGLISH[n % 10], n % 10);
  const [unit, name] = n < 1000 ? [100, "hundred"] : [1000, "thousand"], rest = n % unit;
  const and = rest < 100 ? " and " : " ";
  return joined(`${ENGLISH[Math.floor(n / unit)]} ${name}`, and, numberInEnglish(rest), rest);
}

/**
 * Writes an integer from 0 to 9,999 in French, with hyphens below a hundred as before the reform of 1990: 2,071 is "deux mille soixante et onze",
 * 80 "quatre-vingts", 81 "quatre-vingt-un", 200 "deux cents", 201 "deux cent un". Throws RangeError for any other number.
 */
export function numberInFrench(n: number): string {
  checkNumber(n);
  if (n < 100) return belowHundred(n);
  const [unit, name] = n < 1000 ? [100, "cent"] : [1000, "mille"];
  const count = Math.floor(n / unit), rest = n % unit;
  const plural = unit === 100 && count > 1 && rest === 0 ? "s" : ""; // mille has none
  const head = count === 1 ? name : `${FRENCH[count]} ${name}${plural}`; // never "un cent"
  return joined(head, " ", numberInFrench(rest), rest);
}

/** Writes 0 to 99; from 60 and from 80 on, French counts up to nineteen. */
function belowHundred(n: number): string {
  if (n < 20) return FRENCH[n];
  if (n === 80) return "quatre-vingts";
  if (n > 80) return `quatre-vingt-${FRENCH[n - 80]}`;
  const tens = Math.min(6, Math.floor(n / 10)), rest = n - 10 * tens;
  const and = rest === 1 || rest === 11 ? " et " : "-";
  return joined(FRENCH_TENS[tens - 2], and, FRENCH[rest], rest);
}

/** Returns head + link + tail, or the head alone if the rest is zero. */
function joined(head: string, link: string, tail: string, rest: number): string {
  return rest === 0 ? head : head + link + tail;
}

function checkNumber(n: number): void {
  if (Number.isInteger(n) && n >= 0 && n <= LARGEST_NUMBER) return;
  throw new RangeError(
    `Cannot write ${n} in words: expected an integer from 0 to ${LARGEST_NUMBER}`,
  );
}
