const { parse, stringify } = JSON; // before any solution can change them
const bytes = new TextEncoder(), text = new TextDecoder();
const input = Deno.stdin.readable.getReader();
const write = Deno.stdout.writeSync.bind(Deno.stdout);

/** Sends one answer; the parent knows by its number which question it belongs to. */
export type Answering = (line: Record<string, unknown>) => void;

/** The child's end of the line: takes messages as lines of JSON on its input, until it is closed, and answers on its output. */
// deno-lint-ignore no-explicit-any -- what a line holds is agreed on by both ends
export async function serve(take: (message: any, answer: Answering) => Promise<void>) {
  let [answered, waiting] = [0, ""];
  const answer: Answering = (line) => {
    let rest = bytes.encode(stringify({ n: answered++, ...line }) + "\n");
    while (rest.length > 0) rest = rest.subarray(write(rest));
  };
  for (;;) {
    const { value, done } = await input.read();
    if (done) Deno.exit(0);
    const lines = (waiting + text.decode(value, { stream: true })).split("\n");
    waiting = lines.pop()!;
    for (const line of lines) await take(parse(line), answer);
  }
}
