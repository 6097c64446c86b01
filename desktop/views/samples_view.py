"""The open sample by its parts: its draws, its caseworkers, the cross-reference, the certificate, what it shows."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.samples import Compared, Looked
from desktop.tables.sample_rows import ShareLine, SharesModel
from desktop.views.actions import ActionTable
from desktop.views.people_head import PartTabs
from desktop.views.press import hairline
from desktop.views.samples_certificate import DocumentPane
from desktop.views.samples_compared import compared_blocks
from desktop.views.samples_crossing import CrossingPart
from desktop.views.samples_draws import DrawsPart
from desktop.views.samples_head import SampleHead
from desktop.views.samples_planner import SizePlanner
from desktop.views.work_table import WorkTable
from models.reports.sample import certificate_blocks

DRAWS, SHARES, CROSSING, CERTIFICATE, SIZE = "draws", "shares", "crossing", "certificate", "size"
PARTS = (
    (DRAWS, "Draws"),
    (SHARES, "Caseworkers"),
    (CROSSING, "Cross-reference"),
    (CERTIFICATE, "Certificate"),
    (SIZE, "What it shows"),
)
"""Name and words of each part; its command is "sample_" and its name."""


class SampleView(QFrame):
    """Signals: `open_wished(recording_id, sheet_id)`; `wished(action_id)` and `sample_wished(id)`, from its head."""

    open_wished = Signal(str, str)
    wished = Signal(str)
    sample_wished = Signal(str)

    def __init__(self, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="sheet")
        self._looked: Looked | None = None
        self._compared: dict[str, Compared] = {}
        self.head = SampleHead(actions, today)
        self.tabs = PartTabs(PARTS, actions, command="sample_")
        self.draws = DrawsPart(actions)
        self.shares_model = SharesModel(self)
        self.shares = WorkTable(self.shares_model, self.shares_model.mark_of)
        self.shares.setAccessibleName("Caseworkers of the sample")
        self.crossing = CrossingPart(actions)
        self.certificate = DocumentPane("Certificate")
        self.planner = SizePlanner()
        self._lay_out()
        self.head.wished.connect(self.wished)
        self.head.sample_wished.connect(self.sample_wished)
        self.tabs.wished.connect(lambda name: self.show_part(name, focus=False))
        self.draws.open_wished.connect(lambda call: self.open_wished.emit(call.recording_id, call.sheet_id))
        self.crossing.open_wished.connect(
            lambda each: self.open_wished.emit(each.records.recording_id, each.records.sheet_id)
        )

    @property
    def part(self) -> str:
        """The part in sight."""
        return PARTS[self._parts.currentIndex()][0]

    @property
    def looked(self) -> Looked | None:
        """The sample that is shown."""
        return self._looked

    def show_sample(self, looked: Looked) -> None:
        """Show a sample as it stands."""
        self._looked = looked
        self.head.show_sample(looked.line)
        self.draws.show_sample(looked)
        self.tabs.say(DRAWS, f"Draws {len(looked.draws):,}")
        self._show_part()

    def forget(self) -> None:
        """No sample is open."""
        self._looked = None

    def show_compared(self, compared: Compared) -> None:
        """What came of drawing a kept sample again stands with its certificate from now on."""
        sample_id = compared.told.sample_id or ""
        self._compared[sample_id] = compared
        if self._looked is not None and self._looked.sample.sample_id == sample_id:
            self.show_part(CERTIFICATE)

    def show_part(self, name: str, *, focus: bool = True) -> None:
        """Bring a part into sight."""
        self.tabs.show_part(name)
        self._parts.setCurrentIndex([each for each, _words in PARTS].index(name))
        self._show_part()
        if focus:
            self.focus_part()

    def focus_part(self) -> None:
        """The keyboard goes to the part in sight."""
        if self.part == DRAWS:
            self.draws.focus_first()
        elif self.part == CROSSING:
            self.crossing.focus_first()
        elif self.part == SHARES:
            self.shares.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.part == CERTIFICATE:
            self.certificate.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._size.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._parts = QStackedWidget()
        self._size = QScrollArea()
        self._size.setAccessibleName("What the sample shows")
        size = QWidget(self._size)
        inside = QVBoxLayout(size)
        inside.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        inside.addWidget(self.planner)
        inside.addStretch(1)
        self._size.setWidgetResizable(True)
        self._size.setWidget(size)
        for part in (self.draws, self.shares, self.crossing, self.certificate, self._size):
            self._parts.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tabs)
        column.addWidget(hairline(self))
        column.addWidget(self._parts, 1)

    def _show_part(self) -> None:
        """Only the part in sight is brought up to date."""
        looked = self._looked
        if looked is None:
            return
        if self.part == SHARES:
            self.shares_model.show(_shares(looked))
        elif self.part == CROSSING:
            self.crossing.show_crossing(looked.crossing)
        elif self.part == CERTIFICATE:
            compared = self._compared.get(looked.sample.sample_id)
            told = [] if compared is None else compared_blocks(compared)
            self.certificate.show_blocks(
                [*told, *certificate_blocks(looked.sample.certificate, looked.sample.how_many)]
            )
        elif self.part == SIZE:
            self.planner.show_plan(looked.plan, weighed=not looked.sample.proportional)


def _shares(looked: Looked) -> list[ShareLine]:
    """The certificate's strata with how far each caseworker's calls are."""
    standing = {share.caseworker_id: share for share in looked.line.by_caseworker}
    lines = []
    for each in looked.sample.certificate.strata:
        share = standing.get(each.caseworker_id)
        done, drawn = (0, 0) if share is None else (share.done, share.drawn)
        lines.append(ShareLine(each.caseworker_id, each.frame, each.wanted, each.drawn, each.weight, done, drawn))
    return lines
