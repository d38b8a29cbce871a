/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />

/** Runs each experiment that it receives, one after another. */
self.onmessage = async ({ data: { name, run } }) => {
  const experiment = await import(new URL(`./${name}.ts`, import.meta.url).href);
  self.postMessage(await experiment.run(run));
};
