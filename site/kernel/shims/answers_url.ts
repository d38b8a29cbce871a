// grading/judge/answers_url.ts in a page.

/** Returns the address of the stored answers of a problem set, which are in a folder beside the scripts. */
export function answersUrl(set: string): URL {
  return new URL(`answers/${set}.json`, import.meta.url);
}
