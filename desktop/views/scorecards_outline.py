"""The outline of a draft scorecard at the left of the editor, and below it what is wrong, each with a way there."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.state.scorecard_editing import CARD, Spot, Values, place_of, reason_of
from desktop.tables import wording
from desktop.tables.scorecards import ROW_ROLE, OutlineModel, OutlineRow, key_words, outline
from desktop.views.actions import ActionTable
from desktop.views.chosen_ground import paint_ground
from desktop.views.flow import FlowLayout
from desktop.views.lines import Line, LineList
from desktop.views.press import IconButton, TextButton, presses
from desktop.views.scorecards_fields import sentence
from models.errors import Refusal

FAULTS_SEEN = 3
LARGE_FROM = 130
"""With larger text only one fault is in sight at a time."""
NARROWEST_STEPS = 26


class OutlineView(QListView):
    """Signals: `chosen(Spot)` when another line is current; `entered()` by Return: to its fields."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, model: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.rows = model
        self.setModel(model)
        self.setItemDelegate(_OutlineDelegate(self))
        self.setAccessibleName("Sections and prompts")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _index: self.entered.emit())
        theme.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def show_outline(self, values: Values, faults: Sequence[Refusal], spot: Spot) -> None:
        """Show a draft with this place as the current one."""
        self.rows.show(outline(values, faults))
        self.go_to(spot)

    def go_to(self, spot: Spot) -> None:
        """Make a place the current one without telling."""
        row = self.rows.row_of(spot)
        if row is not None and row != self.currentIndex().row():
            self._quiet = True
            self.setCurrentIndex(self.rows.index(row))
            self._quiet = False
        if row is not None:
            self.scrollTo(self.rows.index(row))

    def step(self, by: int) -> None:
        """The line below or above."""
        row = self.currentIndex().row() + by
        if 0 <= row < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(row))

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        row = self.rows.at(current.row())
        if row is not None and not self._quiet:
            self.chosen.emit(row.spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if presses(event):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class _OutlineDelegate(QStyledItemDelegate):
    """Paints the lines: headings of sections, prompts with number, star and weight; a mark where something is wrong."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        row = index.data(ROW_ROLE)
        section = isinstance(row, OutlineRow) and row.spot.prompt is None and row.spot != CARD
        return QSize(theme.space(10), theme.text_height() + theme.space(2.25 if section else 1.5))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, OutlineRow):
            return
        painter.save()
        rect: QRect = option.rect.adjusted(2, 1, -2, -1)
        paint_ground(painter, rect, option)
        self._draw(painter, rect.adjusted(theme.space(1), 0, -theme.space(1), 0), row)
        painter.restore()

    def _draw(self, painter: QPainter, rect: QRect, row: OutlineRow) -> None:
        ratio = painter.device().devicePixelRatioF()
        side = max(12, round(theme.text_height() * 0.85))
        middle = rect.center().y() - side // 2 + 1
        right = rect.right()
        if row.faults:
            right -= side
            painter.drawPixmap(right, middle, theme.pixmap("warning", "bad", side, ratio))
            right -= theme.space(0.5)
        small = QFontMetrics(theme.font("small"))
        if row.spot.prompt is not None:
            weight = QRect(rect.left(), rect.top(), right - rect.left(), rect.height())
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("quiet"))
            words = " · ".join(part for part in (row.kind, row.weight) if part)
            painter.drawText(weight, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
            right -= small.horizontalAdvance(words) + theme.space(0.75)
            if row.critical:
                right -= side
                painter.drawPixmap(right, middle, theme.pixmap("star", "accent", side, ratio))
                right -= theme.space(0.5)
        left = rect.left()
        if row.number:
            column = small.horizontalAdvance("00") + theme.space(1)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("quiet"))
            number = QRect(left, rect.top(), column - theme.space(0.75), rect.height())
            painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.number)
            left += column
        painter.setFont(theme.font("body" if row.number else "heading"))
        painter.setPen(theme.colour("text"))
        room = QRect(left, rect.top(), max(0, right - left), rect.height())
        elided = painter.fontMetrics().elidedText(row.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)


class OutlineColumn(QWidget):
    """The outline, what adds and moves, and the faults. Signals: `wished(action_id)`; `fault_taken(Spot, key)`."""

    wished = Signal(str)
    fault_taken = Signal(object, str)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faults: tuple[Refusal, ...] = ()
        self._gone_to = -1
        self.model = OutlineModel(self)
        self.view = OutlineView(self.model)
        self.buttons: dict[str, TextButton | IconButton] = {}
        self._tools = QWidget()
        flow = FlowLayout(self._tools, theme.space(0.5))
        for action_id, words, icon in (
            ("add_prompt", "Prompt", "plus"),
            ("add_section", "Section", "plus"),
            ("part_up", "", "chevron-up"),
            ("part_down", "", "chevron-down"),
            ("remove_part", "", "trash"),
        ):
            button: TextButton | IconButton = IconButton(icon, words)
            if words:
                button = TextButton(words, "link")
                button.setStyleSheet("padding: 2px 4px;")
                button.show_icon(icon, "accent")
            actions.explain(button, action_id)
            button.setAccessibleName(actions.action(action_id).text)
            button.clicked.connect(lambda _checked=False, action_id=action_id: self.wished.emit(action_id))
            flow.addWidget(button)
            self.buttons[action_id] = button
        self.fault_words = QLabel()
        theme.mark(self.fault_words, role="bad")
        self.faults = LineList("What is wrong", at_once=True)
        self.faults.taken.connect(self._on_fault)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1), theme.space(1), theme.space(0.5), theme.space(1))
        column.setSpacing(theme.space(0.75))
        for part, stretch in ((self._tools, 0), (self.view, 1), (self.fault_words, 0), (self.faults, 0)):
            column.addWidget(part, stretch)
        theme.changes().changed.connect(self._fit)
        self._fit()

    def show_draft(self, values: Values, faults: tuple[Refusal, ...], spot: Spot, *, read_only: bool) -> None:
        """Show a draft and what is wrong with it."""
        self.view.show_outline(values, faults, spot)
        self._tools.setVisible(not read_only)
        for action_id in ("part_up", "part_down", "remove_part"):
            self.buttons[action_id].setEnabled(spot != CARD)
        if faults != self._faults:
            self._faults = faults
            self._gone_to = min(self._gone_to, len(faults) - 1) if faults else -1
            names = {each.spot: each for each in self.view.rows.lines}
            row = self.faults.currentRow()
            self.faults.show_lines(
                [
                    Line(str(at), f"{_where(names.get(where))} · {key_words(key)}", sentence(reason_of(fault)))
                    for at, fault in enumerate(faults)
                    for where, key in (place_of(fault.column or ""),)
                ]
            )
            self.faults.setCurrentRow(max(0, min(row, len(faults) - 1)))
        count = wording.several(len(faults), "fault")
        self.fault_words.setText(f"{count} to mend")
        for part in (self.fault_words, self.faults):
            part.setVisible(bool(faults))
        self._fit()

    def next_fault(self) -> None:
        """Go to the next thing that is wrong."""
        if self._faults:
            at = (self._gone_to + 1) % len(self._faults)
            self.faults.setCurrentRow(at)
            self._on_fault(str(at))

    def _on_fault(self, key: str) -> None:
        at = int(key)
        if at < len(self._faults):
            self._gone_to = at
            self.fault_taken.emit(*place_of(self._faults[at].column or ""))

    def _fit(self) -> None:
        one = theme.text_height() + theme.text_height("small") + theme.space(1.5)
        seen = FAULTS_SEEN if theme.changes().scale_pct <= LARGE_FROM else 1
        self.faults.setFixedHeight(one * max(1, min(seen, len(self._faults))) + 4)
        self.setMinimumWidth(theme.space(NARROWEST_STEPS * theme.changes().scale_pct / 100))


def _where(row: OutlineRow | None) -> str:
    """Where a fault is, in short: "Prompt 12"."""
    if row is None:
        return "Scorecard"
    return f"Prompt {row.number}" if row.number else row.words
