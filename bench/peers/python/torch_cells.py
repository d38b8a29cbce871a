"""PyTorch: RNNCell or LSTMCell in a Python loop."""
import torch
import torch_modules
from common import V
from torch import nn
from torch_modules import VERSION, set_threads  # noqa: F401


def recurrent(cell, H, onehot):
    """Returns the module and a function that computes h_1 … h_T, one call of the cell per step."""
    module = (nn.RNNCell if cell == "RNN" else nn.LSTMCell)(V, H)

    def states():
        h, hs = torch.zeros(onehot.shape[1], H), []
        c = torch.zeros_like(h)
        for x in onehot:
            if cell == "RNN":
                h = module(x, h)
            else:
                h, c = module(x, (h, c))
            hs.append(h)
        return torch.stack(hs)

    return module, states


def make(cell, H, B, T):
    return torch_modules.make(cell, H, B, T, recurrent)
