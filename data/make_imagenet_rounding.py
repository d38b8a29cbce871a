"""Rounding of weights for make_imagenet.py, with the errors of one input made up for by the weights of the next."""

import torch

CALIBRATION_BATCH = 24


def bits_of(weight):
    """The bits of a rounded weight: errors in small and in depthwise layers cost most, and the large ones most bytes."""
    if weight.ndim == 2:
        return 12
    return 16 if weight.shape[1] == 1 or weight.numel() < 12000 else 14 if weight.numel() < 100000 else 13


def second_moments(net, x):
    """H = Σ x xᵀ for the inputs x of each layer with fewer than 16 bits, over a batch of pictures."""
    moments = {}

    def add(layer, inputs):
        columns = inputs[0].flatten(2) if inputs[0].ndim > 2 else inputs[0][..., None]
        columns = columns.transpose(0, 1).flatten(1).double()
        moments[layer] = moments.get(layer, 0) + columns @ columns.T

    layers = [m for m in net.modules() if isinstance(m, (torch.nn.Conv2d, torch.nn.Linear))]
    hooks = [m.register_forward_pre_hook(add) for m in layers if bits_of(m.weight) < 16]
    for part in x.split(CALIBRATION_BATCH):
        net(part)
    for hook in hooks:
        hook.remove()
    return moments


def rounded(W, bits, H=None):
    """
    Rounds W (outputs × inputs) to integers q of the given bits with W ≈ s q, one scale s for each output. With H, the
    error of each input's weights is made up for by those not yet rounded, so that |W x − s q x| is small for the inputs x
    that the layer sees (GPTQ; Frantar et al. 2023, arXiv:2210.17323).
    """
    most = 2 ** (bits - 1) - 1
    s = W.abs().amax(1, keepdim=True).clamp(min=1e-20) / most
    if H is None:
        return (W / s).round(), s
    H = H + 1e-3 * H.diagonal().mean() * torch.eye(len(H), dtype=H.dtype)
    order = H.diagonal().argsort(descending=True)
    H, W = H[order][:, order], W[:, order].clone()
    U = torch.linalg.cholesky(torch.cholesky_inverse(torch.linalg.cholesky(H)), upper=True)
    q = torch.zeros_like(W)
    for i in range(W.shape[1]):
        q[:, i] = (W[:, i] / s[:, 0]).round().clamp(-most - 1, most)
        error = (W[:, i] - q[:, i] * s[:, 0]) / U[i, i]
        W[:, i:] -= error[:, None] * U[i, i:]
    return q[:, order.argsort()], s
