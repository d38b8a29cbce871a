import { after, before, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { scratch } from "../tools/scratch.ts";
import type { Attack } from "./attack.ts";
import { Game } from "./play.ts";

/** The files of the attacks, in the order of their numbers. */
export const files: string[] = [...Deno.readDirSync(new URL(".", import.meta.url))]
  .map(({ name }) => name).filter((name) => /^\d\d_/.test(name)).sort();

/** Tests the attacks with odd or with even numbers, because test files run in parallel. */
export function testAttacks(rest: 0 | 1): void {
  let folder: string, listener: Deno.Listener, reached: number, game: Game;
  before(async () => {
    folder = await scratch();
    listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    reached = 0;
    game = new Game(folder, (listener.addr as Deno.NetAddr).port);
    (async () => {
      for await (const connection of listener) {
        reached++;
        connection.close();
      }
    })();
  });
  after(async () => {
    listener.close();
    await Deno.remove(folder, { recursive: true });
  });

  for (const file of files.filter((name) => Number(name.slice(0, 2)) % 2 === rest)) {
    it(`${file.slice(0, -3)} gains nothing, and costs the honest work beside it nothing`, async () => {
      const { attack } = await import(`./${file}`) as { attack: Attack };
      await game.play(attack, file.slice(0, 2));
      expect(reached).toBe(0);
    });
  }
}
