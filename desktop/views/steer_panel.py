"""The steer of the open sheet: verdict, balance, the ladder rung by rung in pounds, and figures to try as a trial.

A page of the sheet column (`sheet_tabs`). It has the keyboard as one: Up and Down go from block to block, Right and
Left open the source of a block (in the chart they read the balance), Ctrl+C copies the block. A trial puts a band over
everything and never leaves `desktop.state.steer`.
"""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.steer import SteerState
from desktop.tables.blind import SHORT, STEER
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.ladder_block import Block
from desktop.views.ladder_chart import BalanceBlock
from desktop.views.ladder_facts import SHAPES, FactBlock, VerdictBlock
from desktop.views.ladder_step import StepBlock
from desktop.views.ladder_trial import TrialBar, TrialForm
from desktop.views.press import TextButton
from models.steer import Verdict
from models.steer_working import Ladder

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 4, Qt.Key.Key_PageUp: -4}
NO_SHEET = ("steer", "No guide sheet", "The steer is worked out from the figures of a guide sheet; this call has none.")


class _Inside(QWidget):
    """What scrolls: as high as its blocks are at the width there is, and no higher."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


class SteerPanel(QWidget):
    """The panel. Nothing of it is stored. Signal `told(shape, ink, words)`: what comes out of the sheet itself, empty
    texts for nothing."""

    told = Signal(str, str, str)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._state: SteerState | None = None
        self._at = 0
        self._blocks: list[Block] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Debt steer")
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.bar = TrialBar(actions, self)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(1))
        self.empty = EmptyState(scrolls=False)
        self._no_sheet = self._scrolling(self.empty)
        self._inside = _Inside()
        self._scroll = self._scrolling(self._inside)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, theme.space(0.5), 0, theme.space(2))
        self._column.setSpacing(theme.space(0.5))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, self.note):
            column.addWidget(part)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._no_sheet, 1)
        self.note.hide()
        self._arrange()

    def _scrolling(self, inside: QWidget) -> QScrollArea:
        """A place where this fits at any height."""
        made = QScrollArea(self)
        made.setWidgetResizable(True)
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setWidget(inside)
        return made

    def _arrange(self) -> None:
        inside = self._inside
        self.verdict = VerdictBlock(inside)
        self.try_button = TextButton("Try other figures", "link", inside)
        self.try_button.show_icon("edited", "accent")
        self._actions.explain(self.try_button, "try_figures")
        self.try_button.clicked.connect(self.try_figures)
        self.form: TrialForm | None = None
        self.balance = BalanceBlock(inside)
        self.readings, self.sums = FactBlock(inside), FactBlock(inside)
        self._ladder = QLabel("The ladder, in the order of asking", inside)
        theme.mark(self._ladder, role="heading")
        self._ladder.setWordWrap(True)
        self._ladder.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), 0)
        self.steps: list[StepBlock] = []
        rail = QWidget(inside)
        self._rail = QVBoxLayout(rail)
        self._rail.setContentsMargins(0, 0, 0, 0)
        self._rail.setSpacing(0)
        self.lumps = [FactBlock(inside), FactBlock(inside)]
        self.notes = [FactBlock(inside) for _ in range(4)]
        self.policy = FactBlock(inside)
        for part in (self.verdict, self.try_button, self.balance, self.readings, self.sums, self._ladder):
            self._column.addWidget(part)
        self._column.addWidget(rail)
        self._column.setAlignment(self.try_button, Qt.AlignmentFlag.AlignLeft)
        for part in (*self.lumps, *self.notes, self.policy):
            self._column.addWidget(part)
        self._column.addStretch(1)
        for block in (self.verdict, self.balance, self.readings, self.sums, *self.lumps, *self.notes, self.policy):
            block.pointed.connect(lambda block=block: self._take_in_hand(block))

    def bind(self, state: SteerState) -> None:
        """Show what this state says from now on."""
        self._state = state
        self.form = TrialForm(state, self._inside)
        self._column.insertWidget(0, self.form)
        self.form.hide()
        state.judged.connect(self._on_judged)
        state.tried.connect(self._on_tried)
        self.form.left.connect(self._on_form_left)
        self.bar.reset_wished.connect(self.reset_trial)
        self._on_judged()

    # the trial

    def try_figures(self) -> None:
        """Open the fields for other figures and give them the keyboard."""
        if self.form is None or self._state is None or self._state.shown is None or self._state.shown.policy is None:
            return
        self.form.show_figures()
        self.form.show()
        self.try_button.hide()
        self._scroll.verticalScrollBar().setValue(0)
        self.form.lump.setFocus()
        self.form.lump.selectAll()

    def reset_trial(self) -> None:
        """The sheet's own figures again."""
        if self._state is not None and self._state.trying:
            self._state.reset_trial()

    def _on_form_left(self) -> None:
        if self.form is not None:
            self.form.hide()
        self.try_button.show()
        self.setFocus()

    # what the state tells

    def _on_judged(self) -> None:
        state = self._state
        if state is None:
            return
        if self.form is not None:
            self.form.hide()
        self._at = 0
        self._show_notes()
        found = state.shown
        nothing = bool(state.fault) or state.withheld or not state.has_sheet
        self._no_sheet.setVisible(found is None and nothing)
        self._scroll.setVisible(found is not None)
        self.bar.hide()
        self.told.emit(*(("", "", "") if found is None else (*SHAPES[found.judgement.verdict], found.verdict)))
        if found is None:
            if state.withheld:
                self.empty.say("lock", SHORT, STEER)
            elif state.fault:
                self.empty.say("warning", "Not worked out", state.fault)
            else:
                self.empty.say(*NO_SHEET)
            self._blocks = []
            self._mark()
            return
        self._show(found)
        for block in self._blocks:
            block.set_open(open_=False)
        self._scroll.verticalScrollBar().setValue(0)

    def _on_tried(self) -> None:
        state = self._state
        if state is None or state.shown is None:
            return
        if state.trying:
            self.bar.show_trial(state.trial, state.shown)
        else:
            self.bar.hide()
        if state.trial is not None or not state.trying:
            self._show(state.trial or state.shown)
        if self.form is not None:
            self.form.show_figures()

    def _show_notes(self) -> None:
        """What is to be known above it: frozen, what today would say, and files that were refused."""
        state = self._state
        assert state is not None
        told, role = [], "small"
        if state.signed and state.frozen:
            told.append("As it was frozen at signing.")
        elif state.signed and state.shown is not None:
            told.append("Signed before the steer was kept with a review: worked out now, on the figures as signed.")
        if state.today:
            told.append(
                f"Worked out again today it would differ: {'; '.join(state.today)}. What was signed stands as it is."
            )
            role = "warn"
        if state.refused:
            told.append("A policy file was not taken: " + "; ".join(state.refused))
            role = "warn"
        self.note.setText("\n".join(told))
        theme.mark(self.note, role=role)
        self.note.setVisible(bool(told))

    def _show(self, found: Ladder) -> None:
        state = self._state
        assert state is not None
        shown = state.shown
        self.verdict.show_ladder(found)
        self.try_button.setVisible(found.policy is not None and (self.form is None or self.form.isHidden()))
        self.balance.setVisible(found.clearing is not None)
        if found.clearing is not None:
            on_sheet = shown.clearing if shown is not None and shown is not found else None
            self.balance.show_clearing(found.clearing, on_sheet)
        self.readings.setVisible(bool(found.readings))
        self.readings.show_readings(found.readings, is_error=found.judgement.verdict is Verdict.INACCURATE)
        self.sums.setVisible(bool(found.sums))
        self.sums.show_sums(found.sums)
        self._ladder.setVisible(bool(found.steps))
        self._show_steps(found)
        for block, lump in zip(self.lumps, found.lumps, strict=False):
            block.show_lump(lump)
        for block, note in zip(self.notes, found.notes, strict=False):
            block.show_note(note)
        for blocks, count in ((self.lumps, len(found.lumps)), (self.notes, len(found.notes))):
            for at, block in enumerate(blocks):
                block.setVisible(at < count)
        self.policy.setVisible(found.policy is not None)
        if found.policy is not None:
            self.policy.show_policy(found.policy)
        beside = (*self.lumps, *self.notes, self.policy)
        every = (self.verdict, self.balance, self.readings, self.sums, *self.steps, *beside)
        self._blocks = [block for block in every if not block.isHidden()]
        self._at = min(self._at, len(self._blocks) - 1)
        self._mark()

    def _show_steps(self, found: Ladder) -> None:
        while len(self.steps) < len(found.steps):
            block = StepBlock(self._inside)
            block.pointed.connect(lambda block=block: self._take_in_hand(block))
            self._rail.addWidget(block)
            self.steps.append(block)
        for at, block in enumerate(self.steps):
            block.setVisible(at < len(found.steps))
            if at < len(found.steps):
                block.show_step(found.steps[at], first=at == 0, last=at == len(found.steps) - 1)

    # the keyboard

    def point_at(self, block: Block) -> None:
        """Put the keyboard's mark on a block and bring it into sight."""
        self._take_in_hand(block)
        self._bring_into_sight()

    def _take_in_hand(self, block: Block) -> None:
        if block in self._blocks:
            self._at = self._blocks.index(block)
        self.setFocus()
        self._mark()

    def _mark(self) -> None:
        for at, block in enumerate(self._blocks):
            block.set_current(at == self._at and self.hasFocus())
        told = self._blocks[self._at].spoken if self._blocks else self.empty.accessibleName()
        self.setAccessibleDescription(told)

    def _bring_into_sight(self) -> None:
        if not self._blocks:
            return
        block = self._blocks[self._at]
        top = block.mapTo(self._inside, QPoint(0, 0)).y()
        bar, height = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        if top < bar.value() or block.height() > height:
            bar.setValue(top - theme.space(1))
        elif top + block.height() > bar.value() + height:
            bar.setValue(top + block.height() - height + theme.space(1))

    def _read_on(self, block: Block, way: int) -> bool:
        """Scroll on in a block that is higher than the panel; False where its end in that direction is in sight."""
        bar, height = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        top = block.mapTo(self._inside, QPoint(0, 0)).y()
        hidden = top + block.height() - bar.value() - height if way > 0 else bar.value() - top
        if block.height() <= height or hidden <= 0:
            return False
        bar.setValue(bar.value() + way * min(hidden + theme.space(1), round(height * 0.8)))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self._blocks:
            super().keyPressEvent(event)
            return
        block = self._blocks[self._at]
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._read_on(block, STEPS[key]):
            return
        if key in STEPS or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._blocks) - 1}
            wanted = ends.get(key, self._at + STEPS.get(key, 0))
            self._at = min(max(wanted, 0), len(self._blocks) - 1)
            self._mark()
            self._bring_into_sight()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            block.step(1 if key == Qt.Key.Key_Right else -1)
            self._mark()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            block.press()
            self._mark()
        elif key == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            QApplication.clipboard().setText(block.spoken)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()
        self._bring_into_sight()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()
