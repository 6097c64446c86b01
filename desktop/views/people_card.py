"""One entry of a caseworker's record as a card: what was agreed, how far it is, and the caseworker's own comment."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.flow import FlowLayout
from desktop.views.page import heading, quiet
from desktop.views.people_form import Words
from desktop.views.press import TextButton
from models.reports.development_words import EntryWords

SIGNS = {"good": "good", "bad": "bad", "warn": "warning", "accent": "check", "": "state-due"}
"""The drawing beside the words of a standing, by tone."""
COMMENT_LINES = 3
IN_LINE = "padding: 3px 8px 3px 0;"
"""A link button whose words stand in line with the text above it."""


class EntryCard(QFrame):
    """Signals: `edit_wished(entry_id)`, `withdraw_wished(entry_id)`, `comment_wished(entry_id, text)`."""

    edit_wished = Signal(str)
    withdraw_wished = Signal(str)
    comment_wished = Signal(str, str)

    def __init__(
        self,
        entry_id: str,
        words: EntryWords,
        actions: ActionTable,
        *,
        may_write: bool,
        may_comment: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme.mark(self, role="surface")
        self.entry_id = entry_id
        self.setAccessibleName(", ".join(part for part in (words.title, words.mark) if part))
        self._words = words
        self._actions = actions
        self.edit = TextButton("Change", "link", self)
        self.withdraw = TextButton("Withdraw", "link", self)
        self.say = TextButton("Change your comment" if words.comment else "Comment", "link", self)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1))
        column.setSpacing(theme.space(0.75))
        column.addLayout(self._head())
        for text in words.paragraphs:
            column.addWidget(_plain(text))
        if words.facts:
            column.addLayout(self._facts())
        for note in words.progress:
            column.addWidget(_quote(note))
        self._commented = _quote(words.comment)
        self._commented.setParent(self)
        self._commented.setVisible(bool(words.comment))
        if words.comment:
            column.addWidget(quiet("The caseworker's comment", small=True))
        column.addWidget(self._commented)
        self.comment = Words(COMMENT_LINES, self)
        self.comment.setPlainText(words.comment)
        self.comment.setAccessibleName("Your comment")
        self.comment.setPlaceholderText("Your own words on this; nobody else can change them")
        self.comment.hide()
        column.addWidget(self.comment)
        column.addLayout(self._buttons(may_write=may_write, may_comment=may_comment))

    @property
    def is_commenting(self) -> bool:
        return not self.comment.isHidden()

    @property
    def has_unsaved_comment(self) -> bool:
        return self.is_commenting and self.comment.toPlainText().strip() != self._words.comment

    def begin_comment(self) -> None:
        """Show the field for the caseworker's own words, or store what stands in it."""
        if self.say.isHidden():
            return
        if self.is_commenting:
            self.comment_wished.emit(self.entry_id, self.comment.toPlainText())
            return
        self._commented.hide()
        self.comment.show()
        self.comment.moveCursor(QTextCursor.MoveOperation.End)
        self.comment.setFocus(Qt.FocusReason.OtherFocusReason)
        self._actions.explain(self.say, "save_entry", "Save your comment")
        self.say.setText("Save your comment")
        self.put_aside.show()

    def leave_comment(self) -> None:
        """Back without storing."""
        self.comment.hide()
        self._commented.setVisible(bool(self._words.comment))
        self.comment.setPlainText(self._words.comment)
        self.put_aside.hide()
        self.say.setText("Change your comment" if self._words.comment else "Comment")
        self._actions.explain(self.say, "comment_entry")
        self.say.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """The keyboard goes to the first button there is."""
        for button in (self.edit, self.say):
            if not button.isHidden():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        title = heading(self._words.title)
        title.setWordWrap(True)
        row.addWidget(title, 1)
        if self._words.mark:
            self._sign = QLabel()
            self._show_sign()
            theme.changes().changed.connect(self._show_sign)
            row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
            mark = QLabel(self._words.mark)
            mark.setTextFormat(Qt.TextFormat.PlainText)
            theme.mark(mark, role=self._words.tone if self._words.tone in ("good", "bad", "warn") else "quiet")
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _show_sign(self) -> None:
        tone = self._words.tone
        side = theme.icon_size().width()
        self._sign.setPixmap(theme.pixmap(SIGNS[tone], tone or "quiet", side, self.devicePixelRatioF()))

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(theme.space(0.25))
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(self._words.facts):
            label = quiet(name, small=True)
            label.setWordWrap(False)
            label.setContentsMargins(0, theme.space(0.25), 0, 0)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_plain(value), at, 1)
        return grid

    def _buttons(self, *, may_write: bool, may_comment: bool) -> FlowLayout:
        row = FlowLayout(None, theme.space(1))
        foot = quiet(self._words.foot, small=True)
        foot.setWordWrap(False)
        title = self._words.title
        self.put_aside = TextButton("Close", "link", self)
        self._actions.explain(self.put_aside, "leave_entry")
        self.put_aside.setStyleSheet(IN_LINE)
        self.put_aside.hide()
        self.put_aside.clicked.connect(lambda _checked=False: self.leave_comment())
        for button, action_id, name, shown in (
            (self.edit, "edit_entry", f"Change {title}", may_write),
            (self.withdraw, "withdraw_entry", f"Withdraw {title}", may_write),
            (self.say, "comment_entry", f"Comment on {title}", may_comment),
        ):
            self._actions.explain(button, action_id)
            button.setStyleSheet(IN_LINE)
            button.setAccessibleName(name)
            button.setVisible(shown)
            row.addWidget(button)
        row.addWidget(self.put_aside)
        row.addWidget(foot)
        self.edit.clicked.connect(lambda _checked=False: self.edit_wished.emit(self.entry_id))
        self.withdraw.clicked.connect(lambda _checked=False: self.withdraw_wished.emit(self.entry_id))
        self.say.clicked.connect(lambda _checked=False: self.begin_comment())
        return row


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _quote(text: str) -> QLabel:
    label = _plain(text)
    theme.mark(label, role="saying")
    return label
