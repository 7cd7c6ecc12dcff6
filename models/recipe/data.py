"""Stage `data`: reads `needs`, `written` and `queries/*`, keeps what may be used, and writes `labelled.jsonl`, `calibration.jsonl`, `dev*.jsonl` and `pool.jsonl`.

A labelled row: {text, weights: [8], difficulty: 1..5, length: 0..2, source, licence, lang}. A pool row: {text, source, licence, lang}.
"""

import gzip
import hashlib
import json
from collections import Counter
from pathlib import Path

import numpy as np

from . import added, licences, outcomes, own_rows
from .config import CAPABILITIES, LENGTHS, Config
from .holdout import normal, resembles_held_out

CHAT = {"dolly_en", "gpteacher", "plexpt_zh_questions", "openai_evals", "t0_templates", "mt_bench_101", "awesome_chatgpt_prompts", "followbench", "oasst",
        "bpo_prompts", "contentify_prompts", "chatterbot_corpus", "math_hendrycks", "stackexchange_titles_cqadup", "tatoeba_translation_prompts",
        "tatoeba_questions", "native_qa_various", "euro_qa_various", "miracl", "xsid"}
CHAT_CAPS = {"plexpt_zh_questions": 6000, "t0_templates": 3000, "stackexchange_titles_cqadup": 4500, "tatoeba_translation_prompts": 4000, "tatoeba_questions": 5000,
             "native_qa_various": 6000, "euro_qa_various": 6000, "miracl": 8000, "xsid": 4000, "chatterbot_corpus": 4000, "openai_evals": 4000, "dolly_en": 12000}
HELD_BACK = 0.05  # share of the labelled rows kept from training, to calibrate on
LONGEST_TEXT = 6000  # characters kept of a pool text; the tokenizer keeps head and tail of less than that


def read_gz(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read(path: Path) -> list[dict]:
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(path: Path, rows: list[dict]) -> None:
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def labelled(row: dict, annotator: str, source: str, licence: str, lang: str = "") -> dict:
    total = sum(row["weights"].values())
    weights = [row["weights"].get(name, 0.0) / total for name in CAPABILITIES]
    return {"text": row["text"], "weights": weights, "difficulty": row["difficulty"], "length": LENGTHS.index(row["length"]), "annotator": annotator, "source": source, "licence": licence, "lang": lang}


def share(text: str) -> float:
    """A stable number in 0..1 from a text: splits do not move when rows are added."""
    return int(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8], 16) / 2**32


def run(config: Config, data: Path, work: Path) -> None:
    out = work / "data"
    out.mkdir(parents=True, exist_ok=True)
    needs, written = read_gz(data / "needs.jsonl.gz"), read_gz(data / "written.jsonl.gz")
    sets: dict[str, list[dict]] = {"labelled": [], "calibration": [], "dev": [], "dev_unshippable": [], "dev_written": []}
    for row in needs:
        item = labelled(row, "needs", row["source"], row["licence"])
        usable = row["shippable"] and not licences.refused_label(row["licence"])
        name = "dev" if row["split"] == "dev" else "labelled" if usable else "dev_unshippable"
        sets[name].append(item)
    for row in written:
        sets["labelled" if row["split"] == "train" else "dev_written"].append(labelled(row, "written", "written", "CC0 (ours)", row["lang"]))
    tests = {normal(row["text"]) for name, rows in sets.items() if name != "labelled" for row in rows}
    train = [row for row in sets["labelled"] if not resembles_held_out(row["text"]) and normal(row["text"]) not in tests]
    sets["labelled"] = [row for row in train if share(row["text"]) >= HELD_BACK]
    sets["calibration"] = [row for row in train if share(row["text"]) < HELD_BACK]
    sets["labelled"] += [labelled(row, "written", "recipe", "CC0 (ours)") for row in own_rows.rows(config.seed) if not resembles_held_out(row["text"]) and normal(row["text"]) not in tests]
    sets["outcomes"] = outcomes.rows(config, data / "outcomes", read_gz, tests)
    seen = tests | {normal(row["text"]) for name in ("labelled", "calibration") for row in sets[name]}
    sets["pool"] = pool(config, data / "queries", seen)
    judged, sets["pool"] = take_labelled(sets["pool"])
    for row in judged:
        sets["labelled" if share(row["text"]) >= HELD_BACK else "calibration"].append(row)
    for name, rows in sets.items():
        write(out / f"{name}.jsonl", rows)
        print(f"{name}: {len(rows)}", flush=True)
    summary = Counter((row["source"], row["licence"]) for row in sets["pool"] + sets["labelled"] + sets["calibration"] + sets["outcomes"])
    with open(out / "sources.json", "w", encoding="utf-8") as file:
        json.dump([[s, l, licences.family(l), n] for (s, l), n in sorted(summary.items())], file, ensure_ascii=False, indent=0)


def pool(config: Config, folder: Path, seen: set[str]) -> list[dict]:
    """At most a cap per source, spread over its languages, without anything seen among the labelled and held-out rows."""
    out = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        source = path.name.removesuffix(".jsonl.gz")
        rows = [row for row in read_gz(path) if licences.permissive(row["licence"])]
        rng = np.random.default_rng([config.seed, int(share(source) * 2**31)])
        cap = CHAT_CAPS.get(source, config.pool_cap_chat) if source in CHAT else config.pool_cap
        for index in spread([row["lang"] for row in rows], cap, rng):
            row = rows[index]
            text = row["text"] if len(row["text"]) <= LONGEST_TEXT else row["text"][: LONGEST_TEXT // 2] + row["text"][-LONGEST_TEXT // 2 :]
            key = normal(text)
            if key and key not in seen and not resembles_held_out(text):
                seen.add(key)
                out.append({"text": text, "source": source, "licence": row["licence"], "lang": row["lang"]})
    return out


def take_labelled(rows: list[dict]) -> tuple[list[dict], list[dict]]:
    """The pool's rows that carry labels of our own, as labelled rows, and the rest."""
    labels = added.labels()
    found = [labelled({**row, **labels[key]}, "added", row["source"], row["licence"], row["lang"]) for row in rows if (key := added.digest(row["text"])) in labels]
    return found, [row for row in rows if added.digest(row["text"]) not in labels]


def spread(langs: list[str], cap: int, rng: np.random.Generator) -> list[int]:
    """Up to `cap` indices; languages take turns, so that the rare ones are all in."""
    turns: Counter[str] = Counter()
    ranked = []
    for index in rng.permutation(len(langs)):
        ranked.append((turns[langs[index]], int(index)))
        turns[langs[index]] += 1
    ranked.sort(key=lambda pair: pair[0])
    return sorted(index for _, index in ranked[:cap])
