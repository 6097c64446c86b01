"""An entry and a check of a caseworker's record in the words people read, the same on the screen and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.clock import office_date
from models.competencies import Competencies
from models.development import (
    KIND_WORDS,
    STANDING_WORDS,
    EntryForm,
    EntryKind,
    Progress,
    Standing,
    changed_fields,
    field_words,
)
from models.review_life import LifeState, day_in_words
from models.steer_words import verdict
from models.store.development_reading import DevelopmentRecord, Entry, ReviewedCall, Version

TONES: Mapping[Standing, str] = {
    Standing.OPEN: "",
    Standing.ON_TRACK: "accent",
    Standing.MET: "good",
    Standing.PARTLY_MET: "warn",
    Standing.NOT_MET: "bad",
}
LIVES: Mapping[LifeState, str] = {
    LifeState.DRAFT: "Draft",
    LifeState.SIGNED: "Not released yet",
    LifeState.RELEASED: "Released",
    LifeState.ACKNOWLEDGED: "Acknowledged",
    LifeState.DISPUTED: "Disputed",
    LifeState.DECIDED: "Decided",
    LifeState.AMENDED: "Amended",
}


@dataclass(frozen=True)
class EntryWords:
    """An entry as it is read. `mark` is its standing or assessment, `tone` "", accent, good, warn or bad; `late`: it
    was due and is still to be done."""

    title: str
    mark: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    progress: tuple[str, ...]
    comment: str
    foot: str
    late: bool = False


def day_words(when: date | None) -> str:
    """14 Sep 2009."""
    return "" if when is None else day_in_words(when)


def class_words(code: str | None) -> str:
    """A KPI class in words."""
    return "No class" if code is None else verdict(code)


def outcome_words(call: ReviewedCall) -> str:
    """What holds of a check, and what was published first where that was something else."""
    now = class_words(call.kpi_class)
    if call.kpi_class == call.class_published:
        return now
    return f"{now} (published as {class_words(call.class_published).lower()})"


def score_words(call: ReviewedCall) -> str:
    """The score that holds, and the one published first where it was another."""
    now = "–" if call.score is None else f"{call.score}%"
    if call.score == call.score_published:
        return now
    return f"{now} (published as {'–' if call.score_published is None else f'{call.score_published}%'})"


def dispute_words(call: ReviewedCall) -> str:
    """How many prompts were disputed and what came of it."""
    if not call.disputed:
        return ""
    parts = ((call.upheld, "upheld"), (call.changed, "changed"), (call.undecided, "not decided"))
    return f"{call.disputed} disputed: " + ", ".join(f"{count} {what}" for count, what in parts if count)


def life_words(call: ReviewedCall) -> str:
    """Where a check stands."""
    words = LIVES[call.life]
    return f"{words}, amended" if call.is_amended else words


def review_words(call: ReviewedCall) -> str:
    """A check in one line: "15 Sep 2009, C-1A04, inaccurate"."""
    parts = (
        day_words(call.day),
        call.case_ref or call.recording_id or call.sheet_id or "",
        outcome_words(call).lower(),
    )
    return ", ".join(part for part in parts if part)


def entry_words(entry: Entry, record: DevelopmentRecord, known: Competencies, today: date) -> EntryWords:
    """An entry as it is read in this record."""
    form = entry.form
    mark = form.level or "" if form.standing is None else STANDING_WORDS[form.standing]
    late = form.under_way and form.due is not None and form.due < today
    facts = _facts(form, record, known)
    changed = f", changed {day_words(office_date(entry.made_at))} by {entry.made_by}" if entry.versions > 1 else ""
    return EntryWords(
        _title(form, known),
        f"{mark}, was due" if late else mark,
        "warn" if late else ("" if form.standing is None else TONES[form.standing]),
        tuple((name, value) for name, value in facts if value),
        (form.text,) if form.text else (),
        tuple(progress_words(note) for note in form.progress),
        form.comment,
        f"{entry.begun_by}, {day_words(office_date(entry.begun_at))}{changed}",
        late,
    )


def progress_words(note: Progress) -> str:
    return f"{day_words(note.day)}, {note.by}: {note.text}"


def change_words(version: Version, known: Competencies) -> str:
    """What one version changed: "Due: 31 Oct 2009 → 30 Nov 2009"."""
    if version.before is None:
        return "Begun"
    if version.before.withdrawn != version.form.withdrawn:
        return "Withdrawn" if version.form.withdrawn else "Put back"
    told = []
    for name in changed_fields(version.before, version.form):
        if name == "progress":
            added = version.form.progress[len(version.before.progress) :]
            told += [f"Progress: {note.text}" for note in added]
            continue
        before, after = (_field(form, name, known) for form in (version.before, version.form))
        told.append(f"{field_words(version.form.kind, name)}: {_change(before, after)}")
    return "; ".join(told)


def _change(before: str, after: str) -> str:
    if not before:
        return after
    return f"{before} → {after}" if after else f"{before} → taken away"


def subject_words(form: EntryForm, known: Competencies) -> str:
    """What an entry is, in one line of a list."""
    title = _title(form, known)
    return title if form.kind is EntryKind.FEEDBACK else f"{KIND_WORDS[form.kind]}: {title}"


def _title(form: EntryForm, known: Competencies) -> str:
    if form.kind is EntryKind.FEEDBACK:
        return f"Feedback of {day_words(form.day)}"
    return known.title(form.competency) if form.kind is EntryKind.COMPETENCY else form.title


def _facts(form: EntryForm, record: DevelopmentRecord, known: Competencies) -> tuple[tuple[str, str], ...]:
    competency = known.get(form.competency)
    expected = "" if competency is None else competency.expected_at(record.line.grade)
    calls = (record.review(review) for review in form.reviews)
    tied = dict.fromkeys(review_words(call) for call in calls if call is not None)
    outside = len(form.reviews) - sum(record.review(review) is not None for review in form.reviews)
    if outside and not record.may_comment:
        tied[f"{outside} outside this period"] = None
    prompts = "\n".join(record.prompts.get(prompt, prompt) for prompt in form.prompts)
    return (
        ("Expected", expected),
        ("Measure", form.measure),
        ("Agreed action", form.action),
        ("Due", day_words(form.due)),
        ("Day", day_words(form.day) if form.kind is EntryKind.COMPETENCY else ""),
        ("Given by", form.given_by),
        ("Outcome", form.outcome),
        ("About", prompts),
        ("Checks", "\n".join(tied)),
    )


def _field(form: EntryForm, name: str, known: Competencies) -> str:
    value = getattr(form, name)
    if isinstance(value, Standing):
        return STANDING_WORDS[value]
    if isinstance(value, date):
        return day_words(value)
    if name == "competency":
        return known.title(value)
    if name == "reviews":
        return str(len(value))
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")
