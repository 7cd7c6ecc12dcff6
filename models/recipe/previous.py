"""An earlier version of the model, read back from its folder to train on: its pieces, and its weights as floats.

Read from the WebGPU file, whose 8-bit blocks of 32 lie nearest to the float weights it was made of.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from .bert import HEAD_SIZE, Classifier
from .config import Config
from .rounding import NIBBLE

ZERO = 128  # of unsigned 8-bit blocks without a zero point of their own
REST = ("ao", "fi", "fo")  # of a layer, in the graph's order, after what attention reads


def pieces(folder: Path) -> list[str]:
    """Texts of the tokenizer's pieces, by id."""
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return [text for text, _ in vocabulary]


def classifier(folder: Path, config: Config) -> Classifier:
    """The model as it was before export, up to the rounding of its weights. It must have the sizes of `config`."""
    graph = onnx.load(folder / "onnx" / "model_webgpu.onnx").graph
    tensors = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    matrices = iter([unpack(node, tensors) for node in graph.node if node.op_type == "MatMulNBits"])
    prefix = "encoder."
    state = {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix) and not name.startswith(f"{prefix}word.")}
    state["word.weight"] = unpack_rows(tensors["encoder.word.weight.packed"], tensors["encoder.word.weight.scale"])
    state["widen.weight"] = next(matrices)
    for i in range(config.layers):
        layer = f"layers.{i}."
        joined = ("q", "kv") if i == config.paired else ("qkv",)
        attention = np.concatenate([next(matrices) for _ in joined])
        bias = np.concatenate([state.pop(f"{layer}{name}.bias") for name in joined])
        for name, weight, part, scale in zip("qkv", np.split(attention, 3), np.split(bias, 3), (HEAD_SIZE**0.5, 1.0, 1.0)):
            state[f"{layer}{name}.weight"], state[f"{layer}{name}.bias"] = weight * scale, part * scale
        for name in REST:
            state[f"{layer}{name}.weight"] = next(matrices)
    model = Classifier.student(config)
    model.encoder.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    head = {t.name.removeprefix("head."): torch.tensor(numpy_helper.to_array(t)) for t in onnx.load(folder / "head.onnx").graph.initializer}
    model.head.load_state_dict({name: head[name] for name in ("inner.weight", "inner.bias", "out.weight", "out.bias")}, strict=False)  # calibration is fitted anew
    return model


def unpack_rows(packed: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """float32 [rows, width] of 4-bit word embeddings."""
    return (np.concatenate([packed & 15, packed >> 4], 1).astype(np.float32) - NIBBLE) * scale


def unpack(node: onnx.NodeProto, tensors: dict[str, np.ndarray]) -> np.ndarray:
    """float32 [out, in] of a symmetric 8-bit `MatMulNBits`."""
    inner = next(attribute.i for attribute in node.attribute if attribute.name == "K")
    blocks, scales = tensors[node.input[1]], tensors[node.input[2]]
    return ((blocks.astype(np.float32) - ZERO) * scales.reshape(*blocks.shape[:2], 1)).reshape(blocks.shape[0], -1)[:, :inner]
