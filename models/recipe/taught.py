"""The teacher's last word on every row of pool and labels, kept by digest of the text: with it a student can be trained on where there is no teacher.

`taught_labels.npz` holds digest u64 [rows] and, as bytes of 0..255, weights [rows, 8], difficulty [rows] (1..5) and length [rows, 3]; embeddings would be a hundred times
as much. `python -m recipe.taught --work WORK` writes it from the results of `pseudo`.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from . import added

FILE = Path(__file__).with_name("taught_labels.npz")


def digests(texts: list[str]) -> np.ndarray:
    return np.array([int(added.digest(text), 16) for text in texts], np.uint64)


def shares(x: torch.Tensor) -> torch.Tensor:
    """[rows, n] made distributions again."""
    kept = x.clamp_min(0)
    return kept / kept.sum(-1, keepdim=True)


def read(texts: list[str]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """weights [rows, 8], difficulty [rows], length [rows, 3]; ends with a message where a text is not among them."""
    kept = np.load(FILE)
    order = np.argsort(kept["digest"])
    wanted = digests(texts)
    at = order[np.searchsorted(kept["digest"], wanted, sorter=order).clip(max=len(order) - 1)]
    unknown = (kept["digest"][at] != wanted).sum()
    if unknown:
        raise SystemExit(f"{FILE.name} lacks {unknown} of {len(texts)} rows: run the stages `teacher` and `pseudo` first")
    weights, length = (torch.from_numpy(kept[name][at]).float() for name in ("weights", "length"))
    return shares(weights), torch.from_numpy(kept["difficulty"][at]).float() / 255 * 4 + 1, shares(length)


def main() -> None:
    from . import student

    parser = argparse.ArgumentParser(prog="recipe.taught", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that holds `data` and `pseudo`")
    work = parser.parse_args().work
    rows = [student.labelled_rows(work), student.pool_rows(work)]
    texts, (weights, difficulty, length) = [text for part in rows for text in part.texts], (torch.cat([getattr(part, name) for part in rows]) for name in ("weights", "difficulty", "length"))

    def as_bytes(x: torch.Tensor) -> np.ndarray:
        return (x * 255).round().clamp(0, 255).numpy().astype(np.uint8)

    np.savez_compressed(FILE, digest=digests(texts), weights=as_bytes(weights), difficulty=as_bytes((difficulty - 1) / 4), length=as_bytes(length))
    print(f"{len(texts)} rows, {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
