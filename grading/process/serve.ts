const { parse, stringify } = JSON; // kept before a solution can change them
const bytes = new TextEncoder(), text = new TextDecoder();
const write = Deno.stdout.writeSync.bind(Deno.stdout);
let answered = 0;

/** Prints one answer with its number, by which the parent process matches it to a call. */
export type Respond = (line: Record<string, unknown>) => void;

/** Prints one answer. */
export const respond: Respond = (line) => {
  let rest = bytes.encode(stringify({ n: answered++, ...line }) + "\n");
  while (rest.length > 0) rest = rest.subarray(write(rest));
};

/** The child's side of the protocol: reads messages as lines of JSON until its input ends, and prints the answers. */
// deno-lint-ignore no-explicit-any -- each program defines its own messages
export async function serve(take: (message: any, respond: Respond) => Promise<void>) {
  const input = Deno.stdin.readable.getReader();
  let pending = "";
  for (;;) {
    const { value, done } = await input.read();
    if (done) Deno.exit(0);
    const lines = (pending + text.decode(value, { stream: true })).split("\n");
    pending = lines.pop()!;
    for (const line of lines) await take(parse(line), respond);
  }
}
