/**
 * Gives each job to the first worker that is free, in their order: a test awaits the result of its own, while the workers
 * are at later ones.
 */
export function takeTurns<Job, Result>(
  jobs: Job[],
  workers: ((job: Job) => Promise<Result>)[],
): Map<Job, Promise<Result>> {
  const results = jobs.map((job) => [job, Promise.withResolvers<Result>()] as const);
  for (const [, { promise }] of results) promise.catch(() => {}); // the job's test tells of it
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
