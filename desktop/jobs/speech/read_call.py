"""The samples of a call that is to be transcribed: its file found and proven to be the one that was imported, decoded.

As careful as the open call is: what is heard may become evidence, so another sound under the same name is refused.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.jobs.find_recording import Leg, changed, holds, legs_of, locate
from desktop.jobs.read_recording import RecordingHead, RecordingReader
from desktop.jobs.samples import Block, Samples
from models.errors import RecordingUnreadable
from models.recording import Recording
from models.sound_source import source_of
from models.store import Store

Report = Callable[[float], None]
Check = Callable[[], None]


def read_call(store: Store, recording: Recording, reader: RecordingReader, report: Report, check: Check) -> Samples:
    """The whole call as int16 samples. Raises RecordingUnreadable (RecordingAway where the file is gone or changed)."""
    places = [_place(store, recording, leg, check) for leg in legs_of(recording)]
    source = replace(source_of(recording), path=places[0])
    if len(places) == 2:
        source = replace(source, second_path=places[1])
    made: list[Samples] = []

    def started(head: RecordingHead) -> None:
        made.append(Samples(head.sound_rate_hz, head.channels))

    def take(block: Block) -> None:
        made[0].append(block)
        report(min(1.0, made[0].duration_ms / max(1, recording.duration_ms)))

    reader.decode(source, started, take, check)
    if not made:
        raise RecordingUnreadable(source.path, "it holds no sound")
    made[0].finish()
    return made[0]


def _place(store: Store, recording: Recording, leg: Leg, check: Check) -> Path:
    place = locate(leg, lambda: store.places.seen_at(recording.id), check)
    if not holds(leg, place, check):
        raise changed(leg)
    return place
