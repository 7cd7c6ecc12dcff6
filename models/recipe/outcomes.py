"""How often models of all sizes fail a benchmark's question: an empirical difficulty, 1 where all of them are right to 5 where none is."""

from pathlib import Path

import numpy as np

from .config import Config
from .holdout import normal

# The benchmarks whose texts may shape shipped weights, and how many of their questions are used.
BENCHMARKS = {"mmlu_pro": ("MIT", 1_200), "zeroeval_math_l5": ("MIT", 334), "omni_math": ("Apache-2.0", 135)}


def rows(config: Config, folder: Path, read, refused: set[str]) -> list[dict]:
    """Rows as `data.labelled` gives them, with no weights (zeros) and no length (None); none where there is no folder."""
    out = []
    for name, (licence, most) in BENCHMARKS.items():
        path = folder / f"{name}.jsonl.gz"
        if not path.exists():
            continue
        found = [row for row in read(path) if normal(row["text"]) not in refused]
        for index in sorted(np.random.default_rng(config.seed).permutation(len(found))[:most]):
            row = found[index]
            failed = 1 - float(np.mean(list(row["models"].values())))
            out.append({"text": row["text"], "weights": [0.0] * 8, "difficulty": 1 + 4 * failed, "length": None, "annotator": "outcomes", "source": name, "licence": licence, "lang": "en"})
    return out
