"""Calls that are kept out of a draw, each with its reason: picked from the calls that could be drawn."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.views.page import quiet
from desktop.views.press import ElidedLabel, IconButton, TextButton
from models.sample_certificate import Exclusion
from models.sampling import FrameCall
from models.store.sample_survey import Survey
from models.store.samples import LONGEST_REASON

OFFERED = 12
"""So many calls are offered for what is typed."""


class ExclusionsBox(QWidget):
    """Signal `changed()` when a call is kept out or taken back."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._survey: Survey | None = None
        self.excluded: tuple[Exclusion, ...] = ()
        self._offered = QStringListModel(self)
        self.call = QLineEdit()
        self.call.setAccessibleName("Call to keep out")
        self.call.setPlaceholderText("Call to keep out")
        completer = QCompleter(self._offered, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.call.setCompleter(completer)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Reason for keeping it out")
        self.reason.setPlaceholderText("Reason, in words")
        self.reason.setMaxLength(LONGEST_REASON)
        self.add = TextButton("Keep it out")
        self.fault = quiet("", small=True)
        theme.mark(self.fault, role="bad")
        self.fault.hide()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(0.25))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(1))
        grid.setVerticalSpacing(theme.space(0.5))
        grid.addWidget(self.call, 0, 0)
        grid.addWidget(self.reason, 0, 1)
        grid.addWidget(self.add, 0, 2)
        grid.addWidget(self.fault, 1, 0, 1, 3)
        grid.addLayout(self._rows, 2, 0, 1, 3)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self.call.textEdited.connect(self._offer)
        for field in (self.call, self.reason):
            field.returnPressed.connect(self.keep_out)
        self.add.clicked.connect(lambda _checked=False: self.keep_out())

    @property
    def ids(self) -> frozenset[str]:
        """The calls that are kept out."""
        return frozenset(each.recording_id for each in self.excluded)

    def show_survey(self, survey: Survey) -> None:
        """The calls to pick from; what is kept out and is no more among them is taken back."""
        self._survey = survey
        self._set(tuple(each for each in self.excluded if survey.find(each.recording_id) is not None))

    def keep_out(self) -> None:
        """Keep out the call that is written, with its reason; what is missing is said."""
        call = None if self._survey is None else self._survey.find(self.call.text().strip())
        fault = ""
        if call is None:
            fault = "Choose a call of those that could be drawn."
        elif call.recording_id in self.ids:
            fault = f"{call.recording_id} is kept out already."
        elif not self.reason.text().strip():
            fault = "Say why it is kept out: the reason stands in the certificate."
        self.say_fault(fault)
        if fault or call is None:
            (self.call if call is None else self.reason).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._set((*self.excluded, Exclusion(call.recording_id, self.reason.text().strip())))
        self.call.clear()
        self.reason.clear()
        self.call.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def take_back(self, recording_id: str) -> None:
        """The call can be drawn again."""
        self._set(tuple(each for each in self.excluded if each.recording_id != recording_id))
        self.changed.emit()

    def say_fault(self, words: str) -> None:
        """Why nothing was kept out."""
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    def clear(self) -> None:
        """Nothing is kept out."""
        self.call.clear()
        self.reason.clear()
        self.say_fault("")
        self._set(())

    def _set(self, excluded: tuple[Exclusion, ...]) -> None:
        if excluded == self.excluded:
            return
        self.excluded = excluded
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for each in excluded:
            self._rows.addWidget(_Row(each, self.take_back, self))

    def _offer(self, typed: str) -> None:
        calls = () if self._survey is None else self._survey.calls
        self._offered.setStringList(list(islice(_fitting(calls, typed, self.ids), OFFERED)))


def _fitting(calls: Sequence[FrameCall], typed: str, apart: frozenset[str]) -> Iterator[str]:
    """The ids of the calls in which the letters typed stand, or whose caseworker they name."""
    wanted = typed.strip().casefold()
    for call in calls:
        fits = wanted in call.recording_id.casefold() or wanted == (call.caseworker_id or "").casefold()
        if fits and call.recording_id not in apart:
            yield call.recording_id


class _Row(QWidget):
    def __init__(self, excluded: Exclusion, take_back: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        words = ElidedLabel(self)
        words.set_words(f"{excluded.recording_id}: {excluded.reason}")
        words.setToolTip(wording.tip(f"{excluded.recording_id}: {excluded.reason}"))
        drop = IconButton("close", f"Take {excluded.recording_id} back", self)
        drop.clicked.connect(lambda _checked=False: take_back(excluded.recording_id))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(words, 0, 0)
        grid.addWidget(drop, 0, 1)
        grid.setColumnStretch(0, 1)
