const V = 64, RATE = 0.1, CLIP = 5, EPSILON = 1e-8;

/** Returns pseudo-random classes, the same ones at every start. */
function classes(count) {
  let seed = 1;
  return Array.from({ length: count }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor(seed / 2 ** 32 * V);
  });
}

/** Applies one clipped Adagrad step in place. */
function adagrad(w, dw, m) {
  for (let i = 0; i < w.length; i++) {
    const d = Math.max(-CLIP, Math.min(CLIP, dw[i]));
    m[i] += d * d;
    w[i] -= RATE * d / Math.sqrt(m[i] + EPSILON);
  }
}

/** Returns name and version of a package; reads the file, because some packages do not export their package.json. */
function versionOf(name) {
  const path = require("node:path").join(__dirname, "node_modules", name, "package.json");
  return `${name} ${JSON.parse(require("node:fs").readFileSync(path, "utf8")).version}`;
}

module.exports = { V, RATE, CLIP, EPSILON, classes, adagrad, versionOf };
