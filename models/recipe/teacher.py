"""Stage `teacher`: multilingual-e5-small fine-tuned on the labelled rows, word embeddings frozen.

Annotators differ: the same query is half a step harder, a class longer or more a matter of knowledge to one than to another. The teacher learns each one's habits beside
what they agree on, and labels as the annotator of `needs` would.
"""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import data, e5, losses, loop, tokens, weights, workers
from .bert import Classifier
from .config import Config

ADDED = "added"
ANNOTATORS = ("needs", ADDED, "written", "outcomes")  # the first is the one to answer as
OUTPUTS = 12  # of the head


class Annotated(nn.Module):
    """A classifier and what each further annotator would say beside it: ids, mask, annotator int64 [batch] -> the classifier's outputs in that annotator's manner."""

    def __init__(self, classifier: Classifier):
        super().__init__()
        self.classifier = classifier
        self.habits = nn.Linear(classifier.head.inner.out_features, OUTPUTS * (len(ANNOTATORS) - 1))
        nn.init.zeros_(self.habits.weight)
        nn.init.zeros_(self.habits.bias)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, annotator: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return self.said(self.classifier.encoder(ids, mask)[1], annotator)

    def said(self, embedding: torch.Tensor, annotator: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """What each row's annotator would say: embedding [batch, hidden], annotator int64 [batch]."""
        features = self.classifier.head.features(embedding)
        habits = self.habits(features).float().unflatten(1, (-1, OUTPUTS))
        habit = torch.cat([torch.zeros_like(habits[:, :1]), habits], 1)[torch.arange(len(annotator), device=annotator.device), annotator]
        return self.classifier.head.read(features, habit)


def answered_as_needs(rows: list[dict]) -> list[dict]:
    return [row for row in rows if row["annotator"] == ANNOTATORS[0]]


def annotators(rows: list[dict]) -> torch.Tensor:
    return torch.tensor([ANNOTATORS.index(row["annotator"]) for row in rows])


def targets(rows: list[dict]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """weights [rows, 8], difficulty [rows], length one-hot [rows, 3], smoothed a little."""
    lengths = torch.tensor([[0.9 * (i == row["length"]) + 0.1 / 3 if row["length"] is not None else 0.0 for i in range(3)] for row in rows])
    return torch.tensor([row["weights"] for row in rows]), torch.tensor([row["difficulty"] for row in rows]).float(), lengths


def create(config: Config) -> tuple[Classifier, e5.E5]:
    source = e5.read()
    return Classifier(weights.teacher_encoder(source, config.max_tokens), config.hidden), source


def load(config: Config, work: Path) -> tuple[Classifier, e5.E5]:
    model, source = annotated(config, work)
    return model.classifier, source


def annotated(config: Config, work: Path) -> tuple[Annotated, e5.E5]:
    classifier, source = create(config)
    model = Annotated(classifier)
    model.load_state_dict(torch.load(work / "teacher.pt", weights_only=True), strict=False)  # the word embeddings are e5's
    return model.eval(), source


def run(config: Config, work: Path) -> None:
    torch.manual_seed(config.seed)
    classifier, source = create(config)
    model = Annotated(classifier)
    device = loop.device()
    model.to(device)
    rows = data.read(work / "data" / "labelled.jsonl") + data.read(work / "data" / "outcomes.jsonl")
    who = annotators(rows)
    head = config.teacher_tokens * config.head_tokens // config.max_tokens
    ids = tokens.encode(tokens.build(source.pieces), [row["text"] for row in rows], config.teacher_tokens, head)
    aims = targets(rows)
    print(f"{len(rows)} rows, {np.mean([len(i) for i in ids]):.1f} tokens each")

    def plan(epoch: int) -> list[np.ndarray]:
        return tokens.bucketed([len(i) for i in ids], config.teacher_batch, np.random.default_rng([config.seed, epoch]))

    def loss(batch: np.ndarray) -> torch.Tensor:
        inputs = tokens.collate([ids[i] for i in batch], device)
        with torch.autocast(device.type, torch.bfloat16):
            outputs = model(*inputs, who[batch].to(device))
        return losses.task(outputs, *(aim[batch].to(device) for aim in aims)).mean()

    def scale(name: str) -> float:
        return 0.0 if name.endswith("encoder.word.weight") else 10.0 if name.startswith(("classifier.head", "habits")) else 1.0

    loop.fit(model, plan, loss, epochs=config.teacher_epochs, lr=config.teacher_lr, checkpoint=work / "teacher.checkpoint", seed=config.seed, save_every=config.checkpoint_seconds,
             scale=scale, average=0.995, log=lambda line: print(line, flush=True))
    state = {name: value.cpu() for name, value in model.state_dict().items() if not name.endswith("encoder.word.weight")}
    if workers.RANK == 0:
        loop.save(work / "teacher.pt", state)
