"""The listening desk's connections: how a call is heard and its transcript set is remembered with the settings; the
transcript is corrected by whoever works."""

from PySide6.QtCore import QObject

from desktop.views.review_page import ReviewPage
from desktop.wiring.states import States
from models.store.staff import Person


class DeskWiring(QObject):
    """Playback, waveform and transcript with the session, which keeps what a person set."""

    def __init__(self, parent: QObject, states: States, page: ReviewPage) -> None:
        super().__init__(parent)
        self._states = states
        session, playback = states.session, states.call.playback
        playback.skip_silence_changed.connect(lambda mode: session.change(skip_silence=mode.value))
        playback.listening_changed.connect(lambda listening: session.change(listening=listening.value))
        playback.levelled_changed.connect(lambda levelled: session.change(levelled=levelled))
        playback.device_chosen.connect(lambda which, name: session.change(sound_device=which, sound_device_name=name))
        page.waveform.snapping_changed.connect(lambda snapping: session.change(snap_to_speech=snapping))
        page.transcript.look_changed.connect(self._on_look)
        page.transcript.bind_edit(states.edit)
        page.transcript.bind_call(states.call_transcript)
        page.transcript.band.swap_wished.connect(playback.swap_speakers)
        states.call.transcript_read.connect(lambda: page.transcript.show_grown(states.call.lines))
        states.call.transcript_read.connect(self._look_again)
        states.edit.changed.connect(lambda _row: self._look_again())
        session.person_changed.connect(self._on_person)

    def _on_look(self, scale_pct: int, roomy: bool) -> None:
        self._states.session.change(transcript_scale_pct=scale_pct, transcript_roomy=roomy)

    def _look_again(self) -> None:
        """The transcript reads otherwise, or goes further: so may its cues, and what was said of the figures."""
        if self._states.edit.lines is not None:
            self._states.call.cues.words_changed(self._states.edit.lines.segments)

    def _on_person(self, person: Person) -> None:
        self._states.draft.person = person
        self._states.edit.work_as(person)
