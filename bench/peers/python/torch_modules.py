"""PyTorch: nn.RNN or nn.LSTM, a linear layer, torch.optim.Adagrad."""
import torch
from common import CLIP, EPSILON, RATE, V, data
from torch import nn

VERSION = f"PyTorch {torch.__version__}"
set_threads = torch.set_num_threads


def recurrent(cell, H, onehot):
    """Returns the module and a function that computes h_1 … h_T with one call."""
    module = (nn.RNN if cell == "RNN" else nn.LSTM)(V, H)
    return module, lambda: module(onehot)[0]


def make(cell, H, B, T, recurrent=recurrent):
    torch.manual_seed(0)
    xs, targets = (torch.tensor(classes) for classes in data(B, T))
    onehot, targets = nn.functional.one_hot(xs, V).float(), targets.reshape(-1)
    module, states = recurrent(cell, H, onehot)
    readout = nn.Linear(H, V)
    params = [*module.parameters(), *readout.parameters()]
    optimizer = torch.optim.Adagrad(params, lr=RATE, eps=EPSILON)

    def step():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(readout(states().reshape(-1, H)), targets, reduction="sum")
        loss.backward()
        nn.utils.clip_grad_value_(params, CLIP)
        optimizer.step()
        return loss.item() / (T * B)

    return step
