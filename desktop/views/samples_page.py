"""The Samples page: the samples at the left, the open one at the right by its parts, or the form to draw one.

The page arranges and hands on wishes; `state.samples` reads, draws and compares.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.samples import Compared, Looked, Samples
from desktop.tables.sample_rows import ShareLine, SharesModel
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.people_head import PartTabs
from desktop.views.press import hairline
from desktop.views.samples_certificate import DocumentPane
from desktop.views.samples_compared import ComparedPane, compared_blocks, compared_note
from desktop.views.samples_crossing import CrossingPart
from desktop.views.samples_draws import DrawsPart
from desktop.views.samples_form import DrawForm
from desktop.views.samples_head import SampleHead
from desktop.views.samples_planner import SizePlanner
from desktop.views.samples_side import SamplesSide
from desktop.views.work_table import WorkTable
from models.reports.document import Block, Tone
from models.reports.sample import certificate_blocks
from models.store.sample_reading import Sample, SampleLine

DRAWS, SHARES, CROSSING, CERTIFICATE, SIZE = "draws", "shares", "crossing", "certificate", "size"
PARTS = (
    (DRAWS, "Draws"),
    (SHARES, "Caseworkers"),
    (CROSSING, "Cross-reference"),
    (CERTIFICATE, "Certificate"),
    (SIZE, "What it shows"),
)
"""Name and words of each part; its command is "sample_" and its name."""
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

    def __init__(self, samples: Samples, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.samples = samples
        self._actions = actions
        self._looked: Looked | None = None
        self._compared: dict[str, Compared] = {}
        self._is_narrow = False
        self.setAccessibleName("Samples")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._side = SamplesSide(actions, today)
        self.rail = self._side.rail
        self.head = SampleHead(actions, today)
        self.tabs = PartTabs(PARTS, actions, command="sample_")
        self.draws = DrawsPart(actions)
        self.shares_model = SharesModel(self)
        self.shares = WorkTable(self.shares_model, self.shares_model.mark_of)
        self.shares.setAccessibleName("Caseworkers of the sample")
        self.crossing = CrossingPart(actions)
        self.certificate = DocumentPane("Certificate")
        self.planner = SizePlanner()
        self.form = DrawForm(actions, today)
        self.compared = ComparedPane(actions)
        self.empty = EmptyState()
        self._lay_out()
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
        elif shown is self.empty and self.empty.button.isVisibleTo(self.empty):
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._is_narrow or shown is not self._main:
            self._focus_part()
        else:
            self.rail.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def part(self) -> str:
        """The part of the open sample in sight."""
        return PARTS[self._parts.currentIndex()][0]

    def show_part(self, name: str, *, focus: bool = True) -> None:
        """Bring a part of the open sample into sight."""
        if self._stack.currentWidget() is not self._main:
            return
        self.tabs.show_part(name)
        self._parts.setCurrentIndex([each for each, _words in PARTS].index(name))
        self._show_part()
        if focus:
            self._focus_part()

    def begin_draw(self) -> None:
        """Show the form; one that is being filled in is gone on with."""
        if not self.samples.person.may_review:
            self._tell("Samples are drawn by team leaders and Quality Assurance.")
            return
        if not self.form.is_begun:
            self.form.begin(self.samples.reviewers(), self.samples.person.staff_id)
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
        self._main = QFrame()
        theme.mark(self._main, role="sheet")
        self._parts = QStackedWidget()
        size = QWidget()
        inside = QVBoxLayout(size)
        inside.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        inside.addWidget(self.planner)
        inside.addStretch(1)
        for part in (self.draws, self.shares, self.crossing, self.certificate, size):
            self._parts.addWidget(part)
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tabs)
        column.addWidget(hairline(self._main))
        column.addWidget(self._parts, 1)
        self._stack = QStackedWidget()
        for page in (self._main, self.form, self.compared, self.empty):
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
        self.rail.taken.connect(self._focus_part)
        self._side.draw.clicked.connect(lambda _checked=False: self.begin_draw())
        self._side.open_file.clicked.connect(lambda _checked=False: self.file_wished.emit())
        self.head.wished.connect(lambda action_id: self._acts[action_id]())
        self.head.sample_wished.connect(self._on_chosen)
        self.tabs.wished.connect(lambda name: self.show_part(name, focus=False))
        self.draws.open_wished.connect(lambda call: self.open_wished.emit(call.recording_id, call.sheet_id))
        self.draws.next_wished.connect(samples.look_for_next)
        self.draws.replace_wished.connect(self._on_replace_wished)
        self.draws.told.connect(self._tell)
        self.crossing.open_wished.connect(
            lambda each: self.open_wished.emit(each.records.recording_id, each.records.sheet_id)
        )
        self.form.survey_wished.connect(samples.survey)
        self.form.plan_wished.connect(samples.plan)
        self.form.draw_wished.connect(samples.draw)
        self.form.left.connect(self.leave_draw)
        self.form.page_wished.connect(self.page_wished)
        self.compared.left.connect(self.leave_draw)
        self.compared.another_wished.connect(self.file_wished)
        self.empty.wished.connect(self._on_empty)

    # what comes

    def _on_listed(self, lines: tuple[SampleLine, ...]) -> None:
        open_id = self.samples.open_id
        if open_id not in [line.sample_id for line in lines]:
            open_id = lines[0].sample_id if lines else None
        self.rail.show_lines(lines, self.samples.person.staff_id, open_id)
        if open_id is None and lines:
            open_id = self.rail.current_id()
        self.head.offer_samples(lines, open_id)
        self._arrange()
        if open_id is None:
            self._looked = None
            self.samples.open_id = None
            if self._stack.currentWidget() is self._main:
                self._stack.setCurrentWidget(self.empty)
        if not lines:
            self._say_empty()
        if open_id is not None:
            self.samples.open(open_id)

    def _on_looked(self, looked: Looked) -> None:
        self._looked = looked
        self.head.show_sample(looked.line)
        self.rail.mark(looked.sample.sample_id)
        if self._stack.currentWidget() is self.empty:
            had_keyboard = self.empty.button.hasFocus()
            self._stack.setCurrentWidget(self._main)
            if had_keyboard:
                self.focus_list()
        self.draws.show_sample(looked)
        self.tabs.say(DRAWS, f"Draws {len(looked.draws):,}")
        self._show_part()

    def _show_part(self) -> None:
        """Only the part in sight is brought up to date."""
        looked = self._looked
        if looked is None:
            return
        if self.part == SHARES:
            self.shares_model.show(_shares(looked))
        elif self.part == CROSSING:
            self.crossing.show_crossing(looked.crossing)
        elif self.part == CERTIFICATE:
            self.certificate.show_blocks(self._certificate_blocks(looked))
        elif self.part == SIZE:
            self.planner.show_plan(looked.plan)

    def _certificate_blocks(self, looked: Looked) -> list[Block]:
        compared = self._compared.get(looked.sample.sample_id)
        note = [] if compared is None else compared_blocks(compared)
        return [*note, *certificate_blocks(looked.sample.certificate, looked.sample.how_many)]

    def _on_chosen(self, sample_id: str) -> None:
        if self._stack.currentWidget() is not self.empty:
            self._stack.setCurrentWidget(self._main)
        self.open_sample(sample_id)

    def _on_drawn(self, sample: Sample) -> None:
        count = len(sample.certificate.draws)
        self._tell(f"{sample.sample_id} is drawn: {count:,} of {sample.certificate.frame.size:,} calls.", "good")
        self.samples.open_id = sample.sample_id
        self.form.is_begun = False
        self._stack.setCurrentWidget(self._main)
        self.show_part(DRAWS, focus=False)
        self.refresh()
        self.draws.focus_first()

    def _on_replace_wished(self, recording_id: str, reason: str) -> None:
        if self._looked is not None:
            self.samples.replace(self._looked.sample.sample_id, recording_id, reason)

    def _on_replaced(self, sample: Sample) -> None:
        made = sample.certificate.replacements[-1]
        coming = f"{made.replaced_by} took the place of" if made.replaced_by else "nothing took the place of"
        self._tell(f"{coming[:1].upper()}{coming[1:]} {made.recording_id}.", "good")
        self.draws.strip.shut()
        self.refresh()

    def _on_compared(self, compared: Compared) -> None:
        if compared.path is not None:
            self.compared.show_compared(compared)
            self._stack.setCurrentWidget(self.compared)
            self.compared.focus_first()
            return
        sample_id = compared.told.sample_id or ""
        self._compared[sample_id] = compared
        note = compared_note(compared)
        self._tell(note.text, {Tone.GOOD: "good", Tone.BAD: "bad"}.get(note.tone, "warn"))
        if self._looked is not None and self._looked.sample.sample_id == sample_id:
            self.show_part(CERTIFICATE)

    # what people wish

    def _redraw(self) -> None:
        if self._looked is not None and self._stack.currentWidget() is self._main:
            self.samples.redraw(self._looked.sample)

    def _confirm(self) -> None:
        if self._stack.currentWidget() is self.form:
            self.form.ask()

    def _leave(self) -> None:
        """Put aside what is asked or shown over the samples."""
        shown = self._stack.currentWidget()
        if shown is self.form:
            self.form.leave()
        elif shown is self.compared:
            self.leave_draw()
        elif self.draws.strip.isVisible():
            self.draws.strip.shut()

    def _with_open(self, act: Callable[[str], object]) -> None:
        if self._looked is not None and self._stack.currentWidget() is self._main:
            act(self._looked.sample.sample_id)

    def _focus_part(self) -> None:
        if self._stack.currentWidget() is not self._main:
            return
        if self.part == DRAWS:
            self.draws.focus_first()
        elif self.part == CROSSING:
            self.crossing.focus_first()
        elif self.part == SHARES:
            self.shares.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.part == CERTIFICATE:
            self.certificate.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tabs.tabs[SIZE].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_open(self) -> None:
        self._stack.setCurrentWidget(self._main if self._looked is not None else self.empty)

    def _on_empty(self, key: str) -> None:
        if key == "draw":
            self.begin_draw()
        else:
            self.page_wished.emit(key)

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


def _shares(looked: Looked) -> list[ShareLine]:
    """The certificate's strata with how far each caseworker's calls are."""
    standing = {share.caseworker_id: share for share in looked.line.by_caseworker}
    lines = []
    for each in looked.sample.certificate.strata:
        share = standing.get(each.caseworker_id)
        done, drawn = (0, 0) if share is None else (share.done, share.drawn)
        lines.append(ShareLine(each.caseworker_id, each.frame, each.wanted, each.drawn, each.weight, done, drawn))
    return lines
