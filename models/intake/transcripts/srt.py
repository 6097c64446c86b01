"""SubRip (SRT) as it is found: numbers missing or wrong, blank lines inside, comma or point, hours of any length.

A cue begins at its line of times and goes on to the next one; a number alone on the line before that one is its
number. Tags and `{\\an8}` are styling. There is no standard; what is met here is what players accept.
"""

import re

from models.intake.transcripts.clock import TIME, clock_ms
from models.intake.transcripts.cue_text import read_srt_text
from models.intake.transcripts.told import (
    ENGINE_NOT_TOLD,
    STYLING,
    WORD_TIMES_MISSING,
    Told,
    ToldStretch,
    Unfit,
    refuse_too_long,
    refuse_too_many,
)

FORM = "SRT"
ARROW = "-->"
_TIMES = re.compile(rf"\s*({TIME})\s*-{{1,3}}>\s*({TIME})\s*(.*)", re.DOTALL)


def recognises(text: str) -> bool:
    """Some line near the beginning is a line of times."""
    return any(time_line(line) is not None for line in text[:65536].replace("\r", "\n").split("\n"))


def time_line(line: str) -> tuple[float, float] | None:
    """Start and end of a cue, when the line holds these and at most the coordinates of a box."""
    if "->" not in line[:80]:
        return None
    found = _TIMES.fullmatch(line[:200].rstrip())
    if found is None or not all(":" in setting[1:-1] for setting in found[3].split()):
        return None
    start_ms, end_ms = clock_ms(found[1]), clock_ms(found[2])
    return None if start_ms is None or end_ms is None else (start_ms, end_ms)


def read(text: str, form: str = FORM) -> Told:
    """The transcript as told. Raises Unfit by the line when something that must be a time is none."""
    refuse_too_many(text.count(ARROW))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    timings = [(place, times) for place, line in enumerate(lines) if (times := time_line(line)) is not None]
    _refuse_broken(lines)
    told = Told(form, losses=[WORD_TIMES_MISSING, ENGINE_NOT_TOLD])
    starts = [place for place, _ in timings]
    number = _number_before(lines, starts[0] if starts else 0, None)
    styled = False
    before = starts[0] - (number is not None) if starts else 0
    strays = sum(bool(line.strip()) for line in lines[:before] if not line.startswith("WEBVTT"))
    for (place, (start_ms, end_ms)), following in zip(timings, [*starts[1:], len(lines)], strict=True):
        number_next = None
        if following < len(lines):
            number_next = _number_before(lines, following, number, place + 1)
        until = following - (number_next is not None)
        written = "\n".join(lines[place + 1 : until]).strip()
        refuse_too_long(written, place + 1)
        spoken = read_srt_text(written)
        styled = styled or spoken.styled
        for voice in [voice for voice in spoken.voices if voice.text.strip()] or spoken.voices[:1]:
            told.add(ToldStretch(place + 1, start_ms, end_ms, voice.text.strip(), None, voice.name))
        number = number_next
    if styled:
        told.losses.append(STYLING)
    told.lose("left out: {} before the first cue", strays, "lines")
    return told


def _refuse_broken(lines: list[str]) -> None:
    """A line with figures, an arrow and no good times hides a cue in the one before it: refused, not taken as text."""
    for place, line in enumerate(lines):
        head, arrow, _ = line[:80].partition(ARROW)
        if arrow and head.strip() and not head.strip("0123456789:.,; \t") and time_line(line) is None:
            raise Unfit(place + 1, line.strip(), "is no cue's time; SRT has hh:mm:ss,ttt --> hh:mm:ss,ttt")


def _number_before(lines: list[str], place: int, last: int | None, since: int = 0) -> int | None:
    """The number of the cue whose times stand at `place`, when it has one: alone on its line, after a blank line, or
    following on the `last` number."""
    at = place - 1
    written = lines[at].strip() if at >= since else ""
    if not written.isdecimal() or len(written) > 9:
        return None
    number = int(written)
    after_blank = at == since or not lines[at - 1].strip()
    return number if after_blank or (last is not None and number == last + 1) else None
