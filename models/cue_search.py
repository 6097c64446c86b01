"""Looking for the sequences of cue phrases in the tokens of a transcript.

Between `models.cue_phrases` (what is looked for), `models.cue_words` (what was heard) and `models.cues`, which makes
hits of the places. A word is taken for another that is spelt almost alike, by rapidfuzz's edit distance: of an hour's
two thousand different words, a few are like one of the rules' five hundred.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from models.cue_phrases import Slot, Step, Way, Word
from models.cue_rules import CueRules
from models.cue_words import BREAK, NOT, Heard

LEAST_ALIKE = 0.75
"""Similarity from which a word may stand for another, 1 being equal: one letter in four (see tests/models/cues)."""
LEAST_LETTERS = 5
"""Shorter words have too many neighbours."""


class _Anchors(NamedTuple):
    """Where a step by itself is found: (start, end, whether the word is only alike) each; the starts again as the bits
    of one number, so that those of two steps that lie near each other are known in a few operations on whole numbers.
    """

    places: list[tuple[int, int, bool]]
    bits: int


class Search:
    """Looks for one sequence after another in the same tokens. `lines`: the segment of each, -1 between stretches."""

    def __init__(self, heard: Heard, lines: Sequence[int], rules: CueRules) -> None:
        self._heard = heard
        self._lines = lines
        self._texts = heard.texts
        self._accepted = self._what_is_accepted(rules)
        self._known: dict[Step, _Anchors] = {}
        self._spreads: dict[tuple[Step, int, bool], int] = {}

    def _what_is_accepted(self, rules: CueRules) -> dict[Word, tuple[frozenset[str], frozenset[str]]]:
        """For each word of the rules the tokens of this transcript that are it, and those that are only alike."""
        there = self._heard.places.keys()
        alike = _alike(sorted({text for word in rules.words if word.key for text in word.texts}), list(there))
        accepted = {}
        for word in rules.words:
            same = word.texts.union(*(rules.heard_as.get(text, frozenset()) for text in word.texts)) & there
            near = (
                frozenset().union(*(alike.get(text, frozenset()) for text in word.texts)) if word.key else frozenset()
            )
            accepted[word] = (frozenset(same), frozenset(near - same))
        return accepted

    def places_of(self, way: Way, *, exactly: bool = False) -> Iterator[tuple[int, int, int]]:
        """Where a sequence is found: start, end, faults (`exactly`: without any). Begins at the rarest of what must be
        heard, and follows the sequence only where the rest of that lies near, on its side."""
        most_forgiven, most_alike = (0, 0) if exactly else (way.forgiven, way.alike)
        at = min(way.needed, key=lambda step: len(self._anchors(way.steps[step]).places))
        places, near = self._anchors(way.steps[at])
        for other in way.needed:
            if near and other != at:
                near &= self._within(way.steps[other], way.reach, later=other > at)
        if not near:
            return
        before, after = way.steps[:at][::-1], way.steps[at + 1 :]
        for start, end, only_alike in places:
            alike = most_alike - only_alike
            if alike < 0 or not near >> start & 1:
                continue
            ahead = self._walk(after, 0, end, 1, most_forgiven, alike)
            back = ahead and self._walk(before, 0, start - 1, -1, ahead[1], ahead[2])
            if ahead and back:
                yield back[0] + 1, ahead[0], most_forgiven - back[1] + most_alike - back[2]

    def _within(self, step: Step, reach: int, *, later: bool) -> int:
        """The positions (as bits) from which a step is found within reach: after them, or before."""
        key = (step, reach, later)
        if key not in self._spreads:
            bits, done = self._anchors(step).bits, 1
            while done < reach:
                shift = min(done, reach - done)
                bits |= bits >> shift if later else bits << shift
                done += shift
            self._spreads[key] = bits >> 1 if later else bits << 1
        return self._spreads[key]

    def _anchors(self, step: Step) -> _Anchors:
        if step not in self._known:
            found: list[tuple[int, int, bool]] = []
            if isinstance(step, Slot):
                found = [(start, end, False) for start, end in self._heard.amounts[step.kind].items()]
            elif isinstance(step, Word):
                for texts, only_alike in zip(self._accepted[step], (False, True), strict=True):
                    found += [(at, at + 1, only_alike) for text in texts for at in self._heard.places[text]]
            self._known[step] = _Anchors(found, _as_bits(start for start, _, _ in found))
        return self._known[step]

    def _walk(
        self, steps: tuple[Step, ...], at: int, place: int, way: int, forgiven: int, alike: int
    ) -> tuple[int, int, int] | None:
        """Follow steps from a place, forward (`way` 1) or back (-1): the place after the last, and what is left of the
        faults allowed; None where they do not lead through. Of several ways the one with the least faults."""
        if at == len(steps):
            return place, forgiven, alike
        step = steps[at]
        if isinstance(step, Word):
            return self._word(steps, at, step, place, way, forgiven, alike)
        if isinstance(step, Slot):
            ends = self._heard.amounts[step.kind] if way == 1 else self._heard.amount_ends[step.kind]
            end = ends.get(place if way == 1 else place + 1)
            return (
                None if end is None else self._walk(steps, at + 1, end if way == 1 else end - 1, way, forgiven, alike)
            )
        best = None
        for more in range(step.most + 1):
            best = _better(best, self._walk(steps, at + 1, place + way * more, way, forgiven, alike))
            if best is not None and best[1:] == (forgiven, alike):
                break
            if not self._in_line(place + way * more, way):
                break
        return best

    def _word(
        self, steps: tuple[Step, ...], at: int, word: Word, place: int, way: int, forgiven: int, alike: int
    ) -> tuple[int, int, int] | None:
        text = self._text(place)
        same, near = self._accepted[word]
        best = None
        if text in same:
            best = self._walk(steps, at + 1, place + way, way, forgiven, alike)
            if best is not None and best[1:] == (forgiven, alike):
                return best
        elif alike and text in near:
            best = self._walk(steps, at + 1, place + way, way, forgiven, alike - 1)
        if word.optional:
            best = _better(best, self._walk(steps, at + 1, place, way, forgiven, alike))
        if forgiven:
            other = text != NOT and self._in_line(place, way)
            if not word.optional and not word.key:
                best = _better(best, self._walk(steps, at + 1, place, way, forgiven - 1, alike))  # it is missing
                if other:
                    best = _better(best, self._walk(steps, at + 1, place + way, way, forgiven - 1, alike))  # or another
            if other:
                best = _better(best, self._walk(steps, at, place + way, way, forgiven - 1, alike))  # one too many
        return best

    def _in_line(self, place: int, way: int) -> bool:
        """Whether a token is of the same segment as the one before it on the way: only such a one is passed over."""
        return self._lines[place] == self._lines[place - way] != -1

    def _text(self, place: int) -> str:
        return self._texts[place] if 0 <= place < len(self._texts) else BREAK


def _as_bits(places: Iterable[int]) -> int:
    """A number with a bit set for each position."""
    ordered = sorted(places)
    if not ordered:
        return 0
    octets = bytearray(ordered[-1] // 8 + 1)
    for place in ordered:
        octets[place // 8] |= 1 << place % 8
    return int.from_bytes(octets, "little")


def _better(one: tuple[int, int, int] | None, two: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
    """The way with more of the allowed faults left; the first of two equal ones."""
    if one is None or two is None:
        return one or two
    return two if two[1] + two[2] > one[1] + one[2] else one


def _alike(wanted: list[str], there: list[str]) -> dict[str, frozenset[str]]:
    """The tokens that sound like each wanted word: same first letter, and few letters otherwise."""
    import numpy as np  # here, since the window knows of cues before any are looked for
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    wanted = [text for text in wanted if len(text) >= LEAST_LETTERS]
    there = [text for text in there if len(text) >= LEAST_LETTERS and text.isalpha()]
    if not wanted or not there:
        return {}
    likeness = process.cdist(
        wanted, there, scorer=OSA.normalized_similarity, score_cutoff=LEAST_ALIKE, dtype=np.float32
    )
    found: dict[str, set[str]] = {}
    for row, column in zip(*np.nonzero(likeness), strict=True):
        if wanted[row][0] == there[column][0]:
            found.setdefault(wanted[row], set()).add(there[column])
    return {text: frozenset(others) for text, others in found.items()}
