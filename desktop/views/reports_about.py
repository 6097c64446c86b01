"""What a report is: purpose, what it follows, definition, formula, source, and every column in words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.report_columns import column_words
from desktop.tables.reports import ANNEX_WORDS, PURPOSES
from desktop.views.look_pane import words_label
from models.reports.catalogue import CatalogueEntry
from models.reports.table import CAVEAT, RESTRICTED, Column

NOTHING_HERE = "It is made for one review, or for one caseworker's month, from the list of reviews."
COLUMN_SETS = {"review": "Rows, for one review", "caseworker": "Rows, for a caseworker's month"}
WIDEST = 100
"""Steps of the grid: no line of reading is longer than is comfortable."""


class ReportAbout(QScrollArea):
    """The words; the arrow keys scroll them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("About the report")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self._entry: CatalogueEntry | None = None
        self._shown: CatalogueEntry | None = None

    def show_entry(self, entry: CatalogueEntry) -> None:
        """Show this one, once it is in sight."""
        self._entry = entry
        if self.isVisible():
            self.fill()

    def fill(self) -> None:
        """Bring the words into sight."""
        entry = self._entry
        if entry is None or entry is self._shown:
            return
        self._shown = entry
        inside = QWidget()
        inside.setBackgroundRole(QPalette.ColorRole.Base)
        inside.setAutoFillBackground(True)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(2))
        outer.setSpacing(theme.space(2))
        outer.addLayout(_grid(inside, facts(entry)))
        for what, names in entry.columns.items():
            head = words_label("heading", inside)
            head.setText(COLUMN_SETS.get(what, "Columns"))
            outer.addWidget(head)
            columns = [Column(name) for name in names]
            outer.addLayout(_grid(inside, [(c.title, column_words(entry.kind, c.name) or c.name) for c in columns]))
        outer.addStretch(1)
        self.setWidget(inside)
        self.verticalScrollBar().setValue(0)


def facts(entry: CatalogueEntry) -> list[tuple[str, str]]:
    """What is said of the report itself."""
    definition = entry.definition
    pairs = [
        ("Purpose", PURPOSES.get(entry.kind, entry.purpose)),
        ("Follows", ANNEX_WORDS.get(entry.kind, "")),
        ("Definition", "" if definition is None else definition.words),
        ("Formula", "" if definition is None else definition.formula),
        ("Source", "" if definition is None else definition.source),
        ("How to make it", NOTHING_HERE if definition is None else ""),
        ("Files", ", ".join(ending.removeprefix(".").upper() for ending in entry.endings)),
        ("Handling", CAVEAT if entry.publishable else f"{RESTRICTED} No copy is kept."),
    ]
    return [(name, words) for name, words in pairs if words]


def _grid(parent: QWidget, pairs: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space(2))
    grid.setVerticalSpacing(theme.space(0.75))
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for at, (name, words) in enumerate(pairs):
        told, said = words_label("quiet", parent), words_label("", parent)
        told.setWordWrap(False)
        told.setText(name)
        said.setText(words)
        said.setMaximumWidth(round(theme.space(WIDEST) * theme.changes().scale_pct / 100))
        grid.addWidget(told, at, 0, top)
        grid.addWidget(said, at, 1, top)
    return grid
