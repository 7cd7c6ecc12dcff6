"""What the float model says of the repository's labelled set, for the browser's parity test: `python -m recipe.float_reference --work WORK`.

Writes models/evaluation/float-reference.json, bound by digest to the int8 encoder and the head that were exported from the same weights. Run it when new weights are installed.
"""

import argparse
import hashlib
import json
from pathlib import Path

from . import data, parity
from .config import Config
from .export import folder_of

EVALUATION = Path(__file__).resolve().parent.parent / "evaluation"
FILES = ("onnx/model_quantized.onnx", "head.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(prog="recipe.float_reference", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder the model was trained and exported in")
    parser.add_argument("--name", default="student")
    given = parser.parse_args()
    rows = data.read(EVALUATION / "written-dev.jsonl")
    weights, difficulty = parity.reference(Config(), given.work, given.name, [row["text"] for row in rows])
    digests = {file: hashlib.sha256((folder_of(given.work, given.name) / file).read_bytes()).hexdigest() for file in FILES}
    said = ((row["id"], [round(float(number), 5) for number in (*w, d)]) for row, w, d in zip(rows, weights, difficulty))
    lines = ",\n".join(f"  {json.dumps(id)}: {json.dumps(numbers)}" for id, numbers in said)
    path = EVALUATION / "float-reference.json"
    path.write_text(f'{{"files": {json.dumps(digests)},\n "queries": {{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{len(rows)} queries, {path.stat().st_size:,} bytes")


main()
