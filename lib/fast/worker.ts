/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { Mailbox, State } from "./mailbox.ts";
import { Memory } from "./memory.ts";

const PATIENCE = 2000; // milliseconds without a task after which the worker ends itself: an interrupted main can't

/** Works at its desk until nobody asks any more. */
function serve({ memory, at }: { memory: WebAssembly.Memory; at: number }): void {
  const desk = new Mailbox(new Memory(memory), at);
  desk.state = State.IDLE;
  while (true) {
    const state = desk.state;
    if (state === State.BUSY) {
      try {
        desk.work();
      } catch {
        desk.state = State.FAILED; // main does the work itself, and meets the same error where there is one
        break;
      }
      desk.state = State.DONE;
    } else if (!desk.waitWhile(state, PATIENCE) && desk.exchange(state, State.GONE)) break;
  }
  self.close();
}

self.onmessage = (event) => serve(event.data);
