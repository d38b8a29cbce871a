// Makes data/before_explosion.bin: an RNN on temporal order, T = 40, trained by plain gradient descent until its gradient
// first explodes (norm above 20), as it was up to 200 updates before. Notebook 06 goes on from there.
import { encodeCheckpoint, sgd } from "rnn/train";
import { normal, Readout, RNNCell, seeded } from "rnn";
import { temporalOrder } from "rnn/data";
import { fastEngine } from "rnn/fast";

const random = seeded(40_002), task = temporalOrder(40), init = normal(0.1);
const model = { cell: new RNNCell(6, 50, random, init), readout: new Readout(50, 4, random, init) };
const trainer = await fastEngine({ workers: 1, blas: false }).train(model, sgd(0.01));
let kept = trainer.snapshot();
for (let norm = 0; norm < 20;) {
  if (trainer.step % 200 === 0) kept = trainer.snapshot();
  trainer.gradients(task.batch(20, random));
  norm = trainer.update();
}
const { state: _, ...snapshot } = kept;
const bytes = encodeCheckpoint(snapshot);
await Deno.writeFile(new URL("before_explosion.bin", import.meta.url), bytes);
console.log(`Exploded at update ${trainer.step}; kept update ${kept.step}, ${bytes.length} bytes`);
trainer.close();
