"""Command line: `python -m recipe STAGE --data DIR --work DIR [--out DIR]`, or `all` for every stage in turn."""

import argparse
import dataclasses
import importlib
import sys
import time
from pathlib import Path

from . import workers
from .config import Config

# Stage -> (module, what its `run` takes after the configuration).
STAGES = {
    "data": ("data", ("data", "work")),
    "vocabulary": ("vocabulary", ("work", "start")),
    "teacher": ("teacher", ("work",)),
    "pseudo": ("pseudo", ("work",)),
    "student": ("student", ("work", "name", "start")),
    "calibrate": ("calibrate", ("work", "name")),
    "export": ("export", ("work", "name")),
    "parity": ("parity", ("work", "name")),
    "install": ("install", ("work", "name", "out")),
    "evaluate": ("evaluate", ("work", "out")),
}
ASIDE = {"minilm": ("minilm", ("work", "out", "rows"))}  # no part of `all`: the baseline that the model is compared with

PARALLEL = ("teacher", "pseudo", "student")
MAKES = {"teacher": "teacher.pt", "student": "{name}.pt"}  # under --work; a stage whose result is there is skipped


def main() -> None:
    parser = argparse.ArgumentParser(prog="recipe", description=__doc__)
    parser.add_argument("stage", choices=(*STAGES, *ASIDE, "all"))
    parser.add_argument("--data", type=Path, help="folder with needs.jsonl.gz, written.jsonl.gz and queries/")
    parser.add_argument("--work", type=Path, required=True, help="checkpoints and intermediate files")
    parser.add_argument("--out", type=Path, help="the folder that `install` or `minilm` fills; default `default` or `baseline`")
    parser.add_argument("--name", default="student", help="of the student in --work; `quick` trains on labels only, without teacher or pool")
    parser.add_argument("--start", type=Path, help="folder of an earlier version: its pieces are kept and its weights trained on; default from the teacher's layers")
    parser.add_argument("--workers", type=int, default=1, help="processes for training and labelling; use the number of cores on a CPU, 1 on a GPU")
    parser.add_argument("--rows", type=int, default=10**9, help="labelled rows that `minilm` learns from at most; default all")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=NUMBER", help="overrides of config.py")
    given = parser.parse_args()
    given.out = given.out or Path("baseline" if given.stage in ASIDE else "default")
    config = dataclasses.replace(Config(), **{name: type(getattr(Config, name))(value) for name, value in (pair.split("=") for pair in given.set)})
    for stage in STAGES if given.stage == "all" else (given.stage,):
        started = time.monotonic()
        print(f"== {stage}", flush=True)
        if stage in MAKES and (given.work / MAKES[stage].format(name=given.name)).exists():
            print(f"{stage} is done; remove its .pt and .checkpoint files to train again", flush=True)
            continue
        if stage in PARALLEL and given.workers > 1 and workers.WORLD == 1:
            own = sys.argv[1:]
            own[own.index(given.stage)] = stage
            workers.launch(given.workers, own)
            continue
        module, takes = (STAGES | ASIDE)[stage]
        importlib.import_module(f".{module}", __package__).run(config, *(getattr(given, key) for key in takes))
        print(f"== {stage} took {time.monotonic() - started:.0f} s", flush=True)


main()
