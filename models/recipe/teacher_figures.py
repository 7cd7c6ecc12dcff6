"""The teacher's own figures on the development sets, for RESULTS.md: `python -m recipe.teacher_figures WORK`."""

import json
import sys
from pathlib import Path

from . import data, pseudo, teacher, tokens
from .config import Config
from .evaluate import SETS, figures, rounded


def main(work: Path) -> None:
    config = Config()
    model, source = teacher.load(config, work)
    tokenizer = tokens.build(source.pieces)
    for name in SETS:
        rows = data.read(work / "data" / f"{name}.jsonl")
        found = pseudo.label(model, tokenizer, [row["text"] for row in rows], config)
        print(name, json.dumps(rounded(figures(found["weights"], found["difficulty"], found["length"], found["weights"].max(1), rows))), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
