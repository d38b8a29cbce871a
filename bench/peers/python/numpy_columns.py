"""NumPy in float64 with one column vector per time step, like min-char-rnn: batch 1, RNN only."""
import numpy as np
from common import CLIP, EPSILON, RATE, V, data, weights

VERSION = f"NumPy {np.__version__}"


def make(cell, H, B, T):
    if cell != "RNN" or B != 1:
        return None
    Wxh, Whh, bh, Why, by = (w.T.copy() for w in weights(cell, H, np.float64))
    bh, by = bh.reshape(-1, 1), by.reshape(-1, 1)
    params = Wxh, Whh, bh, Why, by
    memory = [np.zeros_like(p) for p in params]
    xs, targets = (classes.ravel() for classes in data(B, T))

    def step():
        x, h, p, loss = {}, {-1: np.zeros((H, 1))}, {}, 0
        for t in range(T):
            x[t] = np.zeros((V, 1))
            x[t][xs[t]] = 1
            h[t] = np.tanh(Wxh @ x[t] + Whh @ h[t - 1] + bh)
            y = np.exp(Why @ h[t] + by)
            p[t] = y / y.sum()
            loss -= np.log(p[t][targets[t], 0])
        dWxh, dWhh, dbh, dWhy, dby = gradients = [np.zeros_like(w) for w in params]
        dh_next = np.zeros((H, 1))
        for t in reversed(range(T)):
            dy = p[t].copy()
            dy[targets[t]] -= 1
            dWhy += dy @ h[t].T
            dby += dy
            dz = (1 - h[t] ** 2) * (Why.T @ dy + dh_next)
            dbh += dz
            dWxh += dz @ x[t].T
            dWhh += dz @ h[t - 1].T
            dh_next = Whh.T @ dz
        for w, d, m in zip(params, gradients, memory):
            np.clip(d, -CLIP, CLIP, out=d)
            m += d * d
            w -= RATE * d / np.sqrt(m + EPSILON)
        return loss / T

    return step
