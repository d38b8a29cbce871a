import type { CustomOp } from "../../lib/autodiff/custom_op.ts";

/** The reparameterization z = μ + σ ∘ ε of μ, log σ and noise ε from N(0, I): a differentiable sample from N(μ, σ²) (Kingma & Welling 2014, §2.4). */
export const reparameterize: CustomOp = {
  rows(mu, logSigma, noise) {
    if (mu.rows === logSigma.rows && mu.rows === noise.rows) return mu.rows;
    throw new RangeError(
      `Cannot sample: μ, log σ and noise must have the same rows, got ${mu.rows}, ${logSigma.rows} and ${noise.rows}`,
    );
  },
  forward({ data: z }, { data: mu }, { data: logSigma }, { data: noise }) {
    for (let n = 0; n < z.length; n++) z[n] = mu[n] + Math.exp(logSigma[n]) * noise[n];
  },
  backward({ data: dz }, _, [, logSigma, noise], [dmu, dlogSigma, dnoise]) {
    for (let n = 0; n < dz.length; n++) {
      const sigma = Math.exp(logSigma.data[n]);
      if (dmu) dmu.data[n] += dz[n];
      if (dlogSigma) dlogSigma.data[n] += dz[n] * sigma * noise.data[n];
      if (dnoise) dnoise.data[n] += dz[n] * sigma;
    }
  },
};

/**
 * KL(N(μ, σ²) ‖ N(0, I)) = ½ Σ (μ² + σ² − log σ² − 1) in nats from μ and log σ, for each sequence: 1×batch.
 * Gregor et al. 2015, equation 11.
 */
export const klToStandardNormal: CustomOp = {
  rows(mu, logSigma) {
    if (mu.rows === logSigma.rows) return 1;
    throw new RangeError(
      `Cannot compute KL: μ and log σ must have the same rows, got ${mu.rows} and ${logSigma.rows}`,
    );
  },
  forward({ data: kl, cols }, { data: mu }, { data: logSigma }) {
    kl.fill(0);
    for (let n = 0, b = 0; n < mu.length; n++, b = b + 1 === cols ? 0 : b + 1) {
      kl[b] += 0.5 * (mu[n] * mu[n] + Math.exp(2 * logSigma[n]) - 1) - logSigma[n];
    }
  },
  backward({ data: dkl, cols }, _, [mu, logSigma], [dmu, dlogSigma]) {
    for (let n = 0, b = 0; n < mu.data.length; n++, b = b + 1 === cols ? 0 : b + 1) {
      if (dmu) dmu.data[n] += dkl[b] * mu.data[n];
      if (dlogSigma) dlogSigma.data[n] += dkl[b] * (Math.exp(2 * logSigma.data[n]) - 1);
    }
  },
};

/**
 * −log p(x | c) = Σ log(1 + e^c) − x c in nats, from c and pixels x from 0 to 1, where p(ink) = σ(c), for each sequence:
 * 1×batch. Gregor et al. 2015, equation 9.
 */
export const bernoulliNLL: CustomOp = {
  rows(canvas, image) {
    if (canvas.rows === image.rows) return 1;
    throw new RangeError(
      `Cannot compute −log p(x): canvas and image must have the same rows, got ${canvas.rows} and ${image.rows}`,
    );
  },
  forward({ data: E, cols }, { data: c }, { data: x }) {
    E.fill(0);
    for (let n = 0, b = 0; n < c.length; n++, b = b + 1 === cols ? 0 : b + 1) {
      E[b] += Math.max(c[n], 0) + Math.log1p(Math.exp(-Math.abs(c[n]))) - x[n] * c[n];
    }
  },
  backward({ data: dE, cols }, _, [canvas, image], [dc, dx]) {
    const c = canvas.data, x = image.data;
    for (let n = 0, b = 0; n < c.length; n++, b = b + 1 === cols ? 0 : b + 1) {
      if (dc) dc.data[n] += dE[b] * (1 / (1 + Math.exp(-c[n])) - x[n]);
      if (dx) dx.data[n] -= dE[b] * c[n];
    }
  },
};
