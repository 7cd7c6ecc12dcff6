"""Stage `calibrate`: fits the student's calibration numbers on rows held out of training (`calibration.jsonl`) and bakes them into the head."""

from pathlib import Path

import torch
from tokenizers import Tokenizer

from . import data, head_calibration, loop, student, teacher, tokens
from .config import Config

SPREAD = 7.0  # cross-entropy alone leaves the weights too even


@torch.no_grad()
def embeddings(model, tokenizer: Tokenizer, texts: list[str], config: Config) -> torch.Tensor:
    """float32 [texts, hidden], in batches of similar length."""
    ids = tokens.encode(tokenizer, texts, config.max_tokens, config.head_tokens)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out = torch.zeros(len(ids), config.hidden)
    for start in range(0, len(order), 64):
        batch = order[start : start + 64]
        out[batch] = model.encoder(*tokens.collate([ids[i] for i in batch]))[1]
    return out


def run(config: Config, work: Path, name: str) -> None:
    model = student.load(config, work, name)
    tokenizer = Tokenizer.from_file(str(work / "vocabulary" / "tokenizer.json"))
    rows = data.read(work / "data" / "calibration.jsonl")
    head_calibration.fit(model.head, embeddings(model, tokenizer, [row["text"] for row in rows], config), teacher.targets(rows), SPREAD)
    loop.save(work / f"{name}.calibrated.pt", model.state_dict())
