"""What stands above the lines of the transcript, or in their place while there are none: how it is being made.

Shown by the transcript pane; every wish goes on to whoever makes the transcript.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.call_transcript import Band, Offer
from desktop.tables.transcript import SPEAKER_NAMES
from desktop.views.actions import ActionTable
from desktop.views.line_hands import SAYS
from desktop.views.press import ElidedLabel, TextButton

STEPS = 1000
MARKS = {"accent": "transcript", "warn": "warning", "bad": "bad"}


class TranscriptBand(QFrame):
    """One line: where the transcript stands, one thing to do, how many lines are doubtful.

    Signals: `wished()`, `swap_wished()`, `doubt_wished()`.
    """

    wished = Signal()
    swap_wished = Signal()
    doubt_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._band = Band("")
        self._shown: tuple[Band, int] = (self._band, 0)
        self._mark = QLabel(self)
        self.words = ElidedLabel(self)
        theme.mark(self.words, role="small")
        self.button = TextButton("", "link", self)
        self.button.clicked.connect(self._on_button)
        self.doubts = TextButton("", "link", self)
        self.doubts.show_icon("warning", "warn")
        self.doubts.clicked.connect(self.doubt_wished)
        actions.explain(self.doubts, "next_doubt", "Go to the next line that may not be what was said")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), 0, theme.space(1), 0)
        row.setSpacing(theme.space(0.75))
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        row.addWidget(self.doubts)
        theme.changes().changed.connect(self._dress)
        self.hide()

    def show_band(self, band: Band, doubtful: int) -> None:
        """Show this; once there it stays while the same transcript is shown, so that no line moves for it."""
        if (band, doubtful) == self._shown and not self.isHidden():
            return
        self._shown = (band, doubtful)
        tone_before, self._band = self._band.tone, band
        self.words.set_words(f"{self._who_keys()} · {band.words}" if band.asks_who else band.words)
        if band.why:
            self.words.setToolTip(band.why)
            self.words.setAccessibleName(f"{band.words} {band.why}")
        self.button.setText(band.wish)
        self.button.setVisible(bool(band.wish))
        if band.wish:
            command = "swap_speakers" if band.swaps else "transcribe_call"
            self._actions.explain(self.button, command, band.why or band.wish)
        self.doubts.setText(f"{wording.number(doubtful)} doubtful")
        self.doubts.setAccessibleName(f"{wording.several(doubtful, 'doubtful line')}: go to the next")
        self.doubts.setVisible(doubtful > 0)
        if band.tone != tone_before or self.isHidden():
            theme.mark(self, role="notice" if band.tone else "sheet", tone=band.tone or "accent")
        self._dress()
        self.setVisible(True)

    def _who_keys(self) -> str:
        """ "7 CW, 8 NRP, 9 ?"."""
        return ", ".join(f"{self._actions.key_text(name)} {SPEAKER_NAMES[who]}" for name, who in SAYS.items())

    def _on_button(self) -> None:
        (self.swap_wished if self._band.swaps else self.wished).emit()

    def _dress(self) -> None:
        side = theme.icon_size().width()
        tone = self._band.tone
        self._mark.setVisible(bool(tone))
        if tone:
            self._mark.setPixmap(theme.pixmap(MARKS[tone], tone, side, self.devicePixelRatioF()))
        self.setFixedHeight(max(self.button.sizeHint().height(), theme.text_height() + theme.space(1)))


class TranscriptOffer(QWidget):
    """What stands in the place of the lines. Signal `wished()`."""

    wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.title = QLabel(self)
        theme.mark(self.title, role="heading")
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.title.setWordWrap(True)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        theme.mark(self.words, role="quiet")
        self.bar = QProgressBar(self)
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How much of the call is transcribed")
        self.button = TextButton("", "", self)
        self.button.show_icon("transcript")
        self.button.clicked.connect(self.wished)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3))
        column.setSpacing(theme.space(1.5))
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def show_offer(self, offer: Offer) -> None:
        """Show this."""
        self.title.setText(offer.title)
        self.words.setText(offer.words)
        self.words.setVisible(bool(offer.words))
        self.bar.setVisible(offer.share is not None)
        self.bar.setValue(round((offer.share or 0.0) * STEPS))
        self.button.setVisible(bool(offer.wish))
        if offer.wish:
            self.button.setText(self._actions.text_with_key("transcribe_call", offer.wish))
            self._actions.explain(self.button, "transcribe_call", offer.wish)
