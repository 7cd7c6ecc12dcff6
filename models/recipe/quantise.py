"""Two quantised files from one float graph: dynamic int8 for WASM, 8-bit MatMulNBits for WebGPU; both with 4-bit rows for the word embeddings."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer, QuantFormat

from .rounding import NIBBLE

LARGE = 4096  # rows; smaller tables (positions) stay float


def packed_rows(table: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """float [rows, width] -> int8 of the same shape, or uint8 [rows, width / 2] with the first half of a row in the low four bits and the second in the high ones; scale [rows, 1]."""
    most = 127 if bits == 8 else NIBBLE
    scale = np.maximum(np.abs(table).max(1, keepdims=True) / most, 1e-12).astype(np.float32)
    if bits == 8:
        return np.rint(table / scale).astype(np.int8), scale
    low, high = np.split(np.clip(np.rint(table / scale + NIBBLE), 0, 15).astype(np.uint8), 2, 1)
    return low | high << 4, scale


def narrow_rows(model: onnx.ModelProto, bits: int) -> None:
    """Rewrites `Gather(float table)` as the unpacking of rows of 8 or 4 bits, in operators that every runtime has; in place."""
    graph = model.graph
    tables = {t.name: t for t in graph.initializer if len(t.dims) == 2 and t.dims[0] >= LARGE}
    nodes = []
    for node in graph.node:
        if node.op_type != "Gather" or node.input[0] not in tables:
            nodes.append(node)
            continue
        name, ids, out = node.input[0], node.input[1], node.output[0]
        packed, scale = packed_rows(numpy_helper.to_array(tables[name]).astype(np.float32), bits)
        graph.initializer.remove(tables[name])
        constants = {"packed": packed, "scale": scale, **({"sixteen": np.float32(16), "middle": np.float32(NIBBLE)} if bits == 4 else {})}
        graph.initializer.extend(numpy_helper.from_array(np.asarray(value), f"{name}.{part}") for part, value in constants.items())

        def step(kind: str, inputs: list[str], output: str, **attributes) -> None:
            nodes.append(helper.make_node(kind, inputs, [output], name=f"{node.name}.{output.rsplit('.', 1)[-1]}", **attributes))

        step("Gather", [f"{name}.packed", ids], f"{out}.rows", axis=0)
        step("Cast", [f"{out}.rows"], f"{out}.float", to=TensorProto.FLOAT)
        if bits == 4:
            step("Div", [f"{out}.float", f"{name}.sixteen"], f"{out}.shifted")
            step("Floor", [f"{out}.shifted"], f"{out}.high")
            step("Mul", [f"{out}.high", f"{name}.sixteen"], f"{out}.raised")
            step("Sub", [f"{out}.float", f"{out}.raised"], f"{out}.low")
            step("Concat", [f"{out}.low", f"{out}.high"], f"{out}.levels", axis=-1)
            step("Sub", [f"{out}.levels", f"{name}.middle"], f"{out}.centred")
        step("Gather", [f"{name}.scale", ids], f"{out}.scales", axis=0)
        step("Mul", [f"{out}.{'centred' if bits == 4 else 'float'}", f"{out}.scales"], out)
    del graph.node[:]
    graph.node.extend(nodes)


def wasm(source: Path, target: Path, embedding_bits: int = 4) -> None:
    model = onnx.load(source)
    narrow_rows(model, embedding_bits)
    quantize_dynamic(model, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm"], extra_options={"DefaultTensorType": TensorProto.FLOAT})
    tidy(target)


def webgpu(source: Path, target: Path) -> None:
    model = onnx.load(source)
    narrow_rows(model, 4)
    settings = DefaultWeightOnlyQuantConfig(bits=8, block_size=32, is_symmetric=True, accuracy_level=0, quant_format=QuantFormat.QOperator)
    quantizer = MatMulNBitsQuantizer(model, algo_config=settings)
    quantizer.process()
    onnx.save(quantizer.model.model, target)
    tidy(target)


def tidy(path: Path) -> None:
    model = onnx.load(path)
    del model.graph.value_info[:]
    model.producer_name, model.producer_version = "recipe", ""
    onnx.save(model, path)
