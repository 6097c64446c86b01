"""Cues: where a call speaks of what a check looks for, found by the phrases of rules. A suggestion, never a score.

transcript -> words with times -> tokens (`models.cue_words`) -> hits of the phrases (`models.cue_phrases`) of the
rules (`models.cue_rules`) -> `CueHit`. Each speaker's words are read on their own, so that a phrase may run over a
segment's end and past a word of the other's. Recognition errs: a word may be spelt otherwise (rapidfuzz's edit
distance), split in two or run together, and a linking word may be missing; so what is not found may have been said.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from models.cue_phrases import Slot, Step, Way, Word
from models.cue_rules import CueRule, CueRules, Stage
from models.cue_words import BREAK, NOT, Heard
from models.timed_words import TimedWord, timed_words
from models.transcript import SegmentText, Speaker

PAUSE_MS = 2_000
"""A phrase runs on in the same speaker's next segment unless this much lies between."""
LEAST_ALIKE = 0.75
"""Similarity from which a word may stand for another, 1 being equal: one letter in four (see tests/models/cues)."""
LEAST_LETTERS = 5
"""Shorter words have too many neighbours."""


@dataclass(frozen=True)
class CueHit:
    """Words of a call that a rule found: milliseconds of the call, `text` as it reads in the transcript.

    `prompt` is the first the rule names, `also` the others it may answer. `rule` is the rule's id with its version.
    """

    stage: Stage
    start_ms: int
    end_ms: int
    channel: int
    text: str
    rule: str
    prompt: str | None
    also: tuple[str, ...] = ()
    speaker: Speaker = Speaker.UNKNOWN

    @property
    def prompts(self) -> tuple[str, ...]:
        """Every prompt it may answer."""
        return self.also if self.prompt is None else (self.prompt, *self.also)


def find_cues(segments: Sequence[SegmentText], rules: CueRules) -> list[CueHit]:
    """Every cue of a transcript, in order of time; of those that share words, the one that says most."""
    words = [timed for row, segment in enumerate(segments) for timed in timed_words(segment, row)]
    heard = Heard.read(_stretches(segments, words), rules.texts, rules.glued)
    lines = [words[number].line if number >= 0 else -1 for number in heard.first]
    search = _Search(heard, lines, rules)
    found: list[_Found] = []
    for rule in rules.rules:
        barred: list[tuple[int, int]] | None = None
        for way in rule.phrases:
            for start, end, faults in search.places_of(way):
                who = segments[words[heard.first[start]].line].speaker
                if rule.speaker not in (None, who) and who is not Speaker.UNKNOWN:
                    continue
                if barred is None:
                    barred = [place[:2] for other in rule.unless for place in search.places_of(other, exactly=True)]
                if not any(start < until and since < end for since, until in barred):
                    found.append(_Found(start, end, way.weight, faults, rule))
    hits: list[CueHit] = []
    for each in _joined(_strongest(found), lines):
        said = words[heard.first[each.start] : heard.last[each.end - 1] + 1]
        voice = segments[said[0].line]
        hits.append(_hit(each.rule, voice, [word for word in said if _same_voice(voice, segments[word.line])]))
    return sorted(hits, key=lambda hit: (hit.start_ms, hit.channel, hit.end_ms))


@dataclass(frozen=True, slots=True)
class _Found:
    """Tokens `start` up to, not including, `end` say what a rule looks for; `faults` of them otherwise."""

    start: int
    end: int
    weight: int
    faults: int
    rule: CueRule


def _strongest(found: list[_Found]) -> list[_Found]:
    """Of finds of one stage that share words the one that says most; of two stages, both unless one holds the other."""
    kept: list[_Found] = []
    at: dict[int, list[_Found]] = {}
    for each in sorted(found, key=lambda one: (-one.weight, one.faults, one.start - one.end, one.start)):
        if not any(_covers(other, each) for token in range(each.start, each.end) for other in at.get(token, ())):
            kept.append(each)
            for token in range(each.start, each.end):
                at.setdefault(token, []).append(each)
    return sorted(kept, key=lambda one: one.start)


def _covers(one: _Found, other: _Found) -> bool:
    if one.rule.stage is other.rule.stage:
        return one.start < other.end and other.start < one.end
    return one.start <= other.start and other.end <= one.end


def _joined(found: list[_Found], lines: Sequence[int]) -> Iterator[_Found]:
    """Finds of one rule that follow each other in one segment, as one: "affordable" and "sustainable"."""
    last: _Found | None = None
    for each in found:
        if last is not None and last.rule is each.rule and lines[last.end - 1] == lines[each.start]:
            last = replace(last, end=each.end)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _same_voice(one: SegmentText, two: SegmentText) -> bool:
    """Whether one person says both: a phrase over a segment's end leaves out what the other says meanwhile."""
    return (one.channel, one.speaker) == (two.channel, two.speaker)


def _hit(rule: CueRule, segment: SegmentText, said: Sequence[TimedWord]) -> CueHit:
    return CueHit(
        rule.stage,
        said[0].start_ms,
        said[-1].end_ms,
        segment.channel,
        " ".join(word.text for word in said),
        rule.id,
        rule.prompts[0] if rule.prompts else None,
        rule.prompts[1:],
        segment.speaker,
    )


def _stretches(segments: Sequence[SegmentText], words: Sequence[TimedWord]) -> Iterator[list[tuple[int, str]]]:
    """What each speaker says at a stretch, as numbered words: until a long pause of their own."""
    open_ones: dict[tuple[int, Speaker], tuple[int, list[tuple[int, str]]]] = {}
    spoken: dict[int, list[tuple[int, str]]] = {}
    for number, word in enumerate(words):
        spoken.setdefault(word.line, []).append((number, word.text))
    for row, said in spoken.items():
        segment = segments[row]
        who = (segment.channel, segment.speaker)
        until, stretch = open_ones.get(who, (0, []))
        if stretch and segment.start_ms - until > PAUSE_MS:
            yield stretch
            stretch = []
        open_ones[who] = (segment.end_ms, [*stretch, *said])
    yield from (stretch for _, stretch in open_ones.values())


class _Anchors(NamedTuple):
    """Where a step by itself is found: (start, end, whether the word is only alike) each; and the starts in order."""

    places: list[tuple[int, int, bool]]
    starts: list[int]


class _Search:
    """Looks for one sequence after another in the same tokens."""

    def __init__(self, heard: Heard, lines: Sequence[int], rules: CueRules) -> None:
        self._heard = heard
        self._lines = lines
        self._texts = heard.texts
        self._accepted = self._what_is_accepted(rules)
        self._known: dict[Step, _Anchors] = {}

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
        anchors = sorted(
            ((at, self._anchors(way.steps[at])) for at in way.needed), key=lambda anchor: len(anchor[1].places)
        )
        at, rarest = anchors[0]
        if not rarest.places:
            return
        before, after = way.steps[:at][::-1], way.steps[at + 1 :]
        for start, end, only_alike in rarest.places:
            if any(not _near(other.starts, start, way.reach, later=step > at) for step, other in anchors[1:]):
                continue
            alike = most_alike - only_alike
            ahead = self._walk(after, 0, end, 1, most_forgiven, alike) if alike >= 0 else None
            back = ahead and self._walk(before, 0, start - 1, -1, ahead[1], ahead[2])
            if ahead and back:
                yield back[0] + 1, ahead[0], most_forgiven - back[1] + most_alike - back[2]

    def _anchors(self, step: Step) -> _Anchors:
        if step not in self._known:
            found: list[tuple[int, int, bool]] = []
            if isinstance(step, Slot):
                found = [(start, end, False) for start, end in self._heard.amounts[step.kind].items()]
            elif isinstance(step, Word):
                for texts, only_alike in zip(self._accepted[step], (False, True), strict=True):
                    found += [(at, at + 1, only_alike) for text in texts for at in self._heard.places[text]]
            self._known[step] = _Anchors(found, sorted(place[0] for place in found))
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


def _near(starts: list[int], place: int, reach: int, *, later: bool) -> bool:
    """Whether one of ordered places lies within reach of a place: after it, or before."""
    since = place + 1 if later else place - reach
    index = bisect_left(starts, since)
    return index < len(starts) and starts[index] < since + reach


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
