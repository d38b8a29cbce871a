import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { dirname, join, relative, resolve } from "node:path";
import { root } from "../tools/paths.ts";

/** Folders from the lowest layer to the highest: a file imports from its own layer and from those above it in this list. */
const LAYERS = [
  ["lib", "lib/cells"], // the lecture
  ["lib/autodiff"],
  ["lib/training"],
  ["lib/text"],
  ["lib/fast"],
  ["lib/files", "lib/plot", "lib/plot/diagrams", "lib/notebook"],
  ["lib/imagenet"],
  [
    ...["datasets", "datasets/pictures", "datasets/scenes", "datasets/sentences"],
    ...["datasets/shapes", "datasets/tasks"],
  ],
  [
    ...["models", "models/captioners", "models/classifier", "models/cnn", "models/glimpses"],
    ...["models/painters", "models/translators", "models/video"],
  ],
  ["grading/judge"],
  ["grading/process"],
  ["exercises/checks", "exercises/mistakes"],
  ["tools", "tools/slides", "tools/starter"],
  ["scheduler"],
  [
    ...["grading", "grading/class", "grading/gradebooks", "grading/gradescope", "grading/remote"],
    "grading/reports",
  ],
  [
    "experiments",
    "experiments/captioning",
    "experiments/draw",
    "experiments/pictures",
    "experiments/places",
    "experiments/probe",
  ],
  ["site/kernel", "site/kernel/shims", "site/types"], // workers of the page
  ["site/service"],
  [
    ...["site/page", "site/page/kept", "site/page/offline", "site/page/sets", "site/page/updates"],
  ],
  ["site/page/home"],
  ["site", "site/build"],
];
/** Layers whose files neither print nor draw random numbers of their own nor touch the system, and import no package. */
const PURE = /^(lib|lib\/(cells|autodiff|training|text)|datasets(\/.*)?|models(\/.*)?)$/;
const PACKAGES: Record<string, string[]> = { "lib/spectrum.ts": ["ml-matrix"] };
const ENTRIES: Record<string, string> = {
  "rnn": "lib/mod.ts",
  "rnn/autodiff": "lib/autodiff/mod.ts",
  "rnn/train": "lib/training/mod.ts",
  "rnn/text": "lib/text/mod.ts",
  "rnn/data": "datasets/mod.ts",
  "rnn/models": "models/mod.ts",
  "rnn/fast": "lib/fast/mod.ts",
  "rnn/files": "lib/files/mod.ts",
  "rnn/plot": "lib/plot/mod.ts",
  "rnn/notebook": "lib/notebook/mod.ts",
  "rnn/imagenet": "lib/imagenet/mod.ts",
  "rnn/check": "grading/mod.ts",
};

const posix = (path: string) => path.replaceAll("\\", "/");
const layerOf = (path: string) => LAYERS.findIndex((folders) => folders.includes(dirname(path)));

/** Every TypeScript file of the layers, by its path from the root, without comments. */
const sources = new Map(
  LAYERS.flat().flatMap((folder) =>
    [...Deno.readDirSync(join(root, folder))]
      .filter(({ name, isFile }) => isFile && name.endsWith(".ts"))
      .map(({ name }): [string, string] => {
        const path = `${folder}/${name}`;
        const text = Deno.readTextFileSync(join(root, path));
        return [path, text.replaceAll(/\/\*[^]*?\*\//g, "")];
      })
  ),
);

/** The files of the project that a file imports, and the packages. */
function importsOf(path: string): { files: string[]; packages: string[] } {
  const names = [...sources.get(path)!.matchAll(/(?:\bfrom|^import) "([^"]+)";$/gm)].map(([, n]) =>
    n
  );
  const files = names.flatMap((name) => {
    if (name in ENTRIES) return [ENTRIES[name]];
    return name.startsWith(".") ? [posix(relative(root, resolve(root, dirname(path), name)))] : [];
  });
  const packages = names.filter((name) => !name.startsWith(".") && !(name in ENTRIES));
  return { files, packages };
}

/** The first circle of imports below a file, as a path of files; undefined where there is none. */
function circleFrom(path: string, above: string[], finished: Set<string>): string[] | undefined {
  if (above.includes(path)) return [...above.slice(above.indexOf(path)), path];
  if (finished.has(path) || !sources.has(path)) return undefined;
  for (const next of importsOf(path).files) {
    const circle = circleFrom(next, [...above, path], finished);
    if (circle) return circle;
  }
  finished.add(path);
  return undefined;
}

describe("the architecture", () => {
  it("has a layer for every folder of code", () => {
    const isSource = ({ name, isFile }: Deno.DirEntry) => isFile && name.endsWith(".ts");
    const withCode = (folder: string): string[] => {
      const entries = [...Deno.readDirSync(join(root, folder))];
      const below = entries.filter(({ name, isDirectory }) =>
        isDirectory && !/^(\.|assembly$)/.test(name)
      )
        .flatMap(({ name }) => withCode(`${folder}/${name}`));
      return entries.some(isSource) ? [folder, ...below] : below;
    };
    const tops = [
      "lib",
      "datasets",
      "models",
      "experiments",
      "exercises",
      "grading",
      "scheduler",
      "tools",
      "site",
    ];
    expect(tops.flatMap(withCode).sort()).toEqual(LAYERS.flat().sort());
  });

  for (const [path, text] of sources) {
    it(`${path} imports from its own layer and lower ones`, () => {
      const { files, packages } = importsOf(path);
      const higher = files.filter((file) => layerOf(file) > layerOf(path));
      expect(higher).toEqual([]);
      if (!PURE.test(dirname(path))) return;
      expect(packages.filter((name) => !PACKAGES[path]?.includes(name))).toEqual([]);
      const code = text.replaceAll(/Symbol\.for\(".+?"\)/g, "");
      expect(code).not.toMatch(/Math\.random|console\.|\bDeno\./);
    });
  }

  it("has no circle of imports", () => {
    const finished = new Set<string>();
    const circles = [...sources.keys()].map((path) => circleFrom(path, [], finished));
    expect(circles.filter(Boolean)).toEqual([]);
  });
});
