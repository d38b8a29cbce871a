import { affine, applyAffine as layer, type Weights } from "../layers.ts";
import { checkIntegers } from "../../lib/checks.ts";
import type { GenerativeModel } from "./generative_model.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import { bernoulliNLL, klToStandardNormal, reparameterize } from "./variational.ts";

/** The sizes of a VAE: Z latent variables, and two hidden layers each in encoder and decoder. */
export interface VAESizes {
  pixels: number;
  latent: number;
  hidden: number;
  /**
   * Number of times that the second hidden layer of encoder and decoder is applied with the same weights, each time as a
   * residual h + tanh(W h + b). By default it is applied once, as tanh(W h + b).
   */
  repeats?: number;
}

/**
 * Creates a variational autoencoder, which generates in one time step: μ, log σ = affine functions of tanh(We2 tanh(We1 x)),
 * c = Wc tanh(Wd2 tanh(Wd1 z)), with biases. Kingma & Welling 2014, appendix C, with two hidden layers. With `repeats` it
 * has a deep encoder and decoder of shared weights (Liao & Poggio 2016). Throws RangeError unless the sizes are positive
 * integers.
 */
export function vaeModel({ pixels, latent, hidden: H, repeats }: VAESizes): GenerativeModel {
  checkIntegers("Cannot create a generative model", { pixels, latent, hidden: H });
  if (repeats !== undefined) checkIntegers("Cannot create a generative model", { repeats });
  return {
    ...{ pixels, latent, steps: 1 },
    params: (random) => ({
      ...affine("e1", H, pixels, random),
      ...affine("e2", H, H, random),
      ...affine("Mu", latent, H, random),
      ...affine("Sigma", latent, H, random),
      ...affine("d1", H, latent, random),
      ...affine("d2", H, H, random),
      ...affine("c", pixels, H, random),
    }),
    negativeELBO(p, x, [noise]) {
      const h = second(p, "e2", layer(p, "e1", x).tanh(), repeats);
      const mu = layer(p, "Mu", h), logSigma = layer(p, "Sigma", h);
      const canvas = decode(p, mu.apply(reparameterize, logSigma, noise), repeats);
      return canvas.apply(bernoulliNLL, x).add(mu.apply(klToStandardNormal, logSigma));
    },
    generate: (p, [z]) => [decode(p, z, repeats)],
  };
}

function decode<V extends TensorOps<V>>(p: Weights<V>, z: V, repeats?: number): V {
  return layer(p, "c", second(p, "d2", layer(p, "d1", z).tanh(), repeats));
}

/** Computes the second hidden layer: once, or as residuals with shared weights. */
function second<V extends TensorOps<V>>(p: Weights<V>, name: string, h: V, repeats?: number): V {
  if (repeats === undefined) return layer(p, name, h).tanh();
  let sum = h;
  for (let n = 0; n < repeats; n++) sum = sum.add(layer(p, name, sum).tanh());
  return sum;
}
