"""Constants, data and initial weights of all Python peers."""
import numpy as np

V = 64
RATE = 0.1
CLIP = 5.0
EPSILON = 1e-8


def data(B, T):
    """Returns inputs and targets, T×B classes."""
    random = np.random.RandomState(1)
    return random.randint(0, V, (T, B)), random.randint(0, V, (T, B))


def shapes(cell, H):
    """Returns the shapes of Wx, Wh, b, Wy, by; an LSTM's gates i, f, o, g are side by side."""
    G = H if cell == "RNN" else 4 * H
    return (V, G), (H, G), (G,), (H, V), (V,)


def weights(cell, H, dtype):
    random = np.random.RandomState(0)
    return [(random.randn(*shape) * 0.05).astype(dtype) for shape in shapes(cell, H)]
