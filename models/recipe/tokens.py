"""Tokenisation shared by teacher and student: NFKC, white space folded, Metaspace, Unigram, `<s> ... </s>`, head and tail kept when too long."""

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, decoders

BOS, PAD, EOS, UNK = 0, 1, 2, 3
# Everything that JavaScript or Rust calls space or control, so that both fold the same characters.
SPACES = "[\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+"


def build(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=UNK, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(SPACES), " "), normalizers.Strip()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", "always", True)
    tokenizer.decoder = decoders.Metaspace("▁", "always", True)
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", BOS), ("</s>", EOS)])
    tokenizer.encode_special_tokens = True
    return tokenizer


def encode(tokenizer: Tokenizer, texts: Sequence[str], most: int, head: int) -> list[list[int]]:
    """Ids with `<s>` and `</s>`, at most `most`, of which the first `head` and the last `most - head`."""
    out = []
    for start in range(0, len(texts), 4096):
        for encoding in tokenizer.encode_batch(list(texts[start : start + 4096])):
            ids = encoding.ids
            out.append(ids if len(ids) <= most else ids[:head] + ids[len(ids) - (most - head) :])
    return out


def collate(rows: Sequence[Sequence[int]], device: torch.device | str = "cpu") -> tuple[torch.Tensor, torch.Tensor]:
    """ids, mask int64 [batch, longest], the length rounded up to eights: fewer shapes, fewer compiled kernels."""
    longest = -(-max(map(len, rows)) // 8) * 8
    ids = np.full((len(rows), longest), PAD, np.int64)
    mask = np.zeros((len(rows), longest), np.int64)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
        mask[i, : len(row)] = 1
    return torch.from_numpy(ids).to(device), torch.from_numpy(mask).to(device)


def bucketed(lengths: Sequence[int], batch: int, rng: np.random.Generator, pool: int = 50) -> list[np.ndarray]:
    """Random batches of rows of similar length: shuffled, sorted inside windows of `pool` batches, shuffled again."""
    order = rng.permutation(len(lengths))
    sizes = np.asarray(lengths)
    batches = []
    for start in range(0, len(order), batch * pool):
        window = order[start : start + batch * pool]
        window = window[np.argsort(sizes[window], kind="stable")]
        batches += [window[i : i + batch] for i in range(0, len(window), batch)]
    full = [b for b in batches if len(b) >= batch // 4]  # a crumb would be a noisy step
    return [full[i] for i in rng.permutation(len(full))]
