/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { Mailbox, State } from "./mailbox.ts";
import { Memory } from "./memory.ts";

const TIMEOUT = 2000; // milliseconds without a task after which the worker ends itself, as an interrupted main thread cannot

/** Processes the tasks of its mailbox until none has come for `TIMEOUT`. */
function serve({ memory, at }: { memory: WebAssembly.Memory; at: number }): void {
  const mailbox = new Mailbox(new Memory(memory), at);
  mailbox.state = State.IDLE;
  while (true) {
    const state = mailbox.state;
    if (state === State.BUSY) {
      try {
        mailbox.process();
      } catch {
        mailbox.state = State.FAILED; // the main thread does the task itself, and throws the same error if there is one
        break;
      }
      mailbox.state = State.DONE;
    } else if (!mailbox.waitWhile(state, TIMEOUT) && mailbox.exchange(state, State.GONE)) break;
  }
  self.close();
}

self.onmessage = (event) => serve(event.data);
