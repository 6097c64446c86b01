"""The transcript of the open call while it is made: where it stands, read again as it grows, asked for from here.

Between the queue (state/transcribing), the open call and the review page. A chunk that is stored is shown soon after,
never so often that reading would take the time from anything else.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs.runner import Check, Report, Runner
from desktop.jobs.speech.speakers import look_swapped
from desktop.jobs.speech.transcribe import ChunkDone
from desktop.state.cues import rules_in_use
from desktop.state.open_call import OpenCall
from desktop.state.transcribing import Transcribing
from desktop.state.transcript_lines import TranscriptLines, lines_of
from models.errors import SteercheckError
from models.store import Store
from models.transcript import SpokenSegment, TranscriptText
from models.transcription import Standing, TranscriptionState

LEAST_MS = 700
"""A growing transcript is read no more often than this, and never for more than a fifth of the time."""
SHARE_OF_TIME = 5

Read = tuple[TranscriptText | None, TranscriptLines | None]


class CallTranscript(QObject):
    """The transcript of one call at a time.

    Signals: `changed()` when where it stands is another; `swapped_known()` once it is known whether the channels look
    the wrong way round (`swapped`).
    """

    changed = Signal()
    swapped_known = Signal()

    def __init__(
        self, store: Store, runner: Runner, call: OpenCall, queue: Transcribing, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._call = call
        self._queue = queue
        self._request = 0
        self._reading = False
        self._wanted = False
        self._seen: tuple[object, ...] = ()
        self.swapped = False
        self._later = QTimer(self, singleShot=True, interval=LEAST_MS)
        self._later.timeout.connect(self._read)
        call.file_ready.connect(self._on_file)
        call.speakers_swapped.connect(self._look_whether_swapped)
        call.closed.connect(self._forget)
        queue.changed.connect(self._on_queue)
        queue.progressed.connect(self._on_progressed)
        queue.chunk_done.connect(self._on_chunk)
        queue.finished.connect(self._on_finished)

    @property
    def recording_id(self) -> str | None:
        file = self._call.file
        return None if file is None or file.recording is None else file.recording_id

    @property
    def transcript(self) -> TranscriptText | None:
        return None if self._call.file is None else self._call.file.transcript

    @property
    def standing(self) -> Standing | None:
        """How the call stands in the queue; None when it was never asked for."""
        return self._queue.of(self.recording_id)

    @property
    def queue(self) -> Transcribing:
        return self._queue

    @property
    def unfinished(self) -> bool:
        """Whether there is no whole transcript of this call yet, or another one is on its way."""
        standing = self.standing
        going = standing is not None and standing.state is not TranscriptionState.DONE
        return going or self.transcript is None or self.transcript.partial

    def wish(self) -> None:
        """Have this call transcribed: asked for, gone on with, tried again, or done before all others."""
        standing, recording_id = self.standing, self.recording_id
        if recording_id is None or not self.unfinished:
            return
        if standing is None or standing.state is TranscriptionState.DONE:
            self._queue.want([recording_id])
        elif standing.state in (TranscriptionState.PAUSED, TranscriptionState.FAILED):
            self._queue.go_on([standing.id])
        elif standing.id in self._queue.why_held:
            self._queue.models_changed()
        elif standing.state is TranscriptionState.WAITING:
            self._queue.put_first([standing.id])
        else:
            self._queue.pause([standing.id])

    # what comes

    def _on_file(self) -> None:
        self._forget()
        self._seen = self._now_seen()
        self.changed.emit()
        self._look_whether_swapped()

    def _forget(self) -> None:
        self._request += 1
        self._later.stop()
        self._reading = self._wanted = self.swapped = False
        self._seen = ()

    def _now_seen(self) -> tuple[object, ...]:
        standing = self.standing
        return () if standing is None else (standing.state, standing.chunks_done, standing.transcript)

    def _on_queue(self) -> None:
        """Another window, or another program, may be the one who transcribes this call."""
        if self.recording_id is None:
            return
        before, self._seen = self._seen, self._now_seen()
        if before and self._seen and before != self._seen:
            self._soon()
        self.changed.emit()

    def _on_progressed(self) -> None:
        now = self._queue.now
        if now is not None and now.recording_id == self.recording_id:
            self.changed.emit()

    def _on_chunk(self, chunk: ChunkDone) -> None:
        if chunk.recording_id == self.recording_id:
            self._soon()

    def _on_finished(self, recording_id: str) -> None:
        if recording_id == self.recording_id:
            self._later.stop()
            self._read()

    def _soon(self) -> None:
        if not self._later.isActive():
            self._later.start()

    def _read(self) -> None:
        recording_id = self.recording_id
        if recording_id is None:
            return
        if self._reading:
            self._wanted = True
            return
        self._reading = True
        began = time.monotonic()

        def job(_report: Report, _check: Check) -> Read:
            transcript = self._store.transcripts.newest(recording_id)
            return transcript, None if transcript is None else lines_of(transcript)

        def done(found: Read) -> None:
            self._reading = False
            self._later.setInterval(max(LEAST_MS, round((time.monotonic() - began) * 1000 * SHARE_OF_TIME)))
            self._call.take_transcript(*found)
            self.changed.emit()
            if found[0] is not None and not found[0].partial:
                self._look_whether_swapped()
            if self._wanted:
                self._wanted = False
                self._soon()

        def failed(_fault: SteercheckError) -> None:
            self._reading = False
            self._soon()

        self._submit(job, done, failed)

    def _look_whether_swapped(self) -> None:
        """Where the channels looked the wrong way round when the transcript was made: whether they still do."""
        transcript = self.transcript
        if transcript is None or transcript.partial:
            return
        said = [
            SpokenSegment(one.channel, one.speaker, one.start_ms, one.end_ms, one.text, one.words)
            for one in transcript.segments
        ]

        def job(_report: Report, _check: Check) -> bool:
            notes = self._store.transcriptions.notes([transcript.transcript]).get(transcript.transcript)
            return notes is not None and notes.look_swapped and look_swapped(said, rules_in_use()[0])

        def done(swapped: bool) -> None:
            self.swapped = swapped
            self.swapped_known.emit()
            self.changed.emit()

        self._submit(job, done, lambda _fault: None)

    def _submit(
        self,
        job: Callable[[Report, Check], object],
        on_done: Callable[..., None],
        on_failed: Callable[[SteercheckError], None],
    ) -> None:
        request = self._request

        def done(found: object) -> None:
            if request == self._request:
                on_done(found)

        def failed(fault: SteercheckError) -> None:
            if request == self._request:
                on_failed(fault)

        self._runner.submit("store", job, on_done=done, on_failed=failed)
