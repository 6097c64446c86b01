"""A caseworker's record over a reporting period as a document, for the one-to-one of caseworker and team leader.

It says what stood in the record on the day it was made, with what was changed, and leaves room for both to sign. It is
no report: it goes to these two alone, and no other report takes anything from it. What is left out of the record on
purpose (improvement plans, discipline) is left out here.
"""

from datetime import date

from models.clock import office_date
from models.competencies import Competencies
from models.development import EntryKind, field_words
from models.reports.development_words import (
    change_words,
    day_words,
    dispute_words,
    entry_words,
    life_words,
    outcome_words,
    score_words,
    subject_words,
)
from models.reports.document import (
    Block,
    Column,
    ColumnKind,
    Document,
    Entry,
    Heading,
    Note,
    Paragraph,
    Signatures,
    Table,
    Tone,
)
from models.store.development_reading import DevelopmentRecord

PARTS = (
    (EntryKind.OBJECTIVE, "Objectives", "No objective was agreed in this period."),
    (EntryKind.COMPETENCY, "Competencies", "No competency was noted in this period."),
    (EntryKind.NEED, "Development plan", "No development need was agreed in this period."),
    (EntryKind.FEEDBACK, "Continuous feedback", "No feedback was recorded in this period."),
)
TONES = {"good": Tone.GOOD, "bad": Tone.BAD, "warn": Tone.CAUTION}
HANDLING = "For the caseworker and the team leader only. Not for publication, quality packs or any other report."
OUTSIDE = (
    "Checks are listed by day; no caseworker is compared with another. Improvement plans and discipline are not part "
    "of this record."
)


def development_document(record: DevelopmentRecord, known: Competencies, label: str, today: date) -> Document:
    """The record as it may be seen by the one it was read for; `label` is what the department calls it."""
    line = record.line
    period = f"{day_words(record.period.first)} to {day_words(record.period.last)}"
    blocks: list[Block] = [Heading("Checks of the period"), _checks(record), Paragraph(OUTSIDE, quiet=True)]
    for kind, title, nothing in PARTS:
        blocks.append(Heading(title))
        entries = record.of_kind(kind)
        if not entries:
            blocks.append(Paragraph(nothing, quiet=True))
        for entry in entries:
            words = entry_words(entry, record, known, today)
            facts = [(field_words(kind, "text"), text) for text in words.paragraphs]
            facts += words.facts
            facts += [("Progress", note) for note in words.progress]
            if words.comment:
                facts.append(("Caseworker's comment", words.comment))
            blocks.append(
                Entry(
                    words.title,
                    words.mark,
                    TONES.get(words.tone, Tone.PLAIN),
                    (*facts, ("Recorded", words.foot)),
                )
            )
    blocks += [Heading("What was changed"), _history(record, known)]
    blocks += [
        Heading("Agreed at the one-to-one"),
        Note("By signing, both say that this was talked about, not that they agree on every word.", tone=Tone.PLAIN),
        Signatures(("Caseworker", "Team leader")),
    ]
    return Document(
        title=f"{label}: record of {record.caseworker_id}",
        subtitle=period,
        reference=record.caseworker_id,
        handling=HANDLING,
        facts=tuple(
            (name, value)
            for name, value in (
                ("Caseworker", record.caseworker_id),
                ("Grade", line.grade or ""),
                ("Team", line.team or ""),
                ("Team leader", line.team_leader or ""),
                ("Reporting period", period),
                ("Made on", day_words(today)),
            )
            if value
        ),
        blocks=tuple(blocks),
    )


def _checks(record: DevelopmentRecord) -> Table:
    return Table(
        (
            Column("Day", ColumnKind.CODE, 2),
            Column("Case", ColumnKind.CODE, 2),
            Column("Outcome", share=4),
            Column("Score", share=3),
            Column("State", share=3),
            Column("Disputes", share=3),
        ),
        tuple(
            (
                day_words(call.day),
                call.case_ref or call.recording_id or call.sheet_id or "",
                outcome_words(call),
                score_words(call),
                life_words(call),
                dispute_words(call),
            )
            for call in record.reviews
        ),
        empty="No check in this period.",
    )


def _history(record: DevelopmentRecord, known: Competencies) -> Table:
    changed = [version for version in record.versions if version.before is not None]
    return Table(
        (
            Column("Day", ColumnKind.CODE, 2),
            Column("Who", ColumnKind.CODE, 1),
            Column("Entry", share=4),
            Column("Change", share=6),
        ),
        tuple(
            (
                day_words(office_date(version.made_at)),
                version.made_by,
                subject_words(version.form, known),
                change_words(version, known),
            )
            for version in changed
        ),
        empty="Nothing was changed after it was recorded.",
    )
