import type { Attack } from "./attack.ts";

const AT = "    at file:///MARK28/";
const places = [
  ...["0.ts:9:1", "1.ts:9:1", "3.ts:9:1", "0.ts:0:1", "0.ts:999999999999999999999:1"],
  ...["99.ts:1:1", "0.ts:9:1\\nx"],
];
const errors = places.map((place) => `TS2322 [ERROR]: MARK28\n${AT}${place}`);

/** Returns code whose type error quotes a name as it is, with its line breaks: "Did you mean 'x…'?" */
function named(type: string, name: string): string {
  return `interface ${type} { ${JSON.stringify(name)}: 1 }
(null as any as ${type})[${JSON.stringify(name.replace("x", "y"))}];
`;
}

/**
 * Writes texts that look like the location of an error in another student's work: in a name, a type, a comment and an
 * error.
 */
export const attack: Attack = {
  students: {
    mallory: {
      cells: {
        ps1_relu: `
interface Named {
${places.map((place, n) => `  ${JSON.stringify(`\n${AT}${place}\n${n}`)}: 1;`).join("\n")}
}
const named: Named = {};
`,
        ps1_leaky: `
interface Forged {
${errors.map((text, n) => `  ${JSON.stringify(`\n\n${text}\n${n}`)}: 1;`).join("\n")}
}
const forged: Forged = {};
const literal: ${JSON.stringify(errors[0])} = 1;
`,
        ps1_unroll: places.map((place, n) => `const a${n}: string = 1; //${AT}${place}`).join("\n"),
        ps1_jordan: places.map((place, n) => `const b${n}: string = 1; /*\r${AT}${place}\r*/`)
          .join("\n"),
        ps1_bidirectional: `
${places.map((place, n) => named(`K${n}`, `x\n${AT}${place}\n${n}`)).join("")}
${errors.map((text, n) => named(`L${n}`, `x\n${text}\n`)).join("")}
`,
        ps1_slip: `
const c: ${JSON.stringify(`\u001b[0m\n\n${errors[1]}`)} = ${JSON.stringify(`\n${AT}${places[1]}`)};
`,
      },
    },
    "=1+MARK28": {
      cells: {
        ps1_relu: `const formula: { "\\u202e\\u0000\\u001b[2J\\r\\nzoe,ps1,graded,0": 1 } = {};`,
      },
    },
  },
};
