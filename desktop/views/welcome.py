"""The first page of an empty database: what Steercheck does, and the three steps to the first check."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.intake import Intake
from desktop.views.actions import ActionTable
from desktop.views.page import Page, heading, quiet
from desktop.views.picking import Picker
from models.intake.request import ImportRequest

WIDEST_PX = 880
LISTS = ("index", "sheets", "tasks", "views", "staff", "collections")


class WelcomePage(Page):
    """Signals: `import_wished()` when everything is chosen; `page_wished(name)`; `demonstration_wished()`."""

    import_wished = Signal()
    page_wished = Signal(str)
    demonstration_wished = Signal()

    def __init__(
        self, intake: Intake, actions: ActionTable, picker: Picker | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "Welcome to Steercheck",
            "Listen to recorded negotiation calls beside their guide sheets, check whether the debt steer was applied "
            "and the preferred method of collection promoted, and hand the signed reviews to Quality Assurance.",
            parent,
            widest=WIDEST_PX,
        )
        self._intake = intake
        self._picker = picker or Picker()
        self._numbers: list[QLabel] = []
        self.recordings = _button("Choose folder …", "Choose the folder of recordings")
        self.lists = _button("Choose lists …", "Choose the recorder's index, guide sheets and the other lists")
        self.start = _button("Import and begin", "Import what is chosen and go to the worklist")
        self.chosen_recordings = quiet("", small=True)
        self.chosen_lists = quiet("", small=True)
        self.body.addWidget(self._steps())
        self.body.addWidget(self._drop_zone())
        self.body.addLayout(self._last_row(actions))
        self.body.addStretch(1)
        self._connect()
        self._on_request(intake.request)
        theme.changes().changed.connect(self._draw)

    def show_drop(self, over: bool) -> None:
        """Show that what is held over the window may be dropped."""
        theme.mark(self._drop, tone="accent" if over else "")

    def focus_first(self) -> None:
        """The keyboard goes to the next thing to do."""
        request = self._intake.request
        wanted = self.recordings if request.recordings is None else self.lists if not _lists(request) else self.start
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _steps(self) -> QWidget:
        frame = QFrame()
        theme.mark(frame, role="surface")
        grid = QGridLayout(frame)
        grid.setContentsMargins(theme.space(2.5), theme.space(2), theme.space(2.5), theme.space(2))
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(0.25))
        steps = (
            ("Choose the folder of recordings", "Recordings stay where they are; nothing is copied.", self.recordings),
            ("Choose the lists", "Recorder's index, guide sheets, Task 567, Caseworker Online, staff.", self.lists),
            ("Check", "Calls and sheets find each other, and the worklist fills.", self.start),
        )
        said = (self.chosen_recordings, self.chosen_lists, None)
        for number, ((title, words, button), chosen) in enumerate(zip(steps, said, strict=True)):
            mark = QLabel(str(number + 1))
            mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._numbers.append(mark)
            row = number * 4
            grid.addWidget(mark, row, 0, 3, 1, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(heading(title), row, 1)
            grid.addWidget(quiet(words), row + 1, 1)
            if chosen is not None:
                grid.addWidget(chosen, row + 2, 1)
            grid.addWidget(button, row, 2, 3, 1, Qt.AlignmentFlag.AlignVCenter)
            if number < len(steps) - 1:
                rule = QFrame()
                theme.mark(rule, role="rule")
                grid.addWidget(rule, row + 3, 0, 1, 3)
                grid.setRowMinimumHeight(row + 3, theme.space(3))
        grid.setColumnStretch(1, 1)
        return frame

    def _drop_zone(self) -> QWidget:
        self._drop = QFrame()
        theme.mark(self._drop, role="drop")
        self._drop.setAccessibleName("Drop files and folders here")
        row = QHBoxLayout(self._drop)
        row.setContentsMargins(theme.space(2.5), theme.space(2.5), theme.space(2.5), theme.space(2.5))
        row.setSpacing(theme.space(2))
        self._arrow = QLabel()
        words = QVBoxLayout()
        words.setSpacing(theme.space(0.25))
        words.addWidget(heading("Or drop them here, all at once"))
        words.addWidget(quiet("Folders, spreadsheets and lists are known by what is in them."))
        row.addWidget(self._arrow)
        row.addLayout(words, 1)
        return self._drop

    def _last_row(self, actions: ActionTable) -> QHBoxLayout:
        self.demonstration = _button(
            "Look at the demonstration", "Twelve invented calls in a database and a window of their own"
        )
        theme.dress(self.demonstration, "demonstration")
        self.keys = _button("Show all keys", "Show all keys")
        actions.explain(self.keys, "keys")
        theme.dress(self.keys, "keys")
        for button in (self.demonstration, self.keys):
            theme.mark(button, role="plain")
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        row.addWidget(self.demonstration)
        row.addWidget(self.keys)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.recordings.clicked.connect(self._on_choose_recordings)
        self.lists.clicked.connect(lambda: self._picker.files(self, "Lists", self._near(), self._intake.take_dropped))
        self.start.clicked.connect(self.import_wished)
        self.demonstration.clicked.connect(self.demonstration_wished)
        self.keys.clicked.connect(lambda: self.page_wished.emit("keys"))
        self._intake.request_changed.connect(self._on_request)

    def _on_choose_recordings(self) -> None:
        self._picker.folder(
            self, "Folder of recordings", self._near(), lambda path: self._intake.choose("recordings", path)
        )

    def _near(self) -> Path | None:
        recordings = self._intake.request.recordings
        return None if recordings is None else recordings.parent

    def _draw(self) -> None:
        self._on_request(self._intake.request)

    def _on_request(self, request: ImportRequest) -> None:
        lists = _lists(request)
        self.chosen_recordings.setText(str(request.recordings or ""))
        self.chosen_recordings.setVisible(request.recordings is not None)
        self.chosen_lists.setText(", ".join(lists))
        self.chosen_lists.setVisible(bool(lists))
        ready = not request.is_empty
        self.start.setEnabled(ready)
        wanted = 0 if request.recordings is None else 1 if not lists else 2
        for at, button in enumerate((self.recordings, self.lists, self.start)):
            theme.mark(button, role="primary" if at == wanted else "")
        done = (request.recordings is not None, bool(lists), False)
        side = theme.text_height() + theme.space(1.5)
        for mark, its in zip(self._numbers, done, strict=True):
            mark.setFixedSize(side, side)
            theme.mark(mark, role="step", tone="good" if its else "")
        self._arrow.setPixmap(theme.pixmap("import", "accent", theme.text_height() * 2, self.devicePixelRatioF()))


def _lists(request: ImportRequest) -> list[str]:
    return [path.name for part in LISTS if (path := getattr(request, part)) is not None]


def _button(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    return made
