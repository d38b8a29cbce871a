"""JAX: a jitted training step with the time loop in lax.scan and inputs by index."""
import jax
import jax.numpy as jnp
import numpy as np
from common import CLIP, EPSILON, RATE, data, weights

VERSION = f"JAX {jax.__version__}"


def make(cell, H, B, T):
    params = [jnp.array(w) for w in weights(cell, H, np.float32)]
    memory = [jnp.zeros_like(p) for p in params]
    xs, targets = (jnp.array(classes) for classes in data(B, T))
    zero = jnp.zeros((B, H))

    def loss(params):
        Wx, Wh, b, Wy, by = params

        def rnn(h, z):
            h = jnp.tanh(z + h @ Wh)
            return h, h

        def lstm(state, z):
            h, c = state
            z = z + h @ Wh
            i, f, o = jnp.split(jax.nn.sigmoid(z[:, :3 * H]), 3, axis=1)
            c = f * c + i * jnp.tanh(z[:, 3 * H:])
            h = o * jnp.tanh(c)
            return (h, c), h

        cell_step, start = (rnn, zero) if cell == "RNN" else (lstm, (zero, zero))
        _, hs = jax.lax.scan(cell_step, start, Wx[xs] + b)
        log_p = jax.nn.log_softmax(hs @ Wy + by)
        return -jnp.take_along_axis(log_p, targets[..., None], 2).sum()

    def update(params, memory):
        E, gradients = jax.value_and_grad(loss)(params)
        gradients = [jnp.clip(d, -CLIP, CLIP) for d in gradients]
        memory = [m + d * d for m, d in zip(memory, gradients)]
        params = [p - RATE * d / jnp.sqrt(m + EPSILON) for p, d, m in zip(params, gradients, memory)]
        return params, memory, E

    compiled = jax.jit(update, donate_argnums=(0, 1))

    def step():
        nonlocal params, memory
        params, memory, E = compiled(params, memory)
        return E.block_until_ready() / (T * B)

    return step
