"""Stage `parity`: float PyTorch against the two exported files, on two sets of development queries; fails outside the tolerance that the SDK promises."""

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from . import data, student, tokens
from .config import Config
from .evaluate import Runner
from .export import folder_of

TOP, WEIGHT, DIFFICULTY = 0.99, 0.05, 0.15  # same first capability; 99th percentiles of the differences
SETS = ("dev", "dev_written")  # real queries, and written ones, which have more close calls


@torch.no_grad()
def reference(config: Config, work: Path, name: str, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    model = student.load(config, work, f"{name}.calibrated" if (work / f"{name}.calibrated.pt").exists() else name)
    tokenizer = Tokenizer.from_file(str(work / "vocabulary" / "tokenizer.json"))
    outputs = [model(*tokens.collate([ids])) for ids in tokens.encode(tokenizer, texts, config.max_tokens, config.head_tokens)]
    return torch.cat([o[0] for o in outputs]).exp().numpy(), torch.cat([o[1] for o in outputs])[:, 0].numpy()


def run(config: Config, work: Path, name: str) -> None:
    failed = False
    for kind in SETS:
        texts = [row["text"] for row in data.read(work / "data" / f"{kind}.jsonl")]
        weights, difficulty = reference(config, work, name, texts)
        for file in ("onnx/model_quantized.onnx", "onnx/model_webgpu.onnx"):
            other, score, *_ = Runner(folder_of(work, name), file)(texts)
            top = (other.argmax(1) == weights.argmax(1)).mean()
            weight, shift = np.percentile(np.abs(other - weights).max(1), 99), np.percentile(np.abs(score - difficulty), 99)
            good = top >= TOP and weight <= WEIGHT and shift <= DIFFICULTY
            failed |= not good
            print(f"{'ok  ' if good else 'FAIL'} {kind} {file}: same first {top:.3f}, weights off by {weight:.4f}, difficulty by {shift:.4f} (99th percentile)")
    if failed:
        raise SystemExit("the quantised files differ from the float model by more than the tolerance")
