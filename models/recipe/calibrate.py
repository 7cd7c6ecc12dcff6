"""Stage `calibrate`: fits the student's calibration numbers on rows held out of training (`calibration.jsonl`) and bakes them into the head; the confidence's four go into the manifest."""

import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from . import confidence, data, head_calibration, loop, student, teacher, tokens
from .config import Config
from .evaluate import hits

ABSTAIN_BELOW = 0.5  # a profile of less confidence is more likely wrong than right
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
    found, aims = embeddings(model, tokenizer, [row["text"] for row in rows], config), teacher.targets(rows)
    as_needs = torch.tensor([row["annotator"] == teacher.ANNOTATORS[0] for row in rows])
    head_calibration.fit(model.head, found[as_needs], tuple(aim[as_needs] for aim in aims), SPREAD)
    loop.save(work / f"{name}.calibrated.pt", model.state_dict())
    # The pool's queries are easier than what people ask, and its annotator another: how sure to be is measured on the others, real and written.
    apart = np.array([row["annotator"] == teacher.ADDED for row in rows])
    weights, labels = model.head(found)[0].exp().detach().numpy(), aims[0].numpy()
    right = hits(weights, labels)
    numbers = confidence.fit(weights, right.astype(float), apart.astype(float))
    weights, right = weights[~apart], right[~apart]
    low = confidence.chance(weights, numbers) < ABSTAIN_BELOW
    print(f"confidence {numbers}; under {ABSTAIN_BELOW}: {low.mean():.3f} of rows, right in {right[low].mean():.3f} of them", flush=True)
    (work / f"{name}.confidence.json").write_text(json.dumps({**numbers, "abstainBelow": ABSTAIN_BELOW}))
