"""Scorecard versions, the outline of a draft, and what a trial came to, as lists and tables show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.state.scorecard_editing import CARD, Spot, Values, place_of, spots, table
from desktop.tables import wording
from desktop.tables.review_words import CLASSES, CRITICALS
from desktop.tables.row_list import RowList
from models.answer_types import AnswerType
from models.errors import Refusal
from models.scorecard import CardStanding
from models.scorecard_versions import VersionLine
from models.scoring import Standing
from models.trial import PromptChange, Trial, TrialLine

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
UNTITLED = "no title yet"
UNWRITTEN = "No question yet"

TYPES: Mapping[AnswerType, str] = {
    AnswerType.YES_NO: "Yes or no",
    AnswerType.CHOICE: "One of several answers",
    AnswerType.SCALE: "A point on a scale",
    AnswerType.NUMBER: "A number",
    AnswerType.TEXT: "Free words, only noted",
}
SHORT_TYPES: Mapping[str, str] = {
    AnswerType.CHOICE: "choice",
    AnswerType.SCALE: "scale",
    AnswerType.NUMBER: "number",
    AnswerType.TEXT: "words",
}
"""What stands beside a prompt that asks for more than yes or no."""


KEY_WORDS = {
    "id": "id",
    "text": "question",
    "help": "help",
    "title": "title",
    "discretion_prompt": "discretion",
    "weight": "weight",
    "critical": "critical mark",
    "type": "type of answer",
    "option": "answers to choose from",
    "evidence": "evidence",
    "not_applicable": "N/A rule",
    "not_applicable_when": "N/A rule",
    "comment_on": "comments needed",
    "comment_on_no": "comments needed",
    "root_causes": "reasons for a no",
    "root_cause_needed": "reasons for a no",
    "sensitive": "sensitive mark",
    "from_steer": "the steer's answer",
    "prompt": "prompts",
    "section": "sections",
}


def key_words(key: str) -> str:
    """What a key of a scorecard file is called here: "N/A rule" for "not_applicable_when[1].fact"."""
    name = key.partition("[")[0]
    return KEY_WORDS.get(name, name.replace("_", " "))


def standing_words(line: VersionLine) -> tuple[str, str]:
    """How a version stands in a word or two, and the drawing beside it."""
    if line.standing is CardStanding.DRAFT:
        return "Draft", "state-draft"
    if line.standing is CardStanding.WITHDRAWN:
        return "Withdrawn", "state-no-sheet"
    return ("In use", "good") if line.current else ("Published", "state-signed")


def version_words(line: VersionLine) -> tuple[str, str, str]:
    """Title, detail and drawing of a version in the list."""
    standing, drawing = standing_words(line)
    parts = [standing]
    if line.reviews:
        parts.append(wording.several(line.reviews, "review"))
    elif line.shipped:
        parts.append("shipped")
    elif line.standing is CardStanding.DRAFT and line.saved_at is not None:
        parts.append(wording.day(line.saved_at.date()))
    return line.scorecard_id, " · ".join(parts), drawing


def state_sentence(line: VersionLine, *, may_change: bool) -> str:
    """What may be done with a version, and why no more."""
    used = wording.several(line.reviews, "review")
    if line.standing is CardStanding.DRAFT:
        if not may_change:
            return "A draft. Team leaders and Quality Assurance change it; you can read it."
        return f"A draft, made from {line.based_on}." if line.based_on else "A draft."
    withdrawn = " Withdrawn: no new review begins with it." if line.standing is CardStanding.WITHDRAWN else ""
    in_use = " New reviews are made with it." if line.current else ""
    if line.frozen:
        return f"Used by {used}: frozen. A change makes the next version.{in_use}{withdrawn}"
    if line.shipped:
        return f"It came with the program and never changes; a change makes the next version.{in_use}{withdrawn}"
    return f"Published and not used yet: take it back to change it.{in_use}{withdrawn}"


@dataclass(frozen=True)
class OutlineRow:
    """A line of the outline: what stands there, a prompt's number on the form, and how many faults it has."""

    spot: Spot
    words: str
    number: str = ""
    weight: str = ""
    kind: str = ""
    critical: bool = False
    faults: int = 0

    @property
    def spoken(self) -> str:
        """The row for those who hear the screen."""
        parts = [f"{self.number}. {self.words}" if self.number else self.words]
        if self.spot.prompt is None and self.spot.section is not None:
            parts[0] = f"Section {self.words}"
        if self.weight:
            parts.append(f"weight {self.weight}")
        parts += [part for part in (self.kind, "critical" if self.critical else "") if part]
        if self.faults:
            parts.append(wording.several(self.faults, "fault"))
        return ", ".join(parts)


def outline(values: Values, faults: Sequence[Refusal] = ()) -> list[OutlineRow]:
    """The lines of a draft's outline from top to bottom."""
    counted: dict[Spot, int] = {}
    for fault in faults:
        spot = place_of(fault.column or "")[0]
        counted[spot] = counted.get(spot, 0) + 1
    found, number = [], 0
    for spot in spots(values):
        there, count = table(values, spot), counted.get(spot, 0)
        if spot == CARD:
            found.append(OutlineRow(spot, "The whole scorecard", faults=count))
        elif spot.prompt is None:
            found.append(OutlineRow(spot, _text(there, "title") or UNTITLED, faults=count))
        else:
            number += 1
            found.append(
                OutlineRow(
                    spot,
                    _text(there, "text") or UNWRITTEN,
                    str(number),
                    str(there.get("weight", "")),
                    SHORT_TYPES.get(str(there.get("type", "")), ""),
                    there.get("critical") is True,
                    count,
                )
            )
    return found


def _text(there: Mapping[str, Any], key: str) -> str:
    return " ".join(str(there.get(key, "")).split())


class OutlineModel(QAbstractListModel):
    """The outline of a draft; a row under `ROW_ROLE`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[OutlineRow] = []

    def show(self, rows: Sequence[OutlineRow]) -> None:
        """Show these; where places stay the same, only what changed is told."""
        if [row.spot for row in rows] != [row.spot for row in self._rows]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        before, self._rows = self._rows, list(rows)
        for at, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(at), self.index(at))

    @property
    def lines(self) -> tuple[OutlineRow, ...]:
        """The rows from top to bottom."""
        return tuple(self._rows)

    def row_of(self, spot: Spot) -> int | None:
        """Where a place stands in the outline."""
        return next((at for at, row in enumerate(self._rows) if row.spot == spot), None)

    def at(self, row: int) -> OutlineRow | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(row.words)
        return row if role == ROW_ROLE else None


class TrialModel(RowList[TrialLine]):
    """Reviews under trial, those that flip first."""

    heads = (
        "Outcome",
        "Review of",
        "Caseworker",
        "Counts on",
        "Score",
        "Critical",
        "Class",
        "Not asked, or not fitting",
    )

    def cells(self, row: TrialLine) -> tuple[str, ...]:
        before, after = row.before, row.after
        return (
            "Flips" if row.flips else "Score moves" if row.score_moves else "Same",
            row.recording_id or row.sheet_id or row.review_id,
            row.caseworker_id or "",
            wording.day(row.counts_on),
            _change(_score(before), _score(after)),
            _change(_critical(before), _critical(after)),
            _change(_class(before), _class(after)),
            _open_words(row),
        )


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _score(standing: Standing) -> str:
    return "none" if standing.score is None else f"{standing.score:.1f}"


def _critical(standing: Standing) -> str:
    return "none" if standing.critical is None else CRITICALS[standing.critical][0].removeprefix("Critical: ")


def _class(standing: Standing) -> str:
    return "none" if standing.kpi_class is None else CLASSES[standing.kpi_class][0]


def _open_words(row: TrialLine) -> str:
    parts = [f"{prompt}: {why}" for prompt, why in row.unfit]
    if row.unasked:
        parts.insert(0, f"not asked: {', '.join(row.unasked)}")
    return "; ".join(parts)


def trial_summary(trial: Trial) -> str:
    """31 reviews · 4 would flip · 12 scores would move · 3 with a prompt nobody was asked."""
    if not trial.reviews:
        return "No signed review of this scorecard in these days."
    parts = [
        wording.several(trial.reviews, "review"),
        f"{wording.number(trial.flips) if trial.flips else 'none'} would flip",
        f"{wording.several(trial.scores_moved, 'score') if trial.scores_moved else 'no score'} would move",
    ]
    if trial.with_unasked:
        parts.append(f"{wording.number(trial.with_unasked)} with a prompt not asked or not fitting")
    return " · ".join(parts)


def change_words(change: PromptChange) -> str:
    """One difference between two versions in a line."""
    what = {"added": "new", "dropped": "dropped", "renamed": "other words", "changed": ""}[change.what]
    return f"{change.prompt}: {f'{what}: ' if what else ''}{change.words}"


def class_moves(trial: Trial) -> list[str]:
    """From which class to which, where it changes: "Accurate → Inaccurate: 3"."""
    found = []
    for (before, after), count in sorted(trial.classes.items(), key=lambda each: -each[1]):
        if before is not after:
            names = ["none" if each is None else CLASSES[each][0] for each in (before, after)]
            found.append(f"{names[0]} → {names[1]}: {wording.number(count)}")
    return found
