"""All ∂E_t/∂h_k and all ∂h_t/∂h_k of an RNN with the frameworks' tools; `cell` is a key of MAKERS."""
import jax
import jax.numpy as jnp
import numpy as np
import torch

VERSION = f"PyTorch {torch.__version__}, JAX {jax.__version__}"
set_threads = torch.set_num_threads


def make(cell, H, B, T):
    random = np.random.RandomState(0)
    W, x = (random.rand(H, H) - 0.5) * 3 / H ** 0.5, random.rand(T, H) - 0.5
    direct = random.rand(T, H) - 0.5
    return MAKERS[cell](*(array.astype(np.float32) for array in (W, x, direct)))


def torch_states(W, x):
    W, x = torch.tensor(W), torch.tensor(x)

    def states(shifts):
        h, hs = torch.zeros(W.shape[0]), []
        for t in range(len(x)):
            h = torch.tanh(x[t] + h @ W) + shifts[t]
            hs.append(h)
        return torch.stack(hs)

    return W, states, torch.zeros_like(x)


def torch_jacfwd(W, x, direct):
    _, states, zero = torch_states(W, x)
    jacobian = torch.func.jacfwd(states)
    return lambda: jacobian(zero)[-1, 0, 0, 0]


def torch_by_hand(W, x, direct):
    W, states, zero = torch_states(W, x)
    T, H = x.shape

    @torch.no_grad()
    def step():
        hs, blocks, previous = states(zero), torch.zeros(T * (T + 1) // 2, H, H), 0
        for t in range(T):
            start = t * (t + 1) // 2
            if t:
                before = blocks[previous:start].reshape(t * H, H)
                torch.mm(before, W * (1 - hs[t] ** 2), out=blocks[start:start + t].view(t * H, H))
            blocks[start + t] = torch.eye(H)
            previous = start
        return blocks[-1, 0, 0]

    return step


def jax_states(W, x):
    def states(shifts):
        def cell_step(h, inputs):
            z, shift = inputs
            h = jnp.tanh(z + h @ W) + shift
            return h, h

        return jax.lax.scan(cell_step, jnp.zeros(W.shape[0]), (x, shifts))[1]

    return states


def jax_vmap(W, x, direct):
    """∂E_t/∂h_k for all t at once: vmap of the vector-Jacobian product, one direction for each t."""
    T, H = x.shape
    states, zero = jax_states(jnp.array(W), jnp.array(x)), jnp.zeros((T, H))
    directions = jnp.zeros((T, T, H)).at[jnp.arange(T), jnp.arange(T)].set(direct)

    @jax.jit
    def gradients(zero, directions):
        _, back = jax.vjp(states, zero)
        return jax.vmap(back)(directions)

    return lambda: gradients(zero, directions)[0].block_until_ready()[-1, 0, 0]


def jax_jacrev(W, x, direct):
    states = jax_states(jnp.array(W), jnp.array(x))
    jacobian, zero = jax.jit(jax.jacrev(states)), jnp.zeros_like(jnp.array(x))
    return lambda: jacobian(zero).block_until_ready()[-1, 0, 0, 0]


MAKERS = {
    "torch jacfwd": torch_jacfwd,
    "torch by hand": torch_by_hand,
    "jax vmap": jax_vmap,
    "jax jacrev": jax_jacrev,
}
