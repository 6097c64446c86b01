"""The checks an entry of a record can be tied to: ticked by the space bar, those of other periods kept untouched."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

import resources
from desktop import theme
from desktop.tables import wording
from models.reports.development_words import review_words
from models.store.development_reading import ReviewedCall

MOST_SHOWN = 4


class CheckChoice(QListWidget):
    """Checks of the period, the newest first, each with a box to tick."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="surface")
        self._before: tuple[str, ...] = ()
        theme.changes().changed.connect(self._dress)
        self._dress()

    def offer(self, calls: Sequence[ReviewedCall], tied: tuple[str, ...]) -> None:
        """Show these; ticked are those of which any version is in `tied`."""
        self._before = tied
        self.clear()
        for call in reversed(calls):
            item = QListWidgetItem(review_words(call), self)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_tied = any(version in tied for version in call.versions)
            item.setCheckState(Qt.CheckState.Checked if is_tied else Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, list(call.versions))
            item.setToolTip(wording.tip(item.text()))
        if not calls:
            QListWidgetItem("No check in this period", self).setFlags(Qt.ItemFlag.NoItemFlags)
        self._fit()

    def tied(self) -> tuple[str, ...]:
        """The ticked ones, each by the version it was tied to before, else the newest; and those of other periods."""
        found: list[str] = []
        listed: set[str] = set()
        for item in (self.item(row) for row in range(self.count())):
            versions = item.data(Qt.ItemDataRole.UserRole) or []
            listed |= set(versions)
            if versions and item.checkState() == Qt.CheckState.Checked:
                found += [each for each in self._before if each in versions] or versions[-1:]
        kept = [each for each in self._before if each in found or each not in listed]
        return tuple(dict.fromkeys((*kept, *found)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard finds a line to tick."""
        if self.currentRow() < 0:
            self.setCurrentRow(0)
        super().focusInEvent(event)

    def _dress(self) -> None:
        """Boxes that are seen on any ground, as those of the window are (`style_sheet.py`)."""
        side = round(theme.text_height() * 0.9)
        tick = resources.path(f"icons/tick-{theme.scheme()}.svg").as_posix()
        outline, ground, accent = (theme.colour(name).name() for name in ("outline", "surface", "accent"))
        words = (
            f"QListView::indicator {{ width: {side}px; height: {side}px; border: 1px solid {outline};"
            f" border-radius: 4px; background: {ground}; }}"
            f' QListView::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{tick}"); }}'
        )
        if words != self.styleSheet():
            self.setStyleSheet(words)
        self._fit()

    def _fit(self) -> None:
        """No taller than there are checks."""
        height = theme.text_height() + theme.space(1.25)
        for row in range(self.count()):
            self.item(row).setSizeHint(QSize(0, height))
        self.setFixedHeight(min(max(self.count(), 1), MOST_SHOWN) * height + 2 * self.frameWidth() + 2)
