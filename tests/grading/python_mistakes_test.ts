import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { check } from "../../grading/mod.ts";
import type { Matrix } from "../../lib/matrix.ts";

// deno-lint-ignore no-explicit-any -- as a notebook hands them over
type Step = (...args: any) => unknown;

describe("a mistake that Python readers make", () => {
  const boxOf = async (id: string, functions: Record<string, Step>) =>
    Deno.inspect(await check(id, functions));

  it("is named where a matrix is used as a number, and not called a division by zero", async () => {
    const z = (x: Matrix, h: Matrix, { Wxh, Whh, bh }: Record<string, Matrix>) =>
      Whh.matmul(h).add(Wxh.matmul(x)).addColumn(bh);
    const wrong: Step[] = [
      (x, h, weights) => Math.max(0, z(x, h, weights) as unknown as number),
      (_x, h, { Whh }) => (Whh as number) * (h as number),
    ];
    for (const reluStep of wrong) {
      const text = await boxOf("ps1.relu", { reluStep });
      expect(text).toMatch(/reluStep throws TypeError: Cannot use a 3×\d matrix as a number: use/);
      expect(text).toContain("a matrix used as a number: Unlike in NumPy,");
      expect(text).not.toContain("division by zero");
    }
  });

  it("is named where an array or a matrix is read at a negative index", async () => {
    const leakyStep: Step = () => 0;
    const last = await boxOf("ps1.unroll", {
      leakyStep,
      leakyUnroll: (xs: Matrix[]) => [xs[-1].map(Math.tanh)],
    });
    expect(last).toContain("throws TypeError: Cannot read properties of undefined");
    expect(last).toContain("negative index: Unlike in Python, xs[-1] is undefined");
    const corner = await boxOf("ps1.relu", { reluStep: (x: Matrix) => x.at(-1, 0) });
    expect(corner).toContain("throws RangeError: Cannot read entry [-1,0] of a 2×2 matrix");
    expect(corner).toContain("negative index: Unlike in NumPy, rows and columns count from 0");
    const sum = await boxOf("ps1.relu", {
      reluStep: (x: Matrix) => x.map((a) => a + [1, 2][-1]),
    });
    expect(sum).toContain("reluStep is 2×2, want 3×2");
    expect(Object.hasOwn(Array.prototype, "-1")).toBe(false);
  });

  it("is named where NaN comes from a negative index, which alone is no mistake", async () => {
    const nan: Step = (_, h: Matrix) => h.map((a) => a + [1, 2][-1]);
    expect(await boxOf("ps1.relu", { reluStep: nan })).toContain("negative index: ");
    const idiom: Step = (x, h, { Wxh, Whh, bh }) => {
      const floor = [0][-1] ?? 0;
      return Whh.matmul(h).add(Wxh.matmul(x)).addColumn(bh).map((z: number) => Math.max(floor, z));
    };
    expect(await boxOf("ps1.relu", { reluStep: idiom })).toContain("✓ ps1.relu: pass");
  });

  it("is named where an input is changed in place, which alone is no mistake", async () => {
    const inPlace = (first: number): Step => (x, hPrev, { Wxh, Whh, bh }) => {
      const z = Whh.matmul(hPrev).add(Wxh.matmul(x)).addColumn(bh);
      hPrev.data.set(z.data.map((z: number) => Math.max(0, z)));
      hPrev.data[0] += first;
      return hPrev;
    };
    expect(await boxOf("ps1.relu", { reluStep: inPlace(1) }))
      .toContain("input modified: The function modifies its input hPrev in place");
    expect(await boxOf("ps1.relu", { reluStep: inPlace(0) })).toContain("✓ ps1.relu: pass");
    const reversed: Step = (xs: Matrix[], _h0, { Wxh }) => xs.reverse().map((x) => Wxh.matmul(x));
    expect(await boxOf("ps1.unroll", { leakyStep: reversed, leakyUnroll: reversed }))
      .toContain("its input xs[0] in place");
    const grown: Step = (_xs, _h0, { bh }) => [bh.data.fill(0)];
    expect(await boxOf("ps1.unroll", { leakyStep: grown, leakyUnroll: grown }))
      .toContain("its input bh in place");
  });

  it("is named where a column is added, a name or a method is Python's, or an index is no entry", async () => {
    const slips: [string, Step][] = [
      ["a column added to a matrix: ", (_x, h, { Whh, bh }) => Whh.matmul(h).add(bh)],
      ["a method that does not exist: ", (_x, h, { Whh }) => Whh.matmul(h).tanh()],
      ["undeclared variable: ", new Function("x", "return len(x)") as Step],
      [
        "operand is not a matrix: ",
        new Function("x", "h", "w", "for (const y in [x]) w.Wxh.matmul(y)") as Step,
      ],
    ];
    for (const [name, reluStep] of slips) {
      expect(await boxOf("ps1.relu", { reluStep })).toContain(name);
    }
  });

  it("is named where the numbers are right, and not what holds them", async () => {
    const z: Step = (x, h, { Wxh, Whh, bh }) => Whh.matmul(h).add(Wxh.matmul(x)).addColumn(bh);
    const right: Step = (...args) => (z(...args) as Matrix).map((z) => Math.max(0, z));
    const others: Step[] = [
      (...args) => [right(...args)],
      (...args) => [...(right(...args) as Matrix).data],
    ];
    for (const reluStep of others) {
      const text = await boxOf("ps1.relu", { reluStep });
      expect(text).toContain("reluStep is a list, want a matrix");
      expect(text).toContain("wrong type or shape: The numbers are right");
    }
    const nothing = await boxOf("ps1.relu", { reluStep: () => undefined });
    expect(nothing).toContain(
      "nothing returned: The function returns nothing: is a return missing?",
    );
    const longer = await boxOf("ps1.relu", { reluStep: (x: Matrix) => [x].concat([x][-1]) });
    expect(longer).toContain("negative index: ");
  });
});

describe("a wrong function that a later item calls", () => {
  type Weights = Record<"Wxh" | "Whh" | "bh", Matrix>;
  type LeakyStep = (x: Matrix, hPrev: Matrix, weights: Weights, alpha: number) => Matrix;
  const leakyStep: LeakyStep = (x, hPrev, { Wxh, Whh, bh }, alpha) => {
    const candidate = Whh.matmul(hPrev).add(Wxh.matmul(x)).addColumn(bh).map(Math.tanh);
    return hPrev.scale(1 - alpha).add(candidate.scale(alpha));
  };
  const unrollBy = (step: LeakyStep) => (xs: Matrix[], h: Matrix, w: Weights, alpha: number) =>
    xs.map((x) => h = step(x, h, w, alpha));

  it("is named there, in place of a hint for the later item", async () => {
    const wrong: LeakyStep = (x, h, weights, alpha) =>
      h.scale(0.5).add(leakyStep(x, h, weights, alpha));
    const text = Deno.inspect(
      await check("ps1.unroll", { leakyStep: wrong as Step, leakyUnroll: unrollBy(wrong) as Step }),
    );
    expect(text).toContain(
      "this item depends on leakyStep, which is not correct yet: leakyStep[0,0]: got",
    );
    expect(text).toContain("ps1.leaky first: Fix that item first");
    const backwards: ReturnType<typeof unrollBy> = (xs, ...rest) =>
      unrollBy(leakyStep)(xs.toReversed(), ...rest);
    const reversed = Deno.inspect(
      await check("ps1.unroll", { leakyStep: leakyStep as Step, leakyUnroll: backwards as Step }),
    );
    expect(reversed).toContain("sequence reversed: ");
    expect(reversed).not.toContain("ps1.leaky");
  });
});
