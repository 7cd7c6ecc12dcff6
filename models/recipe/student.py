"""Stage `student`: labels, soft labels and embeddings of the fine-tuned teacher; `--name quick`: labels only, from e5's layers."""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from . import data, losses, loop, previous, pseudo, taught, teacher, tokens, weights, workers
from .augment import augment
from .bert import Classifier
from .config import Config

AUGMENTED = 0.5  # share of rows changed by `augment` in each epoch
SPREAD = 0.5  # weight of total variation beside cross-entropy
TRUST = 0.4  # share of a label's surprise that the teacher is believed to know better


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


def texts_of(work: Path, name: str) -> list[str]:
    return [row["text"] for row in data.read(work / "data" / f"{name}.jsonl")]


def taught_rows(work: Path) -> tuple[Rows, Rows]:
    """Of labels and of the pool, with the teacher's part in them: from `pseudo`, or without embeddings from what is kept of it."""
    if (work / "pseudo").exists():
        return labelled_rows(work), pool_rows(work)
    return tuple(Rows(texts, *taught.read(texts)) for texts in (texts_of(work, "labelled"), texts_of(work, "pool")))


def labelled_rows(work: Path) -> Rows:
    """As the annotator of `needs` would have labelled them, as far as the teacher knows."""
    rows = data.read(work / "data" / "labelled.jsonl")
    found = pseudo.read(work / "pseudo", "labelled")
    order = np.argsort(found["index"])
    soft, said = ([torch.from_numpy(found[f"{prefix}{key}"][order]) for key in ("weights", "difficulty", "length")] for prefix in ("", "said_"))
    # What the annotator of `needs` is expected to say, moved by how far this row's annotator was from what was expected of them.
    weights, difficulty, length = (s + (1 - TRUST) * (aim - own) for s, aim, own in zip(soft, teacher.targets(rows), said))
    return Rows([row["text"] for row in rows], taught.shares(weights), difficulty.clamp(1, 5), taught.shares(length), torch.from_numpy(found["embedding"][order]))


def pool_rows(work: Path) -> Rows:
    texts = texts_of(work, "pool")
    found = pseudo.read(work / "pseudo", "pool")
    return Rows([texts[i] for i in found["index"]], *(torch.from_numpy(found[key]) for key in ("weights", "difficulty", "length", "embedding")))


def create(config: Config, work: Path, with_teacher: bool, start: Path | None) -> Classifier:
    if start is not None:
        return previous.classifier(start, config)
    kept = np.load(work / "vocabulary" / "rows.npz")
    model = teacher.load(config, work)[0] if with_teacher else teacher.create(config)[0]
    student = Classifier.student(config)
    weights.cut_down(model.encoder, student.encoder, kept["kept"].tolist(), kept["counts"], config)
    student.head.load_state_dict(model.head.state_dict())  # the student's embedding is led to the teacher's, so its head fits
    return student


def load(config: Config, work: Path, name: str) -> Classifier:
    model = Classifier.student(config)
    model.load_state_dict(torch.load(work / f"{name}.pt", weights_only=True))
    return model.eval()


def run(config: Config, work: Path, name: str, start: Path | None) -> None:
    """`start`: the folder of an earlier version to train on, instead of the teacher's layers."""
    quick = name == "quick"
    torch.manual_seed(config.seed)
    model = create(config, work, not quick, start)
    if quick:
        found = data.read(work / "data" / "labelled.jsonl")
        rows = Rows([row["text"] for row in found], *teacher.targets(found))
        order = np.arange(len(found))
    else:
        labelled, pool = taught_rows(work)
        rows = labelled + pool
        order = np.concatenate([np.tile(np.arange(len(labelled.texts)), config.labelled_repeat), len(labelled.texts) + np.arange(len(pool.texts))])
    train(config, work, model, rows, order, name, config.quick_epochs if quick else config.student_epochs)


@dataclass(frozen=True)
class Stress:
    """What an epoch asks for: at first the teacher's embedding, in the end what the classifier is for, as the int8 file will compute it."""

    follow: float
    """Weight of the embedding loss."""
    rest: float
    """Weight of difficulty and length beside the capabilities."""
    rounded: bool

    @classmethod
    def of(cls, epoch: int, epochs: float) -> "Stress":
        gone = min(1.0, epoch / max(1.0, epochs - 1))
        return cls(1.0 - 0.8 * gone, 0.5 + 0.5 * gone, epoch > 0)


def train(config: Config, work: Path, model: Classifier, rows: Rows, order: np.ndarray, name: str, epochs: float) -> None:
    """Trains on `rows` in the order given, each epoch with other changes of the texts, and writes `name`.pt."""
    device = loop.device()
    model.to(device)
    tokenizer = Tokenizer.from_file(str(work / "vocabulary" / "tokenizer.json"))
    print(f"{len(order)} rows an epoch", flush=True)
    ids: list[list[int]] = []
    stress = Stress.of(0, epochs)

    def plan(epoch: int) -> list[np.ndarray]:
        nonlocal stress
        stress = Stress.of(epoch, epochs)
        model.encoder.rounded = stress.rounded
        rng = random.Random(config.seed + epoch)
        texts = [augment(rows.texts[i], rng) if rng.random() < AUGMENTED else rows.texts[i] for i in order]
        ids[:] = tokens.encode(tokenizer, texts, config.max_tokens, config.head_tokens)
        return tokens.bucketed([len(i) for i in ids], config.student_batch, np.random.default_rng([config.seed, epoch]))

    def loss(batch: np.ndarray) -> torch.Tensor:
        inputs, at = tokens.collate([ids[i] for i in batch], device), order[batch]
        with torch.autocast(device.type, torch.bfloat16):
            outputs = model(*inputs)
        aims = [aim[at].to(device) for aim in (rows.weights, rows.difficulty, rows.length)]
        value = (losses.task(outputs, *aims, stress.rest) + SPREAD * losses.spread(outputs[0], aims[0])).mean()
        if rows.embedding is not None:
            value = value + stress.follow * losses.follow(outputs[3].float(), rows.embedding[at].float().to(device)).mean()
        return value

    loop.fit(model, plan, loss, epochs=epochs, lr=config.student_lr, checkpoint=work / f"{name}.checkpoint", seed=config.seed,
             save_every=config.checkpoint_seconds, average=0.998, log=lambda line: print(line, flush=True))
    if workers.RANK == 0:
        model.encoder.settle()
        loop.save(work / f"{name}.pt", {key: value.cpu() for key, value in model.state_dict().items()})
