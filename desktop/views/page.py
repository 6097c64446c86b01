"""A page that reads from top to bottom: title, a sentence, and what follows; it scrolls when the text is large."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop import theme

WORDS_PX = 860


class Page(QWidget):
    """A titled page; what belongs on it goes into `body`."""

    def __init__(self, title: str, words: str, parent: QWidget | None = None, *, widest: int | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = inner = QWidget(self._scroll.viewport())
        theme.mark(inner, role="page")
        self._scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self.title = QLabel(title, inner)
        theme.mark(self.title, role="title")
        self.words = QLabel(words, inner)
        theme.mark(self.words, role="quiet")
        self.words.setWordWrap(True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.space(3), theme.space(2.5), theme.space(3), theme.space(3))
        column.setSpacing(theme.space(2))
        head = QVBoxLayout()
        head.setSpacing(theme.space(0.5))
        head.addWidget(self.title)
        head.addWidget(self.words)
        column.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.space(2))
        self._widest = widest
        self._frame = QWidget(inner) if widest is None else _Narrow(inner)
        self._frame.setLayout(self.body)
        self.body.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame, 1)
        self._bound()
        theme.changes().changed.connect(self._bound)

    def _bound(self) -> None:
        """No line of reading is longer than is comfortable, at any text size."""
        scale = theme.changes().scale_pct / 100
        self.words.setMaximumWidth(round(WORDS_PX * scale))
        if self._widest is not None:
            self._frame.setMaximumWidth(round(self._widest * scale))

    def keep_in_view(self, widget: QWidget) -> None:
        """Scroll so that `widget` can be seen whole with some air around it, or from its top when it is taller."""
        room = self._scroll.viewport().height() - theme.space(4)
        if widget.height() <= room:
            self._scroll.ensureWidgetVisible(widget, theme.space(2), theme.space(2))
        else:
            top = widget.mapTo(self._inner, QPoint(0, 0)).y()
            self._scroll.verticalScrollBar().setValue(top - theme.space(2))


class _Narrow(QWidget):
    """A column that is never wider than its maximum, and always tall enough for words that wrap at that width: a layout
    asks its items how tall they are at its own width, whatever their maximum is."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        layout = self.layout()
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and layout is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
        return done


def card(parent: QWidget | None = None) -> tuple[QFrame, QVBoxLayout]:
    """A card with its column."""
    frame = QFrame(parent)
    theme.mark(frame, role="surface")
    column = QVBoxLayout(frame)
    column.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
    column.setSpacing(theme.space(1.5))
    return frame, column


def heading(text: str) -> QLabel:
    """The head of a card."""
    label = QLabel(text)
    theme.mark(label, role="heading")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def quiet(text: str, *, small: bool = False) -> QLabel:
    """Words that explain."""
    label = QLabel(text)
    theme.mark(label, role="small" if small else "quiet")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
