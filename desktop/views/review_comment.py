"""The comment on the whole check, at the end of the scorecard: heading and box, below the last prompt."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.comment_box import CommentBox

TITLE = "Overall comment"
NOTHING_WRITTEN = "No overall comment was written."


class OverallComment(QWidget):
    """Signals: `commented(text)` as it is typed, `left()` when the box was left by Escape."""

    commented = Signal(str)
    left = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1.5), theme.space(1.5), theme.space(1.5), theme.space(1.5))
        column.setSpacing(theme.space(1))
        heading = QLabel(TITLE, self)
        theme.mark(heading, role="heading")
        self.box = CommentBox(self)
        self.box.setPlaceholderText("What the answers do not say")
        self.box.setAccessibleName("Comment on the whole check")
        actions.explain(self.box, "comment_overall")
        self._nothing = QLabel(NOTHING_WRITTEN, self)
        theme.mark(self._nothing, role="quiet")
        for widget in (heading, self.box, self._nothing):
            column.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.box.textChanged.connect(lambda: self.commented.emit(self.box.toPlainText()))
        self.box.left.connect(self.left)
        self.show_comment("", read_only=True)

    def show_comment(self, comment: str, *, read_only: bool) -> None:
        """Show what is written; the text cursor stays where it is while the text is the same."""
        if self.box.toPlainText() != comment:
            self.box.blockSignals(True)
            self.box.setPlainText(comment)
            self.box.blockSignals(False)
        self.box.setReadOnly(read_only)
        self.box.setVisible(not read_only or bool(comment))
        self._nothing.setVisible(read_only and not comment)
