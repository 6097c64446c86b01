"""The call that is open: its records from the store, its sound from the decoder, and the playback of that sound.

Between the worklist (which says what to open) and the review page. The records come by the lane "store", the sound by
the lane "recording"; whatever comes late, after another call was opened, is dropped by its request number.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from desktop.jobs import peaks_file
from desktop.jobs.activity import Picture
from desktop.jobs.find_recording import RecordingAway
from desktop.jobs.peaks import PeaksSource, StoredPeaks
from desktop.jobs.read_recording import RecordingFacts, RecordingReader
from desktop.jobs.runner import Check, JobHandle, Report, Runner
from desktop.jobs.samples import Samples
from desktop.state.cues import CallCues
from desktop.state.decoding import Decoding, Move, peaks_key
from desktop.state.playback import Playback
from desktop.state.relocation import Relocation
from desktop.state.speakers import SpeakerSwap, Swapped
from desktop.state.transcript_lines import TranscriptLines, lines_of
from models.errors import SteercheckError
from models.recording import Recording
from models.store import Store
from models.store.calls import CallFile
from models.transcript import TranscriptText

COMPARING = "comparing"
"""The lane that compares a file with what was imported, while the lane "recording" decodes it."""


class Sound(StrEnum):
    """How the sound of the open call stands."""

    NONE = "none"
    LOADING = "loading"
    PARTLY = "partly"
    COMPLETE = "complete"
    FAILED = "failed"


Opened = tuple[CallFile, TranscriptLines | None, StoredPeaks | None, str | None]


def opened(store: Store, recording_id: str | None, sheet_id: str | None, reader: str) -> Opened:
    """The job: the records of a call or sheet, its transcript laid out in lines, its peaks where they were kept, and
    the sample for which it is checked blind by who reads it (staff id). Raises UnknownId."""
    file = store.calls.open(recording_id, sheet_id)
    peaks = None if file.recording is None else peaks_file.load(peaks_key(file.recording))
    blind = store.waiting.blind_for(file.recording_id, file.sheet_id, reader)
    return file, None if file.transcript is None else lines_of(file.transcript), peaks, blind


class OpenCall(QObject):
    """The open call.

    Signals: `file_ready()` once the records are there (with the `peaks` of an earlier opening, if they were kept, for
    which there are no samples yet); `samples_started()`, `samples_grew()`, `samples_complete()` as
    the sound comes; `sound_reopened()` when another sound is read in the place of the one before; `sound_failed(why)`
    when there will be none (the rest stays usable; `away` says whether the file is gone or another one);
    `recording_told(words)` for what there is to say about a file that plays; `failed(why)` when the records themselves
    cannot be opened; `speakers_swapped()` once the record and the lines say the other speaker; `transcript_read()` when
    the transcript has further lines, or is another one; `closed()`.
    """

    file_ready = Signal()
    samples_started = Signal()
    samples_grew = Signal()
    samples_complete = Signal()
    sound_reopened = Signal()
    sound_failed = Signal(str)
    recording_told = Signal(str)
    failed = Signal(str)
    speakers_swapped = Signal()
    transcript_read = Signal()
    closed = Signal()

    def __init__(self, store: Store, runner: Runner, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self.playback = playback
        self.file: CallFile | None = None
        self.blind: str | None = None
        """The sample for which the call is checked blind, as it was when it was opened."""
        self.reader: Callable[[], str] = lambda: ""
        """Who opens calls: a staff id."""
        self.lines: TranscriptLines | None = None
        self.samples: Samples | None = None
        self.peaks: PeaksSource | None = None
        self.sound = Sound.NONE
        self.away: RecordingAway | None = None
        self.relocation = Relocation(store, runner, self)
        self.relocation.pointed.connect(self.reopen_sound)
        self.cues = CallCues(runner, self)
        self.speakers = SpeakerSwap(store, runner, playback, self)
        self.speakers.stored.connect(self._on_swapped)
        self.speakers.refused.connect(self.recording_told)
        self._decoding: Decoding | None = None
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

    @property
    def activity(self) -> Picture | None:
        """Who speaks when, as far as the samples are there; None before any are."""
        known = None if self._decoding is None else self._decoding.activity
        return None if known is None or self.samples is None else known.picture

    def open(self, recording_id: str | None, sheet_id: str | None) -> None:
        """Open a recording (with its sheet) or a sheet (with its call). What was open before is closed."""
        self.close()
        request, reader = self._request, self.reader()
        if not self._ready:
            self._ready = True
            self._runner.submit("recording", self._make_ready)
        self._submit(
            "store",
            lambda _report, _check: opened(self._store, recording_id, sheet_id, reader),
            self._only(request, self._on_file),
            self._only(request, self._on_not_opened),
            f"Opening {recording_id or sheet_id}",
        )

    def close(self) -> None:
        """Stop the sound and let go of everything. Late answers find nobody."""
        self.relocation.forget()
        self.speakers.follow(None)
        self._drop_sound(Sound.NONE)
        was_open = self.file is not None
        self.file = self.lines = self.blind = None
        if was_open:
            self.closed.emit()

    def take_transcript(self, transcript: TranscriptText | None, lines: TranscriptLines | None) -> None:
        """What was transcribed since the call was opened."""
        if self.file is not None:
            self.file = replace(self.file, transcript=transcript)
            self.lines = lines
            self.transcript_read.emit()

    def reopen_sound(self, recording: Recording) -> None:
        """Read the sound again: the record of the open call says something else about its file now."""
        if self.file is None or self.file.recording is None or self.file.recording.id != recording.id:
            return
        self._drop_sound(Sound.LOADING)
        self.file = replace(self.file, recording=recording)
        self.sound_reopened.emit()
        self._decode(recording)

    def pick_channels(self, first: int, second: int) -> None:
        """Play these two channels (from 0) of a file that has more."""
        if self.file is None or self.file.recording is None:
            return
        row_id = self.file.recording.id
        self._submit(
            "store",
            lambda _report, _check: self._store.places.pick_channels(row_id, first, second),
            self._only(self._request, self.reopen_sound),
            self._only(self._request, lambda fault: self.recording_told.emit(fault.message)),
            "",
        )

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

    def _on_file(self, found: Opened) -> None:
        self.file, self.lines, stored, self.blind = found
        self.peaks, recording = stored, self.file.recording
        if recording is not None:
            self.sound = Sound.LOADING
            self._decode(recording, stored)
        self.speakers.follow(recording)
        self.file_ready.emit()

    def _on_swapped(self, found: Swapped) -> None:
        recording, transcript, self.lines = found
        assert self.file is not None
        self.file = replace(self.file, recording=recording, transcript=transcript)
        self.speakers_swapped.emit()

    def _on_not_opened(self, fault: SteercheckError) -> None:
        self.failed.emit(fault.message)

    def _decode(self, recording: Recording, stored: StoredPeaks | None = None) -> None:
        request = self._request
        decoding = Decoding(recording, self._reader, lambda: self._store.places.seen_at(recording.id), stored)
        self._decoding = decoding
        self.playback.expect(recording.duration_ms)

        def grew(_fraction: float, _text: str) -> None:
            if request == self._request:
                self._on_sound(decoding)

        self._jobs.append(
            self._runner.submit(
                "recording",
                decoding.run,
                on_done=self._only(request, lambda facts: self._on_decoded(decoding, facts)),
                on_failed=self._only(request, self._on_sound_failed),
                on_progress=grew,
                text=f"Reading {recording.recording_id}",
            )
        )
        self._submit(
            COMPARING,
            decoding.compare,
            self._only(request, lambda moves: self._on_compared(decoding, moves)),
            self._only(request, self._on_not_compared),
            "",
        )

    def _on_sound(self, decoding: Decoding) -> None:
        if self.samples is not None:
            self.samples_grew.emit()
            return
        self.samples = decoding.samples
        if self.samples is not None:
            self.peaks = decoding.peaks
            self.sound = Sound.PARTLY
            self.playback.load(self.samples, activity=decoding.activity)
            self.samples_started.emit()

    def _on_decoded(self, decoding: Decoding, facts: RecordingFacts) -> None:
        self._on_sound(decoding)
        self.sound = Sound.COMPLETE
        self.samples_complete.emit()
        self._keep_peaks(decoding)
        self._runner.submit("recording", self._make_speeds_ready)
        if decoding.moved:
            self._remember(decoding.moved, self._on_remembered)
        elif facts.note:
            self.recording_told.emit(f"{decoding.recording.recording_id}: {facts.note}.")

    def _on_sound_failed(self, fault: SteercheckError) -> None:
        if self.sound == Sound.FAILED:  # the other job was first
            return
        self.sound = Sound.FAILED
        self.away = fault if isinstance(fault, RecordingAway) else None
        self.playback.expect(0)
        self.sound_failed.emit(fault.message)

    def _on_compared(self, decoding: Decoding, moves: list[Move]) -> None:
        decoding.compared = True
        if moves:
            self._remember(moves, self._on_replaced)
        else:
            self._keep_peaks(decoding)

    def _keep_peaks(self, decoding: Decoding) -> None:
        """For the next opening, once the call is whole and known to be what was imported."""
        if self.sound == Sound.COMPLETE and decoding.compared and not decoding.moved:
            self._runner.submit(COMPARING, decoding.keep_peaks)

    def _on_not_compared(self, fault: SteercheckError) -> None:
        if self.sound == Sound.FAILED:
            return
        if isinstance(fault, RecordingAway):
            self._drop_sound(Sound.LOADING)
            self._on_sound_failed(fault)
        else:
            self.recording_told.emit(f"It could not be compared with the file that was imported. {fault.message}")

    def _remember(self, moves: list[Move], then: Callable[[Recording, list[Move]], None]) -> None:
        """Keep where the files were found."""
        assert self.file is not None
        assert self.file.recording is not None
        row_id, places = self.file.recording.id, self._store.places

        def keep(_report: Report, _check: Check) -> Recording:
            return [places.point_to(row_id, str(place), second=leg.second) for leg, place in moves][-1]

        self._submit(
            "store",
            keep,
            self._only(self._request, lambda recording: then(recording, moves)),
            self._only(self._request, lambda fault: self.recording_told.emit(fault.message)),
            "",
        )

    def _on_remembered(self, recording: Recording, moves: list[Move]) -> None:
        assert self.file is not None
        self.file = replace(self.file, recording=recording)
        self.recording_told.emit(
            " ".join(f"{leg.noun} was moved: it lies in {place.parent} now." for leg, place in moves)
        )

    def _on_replaced(self, recording: Recording, moves: list[Move]) -> None:
        self.reopen_sound(recording)
        told = (f"{leg.noun} was changed; as it was imported it lies in {place.parent}." for leg, place in moves)
        self.recording_told.emit(" ".join((*told, "That is what is played.")))

    def _drop_sound(self, sound: Sound) -> None:
        """Stop everything that has to do with the sound; its late answers find nobody."""
        self._request += 1
        for job in self._jobs:
            job.cancel()
        self._jobs.clear()
        self.playback.unload()
        self.samples = self.peaks = self._decoding = None
        self.away = None
        self.sound = sound

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
