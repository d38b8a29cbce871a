import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { cider } from "rnn/text";

const candidates = [
  "a red apple on a table",
  "two dogs run in the park",
  "the the the the the cat sat",
  "a bird",
];
const references = [
  ["a red apple on a table", "an apple lies on the table"],
  ["two dogs are running in a park", "dogs run in the park on a sunny day", "two brown dogs play"],
  ["the cat sat on the mat", "a cat sat on a mat"],
  ["a bird sits on a branch of a tall tree beside a table", "the bird"],
];

describe("cider()", () => {
  it("returns the scores of the COCO evaluation (pycocoevalcap 1.2, CiderScorer)", () => {
    const { score, scores } = cider(candidates, references);
    expect(score).toBeCloseTo(3.1284516417679633, 12);
    [5.5778127, 2.90069076, 2.62610281, 1.40920029]
      .forEach((published, i) => expect(scores[i]).toBeCloseTo(published, 8));
  });

  it("returns 10 for a reference of four words or more, and less for a shorter one", () => {
    const { scores } = cider(["one two three four", "five"], [["one two three four"], ["five"]]);
    expect(scores[0]).toBeCloseTo(10, 12);
    expect(scores[1]).toBeCloseTo(2.5, 12); // it has no n-grams of orders 2 to 4
  });

  it("gives no weight to n-grams that occur with every image", () => {
    expect(cider(["a cat", "a dog"], [["a cat"], ["a cat"]]).scores).toEqual([0, 0]);
    expect(cider(["a b"], [["a b"]]).score).toBe(0);
    expect(cider(["", "a"], [["b"], ["a"]]).scores[0]).toBe(0);
  });

  it("counts no n-gram more often than a reference does, and penalizes other lengths", () => {
    const others = ["so it is", "so it was"];
    const score = (text: string) =>
      cider([text, ...others], [["cat sat mat now"], ...others.map((o) => [o])])
        .scores[0];
    expect(score("cat cat cat cat")).toBeLessThan(score("cat sat mat now") / 4);
    const longer = score("cat sat mat now so it is so it was"); // 6 words more
    expect(longer).toBeLessThan(score("cat sat mat now") * Math.exp(-0.5));
  });

  it("throws RangeError without candidates or references", () => {
    expect(() => cider([], [])).toThrow("Cannot compare: there are no candidates");
    expect(() => cider(["a"], [[]])).toThrow(
      "Cannot compare: candidate 1 needs at least one reference, got none",
    );
  });
});
