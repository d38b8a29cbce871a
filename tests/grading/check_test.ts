import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { difference } from "../../grading/judge/compare.ts";
import { checkGradient } from "../../grading/judge/gradient_check.ts";
import { check } from "../../grading/mod.ts";
import { describeError } from "../../grading/process/local.ts";
import { errorText, shown } from "../../grading/process/text.ts";
import { type Call, decode, encode, type Value, type Wire } from "../../grading/judge/values.ts";
import { Matrix } from "../../lib/matrix.ts";

describe("encode() and decode()", () => {
  it("preserve numbers, NaN, infinities, matrices, lists and records", () => {
    const number = fc.double();
    const matrix = fc.tuple(fc.nat(3), fc.nat(3)).chain(([rows, cols]) =>
      fc.array(number, { minLength: rows * cols, maxLength: rows * cols })
        .map((data) => new Matrix(rows, cols, Float64Array.from(data)))
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        number,
        matrix,
        fc.string(),
        fc.constantFrom(null, undefined, true, false),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z]+$/), tie("value"), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(value, (sent) => {
        const text = JSON.stringify(encode(sent));
        const back = decode(JSON.parse(text));
        expect(JSON.stringify(encode(back))).toBe(text);
      }),
      { seed: 7, numRuns: 300 },
    );
    expect(decode(JSON.parse(JSON.stringify(encode([NaN, Infinity, -Infinity, undefined])))))
      .toEqual([NaN, Infinity, -Infinity, undefined]);
  });

  it("reject functions, cyclic and large values, and matrices whose size is wrong", () => {
    expect(() => encode(() => 1)).toThrow("Cannot send a function");
    const round: unknown[] = [];
    round.push(round);
    expect(() => encode(round)).toThrow("Cannot send a value that is too large");
    expect(() => encode(new Float64Array(2e5))).toThrow("Cannot send a value that is too large");
    expect(() => decode({ $: "matrix", rows: 2, cols: 2, data: [1, 2, 3] })).toThrow(
      "Cannot decode a matrix",
    );
    expect(() => decode({ $: "matrix", rows: 1, cols: 1, data: ["1"] })).toThrow(
      "Cannot decode a matrix",
    );
  });

  it("reject text that is nested too deeply or declares impossible sizes", () => {
    const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    expect(() => decode(nested(13))).not.toThrow();
    expect(() => decode(nested(4000))).toThrow(/nested too deeply/);
    for (
      const [rows, cols, data] of [[-3, -2, Array(6).fill(0)], [2 ** 53 - 1, 0, []], [0.5, 2, [1]]]
    ) {
      expect(() => decode({ $: "matrix", rows, cols, data } as Wire)).toThrow(/do not match/);
    }
  });

  it("do not let a record change its prototype", () => {
    const value = decode(JSON.parse('{"__proto__": {"earned": 1}}')) as Record<string, Value>;
    expect(value.earned).toBe(undefined);
  });
});

describe("difference()", () => {
  const message = (got: Value, want: Value) => difference(got, want)?.message;

  it("names the first wrong entry, with enough digits to see the difference", () => {
    const want = { dWhh: Matrix.of([[1, 2], [3, 4]]) };
    expect(message({ dWhh: Matrix.of([[1, 2], [6, 4]]) }, want)).toBe("dWhh[1,0]: got 6, want 3");
    expect(message({ dWhh: Matrix.of([[1, 2], [3.0000001, 4]]) }, want))
      .toBe("dWhh[1,0]: got 3.0000001, want 3");
    expect(message([1, [2, 3]], [1, [2, 4]])).toBe("the answer[1][1]: got 3, want 4");
    expect(message({ a: { b: [Matrix.of([[1]])] } }, { a: { b: [Matrix.of([[2]])] } }))
      .toBe("a.b[0][0,0]: got 1, want 2");
  });

  it("names missing parts, and wrong types and sizes", () => {
    expect(message({}, { dbh: 1 })).toBe("dbh is missing from the answer");
    expect(message({ dbh: 1 }, { dbh: Matrix.of([[1]]) })).toBe("dbh is a number, want a matrix");
    expect(message({ dx: Matrix.of([[1, 2]]) }, { dx: Matrix.of([[1], [2]]) }))
      .toBe("dx is 1×2, want 2×1");
    expect(message([1], [1, 2])).toBe("the answer has 1 entry, want 2");
    expect(message("vanishes", "explodes")).toBe("the answer: got vanishes, want explodes");
    expect(message(null, 1)).toBe("the answer is null, want a number");
    expect(message([0, null], [0, 0])).toBe("the answer[1] is null, want a number");
    expect(message([3, "3"], [3, 3])).toBe("the answer[1] is a string, want a number");
  });

  it("finds NaN everywhere, and tolerates rounding", () => {
    expect(message(NaN, 1)).toBe("the answer: got NaN, want 1");
    expect(message(NaN, NaN)).toBe("the answer: got NaN, want NaN");
    expect(message(Infinity, Infinity)).toBe(undefined);
    expect(message([1, Infinity], [2, Infinity])).toBe("the answer[0]: got 1, want 2");
    expect(message(0.1 + 0.2, 0.3)).toBe(undefined);
    expect(message([1e9, 1 + 1e-5], [1e9, 1])).toBe(undefined); // relative to the largest of them
    expect(message(1 + 1e-10, 1)).toBe("the answer: got 1.0000000001, want 1");
  });
});

describe("checkGradient()", () => {
  const triple = (x: Matrix) => 3 * x.at(0);
  /** Checks the gradient 3 of a forward pass at an entry. */
  const checked = async (entry: number, forward = triple) => {
    const x = Matrix.column([entry]), call = { name: "triple", args: [x] };
    const gradient = { forward: call, E: (E: Value) => Number(E), wrt: { "": x } };
    const invoke = (calls: Call[]) =>
      Promise.resolve(calls.map(({ args: [x] }) => ({ value: forward(x as Matrix) })));
    const check = { id: "ps0.triple", points: 1, summary: "", functions: [], mistakes: {} };
    return await checkGradient(
      { ...check, hints: ["", "", ""], cases: () => [] },
      [{ call, gradient }],
      [Matrix.column([3])],
      invoke,
      { anySeed: true, correct: (_, calls) => invoke(calls), mistaken: () => Promise.resolve([]) },
    );
  };

  it("compares with finite differences, and refuses them where the step is lost in rounding", async () => {
    for (const entry of [0, 1, -1e3]) expect(await checked(entry)).toEqual({ agrees: true });
    expect(await checked(1e12)).toEqual({
      agrees: false,
      message: "Cannot compute finite differences of your triple: " +
        "a step of 0.00001 is lost in rounding beside the argument's entry a = 1000000000000",
    });
    const { message } = (await checked(1, (x) => triple(x) + 1e12))!;
    expect(message).toMatch(
      /^Cannot compute finite differences of your triple: near the entry 1, a step of 0.00001 is lost in the rounding of f = /,
    );
    expect((await checked(1, () => NaN))!.forwardWrong).toMatch(/^Correct triple first/);
  });
});

describe("describeError()", () => {
  it("describes what was thrown, without running code that could throw again", () => {
    expect(describeError(new RangeError("no"))).toBe("throws RangeError: no");
    expect(describeError(new Error("Not written yet"))).toBe("is not written yet");
    expect(describeError(5)).toBe("throws a value: 5");
    expect(describeError(undefined)).toBe("throws a value: undefined");
    expect(describeError(Symbol("no"))).toBe("throws a value: a symbol");
    const bad = () => {
      throw new Error("again");
    };
    const proxy = new Proxy({}, { get: bad, getPrototypeOf: bad });
    for (
      const thrown of [{ toString: bad }, {
        get message() {
          return bad();
        },
      }, proxy]
    ) {
      expect(describeError(thrown)).toBe("throws a value: an object");
    }
    expect(describeError({ name: "A\u202eB\x1b[31m", message: { toString: bad } })).toBe(
      "throws A\ufffdB\ufffd[31m: an object",
    );
  });

  it("truncates what was thrown", () => {
    const { length } = describeError({ name: "N".repeat(1e6), message: "m".repeat(1e6) });
    expect(length).toBeLessThan(500);
  });
});

describe("errorText()", () => {
  it("shortens numbers, and marks what the grader's own programs would not say", () => {
    expect(errorText("throws Error: 0.123456")).toBe("throws Error: 0.123…");
    expect(errorText("is not written yet")).toBe("is not written yet");
    expect(errorText("is correct: enter 1 of 1")).toBe("throws a value: is correct: enter 1 of 1");
  });
});

describe("shown()", () => {
  it("truncates a text at whole characters, and replaces invisible characters", () => {
    expect(shown("a short text")).toBe("a short text");
    expect(shown("x".repeat(41))).toBe("x".repeat(39) + "…");
    expect(shown("𝑥".repeat(100), 3)).toBe("𝑥𝑥…");
    expect(shown("a\nb\u202ec\x00d\ud800e\u2028f\u200b")).toBe("a b\ufffdc\ufffdd\ufffde f\ufffd");
    expect(shown("x".repeat(50_000_000)).length).toBe(40);
  });
});

describe("check()", () => {
  const z = (x: Matrix, h: Matrix, { Wxh, Whh, bh }: Record<string, Matrix>) =>
    Whh.matmul(h).add(Wxh.matmul(x)).addColumn(bh);
  // deno-lint-ignore no-explicit-any -- as a notebook hands them over
  const relu = (...args: any) => z.apply(null, args).map((z: number) => Math.max(0, z));

  it("shows what is wrong, the mistake by name, the next hint at each try, and the progress", async () => {
    // deno-lint-ignore no-explicit-any -- as a notebook hands them over
    const tanh = (...args: any) => z.apply(null, args).map(Math.tanh);
    // deno-lint-ignore no-explicit-any -- as a notebook hands them over
    const other = (...args: any) => z.apply(null, args).map((v) => Math.tanh(v));
    // deno-lint-ignore no-explicit-any -- as a notebook hands them over
    const third = (...args: any) => z.apply(null, args).map((v) => Math.tanh(1 * v));
    const texts = [];
    for (const reluStep of [tanh, tanh, other, third, relu]) {
      texts.push(Deno.inspect(await check("ps1.relu", { reluStep })));
    }
    expect(texts[0]).toMatch(
      /^≈ ps1.relu: almost, 0 of 1 points\nreluStep\[0,0\]: got .*, want .*/,
    );
    expect(texts[0]).toContain("tanh instead of ReLU: This is the lecture's cell");
    expect(texts.slice(0, 4).map((text) => text.match(/Hint (\d) of 3/)![1])).toEqual([..."1123"]);
    expect(texts[4]).toMatch(/^✓ ps1.relu: pass, 1 of 1 points\n/);
    expect(texts[4]).toContain("ps1: 1 of 6 items, 1 of 13 points (feedback, not the grade)");
  });

  it("says that it judges the version that ran last, if a later one may have failed to run", async () => {
    const text = async (reluStep: typeof relu) =>
      Deno.inspect(await check("ps1.relu", { reluStep }));
    const again =
      "Judged: reluStep as the cell ran last, as in the last check. If you have changed " +
      "the cell since, run it, and correct its error if it fails";
    // deno-lint-ignore no-explicit-any -- as a notebook hands them over
    const first = (...args: any) => relu(...args);
    expect(await text(first)).not.toContain("Judged");
    expect(await text(first)).toContain(
      `✓ ps1.relu: pass, 1 of 1 points\nOne time step with another nonlinearity, for a whole batch at once\n${again}\n`,
    );
    // deno-lint-ignore no-explicit-any -- as a notebook hands them over
    expect(await text((...args: any) => relu(...args))).not.toContain("Judged");
    const stub = () => {
      throw new Error("Not written yet");
    };
    expect(await text(stub)).toContain(
      "Judged: reluStep as the cell ran last. If you have changed",
    );
    expect(await text(stub)).toContain(again);
  });

  it("folds the last hint, and no other", async () => {
    const html = async (text: string) => {
      const box = await check("ps1.slip", {
        correctedStep: new Function(`return () => ${text}`)(),
      });
      const bundle = box[Symbol.for("Jupyter.display") as never] as () => Record<string, string>;
      return bundle.call(box)["text/html"];
    };
    expect([await html("1"), await html("2")].join()).not.toContain("<details>");
    expect(await html("3")).toContain("<details><summary>Hint 3 of 3: show it</summary>");
  });

  it("gives no hint for the stub", async () => {
    const leakyStep = () => {
      throw new Error("Not written yet");
    };
    expect(Deno.inspect(await check("ps1.leaky", { leakyStep }))).not.toContain("Hint");
  });

  it("escapes what a student wrote", async () => {
    const reluStep = () => {
      throw new Error("<script>alert(1)</script>");
    };
    const box = await check("ps1.relu", { reluStep });
    const bundle = box[Symbol.for("Jupyter.display") as never] as () => Record<string, string>;
    const html = bundle.call(box)["text/html"];
    expect(html).toContain("reluStep throws Error: &lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).not.toContain("<script");
  });

  it("rejects an unknown item and missing functions", async () => {
    await expect(check("ps9.x", {})).rejects.toThrow(
      "Cannot find the item ps9.x: the sets are ps1",
    );
    await expect(check("ps1.unroll", {})).rejects.toThrow(
      "Cannot check ps1.unroll: pass the functions leakyStep and leakyUnroll",
    );
  });

  it("throws when nbgrader validates, because it counts errors", async () => {
    Deno.env.set("NBGRADER_EXECUTION", "validate");
    try {
      const reluStep = () => 1;
      await expect(check("ps1.relu", { reluStep })).rejects.toThrow("reluStep is a number");
    } finally {
      Deno.env.delete("NBGRADER_EXECUTION");
    }
  });
});
