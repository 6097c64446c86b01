"""Times as people and services write them: "1:02:03.456", "00:01,5", "12.340s", "PT1M30.5S"; all in milliseconds."""

import re

TIME = r"\d{1,4}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,9})?"
"""A time of day or of a recording: m:ss or h:mm:ss, with a fraction after point or comma. For use inside patterns."""

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,9}))?")
_SECONDS = re.compile(r"([+-]?\d{1,12}(?:\.\d{0,12})?)s")
_ISO = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,9})M)?(?:(\d{1,12}(?:\.\d{0,12})?)S)?")


def clock_ms(written: str) -> float | None:
    """ "1:02:03.456" -> 3723456.0; None when it is no time."""
    found = _CLOCK.fullmatch(written.strip())
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000.0 + (int(fraction) / 10 ** len(fraction) * 1000 if fraction else 0.0)


def duration_ms(written: str) -> float | None:
    """ "12.340s" (protocol buffers) or "PT1M30.5S" (ISO 8601) in milliseconds; None when it is neither."""
    written = written.strip()
    found = _SECONDS.fullmatch(written)
    if found is not None:
        return float(found[1]) * 1000
    found = _ISO.fullmatch(written)
    if found is None or written == "PT":
        return None
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000
