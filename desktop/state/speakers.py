"""Which channel of the open call is the caseworker's: as recorded, or as the person at the desk says, kept for good.

Between the playback (where the speakers are swapped, and heard so at once) and the store, which takes the transcript
along. A swap that cannot be stored is taken back and said.
"""

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, Report, Runner
from desktop.state.playback import Playback
from desktop.state.transcript_lines import TranscriptLines, lines_of
from models.errors import SteercheckError
from models.recording import Recording
from models.store import Store
from models.transcript import TranscriptText

Swapped = tuple[Recording, TranscriptText | None, TranscriptLines | None]


class SpeakerSwap(QObject):
    """The speakers of one recording at a time.

    Signals: `wished(before, after)` as soon as the person swapped them, with the caseworker's channels; `stored(found)`
    with the record and the transcript as they stand then (`Swapped`); `refused(why)`.
    """

    wished = Signal(int, int)
    stored = Signal(object)
    refused = Signal(str)

    def __init__(self, store: Store, runner: Runner, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._playback = playback
        self._recording: Recording | None = None
        self._channel = 0
        self._request = 0
        playback.caseworker_channel_changed.connect(self._on_channel)

    def follow(self, recording: Recording | None) -> None:
        """Another recording is open, or none: its caseworker is heard where its record says."""
        self._request += 1
        self._recording = None
        if recording is not None:
            self._playback.set_caseworker_channel(recording.caseworker_channel)
            self._recording, self._channel = recording, recording.caseworker_channel

    def _on_channel(self, channel: int) -> None:
        recording, before = self._recording, self._channel
        if recording is None or channel == before:
            return
        self._channel = channel
        self._request += 1
        request = self._request

        def store(_report: Report, _check: Check) -> Swapped:
            row = self._store.speakers.put_caseworker_on(recording.id, channel)
            transcript = self._store.transcripts.newest(row.recording_id)
            return row, transcript, None if transcript is None else lines_of(transcript)

        def done(found: Swapped) -> None:
            if request == self._request:
                self.stored.emit(found)

        def failed(fault: SteercheckError) -> None:
            if request == self._request:
                self._channel = before
                self._playback.set_caseworker_channel(before)
                self.refused.emit(f"The speakers were not swapped: {fault.message}")

        self.wished.emit(before, channel)
        self._runner.submit("store", store, on_done=done, on_failed=failed)
