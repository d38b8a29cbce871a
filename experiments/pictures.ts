import { type Params, seeded } from "rnn";
import { type PictureSplit, pictureWords } from "rnn/data";
import { loadImageNet } from "rnn/imagenet";
import { attendCaptioner, type AttendingCaptioner, type Captioner, captioners } from "rnn/models";
import { WordVocabulary } from "rnn/text";
import { type AttentionFigures, attentionFigures } from "./pictures/attention.ts";
import { trainWriter, write, type Writer } from "./pictures/captions.ts";
import { type Exam, type Figures, judge } from "./pictures/evaluate.ts";
import {
  columnsOf,
  COMPONENTS,
  type Layout,
  type Projected,
  projectedSplits,
} from "./pictures/projected.ts";
import { SCENES } from "./pictures/scenes.ts";
import { rounded, ship } from "./shared.ts";
import { countOf } from "./statistics.ts";

/** Captioners of composed scenes, on the frozen features of a CNN trained on ImageNet. */
export const settings = {
  scenes: SCENES,
  cnn: "EfficientNet-Lite0, trained on ImageNet, frozen; its last maps, 7×7×1280",
  components: COMPONENTS,
  features:
    "the first principal components of the cells of 200 training scenes; a captioner of the whole picture " +
    "gets their means over four quarters, and Xu all 49 cells",
  captions: "English, drawn anew by their frequencies whenever a scene comes up",
  embedding: 64,
  hidden: 128,
  dropout: 0.3,
  start: "N(0, 1 / 3·inputs), word vectors N(0, 1), biases 0, an LSTM's forget bias 1",
  optimizer: "Adam; the rate falls to 0 in a line",
  rate: 0.004,
  threshold: 1,
  batch: 64,
  updates: 2000,
  steps: 16,
  decoding: "greedy",
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  row: string;
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  /** The figures on each split that is not trained on. */
  splits: Record<string, Figures>;
  /** The share of test scenes with one and with two groups of objects of which nouns and relation are right. */
  byGroups: [one: number, two: number];
  /** Where a captioner with attention looks on held-out pairs. */
  attention?: AttentionFigures;
  parameters: number;
  /** E of the last batches, in nats per caption. */
  loss: number;
  seconds: number;
}

const ROWS = [...Object.keys(captioners), "Xu"], SEEDS = [1, 2, 3];
const EXAMS: PictureSplit[] = ["validation", "test", "pairs", "renderings", "sizes"];

export const runs: Run[] = SEEDS.flatMap((seed) => ROWS.map((row) => ({ row, seed })));

const loaded = () => projectedSplits(["train", ...EXAMS], loadImageNet);
let inputs: ReturnType<typeof loaded> | undefined;

/** Returns a captioner of the experiment, and the layout of its features. */
export function captionerOf(row: string, words: number): { captioner: Captioner; layout: Layout } {
  const { embedding, hidden } = settings, sizes = { words, embedding, hidden };
  if (row === "Xu") {
    return {
      captioner: attendCaptioner({ ...sizes, features: 49 * COMPONENTS }),
      layout: "grid",
    };
  }
  return { captioner: captioners[row]({ ...sizes, features: 4 * COMPONENTS }), layout: "quarters" };
}

/** Trains one captioner, judges its captions, and ships the weights of the first seed. */
export async function run({ row, seed }: Run): Promise<Outcome> {
  const { pictures: { nouns }, projection, data } = await (inputs ??= loaded());
  const start = performance.now(), language = "en";
  const vocabulary = new WordVocabulary(pictureWords(nouns, language));
  const writer = { ...captionerOf(row, vocabulary.size), vocabulary };
  const params = writer.captioner.params(seeded(seed));
  const lessons = { ...data.train, nouns, language } as const;
  const loss = await trainWriter(writer, params, { seed, lessons, settings });
  const seconds = (performance.now() - start) / 1000;
  if (seed === 1) {
    await ship(`pictures/${row}`, params, { row, seed, updates: settings.updates });
    await ship("pictures/projection", projection, { components: COMPONENTS });
  }
  const figures = examine(writer, rounded(params), { data, nouns, language });
  return { ...figures, parameters: countOf(params), loss, seconds };
}

/** Judges the captions of each split that is not trained on, and what attention looks at. */
function examine(
  writer: Writer,
  params: Params,
  { data, ...words }: { data: Record<string, Projected> } & Omit<Exam, "scenes">,
): Pick<Outcome, "splits" | "byGroups" | "attention"> {
  const examOf = (split: string): Exam => ({ ...words, scenes: data[split].scenes });
  const said = Object.fromEntries(
    EXAMS.map((
      split,
    ) => [split, write(writer, params, { split: data[split], longest: settings.steps })]),
  );
  const splits = Object.fromEntries(
    EXAMS.map((split) => [split, judge(said[split], examOf(split))]),
  );
  const byGroups = [1, 2].map((count) => {
    const some = data.test.scenes.flatMap(({ groups }, n) => groups.length === count ? [n] : []);
    const scenes = some.map((n) => data.test.scenes[n]);
    return judge(some.map((n) => said.test[n]), { ...words, scenes }).both;
  }) as Outcome["byGroups"];
  if (writer.layout !== "grid") return { splits, byGroups };
  const captioner = writer.captioner as AttendingCaptioner;
  const columns = (n: number) => columnsOf(data.pairs, [n], writer.layout);
  const { vocabulary } = writer, exam = { ...examOf("pairs"), vocabulary };
  const attention = attentionFigures({ captioner, params, columns }, said.pairs, exam);
  return { splits, byGroups, attention };
}
