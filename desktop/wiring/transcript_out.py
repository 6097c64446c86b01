"""Saving the transcript of the open call as a file: what is still to be stored goes first, in the same lane."""

from pathlib import Path

from PySide6.QtCore import QObject

from desktop.jobs.write_transcript import FORMS, proposed_name, save_transcript
from desktop.views.review_page import ReviewPage
from desktop.wiring.parts import Parts


class TranscriptOutWiring(QObject):
    """The transcript pane with a place that a person chooses."""

    def __init__(self, parts: Parts, page: ReviewPage) -> None:
        super().__init__(parts.window)
        self._window = parts.window
        self._states = parts.states
        self._ways = parts.ways
        self._picker = parts.picker
        self._folder = Path.home()
        self._pane = page.transcript
        self._pane.save_wished.connect(self._ask)

    def _ask(self) -> None:
        file = self._states.call.file
        if file is None or file.recording_id is None:
            return
        recording_id = file.recording_id
        self._pane.view.editor.save()
        start = self._folder / proposed_name(recording_id)
        self._picker.target(
            self._window, "Save the transcript", start, FORMS, lambda target: self._save(recording_id, target)
        )

    def _save(self, recording_id: str, target: Path) -> None:
        self._folder = target.parent
        store = self._states.store

        def on_done(saved: Path) -> None:
            self._window.tell(f"The transcript of {recording_id} is saved as {saved}.", "good")

        self._states.runner.submit(
            "store",
            lambda _report, _check: save_transcript(store, recording_id, target),
            on_done=on_done,
            on_failed=self._ways.tell_failure,
        )
