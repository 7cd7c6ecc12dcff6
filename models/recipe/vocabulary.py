"""Stage `vocabulary`: cuts XLM-R's 250k pieces to those that pool and labels use, and writes `tokenizer.json` beside the list of kept ids."""

import json
import unicodedata
from pathlib import Path

import numpy as np

from . import data, e5, previous, tokens
from .config import Config

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
CROWDED = ("CJK UNIFIED", "CJK COMPATIBILITY", "HANGUL SYLLABLE", "EGYPTIAN", "CUNEIFORM", "YI ", "VAI ", "ETHIOPIC", "CANADIAN")
SPECIAL_SCORE = -100.0  # so that a literal "<s>" in a text is read as three characters


def run(config: Config, work: Path, start: Path | None) -> None:
    """`start`: a model folder whose pieces are kept as they are."""
    source = e5.read()
    whole = tokens.build(source.pieces)
    rows = data.read(work / "data" / "pool.jsonl") + [row for row in data.read(work / "data" / "labelled.jsonl") for _ in range(3)]
    counts = count(whole, rows, len(source.pieces))
    kept = choose(source.pieces, counts, config.vocabulary) if start is None else find(source.pieces, previous.pieces(start))
    pieces = [(text, SPECIAL_SCORE if i < 4 else source.pieces[k][1]) for i, (k, text) in enumerate((k, source.pieces[k][0]) for k in kept)]
    out = work / "vocabulary"
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = tokens.build(pieces)
    uses = count(tokenizer, rows, len(pieces))
    document = json.loads(tokenizer.to_str())
    with open(out / "tokenizer.json", "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, separators=(",", ":"))
    np.savez(out / "rows.npz", kept=np.array(kept), counts=uses)
    before, after = counts.sum() / len(rows), uses.sum() / len(rows)
    print(f"{len(kept)} pieces; {before:.1f} -> {after:.1f} tokens a row; unknown {uses[tokens.UNK] / uses.sum():.5f}")


def find(pieces: list[tuple[str, float]], texts: list[str]) -> list[int]:
    """Ids of the pieces with these texts."""
    ids = {text: i for i, (text, _) in enumerate(pieces)}
    return [ids[text] for text in texts]


def count(tokenizer, rows: list[dict], n: int) -> np.ndarray:
    """Uses of each id; a source's long texts count for no more than their first 1,000 characters."""
    uses = np.zeros(n, np.int64)
    texts = [row["text"][:1000] for row in rows]
    for start in range(0, len(texts), 8192):
        ids = np.concatenate([np.array(encoding.ids) for encoding in tokenizer.encode_batch(texts[start : start + 8192], add_special_tokens=False)])
        uses += np.bincount(ids, minlength=n)
    return uses


def always(piece: str) -> bool:
    """Single characters of alphabets, digits, punctuation and symbols stay whatever their count; the thousands of Han and Hangul must earn a place."""
    text = piece.removeprefix("▁")
    if len(text) != 1:
        return piece == "▁"
    name = unicodedata.name(text, "")
    return ord(text) < 128 or not name.startswith(CROWDED)


def choose(pieces: list[tuple[str, float]], counts: np.ndarray, size: int) -> list[int]:
    """Ids to keep, specials first, then in the source's order (by score)."""
    def worth(i: int) -> float:
        single = len(pieces[i][0]) == 1
        return counts[i] * (4 if single else 1)

    texts = [text for text, _ in pieces]
    keep = {i for i, text in enumerate(texts) if i > 3 and always(text) and (len(text) == 1 or counts[i] > 0)}
    ranked = sorted((i for i in range(4, len(pieces)) if i not in keep and texts[i] != "<mask>"), key=lambda i: (-worth(i), i))
    keep.update(ranked[: size - len(SPECIAL) - len(keep)])
    return [0, 1, 2, 3, *sorted(keep)]
