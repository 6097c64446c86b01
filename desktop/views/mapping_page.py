"""Mapping somebody else's list onto ours: its first rows, the proposal column by column, and what would come of it.

A page of the window beside the import page. Nothing is written but the profile, and that only when it is saved.
"""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.state.mapping import MappedList, Mapping, name_of, ours_of
from desktop.views.actions import ActionTable
from desktop.views.mapping_form import MappingForm
from desktop.views.mapping_preview import MappingPreview
from desktop.views.mapping_row import MappingRow
from desktop.views.page import Page, card, heading, quiet
from models.intake.lists import Cell, ListKind
from models.intake.preview import Preview
from models.intake.profile import ColumnMap, ListProfile
from models.intake.table import TableRow
from models.sheet_difference import LABELS
from models.store.tables import table_of

SIDE_BY_SIDE_FROM = 1100
ROWS_IN_SIGHT_PX = 200
EXAMPLE = 18
INDEX_LABELS = {
    "start": "Start of the call",
    "duration_s": "Length",
    "agent_id": "Caseworker",
    "file": "File",
}


class MappingPage(Page):
    """Signals: `save_wished(Profile)`; `leave_wished()`; `notice_wished(text, tone)`."""

    save_wished = Signal(object)
    leave_wished = Signal()
    notice_wished = Signal(str, str)

    def __init__(self, mapping: Mapping, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__("Map columns", "", parent)
        self._mapping = mapping
        self.rows: dict[str, MappingRow] = {}
        self._kind: ListKind | None = None
        self._named_by_hand = False
        self.form = MappingForm()
        self.preview = MappingPreview()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(theme.space(2))
        self._columns.addWidget(self._mapping_card(), 5)
        right, column = card()
        column.addWidget(self.preview, 1)
        self._columns.addWidget(right, 7)
        self.body.addLayout(self._columns, 1)
        self.body.addWidget(self._foot(actions))
        self._connect(actions)

    def focus_first(self) -> None:
        """The keyboard goes to the first column that needs a word, else to the name of the profile."""
        row = next((row for row in self.rows.values() if row.is_lacking), None)
        if row is None:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            row.heading.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll_rows.ensureWidgetVisible(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= SIDE_BY_SIDE_FROM * max(1.0, theme.changes().scale_pct / 100)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _mapping_card(self) -> QFrame:
        frame, column = card()
        column.addWidget(self.form)
        self.notes = quiet("", small=True)
        column.addWidget(self.notes)
        rule = QFrame()
        theme.mark(rule, role="rule")
        column.addWidget(rule)
        head = QHBoxLayout()
        head.addWidget(heading("Our columns, and where they come from"), 1)
        self.again = QPushButton("As proposed")
        theme.mark(self.again, role="link")
        self.again.setToolTip("Take back every change to this list")
        self.again.setAccessibleName("Take back every change to this list")
        head.addWidget(self.again)
        column.addLayout(head)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._scroll_rows = QScrollArea()
        self._scroll_rows.setWidgetResizable(True)
        self._scroll_rows.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll_rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll_rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll_rows.setWidget(self._list)
        self._list.setAutoFillBackground(False)
        self._scroll_rows.viewport().setAutoFillBackground(False)
        self._scroll_rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._fit()
        theme.changes().changed.connect(self._fit)
        column.addWidget(self._scroll_rows, 1)
        frame.setMinimumWidth(theme.space(45))
        return frame

    def _fit(self) -> None:
        """Some columns are in sight at any text size."""
        self._scroll_rows.setMinimumHeight(round(ROWS_IN_SIGHT_PX * max(1.0, theme.changes().scale_pct / 100)))

    def _foot(self, actions: ActionTable) -> QFrame:
        frame, column = card()
        label = QLabel("Save as profile")
        self.name = QLineEdit()
        self.name.setPlaceholderText("A name to find it by, like: Northern office")
        self.name.setAccessibleName("Name of the profile")
        label.setBuddy(self.name)
        self.back = QPushButton("Back")
        self.back.setAccessibleName("Back without saving")
        actions.explain(self.back, "leave_mapping")
        self.save = QPushButton("Save and go on")
        theme.mark(self.save, role="primary")
        self.save.setAccessibleName("Save the profile and go on")
        actions.explain(self.save, "save_mapping")
        row = QHBoxLayout()
        row.setSpacing(theme.space(1.5))
        row.addWidget(label)
        row.addWidget(self.name, 1)
        row.addWidget(self.back)
        row.addWidget(self.save)
        column.addLayout(row)
        self.said = quiet("", small=True)
        column.setSpacing(theme.space(0.75))
        column.setContentsMargins(theme.space(2), theme.space(1.25), theme.space(2), theme.space(1))
        column.addWidget(self.said)
        return frame

    def _connect(self, actions: ActionTable) -> None:
        mapping = self._mapping
        self.form.kind_chosen.connect(mapping.read_as)
        self.form.changed.connect(lambda values: mapping.change(**values))
        self.form.refused.connect(lambda why: self.notice_wished.emit(why, "bad"))
        self.again.clicked.connect(mapping.propose_again)
        self.name.textEdited.connect(self._on_named)
        self.name.textChanged.connect(lambda _text: self._allow())
        self.save.clicked.connect(self._on_save)
        self.back.clicked.connect(self.leave_wished)
        actions.bind("save_mapping", self, self.save.click)
        actions.bind("leave_mapping", self, self.back.click)
        mapping.opened.connect(self._on_opened)
        mapping.drafted.connect(self._on_drafted)
        mapping.previewed.connect(self._on_previewed)

    def _on_opened(self, found: MappedList) -> None:
        kind, proposal = found.kind, found.proposal
        waiting = f" {self._mapping.waiting} more will follow." if self._mapping.waiting else ""
        self.title.setText(f"Map columns: {found.path.name}")
        self.words.setText(
            "Its headings are not ours. Say which of its columns is which; what would come of it is shown at once. "
            f"Nothing is imported yet.{waiting}"
        )
        self.form.show_kind(kind.part)
        if self._kind is not kind:
            self._build(kind)
        examples = [_example(proposal.rows, at) for at in range(len(proposal.headings))]
        for row in self.rows.values():
            row.offer(proposal.headings, examples)
        self.notes.setText("\n".join(f"{note[:1].upper()}{note[1:]}." for note in proposal.notes))
        self.notes.setVisible(bool(proposal.notes))
        self.preview.show_raw(proposal.headings, proposal.rows)
        if not self._named_by_hand or found.base is not None:
            self.name.setText(found.base.title or found.base.name if found.base is not None else "")
        self._allow()
        QTimer.singleShot(0, self, self.focus_first)

    def _build(self, kind: ListKind) -> None:
        """A row for each of our columns, those that are needed first."""
        for row in self.rows.values():
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        while self._rows.count():
            self._rows.takeAt(0)
        self._kind = kind
        self.rows = {}
        for cell in sorted(kind.cells, key=lambda cell: not cell.needed):
            row = MappingRow(cell, label_of(kind, cell))
            row.changed.connect(self._mapping.map_column)
            self.rows[cell.heading] = row
            self._rows.addWidget(row)
        self._rows.addStretch(1)

    def _on_drafted(self, draft: ListProfile) -> None:
        found = self._mapping.list
        if found is None:
            return
        self.form.show_draft(draft)
        places = {_plain(name): at for at, name in enumerate(found.proposal.headings)}
        for ours, row in self.rows.items():
            told = draft.columns.get(ours) or _own(ours, places)
            at = places.get(_plain(told.heading or ""))
            cells = [] if at is None else [one.cells[at] for one in found.proposal.rows if at < len(one.cells)]
            row.show_map(told, found.proposal.reasons.get(ours, ""), cells, draft.separator)
        self._allow()

    def _on_previewed(self, found: Preview) -> None:
        draft = self._mapping.draft
        self.preview.show_preview(found, draft)
        counted: Counter[str] = Counter()
        first: dict[str, str] = {}
        for refusal in found.refused:
            ours = ours_of(refusal.column, draft, tuple(self.rows))
            if ours is not None and refusal.line is not None:
                counted[ours] += 1
                value = f"“{refusal.value[:40]}”: " if refusal.value else ""
                first.setdefault(ours, value + refusal.reason)
        for ours, row in self.rows.items():
            row.show_faults(counted[ours], first.get(ours, ""))

    def _on_named(self, text: str) -> None:
        self._named_by_hand = bool(text.strip())

    def _allow(self) -> None:
        """A profile can be saved when it has a name and every needed column comes from somewhere."""
        lacking = [row.label for row in self.rows.values() if row.is_lacking]
        name = name_of(self.name.text())
        self.save.setEnabled(bool(name) and not lacking and self._mapping.list is not None)
        if lacking:
            self.said.setText(f"Still needed: {', '.join(lacking)}.")
        elif not name:
            self.said.setText("Give the profile a name; it will be offered for every later import.")
        else:
            self.said.setText(f"Kept as {name}.toml among your own profiles, and in force from then on.")

    def _on_save(self) -> None:
        if self._mapping.list is not None:
            self.save_wished.emit(self._mapping.profile(self.name.text()))


def label_of(kind: ListKind, cell: Cell) -> str:
    """Our column in words."""
    labels = LABELS.get(table_of(kind.record).name, {})
    own = INDEX_LABELS.get(cell.heading) if kind.part == "index" else None
    return own or labels.get(cell.heading) or cell.heading.replace("_", " ").capitalize()


def _own(ours: str, places: dict[str, int]) -> ColumnMap:
    """A column the draft says nothing of: under our own heading, where there is one."""
    return ColumnMap(heading=ours) if _plain(ours) in places else ColumnMap()


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().split())


def _example(rows: Sequence[TableRow], at: int) -> str:
    """The first thing that stands under a heading."""
    cells = (row.cells[at].strip() for row in rows if at < len(row.cells))
    found = next((cell for cell in cells if cell), "")
    return found if len(found) <= EXAMPLE else found[: EXAMPLE - 1] + "…"
