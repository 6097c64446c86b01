"""The connections of the queue of transcripts: asked for in the worklist, told by notices, opened from its page."""

from PySide6.QtCore import QObject

from desktop.settings import Settings
from desktop.tables import transcribing as words
from desktop.views.actions import ActionTable
from desktop.window import Window
from desktop.wiring.parts import Pages, States
from desktop.wiring.ways import Ways
from models.store.transcriptions import Wanted


class TranscribingWiring(QObject):
    """The queue with its page, the worklist, the settings and the line at the foot."""

    def __init__(self, window: Window, states: States, pages: Pages, ways: Ways, actions: ActionTable) -> None:
        super().__init__(window)
        self._window = window
        self._ways = ways
        self._queue = queue = states.transcribing
        self._set = _speech_settings(states.session.settings)
        page, worklist = pages.transcribing, pages.worklist
        queue.wanted.connect(self._on_wanted)
        queue.refused.connect(lambda why: window.tell(f"The queue of transcripts stays as it is. {why}", "bad"))
        queue.stopped.connect(lambda why: window.tell(why, "bad", "Transcripts", self._show))
        page.open_wished.connect(lambda recording_id: ways.open_item(recording_id, None))
        page.page_wished.connect(ways.go)
        worklist.transcripts_wished.connect(queue.want_listed)
        worklist.model.show_transcripts_of(queue.of)
        queue.changed.connect(worklist.table.viewport().update)
        window.status.pause_wished.connect(page.pause_or_go_on)
        states.session.settings_changed.connect(self._on_settings)
        states.speech.added.connect(lambda _added: queue.models_changed())
        states.speech.tested.connect(lambda _tested: queue.models_changed())
        actions.bind("pause_queue", window, page.pause_or_go_on)

    def _show(self) -> None:
        self._ways.go("transcribing")

    def _on_wanted(self, wanted: Wanted) -> None:
        there = self._window.shown == "transcribing"
        tone = "good" if wanted.queued else "accent"
        self._window.tell(
            words.wanted_words(wanted), tone, "" if there else "Transcripts", None if there else self._show
        )

    def _on_settings(self, settings: Settings) -> None:
        """What was held for want of a model may go on with the one that is set now."""
        before, self._set = self._set, _speech_settings(settings)
        if before != self._set:
            self._queue.models_changed()


def _speech_settings(settings: Settings) -> tuple[object, ...]:
    return (settings.speech_engine, settings.speech_model, settings.speech_threads, settings.speech_prompt)
