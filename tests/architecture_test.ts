import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";

// The files of the core, lowest first: a file imports only from files above it in this list.
const ORDER = [
  "table.ts",
  "multiply.ts",
  "matrix.ts",
  "activations.ts",
  "random.ts",
  "loss.ts",
  "gradcheck.ts",
  "spectrum.ts",
  "text.ts",
  "init.ts",
  "tape/patches.ts",
  "tape/formula.ts",
  "tape/taped.ts",
  "tape/value.ts",
  "tape/gradients.ts",
  "cells/cell.ts",
  "cells/rnn.ts",
  "cells/caption.ts",
  "cells/memory.ts",
  "cells/lstm.ts",
  "cells/gru.ts",
  "cells/stacked.ts",
  "cells/tape.ts",
  "unroll.ts",
  "readout.ts",
  "bptt.ts",
  "jacobians.ts",
  "truncated.ts",
  "training/regularizer.ts",
  "training/clip.ts",
  "training/optimizers.ts",
  "training/updater.ts",
  "training/engine.ts",
  "training/batches.ts",
  "training/readable_engine.ts",
  "tasks/task.ts",
  "tasks/adding.ts",
  "tasks/temporal_order.ts",
  "tasks/copy.ts",
  "tasks/wrong_share.ts",
  "training/train.ts",
  "training/checkpoint.ts",
  "training/weights.ts",
  "sentences/numbers.ts",
  "sentences/dates.ts",
  "sentences/pieces.ts",
  "sentences/moods_by_hand.ts",
  "sentences/moods.ts",
  "scenes/digits.ts",
  "scenes/grammar.ts",
  "scenes/places.ts",
  "scenes/scene.ts",
  "scenes/strip.ts",
  "scenes/moving.ts",
  "scenes/enlarged.ts",
  "writing/words.ts",
  "writing/stepper.ts",
  "writing/sample.ts",
  "writing/beam.ts",
  "writing/bleu.ts",
  "shapes/shape.ts",
  "shapes/of_digits.ts",
  "shapes/of_words.ts",
  "shapes/every.ts",
  "shapes/learn.ts",
  "models/cnn.ts",
  "models/captioners/captioner.ts",
  "models/captioners/say.ts",
  "models/captioners/looks.ts",
  "models/parts.ts",
  "models/glimpses/sensor.ts",
  "models/glimpses/reinforce.ts",
  "models/glimpses/glimpse.ts",
  "models/glimpses/loss.ts",
  "models/glimpses/cell.ts",
  "models/glimpses/reading.ts",
  "models/video.ts",
  "models/classifier.ts",
  "models/moods.ts",
  "models/translators/translator.ts",
  "models/translators/translation.ts",
  "models/translators/attention.ts",
  "models/painters/column_products.ts",
  "models/painters/filter_banks.ts",
  "models/painters/variational.ts",
  "models/painters/canvas_access.ts",
  "models/painters/painter.ts",
  "models/painters/draw.ts",
  "models/painters/vae.ts",
  "models/translators/number_pairs.ts",
  "models/translators/date_pairs.ts",
  "models/captioners/lecture.ts",
  "models/captioners/mao.ts",
  "models/captioners/karpathy.ts",
  "models/captioners/vinyals.ts",
  "models/captioners/donahue.ts",
  "models/captioners/chen.ts",
  "models/captioners/cs231n.ts",
  "models/captioners/every.ts",
  "writing/ngrams.ts",
  "writing/probe.ts",
  "mod.ts",
];
const PACKAGES: Record<string, string[]> = { "spectrum.ts": ["ml-matrix"] };
const lib = new URL("../lib/", import.meta.url);

describe("lib", () => {
  it("lib has no core file that the order doesn't name", () => {
    const folders = [
      "./",
      "cells/",
      "tape/",
      "training/",
      "writing/",
      "tasks/",
      "scenes/",
      "sentences/",
      "shapes/",
      "models/",
      "models/captioners/",
      "models/glimpses/",
      "models/painters/",
      "models/translators/",
    ];
    const names = folders.flatMap((folder) => [...Deno.readDirSync(new URL(folder, lib))])
      .filter(({ isFile }) => isFile).map(({ name }) => name);
    expect(names.sort()).toEqual(ORDER.map((path) => path.split("/").at(-1)!).sort());
  });

  for (const [place, path] of ORDER.entries()) {
    it(`lib/${path} is pure and imports only downwards`, () => {
      const source = Deno.readTextFileSync(new URL(path, lib));
      const uncommented = source.replaceAll(/\/\*[^]*?\*\//g, "");
      for (const [, from] of uncommented.matchAll(/from "(.+)"/g)) {
        if (PACKAGES[path]?.includes(from)) continue;
        const target = new URL(from, new URL(path, lib)).href.replace(lib.href, "");
        expect(ORDER.slice(0, place)).toContain(target);
      }
      const code = uncommented.replaceAll(/Symbol\.for\(".+?"\)/g, "");
      expect(/Math\.random|console\.|\bDeno\./.test(code)).toBe(false);
    });
  }
});
