"""One training loop for teacher and student: a fixed plan of batches per epoch, warm-up and linear decay, weight averaging, checkpoints to resume from."""

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from . import workers

Plan = Callable[[int], Sequence[np.ndarray]]
Loss = Callable[[np.ndarray], Tensor]


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def parameter_groups(model: nn.Module, scale: Callable[[str], float], decay: float) -> list[dict]:
    """Matrices decay, vectors do not; `scale(name)` multiplies the learning rate (0 freezes)."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        factor = scale(name)
        parameter.requires_grad_(factor > 0)
        if factor > 0:
            groups.setdefault((factor, decay if parameter.ndim > 1 else 0.0), []).append(parameter)
    return [{"params": params, "scale": factor, "weight_decay": wd} for (factor, wd), params in groups.items()]


def fit(model: nn.Module, plan: Plan, loss: Loss, *, epochs: float, lr: float, checkpoint: Path, seed: int, save_every: float,
        scale: Callable[[str], float] = lambda _: 1.0, average: float = 0.0, decay: float = 0.01, log: Callable[[str], None] = print) -> None:
    """Trains in place. `plan(epoch)` lists the epoch's batches of row numbers, `loss(batch)` gives a mean; workers take every n-th row.

    `average` > 0 ends with an exponential average of the weights."""
    workers.join()
    optimiser = torch.optim.AdamW(parameter_groups(model, scale, decay), lr=lr, betas=(0.9, 0.98), eps=1e-6, fused=True)
    trained = [p for p in model.parameters() if p.requires_grad]
    mean = [p.detach().clone() for p in trained] if average else []
    per_epoch = len(plan(0))
    total, step = round(per_epoch * epochs), 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        mean, step = state["mean"], state["step"]
        log(f"resumed at step {step} of {total}")
    warm, started, saved, running, first = max(1, total // 16), time.monotonic(), time.monotonic(), 0.0, step
    model.train()
    for epoch in range(step // per_epoch, math.ceil(epochs)):
        for batch in plan(epoch)[step - epoch * per_epoch : total - epoch * per_epoch]:
            torch.manual_seed((seed + workers.RANK) * 1_000_003 + step)
            rate = lr * min((step + 1) / warm, max(0.02, (total - step) / (total - warm)))
            for group in optimiser.param_groups:
                group["lr"] = rate * group["scale"]
            value = loss(batch[workers.RANK :: workers.WORLD])
            optimiser.zero_grad(set_to_none=True)
            value.backward()
            workers.average_gradients(trained)
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            step += 1
            if average:
                torch._foreach_lerp_(mean, [p.detach() for p in trained], max(1 - average, 1 / (step + 1)))
            running += value.item()
            if step % 50 == 0 and workers.RANK == 0:
                pace = (time.monotonic() - started) / (step - first)
                log(f"epoch {epoch} step {step}/{total} loss {running / 50:.4f} {pace:.3f} s/step, {pace * (total - step) / 60:.1f} min left")
                running = 0.0
            if time.monotonic() - saved > save_every and workers.RANK == 0:
                save(checkpoint, {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "mean": mean, "step": step})
                saved = time.monotonic()
    if average:
        with torch.no_grad():
            for parameter, value in zip(trained, mean):
                parameter.copy_(value)
    model.eval()


def save(path: Path, state: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)
