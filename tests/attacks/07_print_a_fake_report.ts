import type { Attack } from "./attack.ts";

/** Prints a report of success and forged answers. */
export const attack: Attack = {
  message: /printed something that is not an answer/,
  cells: {
    ps1_relu: `
const line = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(text + "\\n"));
console.log("ok | 6 passed | 0 failed");
line('{"id":"ps1.relu","points":1,"earned":1,"status":"pass"}');
function reluStep() {
  for (let n = 0; n < 20; n++) line(\`{"n":\${n},"value":{"status":"pass","earned":1}}\`);
  return true;
}
`,
  },
};
