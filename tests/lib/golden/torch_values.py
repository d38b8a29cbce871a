"""Writes torch.json: what PyTorch 2.13.0 gives for nn.RNN, nn.LSTM and nn.GRU in float64, forward and backward.

Run by hand where PyTorch is installed (pip install torch==2.13.0): python tests/golden/torch_values.py
"""

import json
from pathlib import Path

import torch

D, H, T, B = 2, 3, 4, 2
torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def values(kind):
    """One module with random weights, its inputs, and the gradients of E = Σ_t Σ direct_t ∘ h_t."""
    module = getattr(torch.nn, kind)(D, H)
    for weight in module.parameters():
        torch.nn.init.normal_(weight, std=0.7)
    x = torch.randn(T, B, D, requires_grad=True)
    first = [torch.randn(1, B, H, requires_grad=True) for _ in range(2 if kind == "LSTM" else 1)]
    direct = torch.randn(T, B, H)
    h, _ = module(x, tuple(first) if kind == "LSTM" else first[0])
    (direct * h).sum().backward()
    weights = dict(module.named_parameters())
    return {
        "weights": {name: W.tolist() for name, W in weights.items()},
        "dweights": {name: W.grad.tolist() for name, W in weights.items()},
        "x": x.tolist(),
        "dx": x.grad.tolist(),
        "first": [s[0].tolist() for s in first],  # h_0, then c_0
        "dfirst": [s.grad[0].tolist() for s in first],
        "direct": direct.tolist(),
        "h": h.tolist(),
    }


everything = {"torch": torch.__version__, **{kind: values(kind) for kind in ("RNN", "LSTM", "GRU")}}
Path(__file__).with_name("torch.json").write_text(json.dumps(everything) + "\n")
