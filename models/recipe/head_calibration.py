"""Six numbers that make a head as sure as it is right: skills get a sharpness, the share of `multilingual` a scale and shift,
length a sharpness, difficulty a line."""

import torch

from . import losses
from .bert import Head

STEPS = 200


def fit(head: Head, inputs: torch.Tensor, aims: tuple[torch.Tensor, ...], spread: float = 0.0) -> None:
    """Sets the head's calibration numbers from embeddings [rows, hidden] and the rows' targets; `spread` weighs total variation."""
    numbers = [head.sharpness, head.share, head.length_sharpness, head.difficulty_line]
    for number in numbers:
        number.requires_grad_(True)
    optimiser = torch.optim.LBFGS(numbers, lr=0.5, max_iter=STEPS)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        outputs = head(inputs)
        value = (losses.task(outputs, *aims) + spread * losses.spread(outputs[0], aims[0])).mean()
        value.backward()
        return value

    before = closure().item()
    optimiser.step(closure)
    print(f"loss {before:.4f} -> {closure().item():.4f};", ", ".join(str([round(v, 3) for v in number.tolist()]) for number in numbers), flush=True)
    for number in numbers:
        number.requires_grad_(False)
    head.zero_grad()
