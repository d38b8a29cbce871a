/**
 * Gives each job to the first free worker, in their order, and returns the results as promises, so that a test can await
 * its own job while the workers continue.
 */
export function takeTurns<Job, Result>(
  jobs: Job[],
  workers: ((job: Job) => Promise<Result>)[],
): Map<Job, Promise<Result>> {
  const results = jobs.map((job) => [job, Promise.withResolvers<Result>()] as const);
  for (const [, { promise }] of results) promise.catch(() => {}); // the test of the job reports it
  const waiting = results.values(); // shared by the workers
  for (const work of workers) takeTurn(work, waiting);
  return new Map(results.map(([job, { promise }]) => [job, promise]));
}

async function takeTurn<Job, Result>(
  work: (job: Job) => Promise<Result>,
  waiting: Iterable<readonly [Job, PromiseWithResolvers<Result>]>,
): Promise<void> {
  for (const [job, { resolve, reject }] of waiting) await work(job).then(resolve, reject);
}
