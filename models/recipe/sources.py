"""Prints which sources, under which licences, the training rows of a run came from, for the model card: `python -m recipe.sources WORK`."""

import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from . import data, licences
from .config import Config


def main(work: Path) -> None:
    rows = data.read(work / "data" / "labelled.jsonl") + data.read(work / "data" / "calibration.jsonl")
    pool = data.read(work / "data" / "pool.jsonl")
    rows += [pool[i] for i in np.random.default_rng(Config().seed).permutation(len(pool))[: Config().pool_rows]]
    families: dict[str, Counter] = defaultdict(Counter)
    for row in rows:
        families[licences.family(row["licence"])][row["source"]] += 1
    print("| licence | rows | sources |\n| --- | ---: | --- |")
    for family, sources in sorted(families.items(), key=lambda pair: -pair[1].total()):
        print(f"| {family} | {sources.total():,} |", ", ".join(f"{name} {n:,}" for name, n in sources.most_common()), "|")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
