"""Stages `quick` (labels only, from e5's layers) and `student` (labels, soft labels and embeddings of the fine-tuned teacher)."""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from . import data, losses, loop, pseudo, teacher, tokens, weights, workers
from .augment import augment
from .bert import Classifier, Encoder
from .config import Config

AUGMENTED = 0.4  # share of rows changed by `augment` in each epoch
FOLLOW = 1.0  # weight of the embedding loss
SPREAD = 0.5  # weight of total variation beside cross-entropy
TRUST = 0.4  # share of the teacher in the targets of labelled rows


@dataclass
class Rows:
    """Texts with targets: weights [n, 8], difficulty [n], length [n, 3]; embedding f16 [n, hidden] where a teacher gave one."""

    texts: list[str]
    weights: torch.Tensor
    difficulty: torch.Tensor
    length: torch.Tensor
    embedding: torch.Tensor | None = None

    def __add__(self, other: "Rows") -> "Rows":
        both = None if self.embedding is None else torch.cat([self.embedding, other.embedding])
        return Rows(self.texts + other.texts, *(torch.cat([a, b]) for a, b in ((self.weights, other.weights), (self.difficulty, other.difficulty), (self.length, other.length))), both)


def labelled_rows(config: Config, work: Path, taught: bool) -> Rows:
    rows = data.read(work / "data" / "labelled.jsonl")
    aims = teacher.targets(rows)
    texts = [row["text"] for row in rows]
    if not taught:
        return Rows(texts, *aims)
    found = pseudo.read(work / "pseudo", "labelled")
    order = np.argsort(found["index"])
    soft = [torch.from_numpy(found[key][order]) for key in ("weights", "difficulty", "length", "embedding")]
    own = torch.tensor([row["annotator"] == teacher.ANNOTATORS[0] for row in rows])
    blend = [aim * (1 - TRUST) + s * TRUST for aim, s in zip(aims, soft)]
    # Difficulty and length in the manner of `needs`, which on others' rows only the teacher can tell.
    return Rows(texts, blend[0], torch.where(own, blend[1], soft[1]), torch.where(own[:, None], blend[2], soft[2]), soft[3])


def pool_rows(work: Path) -> Rows:
    rows = data.read(work / "data" / "pool.jsonl")
    found = pseudo.read(work / "pseudo", "pool")
    return Rows([rows[i]["text"] for i in found["index"]], *(torch.from_numpy(found[key]) for key in ("weights", "difficulty", "length", "embedding")))


def create(config: Config, work: Path, taught: bool) -> Classifier:
    kept = np.load(work / "vocabulary" / "rows.npz")
    model = teacher.load(config, work)[0] if taught else teacher.create(config)[0]
    student = Classifier(weights.student_encoder(model.encoder, kept["kept"].tolist(), kept["counts"], config.embedding, config.ffn, list(range(config.layers)), config.heads), config.hidden)
    student.head.load_state_dict(model.head.state_dict())  # the student's embedding is led to the teacher's, so its head fits
    return student


def load(config: Config, work: Path, name: str) -> Classifier:
    model = Classifier(Encoder(config.vocabulary, config.hidden, config.layers, config.heads, config.ffn, config.max_tokens, config.embedding), config.hidden)
    model.load_state_dict(torch.load(work / f"{name}.pt", weights_only=True))
    return model.eval()


def run(config: Config, work: Path, name: str) -> None:
    taught = name != "quick"
    torch.manual_seed(config.seed)
    model = create(config, work, taught)
    device = loop.device()
    model.to(device)
    tokenizer = Tokenizer.from_file(str(work / "vocabulary" / "tokenizer.json"))
    rows = labelled_rows(config, work, taught)
    order = np.arange(len(rows.texts))
    if taught:
        pool = pool_rows(work)
        order = np.concatenate([np.tile(order, config.labelled_repeat), len(order) + np.arange(len(pool.texts))])
        rows = rows + pool
    print(f"{len(order)} rows an epoch", flush=True)
    ids: list[list[int]] = []

    def plan(epoch: int) -> list[np.ndarray]:
        rng = random.Random(config.seed + epoch)
        model.encoder.rounded = taught and epoch >= config.student_epochs - 1
        texts = [augment(rows.texts[i], rng) if rng.random() < AUGMENTED else rows.texts[i] for i in order]
        ids[:] = tokens.encode(tokenizer, texts, config.max_tokens, config.head_tokens)
        return tokens.bucketed([len(i) for i in ids], config.student_batch, np.random.default_rng([config.seed, epoch]))

    def loss(batch: np.ndarray) -> torch.Tensor:
        inputs, at = tokens.collate([ids[i] for i in batch], device), order[batch]
        with torch.autocast(device.type, torch.bfloat16):
            outputs = model(*inputs)
        aims = [aim[at].to(device) for aim in (rows.weights, rows.difficulty, rows.length)]
        value = (losses.task(outputs, *aims) + SPREAD * losses.spread(outputs[0], aims[0])).mean()
        if rows.embedding is not None:
            value = value + FOLLOW * losses.follow(outputs[3].float(), rows.embedding[at].float().to(device)).mean()
        return value

    loop.fit(model, plan, loss, epochs=config.student_epochs if taught else config.quick_epochs, lr=config.student_lr, checkpoint=work / f"{name}.checkpoint", seed=config.seed,
             save_every=config.checkpoint_seconds, average=0.998, log=lambda line: print(line, flush=True))
    if workers.RANK == 0:
        loop.save(work / f"{name}.pt", {key: value.cpu() for key, value in model.state_dict().items()})
