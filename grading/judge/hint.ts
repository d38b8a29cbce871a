import type { Check } from "./check.ts";
import type { Finding } from "./examine.ts";

/** Tests whether an item is still the stub that was handed out. */
export function isUnwritten({ message = "" }: Finding): boolean {
  return message.endsWith("is not written yet");
}

/**
 * Returns the hint of a report on an item: the mistake by name or else the first hint, and none for an item that passes or
 * was not tried, because a hint could solve it.
 */
export function hintOf({ hints }: Check, finding: Finding): string | undefined {
  const { status, mistake } = finding;
  if (status === "pass" || isUnwritten(finding)) return undefined;
  return mistake ? `${mistake.name}: ${mistake.hint}` : `Hint: ${hints[0]}`;
}
