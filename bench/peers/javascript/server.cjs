// Serves one peer, with the protocol of python/server.py.
const readline = require("node:readline");

const peer = require(`./${process.argv[2]}.cjs`);
const write = (answer) => process.stdout.write(JSON.stringify(answer) + "\n");

async function serve() {
  await peer.start?.();
  write({ version: peer.version });
  let step;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const task = JSON.parse(line);
    try {
      if (task.prepare) {
        step = await peer.make(task.prepare);
        write(step ? { loss: await step() } : { unavailable: "cannot do this work" });
      } else {
        const start = performance.now();
        for (let n = 0; n < task.run; n++) await step();
        write({ seconds: (performance.now() - start) / 1000 });
      }
    } catch (error) {
      write({ unavailable: String(error.message).slice(0, 200) });
    }
  }
}

serve();
