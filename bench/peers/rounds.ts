import type { Peer } from "./peer.ts";
import type { Point } from "./points.ts";

const ROUNDS = 7;
const ROUND = 0.12; // seconds that a peer gets in a round
const LONG = 1; // a step of more seconds than this is made in three rounds only

/** Seconds a step takes at its best, by the peer's name; undefined where the peer can't. */
export type Times = Record<string, number | undefined>;

/** Lets all peers make the same work in alternation and keeps the best round of each. */
export async function race(peers: Peer[], point: Point): Promise<Times> {
  const times: Times = {};
  const runners: { peer: Peer; count: number; name: string }[] = [];
  for (const peer of peers) {
    const { name } = peer.plan;
    times[name] = undefined;
    if (!await peer.prepare(point)) continue;
    const once = await warm(peer);
    times[name] = once;
    runners.push({ peer, name, count: Math.max(1, Math.round(ROUND / once)) });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { peer, count, name } of runners) {
      if (round >= 3 && times[name]! > LONG) continue;
      times[name] = Math.min(times[name]!, await peer.run(count) / count);
    }
  }
  return times;
}

/** Runs a peer until compilers and caches are warm, and gives the seconds of a step. */
async function warm(peer: Peer): Promise<number> {
  let count = 1, seconds = await peer.run(1);
  for (let spent = seconds; spent < 0.5; spent += seconds) {
    count = Math.max(count, Math.min(1000, Math.ceil(0.1 * count / seconds)));
    seconds = await peer.run(count);
  }
  return seconds / count;
}
