"""Small changes that leave what a query needs as it was: case, typos, punctuation, politeness, white space."""

import random

BEFORE = ("please ", "Please ", "Hi, ", "hey, ", "Hello! ", "can you help? ", "Could you help me with this: ", "I need help. ", "quick question: ", "ok so ", "Hi there, ", "Good morning. ")
AFTER = (" please", " Please.", " Thanks!", " thanks", " Thank you.", " thx", " Many thanks in advance!")


def typo(text: str, rng: random.Random) -> str:
    """One swapped, dropped or doubled letter for about every 40 characters."""
    letters = list(text)
    for _ in range(max(1, len(text) // 40)):
        i = rng.randrange(max(1, len(letters) - 1))
        if not letters[i : i + 1] or not letters[i].isalpha():
            continue
        kind = rng.randrange(3)
        if kind == 0 and i + 1 < len(letters):
            letters[i], letters[i + 1] = letters[i + 1], letters[i]
        elif kind == 1:
            letters[i] = ""
        else:
            letters[i] *= 2
    return "".join(letters)


def augment(text: str, rng: random.Random) -> str:
    """One change, or two. Code and long texts are changed by case and typos too, as users do."""
    for _ in range(rng.choice((1, 1, 2))):
        kind = rng.randrange(9)
        if kind == 0:
            text = text.lower()
        elif kind == 1 and len(text) < 200:
            text = text.upper() if rng.random() < 0.5 else text[:1].swapcase() + text[1:]
        elif kind in (2, 3, 8) and len(text) > 8:
            text = typo(text, rng)
        elif kind == 4:
            text = text.rstrip(".?!。？！؟ ")
        elif kind == 5 and text.isascii():
            text = rng.choice(BEFORE) + text
        elif kind == 6 and text.isascii():
            text = text + rng.choice(AFTER)
        elif kind == 7:
            text = text.replace("\n", " ") if rng.random() < 0.5 else text.replace(" ", "  ", 3)
    return text
