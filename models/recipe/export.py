"""Stage `export`: writes a complete model folder, laid out as Hugging Face lays out a repository, inside the work folder."""

import hashlib
import json
from pathlib import Path

from . import onnx_graph, quantise, student
from .config import CAPABILITIES, LENGTHS, Config

FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model_quantized.onnx", "onnx/model_webgpu.onnx", "head.onnx")


def folder_of(work: Path, name: str) -> Path:
    return work / f"export-{name}"


def run(config: Config, work: Path, name: str) -> None:
    model = student.load(config, work, f"{name}.calibrated" if (work / f"{name}.calibrated.pt").exists() else name)
    folder = folder_of(work, name)
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    onnx_graph.encoder(model, folder / "float.onnx")
    onnx_graph.head(model, folder / "head.onnx")
    quantise.wasm(folder / "float.onnx", folder / "onnx" / "model_quantized.onnx")
    quantise.webgpu(folder / "float.onnx", folder / "onnx" / "model_webgpu.onnx")
    (folder / "tokenizer.json").write_bytes((work / "vocabulary" / "tokenizer.json").read_bytes())
    write(folder / "config.json", hugging_face_config(config))
    write(folder / "tokenizer_config.json", tokenizer_config(config))
    confidence = json.loads((work / f"{name}.confidence.json").read_text())
    write(folder / "manifest.json", manifest(config, folder, confidence))


def write(path: Path, document: dict) -> None:
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def hugging_face_config(c: Config) -> dict:
    return {
        "model_type": "bert", "architectures": ["BertModel"], "vocab_size": c.vocabulary, "embedding_size": c.embedding, "hidden_size": c.hidden, "num_hidden_layers": c.layers,
        "num_attention_heads": c.heads, "intermediate_size": c.ffn, "hidden_act": "relu", "max_position_embeddings": c.max_tokens, "type_vocab_size": 1, "layer_norm_eps": 1e-12,
        "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2,
    }


def tokenizer_config(c: Config) -> dict:
    return {
        "tokenizer_class": "PreTrainedTokenizer", "bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>",
        "model_max_length": c.max_tokens, "model_input_names": ["input_ids", "attention_mask"], "clean_up_tokenization_spaces": False,
    }


def manifest(c: Config, folder: Path, confidence: dict) -> dict:
    def digest(file: str) -> dict:
        content = (folder / file).read_bytes()
        return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    return {
        "format": 1, "name": "default", "version": "1.2.0", "rubric": "2026-11", "baseModel": "intfloat/multilingual-e5-small (MIT)", "licence": "Apache-2.0",
        "encoders": {"wasm": "onnx/model_quantized.onnx", "webgpu": "onnx/model_webgpu.onnx"}, "head": "head.onnx", "tokenizer": "tokenizer.json", "tokenizerConfig": "tokenizer_config.json",
        "hiddenSize": c.hidden, "truncation": {"maxTokens": c.max_tokens, "headTokens": c.head_tokens},
        "outputs": {"capabilities": list(CAPABILITIES), "lengths": list(LENGTHS)},
        "calibration": {"capabilityTemperature": 1.0, "lengthTemperature": 1.0, "confidence": confidence},
        "files": {file: digest(file) for file in FILES},
    }
