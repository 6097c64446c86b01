"""The right side of the matches page: one sheet beside the calls that could be its own, and the ways to decide.

(Or one call beside the sheets it could belong to.) Everything here is decided from the list by keyboard: the arrows to
the left and right choose a candidate, one key says what it is.
"""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.matching import Offer, Side, Word
from desktop.tables import wording
from desktop.tables.matches import sides
from desktop.tables.spoken import NOT_HELD
from desktop.tables.worklist import match_words
from desktop.views.actions import ActionTable, on_button
from desktop.views.flow import FlowLayout
from desktop.views.match_sides import MatchSides
from desktop.views.page import heading, quiet
from desktop.views.press import TextButton
from models.match_report import Candidate
from models.store.worklist import Section, WorkItem

BUTTONS = (
    ("link", "Link", "primary"),
    ("link_further", "Link as well", ""),
    ("make_primary", "Make it the call", ""),
    ("unlink", "Keep apart", ""),
    ("skip", "Skip", ""),
    ("open_match", "Open", "plain"),
)
"""The ways to decide: action, words, role; the key stands behind the words."""


class MatchPane(QFrame):
    """Signals: `decision_wished(Word, recording_id, sheet_id or None)`, `open_wished(WorkItem)`, `skip_wished()`."""

    decision_wished = Signal(object, str, object)
    open_wished = Signal(object)
    skip_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="side-right")
        self._item: WorkItem | None = None
        self._side = Side.SHEET
        self._section = Section.AMBIGUOUS
        self._offer: Offer | None = None
        self.title = heading("")
        self.facts = quiet("")
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.question = heading("")
        self.sides = MatchSides()
        self.sides.chosen.connect(self._allow)
        self.sides.taken.connect(self.link)
        self.nobody = quiet("")
        self.by_id = QLineEdit()
        self.by_id.returnPressed.connect(self.link)
        self.by_id.textChanged.connect(lambda _text: self._allow())
        self.buttons: dict[str, TextButton] = {}
        wishes = {
            "link": self.link,
            "link_further": self.link_further,
            "make_primary": self.make_primary,
            "unlink": self.unlink,
            "skip": self.skip_wished.emit,
            "open_match": self.open_chosen,
        }
        for action_id, words, role in BUTTONS:
            made = TextButton(words, role)
            actions.explain(made, action_id)
            actions.explain(made, action_id, words, on_button)
            made.setAccessibleName(actions.action(action_id).text)
            made.clicked.connect(lambda *_checked, wish=wishes[action_id]: wish())
            self.buttons[action_id] = made
        self._arrange()
        self.show_item(None, Section.AMBIGUOUS)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1.5))
        column.setSpacing(theme.space(1))
        column.addWidget(self.title)
        column.addWidget(self.facts)
        self._rule = QFrame()
        theme.mark(self._rule, role="rule")
        column.addWidget(self._rule)
        column.addWidget(self.question)
        column.addWidget(self.sides, 1)
        column.addWidget(self.nobody, 1, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.addWidget(self.by_id)
        column.addLayout(row)
        self._ways = QWidget()
        flow = FlowLayout(self._ways, theme.space(1))
        for button in self.buttons.values():
            flow.addWidget(button)
        column.addWidget(self._ways)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

    def show_item(self, item: WorkItem | None, section: Section) -> tuple[Side, str] | None:
        """Show a line of the list; gives what its candidates are to be asked for."""
        self._item, self._section, self._offer = item, section, None
        for part in (self._rule, self.question, self.by_id, self._ways):
            part.setVisible(item is not None)
        self._rest.setVisible(item is None)
        self.sides.show_sides((), (), choose=False)
        self.sides.setVisible(item is not None)
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
        calls = "Other recordings for this sheet" if section is Section.MATCHED else "Which recording belongs to it?"
        self.question.setText("Which sheet does it belong to?" if self._side is Side.RECORDING else calls)
        wanted = "guide sheet" if self._side is Side.RECORDING else "recording"
        self.by_id.setPlaceholderText(f"Or the id of another {wanted}")
        self.by_id.setAccessibleName(f"Id of another {wanted}")
        self.by_id.setToolTip(f"Type the id of a {wanted} that is not listed")
        self._allow()
        return None if key is None else (self._side, key)

    def show_offer(self, offer: Offer) -> None:
        """The candidates beside what is decided on, the likeliest first."""
        item = self._item
        if item is None or offer.key != (item.recording_id if offer.side is Side.RECORDING else item.sheet_id):
            return
        self._offer = offer
        taken = item.recording_id if self._section is Section.MATCHED else None
        labels, columns = sides(offer.fixed, offer.candidates)
        shown = (columns[0], *(side for side in columns[1:] if side.key != taken))
        # a match that stands is left alone unless somebody chooses another candidate on purpose
        self.sides.show_sides(labels, shown, choose=self._section is not Section.MATCHED)
        self.sides.setVisible(len(shown) > 1)
        self.nobody.setVisible(len(shown) == 1)
        what = "sheet" if offer.side is Side.RECORDING else "other recording" if taken else "recording"
        self.nobody.setText(
            f"No {what} of the same case, or of the same caseworker in the days before the decision. "
            "If you know the id, type it below."
        )
        self._allow()

    def step(self, by: int) -> None:
        """The candidate to the right or to the left."""
        self.sides.step(by)

    @property
    def pair(self) -> tuple[str, str] | None:
        """The recording and the sheet that would be decided on: with the id typed, else with the chosen candidate."""
        item, other = self._item, self.by_id.text().strip() or self.sides.current_key
        if item is None or not other:
            return None
        if self._side is Side.RECORDING:
            return (item.recording_id, other) if item.recording_id else None
        return (other, item.sheet_id) if item.sheet_id else None

    @property
    def standing_pair(self) -> tuple[str, str] | None:
        """The recording and the sheet of a match that stands, while no other candidate is chosen."""
        item = self._item
        if self._section is not Section.MATCHED or self.pair is not None or item is None:
            return None
        return (item.recording_id, item.sheet_id) if item.recording_id and item.sheet_id else None

    # wishes

    def link(self) -> None:
        """The two belong together; the recording is taken from any other sheet."""
        self._wish(Word.LINK, self.pair)

    def link_further(self) -> None:
        """The two belong together as well; nothing is taken from either."""
        self._wish(Word.FURTHER, self.pair)

    def make_primary(self) -> None:
        """The recording is the sheet's own call; the one before becomes a further call."""
        self._wish(Word.PRIMARY, self.pair or self.standing_pair)

    def unlink(self) -> None:
        """The two do not belong together; the only match of a recording is taken apart for good."""
        standing = self.standing_pair
        if standing is not None and not self._has_others(standing[0]):
            self.decision_wished.emit(Word.UNLINK, standing[0], None)
        else:
            self._wish(Word.APART, self.pair or standing)

    def open_chosen(self) -> None:
        """Open the chosen call (with its own sheet), else the line itself."""
        item, pair = self._item, self.pair
        if item is None:
            return
        if pair is not None and self._side is Side.SHEET and not self.by_id.text().strip():
            item = replace(item, recording_id=pair[0], sheet_id=None)
        self.open_wished.emit(item)

    def _wish(self, word: Word, pair: tuple[str, str] | None) -> None:
        if pair is not None:
            self.decision_wished.emit(word, *pair)

    def _has_others(self, recording_id: str) -> bool:
        """Whether the recording of a match that stands belongs to further sheets, or is only a further call itself."""
        if self._item is not None and self._item.match_state == "linked":
            return True
        found = () if self._offer is None else self._offer.candidates
        return any(
            isinstance(each, Candidate) and each.recording_id == recording_id and len(each.sheets) > 1 for each in found
        )

    def _allow(self) -> None:
        pair, standing = self.pair, self.standing_pair
        item = self._item
        for action_id in ("link", "link_further"):
            self.buttons[action_id].setEnabled(pair is not None)
        self.buttons["unlink"].setEnabled(pair is not None or standing is not None)
        self.buttons["unlink"].setText(self.buttons["unlink"].text().replace(*_APART[standing is not None]))
        further = standing is not None and item is not None and item.match_state == "linked"
        self.buttons["make_primary"].setVisible(self._section is Section.MATCHED)
        self.buttons["make_primary"].setEnabled(further or pair is not None)


_APART = {True: ("Keep apart", "Take apart"), False: ("Take apart", "Keep apart")}
"""What unlinking is called where a match stands, and where none does."""


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
    elif item.candidates > 1:
        rows.append(f"In doubt: {wording.several(item.candidates, 'recording')} could belong to it")
    elif item.match_reason:
        rows.append(f"In doubt: {item.match_reason}")
    return "\n".join(rows)
