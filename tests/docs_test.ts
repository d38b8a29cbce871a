import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { dirname, join } from "node:path";
import { modelCells } from "../grading/class/model_key.ts";
import { OPEN_SEED, storedKey } from "../grading/judge/answer_key.ts";
import { FeedbackBox } from "../grading/judge/feedback_box.ts";
import { SETS } from "../exercises/checks/mod.ts";
import { root } from "../tools/paths.ts";
import { findings, mistakenCells } from "./grading/student_work.ts";
import { scratch } from "./tools/scratch.ts";

const DOCUMENTS = [
  ...["README.md", "CONTRIBUTING.md", "COMPARISON.md", "CHANGELOG.md"],
  ...["data/README.md", "deploy/README.md", "exercises/README.md", "tests/README.md"],
  "notebooks/GLOSSARY.md",
];
/** Paths that only a build or the set-up creates. */
const GENERATED = /^(site\/html|build|\.venv|work)(\/|$)/;

const read = (path: string) => Deno.readTextFile(join(root, path));
const exists = (path: string) => Deno.stat(path).then(() => true, () => false);
const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name);
const readme = await read("README.md");

/** The anchors of a document's headings, as a code host writes them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replaceAll(/[^\w -]/g, "").replaceAll(" ", "-")
  );
}

/** The relative links and pictures of a document that lead nowhere. */
async function brokenLinks(path: string, text: string): Promise<string[]> {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map(([, a, b]) => a ?? b);
  const broken = await Promise.all(links.map(async (link) => {
    if (/^https?:/.test(link)) return [];
    const [file, anchor] = link.split("#"), target = file ? join(dirname(path), file) : path;
    if (!await exists(join(root, target))) return [link];
    return anchor && !anchorsOf(await read(target)).includes(anchor) ? [link] : [];
  }));
  return broken.flat();
}

/** The paths in backticks that do not exist, seen from the root or from the document's folder. */
async function missingPaths(path: string, text: string): Promise<string[]> {
  const bases = [root, join(root, dirname(path))];
  const tokens = [...text.matchAll(/`(\.?\w[\w.-]*(?:\/[\w.*-]*)+)`/g)].map(([, token]) => token);
  const missing = await Promise.all(tokens.map(async (token) => {
    const [first] = token.split("/");
    const known = bases.filter((base) => namesIn(base).includes(first));
    if (known.length === 0 || GENERATED.test(token)) return [];
    const place = token.replaceAll("psN", "ps1").replace(/[^/]*\*.*$/, "");
    const found = await Promise.all(known.map((base) => exists(join(base, place))));
    return found.includes(true) ? [] : [token];
  }));
  return missing.flat();
}

/** Runs code as a file, with the checkout as the current folder, and returns what it prints. */
async function run(code: string, ...permissions: string[]): Promise<string> {
  const folder = await scratch();
  try {
    await Deno.writeTextFile(join(folder, "readme.ts"), code);
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--check", ...permissions, join(folder, "readme.ts")],
      cwd: root,
      env: { NO_COLOR: "1" },
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const path of DOCUMENTS) {
  describe(path, () => {
    it("contains no broken link and no missing path", async () => {
      const text = await read(path);
      expect(await brokenLinks(path, text)).toEqual([]);
      expect(await missingPaths(path, text)).toEqual([]);
    });
  });
}

describe("the check of links and paths", () => {
  it("reports a missing file, a missing heading and a missing path", async () => {
    const text =
      "[a](lib/none.ts) [b](README.md#none) [c](README.md#license) `lib/none/` `lib/*.ts`";
    expect(await brokenLinks("README.md", text)).toEqual(["lib/none.ts", "README.md#none"]);
    expect(await missingPaths("README.md", text)).toEqual(["lib/none/"]);
  });
});

describe("README.md", () => {
  const [ten, training] = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code);

  it("has ten lines of code that run", async () => {
    expect(await run(ten)).toMatch(/^1[5-8]\.\d+ 16×16/); // about 5 ln 27, and a matrix
  });

  it("has a training program that runs and generates text", async () => {
    const written = await run(training, "--allow-all");
    expect(written).toMatch(/^WebAssembly SIMD, float32, /);
    expect(written.length).toBeGreaterThan(230);
  });

  it("gives both commands in its first 15 lines", () => {
    const head = readme.split("\n").slice(0, 15).join("\n");
    expect(head).toContain("npx -y deno@2.8.1 task lab");
    expect(head).toContain("npx -y deno@2.8.1 task test");
  });

  it("links to every notebook", () => {
    const notebooks = namesIn(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
    expect(notebooks.filter((name) => !readme.includes(`](notebooks/${name})`))).toEqual([]);
  });

  it("quotes the feedback on a mistake as a check prints it", async () => {
    const [, , ps3] = SETS, [step] = ps3.checks, name = "h_t instead of h_{t−1}";
    const cells = mistakenCells(await modelCells(ps3), step, name);
    const [finding] = await findings([step], cells, await storedKey(ps3), OPEN_SEED);
    const box = new FeedbackBox(ps3, step, finding, { items: 0, points: 0 }, 1);
    expect(readme).toContain(box.lines.slice(0, -1).join("\n"));
  });

  it("gives the times of a training step as in bench/RESULTS.md", async () => {
    const cells = (line: string) => line.split("|").slice(1, -1).map((cell) => cell.trim());
    const results = (await read("bench/RESULTS.md")).split("\n").map(cells);
    const rows = readme.split("\n").filter((line) => /\(\d.*×\) \|$/.test(line)).map(cells);
    expect(rows.length).toBe(5);
    for (const row of rows) {
      const measured = results.find(([name]) => name === row[0]);
      expect(row).toEqual(measured?.slice(0, row.length));
    }
  });
});

describe("exercises/README.md", () => {
  it("gives every problem set's points", async () => {
    const text = await read("exercises/README.md");
    for (const { id, title, checks } of SETS) {
      const points = checks.reduce((sum, check) => sum + check.points, 0);
      expect(text).toContain(`| \`${id}\` | ${title} | ${points} |`);
    }
  });
});
