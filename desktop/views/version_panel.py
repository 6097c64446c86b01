"""Every version of a review, and two of them laid side by side: as published, as amended.

Laid over the scorecard. Any version can be opened to be read; the figures an import changed since signing stand below.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.draft_opening import Life
from desktop.tables.review_life import version_words
from desktop.tables.version_difference import DifferenceGroup
from desktop.views.actions import ActionTable
from desktop.views.calm_box import CalmBox
from desktop.views.column_panel import ColumnPanel, panel_heading, panel_words
from desktop.views.press import TextButton

WIDEST_LABEL = "Overall comment"
"""Labels take this room in every group, so that what they name stands in line."""
THE_SAME = "The two versions say the same."


class DifferenceTable(QWidget):
    """One group of differences: what, as published, as amended; below each other, aligned over all its lines."""

    def __init__(self, group: DifferenceGroup, parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, theme.space(1))
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(theme.space(0.5))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance(WIDEST_LABEL))
        title = panel_heading(group.title, self)
        grid.addWidget(title, 0, 0, 1, 4)
        top = Qt.AlignmentFlag.AlignTop
        for row, line in enumerate(group.lines, 1):
            label = panel_words(line.label, self, "quiet")
            label.setWordWrap(False)
            label.setAccessibleName(line.spoken)
            before = panel_words(line.before, self)
            before.setAccessibleName(f"{line.label} as published: {line.before}")
            arrow = QLabel("→", self)
            arrow.setAccessibleName("became")
            theme.mark(arrow, role="quiet")
            after = panel_words(line.after, self, "heading")
            after.setAccessibleName(f"{line.label} as amended: {line.after}")
            for column, widget in enumerate((label, before, arrow, after)):
                grid.addWidget(widget, row, column, top)
        if group.note:
            grid.addWidget(panel_words(group.note, self, "small"), len(group.lines) + 1, 0, 1, 4)


class VersionPanel(ColumnPanel):
    """Signals: `opened_wished(review_id)`, `comparison_wished(before, after)`; those of ColumnPanel."""

    opened_wished = Signal(str)
    comparison_wished = Signal(str, str)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(actions, "versions", parent)
        self._foot.hide()
        self.links: list[TextButton] = []
        self._life: Life | None = None
        self._pair: tuple[str, str] | None = None

    def show_versions(self, life: Life) -> None:
        """List the versions, and ask for the comparison of the first with the last."""
        self._life = life
        self._open("Versions of this review")
        versions = life.versions
        self._pair = (versions[0].review_id, versions[-1].review_id) if versions else None
        self._fill(())
        if self._pair is not None:
            self.comparison_wished.emit(*self._pair)
        (self.links[0] if self.links else self._close).setFocus()

    def show_comparison(self, groups: Sequence[DifferenceGroup]) -> None:
        """Show what differs between the two versions that were asked for."""
        if self.isVisible():
            focused = next((at for at, link in enumerate(self.links) if link.hasFocus()), None)
            self._fill(groups, known=True)
            if focused is not None:
                self.links[focused].setFocus()

    def _fill(self, groups: Sequence[DifferenceGroup], *, known: bool = False) -> None:
        life = self._life
        if life is None:
            return
        inside, column = self._begin()
        self.links = []
        for place, version in enumerate(life.versions):
            self._add_version(life, place, inside, column)
            if version.why:
                column.addWidget(panel_words(f"Why: {version.why}", inside, "small"))
        if len(life.versions) > 2:
            self._add_choice(life, inside, column)
        elif len(life.versions) > 1:
            column.addWidget(panel_heading("As published → as amended", inside))
        if known and not groups:
            column.addWidget(panel_words(THE_SAME, inside, "quiet"))
        for group in groups:
            column.addWidget(DifferenceTable(group, inside))
        self._end(inside, column)

    def _add_version(self, life: Life, place: int, inside: QWidget, column: QVBoxLayout) -> None:
        version = life.versions[place]
        here = version.review_id == life.story.review_id
        row = QHBoxLayout()
        words = panel_words(version_words(life.versions, place), inside, "heading" if here else "")
        row.addWidget(words, 1)
        if here:
            row.addWidget(panel_words("shown here", inside, "quiet"))
        else:
            link = TextButton("Open", "link", inside)
            link.setAccessibleName(f"Open to read: {version_words(life.versions, place)}")
            link.clicked.connect(lambda _checked=False, wished=version.review_id: self.opened_wished.emit(wished))
            row.addWidget(link)
            self.links.append(link)
        column.addLayout(row)

    def _add_choice(self, life: Life, inside: QWidget, column: QVBoxLayout) -> None:
        """Which two are compared, where there are more than two."""
        row = QHBoxLayout()
        boxes = []
        for at, name in enumerate(("Compare", "with")):
            label = QLabel(name, inside)
            box = CalmBox(inside)
            box.setAccessibleName(f"{name} version")
            for place in range(len(life.versions)):
                box.addItem("Original" if not place else f"Amendment {place}", life.versions[place].review_id)
            assert self._pair is not None
            box.setCurrentIndex(box.findData(self._pair[at]))
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box)
            boxes.append(box)
        row.addStretch(1)
        for box in boxes:
            box.activated.connect(lambda _at: self._compare(boxes[0].currentData(), boxes[1].currentData()))
        column.addSpacing(theme.space(1))
        column.addLayout(row)

    def _compare(self, before: str, after: str) -> None:
        self._pair = (before, after)
        self.comparison_wished.emit(before, after)
