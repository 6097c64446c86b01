"""The settings: what can be set on one page, saved at once; what the administrator decided is shown as such."""

from calendar import month_name
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop import paths, theme
from desktop.settings import CHOICES, LONGEST, RANGES, TARGETS, TEXT_SIZES, Settings
from desktop.state.session import Session
from desktop.state.speech_models import SpeechModels
from desktop.views.actions import ActionTable
from desktop.views.listening_words import LISTENING, SKIPPING
from desktop.views.page import Page, card, heading, quiet
from desktop.views.picking import Picker
from desktop.views.speech_models_card import LOCKED, SpeechModelsCard
from desktop.views.speech_test_block import SpeechTestBlock
from desktop.views.target_fields import ROWS, TargetFields
from desktop.views.words_field import WordsField

PROMPT_HINT = "Names and expressions a model may expect"
WIDEST_PX = 920
HINT_LETTERS = 30
"""A hint that has less room than for this many letters beside its control stands below it."""
SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


@dataclass(frozen=True)
class Place:
    """A path that is shown, never set here."""

    name: str
    path: str
    hint: str


class SettingsPage(Page):
    """Signal `notice_wished(text, tone)`."""

    notice_wished = Signal(str, str)

    def __init__(
        self,
        session: Session,
        places: tuple[Place, ...],
        models: SpeechModels,
        actions: ActionTable,
        today: date,
        picker: Picker | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Settings", "Every change is saved at once.", parent, widest=WIDEST_PX)
        self._session = session
        self._models = models
        self._showing = False
        self._show_value: dict[str, Callable[[Settings], None]] = {}
        self._grid: QGridLayout
        self._labels: list[QLabel] = []
        self._hints: list[tuple[QGridLayout, int, QLabel]] = []
        self._below = False
        self.controls: dict[str, QWidget] = {}
        self._looks()
        self._listening()
        self._matching()
        self._after_release()
        self._people()
        self._targets(today)
        self._speech(actions, picker or Picker())
        self._places((*places, *_of_models(session.settings)))
        self.body.addStretch(1)
        self._align()
        theme.changes().changed.connect(self._align)
        session.settings_changed.connect(self.show_settings)
        session.settings_refused.connect(lambda why: self.notice_wished.emit(why, "bad"))
        self.show_settings(session.settings)

    def show_settings(self, settings: Settings) -> None:
        """Show the values in force, without setting them again."""
        self._showing = True
        for show in self._show_value.values():
            show(settings)
        self._showing = False

    def _looks(self) -> None:
        self._begin("Looks")
        schemes = (
            ("As the system", "system"),
            ("Light", "light"),
            ("Dark", "dark"),
            ("High contrast", "contrast"),
        )
        self._choice("theme", "Colours", schemes, "Light, dark, or black with strong colours")
        self._choice(
            "text_scale_pct", "Text size", tuple((f"{size} %", size) for size in TEXT_SIZES), "All text of the window"
        )

    def _listening(self) -> None:
        self._begin("Listening")
        self._seconds("step_ms", "Step", "How far one step goes back or forward")
        self._seconds("small_step_ms", "Small step", "How far one small step goes")
        self._seconds("evidence_last_ms", "Evidence from the play head", "How much is taken when nothing is selected")
        self._seconds(
            "resume_rewind_ms", "Go back on resume", "How far playing goes back when it goes on after a pause"
        )
        self._choice("speed", "Speed", tuple((f"{speed:g}×", speed) for speed in SPEEDS), "The speed a call opens with")
        self._choice(
            "skip_silence",
            "Skip silence",
            tuple((words, mode.value) for mode, words in SKIPPING.items()),
            "What is passed over while playing",
        )
        self._choice(
            "listening",
            "Whom to hear",
            tuple((words[1], listening.value) for listening, words in LISTENING.items()),
            "Both speakers, one of them, or each in an ear",
        )
        self._choice(
            "levelled",
            "Levels",
            (("As recorded", False), ("Speakers brought to one level", True)),
            "So that a faint voice is heard beside a loud one",
        )
        self._choice(
            "snap_to_speech",
            "Selections",
            (("Drawn to the edges of speech", True), ("Exactly where pointed", False)),
            "Where a selection in the waveform begins and ends",
        )
        self._choice(
            "sound",
            "Sound",
            (("Through the system's device", "auto"), ("Silent", "silent")),
            "Silent: the play head runs without sound. From the next start",
        )

    def _matching(self) -> None:
        self._begin("Matching")
        self._days("match_window_days", "Window before the decision", "How long before its sheet a call may lie", "day")

    def _after_release(self) -> None:
        self._begin("After the release")
        hint = "How long a caseworker can dispute a review; from the next release on"
        self._days("dispute_window_days", "Days to dispute", hint, "working day")

    def _people(self) -> None:
        """What the department calls performance and development, and when its year begins."""
        self._begin("Performance and development")
        label = QLineEdit()
        label.setMaxLength(LONGEST["people_label"])
        label.editingFinished.connect(lambda: self._set_label(label.text().strip() or Settings().people_label))
        self._row("people_label", "Called", label, "As PDS or People Performance; it heads the records")
        self._show_value["people_label"] = lambda settings: label.setText(settings.people_label)
        months = tuple((f"1 {month_name[number]}", number) for number in range(1, 13))
        self._choice("people_year_starts", "Reporting period begins", months, "A reporting period is a year")

    def _targets(self, today: date) -> None:
        """What is to be collected in a year, for the report of what was arranged and collected."""
        self._begin("Collections target")
        self.targets = TargetFields(today, self._session.settings.people_year_starts, self)
        self._row(TARGETS, "First month", self.targets.month, "Of the year the amounts below are for", part="month")
        self._row(
            TARGETS, "Year", self.targets.year, "The year it begins in; years with targets keep them", part="year"
        )
        for what, name, hint in ROWS:
            self._row(TARGETS, name, self.targets.amounts[what], hint, part=what)
        for part in (self.targets.month, self.targets.year):  # looking at another year changes nothing
            part.setEnabled(True)
        self.targets.written.connect(lambda setting: self._set(TARGETS, setting))
        self.targets.refused.connect(lambda why: self.notice_wished.emit(why, "bad"))
        self._show_value[TARGETS] = lambda settings: self.targets.show(settings.collections_targets)

    def _set_label(self, words: str) -> None:
        if words != self._session.settings.people_label:
            self._set("people_label", words)

    def _speech(self, actions: ActionTable, picker: Picker) -> None:
        """The models, then how they are used, then the test of both."""
        locked = "speech_model" in self._session.locked
        self.models = SpeechModelsCard(self._models, actions, picker, locked=locked)
        self.models.grew.connect(lambda: self._later_in_view(self.models.result))
        self.body.addWidget(self.models)
        column = self._begin("Transcribing")
        engines = (("The first that works", "auto"), *((name, name) for name in CHOICES["speech_engine"][1:]))
        self._choice("speech_engine", "Engine", engines, "What runs the model")
        threads = QSpinBox()
        low, high = RANGES["speech_threads"]
        threads.setRange(int(low), int(high))
        threads.setSpecialValueText("Half the cores")
        threads.valueChanged.connect(lambda value: self._set("speech_threads", value))
        self._row("speech_threads", "Threads", threads, "More are faster only while nothing else is done")
        self._show_value["speech_threads"] = lambda settings: threads.setValue(settings.speech_threads)
        self._prompt()
        self.speech_test = SpeechTestBlock(self._models, actions)
        self.speech_test.grew.connect(lambda: self._later_in_view(self.speech_test))
        column.addWidget(self.speech_test)
        actions.bind("add_model", self, self.models.add.click)
        actions.bind("test_speech", self, self.speech_test.start.click)

    def _prompt(self) -> None:
        """The department's words, with how many letters are left, and a way back to the program's own."""
        self.prompt = WordsField(LONGEST["speech_prompt"], 4)
        self._row("speech_prompt", "Words to expect", self.prompt, PROMPT_HINT, wide=True)
        self.own_words = QPushButton("Put the program's words back")
        self.own_words.setAccessibleName("Put the program's own words to expect back")
        self.own_words.setToolTip("The words a model is given unless the department writes its own")
        self.own_words.setEnabled("speech_prompt" not in self._session.locked)
        left = quiet("", small=True)
        row = QHBoxLayout()
        row.addWidget(left, 1)
        row.addWidget(self.own_words)
        self._grid.addLayout(row, self._grid.rowCount(), 1, 1, 2)
        if "speech_prompt" in self._session.locked:
            left.setText(LOCKED)
        else:
            self.prompt.counted.connect(
                lambda count: left.setText(f"{PROMPT_HINT}. {LONGEST['speech_prompt'] - count} letters left.")
            )
        self.prompt.written.connect(lambda text: self._set("speech_prompt", text))
        self.own_words.clicked.connect(lambda: self._set("speech_prompt", Settings().speech_prompt))
        self._show_value["speech_prompt"] = lambda settings: self.prompt.show_text(settings.speech_prompt)

    def showEvent(self, event: QShowEvent) -> None:
        """The models are looked for whenever the page is turned to: a stick or a folder may hold others now."""
        super().showEvent(event)
        if not self._models.busy:
            self._models.refresh()

    def _later_in_view(self, widget: QWidget) -> None:
        """Once the new words have their place."""
        QTimer.singleShot(0, self, lambda: self.keep_in_view(widget) if widget.isVisible() else None)

    def _places(self, places: tuple[Place, ...]) -> None:
        self._begin("Where things lie")
        for place in places:
            shown = QLineEdit(place.path)
            shown.setReadOnly(True)
            shown.setCursorPosition(0)
            theme.mark(shown, role="filled")
            shown.setMinimumWidth(theme.space(30))
            self._row("", place.name, shown, place.hint, wide=True)

    def _begin(self, title: str) -> QVBoxLayout:
        """A new card for the rows that follow; gives its column."""
        frame, column = card()
        column.addWidget(heading(title))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space(2))
        self._grid.setVerticalSpacing(theme.space(1))
        self._grid.setColumnStretch(2, 1)
        column.addLayout(self._grid)
        self.body.addWidget(frame)
        return column

    def _choice(self, key: str, name: str, values: tuple[tuple[str, object], ...], hint: str) -> None:
        box = QComboBox()
        for words, value in values:
            box.addItem(words, value)
        box.activated.connect(lambda at: self._set(key, box.itemData(at)))
        self._row(key, name, box, hint)

        def show(settings: Settings) -> None:
            value = getattr(settings, key)
            at = box.findData(value)
            if at < 0:
                box.addItem(f"{value:g} %" if key == "text_scale_pct" else f"{value:g}×", value)
                at = box.count() - 1
            box.setCurrentIndex(at)

        self._show_value[key] = show

    def _seconds(self, key: str, name: str, hint: str) -> None:
        low, high = RANGES[key]
        box = QDoubleSpinBox()
        box.setRange(low / 1000, high / 1000)
        box.setDecimals(1)
        box.setSingleStep(0.5)
        box.setSuffix(" s")
        box.valueChanged.connect(lambda value: self._set(key, round(value * 1000)))
        self._row(key, name, box, hint)
        self._show_value[key] = lambda settings: box.setValue(getattr(settings, key) / 1000)

    def _days(self, key: str, name: str, hint: str, one: str) -> None:
        """A number of days; `one` is what one of them is called."""
        low, high = RANGES[key]
        box = QSpinBox()
        box.setRange(int(low), int(high))
        box.valueChanged.connect(lambda value: box.setSuffix(f" {one}" if value == 1 else f" {one}s"))
        box.valueChanged.connect(lambda value: self._set(key, value))
        box.setSuffix(f" {one}s")
        self._row(key, name, box, hint)
        self._show_value[key] = lambda settings: box.setValue(getattr(settings, key))

    def _row(self, key: str, name: str, control: QWidget, hint: str, *, wide: bool = False, part: str = "") -> None:
        """A control with its name and hint; `part` tells several controls of one setting apart."""
        row = self._grid.rowCount() + 1  # the hint before may stand in the row between
        label = QLabel(name)
        label.setBuddy(control)
        self._labels.append(label)
        control.setAccessibleName(name)
        locked = key in self._session.locked
        words = LOCKED if locked else hint
        control.setToolTip(words)
        control.setAccessibleDescription(words)
        control.setEnabled(not locked)
        if isinstance(control, QAbstractSpinBox):
            control.setKeyboardTracking(False)
            control.lineEdit().setTextMargins(theme.space(0.75), 0, 0, 0)
        if key and not wide:
            self.controls[f"{key}.{part}" if part else key] = control
        self._grid.addWidget(
            label, row, 0, Qt.AlignmentFlag.AlignTop if key and wide else Qt.AlignmentFlag.AlignVCenter
        )
        if wide:
            self._grid.addWidget(control, row, 1, 1, 2)
            return
        self._grid.addWidget(control, row, 1)
        explained = quiet(words, small=True)
        self._grid.addWidget(explained, row, 2, Qt.AlignmentFlag.AlignVCenter)
        self._hints.append((self._grid, row, explained))

    def _align(self) -> None:
        """Names and controls stand in line from card to card."""
        widest = max(label.sizeHint().width() for label in self._labels)
        for label in self._labels:
            label.setMinimumWidth(widest)
        boxes = list(self.controls.values())
        for box in boxes:
            box.setMinimumWidth(0)
        widest = max(box.sizeHint().width() for box in boxes)
        for box in boxes:
            box.setMinimumWidth(widest)
        self._place_hints()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hints()

    def _place_hints(self) -> None:
        """Beside their controls, or below them where that leaves words no room (large text)."""
        edges = theme.space(6) + theme.space(2)  # of the page, with its scroll bar
        width = min(self.width() - edges, round(WIDEST_PX * theme.changes().scale_pct / 100)) - theme.space(4)
        taken = self._labels[0].minimumWidth() + next(iter(self.controls.values())).minimumWidth() + theme.space(4)
        letters = QFontMetrics(theme.font("small")).averageCharWidth() * HINT_LETTERS
        below = width - taken < letters
        if below == self._below:
            return
        self._below = below
        for grid, row, hint in self._hints:
            grid.removeWidget(hint)
            if below:
                grid.addWidget(hint, row + 1, 1, 1, 2)
            else:
                grid.addWidget(hint, row, 2, Qt.AlignmentFlag.AlignVCenter)

    def _set(self, key: str, value: object) -> None:
        if not self._showing:
            self._session.change(**{key: value})


def _of_models(settings: Settings) -> tuple[Place, ...]:
    """Where speech models lie: this person's, and the administrator's if there are any."""
    own = Place("Speech models", str(paths.speech_models_folder()), "Models that were added here; they may be removed")
    folder = settings.speech_models_folder
    hint = "Laid out by the administrator; nothing is ever written there"
    return (own, Place("Department's models", folder, hint)) if folder else (own,)


def usual_places(database: str, settings: Path, log: Path | None) -> tuple[Place, ...]:
    """The places every window shows."""
    return (
        Place("Database", database, "Chosen with --db or STEERCHECK_DB at the start"),
        Place("Settings", str(settings), "This person's settings file"),
        Place("Log", "no log could be written" if log is None else str(log), "Ids and counts, never names or figures"),
    )
