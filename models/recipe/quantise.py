"""Two quantised files from one float graph: dynamic int8 for WASM, 8-bit MatMulNBits for WebGPU; both with int8 rows for the word embeddings."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer, QuantFormat

from .bert import PEAKED

LARGE = 4096  # rows; smaller tables (positions) stay float


def int8_rows(model: onnx.ModelProto) -> None:
    """Rewrites `Gather(float table)` as `Cast(Gather(int8 rows)) * Gather(scale)`, in place."""
    graph = model.graph
    tables = {t.name: t for t in graph.initializer if len(t.dims) == 2 and t.dims[0] >= LARGE}
    nodes = []
    for node in graph.node:
        if node.op_type != "Gather" or node.input[0] not in tables:
            nodes.append(node)
            continue
        name, ids, out = node.input[0], node.input[1], node.output[0]
        table = numpy_helper.to_array(tables[name]).astype(np.float32)
        scale = np.maximum(np.abs(table).max(1, keepdims=True) / 127, 1e-12).astype(np.float32)
        graph.initializer.remove(tables[name])
        graph.initializer.append(numpy_helper.from_array(np.rint(table / scale).astype(np.int8), f"{name}.int8"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
        nodes += [
            helper.make_node("Gather", [f"{name}.int8", ids], [f"{out}.rows"], name=f"{node.name}.rows", axis=0),
            helper.make_node("Cast", [f"{out}.rows"], [f"{out}.float"], name=f"{node.name}.cast", to=TensorProto.FLOAT),
            helper.make_node("Gather", [f"{name}.scale", ids], [f"{out}.scale"], name=f"{node.name}.scale", axis=0),
            helper.make_node("Mul", [f"{out}.float", f"{out}.scale"], [out], name=f"{node.name}.mul"),
        ]
    del graph.node[:]
    graph.node.extend(nodes)


def peaked(model: onnx.ModelProto) -> list[str]:
    """Names of the products with the FFN units that stay float, known by their height."""
    rows = {t.name: t.dims[0] for t in model.graph.initializer if len(t.dims) == 2}
    return [node.name for node in model.graph.node if node.op_type == "MatMul" and rows.get(node.input[1]) == PEAKED]


def wasm(source: Path, target: Path) -> None:
    model = onnx.load(source)
    int8_rows(model)
    quantize_dynamic(model, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm"], nodes_to_exclude=peaked(model), extra_options={"DefaultTensorType": TensorProto.FLOAT})
    tidy(target)


def webgpu(source: Path, target: Path) -> None:
    model = onnx.load(source)
    int8_rows(model)
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
