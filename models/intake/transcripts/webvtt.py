"""WebVTT by the letter of the W3C: https://www.w3.org/TR/webvtt1/, section 6.1 (file parsing) and 6.3 (cue timings).

Cues come with their voices (`<v Name>`, as Teams writes them; whisper.cpp's `<v Speaker0>`). Headers, notes, styles,
regions, cue identifiers and settings are passed over as the rules say; so is a cue whose times cannot be read, which
is said. A file with no good cue at all whose times read as those of SRT is read so.
"""

import re
from typing import NamedTuple

from models.intake.transcripts import srt
from models.intake.transcripts.cue_text import CueText, read_cue_text
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

FORM = "WebVTT"
ARROW = "-->"
_STAMP = r"[ \t\f]*(\d+):(\d\d)(?::(\d\d))?\.(\d{3})"
_TIMES = re.compile(rf"{_STAMP}[ \t\f]*-->{_STAMP}(?!\d)(.*)", re.DOTALL)
_CHANNEL = re.compile(r"channel(\d)")
_WHISPER_SPEAKER = re.compile(r"Speaker([01])")


class Cue(NamedTuple):
    """A cue as it stands in the file; times in milliseconds."""

    line: int
    start_ms: float
    end_ms: float
    has_settings: bool
    text: str


class Parsed(NamedTuple):
    """The cues of a file and what else was met; `unreadable` are the lines of cues without good times."""

    cues: list[Cue]
    unreadable: list[int]
    notes: int
    styles: int
    strays: int


def recognises(text: str) -> bool:
    """The signature, followed by a blank, a line end, or nothing."""
    return text.startswith("WEBVTT") and (len(text) == 6 or text[6] in " \t\n\r")


def read(text: str) -> Told:
    """The transcript as told. Raises Unfit when no cue has good times."""
    refuse_too_many(text.count(ARROW))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parsed = parse(lines)
    if parsed.unreadable and not parsed.cues:
        at = parsed.unreadable[0]
        if not all(srt.time_line(lines[line - 1]) for line in parsed.unreadable):
            raise Unfit(at, lines[at - 1], "is no cue's time; WebVTT has hh:mm:ss.ttt --> hh:mm:ss.ttt")
        return srt.read("\n".join(lines), form=FORM)
    told = Told(FORM)
    several = times = 0
    styled = any(cue.has_settings for cue in parsed.cues) or parsed.styles > 0
    for cue in parsed.cues:
        refuse_too_long(cue.text, cue.line)
        spoken = read_cue_text(cue.text)
        add_voices(told, cue.line, cue.start_ms, cue.end_ms, spoken)
        styled = styled or spoken.styled
        times += spoken.times
        several += len([voice for voice in spoken.voices if voice.text.strip()]) > 1
    told.losses += [WORD_TIMES_MISSING, ENGINE_NOT_TOLD] + ([STYLING] if styled else [])
    told.lose("{} with several speakers, who share its times", several, "cues")
    told.lose("left out: {} inside cues", times, "times")
    told.lose("left out: {}", parsed.notes, "notes")
    told.lose("left out: {} of text outside any cue", parsed.strays, "blocks")
    if parsed.unreadable:
        first = f"the first in line {parsed.unreadable[0]:,}"
        told.lose(f"left out: {{}} whose times cannot be read ({first})", len(parsed.unreadable), "cues")
    return told


def add_voices(told: Told, line: int, start_ms: float | None, end_ms: float | None, spoken: CueText) -> None:
    """Add what a cue's voices say, each as a stretch of its own with the cue's times; one without text as one."""
    voices = [voice for voice in spoken.voices if voice.text.strip()] or spoken.voices[:1]
    if not voices:
        told.add(ToldStretch(line, start_ms, end_ms, ""))
    for voice in voices:
        channel = next((int(found[1]) for name in voice.classes if (found := _CHANNEL.fullmatch(name))), None)
        name = voice.name
        loudest = _WHISPER_SPEAKER.fullmatch(name or "")
        if loudest is not None and channel is None:
            channel, name = int(loudest[1]), None
        told.add(ToldStretch(line, start_ms, end_ms, voice.text.strip(), channel, name))


def parse(lines: list[str]) -> Parsed:
    """Go through the blocks of a file, whose first line is the signature."""
    cues: list[Cue] = []
    unreadable: list[int] = []
    notes = styles = strays = 0
    at = _behind_header(lines)
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        block_at, timing, arrow_seen, count = at, None, False, 0
        buffer: list[str] = []
        while at < len(lines) and lines[at]:
            count += 1
            if ARROW in lines[at]:
                if arrow_seen or count > 2:
                    break
                arrow_seen, buffer = True, []
                timing = _timing(lines[at])
                if timing is None:
                    unreadable.append(at + 1)
                else:
                    block_at = at
            else:
                buffer.append(lines[at])
            at += 1
        if timing is not None:
            start_ms, end_ms, settings = timing
            cues.append(Cue(block_at + 1, start_ms, end_ms, settings, "\n".join(buffer)))
        elif not arrow_seen:
            first = buffer[0].split(maxsplit=1)[:1] if buffer else []
            notes += first == ["NOTE"]
            styles += buffer[0].rstrip(" \t\f") in ("STYLE", "REGION") if buffer else 0
            strays += first != ["NOTE"] and buffer[0].rstrip(" \t\f") not in ("STYLE", "REGION")
    return Parsed(cues, unreadable, notes, styles, strays)


def _behind_header(lines: list[str]) -> int:
    """Where the blocks begin: behind the lines up to the first blank one, or at the first with an arrow."""
    at = 1
    while at < len(lines) and lines[at] and ARROW not in lines[at]:
        at += 1
    return at


def _timing(line: str) -> tuple[float, float, bool] | None:
    """Start, end, and whether settings follow; None when the times are not those of WebVTT."""
    found = _TIMES.match(line)
    if found is None:
        return None
    start_ms, end_ms = _stamp_ms(found.group(1, 2, 3, 4)), _stamp_ms(found.group(5, 6, 7, 8))
    if start_ms is None or end_ms is None:
        return None
    return start_ms, end_ms, bool(found[9].strip())


def _stamp_ms(parts: tuple[str | None, ...]) -> float | None:
    """One time: hours are optional and have any number of digits, minutes and seconds two, below 60."""
    first, second, third, thousandths = (part or "" for part in parts)
    if third:
        hours, minutes, seconds = first, second, third
    elif len(first) == 2:
        hours, minutes, seconds = "0", first, second
    else:
        return None
    if len(hours) > 9 or int(minutes) > 59 or int(seconds) > 59:
        return None
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000.0 + int(thousandths)
