"""Keeps the documentation's example prompts, and anything that nearly equals them, out of training."""

import re
import unicodedata
from difflib import SequenceMatcher

from .config import HELD_OUT_PROMPTS


def normal(text: str) -> str:
    """Case, accents of compatibility, punctuation at the ends and runs of space folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", " ", folded).strip(" .?!:;,\"'`´")


PROMPTS = [normal(p) for p in HELD_OUT_PROMPTS]
LONGEST = 2 * max(map(len, PROMPTS))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def resembles_held_out(text: str) -> bool:
    if len(text) > LONGEST:
        return False
    mine = normal(text)
    for prompt in PROMPTS:
        if squeeze(mine) == squeeze(prompt) or (prompt in mine and len(mine) < 2 * len(prompt)):
            return True
        if abs(len(mine) - len(prompt)) <= 6 and SequenceMatcher(None, mine, prompt).ratio() >= 0.9:
            return True
    return False
