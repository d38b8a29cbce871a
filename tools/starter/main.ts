import { readFileSync } from "node:fs";
import { LSTMCell, Readout, seeded, Vocabulary } from "@unrolled/rnn";
import { fastEngine } from "@unrolled/rnn/fast";
import { sample } from "@unrolled/rnn/text";
import { adam, textBatches, train } from "@unrolled/rnn/train";

const HIDDEN = 64, STEPS = 300, EVERY = 50;

// replace text.txt with your own text; with fewer than about 10,000 characters the network will overfit
const text = readFileSync(new URL("../text.txt", import.meta.url), "utf8");
const vocabulary = new Vocabulary(text);
const random = seeded(1);

// the cell computes h_t and its memory c_t from x_t, h_{t−1} and c_{t−1}; the readout scores the next character
const cell = new LSTMCell(vocabulary.size, HIDDEN, random);
const readout = new Readout(HIDDEN, vocabulary.size, random);
const model = { cell, readout };

const data = textBatches(vocabulary.encode(text), { steps: 32, size: 32 });
const engine = fastEngine();
console.log(`${text.length} characters, ${vocabulary.size} distinct; ${engine.name}`);
const { reports } = await train(model, data, {
  optimizer: adam(0.01),
  clip: { norm: 5 },
  engine,
  steps: STEPS,
  reportEvery: EVERY,
});
for (const { step, loss } of reports) {
  console.log(`step ${step}: ${loss.toFixed(2)} nats per character`);
}

const start = text.slice(0, 4);
const written = sample(model, vocabulary.encode(start), 200, { temperature: 0.7, random });
console.log(`\n${start}${vocabulary.decode(written)}`);
