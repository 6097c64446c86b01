"""The lists of the People page in words: caseworkers, the checks of the period, the history of a record.

Checks are listed by their day and caseworkers by their id: nobody is put in an order of merit.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject

from desktop.tables import wording
from desktop.tables.row_list import RowList
from models.competencies import Competencies
from models.development import DATED, KIND_WORDS, EntryKind
from models.reports.development_words import (
    change_words,
    day_words,
    dispute_words,
    life_words,
    outcome_words,
    score_words,
    subject_words,
)
from models.store.development_reading import DevelopmentRecord, PersonLine, ReviewedCall, Version


class ReviewedModel(RowList[ReviewedCall]):
    """The checks of the period: what holds, and what was published first where that was something else."""

    heads = ("Day", "Case", "Outcome", "Score", "State", "Disputes", "Checked by")

    def cells(self, row: ReviewedCall) -> tuple[str, ...]:
        case = row.case_ref or row.recording_id or row.sheet_id or ""
        words = (day_words(row.day), case, outcome_words(row), score_words(row), life_words(row), dispute_words(row))
        return (*words, row.reviewer_id)


class HistoryModel(RowList[Version]):
    """Every version of every entry of the period, newest first."""

    heads = ("When", "Who", "What", "Change")

    def __init__(self, competencies: Callable[[], Competencies], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._competencies = competencies

    def cells(self, row: Version) -> tuple[str, ...]:
        known = self._competencies()
        return (wording.moment(row.made_at), row.made_by, subject_words(row.form, known), change_words(row, known))


def person_words(line: PersonLine, today: date) -> tuple[str, str]:
    """A caseworker in the list: id and grade, and below it what there is and what comes next."""
    parts = [wording.several(line.reviews, "check")]
    if line.open_needs:
        parts.append(wording.several(line.open_needs, "need"))
    if line.next_due is not None:
        parts.append(f"{'was due' if line.next_due < today else 'due'} {day_words(line.next_due)}")
    return " · ".join(part for part in (line.staff_id, line.grade or "") if part), " · ".join(parts)


@dataclass(frozen=True)
class Waiting:
    """Something still to be done: the entry it is, its words, the day, and whether that has passed."""

    entry_id: str
    kind: EntryKind
    words: str
    due: date
    late: bool


def waiting_of(record: DevelopmentRecord, today: date) -> tuple[Waiting, ...]:
    """What is still to be done, the earliest first."""
    found = [
        Waiting(each.entry_id, kind, f"{KIND_WORDS[kind]}: {each.form.title}", each.form.due, each.form.due < today)
        for kind in DATED
        for each in record.of_kind(kind)
        if each.form.under_way and each.form.due is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.due, one.words)))


def summary_of(record: DevelopmentRecord) -> tuple[tuple[str, str], ...]:
    """The period in figures: what holds now, and beside it what was published where a later version changed it."""
    calls = record.reviews
    now = Counter(wording.kpi_class(call.kpi_class) for call in calls)
    before = Counter(wording.kpi_class(call.class_published) for call in calls)
    names = dict.fromkeys((*wording.KPI_CLASSES.values(), *now, *before))
    lines = [("Checks", wording.number(len(calls)))]
    for name in names:
        if now[name] or before[name]:
            as_published = "" if now[name] == before[name] else f" (published as {before[name]})"
            lines.append((name, f"{now[name]}{as_published}"))
    amended = sum(call.is_amended for call in calls)
    waiting = sum(not call.released for call in calls)
    disputed = sum(call.disputed for call in calls)
    undecided = sum(call.undecided for call in calls)
    if amended:
        lines.append(("Amended", wording.number(amended)))
    if waiting:
        lines.append(("Not released yet", wording.number(waiting)))
    if disputed:
        open_words = f", {undecided} not decided" if undecided else ""
        lines.append(("Disputed prompts", f"{disputed}{open_words}"))
    return tuple(lines)
