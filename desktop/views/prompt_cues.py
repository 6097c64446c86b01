"""The cues of the open prompt: the exact words with their time, to be heard, and taken as evidence.

Part of the prompt's detail. What was not found is said to be not found; whether it was said, only who listens can tell.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.cue_words import SPEAKER_SHORT, STAGE_WORDS
from desktop.tables.spoken import clock_time
from desktop.views.actions import ActionTable
from desktop.views.press import IconButton, TextButton
from models.cues import CueHit

MOST_SHOWN = 4
FOUND = "Cues found in the transcript:"
NOT_FOUND = "No cue for this was found in the transcript. It may have been said in other words, or misheard."


class ElidedButton(TextButton):
    """A button whose words give way: cut with an ellipsis where there is no room."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, "plain", parent)
        self._whole = words
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.iconSize().width() - theme.space(2)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, room)))


class CueLine(QFrame):
    """One cue: hear it, or take it as evidence."""

    played = Signal()
    added = Signal()

    def __init__(self, hit: CueHit, actions: ActionTable, *, last: bool, read_only: bool, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(0.5))
        words = f"{clock_time(hit.start_ms)}  {SPEAKER_SHORT[hit.speaker]}  “{hit.text}”"
        self.play = ElidedButton(words, self)
        self.play.show_icon("play", "accent")
        self.play.setStyleSheet(f"text-align: left; padding: 1px 4px 1px 0; font-weight: {600 if last else 400};")
        stage = STAGE_WORDS[hit.stage]
        actions.explain(self.play, "next_cue", f"{stage}: “{hit.text}”. Hear it")
        self.play.setAccessibleName(f"Cue, {stage}, {words}")
        self.play.setAccessibleDescription("Heard last" if last else "")
        self.play.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.play.clicked.connect(self.played)
        row.addWidget(self.play, 1)
        add = IconButton("plus", f"Add “{hit.text}” as evidence", self)
        actions.explain(add, "cue_evidence")
        add.setStyleSheet("padding: 0;")
        add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        add.clicked.connect(self.added)
        add.setVisible(not read_only)
        row.addWidget(add)


class PromptCues(QWidget):
    """The list. Signals: `played(CueHit)`, `added(CueHit)`."""

    played = Signal(object)
    added = Signal(object)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._shown: tuple[object, ...] | None = None
        self._hits: tuple[CueHit, ...] = ()
        self._all = False
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        theme.mark(self._told, role="small")
        self._lines.addWidget(self._told)
        self.rows: list[CueLine] = []
        self._more: TextButton | None = None
        self.hide()

    def show_cues(self, hits: Sequence[CueHit], *, sought: bool, last: CueHit | None, read_only: bool) -> None:
        """The cues of the prompt; without any, that none was found, if something was looked for (`sought`)."""
        if tuple(hits) != self._hits:
            self._all = False
        shown = (tuple(hits), sought, last, read_only, self._all)
        if shown == self._shown:
            return
        self._shown, self._hits = shown, tuple(hits)
        self._clear()
        self.setVisible(sought)
        self._told.setText(FOUND if hits else NOT_FOUND)
        some = hits if self._all or len(hits) <= MOST_SHOWN + 1 else self._around(hits, last)
        for hit in some:
            line = CueLine(hit, self._actions, last=hit == last, read_only=read_only, parent=self)
            line.played.connect(lambda hit=hit: self.played.emit(hit))
            line.added.connect(lambda hit=hit: self.added.emit(hit))
            self._lines.addWidget(line)
            self.rows.append(line)
        if len(some) < len(hits):
            self._more = TextButton(f"All {len(hits)} cues", "link", self)
            self._more.setStyleSheet("text-align: left; padding: 1px 0;")
            self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._more.clicked.connect(lambda: self._show_all(sought=sought, last=last, read_only=read_only))
            self._lines.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    @staticmethod
    def _around(hits: Sequence[CueHit], last: CueHit | None) -> Sequence[CueHit]:
        """A few cues, among them the one that was heard last."""
        at = hits.index(last) if last in hits else 0
        first = min(max(0, at - 1), len(hits) - MOST_SHOWN)
        return hits[first : first + MOST_SHOWN]

    def _show_all(self, *, sought: bool, last: CueHit | None, read_only: bool) -> None:
        self._all = True
        self.show_cues(self._hits, sought=sought, last=last, read_only=read_only)

    def _clear(self) -> None:
        for old in (*self.rows, self._more):
            if old is not None:
                self._lines.removeWidget(old)
                old.hide()
                old.setParent(None)
                old.deleteLater()
        self.rows, self._more = [], None
