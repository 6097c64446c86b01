"""Choosing the import profile: none, a shipped one, the department's, one's own, or a file."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop import theme
from desktop.state.import_profiles import Origin, ProfileLine
from desktop.views.actions import ActionTable

NONE = "Our own headings"
FROM_FILE = "From a file …"
ORIGINS = {
    Origin.SHIPPED: "shipped",
    Origin.ADMINISTRATOR: "department",
    Origin.OWN: "own",
    Origin.FILE: "file",
}
TIP = "How another department's headings, dates, codes and units are read"


class ProfileChoice(QWidget):
    """Signals: `chosen(key or None)`; `file_wished()`."""

    chosen = Signal(object)
    file_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[ProfileLine, ...] = ()
        self._line: ProfileLine | None = None
        self.box = QComboBox()
        self.box.setAccessibleName("Import profile")
        self.box.setAccessibleDescription(TIP)
        actions.explain(self.box, "choose_profile", TIP)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(18)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.activated.connect(self._on_activated)
        label = QLabel("Read by profile")
        label.setBuddy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.space(0.5), 0, 0)
        row.setSpacing(theme.space(1.5))
        row.addWidget(label)
        row.addWidget(self.box, 1)
        self._fill()

    def show_known(self, lines: Sequence[ProfileLine]) -> None:
        """The profiles that can be chosen by name."""
        self._known = tuple(lines)
        self._fill()

    def show_chosen(self, line: ProfileLine | None) -> None:
        """The profile in force."""
        self._line = line
        self._fill()

    def _fill(self) -> None:
        """None, the known ones, a file in force that is not among them, and the way to another file."""
        self.box.clear()
        self.box.addItem(NONE, None)
        lines = list(self._known)
        if self._line is not None and self._line.key not in {line.key for line in lines}:
            lines.append(self._line)
        for line in lines:
            self.box.addItem(f"{line.title} ({ORIGINS[line.origin]})", line.key)
        self.box.insertSeparator(self.box.count())
        self.box.addItem(FROM_FILE, FROM_FILE)
        self._show_current()

    def _show_current(self) -> None:
        self.box.setCurrentIndex(0 if self._line is None else max(0, self.box.findData(self._line.key)))

    def _on_activated(self, at: int) -> None:
        key = self.box.itemData(at)
        if key == FROM_FILE:
            self._show_current()
            self.file_wished.emit()
        else:
            self.chosen.emit(key)
