import { parseArgs } from "node:util";
import { LSTMCell, Readout, seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { openText } from "rnn/files";
import { adagrad } from "rnn/train";

// deno run -A bench/stream.ts --megabytes N: prints the cost of training on a text of this size as a line of JSON
const STEPS = 200;
const { values } = parseArgs({ options: { megabytes: { type: "string", default: "1" } } });
const course = await Deno.readTextFile(new URL("../data/course.txt", import.meta.url));
const chunk = new TextEncoder().encode(course);
const path = await Deno.makeTempFile();
let peak = 0;
const sampleMemory = () => peak = Math.max(peak, Deno.memoryUsage().rss);
try {
  const file = await Deno.open(path, { write: true });
  for (let bytes = 0; bytes < Number(values.megabytes) * 1e6; bytes += chunk.length) {
    await file.write(chunk);
  }
  file.close();
  const start = performance.now(), text = openText(path);
  const open = (performance.now() - start) / 1000;
  sampleMemory();
  const random = seeded(1), V = text.vocabulary.size;
  const cell = new LSTMCell(V, 64, random), readout = new Readout(64, V, random);
  const trainer = await fastEngine().train({ cell, readout }, adagrad(0.1), { clip: { value: 5 } });
  let reading = 0, steps = 0, last = performance.now();
  for (const batch of text.batches({ steps: 50, size: 32 })) {
    reading += performance.now() - last;
    trainer.gradients(batch);
    trainer.update();
    sampleMemory();
    if (++steps === STEPS) break;
    last = performance.now();
  }
  trainer.close();
  console.log(JSON.stringify({ memory: peak / 1e6, open, batch: reading / steps }));
} finally {
  await Deno.remove(path);
}
