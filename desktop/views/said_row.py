"""One figure in the panel "Said": its outcome by word and drawing, said, written and set up side by side, its places.

The places are laid open below the row that has the keyboard's mark: when, by whom, the words, a button to hear each and
one to take it as evidence. Where there is little room the three values stand one below the other with their names.
"""

from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.said import OUTCOMES, Place, SaidRow
from desktop.views.actions import ActionTable
from desktop.views.press import IconButton
from models.reconcile import Outcome

COLUMNS = ("Said", "Written", "Set up")
SHARES = (5, 4, 4)
"""What each column has of the width."""


class PlaceLine(QFrame):
    """One place where the figure was spoken. Signals: `play_wished()`, `evidence_wished()`."""

    play_wished = Signal()
    evidence_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(0.5))
        self.play = self._button("play", "Play the place", "play_said", actions)
        self.add = self._button("plus", "Add the place as evidence", "evidence_said", actions)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.play, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        self.play.clicked.connect(self.play_wished)
        self.add.clicked.connect(self.evidence_wished)
        self._place: Place | None = None
        self._current = False
        theme.changes().changed.connect(self._dress)

    def show_place(self, place: Place, *, current: bool, pickable: bool) -> None:
        """Show this place; `current`: the keys speak of it; `pickable`: evidence can be taken."""
        self._place, self._current = place, current
        self.play.setAccessibleName(f"Play {place.spoken}")
        self.add.setAccessibleName(f"Add as evidence: {place.spoken}")
        self.add.setVisible(pickable)
        self._dress()

    def _dress(self) -> None:
        side = theme.icon_size().width() + 6
        for button in (self.play, self.add):
            button.setFixedSize(side, side)
        if self._place is None:
            return
        ink = theme.colour("accent" if self._current else "text").name()
        note = f", {escape(self._place.note)}" if self._place.note else ""
        weight = 600 if self._current else 400
        self._words.setText(
            f'<span style="color:{ink}; font-weight:{weight}">{escape(self._place.when)}</span> '
            f"{escape(self._place.value)}{note}<br>{escape(self._place.words)}"
        )

    def _button(self, icon: str, name: str, action_id: str, actions: ActionTable) -> IconButton:
        button = IconButton(icon, name, self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setStyleSheet("padding: 0; border: none;")
        actions.explain(button, action_id)
        return button


class SaidRowFrame(QFrame):
    """One row. Signals: `pointed()` when clicked, `play_wished(place)` and `evidence_wished(place)` by its number."""

    pointed = Signal()
    play_wished = Signal(int)
    evidence_wished = Signal(int)

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.row: SaidRow | None = None
        self.place = 0
        self._current = self._ring = self._narrow = False
        self._title, self._mark, self._outcome = QLabel(self), QLabel(self), QLabel(self)
        self._title.setWordWrap(True)
        theme.mark(self._title, role="heading")
        self._tag = QWidget(self)
        tag = QHBoxLayout(self._tag)
        tag.setContentsMargins(0, 0, 0, 0)
        tag.setSpacing(theme.space(0.5))
        tag.addWidget(self._mark)
        tag.addWidget(self._outcome)
        self._head = QGridLayout()
        self._head.setSpacing(theme.space(0.5))
        self._head.setColumnStretch(0, 1)
        self._head.addWidget(self._title, 0, 0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(1))
        self._grid.setVerticalSpacing(0)
        self._names = [QLabel(name, self) for name in COLUMNS]
        self._values = [QLabel(self) for _ in COLUMNS]
        for name in self._names:
            theme.mark(name, role="small")
        for value in self._values:
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.RichText)
            value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._why = QLabel(self)
        self._why.setWordWrap(True)
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        theme.mark(self._why, role="small")
        self._lines: list[PlaceLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.space(1.5), theme.space(0.75), theme.space(1.5), theme.space(0.75))
        self._column.setSpacing(2)
        self._column.addLayout(self._head)
        self._column.addLayout(self._grid)
        self._column.addWidget(self._why)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._lay()
        theme.changes().changed.connect(self._dress)

    def show_row(self, row: SaidRow) -> None:
        """Show another state of the figure; the place in hand stays where it still is one."""
        self.row = row
        self.place = min(self.place, max(0, len(row.places) - 1))
        self.setAccessibleName(row.spoken)
        self._dress()

    def set_narrow(self, *, narrow: bool) -> None:
        """The values one below the other with their names, or side by side."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._lay()

    def set_current(self, current: bool, *, ring: bool, pickable: bool) -> None:
        """Whether the keyboard's mark stands here (`ring`: and the panel has the keyboard): its places lie open."""
        self._current, self._ring = current, current and ring
        self._why.setVisible(current)
        places = self.row.places if self.row is not None and current else ()
        while len(self._lines) < len(places):
            self._lines.append(self._line(len(self._lines)))
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(places))
            if at < len(places):
                line.show_place(places[at], current=at == self.place, pickable=pickable)
        self.update()

    def _line(self, at: int) -> PlaceLine:
        line = PlaceLine(self._actions, self)
        line.play_wished.connect(lambda: self.play_wished.emit(at))
        line.evidence_wished.connect(lambda: self.evidence_wished.emit(at))
        self._column.addWidget(line)
        return line

    def _lay(self) -> None:
        top, left = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignLeft
        self._head.removeWidget(self._tag)
        self._head.addWidget(self._tag, *((1, 0) if self._narrow else (0, 1)), top | left)
        for at, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            self._grid.removeWidget(name)
            self._grid.removeWidget(value)
            name.setVisible(self._narrow)
            if self._narrow:
                self._grid.addWidget(name, at, 0, top)
                self._grid.addWidget(value, at, 1, top)
            else:
                self._grid.addWidget(value, 0, at)
            self._grid.setColumnStretch(at, int(at == 1) if self._narrow else SHARES[at])
            value.setSizePolicy(
                QSizePolicy.Policy.Preferred if self._narrow else QSizePolicy.Policy.Ignored,
                QSizePolicy.Policy.Preferred,
            )

    def _dress(self) -> None:
        row = self.row
        if row is None:
            return
        word, drawing, ink = OUTCOMES[row.outcome]
        self._title.setText(row.title)
        self._outcome.setText(word)
        if self._outcome.property("role") != ink:
            theme.mark(self._outcome, role=ink)  # the ink of an outcome is a role of the style sheet
        self._mark.setPixmap(theme.pixmap(drawing, ink, round(theme.text_height() * 0.9), self.devicePixelRatioF()))
        self._values[0].setText(_stacked(row.said, row.when))
        self._values[1].setText(_stacked(row.written, row.written_note))
        self._values[2].setText(_stacked(row.set_up, ""))
        for value in self._values:
            value.setFont(theme.font("figures"))
        self._why.setText(row.why)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.row is not None and self.row.places:
            self.play_wished.emit(self.place)
        super().mouseDoubleClickEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.row is not None and self.row.outcome is Outcome.MISMATCH:
            painter.fillRect(self.rect(), theme.colour("bad_tint"))
            painter.fillRect(0, 0, 4, self.height(), theme.colour("bad"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self._ring:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -2), 4, 4)
        painter.end()


def _stacked(values: str, notes: str) -> str:
    """Values with, under each, its small note; as text the label cannot take for markup."""
    quiet, small = theme.colour("quiet").name(), theme.font("small").pointSizeF()
    under = notes.split("\n") if notes else []
    told = []
    for at, value in enumerate(values.split("\n")):
        told.append(escape(value))
        if at < len(under):
            told.append(f'<span style="color:{quiet}; font-size:{small}pt">{escape(under[at])}</span>')
    return "<br>".join(told)
