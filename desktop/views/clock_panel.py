"""Recorders whose clock may be wrong, above the list of matches; and the way to set one, without a dialog.

Nothing is moved by itself: the panel says what speaks for it and by how much, and a person sets it.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.matching import Clocks
from desktop.tables import wording
from desktop.views.actions import ActionTable, on_button
from desktop.views.flow import FlowLayout
from desktop.views.press import ElidedLabel, TextButton

PARTS = (("days", 86_400, 366), ("h", 3600, 23), ("min", 60, 59), ("s", 1, 59))
"""The fields of a correction: unit, its seconds, and how far it goes each way."""

LARGE_PCT = 130
"""Text above this size leaves room for one line of a sentence."""


class ClockPanel(QFrame):
    """Signals: `clock_wished(recorder, seconds)`; `left()` when the keyboard may go back to the list."""

    clock_wished = Signal(str, int)
    left = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="notice", tone="warn")
        self.setAccessibleName("Recorders' clocks")
        self._clocks = Clocks((), ())
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.brief = ElidedLabel()
        self.open_button = TextButton("Set a clock", "link")
        actions.explain(self.open_button, "set_clock")
        actions.explain(self.open_button, "set_clock", "Set a clock", on_button)
        self.open_button.clicked.connect(self.open_fields)
        self.recorder = QComboBox()
        self.recorder.setAccessibleName("Recorder")
        self.recorder.setToolTip("The recorder whose clock is set")
        self.recorder.currentIndexChanged.connect(lambda _at: self._fill())
        self.fields: dict[str, QSpinBox] = {}
        self.apply = TextButton("Move its recordings", "primary")
        self.apply.clicked.connect(self._on_move)
        self.close_button = TextButton("Close", "plain")
        self.close_button.clicked.connect(self.close_fields)
        self.told = QLabel()
        self.told.setWordWrap(True)
        theme.mark(self.told, role="small")
        self._arrange()
        self.hide()
        theme.changes().changed.connect(self._show_words)

    def _arrange(self) -> None:
        self._form = QWidget()
        flow = FlowLayout(self._form, theme.space(1))
        flow.addWidget(self.recorder)
        for unit, _seconds, most in PARTS:
            field = QSpinBox()
            field.setRange(-most, most)
            field.setSuffix(f" {unit}")
            field.setAccessibleName(f"Correction of the clock, {unit}")
            field.setToolTip("Added to what the recorder told; less than nothing moves its calls to an earlier time")
            flow.addWidget(field)
            self.fields[unit] = field
        flow.addWidget(self.apply)
        flow.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(1))
        column.setSpacing(theme.space(0.5))
        column.addWidget(self.words)
        column.addWidget(self.brief)
        self.open_button.setStyleSheet("padding: 2px 6px 2px 0;")
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._form)
        column.addWidget(self.told)
        self._form.hide()
        self.told.hide()

    def show_clocks(self, clocks: Clocks) -> None:
        """The recorders in doubt, a sentence each; hidden where there is none and nobody is setting one."""
        self._clocks = clocks
        sentences = [f"{str(doubt)[:1].upper()}{str(doubt)[1:]}." for doubt in clocks.doubts]
        self.words.setText("\n".join(sentences))
        self.brief.set_words(" ".join(sentences))
        self._show_words()
        kept = self.recorder.currentData()
        self.recorder.blockSignals(True)
        self.recorder.clear()
        for line in clocks.recorders:
            name = line.recorder or "No recorder named"
            self.recorder.addItem(f"{name} ({wording.several(line.recordings, 'recording')})", line.recorder)
        first = clocks.doubts[0].recorder if clocks.doubts else None
        self.recorder.setCurrentIndex(max(0, self.recorder.findData(first if kept is None else kept)))
        self.recorder.blockSignals(False)
        self._fill()
        self.setVisible(bool(sentences) or not self._form.isHidden())

    def open_fields(self) -> None:
        """Show the fields, for the recorder in doubt."""
        if self._clocks.recorders:
            self.show()
            self._form.show()
            self.told.show()
            self.open_button.hide()
            self._show_words()
            self.recorder.setFocus()

    def close_fields(self) -> None:
        """Back to the sentences alone."""
        self._shut()
        self.setVisible(bool(self._clocks.doubts))
        self.left.emit()

    def _shut(self) -> None:
        self._form.hide()
        self.told.hide()
        self.open_button.show()
        self._show_words()

    def _show_words(self) -> None:
        """The sentences; large ones would take the room of the list, so they are one line until the fields are open."""
        large = theme.changes().scale_pct > LARGE_PCT and self._form.isHidden()
        self.words.setVisible(bool(self.words.text()) and not large)
        self.brief.setVisible(bool(self.words.text()) and large)

    def _fill(self) -> None:
        """The correction that would mend the recorder in doubt, else the one in force."""
        recorder = self.recorder.currentData()
        line = next((each for each in self._clocks.recorders if each.recorder == recorder), None)
        if line is None:
            return
        doubt = next((each for each in self._clocks.doubts if each.recorder == recorder), None)
        shift = 0 if doubt is None or doubt.shift_days is None else doubt.shift_days
        seconds = line.clock_skew_s + shift * 86_400
        left = abs(seconds)
        for unit, each, _most in PARTS:
            count, left = divmod(left, each)
            self.fields[unit].setValue(count if seconds >= 0 else -count)
        by = f", set by {line.set_by}" if line.set_by else ""
        self.told.setText(
            f"Corrected now by {line.clock_skew_s:+,} s{by}. The start and the day of its calls are worked out again "
            "from what the recorder told; what stood before is kept, and later imports follow."
        )

    def _on_move(self) -> None:
        seconds = sum(self.fields[unit].value() * each for unit, each, _most in PARTS)
        self._shut()
        self.clock_wished.emit(str(self.recorder.currentData() or ""), seconds)
        self.left.emit()
