"""The three-part loss on labels, and what a student adds to follow its teacher."""

import torch
import torch.nn.functional as F
from torch import Tensor


def task(outputs: tuple[Tensor, ...], weights: Tensor, difficulty: Tensor, length: Tensor, rest: float = 0.5) -> Tensor:
    """Per row [batch]: soft cross-entropy of eight capabilities + `rest` x (squared error of difficulty + cross-entropy of length).

    weights [batch, 8] and length [batch, 3] are distributions, difficulty [batch] is on 1..5. A row of zeros is a part that nobody judged: it costs nothing.
    """
    capabilities, score, lengths = outputs[:3]
    return (-(weights * capabilities).sum(-1) + rest * ((score[:, 0] - difficulty) ** 2 - (length * F.log_softmax(lengths, -1)).sum(-1)))


def spread(capabilities: Tensor, weights: Tensor) -> Tensor:
    """Per row: total variation between the predicted and the wanted weights; unlike cross-entropy it rewards being decided."""
    return 0.5 * (capabilities.exp() - weights).abs().sum(-1)


def follow(embedding: Tensor, target: Tensor) -> Tensor:
    """Per row: squared distance of the embeddings in units of the targets' own variance, so that 1 is as bad as always answering their mean."""
    variance = ((target - target.mean(0)) ** 2).sum(-1).mean().clamp_min(1e-6)
    return ((embedding - target) ** 2).sum(-1) / variance
