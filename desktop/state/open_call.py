"""The call that is open: its records from the store, its sound from the decoder, and the playback of that sound.

Between the worklist (which says what to open) and the review page. The records come by the lane "store", the sound by
the lane "recording"; whatever comes late, after another call was opened, is dropped by its request number.
"""

import hashlib
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.jobs.peaks import Peaks
from desktop.jobs.read_recording import Block, RecordingFacts, RecordingHead, RecordingReader
from desktop.jobs.runner import Check, JobHandle, Report, Runner
from desktop.jobs.samples import Samples
from desktop.state.playback import Playback
from desktop.state.transcript_lines import TranscriptLines, lines_of
from models.errors import RecordingUnreadable, SteercheckError
from models.recording import Recording
from models.sound_source import source_of
from models.store import Store
from models.store.calls import CallFile

HASH_PIECE_BYTES = 1 << 20


class Sound(StrEnum):
    """How the sound of the open call stands."""

    NONE = "none"
    LOADING = "loading"
    PARTLY = "partly"
    COMPLETE = "complete"
    FAILED = "failed"


class Decoding:
    """One decode on its way: filled in the lane's thread, looked at from the GUI thread."""

    def __init__(self, recording: Recording, reader: RecordingReader) -> None:
        self.recording = recording
        self._reader = reader
        self.samples: Samples | None = None
        self.peaks: Peaks | None = None

    def run(self, report: Report, check: Check) -> RecordingFacts:
        """The job. Raises RecordingUnreadable for a file that is gone, changed or no recording."""
        path = Path(self.recording.path)
        refuse_if_gone(self.recording, path)
        frames_expected = 1.0

        def started(head: RecordingHead) -> None:
            nonlocal frames_expected
            frames_expected = max(1.0, self.recording.duration_ms * head.sound_rate_hz / 1000)
            samples = Samples(head.sound_rate_hz, head.channels)
            self.peaks = Peaks(samples)
            self.samples = samples

        def block(frames: Block) -> None:
            assert self.samples is not None
            assert self.peaks is not None
            self.samples.append(frames)
            self.peaks.update()
            report(min(1.0, self.samples.frames / frames_expected), "")

        try:
            return self._reader.decode(source_of(self.recording), started, block, check)
        finally:
            if self.samples is not None and self.peaks is not None:
                self.samples.finish()  # after a failure too: a playback at the end would wait for more for ever
                self.peaks.update()

    def changed_since_import(self, _report: Report, check: Check) -> bool:
        """The job that follows: whether the file is another than the one that was imported, by its SHA-256."""
        found = hashlib.sha256()
        try:
            with Path(self.recording.path).open("rb") as file:
                while piece := file.read(HASH_PIECE_BYTES):
                    check()
                    found.update(piece)
        except OSError as exc:
            raise RecordingUnreadable(self.recording.path, exc.strerror or "it cannot be opened") from exc
        return found.hexdigest() != self.recording.sha256


def opened(store: Store, recording_id: str | None, sheet_id: str | None) -> tuple[CallFile, TranscriptLines | None]:
    """The job: the records of a call or sheet, its transcript laid out in lines. Raises UnknownId."""
    file = store.calls.open(recording_id, sheet_id)
    return file, None if file.transcript is None else lines_of(file.transcript)


def refuse_if_gone(recording: Recording, path: Path) -> None:
    """Raises RecordingUnreadable when the file is not where it was, or has another size than it had at import."""
    try:
        size = path.stat().st_size
    except OSError as exc:
        raise RecordingUnreadable(
            path, f"it is no longer in {path.parent}. Put it back, or import the folder it is in now"
        ) from exc
    if recording.size_bytes and size != recording.size_bytes:
        raise RecordingUnreadable(
            path, f"it has changed since it was imported ({recording.size_bytes:,} bytes then, {size:,} now)"
        )


class OpenCall(QObject):
    """The open call.

    Signals: `file_ready()` once the records are there; `samples_started()`, `samples_grew()`, `samples_complete()` as
    the sound comes; `sound_failed(why)` when there will be none (the rest stays usable); `recording_changed(why)` when
    the file is not the one that was imported; `failed(why)` when the records themselves cannot be opened; `closed()`.
    """

    file_ready = Signal()
    samples_started = Signal()
    samples_grew = Signal()
    samples_complete = Signal()
    sound_failed = Signal(str)
    recording_changed = Signal(str)
    failed = Signal(str)
    closed = Signal()

    def __init__(self, store: Store, runner: Runner, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self.playback = playback
        self.file: CallFile | None = None
        self.lines: TranscriptLines | None = None
        self.samples: Samples | None = None
        self.peaks: Peaks | None = None
        self.sound = Sound.NONE
        self._request = 0
        self._jobs: list[JobHandle] = []
        self._reader = RecordingReader()
        self._ready = False

    @property
    def duration_ms(self) -> int:
        """The length of the call: of the decoded sound when it is whole, else as it was at import."""
        if self.samples is not None and self.sound == Sound.COMPLETE:
            return self.samples.duration_ms
        return 0 if self.file is None or self.file.recording is None else self.file.recording.duration_ms

    def open(self, recording_id: str | None, sheet_id: str | None) -> None:
        """Open a recording (with its sheet) or a sheet (with its call). What was open before is closed."""
        self.close()
        request = self._request
        if not self._ready:
            self._ready = True
            self._runner.submit("recording", self._make_ready)
        self._submit(
            "store",
            lambda _report, _check: opened(self._store, recording_id, sheet_id),
            self._only(request, self._on_file),
            self._only(request, self._on_not_opened),
            f"Opening {recording_id or sheet_id}",
        )

    def close(self) -> None:
        """Stop the sound and let go of everything. Late answers find nobody."""
        self._request += 1
        for job in self._jobs:
            job.cancel()
        self._jobs.clear()
        self.playback.unload()
        was_open = self.file is not None
        self.file = self.lines = self.samples = self.peaks = None
        self.sound = Sound.NONE
        if was_open:
            self.closed.emit()

    def let_reader_go(self) -> None:
        """End the decoder's child. To be called once the runner is closed: the lane's thread owns it until then."""
        self._reader.close()

    def _make_ready(self, _report: Report, _check: Check) -> None:
        """Before the first decode, in its lane: start the child, and while that starts, import the sound library, which
        the playback asks for at the first sound."""
        self._reader.warm()
        if os.environ.get("STEERCHECK_SOUND") != "silent":
            import desktop.state.sound_device  # noqa: F401

    def _make_speeds_ready(self, _report: Report, _check: Check) -> None:
        """After the first decode, in its lane: import what the first speed other than 1 asks for."""
        import desktop.jobs.stretch  # noqa: F401

    def _on_file(self, found: tuple[CallFile, TranscriptLines | None]) -> None:
        self.file, self.lines = found
        file = self.file
        if file.recording is not None:
            self.sound = Sound.LOADING
            self._decode(file.recording)
        self.file_ready.emit()

    def _on_not_opened(self, fault: SteercheckError) -> None:
        self.failed.emit(fault.message)

    def _decode(self, recording: Recording) -> None:
        request, decoding = self._request, Decoding(recording, self._reader)

        def grew(_fraction: float, _text: str) -> None:
            if request == self._request:
                self._on_sound(decoding)

        self._jobs.append(
            self._runner.submit(
                "recording",
                decoding.run,
                on_done=self._only(request, lambda _facts: self._on_decoded(decoding)),
                on_failed=self._only(request, self._on_sound_failed),
                on_progress=grew,
                text=f"Reading {recording.recording_id}",
            )
        )

    def _on_sound(self, decoding: Decoding) -> None:
        if self.samples is not None:
            self.samples_grew.emit()
            return
        self.samples, self.peaks = decoding.samples, decoding.peaks
        if self.samples is not None:
            self.sound = Sound.PARTLY
            self.playback.load(self.samples)
            self.samples_started.emit()

    def _on_decoded(self, decoding: Decoding) -> None:
        self._on_sound(decoding)
        self.sound = Sound.COMPLETE
        self.samples_complete.emit()
        self._runner.submit("recording", self._make_speeds_ready)
        request = self._request
        self._submit(
            "recording",
            decoding.changed_since_import,
            self._only(request, self._on_compared),
            self._only(request, lambda fault: self.recording_changed.emit(fault.message)),
            "",
        )

    def _on_sound_failed(self, fault: SteercheckError) -> None:
        self.sound = Sound.FAILED
        self.sound_failed.emit(fault.message)

    def _on_compared(self, changed: bool) -> None:
        if changed and self.file is not None and self.file.recording is not None:
            name = Path(self.file.recording.path).name
            self.recording_changed.emit(
                f"{name} is not the file that was imported: its content has changed. What you hear may not be "
                "the call that was recorded; import the folder again to take it as it is now."
            )

    def _submit(
        self,
        lane: str,
        job: Callable[[Report, Check], object],
        on_done: Callable[..., None],
        on_failed: Callable[..., None],
        text: str,
    ) -> None:
        self._jobs.append(self._runner.submit(lane, job, on_done=on_done, on_failed=on_failed, text=text))

    def _only(self, request: int, then: Callable[..., None]) -> Callable[..., None]:
        """`then`, unless another call was opened in the meantime."""

        def told(outcome: object) -> None:
            if request == self._request:
                then(outcome)

        return told
