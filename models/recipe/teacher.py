"""Stage `teacher`: multilingual-e5-small fine-tuned on the labelled rows, word embeddings frozen."""

from pathlib import Path

import numpy as np
import torch

from . import data, e5, losses, loop, tokens, weights, workers
from .bert import Classifier
from .config import Config


def targets(rows: list[dict]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """weights [rows, 8], difficulty [rows], length one-hot [rows, 3], smoothed a little."""
    lengths = torch.nn.functional.one_hot(torch.tensor([row["length"] for row in rows]), 3).float() * 0.9 + 0.1 / 3
    return torch.tensor([row["weights"] for row in rows]), torch.tensor([row["difficulty"] for row in rows]).float(), lengths


def create(config: Config) -> tuple[Classifier, e5.E5]:
    source = e5.read()
    return Classifier(weights.teacher_encoder(source, config.max_tokens), config.hidden), source


def load(config: Config, work: Path) -> tuple[Classifier, e5.E5]:
    model, source = create(config)
    model.load_state_dict(torch.load(work / "teacher.pt", weights_only=True), strict=False)
    return model.eval(), source


def run(config: Config, work: Path) -> None:
    torch.manual_seed(config.seed)
    model, source = create(config)
    device = loop.device()
    model.to(device)
    rows = data.read(work / "data" / "labelled.jsonl")
    head = config.teacher_tokens * config.head_tokens // config.max_tokens
    ids = tokens.encode(tokens.build(source.pieces), [row["text"] for row in rows], config.teacher_tokens, head)
    aims = targets(rows)
    print(f"{len(rows)} rows, {np.mean([len(i) for i in ids]):.1f} tokens each")

    def plan(epoch: int) -> list[np.ndarray]:
        return tokens.bucketed([len(i) for i in ids], config.teacher_batch, np.random.default_rng([config.seed, epoch]))

    def loss(batch: np.ndarray) -> torch.Tensor:
        inputs = tokens.collate([ids[i] for i in batch], device)
        with torch.autocast(device.type, torch.bfloat16):
            outputs = model(*inputs)
        return losses.task(outputs, *(aim[batch].to(device) for aim in aims)).mean()

    def scale(name: str) -> float:
        return 0.0 if name == "encoder.word.weight" else 10.0 if name.startswith("head") else 1.0

    loop.fit(model, plan, loss, epochs=config.teacher_epochs, lr=config.teacher_lr, checkpoint=work / "teacher.checkpoint", seed=config.seed, save_every=config.checkpoint_seconds,
             scale=scale, average=0.995, log=lambda line: print(line, flush=True))
    state = {name: value.cpu() for name, value in model.state_dict().items() if name != "encoder.word.weight"}
    if workers.RANK == 0:
        loop.save(work / "teacher.pt", state)
