import type { Attack } from "./attack.ts";

/** Prints what a report of success looks like, and answers of its own. */
export const attack: Attack = {
  says: /printed what is no answer/,
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
