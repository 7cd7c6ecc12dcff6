"""Times the encoder's graph beside a MiniLM-L6-shaped one (6 x 384, FFN 1536, int8, random weights) in one run, one thread: `python -m recipe.latency FOLDER`."""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort

from . import onnx_graph, quantise
from .bert import Classifier, Encoder


def session(path: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def main(folder: Path, rounds: int = 200) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        onnx_graph.encoder(Classifier(Encoder(30_522, 384, 6, 12, 1536, 512), 384), base / "float.onnx")
        quantise.wasm(base / "float.onnx", base / "minilm.onnx")
        rivals = {"ours": session(folder / "onnx" / "model_quantized.onnx"), "MiniLM-L6 shape": session(base / "minilm.onnx")}
    for count in (8, 16, 64, 128, 192):
        feed = {"input_ids": np.random.default_rng(0).integers(4, 20_000, (1, count)), "attention_mask": np.ones((1, count), np.int64)}
        times: dict[str, list[float]] = {name: [] for name in rivals}
        for _ in range(rounds):
            for name, rival in rivals.items():  # interleaved, so that a busy machine slows both
                start = time.perf_counter()
                rival.run(["sentence_embedding"], feed)
                times[name].append(1000 * (time.perf_counter() - start))
        ours, theirs = (statistics.median(times[name]) for name in rivals)
        print(f"{count:>4} tokens: ours {ours:.2f} ms, MiniLM-L6 shape {theirs:.2f} ms, ratio {ours / theirs:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
