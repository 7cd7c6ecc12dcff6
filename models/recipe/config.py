"""Every number that shapes the model or its training, in one place. Sizes count parameters' axes, lengths count tokens, times are seconds."""

from dataclasses import dataclass

CAPABILITIES = ("reasoning", "math", "code", "knowledge", "creative", "instruction", "multilingual", "simple")
LENGTHS = ("short", "medium", "long")
MULTILINGUAL = CAPABILITIES.index("multilingual")
SKILLS = tuple(i for i in range(8) if i != MULTILINGUAL)

# Example prompts of the documentation: tests ask for them, so no training row may resemble them.
HELD_OUT_PROMPTS = {
    "Prove this argument is fallacious": "reasoning",
    "Solve this integral": "math",
    "Implement an LRU cache": "code",
    "Explain quantum entanglement": "knowledge",
    "Write a short story with a twist": "creative",
    "Format this as a table with 5 rows": "instruction",
    "Translate this to Japanese": "multilingual",
    "What is 2+2?": "simple",
    "Write a binary search in Python": None,
    "Prove the Cauchy-Schwarz inequality": None,
    "Solve a differential equation in Python": None,
}


@dataclass(frozen=True)
class Config:
    seed: int = 20261125
    # Input: <s> + first (head - 1) + last (max - head - 1) + </s> when longer.
    max_tokens: int = 192
    head_tokens: int = 128
    # Student: layers x hidden, attention heads of 32, FFN width, factorised word embeddings; from layer `paired` on two tokens are one; no product reads beyond `limit`.
    vocabulary: int = 24_000
    embedding: int = 160
    hidden: int = 384
    heads: int = 8
    layers: int = 5
    paired: int = 1
    limit: float = 5.0
    ffn: int = 768
    # Teacher: 12 x 384, FFN 1536, word embeddings frozen.
    teacher_tokens: int = 160
    teacher_epochs: float = 2.5
    teacher_batch: int = 64
    teacher_lr: float = 8e-5
    # Pool: unlabelled queries that the teacher labels.
    pool_cap: int = 2_500
    pool_cap_chat: int = 15_000
    pool_rows: int = 140_000
    # Student training.
    student_epochs: float = 4.4
    student_batch: int = 64
    student_lr: float = 4e-4
    student_dropout: float = 0.05  # it has more to learn than it can hold: nothing to regularise
    quick_epochs: int = 3
    labelled_repeat: int = 2
    checkpoint_seconds: float = 120.0

    @property
    def tail_tokens(self) -> int:
        return self.max_tokens - self.head_tokens
