import type { Attack } from "./attack.ts";

/** Tries to put a script into the teacher's reports. */
export const attack: Attack = {
  student: "<img src=x onerror=alert(1)>",
  cells: {
    ps1_relu: `
function reluStep() {
  const error = new Error(\`<script>alert(1)</script><img src=x onerror=alert(1)>\\x1b[2J"'\`);
  error.name = "<b>";
  throw error;
}
`,
  },
};
