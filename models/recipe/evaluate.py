"""Stage `evaluate`: runs the exported int8 files with ONNX Runtime on the development sets and prints the figures as JSON."""

import json
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from . import confidence, data, tokens
from .config import CAPABILITIES, MULTILINGUAL, SKILLS, Config
from .holdout import HELD_OUT_PROMPTS

SETS = ("dev", "dev_unshippable", "dev_written")


class Runner:
    """A model folder: texts -> weights [n, 8], raw difficulty [n], length probabilities [n, 3], confidence [n]."""

    def __init__(self, folder: Path, encoder: str = "onnx/model_quantized.onnx"):
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self.encoder = ort.InferenceSession(str(folder / encoder), options, providers=["CPUExecutionProvider"])
        self.head = ort.InferenceSession(str(folder / "head.onnx"), options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        manifest = json.loads((folder / "manifest.json").read_text())
        self.cut, self.confidence = manifest["truncation"], manifest["calibration"].get("confidence", {"scale": 1.0})

    def embed(self, texts: list[str]) -> np.ndarray:
        """One text at a time, as in the browser: dynamic int8 depends on what shares the batch."""
        rows = []
        for ids in tokens.encode(self.tokenizer, texts, self.cut["maxTokens"], self.cut["headTokens"]):
            feed = {"input_ids": np.array([ids], np.int64), "attention_mask": np.ones((1, len(ids)), np.int64)}
            rows.append(self.encoder.run(["sentence_embedding"], feed)[0][0])
        return np.stack(rows)

    def __call__(self, texts: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        capabilities, difficulty, lengths = self.head.run(["capability_logits", "difficulty", "length_logits"], {"sentence_embedding": self.embed(texts)})
        weights = softmax(capabilities)
        return weights, difficulty[:, 0], softmax(lengths), confidence.chance(weights, self.confidence)


def softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def ranks(x: np.ndarray) -> np.ndarray:
    _, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def hits(weights: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Whether the first capability is one of the label's top weights (ties count)."""
    return labels[np.arange(len(labels)), weights.argmax(1)] >= labels.max(1) - 1e-6


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 15) -> float:
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(abs(confidence[which == b].mean() - right[which == b].mean()) * (which == b).mean() for b in range(bins) if (which == b).any()))


def figures(weights: np.ndarray, difficulty: np.ndarray, lengths: np.ndarray, confidence: np.ndarray, rows: list[dict]) -> dict:
    labels, wanted = np.array([row["weights"] for row in rows]), np.array([row["difficulty"] for row in rows])
    right = hits(weights, labels)
    foreign = labels[:, MULTILINGUAL] > 0
    skills, skill_labels = weights[:, SKILLS], labels[:, SKILLS]
    skilled = foreign & (skill_labels.sum(1) > 0)
    difficulty = np.clip(difficulty, 1, 5)
    return {
        "n": len(rows), "capability": right.mean(), "total_variation": 0.5 * np.abs(weights - labels).sum(1).mean(),
        "difficulty_rho": np.corrcoef(ranks(difficulty), ranks(wanted))[0, 1], "difficulty_mae": np.abs(difficulty - wanted).mean(),
        "length": (lengths.argmax(1) == [row["length"] for row in rows]).mean(), "ece": calibration_error(confidence, right), "mean_confidence": confidence.mean(),
        "english": {"n": int((~foreign).sum()), "capability": right[~foreign].mean(), "total_variation": 0.5 * np.abs(weights - labels)[~foreign].sum(1).mean()},
        "foreign": {"n": int(foreign.sum()), "capability": right[foreign].mean(), "total_variation": 0.5 * np.abs(weights - labels)[foreign].sum(1).mean(),
                    "skill": hits(skills[skilled], skill_labels[skilled]).mean(), "multilingual_first": (weights[foreign].argmax(1) == MULTILINGUAL).mean(),
                    "multilingual_first_in_labels": (labels[foreign].argmax(1) == MULTILINGUAL).mean()},
        "by_capability": {name: round(float(right[labels.argmax(1) == i].mean()), 3) for i, name in enumerate(CAPABILITIES) if (labels.argmax(1) == i).any()},
    }


def languages(weights: np.ndarray, rows: list[dict], least: int = 10) -> dict:
    """Where rows name their language: rows, first capability, skill (multilingual left aside), by language with at least `least` rows."""
    labels = np.array([row["weights"] for row in rows])
    right, skill = hits(weights, labels), hits(weights[:, SKILLS], labels[:, SKILLS])
    names = np.array([row["lang"] for row in rows])
    found = {name: names == name for name in sorted(set(names)) if name and (names == name).sum() >= least}
    rest = ~np.any([*found.values(), names == ""], axis=0)
    found |= {"other": rest} if rest.any() else {}
    return {name: {"n": int(at.sum()), "capability": right[at].mean(), "skill": skill[at].mean()} for name, at in found.items()}


def examples(runner: Runner) -> list[dict]:
    """The documentation's prompts: the first capability must be the documented one."""
    texts = [text for text, wanted in HELD_OUT_PROMPTS.items() if wanted]
    weights, difficulty, _, _ = runner(texts)
    return [{"text": text, "wanted": HELD_OUT_PROMPTS[text], "found": CAPABILITIES[w.argmax()], "weights": {CAPABILITIES[i]: round(float(w[i]), 3) for i in np.argsort(-w)[:3]},
             "difficulty": round(float(d), 2)} for text, w, d in zip(texts, weights, difficulty)]


def rounded(value):
    return {k: rounded(v) for k, v in value.items()} if isinstance(value, dict) else round(float(value), 4) if isinstance(value, (float, np.floating)) else value


def run(config: Config, work: Path, out: Path) -> None:
    runner = Runner(out)
    report = {"examples": examples(runner)}
    for name in SETS:
        rows = data.read(work / "data" / f"{name}.jsonl")
        found = runner([row["text"] for row in rows])
        report[name] = rounded({**figures(*found, rows), "by_language": languages(found[0], rows)})
    (work / "figures.json").write_text(json.dumps(report, indent=1, ensure_ascii=False))
    for line in report["examples"]:
        print("ok  " if line["wanted"] == line["found"] else "MISS", line)
    for name in SETS:
        print(name, json.dumps(report[name]))
