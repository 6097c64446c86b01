"""Mending the times of a transcript that somebody else wrote, so that every stretch and word lies in its recording.

A missing start is the first word's or the end of the stretch before; a missing end the last word's or the next start; a
word without a time stands between its neighbours. What was done is counted; what cannot be mended is `Unfit`.
"""

from models.intake.transcripts.told import STRETCHES, WORDS, Told, ToldStretch, Unfit, misplaced

GRACE_MS = 1000
"""A time may lie so far outside the recording without a word: engines round, decoders pad."""
OVERSHOOT_MS = 30_000
"""Engines hear in windows of 30 s: the last stretch of a transcript that fits may lie so far behind the end."""
OVERSHOOT_SHARE = 0.05


class Counts:
    """What was mended, by clause and unit, in the order it was first met."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}

    def add(self, text: str, by: int = 1, unit: str = STRETCHES) -> None:
        if by:
            self._counts[text, unit] = self._counts.get((text, unit), 0) + by

    def tell(self, told: Told) -> None:
        """Put everything that was counted among the losses."""
        for (text, unit), count in self._counts.items():
            told.lose(text, count, unit)


def refuse_out_of_step(stretches: list[ToldStretch], length_ms: int) -> None:
    """Refuse a transcript whose last time lies so far behind the end that it is another recording's. Raises Unfit."""
    last_ms, last = 0.0, None
    for stretch in stretches:
        for at_ms in (stretch.start_ms, stretch.end_ms):
            if at_ms is not None and at_ms > last_ms:
                last_ms, last = at_ms, stretch
    if last is not None and last_ms > length_ms + max(OVERSHOOT_MS, length_ms * OVERSHOOT_SHARE):
        reason = (
            f"goes on to {last_ms / 1000:,.1f} s while the recording is {length_ms / 1000:.1f} s long; "
            "it belongs to another recording, or this one is not whole"
        )
        raise Unfit(last.place, f"{last_ms / 1000:.3f}", reason)


def mend_times(stretches: list[ToldStretch], length_ms: int, counts: Counts) -> None:
    """Give every stretch a start and an end within the recording, in that order. Raises Unfit."""
    before_ms: dict[int | None, float] = {}
    for stretch in stretches:
        _mend_words(stretch, length_ms, counts)
        latest_ms = before_ms.get(stretch.channel)
        if stretch.start_ms is None:
            counts.add("no start for {}: taken from the words, or from the one before")
            stretch.start_ms = _start_of(stretch, latest_ms)
        stretch.start_ms = _within(stretch.start_ms, stretch.place, length_ms, counts)
        if stretch.end_ms is None:
            counts.add("no end for {}: ended where the next begins")
        elif stretch.end_ms < stretch.start_ms:
            counts.add("end before start for {}: ended where the next begins")
            stretch.end_ms = None
        if latest_ms is not None and stretch.start_ms < latest_ms:
            counts.add("{} out of order: sorted")
        before_ms[stretch.channel] = max(stretch.start_ms, latest_ms or 0.0)
    _mend_ends(stretches, float(length_ms), counts)


def _start_of(stretch: ToldStretch, before_ms: float | None) -> float:
    """A start for a stretch without one."""
    if stretch.words and stretch.words[0].start_ms is not None:
        return stretch.words[0].start_ms
    if stretch.end_ms is not None:
        return min(before_ms or 0.0, stretch.end_ms)
    raise misplaced(stretch.place, "start", None, "neither a start nor an end nor timed words")


def _within(at_ms: float, place: str | int, length_ms: int, counts: Counts) -> float:
    if at_ms < -GRACE_MS:
        raise misplaced(place, "start", f"{at_ms / 1000:.3f}", "lies before the recording")
    if at_ms < 0:
        counts.add("{} beginning before the recording: begun with it")
        return 0.0
    if at_ms > length_ms + GRACE_MS:
        counts.add("{} beyond the end of the recording: put at its end")
        return float(length_ms)
    return at_ms


def _mend_ends(stretches: list[ToldStretch], length_ms: float, counts: Counts) -> None:
    """End what has no end with its words, else where the next stretch begins, the last one with the recording."""
    later_ms = next_ms = length_ms
    for stretch in sorted(stretches, key=lambda stretch: stretch.start_ms or 0.0, reverse=True):
        start_ms = stretch.start_ms or 0.0
        if start_ms < next_ms:
            later_ms, next_ms = next_ms, start_ms
        if stretch.end_ms is None:
            last_word_ms = stretch.words[-1].end_ms if stretch.words else None
            stretch.end_ms = max(start_ms, later_ms if last_word_ms is None else last_word_ms)
        if stretch.end_ms > length_ms + GRACE_MS:
            if start_ms < length_ms:
                counts.add("{} running beyond the recording: ended with it")
            stretch.end_ms = max(length_ms, start_ms)


def _mend_words(stretch: ToldStretch, length_ms: int, counts: Counts) -> None:
    """Give every word a time; no words where none has one."""
    words = stretch.words
    untimed = sum(word.start_ms is None or word.end_ms is None for word in words)
    if untimed and all(word.start_ms is None and word.end_ms is None for word in words):
        counts.add("no times for {}: kept as text only", untimed, WORDS)
        stretch.words = []
    elif untimed:
        counts.add("no whole times for {}: put between the neighbours", untimed, WORDS)
        _fill_gaps(stretch)
    limit_ms = float(length_ms + GRACE_MS)
    for word in stretch.words:
        start_ms, end_ms = word.start_ms or 0.0, word.end_ms or 0.0
        if end_ms < start_ms:
            counts.add("end before start for {}: ended as begun", 1, WORDS)
            end_ms = start_ms
        if start_ms < 0 or end_ms > limit_ms:
            counts.add("times outside the recording for {}: put at its edge", 1, WORDS)
            start_ms, end_ms = (min(max(at_ms, 0.0), limit_ms) for at_ms in (start_ms, end_ms))
        word.start_ms, word.end_ms = start_ms, end_ms


def _fill_gaps(stretch: ToldStretch) -> None:
    """A word without a start begins where the one before ends; one without an end ends where the next begins."""
    known_ms = stretch.start_ms
    for word in stretch.words:
        if word.start_ms is None:
            word.start_ms = known_ms if known_ms is not None else word.end_ms
        known_ms = word.end_ms if word.end_ms is not None else word.start_ms
    following_ms = stretch.end_ms
    for word in reversed(stretch.words):
        if word.start_ms is None:
            word.start_ms = following_ms
        if word.end_ms is None:
            word.end_ms = word.start_ms if following_ms is None else max(following_ms, word.start_ms or 0.0)
        following_ms = word.start_ms
