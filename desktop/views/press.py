"""Small parts of the review page: buttons that answer to Return (the space bar always plays), headings, lines."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop import theme


def presses(event: QKeyEvent) -> bool:
    """Whether a key presses the button that has the keyboard."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()


def is_override(event: QEvent, *keys: Qt.Key) -> bool:
    """Whether Qt asks if one of `keys` is wanted here rather than by a shortcut of the page."""
    return event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys


def hairline(parent: QWidget | None = None) -> QFrame:
    """A thin line between a heading and what scrolls below it."""
    line = QFrame(parent)
    theme.mark(line, role="rule")
    return line


class ColumnHead(QWidget):
    """The heading of one of the three columns: all of one height, at every size of text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(theme.space(1.5), 0, theme.space(1.5), 0)
        self.row.setSpacing(theme.space(0.75))
        theme.changes().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFixedHeight(theme.text_height() + theme.space(3))


class ElidedLabel(QLabel):
    """A line of text that gives way: cut with an ellipsis where there is no room, whole in its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_words(self, words: str) -> None:
        """Show these words, as far as they go."""
        self._whole = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


class TextButton(QPushButton):
    """A button with words; `role` is the style sheet's: primary, plain, link or empty for a framed one."""

    def __init__(self, text: str, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        if role:
            self.setProperty("role", role)
        self._icon: tuple[str, str] | None = None
        theme.changes().changed.connect(self._dress)
        self._dress()

    def show_icon(self, name: str, ink: str = "text") -> None:
        """Put a drawing before the words; it goes along with the scheme."""
        self._icon = (name, ink)
        self._dress()

    def _dress(self) -> None:
        self.setIconSize(theme.icon_size())
        if self._icon is not None:
            self.setIcon(theme.icon(*self._icon))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)


class IconButton(QToolButton):
    """A button with a drawing and a name for those who cannot see it."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None, tip: str = "") -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setAutoRaise(True)
        theme.changes().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setIconSize(theme.icon_size())
        self.setIcon(theme.icon(self._icon))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)
