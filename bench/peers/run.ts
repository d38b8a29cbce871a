import { main } from "../../tools/command.ts";
import { CEILING_FLOPS } from "./ceiling.ts";
import { install, plans, sidePlans } from "./environment.ts";
import { Peer } from "./peer.ts";
import { race, type Times } from "./race.ts";
import { writeReport } from "./report.ts";
import type { Results } from "./results.ts";
import { nameOf, WORKLOADS } from "./workloads.ts";

const PRODUCTS = [
  [32, 128, 128],
  [32, 128, 512],
  [128, 800, 512],
  [8, 256, 1024],
  [32, 256, 1024],
  [1, 128, 512],
]; // M, K, N
const PEAK = 1536; // size of a square product that runs near the peak

// deno task bench:peers: measures this library and its peers on the same work and writes bench/RESULTS.md
await main(async () => {
  await install();
  const started = await Promise.all((await plans()).map((plan) => Peer.start(plan)));
  const peers = started.filter((peer) => peer !== undefined);
  const side = await startSide();
  try {
    const results: Results = {
      versions: [...peers, ...Object.values(side)].map(({ plan, version }) => [plan.name, version]),
      ours: peers.filter(({ plan }) => plan.ours).map(({ plan }) => plan.name),
      steps: [],
      ...await peaks(peers, side.product),
      tracing: await tracing(peers, side.tracing),
    };
    for (const workload of WORKLOADS) {
      console.error(nameOf(workload));
      results.steps.push({ workload, times: await race(peers, workload) });
    }
    await writeReport(results);
  } finally {
    await Promise.all([...peers, ...Object.values(side)].map((peer) => peer.close()));
  }
  return 0;
});

async function startSide(): Promise<Record<"tracing" | "product", Peer>> {
  const { tracing, product } = sidePlans();
  const [a, b] = await Promise.all([Peer.start(tracing), Peer.start(product)]);
  if (!a || !b) throw new Error("Cannot compare: the Python peers did not start");
  return { tracing: a, product: b };
}

/** Measures the peaks of one core and the speeds of our products, in FLOP/s. */
async function peaks(
  peers: Peer[],
  product: Peer,
): Promise<Pick<Results, "peak" | "ceiling" | "products">> {
  const [wasm, , blas] = peers;
  const square = await race([product], { cell: "product", B: 0, H: PEAK, T: 0 });
  const registers = await race([wasm], { cell: "ceiling", B: 0, H: 0, T: 0 });
  const products: Results["products"] = [];
  for (const [M, K, N] of PRODUCTS) {
    // a product's M, K and N travel as B, H and T
    const times = await race([wasm, blas], { cell: "product", B: M, H: K, T: N });
    const speed = (peer: Peer) => 2 * M * K * N / times[peer.plan.name]!;
    products.push({ M, K, N, wasm: speed(wasm), blas: speed(blas) });
  }
  const peak = 2 * PEAK ** 3 / square.product!;
  return { peak, ceiling: CEILING_FLOPS / registers[wasm.plan.name]!, products };
}

/** Measures all gradients and all products of a trace of 100 steps and 100 units, by our engine and by the frameworks. */
async function tracing(peers: Peer[], frameworks: Peer): Promise<Record<string, Times>> {
  const size = { B: 1, H: 100, T: 100 }, [wasm, , blas] = peers;
  const methods: Record<string, string[]> = {
    "all gradients": ["jax vmap"],
    "all products": ["torch jacfwd", "torch by hand", "jax jacrev"],
  };
  const all: Record<string, Times> = {};
  for (const [what, names] of Object.entries(methods)) {
    console.error(what);
    all[what] = await race([wasm, blas], { cell: what, ...size });
    for (const cell of names) {
      all[what][cell] = (await race([frameworks], { cell, ...size }))[frameworks.plan.name];
    }
  }
  return all;
}
