import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { parseCheckErrors } from "../../../lib/notebook/check_errors.ts";

// what Deno 2.8.1 prints with NO_COLOR; the second error is in a line above 150 characters
const OUTPUT = `TS2322 [ERROR]: Type 'number' is not assignable to type 'string'.
f({ c: 2 });
    ^
    at file:///x/0.ts:3:5

    The expected type comes from property 'c' which is declared here on type '{ c: string; }'
    const f = (o: { c: string }) => o;
                    ^
        at file:///x/0.ts:2:17

TS2322 [ERROR]: Type 'string' is not assignable to type 'number'.
    at file:///x/1.ts:1:7

TS2345 [ERROR]: Argument of type '{}' is not assignable to parameter of type '{ a: number; }'.
  Property 'a' is missing in type '{}' but required in type '{ a: number; }'.
const g = f(o);
            ~
    at file:///x/1.ts:4:13

Found 3 errors.

error: Type checking failed.

Stack backtrace:
   0: <unknown>
`;

describe("parseCheckErrors()", () => {
  const errors = parseCheckErrors(OUTPUT);

  it("returns each error once with its file, line and column", () => {
    expect(errors.map(({ code, file, line, column }) => [code, file, line, column])).toEqual([
      ["TS2322", "file:///x/0.ts", 3, 5],
      ["TS2322", "file:///x/1.ts", 1, 7],
      ["TS2345", "file:///x/1.ts", 4, 13],
    ]);
  });

  it("separates the message, which may have several lines, from the source and the mark", () => {
    const [first, , third] = errors;
    expect(first.message).toBe("Type 'number' is not assignable to type 'string'.");
    expect([first.source, first.marks]).toEqual(["f({ c: 2 });", "    ^"]);
    expect(third.message.split("\n").length).toBe(2);
    expect([third.source, third.marks]).toEqual(["const g = f(o);", "            ^"]);
  });

  it("has no source for a long line, which deno check doesn't print", () => {
    const { message, source, marks } = errors[1];
    expect(message).toBe("Type 'string' is not assignable to type 'number'.");
    expect([source, marks]).toEqual(["", ""]);
  });

  it("returns nothing for other failures and for no output", () => {
    expect(parseCheckErrors('error: Module not found "file:///x/y.ts".\n')).toEqual([]);
    expect(parseCheckErrors("")).toEqual([]);
  });
});
