"""Short asks written for this recipe (CC0): deictic imperatives ("solve this …"), bare tasks and one-step arithmetic, which the labelled sets are thin in.

Each line of `ASKS` is `capabilities | difficulty | length | text`; capabilities are `name share` pairs, a missing share means the rest.
"""

import random

ASKS = """
reasoning 0.8 instruction | 2.5 | medium | Find the flaw in this argument
reasoning 0.9 instruction | 3 | medium | Show why this reasoning does not hold
reasoning | 3 | medium | Is this argument valid? Explain
reasoning | 3 | medium | Refute this claim step by step
reasoning | 3 | medium | Point out the logical error here
reasoning | 2.5 | medium | Which premise is missing from this argument?
reasoning | 3 | medium | Identify the fallacy in this speech
reasoning | 3 | medium | Demonstrate that the conclusion does not follow
reasoning | 3 | medium | Show that these two statements contradict each other
reasoning 0.8 knowledge | 2.5 | medium | Explain what a straw man fallacy looks like and why it fails
reasoning | 2.5 | medium | Does the conclusion follow from the premises?
reasoning | 3 | long | Analyse this debate and say who argued better
reasoning | 2.5 | medium | Solve this riddle
reasoning | 3 | medium | Solve this logic puzzle
reasoning | 3 | medium | What is wrong with this inference?
reasoning | 3.5 | long | Weigh both options and recommend one
reasoning | 3 | medium | Prove that this syllogism is invalid
reasoning | 3 | medium | Evaluate the soundness of this argument
reasoning 0.8 instruction | 3 | long | Critique the reasoning in this essay
reasoning | 2.5 | medium | Is this a circular argument?
reasoning | 3 | medium | Show the hidden assumption in this argument
reasoning | 3 | long | Plan the steps to get all four of them across the river
reasoning | 3 | medium | Prove my opponent's argument is invalid
reasoning | 3 | medium | Prove that this conclusion is unsupported
reasoning | 3 | medium | Prove this statement is contradictory
reasoning 0.9 knowledge | 3 | medium | Argue that this is a slippery slope
math | 3 | medium | Integrate this
math | 3 | medium | Evaluate this integral
math | 3 | medium | Solve this equation for x
math | 3 | medium | Find the derivative of this function
math | 3 | medium | Compute this limit
math | 2.5 | medium | Factor this polynomial
math | 3 | medium | Solve this system of equations
math | 3 | medium | Calculate the determinant of this matrix
math | 2.5 | medium | Simplify this expression
math | 3.5 | long | Prove this identity
math | 3.5 | long | Prove this theorem by induction
math | 3 | medium | Solve the definite integral from 0 to 1
math | 3 | medium | Find the antiderivative
math | 3 | medium | Solve this differential equation
math | 2.5 | medium | Solve this inequality
math | 3 | medium | What is the integral of x squared times e to the x?
math | 3 | long | Solve this optimisation problem
math | 3 | medium | Find the eigenvalues of this matrix
code | 3 | long | Implement a hash map
code | 3 | long | Implement a thread-safe queue
code | 3 | long | Implement a trie
code | 3.5 | long | Implement a rate limiter
code | 3 | long | Implement merge sort
code | 2.5 | medium | Fix this bug
code | 3 | long | Refactor this function
code | 2.5 | long | Write a unit test for this class
code | 3 | medium | Why does this throw a null pointer exception?
code | 2.5 | medium | Write a regex for this pattern
code | 3 | long | Implement a bloom filter
code | 3 | long | Implement a cache with expiry
code | 3 | long | Implement a priority queue from scratch
code | 2.5 | medium | Write an SQL query for this
code | 3.5 | long | Implement a B-tree
code | 3 | long | Implement a debounce function
code 0.8 knowledge | 2.5 | long | Explain what this code does
code | 3 | medium | Optimize this query
knowledge | 2.5 | long | Explain black holes
knowledge | 2.5 | long | Explain photosynthesis
knowledge | 3 | long | Explain superconductivity
knowledge | 3 | long | Explain general relativity
knowledge | 2.5 | long | Explain how vaccines work
knowledge | 2.5 | medium | Explain entropy
knowledge | 3 | long | Explain quantum tunnelling
knowledge | 2 | long | Explain the French Revolution
knowledge | 2 | medium | Explain inflation
knowledge | 3 | long | Explain wave-particle duality
knowledge | 2 | medium | What is a mitochondrion?
knowledge | 2.5 | long | Explain the Doppler effect
knowledge | 3 | long | Explain string theory
knowledge | 2 | medium | Who was Marie Curie?
creative | 2 | long | Write a short story
creative | 2 | long | Write a short story with a surprise ending
creative | 2.5 | long | Tell me a mystery story with an unexpected end
creative | 2 | medium | Write a poem about rain
creative | 2 | long | Write a fairy tale
creative | 2 | medium | Come up with a slogan for this
creative | 2.5 | long | Write a monologue for a villain
creative | 2 | short | Give me a name for my cat
creative | 2 | long | Continue this story
creative | 2.5 | long | Write a scary tale set in a lighthouse
creative | 2 | long | Make up a bedtime story
creative | 2.5 | long | Write a flash fiction piece that ends in betrayal
creative | 2 | medium | Write a limerick
creative | 2.5 | long | Write a scene in which nobody is who they seem
instruction | 2 | medium | Summarize this in three bullet points
instruction | 2 | medium | Turn this into a table
instruction | 2 | medium | Format this as a numbered list with 7 items
instruction | 2 | medium | Put this into a markdown table
instruction | 2 | medium | Format this as JSON with 3 keys
instruction | 2 | medium | Rewrite this in formal English
instruction | 1.5 | short | Extract all names from this text
instruction | 2 | medium | Reformat this as a list
instruction | 2 | medium | Shorten this to 50 words
instruction | 2 | medium | Convert this into a table with 3 columns
instruction | 1.5 | medium | Fix the grammar in this
instruction | 2 | medium | Organise this data into a table with 4 columns and 10 rows
instruction | 2 | medium | Paraphrase this paragraph
instruction | 2 | short | Classify this review as positive or negative
instruction | 2 | medium | List these alphabetically
instruction | 2 | medium | Format the following as CSV
instruction | 2 | medium | Present this as two columns
instruction | 2 | medium | Format these notes as a schedule with 6 entries
instruction | 1.5 | short | Give this a title of at most 5 words
instruction | 2 | medium | Answer in exactly 4 sentences
multilingual | 2 | medium | Translate this to French
multilingual | 2 | medium | Translate this into Spanish
multilingual | 2 | medium | Translate this to German
multilingual | 2 | medium | Translate the following to Chinese
multilingual | 2.5 | medium | Translate this to Korean
multilingual | 2.5 | medium | Translate this paragraph into Arabic
multilingual | 1.5 | short | How do you say thank you in Japanese?
multilingual | 1.5 | short | How do I say good morning in Italian?
multilingual | 2 | short | What does this mean in English?
multilingual | 2 | medium | Can you translate this into Portuguese?
multilingual | 2 | medium | Put this in Russian
multilingual | 2 | short | Say this in Hindi
multilingual | 2 | medium | Please translate it to English
multilingual | 2.5 | medium | Translate this sentence to Turkish and Polish
multilingual | 2 | short | Translate "where is the station" to Japanese
multilingual 0.7 instruction | 2.5 | medium | Translate this to Dutch but keep the names
multilingual | 2 | medium | 日本語に翻訳して
multilingual | 2 | medium | Übersetze das ins Englische
multilingual | 2 | medium | Traduis ceci en anglais
multilingual | 2 | medium | Traduce esto al inglés
multilingual | 2 | medium | 把这个翻译成英文
simple | 1 | short | Hi
simple | 1 | short | hello there
simple | 1 | short | thanks!
simple | 1 | short | good morning
simple | 1 | short | ok cool
simple | 1 | short | How are you?
simple | 1 | short | What's your name?
simple | 1 | short | What color is the sky?
simple | 1 | short | How many days are in a week?
simple | 1 | short | What is the opposite of hot?
simple | 1 | short | What comes after Tuesday?
simple | 1 | short | How do you spell banana?
simple | 1 | short | Is water wet?
simple | 1 | short | bye
simple | 1 | short | What is the capital of Italy?
simple | 1 | short | How many legs does a dog have?
"""

ARITHMETIC = ("What is {a}{o}{b}?", "what's {a} {o} {b}", "{a}{o}{b}", "{a} {o} {b} = ?", "What is {a} {w} {b}?", "How much is {a}{o}{b}?", "Calculate {a} {o} {b}", "{a}{o}{b}=")
WORDS = {"+": "plus", "-": "minus", "*": "times"}


def weights(spec: str) -> dict[str, float]:
    words, out = spec.split(), {}
    while words:
        name = words.pop(0)
        has_share = bool(words) and words[0][0].isdigit()
        out[name] = float(words.pop(0)) if has_share else round(1 - sum(out.values()), 2)
    return out


def rows(seed: int, sums: int = 160) -> list[dict]:
    out = []
    for line in ASKS.strip().splitlines():
        spec, difficulty, length, text = (part.strip() for part in line.split("|", 3))
        out.append({"text": text, "weights": weights(spec), "difficulty": float(difficulty), "length": length})
    rng = random.Random(seed)
    for _ in range(sums):
        sign = rng.choice("+-*")
        a, b = rng.randint(1, 12), rng.randint(1, 12)
        text = rng.choice(ARITHMETIC).format(a=max(a, b), b=min(a, b), o=sign, w=WORDS[sign])
        out.append({"text": text, "weights": {"simple": 1.0}, "difficulty": 1.0, "length": "short"})
    return out
