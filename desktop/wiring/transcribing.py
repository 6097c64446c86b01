"""The queue of transcripts and its page: asked for in the worklist, told by notices, opened from its page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.settings import Settings
from desktop.state.transcribing import Transcribing
from desktop.tables import transcribing as words
from desktop.views.page_stack import Placed
from desktop.views.transcribing_page import TranscribingPage
from desktop.views.worklist import WorklistPage
from desktop.wiring.parts import Parts
from models.store.transcriptions import Wanted

if TYPE_CHECKING:
    from desktop.state.speech_models import SpeechModels


def make(parts: Parts) -> Placed:
    page = TranscribingPage(parts.states.transcribing, parts.actions)
    page.open_wished.connect(lambda recording_id: parts.ways.open_item(recording_id, None))
    page.page_wished.connect(parts.ways.go)

    def arrive() -> None:
        page.refresh()
        page.focus_list()

    return Placed(page, arrive)


def pause_or_go_on(parts: Parts) -> None:
    """The wish of the line at the foot, and of the key that works everywhere."""
    page = parts.window.page("transcribing")
    assert isinstance(page, TranscribingPage)
    page.pause_or_go_on()


def connect_models(parts: Parts, speech: "SpeechModels") -> None:
    """What waits for want of a model goes on when one was added or tested."""
    queue = parts.states.transcribing
    speech.added.connect(lambda _added: queue.models_changed())
    speech.tested.connect(lambda _tested: queue.models_changed())


class TranscribingWiring(QObject):
    """The queue, which goes on whether its page is there or not, with the worklist, the settings and the window."""

    def __init__(self, parts: Parts, queue: Transcribing) -> None:
        super().__init__(parts.window)
        self._window = window = parts.window
        self._ways = parts.ways
        self._queue = queue
        self._set = _speech_settings(parts.states.session.settings)
        queue.wanted.connect(self._on_wanted)
        queue.refused.connect(lambda why: window.tell(f"The queue of transcripts stays as it is. {why}", "bad"))
        queue.stopped.connect(lambda why: window.tell(why, "bad", "Transcripts", self._show))
        worklist = window.page("worklist")
        assert isinstance(worklist, WorklistPage)
        worklist.model.show_transcripts_of(queue.of)
        queue.changed.connect(worklist.table.viewport().update)
        parts.states.session.settings_changed.connect(self._on_settings)

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
