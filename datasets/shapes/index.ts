import type { Digit } from "../scenes/digits.ts";
import { manyToManyInStep, oneToMany, oneToOne } from "./of_digits.ts";
import { manyToMany, manyToOne } from "./of_words.ts";
import type { SequenceShape, ShapeName } from "./shape.ts";

/** Returns one of the lecture's five shapes as a task; throws RangeError for another name. */
export function sequenceShape(name: ShapeName, digits: Digit[]): SequenceShape {
  switch (name) {
    case "one to one":
      return oneToOne(digits);
    case "one to many":
      return oneToMany(digits);
    case "many to one":
      return manyToOne();
    case "many to many":
      return manyToMany();
    case "many to many in step":
      return manyToManyInStep(digits);
    default:
      throw new RangeError(`Cannot create the shape ${name}: expected ${shapeNames.join(", ")}`);
  }
}

/** The names of the five shapes, in the lecture's order. */
export const shapeNames: ShapeName[] = [
  "one to one",
  "one to many",
  "many to one",
  "many to many",
  "many to many in step",
];
