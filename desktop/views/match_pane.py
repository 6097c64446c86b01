"""The right side of the matches page: one recording or sheet, what it could belong to, and the ways to decide."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.matching import Offer, Side
from desktop.tables import wording
from desktop.tables.spoken import NOT_HELD
from desktop.tables.worklist import match_words
from desktop.views.actions import ActionTable
from desktop.views.lines import Line, LineList
from desktop.views.page import heading, quiet
from models.match_report import Candidate, SheetCandidate
from models.store.worklist import Section, WorkItem


class MatchPane(QFrame):
    """Signals: `link_wished(recording_id, sheet_id)`, `unlink_wished(recording_id)`, `open_wished(WorkItem)`."""

    link_wished = Signal(str, str)
    unlink_wished = Signal(str)
    open_wished = Signal(object)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="side-right")
        self._item: WorkItem | None = None
        self._side = Side.SHEET
        self.title = heading("")
        self.facts = quiet("")
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.open = QPushButton("Open")
        theme.mark(self.open, role="link")
        self.open.setAccessibleName("Open the call or sheet")
        self.open.setToolTip("Open the call or sheet")
        self.open.clicked.connect(self._on_open)
        self.question = QLabel()
        theme.mark(self.question, role="heading")
        self.candidates = LineList("Candidates")
        self.candidates.taken.connect(self._on_taken)
        self.candidates.itemSelectionChanged.connect(self._allow)
        self.nobody = quiet("")
        self.by_id = QLineEdit()
        self.by_id.returnPressed.connect(self.link)
        self.by_id.textChanged.connect(lambda _text: self._allow())
        self.link_button = QPushButton("Link")
        theme.mark(self.link_button, role="primary")
        self.link_button.setToolTip(actions.text_with_key("link"))
        self.link_button.setAccessibleName("Link the selected pair")
        self.link_button.clicked.connect(self.link)
        self.unlink_button = QPushButton("Take apart")
        self.unlink_button.setToolTip(actions.text_with_key("unlink"))
        self.unlink_button.setAccessibleName("Take the link apart")
        self.unlink_button.clicked.connect(self.unlink)
        self._arrange()
        self.show_item(None, Section.AMBIGUOUS)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        column.setSpacing(theme.space(1))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.open)
        column.addLayout(head)
        column.addWidget(self.facts)
        self._rule = QFrame()
        theme.mark(self._rule, role="rule")
        column.addWidget(self._rule)
        column.addWidget(self.question)
        column.addWidget(self.candidates, 1)
        column.addWidget(self.nobody, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.by_id)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(1))
        buttons.addWidget(self.unlink_button)
        buttons.addStretch(1)
        buttons.addWidget(self.link_button)
        column.addLayout(buttons)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

    def show_item(self, item: WorkItem | None, section: Section) -> tuple[Side, str] | None:
        """Show a line of the list; gives what its candidates are to be asked for."""
        self._item = item
        parts = (self.open, self._rule, self.question, self.candidates, self.by_id, self.link_button)
        for part in (*parts, self.unlink_button):
            part.setVisible(item is not None)
        self._rest.setVisible(item is None)
        self.candidates.show_lines(())
        self.by_id.clear()
        self.nobody.hide()
        if item is None:
            self.title.setText("")
            self.facts.setText("Choose a line to see what it could belong to.")
            return None
        self._side = Side.RECORDING if section is Section.NO_SHEET else Side.SHEET
        key = item.recording_id if self._side is Side.RECORDING else item.sheet_id
        self.title.setText(key or "")
        self.facts.setText(_facts(item, section))
        matched = section is Section.MATCHED
        recordings = "Another recording for this sheet" if matched else "Recordings that could belong to it"
        self.question.setText("Sheets it could belong to" if self._side is Side.RECORDING else recordings)
        wanted = "guide sheet" if self._side is Side.RECORDING else "recording"
        self.by_id.setPlaceholderText(f"Or the id of another {wanted}")
        self.by_id.setAccessibleName(f"Id of another {wanted}")
        self.by_id.setToolTip(f"Type the id of a {wanted} that is not listed")
        self.unlink_button.setVisible(matched or (section is Section.AMBIGUOUS and item.recording_id is not None))
        self._allow()
        return None if key is None else (self._side, key)

    def show_offer(self, offer: Offer) -> None:
        """The candidates, the likeliest first."""
        item = self._item
        if item is None or offer.key != (item.recording_id if offer.side is Side.RECORDING else item.sheet_id):
            return
        lines = [_line(candidate) for candidate in offer.candidates]
        taken = item.recording_id if offer.side is Side.SHEET else item.sheet_id
        settled = item.match_state in ("matched", "linked")
        shown = [line for line in lines if not (settled and line.key == taken)]
        self.candidates.show_lines(shown)
        self.candidates.setVisible(bool(shown))
        self.nobody.setVisible(not shown)
        what = "sheet" if offer.side is Side.RECORDING else "other recording" if settled else "recording"
        self.nobody.setText(
            f"No {what} of the same case, or of the same caseworker in the days before the decision. "
            "If you know the id, type it below."
        )
        self._allow()

    def link(self) -> None:
        """Link what is shown with the id typed, else with the chosen candidate."""
        other = self.by_id.text().strip() or self.candidates.current_key()
        if self._item is not None and other:
            self._on_taken(other)

    def unlink(self) -> None:
        if self._item is not None and self._item.recording_id and not self.unlink_button.isHidden():
            self.unlink_wished.emit(self._item.recording_id)

    def _on_taken(self, other: str) -> None:
        item = self._item
        if item is None:
            return
        if self._side is Side.RECORDING and item.recording_id:
            self.link_wished.emit(item.recording_id, other)
        elif item.sheet_id:
            self.link_wished.emit(other, item.sheet_id)

    def _on_open(self) -> None:
        if self._item is not None:
            self.open_wished.emit(self._item)

    def _allow(self) -> None:
        self.link_button.setEnabled(bool(self.by_id.text().strip() or self.candidates.current_key()))


def _line(candidate: Candidate | SheetCandidate) -> Line:
    who = candidate.caseworker_id or NOT_HELD
    case = candidate.case_ref or NOT_HELD
    certainty = f"{candidate.certainty:.0%}" if candidate.certainty else ""
    if isinstance(candidate, Candidate):
        when = wording.moment(candidate.started_at)
        title = f"{candidate.recording_id} · {when} · {wording.length(candidate.duration_ms)}"
        return Line(candidate.recording_id, title, f"{candidate.reason} · {who} · {case}", certainty, "recording")
    title = f"{candidate.sheet_id} · {wording.day(candidate.decision_date)}"
    return Line(candidate.sheet_id, title, f"{candidate.reason} · {who} · {case}", certainty, "sheet")


def _facts(item: WorkItem, section: Section) -> str:
    """What is known of the line, a fact a row."""
    who = " · ".join(part for part in (item.caseworker_id, item.team, item.case_ref) if part) or NOT_HELD
    rows = [who]
    if item.recording_id is not None:
        rows.append(f"Call of {wording.moment(item.started_at)}, {wording.length(item.duration_ms)}")
    if item.sheet_id is not None:
        rows.append(f"Decision of {wording.day(item.decision_date)}, {wording.method(item.method_agreed)}")
    if section is Section.MATCHED:
        rows.append(f"Belongs to {item.recording_id}: {item.match_reason} ({match_words(item)})")
    elif item.match_reason:
        rows.append(f"In doubt: {item.match_reason}")
    return "\n".join(rows)
