"""The connections of "Said": the comparison follows the draft's sheet and the transcript as it is corrected; its places
are heard and taken like any evidence."""

from PySide6.QtCore import QObject

from desktop.views.review_page import ReviewPage
from desktop.wiring.states import States
from models.review import EvidenceKind, EvidenceNote
from models.transcript import SegmentText


class SaidWiring(QObject):
    """The comparison with the open call, the draft, the transcript's corrections and the panel."""

    def __init__(self, parent: QObject, states: States, page: ReviewPage) -> None:
        super().__init__(parent)
        self._states = states
        self._page = page
        comparison, call, draft = states.comparison, states.call, states.draft
        comparison.read_from(self._segments)
        call.file_ready.connect(lambda: comparison.show_file(call.file))
        call.speakers_swapped.connect(comparison.renew)
        call.transcript_read.connect(comparison.renew)
        call.closed.connect(comparison.forget)
        draft.started.connect(self._on_draft)
        draft.signed.connect(lambda _review_id: self._on_draft())
        states.edit.changed.connect(lambda _row: comparison.renew())
        panel = page.said
        panel.bind(comparison)
        panel.play_wished.connect(lambda start, end: page.hands.play(_span(start, end)))
        panel.evidence_wished.connect(self._take)

    def _segments(self) -> tuple[SegmentText, ...] | None:
        """The transcript as it reads now: with the corrections, else as it was opened."""
        lines = self._states.call.lines
        edited = self._states.edit.lines
        if lines is None:
            return None
        return lines.segments if edited is None else edited.segments

    def _on_draft(self) -> None:
        """A signed review is held against the sheet it was signed on."""
        self._page.said.set_pickable(not self._states.draft.read_only)
        if self._states.draft.file is not None:
            self._states.comparison.show_file(self._states.draft.file)

    def _take(self, start_ms: int, end_ms: int) -> None:
        if not self._states.draft.read_only:
            self._page.form.add_evidence(_span(start_ms, end_ms))


def _span(start_ms: int, end_ms: int) -> EvidenceNote:
    return EvidenceNote(EvidenceKind.SPAN, start_ms, end_ms)
