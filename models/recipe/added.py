"""Labels written for this project on queries of the pool, by the rubric, one by one: `added_labels.tsv` holds a digest of each text and its labels, not the text.

A line: first 16 hex digits of the text's SHA-256, weights as `name=share` by spaces, difficulty in half steps, length class.
"""

import hashlib
from pathlib import Path

FILE = Path(__file__).with_name("added_labels.tsv")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def labels() -> dict[str, dict]:
    """Digest of the text -> {weights: {name: share}, difficulty, length}."""
    out = {}
    for line in FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else ():
        key, shares, difficulty, length = line.split("\t")
        weights = {name: float(share) for name, share in (pair.split("=") for pair in shares.split(" "))}
        out[key] = {"weights": weights, "difficulty": float(difficulty), "length": length}
    return out
