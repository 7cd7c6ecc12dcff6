"""Stage `calibrate`: fits the student's calibration numbers on rows held out of training (`calibration.jsonl`) and bakes them into the head; the confidence's two go into the manifest."""

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

from . import added, data, head_calibration, loop, student, teacher, tokens
from .config import Config

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
    # The pool's queries are easier than what people ask: sureness is measured on the others, real and written.
    pooled = added.labels()
    harder = torch.tensor([added.digest(row["text"]) not in pooled for row in rows])
    (work / f"{name}.confidence.json").write_text(json.dumps(confidence(model.head(found)[0].exp().detach()[harder], aims[0][harder])))


def confidence(weights: torch.Tensor, labels: torch.Tensor) -> dict[str, float]:
    """Scale and shift of the first weight's logit, so that its sigmoid is the chance that the first capability is one of the label's top weights."""
    first, which = weights.max(-1)
    right = (labels.gather(-1, which[:, None])[:, 0] >= labels.max(-1).values - 1e-6).float()
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    optimiser = torch.optim.LBFGS([line], max_iter=100)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(first.clamp(max=1 - 1e-6).logit() * line[0] + line[1], right)
        loss.backward()
        return loss

    optimiser.step(closure)
    scale, shift = (round(value, 4) for value in line.tolist())
    sure = torch.sigmoid(first.clamp(max=1 - 1e-6).logit() * scale + shift)
    print(f"confidence: scale {scale}, shift {shift}; under {ABSTAIN_BELOW}: {(sure < ABSTAIN_BELOW).float().mean():.3f} of rows, right in {right[sure < ABSTAIN_BELOW].mean():.3f} of them", flush=True)
    return {"scale": scale, "shift": shift, "abstainBelow": ABSTAIN_BELOW}
