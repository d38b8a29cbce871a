/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />

/** Runs what it is sent, one after another. */
self.onmessage = async ({ data: { name, run } }) => {
  const experiment = await import(new URL(`./${name}.ts`, import.meta.url).href);
  self.postMessage(await experiment.run(run));
};
