"""What their codes mean: each value that stands in the file beside the code of ours it is read as."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.views.calm_box import CalmBox

AS_IT_IS = "not known yet"
NOT_HELD = ""
MOST_VALUES = 40
"""More different values than this in the first rows are no codes."""


class MappingCodes(QWidget):
    """Signal `changed(codes)`: their value -> ours ("" for not held), without those that are ours already."""

    changed = Signal(object)

    def __init__(self, label: str, ours: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._ours = tuple(ours)
        self._codes: dict[str, str] = {}
        self._shown: tuple[str, ...] = ()
        self.boxes: dict[str, QComboBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, theme.space(0.5), 0, 0)
        self._grid.setHorizontalSpacing(theme.space(1))
        self._grid.setVerticalSpacing(theme.space(0.5))
        self._grid.setColumnStretch(1, 1)

    def show_codes(self, values: Sequence[str], codes: Mapping[str, str]) -> None:
        """The values of the first rows that are not ours, and what was said of them."""
        self._codes = dict(codes)
        folded = {code.casefold(): code for code in self._codes}
        foreign = [value for value in values if value not in self._ours and value.casefold() not in folded]
        wanted = dict.fromkeys((*self._codes, *foreign[:MOST_VALUES]))
        shown = (*(one for one in self._shown if one in wanted), *(one for one in wanted if one not in self._shown))
        if shown != self._shown:
            self._build(shown)
        for value, box in self.boxes.items():
            said = self._codes.get(value)
            box.setCurrentIndex(0 if said is None else max(0, box.findData(said)))
        self.setVisible(bool(shown))

    def _build(self, values: Sequence[str]) -> None:
        self._shown = tuple(values)
        self.boxes = {}
        while self._grid.count():
            taken = self._grid.takeAt(0)
            widget = None if taken is None else taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, value in enumerate(values):
            name = QLabel(f"“{value[:40]}” is")
            theme.mark(name, role="path")
            name.setToolTip(wording.tip(value))
            box = CalmBox()
            box.setAccessibleName(f"{self._label}: “{value}” is read as")
            box.addItem(AS_IT_IS, None)
            for code in self._ours:
                box.addItem(wording.METHODS.get(code, code), str(code))
            box.addItem("not held", NOT_HELD)
            box.activated.connect(lambda _at, value=value, box=box: self._on_chosen(value, box.currentData()))
            self.boxes[value] = box
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(box, row, 1)

    def _on_chosen(self, value: str, code: str | None) -> None:
        if code is None:
            self._codes.pop(value, None)
        else:
            self._codes[value] = code
        self.changed.emit(dict(self._codes))
