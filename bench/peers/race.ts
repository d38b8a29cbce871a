import type { Peer } from "./peer.ts";
import type { Workload } from "./workloads.ts";

const ROUNDS = 7;
const FEW_ROUNDS = 3; // for slow work
const ROUND = 0.12; // seconds of a peer's round
const SLOW = 1; // seconds of a step from which it is slow work

/** Seconds of the fastest step by peer; undefined if the peer cannot do the work. */
export type Times = Record<string, number | undefined>;

/** Lets all peers do the same work in alternation and returns the best round of each. */
export async function race(peers: Peer[], workload: Workload): Promise<Times> {
  const times: Times = {};
  const runners: { peer: Peer; count: number; name: string }[] = [];
  for (const peer of peers) {
    const { name } = peer.plan;
    times[name] = undefined;
    if (!await peer.prepare(workload)) continue;
    const once = await warmUp(peer);
    times[name] = once;
    runners.push({ peer, name, count: Math.max(1, Math.round(ROUND / once)) });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { peer, count, name } of runners) {
      if (round >= FEW_ROUNDS && times[name]! > SLOW) continue;
      times[name] = Math.min(times[name]!, await peer.run(count) / count);
    }
  }
  return times;
}

/** Runs a peer until its compilers and caches are warm, and returns the seconds of a step. */
async function warmUp(peer: Peer): Promise<number> {
  let count = 1, seconds = await peer.run(1);
  for (let spent = seconds; spent < 0.5; spent += seconds) {
    count = Math.max(count, Math.min(1000, Math.ceil(0.1 * count / seconds)));
    seconds = await peer.run(count);
  }
  return seconds / count;
}
