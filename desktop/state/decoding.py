"""The sound of one call on its way: found where it lies, decoded, and compared with what was imported. Jobs only.

Between the open call, which submits the two jobs and watches from the GUI thread, and the decoder. The file is decoded
at once and compared at the same time: whoever opens a call hears it at once, and a file that turns out to be another is
taken away again.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

from desktop.jobs import peaks_file
from desktop.jobs.activity import Activity
from desktop.jobs.find_recording import Leg, changed, legs_of, locate, place_holding, stands
from desktop.jobs.peaks import Peaks, StoredPeaks
from desktop.jobs.read_recording import Block, RecordingFacts, RecordingHead, RecordingReader
from desktop.jobs.runner import Check, Report
from desktop.jobs.samples import Samples
from models.errors import RecordingUnreadable
from models.file_hash import sha256_of
from models.recording import Recording
from models.sound_source import SoundSource, source_of

SeenAt = Callable[[], tuple[str, ...]]
Move = tuple[Leg, Path]
"""A file that lies elsewhere now."""

TELL_S = 0.05
"""A decode is told no more often: told with every block, an hour took 4.6 s instead of 2.7, for the handing over from
thread to thread."""


class Decoding:
    """One decode: filled in the lane's thread, looked at from the GUI thread.

    `seen_at` asks the store for the other places of the recording. `moved`: the files that were found at one of them;
    `compared`: whether the other job is done (set by the open call). `stored`: the peaks of an earlier opening, which
    stand for what is not decoded yet.
    """

    def __init__(
        self, recording: Recording, reader: RecordingReader, seen_at: SeenAt, stored: StoredPeaks | None = None
    ) -> None:
        self.recording = recording
        self._reader = reader
        self._seen_at = seen_at
        self._stored = stored
        self.samples: Samples | None = None
        self.peaks: Peaks | None = None
        self.activity: Activity | None = None
        self.moved: list[Move] = []
        self.compared = False

    def run(self, report: Report, check: Check) -> RecordingFacts:
        """The job. Raises RecordingAway for a file that is gone or changed, RecordingUnreadable for no recording."""
        source = self._located(check)
        frames_expected = 1.0
        told_at: float | None = None

        def started(head: RecordingHead) -> None:
            nonlocal frames_expected
            frames_expected = max(1.0, self.recording.duration_ms * head.sound_rate_hz / 1000)
            samples = Samples(head.sound_rate_hz, head.channels)
            self.peaks = Peaks(samples, self._stored)
            self.activity = Activity(samples)
            self.samples = samples

        def block(frames: Block) -> None:
            assert self.samples is not None
            assert self.peaks is not None
            assert self.activity is not None
            nonlocal told_at
            self.samples.append(frames)
            now = monotonic()
            if told_at is None or now - told_at >= TELL_S:
                told_at = now
                self.peaks.update()
                self.activity.update()
                report(min(1.0, self.samples.frames / frames_expected), "")

        try:
            return self._reader.decode(source, started, block, check)
        finally:
            if self.samples is not None and self.peaks is not None and self.activity is not None:
                self.samples.finish()  # after a failure too: a playback at the end would wait for more for ever
                self.peaks.update()
                self.activity.update()

    def compare(self, _report: Report, check: Check) -> list[Move]:
        """The job beside it: whether each file has the SHA-256 it had at import.

        Answers with the places that hold what was imported, for files that do not; empty when all is as it was. Raises
        RecordingAway when no place does.
        """
        moves: list[Move] = []
        for leg in legs_of(self.recording):
            if not stands(leg):  # the other job says so, or found it elsewhere
                continue
            try:
                sha256, _ = sha256_of(leg.path, check)
            except OSError as exc:
                raise RecordingUnreadable(leg.path, exc.strerror or "it cannot be opened") from exc
            if sha256 != leg.sha256:
                place = place_holding(leg, self._seen_at(), check)
                if place is None:
                    raise changed(leg)
                moves.append((leg, place))
        return moves

    def keep_peaks(self, _report: Report, _check: Check) -> None:
        """The job after both: keep the peaks for the next opening. The file is known to be what was imported."""
        if self.peaks is not None:
            peaks_file.store(peaks_key(self.recording), self.peaks)

    def _located(self, check: Check) -> SoundSource:
        places = []
        for leg in legs_of(self.recording):
            place = locate(leg, self._seen_at, check)
            if place != leg.path:
                self.moved.append((leg, place))
            places.append(place)
        return replace(source_of(self.recording), path=places[0], second_path=places[1] if places[1:] else None)


def peaks_key(recording: Recording) -> str:
    """The name under which the peaks of a recording are kept: its content, and how that is read."""
    return peaks_file.key_of(recording.sha256, recording.second_sha256, recording.reading)
