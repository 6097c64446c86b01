"""A transcript as text: JSON, WebVTT, SRT, plain text and CSV; what `steercheck transcript` prints.

All can be taken in again (`models.intake.transcripts`): JSON keeps everything, CSV all but the times of words, the
others what a reader sees. WebVTT: https://www.w3.org/TR/webvtt1/, sections 4.2 and 4.2.2; cue text is escaped, so
`-->` cannot occur in it; a channel that does not follow from the speaker stands in the voice's class. Times are those
of the call.
"""

import json
import re
from collections.abc import Callable

from models.review_export import csv_line, harmless
from models.transcript import SegmentText, Speaker, TranscriptText

SPEAKERS = {Speaker.CASEWORKER: "Caseworker", Speaker.NRP: "Non-resident parent", Speaker.UNKNOWN: "Unknown"}
USUAL_CHANNELS = {Speaker.CASEWORKER: 0, Speaker.NRP: 1, Speaker.UNKNOWN: 0}
"""Where a speaker is heard when nothing else is said."""
GUARDED = re.compile(r"'+[=+\-@\t\r]")
"""A text that looks as if it was made harmless before: it gets one more apostrophe, so that reading takes off one."""
CSV_COLUMNS = ("channel", "speaker", "start", "end", "text", "probability")


def document(transcript: TranscriptText, file: str) -> dict[str, object]:
    """The transcript in the contract's JSON form; `file` is the recording's file name."""
    return {
        "recording_id": transcript.recording_id,
        "file": file,
        "engine": transcript.engine,
        "model": transcript.model,
        "segments": [
            {
                "channel": segment.channel,
                "speaker": segment.speaker.value,
                "start": segment.start_ms / 1000,
                "end": segment.end_ms / 1000,
                "text": segment.text,
                "words": [
                    {
                        "start": word.start_ms / 1000,
                        "end": word.end_ms / 1000,
                        "text": word.text,
                        "probability": word.probability,
                    }
                    for word in segment.words
                ],
            }
            for segment in transcript.segments
        ],
    }


def as_json(transcript: TranscriptText, file: str) -> str:
    return json.dumps(document(transcript, file), ensure_ascii=False, indent=1) + "\n"


def as_vtt(transcript: TranscriptText, _file: str) -> str:
    """WebVTT with a voice tag for each speaker."""
    cues = [
        f"{_clock(segment.start_ms, '.')} --> {_clock(_after(segment), '.')}\n"
        f"<v{_channel_class(segment)} {segment.speaker.value}>{_escaped(_one_line(segment.text))}</v>\n"
        for segment in transcript.segments
    ]
    return "\n".join(["WEBVTT\n", *cues])


def as_srt(transcript: TranscriptText, _file: str) -> str:
    """SRT, numbered from 1, each cue led by its speaker."""
    cues = [
        f"{number}\n{_clock(segment.start_ms, ',')} --> {_clock(_after(segment), ',')}\n"
        f"{SPEAKERS[segment.speaker]}: {_one_line(segment.text)}\n"
        for number, segment in enumerate(transcript.segments, 1)
    ]
    return "\n".join(cues)


def as_txt(transcript: TranscriptText, _file: str) -> str:
    """One line a segment, for reading: time, speaker, text."""
    return "".join(
        f"{_minutes(segment.start_ms)} {SPEAKERS[segment.speaker]}: {_one_line(segment.text)}\n"
        for segment in transcript.segments
    )


def as_csv(transcript: TranscriptText, _file: str) -> str:
    """One row a segment; probability is the mean of its words', empty where none is known.

    Text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    return csv_line(CSV_COLUMNS) + "".join(csv_line(_csv_cells(segment)) for segment in transcript.segments)


FORMATS: dict[str, Callable[[TranscriptText, str], str]] = {
    "json": as_json,
    "vtt": as_vtt,
    "srt": as_srt,
    "txt": as_txt,
    "csv": as_csv,
}
"""By the name of `--format`; each is given the transcript and the name of the recording's file."""


def _csv_cells(segment: SegmentText) -> tuple[str, ...]:
    probability = "" if segment.probability is None else f"{segment.probability:.3f}"
    times = (f"{segment.start_ms / 1000:.3f}", f"{segment.end_ms / 1000:.3f}")
    text = "'" + segment.text if GUARDED.match(segment.text) else harmless(segment.text)
    return (str(segment.channel), segment.speaker.value, *times, text, probability)


def _channel_class(segment: SegmentText) -> str:
    """The class of a voice that is heard on another channel than usual: ".channel1"."""
    return "" if segment.channel == USUAL_CHANNELS[segment.speaker] else f".channel{segment.channel}"


def _clock(at_ms: int, point: str) -> str:
    seconds, ms = divmod(at_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"


def _minutes(at_ms: int) -> str:
    hours, seconds = divmod(at_ms // 1000, 3600)
    return f"{hours}:{seconds // 60:02}:{seconds % 60:02}" if hours else f"{seconds // 60}:{seconds % 60:02}"


def _after(segment: SegmentText) -> int:
    """The end of a cue, which must lie after its start."""
    return max(segment.end_ms, segment.start_ms + 1)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
