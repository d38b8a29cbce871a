import type { PictureLanguage, PictureNoun } from "../../lib/files/pictures.ts";
import type { Random } from "../../lib/random.ts";
import { afterDe, isPlural, nounPhrase } from "./phrases.ts";
import type { PictureGroup, PictureScene } from "./scene.ts";
import { SLOT, TEMPLATES } from "./templates.ts";

/** A caption, and how often it is chosen. */
export interface PictureCaption {
  readonly text: string;
  readonly probability: number;
}

/**
 * Returns all captions of a scene, at least five, with their probabilities. If a group has a color, half of the probability is of
 * captions that name the colors.
 */
export function pictureCaptions(
  { groups, relation }: PictureScene,
  nouns: readonly PictureNoun[],
  language: PictureLanguage,
): PictureCaption[] {
  const templates = TEMPLATES[language][relation];
  const colored = groups.some(({ noun, color }) => color && nouns[noun][language].length === 2);
  const plain = groups.map(({ noun, count }): PictureGroup => ({ noun, count }));
  const versions = colored ? [plain, groups] : [plain];
  const total = templates.reduce((sum, [, frequency]) => sum + frequency, 0) * versions.length;
  return versions.flatMap((version) =>
    templates.map(([template, frequency]) => ({
      text: fillTemplate(template, version, nouns, language),
      probability: frequency / total,
    }))
  );
}

/** Draws one caption of a scene by the captions' probabilities. */
export function sampleCaption(
  scene: PictureScene,
  nouns: readonly PictureNoun[],
  language: PictureLanguage,
  random: Random,
): string {
  const captions = pictureCaptions(scene, nouns, language);
  let rest = random();
  return (captions.find(({ probability }) => (rest -= probability) < 0) ?? captions[0]).text;
}

/** Returns all words of the captions in a language, sorted. */
export function pictureWords(nouns: readonly PictureNoun[], language: PictureLanguage): string[] {
  const words = new Set<string>();
  const add = (text: string) => text.split(" ").forEach((word) => words.add(word));
  const templates = Object.values(TEMPLATES[language]).flat();
  for (const [template] of templates) add(template.replaceAll(SLOT, "is are").trim());
  if (language === "fr") ["is", "are"].forEach((word) => words.delete(word));
  nouns.forEach((noun) => {
    for (const count of noun[language].length === 2 ? [1, 2, 3] : [1]) {
      const phrase = nounPhrase(noun, { count }, language);
      add(phrase);
      if (language === "fr") add(afterDe(phrase));
    }
    for (const color of noun.colors) {
      if (!color) continue;
      for (const count of [1, 2]) add(nounPhrase(noun, { count, color }, language));
    }
  });
  return [...words].sort();
}

function fillTemplate(
  template: string,
  groups: readonly PictureGroup[],
  nouns: readonly PictureNoun[],
  language: PictureLanguage,
): string {
  return template.replaceAll(SLOT, (slot) => {
    const { noun, count, color } = groups[slot.endsWith("A") ? 0 : 1];
    if (slot.startsWith("is")) return isPlural(nouns[noun], count) ? "are" : "is";
    const phrase = nounPhrase(nouns[noun], { count, color }, language);
    return slot.startsWith("d") ? afterDe(phrase) : phrase;
  });
}
