"""What came out of a review in words, with a shape and an ink: its class, its critical result; prompts by number."""

import re

from models.scorecard import ScorecardDefinition
from models.scoring import Critical

CLASSES = {
    "ACCURATE": ("Accurate", "good", "good"),
    "ACCURATE_DISCRETION": ("Accurate by discretion", "good", "good"),
    "INACCURATE": ("Inaccurate", "bad", "bad"),
    "NOT_ASSESSABLE": ("Not assessable", "question", "warn"),
}
"""KPI class: words, shape, ink."""

CRITICALS = {
    Critical.PASS: ("Critical: pass", "check", "good"),
    Critical.FAIL: ("Critical: fail", "cross", "bad"),
    Critical.NOT_ASSESSABLE: ("Critical: not assessable", "question", "warn"),
}

PROMPT_ID = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b[A-Z]{5,}\b")


def numbered(words: str, card: ScorecardDefinition) -> str:
    """A line of the working with prompt ids as their numbers on the form, and codes in words."""
    numbers = {prompt.id: f"no. {place}" for place, prompt in enumerate(card.prompts, 1)}
    plain = {code: shown.lower() for code, (shown, _, _) in CLASSES.items()}
    return PROMPT_ID.sub(lambda found: numbers.get(found[0], plain.get(found[0], found[0])), words)
