import { TapeTrainer } from "rnn/fast";
import { adam } from "rnn/train";
import { tokenBatch, WordVocabulary } from "rnn/text";
import { captioners, cnnParams, sceneCNN } from "rnn/models";
import { normal, seeded } from "rnn";
import { sceneWords } from "rnn/data";
import { captionObjective } from "rnn/models";

// one update of a captioner and its CNN: 64 scenes of 24×24 pixels, captions of 12 words, one thread
const vocabulary = new WordVocabulary(sceneWords),
  longest = "a one and a two and a three side by side";
const captions = tokenBatch(vocabulary, new Array(64).fill(longest));
const images = normal(0.3)(576, 64, seeded(4)).map(Math.abs);

for (const name of ["lecture", "Vinyals", "Donahue"]) {
  for (const tunes of [true, false]) {
    const random = seeded(4), { features } = sceneCNN;
    const sizes = { words: vocabulary.size, embedding: 32, hidden: 128, features };
    const captioner = captioners[name](sizes), params = captioner.params(random);
    const weights = cnnParams(sceneCNN, random);
    const cnn = { shape: sceneCNN, frozen: tunes ? undefined : weights };
    const trainer = new TapeTrainer(
      tunes ? { ...weights, ...params } : params,
      captionObjective(captioner, { steps: 12, cnn }),
      { optimizer: adam(0.001), clip: { norm: 1 }, batch: 64 },
    );
    Deno.bench(`${name}, CNN ${tunes ? "tuned" : "frozen"}`, () => {
      trainer.gradients({ images, captions });
      trainer.update();
    });
  }
}
