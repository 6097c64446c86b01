"""Cues: where a call speaks of what a check looks for, found by the phrases of rules. A suggestion, never a score.

transcript -> words with times -> tokens (`models.cue_words`) -> hits of the phrases (`models.cue_phrases`) of the
rules (`models.cue_rules`) -> `CueHit`. Each speaker's words are read on their own, so that a phrase may run over a
segment's end and past a word of the other's. Recognition errs: a word may be spelt otherwise (rapidfuzz's edit
distance), split in two or run together, and a linking word may be missing; so what is not found may have been said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.cue_rules import CueRule, CueRules, Stage
from models.cue_search import Search
from models.cue_words import Heard
from models.timed_words import TimedWord, timed_words
from models.transcript import SegmentText, Speaker, believable

PAUSE_MS = 2_000
"""A phrase runs on in the same speaker's next segment unless this much lies between."""


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
    segments = believable(segments)
    words = [timed for row, segment in enumerate(segments) for timed in timed_words(segment, row)]
    heard = Heard.read(_stretches(segments, words), rules.texts, rules.glued)
    lines = [words[number].line if number >= 0 else -1 for number in heard.first]
    search = Search(heard, lines, rules)
    found: list[_Found] = []
    for rule in rules.rules:
        barred: set[int] | None = None
        for way in rule.phrases:
            for start, end, faults in search.places_of(way):
                who = segments[words[heard.first[start]].line].speaker
                if rule.speaker not in (None, who) and who is not Speaker.UNKNOWN:
                    continue
                if barred is None:
                    unless = (place for other in rule.unless for place in search.places_of(other, exactly=True))
                    barred = {token for since, until, _ in unless for token in range(since, until)}
                if barred.isdisjoint(range(start, end)):
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
        stretch.extend(said)
        open_ones[who] = (segment.end_ms, stretch)
    yield from (stretch for _, stretch in open_ones.values())
