/** Returns the address of the stored answers of a problem set. */
export function answersUrl(set: string): URL {
  return new URL(`../../exercises/answers/${set}.json`, import.meta.url);
}
