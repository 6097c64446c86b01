"""Saving the transcript of a call as a file, in the form that the file's ending names.

Between the store and a place a person chose; the forms are those of `steercheck transcript`
(`models.transcript_formats`), and every one of them can be taken in again.
"""

import re
from pathlib import Path

from desktop.jobs.write_whole import write_whole
from models.errors import InputRefused, OutputRefused
from models.store import Store
from models.transcript_formats import FORMATS

FORMS = "WebVTT (*.vtt);;SRT (*.srt);;Text (*.txt);;CSV (*.csv);;JSON with all words and times (*.json)"
"""What a dialog offers; the first is proposed."""
_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def proposed_name(recording_id: str) -> str:
    """What the file may be called on every system: an id may hold the folders it came from."""
    return _NOT_IN_A_NAME.sub("_", recording_id) + ".vtt"


def save_transcript(store: Store, recording_id: str, target: Path) -> Path:
    """Write the newest transcript of a recording, as corrected; gives the target.

    Raises OutputRefused for an ending that names no form and for a place that does not take it, InputRefused without a
    transcript, UnknownId.
    """
    write = FORMATS.get(target.suffix.casefold().removeprefix("."))
    if write is None:
        raise OutputRefused(
            f"{target.name} does not say in which form: end it with .vtt, .srt, .txt, .csv or .json. "
            "Nothing was written."
        )
    newest = store.transcripts.newest(recording_id)
    if newest is None:
        raise InputRefused(f"{recording_id} has no transcript to save.")
    recording = store.imports.recording_with_id(recording_id)
    text = write(newest, "" if recording is None else Path(recording.path).name)
    write_whole(target, "The transcript", lambda file: file.write(text))
    return target
