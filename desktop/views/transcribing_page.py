"""The Transcripts page: the calls that are being transcribed, that wait, that failed and why, and those that are done.

Shows what `state.transcribing` tells; every wish goes there and comes back as another state of a line.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.transcribing import Transcribing
from desktop.tables.transcribing import QueueTable, summary, whole_words
from desktop.views.actions import ActionTable, on_button
from desktop.views.empty import EmptyState
from desktop.views.page_notice import PageNotice
from desktop.views.press import TextButton, hairline
from desktop.views.queue_table import QueueView
from models.transcription import Standing, TranscriptionState

State = TranscriptionState
EMPTY = (
    "transcript",
    "No call waits for a transcript",
    "Transcripts are made on this machine, in the background, while you go on working. Choose calls in the worklist, "
    "or take every call that has no transcript yet.",
)
WHOLE_LINES = 2
"""So many lines of words below the table, always: nothing jumps when another call is selected."""


class TranscribingPage(QWidget):
    """Signals: `open_wished(recording_id)`; `page_wished(name)`."""

    open_wished = Signal(str)
    page_wished = Signal(str)

    def __init__(self, queue: Transcribing, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Transcripts")
        self._queue = queue
        self.table = QueueTable(queue, self)
        self.view = QueueView(self.table)
        self.empty = EmptyState()
        self._lay_out(actions)
        self._bind(actions)
        self._connect()
        self._show()

    def refresh(self) -> None:
        """Read the queue again."""
        self._queue.refresh()

    def focus_list(self) -> None:
        """The keyboard goes to the list, or to the button of an empty one."""
        if self._stack.currentWidget() is self.view:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.view.currentIndex().isValid():
                self.view.go_to(0)
        else:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    # building

    def _lay_out(self, actions: ActionTable) -> None:
        title = QLabel("Transcripts")
        theme.mark(title, role="title")
        self.count = QLabel()
        theme.mark(self.count, role="quiet")
        self.count.setAccessibleName("Where the queue stands")
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), 0)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.count)
        self.pause = TextButton("", "")
        self.retry = TextButton("", "plain")
        self.all = TextButton("", "plain")
        row = QHBoxLayout()
        row.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1.5))
        row.setSpacing(theme.space(1))
        for button in (self.pause, self.retry, self.all):
            row.addWidget(button)
        row.addStretch(1)
        actions.explain(self.retry, "retry_failed")
        actions.explain(self.retry, "retry_failed", "Try failed again", on_button)
        actions.explain(self.all, "transcribe_all")
        actions.explain(self.all, "transcribe_all", "All without a transcript", on_button)
        actions.explain(self.pause, "pause_queue")
        self._actions = actions
        self.notice = PageNotice(self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self.whole = QLabel()
        self.whole.setWordWrap(True)
        self.whole.setTextFormat(Qt.TextFormat.PlainText)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.whole.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.whole.setAccessibleName("The selected call")
        self._foot = QFrame()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        foot.addWidget(self.whole)
        main = QFrame()
        theme.mark(main, role="sheet")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self.notice)
        for part, stretch in ((hairline(main), 0), (self._stack, 1), (hairline(main), 0), (self._foot, 0)):
            column.addWidget(part, stretch)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(main)

    def _bind(self, actions: ActionTable) -> None:
        view, queue = self.view, self._queue
        for action_id, owner, wish in (
            ("open_transcribed", view, view.open_current),
            ("pause_call", view, self.pause_chosen),
            ("retry_call", view, lambda: queue.go_on(_ids(view.chosen()))),
            ("transcribe_anew", view, self.transcribe_anew),
            ("drop_call", view, lambda: queue.drop(_ids(view.chosen()))),
            ("move_up", view, lambda: queue.move(_ids(view.chosen()), -1)),
            ("move_down", view, lambda: queue.move(_ids(view.chosen()), 1)),
            ("move_first", view, lambda: queue.put_first(_ids(view.chosen()))),
            ("retry_failed", self, queue.retry_failed),
            ("transcribe_all", self, queue.want_all),
            ("refresh_queue", self, self.refresh),
        ):
            actions.bind(action_id, owner, wish)

    def _connect(self) -> None:
        # the state
        self._queue.changed.connect(self._show)
        self._queue.progressed.connect(self._show_progress)
        # what people do
        self.view.opened.connect(self.open_wished)
        self.view.current_changed.connect(self._show_whole)
        self.pause.clicked.connect(self.pause_or_go_on)
        self.retry.clicked.connect(self._queue.retry_failed)
        self.all.clicked.connect(self._queue.want_all)
        self.empty.wished.connect(lambda _key: self._queue.want_all())
        self._actions.keys_changed.connect(self._show)
        theme.changes().changed.connect(self._fit)
        self._fit()

    # what people wish

    def pause_or_go_on(self) -> None:
        """The whole queue waits, or goes on."""
        if self._goes:
            self._queue.pause_all()
        else:
            self._queue.go_on_all()

    def pause_chosen(self) -> None:
        """The selected calls wait; if none of them could, they go on."""
        chosen = self.view.chosen()
        goes = [row for row in chosen if row.state in (State.WAITING, State.RUNNING) and not self._waits(row)]
        if goes:
            self._queue.pause(_ids(goes))
        else:
            self._queue.go_on(_ids([row for row in chosen if row.state is not State.DONE]))

    def transcribe_anew(self) -> None:
        """Make the selected calls' transcripts again, as models and settings are now; the old ones are kept."""
        self._queue.want([row.recording_id for row in self.view.chosen()], anew=True)

    @property
    def _goes(self) -> bool:
        """Whether there is anything a pause could stop."""
        return any(not self._waits(row) for row in self._queue.rows.in_state(State.WAITING, State.RUNNING))

    def _waits(self, row: Standing) -> bool:
        return row.id in self._queue.pausing or row.id in self._queue.why_held

    # what is shown

    def _show(self) -> None:
        queue = self._queue
        paused = bool(queue.rows.in_state(State.PAUSED)) or bool(queue.pausing)
        goes = self._goes
        self.pause.setText(self._actions.text_with_key("pause_queue", "Pause" if goes else "Go on"))
        self.pause.show_icon("pause" if goes else "play")
        self.pause.setEnabled(goes or paused or bool(queue.why_held))
        self.retry.setEnabled(bool(queue.rows.in_state(State.FAILED)))
        if not queue.obstacle:
            self.notice.unsay("obstacle")
        elif self.notice.isHidden() or self.notice.words.text() != queue.obstacle:  # the keyboard may be on its buttons
            self.notice.say(
                "obstacle",
                queue.obstacle,
                "warn",
                (("Speech settings", lambda: self.page_wished.emit("settings")), ("Try again", queue.models_changed)),
                lasting=True,
            )
        there = bool(queue.rows.rows)
        focused = self.window().focusWidget()
        had_keyboard = focused is not None and self._stack.isAncestorOf(focused)
        self._foot.setVisible(there)
        if there:
            self._stack.setCurrentWidget(self.view)
        else:
            self.empty.say(*EMPTY, "Transcribe every call without a transcript", "all")
            self._stack.setCurrentWidget(self.empty)
        if had_keyboard:
            self.focus_list()
        self._show_progress()

    def _show_progress(self) -> None:
        self.count.setText(summary(self._queue))
        self._show_whole()

    def _show_whole(self) -> None:
        row = self.view.current_row()
        words = "" if row is None else whole_words(self._queue, row)
        if row is not None and row.state is State.FAILED:
            words += f" {self._actions.key_text('retry_call')} tries it again, from there."
        if words != self.whole.text():
            self.whole.setText(words)

    def _fit(self) -> None:
        self.whole.setMinimumHeight(theme.text_height() * WHOLE_LINES)


def _ids(rows: list[Standing]) -> list[str]:
    return [row.id for row in rows]
