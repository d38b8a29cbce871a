import { checkIntegers } from "../../lib/checks.ts";
import type { FastValue } from "../../lib/fast/fast_value.ts";
import type { Objective } from "../../lib/fast/tape_trainer.ts";
import type { Weights, Zeros } from "../layers.ts";
import { attentionLoss } from "./attention.ts";
import { translationLoss, type Translations } from "./translator.ts";

/** Time steps of the longest source sentence, and of the longest translation including its end token. */
export interface TranslationSteps {
  source: number;
  target: number;
}

/** Returns the loss of an encoder–decoder, in nats per sentence, for `TapeTrainer`; the weights are those of `translatorParams`. */
export const translationObjective = (steps: TranslationSteps): Objective<Translations> =>
  objectiveOf(translationLoss, steps);

/** Returns the loss of a translator with attention, in nats per sentence, for `TapeTrainer`; the weights are those of `attentionParams`. */
export const attentionObjective = (steps: TranslationSteps): Objective<Translations> =>
  objectiveOf(attentionLoss, steps);

type Loss = (p: Weights<FastValue>, given: Translations, zeros: Zeros<FastValue>) => FastValue;

/** Creates an objective. Throws RangeError unless the steps are positive integers; loading throws one for longer sentences. */
function objectiveOf(lossOf: Loss, steps: TranslationSteps): Objective<Translations> {
  checkIntegers("Cannot create an objective", { source: steps.source, target: steps.target });
  return (tape, p) => {
    const eachStep = (length: number) => Array.from({ length }, () => tape.classes());
    const given = {
      source: eachStep(steps.source),
      words: eachStep(steps.target),
      targets: eachStep(steps.target),
    };
    return {
      loss: lossOf(p, given, (rows) => tape.input(rows)),
      load({ source, words, targets }) {
        if (source.length > steps.source || words.length > steps.target) {
          throw new RangeError(
            `Cannot load sentences of ${source.length} and ${words.length} steps: ` +
              `expected up to ${steps.source} and ${steps.target}`,
          );
        }
        const none = new Int32Array(tape.batch).fill(-1), late = steps.source - source.length;
        given.source.forEach((row, s) => tape.setClasses(row, source[s - late] ?? none)); // padded before
        given.words.forEach((row, t) => tape.setClasses(row, words[t] ?? none));
        given.targets.forEach((row, t) => tape.setClasses(row, targets[t] ?? none));
      },
    };
  };
}
