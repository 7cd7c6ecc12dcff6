"""PyTorch -> ONNX: the encoder as plain opset-18 operators with dynamic batch and tokens axes, and the head beside it."""

import copy
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from .bert import Classifier

OPSET = 18
IR_VERSION = 10


class EncoderGraph(nn.Module):
    def __init__(self, model: Classifier):
        super().__init__()
        self.encoder = model.encoder

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        return self.encoder(input_ids, attention_mask)


class HeadGraph(nn.Module):
    def __init__(self, model: Classifier):
        super().__init__()
        self.head = model.head

    def forward(self, sentence_embedding: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.head(sentence_embedding)


def export(module: nn.Module, example: tuple, inputs: list[str], outputs: list[str], dynamic: dict, path: Path) -> None:
    program = torch.onnx.export(module.eval(), example, dynamo=True, input_names=inputs, output_names=outputs, dynamic_shapes=dynamic, opset_version=OPSET, verbose=False)
    model = program.model_proto
    del model.graph.value_info[:]
    del model.metadata_props[:]
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for tensor in model.graph.initializer:
        tensor.doc_string = ""
    model.producer_name, model.producer_version, model.ir_version = "recipe", "", IR_VERSION
    onnx.checker.check_model(model)
    onnx.save(model, path)


def encoder(model: Classifier, path: Path) -> None:
    model = copy.deepcopy(model)
    for layer in model.encoder.layers:
        layer.fuse()
    batch, tokens = torch.export.Dim("batch", min=1, max=4096), torch.export.Dim("tokens", min=2, max=model.encoder.position.num_embeddings)
    example = torch.ones(2, 7, dtype=torch.int64)
    axes = {0: batch, 1: tokens}
    export(EncoderGraph(model), (example, example.clone()), ["input_ids", "attention_mask"], ["last_hidden_state", "sentence_embedding"],
           {"input_ids": axes, "attention_mask": axes}, path)


def head(model: Classifier, path: Path) -> None:
    batch = torch.export.Dim("batch", min=1, max=4096)
    export(HeadGraph(model), (torch.zeros(2, model.head.inner.in_features),), ["sentence_embedding"], ["capability_logits", "difficulty", "length_logits"],
           {"sentence_embedding": {0: batch}}, path)
