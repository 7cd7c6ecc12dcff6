"""How sure the classifier may be that its first capability is right: a logistic regression on what its eight weights look like.

A first weight of .65 may be half a guess, or all that a mixed label gives its first part; how far the second lies behind, and how clear the
skill is once `multilingual` is left aside, tell the two apart. The manifest carries the four numbers, `src/engine/confidence.ts` uses them.
"""

import numpy as np

from .config import SKILLS

LEAST = 1e-6
NAMES = ("scale", "lead", "skill", "shift")
RIDGE = 1e-3


def logit(share: np.ndarray) -> np.ndarray:
    kept = np.clip(share, LEAST, 1 - LEAST)
    return np.log(kept / (1 - kept))


def features(weights: np.ndarray) -> np.ndarray:
    """Weights [n, 8] -> [n, 4], in the order of `NAMES`."""
    ranked = np.sort(weights, 1)
    first, second = np.maximum(ranked[:, -1], LEAST), np.maximum(ranked[:, -2], LEAST)
    skills = weights[:, SKILLS]
    return np.stack([logit(first), np.log(first / second), logit(skills.max(1) / (skills.sum(1) + LEAST)), np.ones(len(weights))], 1)


def chance(weights: np.ndarray, numbers: dict[str, float]) -> np.ndarray:
    """Weights [n, 8] -> the chance [n] that the first capability is one of the label's top weights."""
    return 1 / (1 + np.exp(-features(weights) @ np.array([numbers.get(name, 0.0) for name in NAMES])))


def fit(weights: np.ndarray, right: np.ndarray, apart: np.ndarray) -> dict[str, float]:
    """Newton's method; a hair of ridge, because the three logits move together. Rows `apart` [n] tell how the chance rises, but not how high it is: they have a shift of their own."""
    x = np.concatenate([features(weights), apart[:, None]], 1)
    numbers = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ numbers))
        gradient = x.T @ (p - right) + RIDGE * numbers
        numbers -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(x.shape[1]), gradient)
    return {name: round(float(value), 4) for name, value in zip(NAMES, numbers)}
