import { adagrad } from "rnn/train";
import { LSTMCell, Readout, seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { openText } from "rnn/files";

// deno run -A bench/stream.ts MEGABYTES: what a text of this size costs, as a line of JSON
const path = await Deno.makeTempFile();
const course = await Deno.readTextFile(new URL("../data/course.txt", import.meta.url));
const piece = new TextEncoder().encode(course);
let most = 0;
const look = () => most = Math.max(most, Deno.memoryUsage().rss);
try {
  const file = await Deno.open(path, { write: true });
  for (let bytes = 0; bytes < Number(Deno.args[0]) * 1e6; bytes += piece.length) {
    await file.write(piece);
  }
  file.close();
  const start = performance.now(), text = openText(path);
  const open = (performance.now() - start) / 1000;
  look();
  const random = seeded(1), V = text.vocabulary.size;
  const cell = new LSTMCell(V, 64, random), readout = new Readout(64, V, random);
  const trainer = await fastEngine().train({ cell, readout }, adagrad(0.1), { clip: { value: 5 } });
  let reading = 0, steps = 0, last = performance.now();
  for (const batch of text.batches({ steps: 50, size: 32 })) {
    reading += performance.now() - last;
    trainer.gradients(batch);
    trainer.update();
    look();
    if (++steps === 200) break;
    last = performance.now();
  }
  trainer.close();
  console.log(JSON.stringify({ memory: most / 1e6, open, batch: reading / steps }));
} finally {
  await Deno.remove(path);
}
