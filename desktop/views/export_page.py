"""The export page: a period, what will go, where to, and what came of it."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, QStandardPaths, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.jobs.write_export import WrittenPack
from desktop.state.exporting import Exporting, Period, last_month
from desktop.tables import wording
from desktop.views.actions import ActionTable
from desktop.views.day_field import chosen_day, day_field
from desktop.views.flow import FlowLayout
from desktop.views.page import Page, card, heading, quiet
from desktop.views.picking import Picker

STEPS = 1000
WIDEST_PX = 860


class ExportPage(Page):
    """Signals: `notice_wished(text, tone)`."""

    notice_wished = Signal(str, str)

    def __init__(
        self,
        exporting: Exporting,
        actions: ActionTable,
        today: date,
        picker: Picker | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "Export",
            "Signed reviews as one pack for Quality Assurance: a workbook, CSV files and JSON lines.",
            parent,
            widest=WIDEST_PX,
        )
        self._exporting = exporting
        self._picker = picker or Picker()
        self._today = today
        self._named_by_hand = False
        self._written: Path | None = None
        self.body.addWidget(self._period_card())
        self.body.addWidget(self._target_card(actions))
        self.body.addWidget(self._result_card())
        self.body.addStretch(1)
        self._connect(actions)
        self._set_period(last_month(today))
        self._on_running(False)

    @property
    def period(self) -> Period:
        return Period(chosen_day(self.date_from), chosen_day(self.date_to))

    def refresh(self) -> None:
        """Count again what the period holds."""
        if self.period.in_order:
            self._exporting.count(self.period)
        else:
            self.will_go.setText("The last day is before the first: choose another period.")
            self.start.setEnabled(False)

    def _period_card(self) -> QWidget:
        frame, column = card()
        column.addWidget(heading("Period"))
        column.addWidget(quiet("By the day of decision, both days included."))
        row = QWidget()
        flow = FlowLayout(row, theme.space(1))
        self.presets = QComboBox()
        self.presets.setAccessibleName("Period")
        self.presets.setToolTip("A usual period")
        last = last_month(self._today)
        first = self._today.replace(day=1)
        for words, period in (
            ("Last month", last),
            ("This month", Period(first, self._today)),
            ("Last three months", Period(last_month(last_month(last.date_from).date_from).date_from, last.date_to)),
            ("This year", Period(self._today.replace(month=1, day=1), self._today)),
            ("Other days", None),
        ):
            self.presets.addItem(words, period)
        self.date_from = day_field("First day")
        self.date_to = day_field("Last day")
        for widget in (self.presets, self.date_from, QLabel("to"), self.date_to):
            flow.addWidget(widget)
        column.addWidget(row)
        self.will_go = QLabel()
        self.will_go.setAccessibleName("What will go")
        self.will_go.setWordWrap(True)
        column.addWidget(self.will_go)
        return frame

    def _target_card(self, actions: ActionTable) -> QWidget:
        frame, column = card()
        column.addWidget(heading("Pack"))
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        self.target = QLineEdit()
        self.target.setAccessibleName("File to write")
        self.target.setToolTip("The pack: a ZIP, or a folder when the name does not end with .zip")
        self.choose = QPushButton("Choose …")
        self.choose.setAccessibleName("Choose the file to write")
        actions.explain(self.choose, "choose_target")
        row.addWidget(self.target, 1)
        row.addWidget(self.choose)
        column.addLayout(row)
        column.addWidget(
            quiet("An older pack of that name is replaced only by a finished one. Reasons of discretion stay here.")
        )
        last = QHBoxLayout()
        last.setSpacing(theme.space(1))
        self.progress = quiet("", small=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the export")
        progress = QVBoxLayout()
        progress.addWidget(self.progress)
        progress.addWidget(self.bar)
        self.cancel = QPushButton("Cancel")
        self.cancel.setAccessibleName("Cancel the export")
        actions.explain(self.cancel, "cancel_job", "Stop the export; nothing half-written is left")
        self.start = QPushButton("Export")
        theme.mark(self.start, role="primary")
        self.start.setAccessibleName("Export")
        actions.explain(self.start, "start_export")
        last.addLayout(progress, 1)
        last.addWidget(self.cancel)
        last.addWidget(self.start)
        column.addLayout(last)
        return frame

    def _result_card(self) -> QWidget:
        frame, column = card()
        head = QHBoxLayout()
        head.setSpacing(theme.space(1))
        self._sign = QLabel()
        self.result = heading("")
        self.result.setWordWrap(True)
        head.addWidget(self._sign)
        head.addWidget(self.result, 1)
        column.addLayout(head)
        self.where = quiet("")
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.digest = quiet("", small=True)
        self.digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_folder = QPushButton("Open folder")
        self.open_folder.setAccessibleName("Open the folder of the pack")
        self.open_folder.setToolTip("Show the pack where it lies")
        column.addWidget(self.where)
        column.addWidget(self.digest)
        column.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignLeft)
        self._result = frame
        self._result.hide()
        theme.changes().changed.connect(self._draw)
        return self._result

    def _connect(self, actions: ActionTable) -> None:
        self.presets.activated.connect(self._on_preset)
        for field in (self.date_from, self.date_to):
            field.dateChanged.connect(lambda _date: self._on_days())
        self.target.textEdited.connect(self._on_named)
        self.choose.clicked.connect(self._on_choose)
        self.start.clicked.connect(self._on_start)
        self.cancel.clicked.connect(self._exporting.cancel)
        self.open_folder.clicked.connect(self._on_open_folder)
        actions.bind("choose_target", self, self.choose.click)
        actions.bind("start_export", self, self.start.click)
        self._exporting.counted.connect(self._on_counted)
        self._exporting.running_changed.connect(self._on_running)
        self._exporting.progressed.connect(self._on_progress)
        self._exporting.done.connect(self._on_done)
        self._exporting.failed.connect(lambda why: self.notice_wished.emit(why, "bad"))
        self._exporting.cancelled.connect(
            lambda: self.notice_wished.emit("The export was stopped. Nothing was written.", "warn")
        )

    def _set_period(self, period: Period) -> None:
        for field, value in ((self.date_from, period.date_from), (self.date_to, period.date_to)):
            field.blockSignals(True)
            field.setDate(QDate(value.year, value.month, value.day))
            field.blockSignals(False)
        self._name_target()
        self.refresh()

    def _name_target(self) -> None:
        """A name that tells the period, in the person's documents (their home where there are none), unless they
        named one."""
        if not self._named_by_hand:
            documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
            folder = documents if documents.is_dir() else Path.home()
            name = f"qa-pack-{self.period.date_from}-{self.period.date_to}.zip"
            self.target.setText(str(folder / name))

    def _on_preset(self, at: int) -> None:
        period = self.presets.itemData(at)
        if isinstance(period, Period):
            self._set_period(period)
        else:
            self.date_from.setFocus()

    def _on_days(self) -> None:
        self.presets.setCurrentIndex(max(0, self.presets.findText("Other days")))
        self._name_target()
        self.refresh()

    def _on_named(self, text: str) -> None:
        self._named_by_hand = bool(text.strip())

    def _on_choose(self) -> None:
        self._picker.target(self, "Export to", Path(self.target.text()), "QA pack (*.zip)", self._on_chosen)

    def _on_chosen(self, path: Path) -> None:
        self._named_by_hand = True
        self.target.setText(str(path))

    def _on_start(self) -> None:
        target = self.target.text().strip()
        if not target:
            self.notice_wished.emit("Name the file to write first.", "warn")
            self.target.setFocus()
        elif self.period.in_order:
            self._exporting.start(self.period, Path(target).expanduser())

    def _on_counted(self, period: Period, reviews: int, answers: int) -> None:
        if period != self.period:
            return
        if reviews:
            self.will_go.setText(
                f"{wording.several(reviews, 'signed review')} with {wording.several(answers, 'answer')} will go."
            )
        else:
            self.will_go.setText("No signed review lies in this period.")
        self.start.setEnabled(bool(reviews) and not self._exporting.running)

    def _on_running(self, running: bool) -> None:
        for widget in (self.cancel, self.bar, self.progress):
            widget.setVisible(running)
        for field in (self.start, self.choose, self.target, self.presets, self.date_from, self.date_to):
            field.setEnabled(not running)
        self.bar.setValue(0)
        self.progress.setText("")
        if not running:
            self.refresh()

    def _on_progress(self, fraction: float, words: str) -> None:
        self.bar.setValue(round(fraction * STEPS))
        self.progress.setText(words)

    def _on_done(self, pack: WrittenPack) -> None:
        self._written = pack.path
        self.result.setText(
            f"{wording.several(pack.reviews, 'review')} and {wording.several(pack.answers, 'answer')} exported"
        )
        self.where.setText(str(pack.path))
        self.digest.setText("" if pack.sha256 is None else f"SHA-256  {pack.sha256}")
        self.digest.setVisible(pack.sha256 is not None)
        self._draw()
        self._result.show()
        self.open_folder.setFocus()
        QTimer.singleShot(0, self, lambda: self.keep_in_view(self._result))

    def _draw(self) -> None:
        side = theme.icon_size().width()
        self._sign.setPixmap(theme.pixmap("good", "good", side, self.devicePixelRatioF()))

    def _on_open_folder(self) -> None:
        if self._written is not None:
            folder = self._written if self._written.is_dir() else self._written.parent
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
                self.notice_wished.emit(f"The folder could not be opened: {folder}", "warn")
