"""Stage `pseudo`: the teacher's labels and embeddings on the pool and on the labelled rows, in chunks that a later run skips.

A chunk holds: index [rows] into `pool.jsonl` (or `labelled.jsonl`), weights f32 [rows, 8], difficulty [rows], length [rows, 3], embedding f16 [rows, 384]; of labelled
rows also `said_weights`, `said_difficulty` and `said_length`: what the teacher expects of the annotator who labelled them.
"""

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from . import data, head_calibration, loop, teacher, tokens, workers
from .bert import Classifier
from .config import Config

CHUNK = 4096
BATCH = 64


def run(config: Config, work: Path) -> None:
    annotated, source = teacher.annotated(config, work)
    tokenizer = tokens.build(source.pieces)
    model = annotated.to(loop.device()).classifier
    calibrate_teacher(model, tokenizer, teacher.answered_as_needs(data.read(work / "data" / "calibration.jsonl")), config)
    out = work / "pseudo"
    out.mkdir(parents=True, exist_ok=True)
    for name, most in (("labelled", 10**9), ("pool", config.pool_rows)):
        rows = data.read(work / "data" / f"{name}.jsonl")
        order = np.random.default_rng(config.seed).permutation(len(rows))[:most]
        for start in range(workers.RANK * CHUNK, len(order), workers.WORLD * CHUNK):
            path = out / f"{name}-{start:07d}.npz"
            if path.exists():
                continue
            index = order[start : start + CHUNK]
            result = label(model, tokenizer, [rows[i]["text"] for i in index], config)
            if name == "labelled":
                result |= said(annotated, result["embedding"], teacher.annotators([rows[i] for i in index]))
            partial = path.with_suffix(".partial.npz")
            np.savez(partial, index=index, **result)
            partial.replace(path)
            print(path.name, len(index), flush=True)


def calibrate_teacher(model: Classifier, tokenizer: Tokenizer, rows: list[dict], config: Config) -> None:
    """Soft labels are to be as sharp as labels are on rows that the teacher has not seen."""
    found = label(model, tokenizer, [row["text"] for row in rows], config)
    device = loop.device()
    head_calibration.fit(model.head, torch.from_numpy(found["embedding"]).float().to(device), tuple(aim.to(device) for aim in teacher.targets(rows)))


@torch.inference_mode()
def label(model: Classifier, tokenizer: Tokenizer, texts: list[str], config: Config) -> dict[str, np.ndarray]:
    device = loop.device()
    ids = tokens.encode(tokenizer, texts, config.teacher_tokens, config.teacher_tokens * config.head_tokens // config.max_tokens)
    order = np.argsort([len(i) for i in ids], kind="stable")
    out = {"weights": np.zeros((len(ids), 8), np.float32), "difficulty": np.zeros(len(ids), np.float32),
           "length": np.zeros((len(ids), 3), np.float32), "embedding": np.zeros((len(ids), config.hidden), np.float16)}
    for start in range(0, len(ids), BATCH):
        batch = order[start : start + BATCH]
        with torch.autocast(device.type, torch.bfloat16):
            capabilities, difficulty, length, embedding = model(*tokens.collate([ids[i] for i in batch], device))
        out["weights"][batch] = capabilities.float().exp().cpu().numpy()
        out["difficulty"][batch] = difficulty[:, 0].float().clamp(1, 5).cpu().numpy()
        out["length"][batch] = length.float().softmax(-1).cpu().numpy()
        out["embedding"][batch] = embedding.float().cpu().numpy()
    return out


@torch.inference_mode()
def said(model: teacher.Annotated, embedding: np.ndarray, annotators: torch.Tensor) -> dict[str, np.ndarray]:
    device = loop.device()
    capabilities, difficulty, length = model.said(torch.from_numpy(embedding).float().to(device), annotators.to(device))
    found = {"weights": capabilities.exp(), "difficulty": difficulty[:, 0].clamp(1, 5), "length": length.softmax(-1)}
    return {f"said_{key}": value.cpu().numpy() for key, value in found.items()}


def read(folder: Path, name: str) -> dict[str, np.ndarray]:
    chunks = [np.load(path) for path in sorted(folder.glob(f"{name}-*.npz")) if ".partial" not in path.name]
    return {key: np.concatenate([chunk[key] for chunk in chunks]) for key in chunks[0].files}
