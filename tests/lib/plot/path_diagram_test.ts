import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { LSTMCell, Matrix, normal, RNNCell, seeded, unroll } from "rnn";
import { pathDiagram, type PathDiagramOptions } from "rnn/plot";
import { count } from "./display.ts";

const JACOBIAN = /<polygon [^>]*fill="#0072b2"/g;
const random = seeded(1);
const xs = Array.from({ length: 5 }, () => normal(1)(2, 1, random));
const trace = unroll(new RNNCell(2, 3, random, normal(0.5)), xs);
const draw = (t: number, k: number, more: Partial<PathDiagramOptions> = {}, steps = trace) =>
  pathDiagram(steps, { title: "t", t, k, ...more }).svg();
/** The formula below the path, without its elements. */
const formula = (svg: string) =>
  [...svg.matchAll(/<text[^>]*font-size="12.5"[^>]*>(.*?)<\/text>/g)]
    .map(([, line]) => line.replaceAll(/<[^>]+>/g, "")).join(" ");

describe("pathDiagram()", () => {
  it("draws one arrow back for each Jacobian of the term", () => {
    const arrows = (t: number, k: number) => draw(t, k).match(JACOBIAN)?.length ?? 0;
    expect([arrows(5, 1), arrows(5, 4), arrows(3, 3)]).toEqual([4, 1, 0]);
  });

  it("writes the term as a product of its factors", () => {
    expect(formula(draw(3, 3))).toBe("∂E₃/∂ŷ₃ · ∂ŷ₃/∂h₃ · ∂⁺h₃/∂Whh");
    expect(formula(draw(4, 2))).toBe("∂E₄/∂ŷ₄ · ∂ŷ₄/∂h₄ · ∂h₄/∂h₃ · ∂h₃/∂h₂ · ∂⁺h₂/∂Whh");
    expect(formula(draw(5, 1))).toBe("∂E₅/∂ŷ₅ · ∂ŷ₅/∂h₅ · ∂h₅/∂h₄ ⋯ ∂h₂/∂h₁ · ∂⁺h₁/∂Whh");
  });

  it("writes the three factors below their parts of the path", () => {
    const factors = (t: number, k: number) =>
      [...draw(t, k).matchAll(/font-size="12" font-weight="bold" fill="[^"]*">(.*?)</g)].map((
        [, text],
      ) => text);
    expect(factors(5, 2)).toEqual(["∂⁺h₂/∂Whh", "∂h₅/∂h₂ = ∏ ∂hⱼ/∂hⱼ₋₁", "∂E₅/∂h₅"]);
    expect(factors(3, 2)).toEqual(["∂⁺h₂/∂Whh", "∂h₃/∂h₂", "∂E₃/∂h₃"]);
    expect(factors(3, 3)).toEqual(["∂⁺h₃/∂Whh", "∂E₃/∂h₃"]);
  });

  it("calls the state of an LSTM s, because it is more than h", () => {
    const steps = unroll(new LSTMCell(2, 3, seeded(1)), xs);
    expect(formula(draw(2, 1, { weights: "Whg" }, steps)))
      .toBe("∂E₂/∂ŷ₂ · ∂ŷ₂/∂s₂ · ∂s₂/∂s₁ · ∂⁺s₁/∂Whg");
  });

  it("shows the entries of h, and makes the steps that are not on the path faint", () => {
    const faint = (t: number, k: number) => count(draw(t, k), 'opacity="0.35"');
    expect(faint(5, 1)).toBe(1 + 1); // h_0, and the arrow that leads to h_1
    expect(faint(4, 3)).toBe(4 + 4); // h_0, h_1, h_2, h_5, and the arrows from these and to h_5
    const { data } = pathDiagram(trace, { title: "t", t: 2, k: 1 });
    expect((data as { h: number[][] }).h[2]).toEqual([...trace[1].h.data]);
  });

  it("writes the inputs below their steps, escaped", () => {
    expect(draw(2, 1, { inputs: ["a", "<", "c", "d", "e"] })).toContain(">&lt;</text>");
  });

  it("throws a RangeError for a term that does not exist, and for a trace that cannot be drawn", () => {
    expect(() => draw(6, 1)).toThrow("path from step t = 6: it must be an integer from 1 to 5");
    expect(() => draw(2, 3)).toThrow("path to step k = 3: it must be an integer from 1 to 2");
    expect(() => draw(1, 1, { inputs: ["a"] })).toThrow("inputs has 1 entries for 5 time steps");
    expect(() => draw(1, 1, { width: 0 })).toThrow("width must be finite and positive, got 0");
    expect(() => draw(1, 1, {}, [])).toThrow("Cannot draw a path: the trace has no steps");
    const batch = unroll(new RNNCell(2, 3, seeded(1)), [new Matrix(2, 2)]);
    expect(() => draw(1, 1, {}, batch)).toThrow(RangeError);
  });
});
