import type { Clip } from "../training/clip.ts";
import type { Optimizer } from "../training/optimizers.ts";
import type { Address, Kernels } from "./memory.ts";

/** Addresses of the weights, their gradients and the optimizer's state, `size` floats each. */
interface OptimizerBuffers {
  weights: Address;
  gradients: Address;
  optimizerState: Address[];
  size: number;
}

/** Applies one optimizer step in place; `norm` is ‖∂E/∂weights‖, by which the gradients are clipped. */
export function applyOptimizer(
  kernels: Kernels,
  optimizer: Optimizer,
  step: number,
  clip: Clip | undefined,
  norm: number,
  { weights, gradients, optimizerState: [m, v], size }: OptimizerBuffers,
): void {
  const { beta, beta2, epsilon } = optimizer, rate = optimizer.rate(step);
  const scale = clip && "norm" in clip && norm > clip.norm ? clip.norm / norm : 1;
  const limit = clip && "value" in clip ? clip.value : Infinity;
  const [c1, c2] = [1 - beta ** step, 1 - beta2 ** step];
  switch (optimizer.rule) {
    case "sgd":
      return void kernels.sgd(weights, gradients, size, scale, limit, rate);
    case "momentum":
      return void kernels.momentum(weights, gradients, m, size, scale, limit, rate, beta);
    case "adagrad":
      return void kernels.adagrad(weights, gradients, m, size, scale, limit, rate, epsilon);
    case "rmsprop":
      return void kernels.rmsprop(weights, gradients, m, size, scale, limit, rate, beta, epsilon);
    case "adam":
      // deno-fmt-ignore
      return void kernels.adam(
        weights, gradients, m, v, size, scale, limit, rate / c1, beta, beta2, epsilon, c2,
      );
  }
}
