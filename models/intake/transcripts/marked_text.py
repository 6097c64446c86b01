"""Plain text with time marks: `[00:01:23] Speaker: text`, `0:01 Name: text`, `(1:23) text`, `Name  0:01` above its
text, and what whisper.cpp and openai-whisper print: `[00:00:00.000 --> 00:00:04.000]  text`.

A mark begins a stretch, which goes on to the next mark. Text without any mark is refused: a transcript needs times.
"""

import re

from models.intake.transcripts.clock import TIME, clock_ms
from models.intake.transcripts.told import (
    ENGINE_NOT_TOLD,
    WORD_TIMES_MISSING,
    Loss,
    Told,
    ToldStretch,
    Untimed,
    refuse_too_many,
)

FORM = "text with time marks"
LOOKED_AT = 120
"""A mark stands within this many characters of its line."""
_BETWEEN = r"\s{0,4}(?:-{1,3}>|[-–—]|to)\s{0,4}"
_RANGE = re.compile(rf"[\s\[(<]{{0,4}}({TIME}){_BETWEEN}({TIME})[\s\])>]{{0,4}}(?:[:\-–—]\s)?")
_MARK = re.compile(rf"\s{{0,8}}(?:[\[(<]\s?({TIME})\s?[\])>]|({TIME})(?=[\s:\-–—]|$))(?:\s{{0,4}}[:\-–—](?=\s))?")
_NAMED = re.compile(rf"([^\W\d_].{{0,58}}?)[\s,:\[(–—-]{{1,6}}({TIME})[\])]?\s{{0,4}}")
_COLOURS = re.compile(r"\x1b\[[0-9;]{0,20}m")


def recognises(text: str) -> bool:
    """At least a quarter of the first lines carry a mark."""
    lines = [line for line in text[:65536].replace("\r", "\n").split("\n") if line.strip()][:400]
    marked = sum(_lead(line) is not None for line in lines)
    named = sum(_title(line) is not None for line in lines)
    return bool(lines) and max(marked, named) * 4 >= len(lines)


def read(text: str) -> Told:
    """The transcript as told. Raises Untimed when no line has a mark."""
    lines = _COLOURS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    marks: list[tuple[float, float | None, str | None, str] | None] = [_lead(line) for line in lines]
    if not any(marks):
        marks = [_title(line) for line in lines]
    if not any(marks):
        raise Untimed(None, None, "has no times; a transcript needs one for each stretch, such as [00:01:23] or 0:01")
    told = Told(FORM, losses=[WORD_TIMES_MISSING, ENGINE_NOT_TOLD])
    refuse_too_many(sum(mark is not None for mark in marks))
    places = [place for place, mark in enumerate(marks) if mark is not None]
    for place, following in zip(places, [*places[1:], len(lines)], strict=True):
        start_ms, end_ms, name, said = marks[place] or (None, None, None, "")
        text = "\n".join(filter(None, map(str.strip, [said, *lines[place + 1 : following]])))
        told.add(ToldStretch(place + 1, start_ms, end_ms, text, None, name))
    if all((stretch.start_ms or 0) % 1000 == 0 for stretch in told.stretches):
        told.losses.append(Loss("times told to the second only"))
    told.lose("left out: {} before the first time", sum(map(bool, map(str.strip, lines[: places[0]]))), "lines")
    return told


def _lead(line: str) -> tuple[float, float | None, str | None, str] | None:
    """A line that begins with a mark: start, end, no name, and the text behind the mark."""
    found = _RANGE.match(line[:LOOKED_AT])
    if found is not None:
        start_ms, end_ms = clock_ms(found[1]), clock_ms(found[2])
        if start_ms is not None and end_ms is not None:
            return start_ms, end_ms, None, line[found.end() :]
    found = _MARK.match(line[:LOOKED_AT])
    start_ms = None if found is None else clock_ms(found[1] or found[2])
    return None if found is None or start_ms is None else (start_ms, None, None, line[found.end() :])


def _title(line: str) -> tuple[float, None, str, str] | None:
    """A line that is a name and a time, above the text: "Name  0:01"."""
    if len(line) > LOOKED_AT:
        return None
    found = _NAMED.fullmatch(line.strip())
    start_ms = None if found is None else clock_ms(found[2])
    return None if found is None or start_ms is None else (start_ms, None, found[1].strip(), "")
