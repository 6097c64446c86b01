"""From an engine's tokens to words with true times, and from words to segments: one place for all engines.

A token that begins with a space begins a word. Engines place tokens within some 200 ms, and at the start of a chunk
anywhere in the silence before it; the edges of the voice are known better. So words lie inside their island, the first
one begins with the voice, a sentence begins where the sound comes back after the nearest pause, and times never run
backwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop.jobs.speech.chunks import Chunk
from desktop.jobs.speech.engine import RATE_HZ, Sound, Token
from desktop.jobs.speech.voice_activity import Island
from models.transcript import Speaker, SpokenSegment, WordText

FRAMES_A_MS = RATE_HZ // 1000
LEAST_WORD_MS = 20
STEP_MS = 10
LEAST_PAUSE_MS = 120
PAUSE_REACH_MS = 700
"""So far an engine may place the first word of a sentence from where it begins."""
HUSH = 0.12
"""In a pause the sound has less than so much of the island's loudness (root mean square of 10 ms)."""
SENTENCE_ENDS = (".", "?", "!")


@dataclass(frozen=True)
class _Word:
    text: str
    start_ms: int
    end_ms: int
    probability: float


def segments(chunk: Chunk, tokens: Sequence[Token], sound: Sound, speaker: Speaker, pad_ms: int) -> list[SpokenSegment]:
    """One segment a sentence, at most one island long, on the call's own clock.

    Token times count from the start of the chunk; `sound` is the chunk's, `pad_ms` how far the islands reach beyond the
    voice.
    """
    words = _words(tokens, chunk.start // FRAMES_A_MS)
    made: list[SpokenSegment] = []
    for island, heard in zip(chunk.islands, _by_island(words, chunk.islands), strict=True):
        if not heard:
            continue
        begin, end = island.start // FRAMES_A_MS + pad_ms, island.end // FRAMES_A_MS
        rests = pauses(sound[island.start - chunk.start : island.end - chunk.start], island.start // FRAMES_A_MS)
        placed = _placed(_after_pauses(heard, rests), begin, end)
        made.extend(_segment(chunk.channel, speaker, sentence) for sentence in _sentences(placed))
    return made


def pauses(sound: Sound, from_ms: int) -> list[tuple[int, int]]:
    """Where an island falls silent for a moment: (start_ms, end_ms), `from_ms` being its beginning."""
    size = STEP_MS * FRAMES_A_MS
    steps = sound[: sound.size // size * size].reshape(-1, size)
    loud = np.sqrt(np.mean(np.square(steps), axis=1))
    quiet = np.flatnonzero(np.diff(np.concatenate([[0], loud < HUSH * np.sqrt(np.mean(np.square(loud))), [0]])))
    spans = [(from_ms + int(a) * STEP_MS, from_ms + int(b) * STEP_MS) for a, b in quiet.reshape(-1, 2)]
    return [(start, end) for start, end in spans if end - start >= LEAST_PAUSE_MS]


def _after_pauses(words: Sequence[_Word], rests: Sequence[tuple[int, int]]) -> list[_Word]:
    """First words of sentences moved to the end of the nearest pause, last ones to its beginning."""
    out = list(words)
    left = list(rests)
    for at in range(1, len(out)):
        before, word = out[at - 1], out[at]
        near = [rest for rest in left if abs(rest[1] - word.start_ms) <= PAUSE_REACH_MS]
        if not before.text.endswith(SENTENCE_ENDS) or not near:
            continue
        rest = min(near, key=lambda rest: abs(rest[1] - word.start_ms))
        left = [later for later in left if later[0] > rest[1]]
        out[at - 1] = replace(before, end_ms=min(before.end_ms, rest[0]) if before.start_ms < rest[0] else rest[0])
        out[at] = replace(word, start_ms=rest[1], end_ms=max(word.end_ms, rest[1] + LEAST_WORD_MS))
    return out


def _sentences(words: Sequence[_Word]) -> list[list[_Word]]:
    out: list[list[_Word]] = [[]]
    for word in words:
        out[-1].append(word)
        if word.text.endswith(SENTENCE_ENDS):
            out.append([])
    return [sentence for sentence in out if sentence]


def _segment(channel: int, speaker: Speaker, words: Sequence[_Word]) -> SpokenSegment:
    told = tuple(WordText(word.start_ms, word.end_ms, word.text, round(word.probability, 4)) for word in words)
    text = " ".join(word.text for word in words)
    return SpokenSegment(channel, speaker, words[0].start_ms, words[-1].end_ms, text, told)


def _words(tokens: Sequence[Token], from_ms: int) -> list[_Word]:
    """Tokens put together; a word is as sure as its least sure token."""
    found: list[tuple[bytes, int, int, float]] = []
    for token in tokens:
        if found and not token.text.startswith(b" "):
            text, start, end, probability = found[-1]
            found[-1] = (text + token.text, start, max(end, token.end_ms), min(probability, token.probability))
        else:
            found.append((token.text, token.start_ms, token.end_ms, token.probability))
    decoded = [_Word(text.decode("utf-8", "replace").strip(), s + from_ms, e + from_ms, p) for text, s, e, p in found]
    return [word for word in decoded if word.text]


def _by_island(words: Sequence[_Word], islands: Sequence[Island]) -> list[list[_Word]]:
    """Each word goes to the island its middle is nearest to, never to an earlier one than the word before."""
    out: list[list[_Word]] = [[] for _ in islands]
    at = 0
    for word in words:
        middle = (word.start_ms + word.end_ms) // 2
        at += min(range(len(islands) - at), key=lambda ahead: _distance(islands[at + ahead], middle))
        out[at].append(word)
    return out


def _distance(island: Island, ms: int) -> int:
    start, end = island.start // FRAMES_A_MS, island.end // FRAMES_A_MS
    return max(0, start - ms, ms - end)


def _placed(words: Sequence[_Word], start_ms: int, end_ms: int) -> list[_Word]:
    """The words inside their island, in order, each of some length; the first begins with the voice."""
    room = max(end_ms - start_ms, LEAST_WORD_MS * len(words))
    out: list[_Word] = []
    before = start_ms
    for at, word in enumerate(words):
        latest = start_ms + room - LEAST_WORD_MS * (len(words) - at)
        start = min(max(before, start_ms if at == 0 else word.start_ms), latest)
        end = min(max(start + LEAST_WORD_MS, word.end_ms), latest + LEAST_WORD_MS)
        out.append(replace(word, start_ms=start, end_ms=end))
        before = end
    return out
