"""NumPy in float32 with the algorithm of our fast engine: inputs by index, one product over all steps where possible."""
import numpy as np
from common import CLIP, EPSILON, RATE, V, data, weights

VERSION = f"NumPy {np.__version__}"


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def make(cell, H, B, T):
    params = weights(cell, H, np.float32)
    memory = [np.zeros_like(p) for p in params]
    xs, targets = data(B, T)
    R, every = T * B, np.arange(T * B)
    onehot = np.zeros((R, V), np.float32)
    onehot[every, xs.ravel()] = 1
    G = params[1].shape[1]

    def forward(Wx, Wh, b):
        z, hs = Wx[xs] + b, np.zeros((T + 1, B, H), np.float32)
        if cell == "RNN":
            for t in range(T):
                z[t] += hs[t] @ Wh
                np.tanh(z[t], out=hs[t + 1])
            return z, hs, None, None
        cs, tanh_c = np.zeros((T + 1, B, H), np.float32), np.empty((T, B, H), np.float32)
        for t in range(T):
            a = z[t]
            a += hs[t] @ Wh
            a[:, :3 * H] = sigmoid(a[:, :3 * H])
            np.tanh(a[:, 3 * H:], out=a[:, 3 * H:])
            cs[t + 1] = a[:, H:2 * H] * cs[t] + a[:, :H] * a[:, 3 * H:]
            np.tanh(cs[t + 1], out=tanh_c[t])
            hs[t + 1] = a[:, 2 * H:3 * H] * tanh_c[t]
        return z, hs, cs, tanh_c

    def backward_rnn(dh, hs, Wh):
        for t in reversed(range(T)):
            if t < T - 1:
                dh[t] += dh[t + 1] @ Wh.T
            dh[t] *= 1 - hs[t + 1] ** 2
        return dh

    def backward_lstm(dh, z, cs, tanh_c, Wh):
        dc = np.zeros((B, H), np.float32)
        for t in reversed(range(T)):
            d = dh[t]
            if t < T - 1:
                d += z[t + 1] @ Wh.T
            i, f, o, g = (z[t][:, n * H:(n + 1) * H].copy() for n in range(4))
            dC = d * o * (1 - tanh_c[t] ** 2) + dc
            z[t][:, :H] = dC * g * i * (1 - i)
            z[t][:, H:2 * H] = dC * cs[t] * f * (1 - f)
            z[t][:, 2 * H:3 * H] = d * tanh_c[t] * o * (1 - o)
            z[t][:, 3 * H:] = dC * i * (1 - g ** 2)
            dc = dC * f
        return z

    def step():
        Wx, Wh, b, Wy, by = params
        z, hs, cs, tanh_c = forward(Wx, Wh, b)
        h = hs[1:].reshape(R, H)
        y = h @ Wy + by
        y -= y.max(1, keepdims=True)
        np.exp(y, out=y)
        y /= y.sum(1, keepdims=True)
        loss = -np.log(y[every, targets.ravel()]).mean()
        y[every, targets.ravel()] -= 1
        dh = (y @ Wy.T).reshape(T, B, H)
        dz = backward_rnn(dh, hs, Wh) if cell == "RNN" else backward_lstm(dh, z, cs, tanh_c, Wh)
        dz = dz.reshape(R, G)
        gradients = onehot.T @ dz, hs[:-1].reshape(R, H).T @ dz, dz.sum(0), h.T @ y, y.sum(0)
        for p, d, m in zip(params, gradients, memory):
            np.clip(d, -CLIP, CLIP, out=d)
            m += d * d
            p -= RATE * d / np.sqrt(m + EPSILON)
        return loss

    return step
