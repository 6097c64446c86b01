"""The recorder's and the transcripts' part of a profile: from the keys of their TOML tables to values, and back."""

from typing import Any, Literal, cast

from models.intake.date_forms import DateForm
from models.intake.list_profile_keys import time_zone
from models.intake.name_pattern import NamePattern
from models.intake.profile import NAME_GROUPS, IndexForm, RecorderProfile, TranscriptProfile
from models.intake.profile_keys import Keys
from models.sound_source import RAW_CODECS, RawForm
from models.transcript import Speaker

RECORDER_KEYS = (
    "recorder",
    "clock_skew_s",
    "raw",
    "raw_endings",
    "name_pattern",
    "start_form",
    "time_zone",
    "legs",
    "caseworker_channel",
    "index",
)
RAW_KEYS = ("codec", "rate_hz", "channels")
INDEX_KEYS = ("kind", "records", "sidecars")
TRANSCRIPT_KEYS = ("speakers", "name_pattern")
LONGEST_SKEW_S = 366 * 86_400
HIGHEST_RATE_HZ = 768_000


def recorder_profile(keys: Keys) -> RecorderProfile:
    """The recorder's part; what is at fault is in `keys.faults`."""
    keys.known(RECORDER_KEYS)
    name_pattern = keys.text("name_pattern")
    pattern = _pattern(keys, name_pattern, NAME_GROUPS)
    start_form = _start_form(keys)
    groups = pattern.groups if pattern is not None else ()
    zone = time_zone(keys)
    if "start" in groups and start_form is None and "start_form" not in keys.table:
        keys.fault("name_pattern", "has a group start, but start_form does not say how it is written")
    if start_form is not None and pattern is not None and "start" not in groups:
        keys.fault("start_form", "name_pattern has no group start")
    if (
        start_form is not None
        and zone is None
        and "time_zone" not in keys.table
        and not DateForm(start_form).has_offset
    ):
        keys.fault("start_form", 'says no offset from UTC; name the time_zone, like "Europe/London"')
    legs = keys.texts("legs")
    if legs and (len(legs) != 2 or legs[0] == legs[1]):
        keys.fault("legs", "must be the two words that tell the files of one call apart; the first becomes channel 0")
    if legs and pattern is not None and "leg" not in groups:
        keys.fault("legs", "name_pattern has no group leg")
    if "leg" in groups and "legs" not in keys.table:
        keys.fault("name_pattern", "has a group leg, but legs does not say which of the two is channel 0")
    raw, endings = _raw(keys), keys.texts("raw_endings")
    if any(not ending.startswith(".") or len(ending) < 2 for ending in endings):
        keys.fault("raw_endings", 'must be endings like ".ul"')
    elif endings and "raw" not in keys.table:
        keys.fault("raw_endings", "raw does not say what these files hold")
    return RecorderProfile(
        keys.text("recorder"),
        keys.whole("clock_skew_s", -LONGEST_SKEW_S, LONGEST_SKEW_S) or 0,
        raw,
        tuple(ending.casefold() for ending in endings),
        name_pattern,
        start_form,
        zone,
        (legs[0], legs[1]) if len(legs) == 2 else None,
        keys.whole("caseworker_channel", 0, 1),
        _index(keys),
    )


def recorder_values(recorder: RecorderProfile) -> dict[str, Any]:
    """The plain values of its TOML table; what is not said is left out."""
    values: dict[str, Any] = {
        name: value
        for name in ("recorder", "name_pattern", "start_form", "time_zone", "caseworker_channel")
        if (value := getattr(recorder, name)) is not None
    }
    if recorder.clock_skew_s:
        values["clock_skew_s"] = recorder.clock_skew_s
    if recorder.legs is not None:
        values["legs"] = list(recorder.legs)
    if recorder.raw_endings:
        values["raw_endings"] = list(recorder.raw_endings)
    if recorder.raw is not None:
        values["raw"] = {name: getattr(recorder.raw, name) for name in RAW_KEYS}
    if recorder.index is not None:
        values["index"] = {name: getattr(recorder.index, name) for name in INDEX_KEYS}
    return values


def transcript_profile(keys: Keys) -> TranscriptProfile:
    """The transcripts' part; what is at fault is in `keys.faults`."""
    keys.known(TRANSCRIPT_KEYS)
    name_pattern = keys.text("name_pattern")
    _pattern(keys, name_pattern, ("recording_id",))
    speakers: dict[str, Speaker] = {}
    inner = keys.inner("speakers")
    if inner is not None:
        for name in inner.table:
            speaker = inner.choice(name, [one.value for one in Speaker], "a speaker of ours")
            if speaker is not None:
                speakers[name] = Speaker(speaker)
    return TranscriptProfile(speakers, name_pattern)


def transcript_values(transcripts: TranscriptProfile) -> dict[str, Any]:
    """The plain values of its TOML table."""
    values: dict[str, Any] = {}
    if transcripts.name_pattern is not None:
        values["name_pattern"] = transcripts.name_pattern
    if transcripts.speakers:
        values["speakers"] = {name: speaker.value for name, speaker in transcripts.speakers.items()}
    return values


def _pattern(keys: Keys, written: str | None, groups: tuple[str, ...]) -> NamePattern | None:
    if written is None:
        return None
    try:
        return NamePattern(written, groups)
    except ValueError as exc:
        keys.fault("name_pattern", str(exc))
        return None


def _start_form(keys: Keys) -> str | None:
    written = keys.text("start_form")
    if written is None:
        return None
    try:
        if DateForm(written).has_time:
            return written
        keys.fault("start_form", "tells no time of day; write it like %Y%m%d-%H%M%S")
    except ValueError as exc:
        keys.fault("start_form", str(exc))
    return None


def _raw(keys: Keys) -> RawForm | None:
    inner = keys.inner("raw")
    if inner is None:
        return None
    before = len(keys.faults)
    inner.known(RAW_KEYS)
    for name in ("codec", "rate_hz"):
        if name not in inner.table:
            inner.fault(name, "is missing")
    codec = inner.choice("codec", RAW_CODECS, "a raw codec this program knows")
    rate_hz, channels = inner.whole("rate_hz", 1, HIGHEST_RATE_HZ), inner.whole("channels", 1, 2) or 1
    if len(keys.faults) > before or codec is None or rate_hz is None:
        return None
    try:
        return RawForm(codec, rate_hz, channels)
    except ValueError as exc:
        inner.fault("", str(exc))
        return None


def _index(keys: Keys) -> IndexForm | None:
    inner = keys.inner("index")
    if inner is None:
        return None
    inner.known(INDEX_KEYS)
    kind = inner.choice("kind", ("csv", "json", "xml"), "a kind of index") or "csv"
    records = inner.any_text("records") or ""
    if kind == "csv" and records:
        inner.fault("records", "a table has no path to its records")
    sidecars = inner.yes_no("sidecars") or False
    return IndexForm(cast(Literal["csv", "json", "xml"], kind), records, sidecars)
