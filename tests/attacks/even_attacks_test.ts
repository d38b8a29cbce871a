import { describe } from "@std/testing/bdd";
import { testAttacks } from "./suite.ts";

describe("attacks on the grader with even numbers", () => testAttacks(0));
