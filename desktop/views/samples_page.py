"""The Samples page: the samples at the left, the open one at the right by its parts, or the form to draw one.

The page arranges and hands on wishes; `state.samples` reads, draws and compares.
"""

from collections.abc import Callable, Generator
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop import theme
from desktop.state.samples import Compared, Looked, Samples
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.samples_compared import ComparedPane, compared_note
from desktop.views.samples_form import DrawForm
from desktop.views.samples_side import SamplesSide
from desktop.views.samples_view import DRAWS, PARTS, SampleView
from models.reports.document import Tone
from models.store.sample_reading import Sample, SampleLine

NARROW_BELOW = 940
"""With less room than this, at 100%, the samples stand in a box of the head."""


class SamplesPage(QWidget):
    """Signals: `open_wished(recording_id, sheet_id)`; `save_wished(sample_id)`, `write_wished(sample_id)`,
    `print_wished(sample_id)`; `file_wished()`, a certificate to be opened; `page_wished(name)`;
    `notice_wished(text, tone)`."""

    open_wished = Signal(str, str)
    save_wished = Signal(str)
    write_wished = Signal(str)
    print_wished = Signal(str)
    file_wished = Signal()
    page_wished = Signal(str)
    notice_wished = Signal(str, str)

    def __init__(
        self,
        samples: Samples,
        actions: ActionTable,
        today: date,
        parent: QWidget | None = None,
        *,
        at_once: bool = True,
    ) -> None:
        """Not `at_once`: whoever makes the page goes through `making` to its end."""
        super().__init__(parent)
        self.samples = samples
        self._actions = actions
        self._today = today
        self._is_narrow = False
        self.making = self._make()
        if at_once:
            for _step in self.making:
                pass

    def _make(self) -> Generator[None, None, None]:
        """The page piece by piece."""
        actions, today = self._actions, self._today
        self.setAccessibleName("Samples")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._side = SamplesSide(actions, today, self)
        self.rail = self._side.rail
        self._stack = QStackedWidget(self)
        self.empty = EmptyState(self._stack)
        yield
        self.view = SampleView(actions, today, self._stack)
        self.head, self.draws = self.view.head, self.view.draws
        yield
        self.form = DrawForm(actions, today, self._stack)
        yield
        self.compared = ComparedPane(actions, self._stack)
        yield
        self._lay_out()
        yield
        self._bind()
        self._connect()
        self._say_reading()

    def refresh(self) -> None:
        """Read the samples again, and the one that is open; a form that is being filled in stays."""
        self.samples.refresh()

    def focus_list(self) -> None:
        """The keyboard goes to where one goes on."""
        shown = self._stack.currentWidget()
        if shown is self.form:
            self.form.focus_first()
        elif shown is self.compared:
            self.compared.focus_first()
        elif shown is self.empty:
            target = self.empty.button if self.empty.button.isVisibleTo(self.empty) else self
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._is_narrow:
            self.view.focus_part()
        else:
            self.rail.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_part(self, name: str, *, focus: bool = True) -> None:
        """Bring a part of the open sample into sight."""
        if self._stack.currentWidget() is self.view:
            self.view.show_part(name, focus=focus)

    def begin_draw(self) -> None:
        """Show the form; one that is being filled in is gone on with."""
        if not self.samples.person.may_review:
            self._tell("Samples are drawn by team leaders and Quality Assurance.")
            return
        if not self.form.is_begun:
            self.form.begin(self.samples.reviewers, self.samples.person.staff_id)
        self._stack.setCurrentWidget(self.form)
        self.form.focus_first()

    def leave_draw(self) -> None:
        """Back to the samples; nothing was drawn, and the form is put away."""
        self.form.is_begun = False
        self._show_open()
        self.focus_list()

    def open_sample(self, sample_id: str) -> None:
        """Show a sample."""
        self.samples.open(sample_id)
        self.rail.mark(sample_id)

    # building

    def _lay_out(self) -> None:
        for page in (self.view, self.form, self.compared, self.empty):
            self._stack.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._stack, 1)
        theme.changes().changed.connect(self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where there is little room, or nothing to list, the list gives way."""
        is_narrow = self.width() < NARROW_BELOW * theme.changes().scale_pct / 100
        self._side.setVisible(not is_narrow and bool(self.samples.lines))
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.head.set_narrow(is_narrow=is_narrow)

    def _bind(self) -> None:
        for name, _words in PARTS:
            self._actions.bind(f"sample_{name}", self, partial(self.show_part, name))
        self._acts: dict[str, Callable[[], object]] = {
            "draw_sample": self.begin_draw,
            "redraw_sample": self._redraw,
            "save_certificate": lambda: self._with_open(self.save_wished.emit),
            "write_certificate": lambda: self._with_open(self.write_wished.emit),
            "print_certificate": lambda: self._with_open(self.print_wished.emit),
            "open_certificate": self.file_wished.emit,
            "confirm_draw": self._confirm,
            "leave_draw": self._leave,
        }
        for action_id, act in (
            *self._acts.items(),
            ("next_sample", lambda: self.rail.step(1)),
            ("previous_sample", lambda: self.rail.step(-1)),
            ("refresh_samples", self.refresh),
        ):
            self._actions.bind(action_id, self, act)

    def _connect(self) -> None:
        # the state
        samples = self.samples
        samples.listed.connect(self._on_listed)
        samples.looked.connect(self._on_looked)
        samples.surveyed.connect(self.form.show_survey)
        samples.planned.connect(self.form.show_plan)
        samples.next_found.connect(self.draws.say_next)
        samples.drawn.connect(self._on_drawn)
        samples.replaced.connect(self._on_replaced)
        samples.compared.connect(self._on_compared)
        samples.refused.connect(self.form.show_refused)
        samples.failed.connect(lambda why: self._tell(why, "bad"))
        samples.busy_changed.connect(lambda busy: self.head.show_busy(busy=busy))
        samples.busy_changed.connect(lambda busy: self.form.show_busy(busy=busy))
        # what people do
        self.rail.chosen.connect(self._on_chosen)
        self.rail.taken.connect(self._on_taken)
        self._side.draw.clicked.connect(lambda _checked=False: self.begin_draw())
        self._side.open_file.clicked.connect(lambda _checked=False: self.file_wished.emit())
        self.view.open_wished.connect(self.open_wished)
        self.view.wished.connect(lambda action_id: self._acts[action_id]())
        self.view.sample_wished.connect(self._on_chosen)
        self.draws.next_wished.connect(samples.look_for_next)
        self.draws.replace_wished.connect(self._on_replace_wished)
        self.draws.told.connect(self._tell)
        self.form.survey_wished.connect(samples.survey)
        self.form.plan_wished.connect(samples.plan)
        self.form.draw_wished.connect(samples.draw)
        self.form.left.connect(self.leave_draw)
        self.form.page_wished.connect(self.page_wished)
        self.compared.left.connect(self._leave)
        self.compared.another_wished.connect(self.file_wished)
        self.empty.wished.connect(lambda _key: self.begin_draw())

    # what comes

    def _on_listed(self, lines: tuple[SampleLine, ...]) -> None:
        open_id = self.samples.open_id
        if open_id not in [line.sample_id for line in lines]:
            open_id = lines[0].sample_id if lines else None
        self.rail.show_lines(lines, self.samples.person.staff_id, open_id)
        self.head.offer_samples(lines, open_id)
        self._arrange()
        if open_id is not None:
            self.samples.open(open_id)
            return
        self.samples.open_id = None
        self.view.forget()
        self._say_empty()
        if self._stack.currentWidget() is self.view or not self.samples.person.may_review:
            self._stack.setCurrentWidget(self.empty)
        if self.hasFocus():  # one arrived while the samples were being read
            self.focus_list()

    def _on_looked(self, looked: Looked) -> None:
        self.rail.mark(looked.sample.sample_id)
        if self._stack.currentWidget() is self.empty:
            had_keyboard = self.empty.button.hasFocus() or self.hasFocus()
            self._stack.setCurrentWidget(self.view)
            if had_keyboard:
                self.focus_list()
        self.view.show_sample(looked)

    def _on_chosen(self, sample_id: str) -> None:
        if self._stack.currentWidget() is not self.empty:
            self._stack.setCurrentWidget(self.view)
        self.open_sample(sample_id)

    def _on_taken(self) -> None:
        if self._stack.currentWidget() is self.view:
            self.view.focus_part()

    def _on_drawn(self, sample: Sample) -> None:
        count = len(sample.certificate.draws)
        self._tell(f"{sample.sample_id} is drawn: {count:,} of {sample.certificate.frame.size:,} calls.", "good")
        self.samples.open_id = sample.sample_id
        self.form.is_begun = False
        self._stack.setCurrentWidget(self.view)
        self.view.show_part(DRAWS)
        self.refresh()

    def _on_replace_wished(self, recording_id: str, reason: str) -> None:
        if self.view.looked is not None:
            self.samples.replace(self.view.looked.sample.sample_id, recording_id, reason)

    def _on_replaced(self, sample: Sample) -> None:
        made = sample.certificate.replacements[-1]
        if made.replaced_by is None:
            self._tell(f"{made.recording_id} left the sample: no other call could take its place.", "good")
        else:
            self._tell(f"{made.replaced_by} took the place of {made.recording_id}.", "good")
        self.draws.strip.shut()
        self.refresh()

    def _on_compared(self, compared: Compared) -> None:
        if compared.path is not None:
            self.compared.show_compared(compared)
            self._stack.setCurrentWidget(self.compared)
            self.compared.focus_first()
            return
        note = compared_note(compared)
        self._tell(note.text, {Tone.GOOD: "good", Tone.BAD: "bad"}.get(note.tone, "warn"))
        self.view.show_compared(compared)

    # what people wish

    def _redraw(self) -> None:
        if self.view.looked is not None and self._stack.currentWidget() is self.view:
            self.samples.redraw(self.view.looked.sample)

    def _confirm(self) -> None:
        if self._stack.currentWidget() is self.form:
            self.form.ask()

    def _leave(self) -> None:
        """Put aside what is asked or shown over the samples."""
        shown = self._stack.currentWidget()
        if shown is self.form:
            self.form.leave()
        elif shown is self.compared:
            self._show_open()
            self.focus_list()
        elif self.draws.strip.isVisible():
            self.draws.strip.shut()

    def _with_open(self, act: Callable[[str], object]) -> None:
        if self.view.looked is not None and self._stack.currentWidget() is self.view:
            act(self.view.looked.sample.sample_id)

    def _show_open(self) -> None:
        self._stack.setCurrentWidget(self.empty if self.view.looked is None else self.view)

    def _say_reading(self) -> None:
        self.empty.say("worklist", "Samples", "The samples are being read.")
        self._stack.setCurrentWidget(self.empty)

    def _say_empty(self) -> None:
        if not self.samples.person.may_review:
            words = "Team leaders and Quality Assurance draw the calls that are checked, and follow them here."
            self.empty.say("worklist", "Samples are for those who check calls", words)
        else:
            words = (
                "A sample says which calls are to be checked, so that nobody can pick them by hand: drawn at random by "
                "a seed, with a certificate from which anybody can draw the same again."
            )
            self.empty.say("worklist", "No sample has been drawn yet", words, "Draw a sample", "draw")

    def _tell(self, words: str, tone: str = "accent") -> None:
        self.notice_wished.emit(words, tone)
