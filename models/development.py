"""Performance and development of a caseworker: objectives, competency notes, development needs, continuous feedback.

Source: the letter of 12 October 2009 (VTR 1298), "Performance and Development System". An entry is never overwritten: a
change is a further entry that names the one it replaces. Nothing of this is ever part of a published report, of the QA
pack or of a list that other teams see.

Performance improvement plans (question 3 of the letter) and discipline (question 5) are left out on purpose: the letter
gives no rule for either, and a check of a call is not the place where they are decided.

The record is `DevelopmentEntry`; what travels between the store, the window and the printed record is `EntryForm`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id
from models.errors import Refusal

MOST_LETTERS = 4000
"""Letters a text of an entry may have; a title may have MOST_TITLE."""
MOST_TITLE = 200


class EntryKind(StrEnum):
    """What an entry is about."""

    OBJECTIVE = "objective"
    COMPETENCY = "competency"
    NEED = "need"
    FEEDBACK = "feedback"


class Standing(StrEnum):
    """How far an objective or a development need is."""

    OPEN = "open"
    ON_TRACK = "on_track"
    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"


UNDER_WAY = frozenset({Standing.OPEN, Standing.ON_TRACK})
"""What still waits for something to be done."""
DATED = frozenset({EntryKind.OBJECTIVE, EntryKind.NEED})
"""Kinds with a day they are due, and a standing."""

KIND_WORDS: Mapping[EntryKind, str] = {
    EntryKind.OBJECTIVE: "Objective",
    EntryKind.COMPETENCY: "Competency note",
    EntryKind.NEED: "Development need",
    EntryKind.FEEDBACK: "Feedback",
}
STANDING_WORDS: Mapping[Standing, str] = {
    Standing.OPEN: "Open",
    Standing.ON_TRACK: "On track",
    Standing.MET: "Met",
    Standing.PARTLY_MET: "Partly met",
    Standing.NOT_MET: "Not met",
}
FIELD_WORDS: Mapping[str, str] = {
    "day": "Day",
    "title": "Title",
    "text": "Words",
    "due": "Due",
    "standing": "Standing",
    "measure": "Measure",
    "action": "Agreed action",
    "outcome": "Outcome",
    "competency": "Competency",
    "level": "Assessment",
    "given_by": "Given by",
    "prompts": "Prompts",
    "reviews": "Checks",
    "progress": "Progress",
    "comment": "Caseworker's comment",
}
"""The fields of an entry in the words people know them by, in the order a change is told."""
_OWN_WORDS: Mapping[tuple[EntryKind, str], str] = {
    (EntryKind.OBJECTIVE, "title"): "Objective",
    (EntryKind.OBJECTIVE, "text"): "More",
    (EntryKind.COMPETENCY, "text"): "What was seen",
    (EntryKind.NEED, "title"): "Need",
    (EntryKind.FEEDBACK, "text"): "Feedback",
}
_DETAILS = ("measure", "action", "outcome", "given_by", "comment")


def field_words(kind: EntryKind, name: str) -> str:
    """What a field of an entry is called."""
    return _OWN_WORDS.get((kind, name), FIELD_WORDS[name])


class DevelopmentEntry(SQLModel, table=True):
    """One entry of a caseworker's record. `day` is the day it is about; `due` and `standing` serve objectives, needs.

    `details` holds what only one kind has, as plain values. `reviews` are the row ids of the reviews it is tied to.
    """

    __tablename__ = "development_entry"
    __table_args__ = (Index("uq_development_entry_replaced_once", "replaces", unique=True),)

    id: str = Field(default_factory=new_id, primary_key=True)
    caseworker_id: str = Field(index=True)
    kind: str
    day: date = Field(index=True)
    due: date | None = None
    standing: str | None = None
    title: str = ""
    text: str = ""
    competency: str | None = None
    level: str | None = None
    details: Any = Field(default=None, sa_type=JsonText, nullable=True)
    reviews: Any = Field(default_factory=list, sa_type=JsonText)
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    replaces: str | None = Field(default=None, foreign_key="development_entry.id")
    withdrawn: bool = False


@dataclass(frozen=True)
class Progress:
    """A dated note on an objective or a need; never changed, only followed by others."""

    day: date
    by: str
    text: str


@dataclass(frozen=True)
class EntryForm:
    """An entry as people write it. Which fields a kind uses: see `FIELDS`.

    `reviews` are row ids of reviews, `prompts` ids of prompts of their scorecards. `entry_id` is the entry it was read
    from, None for a new one; the store notices by it that somebody else wrote in the meantime. `comment` is the
    caseworker's own and is written by nobody else.
    """

    caseworker_id: str
    kind: EntryKind
    day: date
    title: str = ""
    text: str = ""
    due: date | None = None
    standing: Standing | None = None
    measure: str = ""
    action: str = ""
    outcome: str = ""
    competency: str | None = None
    level: str | None = None
    given_by: str = ""
    prompts: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    progress: tuple[Progress, ...] = ()
    comment: str = ""
    entry_id: str | None = None
    withdrawn: bool = False

    def with_progress(self, note: Progress) -> "EntryForm":
        """The same with one note more."""
        return replace(self, progress=(*self.progress, note))

    def joined(self, other: "EntryForm") -> "EntryForm":
        """This form with what another brings: its words below, its prompts and reviews beside these."""
        text = "\n".join(dict.fromkeys(part for part in (self.text, other.text) if part))
        return replace(
            self,
            title=self.title or other.title,
            text=text,
            prompts=tuple(dict.fromkeys((*self.prompts, *other.prompts))),
            reviews=tuple(dict.fromkeys((*self.reviews, *other.reviews))),
        )

    @property
    def under_way(self) -> bool:
        """Whether something is still to be done about it."""
        return self.kind in DATED and not self.withdrawn and self.standing in UNDER_WAY


FIELDS: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.OBJECTIVE: ("title", "measure", "text", "due", "standing"),
    EntryKind.COMPETENCY: ("competency", "level", "text", "day", "reviews"),
    EntryKind.NEED: ("title", "action", "due", "standing", "outcome", "reviews"),
    EntryKind.FEEDBACK: ("text", "day", "given_by", "reviews"),
}
"""What is asked for an entry of each kind, in that order; progress and the caseworker's comment come later."""
_NEEDED: Mapping[EntryKind, tuple[tuple[str, str], ...]] = {
    EntryKind.OBJECTIVE: (("title", "say in a few words what is to be reached"), ("due", "say by when")),
    EntryKind.COMPETENCY: (("competency", "choose one"), ("text", "say what was seen")),
    EntryKind.NEED: (
        ("title", "say what is to be learned"),
        ("action", "say what was agreed to be done"),
        ("due", "say by when"),
    ),
    EntryKind.FEEDBACK: (("text", "say what is fed back"),),
}


def faults_of(form: EntryForm) -> tuple[Refusal, ...]:
    """What keeps this form from being kept, one a field; `column` names the field of `EntryForm`."""
    source = f"{KIND_WORDS[form.kind].lower()} for {form.caseworker_id}"
    found = []
    for name, reason in _NEEDED[form.kind]:
        value = getattr(form, name)
        if value is None or (isinstance(value, str) and not value.strip()):
            found.append(Refusal(source, None, name, None, f"{field_words(form.kind, name)}: {reason}"))
    if form.due is not None and form.due < form.day:
        found.append(Refusal(source, None, "due", form.due.isoformat(), "Due: lies before the day it was agreed"))
    if form.kind in DATED and form.standing is None:
        found.append(Refusal(source, None, "standing", None, "Standing: choose one"))
    for name in ("title", "text", *_DETAILS):
        value, most = getattr(form, name), MOST_TITLE if name == "title" else MOST_LETTERS
        if len(value) > most:
            reason = f"{field_words(form.kind, name)}: has {len(value)} letters; {most} are kept"
            found.append(Refusal(source, None, name, value, reason))
    return tuple(found)


def row_of(form: EntryForm, by: str, at: datetime) -> DevelopmentEntry:
    """The form as a new row, which replaces the one the form was read from. Only the kind's own fields are kept."""
    details: dict[str, Any] = {name: getattr(form, name).strip() for name in _DETAILS if getattr(form, name).strip()}
    if form.prompts:
        details["prompts"] = list(form.prompts)
    if form.progress:
        details["progress"] = [{"day": n.day.isoformat(), "by": n.by, "text": n.text.strip()} for n in form.progress]
    return DevelopmentEntry(
        caseworker_id=form.caseworker_id,
        kind=form.kind,
        day=form.day,
        due=form.due,
        standing=form.standing,
        title=form.title.strip(),
        text=form.text.strip(),
        competency=form.competency,
        level=form.level,
        details=details or None,
        reviews=list(form.reviews),
        made_by=by,
        made_at=at,
        replaces=form.entry_id,
        withdrawn=form.withdrawn,
    )


def form_of(row: DevelopmentEntry) -> EntryForm:
    """The row as people read it."""
    details: Mapping[str, Any] = row.details or {}
    return EntryForm(
        row.caseworker_id,
        EntryKind(row.kind),
        row.day,
        row.title,
        row.text,
        row.due,
        None if row.standing is None else Standing(row.standing),
        competency=row.competency,
        level=row.level,
        prompts=tuple(details.get("prompts", ())),
        reviews=tuple(row.reviews),
        progress=tuple(
            Progress(date.fromisoformat(note["day"]), note["by"], note["text"]) for note in details.get("progress", ())
        ),
        entry_id=row.id,
        withdrawn=row.withdrawn,
        **{name: str(details.get(name, "")) for name in _DETAILS},
    )


def changed_fields(before: EntryForm, after: EntryForm) -> tuple[str, ...]:
    """The names of the fields that differ between two versions of an entry, in the order of FIELD_WORDS."""
    return tuple(name for name in FIELD_WORDS if getattr(before, name) != getattr(after, name))


@dataclass(frozen=True)
class ReportingPeriod:
    """A year of reporting, both ends included."""

    first: date
    last: date

    def step(self, by: int) -> "ReportingPeriod":
        """The period so many years later (earlier: less than nothing)."""
        return period_of(date(self.first.year + by, self.first.month, 1), self.first.month)

    def holds(self, form: EntryForm) -> bool:
        """Whether an entry belongs to this period: of its days, or carried over because it was still to be done."""
        if form.day > self.last:
            return False
        carried = form.kind in DATED and (form.under_way or (form.due is not None and form.due >= self.first))
        return form.day >= self.first or carried


def period_of(day: date, start_month: int = 4) -> ReportingPeriod:
    """The reporting period `day` falls in; periods begin on the first of `start_month` (1 April, as the KPI's year)."""
    year = day.year if day.month >= start_month else day.year - 1
    following = date(year + 1, start_month, 1)
    return ReportingPeriod(date(year, start_month, 1), following - timedelta(days=1))


LEAST_OFTEN = 2
"""A prompt answered no in fewer reviews than these is not offered as the start of a need."""


@dataclass(frozen=True)
class Suggestion:
    """A prompt that was answered "no" in two checks or more. Offered, never turned into an entry by itself.

    `asked` counts the reviews in which it was answered yes or no; `reviews` are the row ids of those with a no.
    """

    prompt: str
    words: str
    no: int
    asked: int
    reviews: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.words} Answered “no” in {self.no} of {self.asked} checks."


def suggestions_of(answers: Iterable[tuple[str, str, bool]], words: Mapping[str, str]) -> tuple[Suggestion, ...]:
    """What is answered "no" most often. `answers`: review, prompt, whether it is a no; of yes and no only."""
    asked: dict[str, list[tuple[str, bool]]] = {}
    for review, prompt, is_no in answers:
        asked.setdefault(prompt, []).append((review, is_no))
    found = []
    for prompt, each in asked.items():
        no = tuple(review for review, is_no in each if is_no)
        if len(no) >= LEAST_OFTEN:
            found.append(Suggestion(prompt, words.get(prompt, prompt), len(no), len(each), no))
    return tuple(sorted(found, key=lambda one: (-one.no, one.asked, one.prompt)))
