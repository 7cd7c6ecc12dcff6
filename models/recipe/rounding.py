"""What the exported files make of floats, to be felt in training; gradients pass straight through."""

import torch
from torch import Tensor

NIBBLE = 7.5  # sixteen levels: -7.5, -6.5 ... 7.5 times a row's scale


def round_like_int8(x: Tensor) -> Tensor:
    """Of an input [batch, tokens, width] of a product: 256 steps between a text's extremes, as dynamic int8 takes them."""
    low, high = x.detach().amin((1, 2), keepdim=True).clamp_max(0), x.detach().amax((1, 2), keepdim=True).clamp_min(0)
    step = ((high - low) / 255).clamp_min(1e-6)
    return x + (torch.round(x.detach() / step) * step - x.detach())


def nibbles(rows: Tensor) -> Tensor:
    """Of word embeddings [..., width]: 4 bits each and one scale a row."""
    known = rows.detach()
    scale = (known.abs().amax(-1, keepdim=True) / NIBBLE).clamp_min(1e-12)
    return rows + (((known / scale + NIBBLE).round().clamp(0, 15) - NIBBLE) * scale - known)
