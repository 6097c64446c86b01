"""Where somebody speaks, judged from how loud each channel is every hundredth of a second.

The arithmetic behind `activity`: loudness in, masks and spans out; it keeps nothing. Each channel is judged against its
own noise floor, with a hangover that keeps words together; what is only the other speaker heard through (bleed) does
not count, and neither does music, which never pauses as speech does.
"""

import numpy as np
import numpy.typing as npt

Loudness = npt.NDArray[np.float32]
"""float32, shape (channels, n): dB against full scale, one value for every STEP_MS."""
Line = npt.NDArray[np.float32]
"""float32, shape (n,): the loudness of one channel."""
Mask = npt.NDArray[np.bool_]
"""bool, shape (n,) or (channels, n)."""
Spans = list[tuple[int, int]]

STEPS_A_SECOND = 100
QUIETEST_DB = -78.0
"""Mu-law's own noise lies about here; a digitally silent line has no floor to measure."""
FLOOR_SECONDS = 15
"""The floor is the quietest that was reached this far before and after: longer than anybody speaks without a breath."""
ONSET_DB, OFFSET_DB = 12.0, 7.0
"""Above the floor: where speech begins, and down to where it goes on."""
DEEPEST_DB = 42.0
"""Nothing this far below the channel's loud speech is speech, however quiet the line is."""
ONSET_STEPS = 4
"""So much of a stretch must reach the onset; a click does not."""
HANGOVER_STEPS = 35
"""A pause within a sentence; the two sides of it are one stretch."""
LEAD_STEPS, TAIL_STEPS = 2, 3
"""Soft consonants before the onset and after the offset."""
LEAST_STEPS = 12
BLEED_AT_MOST_DB = -10.0
"""Louder than this, a channel does not bleed: both carry the same sound (dual mono), or both speak."""
BLEED_MARGIN_DB = 9.0
BLEED_REACH_STEPS = 6
"""How late the other speaker may come back as an echo."""
STEADY_DB = 14.0
"""Within a second speech rises and falls by more than this; music, tones and ringing do not."""
STEADY_SECONDS = 6


def speech_masks(loudness: Loudness) -> tuple[Mask, Mask]:
    """Where each channel speaks, and where it carries something steady: two masks of shape (channels, n)."""
    speech = np.zeros(loudness.shape, np.bool_)
    steady = np.zeros(loudness.shape, np.bool_)
    if loudness.shape[1] == 0:
        return speech, steady
    floors = [noise_floor(line) for line in loudness]
    louds = [loud_speech_db(line, floor) for line, floor in zip(loudness, floors, strict=True)]
    for at, line in enumerate(loudness):
        onset = np.maximum(floors[at] + ONSET_DB, louds[at] - DEEPEST_DB)
        for other in range(len(loudness)):
            if other != at:
                through = _bleed_db(line, floors[at], loudness[other], louds[other])
                if through is not None:
                    onset = np.maximum(onset, _reaching(loudness[other]) + through + BLEED_MARGIN_DB)
        steady[at] = _steady(line, louds[at])
        speech[at] = _stretches(line, onset) & ~steady[at]
    return speech, steady


def noise_floor(line: Line) -> Line:
    """How loud the line is when nobody speaks on it, around each moment."""
    whole = len(line) // STEPS_A_SECOND
    cells = [np.percentile(line[: whole * STEPS_A_SECOND].reshape(whole, -1), 10, axis=1)] if whole else []
    if len(line) % STEPS_A_SECOND:
        cells.append(np.percentile(line[whole * STEPS_A_SECOND :], 10, keepdims=True))
    lows = np.concatenate(cells)
    padded = np.pad(lows, FLOOR_SECONDS, constant_values=np.inf)
    floors = np.lib.stride_tricks.sliding_window_view(padded, 2 * FLOOR_SECONDS + 1).min(axis=1)
    spread = np.repeat(np.maximum(floors, QUIETEST_DB), STEPS_A_SECOND)[: len(line)]
    return spread.astype(np.float32)


def loud_speech_db(line: Line, floor: Line) -> float:
    """How loud the loud syllables are; QUIETEST_DB where nothing stands out of the floor."""
    standing_out = line[line > floor + ONSET_DB]
    return float(np.percentile(standing_out, 95)) if len(standing_out) >= ONSET_STEPS else QUIETEST_DB


def level_db(line: Line, speech: Mask) -> float | None:
    """The level of the speech: the mean power of where it is (ITU-T P.56's active level in short). None: too little."""
    active = line[speech]
    if len(active) < STEPS_A_SECOND:
        return None
    return float(10 * np.log10(np.mean(10 ** (active.astype(np.float64) / 10))))


def runs(mask: Mask) -> npt.NDArray[np.int64]:
    """The stretches where a mask of shape (n,) is true: int64, shape (count, 2), first and one past the last."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return edges.reshape(-1, 2).astype(np.int64)


def _stretches(line: Line, onset: Line) -> Mask:
    """Stretches of speech: going on down to the offset, reaching the onset, joined over pauses."""
    found = runs(line > onset - (ONSET_DB - OFFSET_DB))
    if len(found) == 0:
        return np.zeros(len(line), np.bool_)
    reached = np.concatenate(([0], np.cumsum(line > onset)))
    kept = found[reached[found[:, 1]] - reached[found[:, 0]] >= ONSET_STEPS]
    starts, ends = kept[:, 0] - LEAD_STEPS, kept[:, 1] + TAIL_STEPS
    if len(kept) == 0:
        return np.zeros(len(line), np.bool_)
    apart = starts[1:] - ends[:-1] > HANGOVER_STEPS
    starts, ends = starts[np.concatenate(([True], apart))], ends[np.concatenate((apart, [True]))]
    long_enough = ends - starts >= LEAST_STEPS
    return _mask_of(starts[long_enough], ends[long_enough], len(line))


def _mask_of(starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], length: int) -> Mask:
    steps = np.zeros(length + 1, np.int32)
    np.add.at(steps, np.clip(starts, 0, length), 1)
    np.add.at(steps, np.clip(ends, 0, length), -1)
    return np.cumsum(steps)[:length] > 0


def _bleed_db(line: Line, floor: Line, other: Line, other_loud: float) -> float | None:
    """How much weaker the other speaker is heard on this line, or None when they are not.

    They are when, while they speak loudly, this line stands out of its floor most of the time by about the same.
    """
    if other_loud <= QUIETEST_DB:
        return None
    while_loud = other > other_loud - 8
    standing_out = while_loud & (line > floor + 3)
    count = int(np.count_nonzero(while_loud))
    if count < STEPS_A_SECOND or np.count_nonzero(standing_out) < 0.5 * count:
        return None
    apart = line[standing_out] - other[standing_out]
    middle = float(np.median(apart))
    alike = np.count_nonzero(np.abs(apart - middle) < 6) > 0.6 * len(apart)
    return middle if alike and middle <= BLEED_AT_MOST_DB else None


def _reaching(line: Line) -> Line:
    """The loudest within an echo's reach before each moment."""
    padded = np.pad(line, (BLEED_REACH_STEPS, 1), constant_values=-np.inf)
    out: Line = np.lib.stride_tricks.sliding_window_view(padded, BLEED_REACH_STEPS + 2).max(axis=1)
    return out


def _steady(line: Line, loud: float) -> Mask:
    """Where a line is about as loud as speech, and for seconds as loud as before."""
    mask = np.zeros(len(line), np.bool_)
    whole = len(line) // STEPS_A_SECOND
    if whole < STEADY_SECONDS:
        return mask
    cells = line[: whole * STEPS_A_SECOND].reshape(whole, STEPS_A_SECOND)
    low, middle, high = np.percentile(cells, (5, 50, 95), axis=1)
    for start, end in runs((high - low < STEADY_DB) & (middle > max(loud - 25, QUIETEST_DB + ONSET_DB))):
        if end - start >= STEADY_SECONDS:
            mask[start * STEPS_A_SECOND : end * STEPS_A_SECOND] = True
    return mask
