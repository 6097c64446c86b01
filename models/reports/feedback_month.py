"""One caseworker over a period: every review with its outcome, what recurs, what improved, disputes, feedback given.

For the caseworker, the team leader and Quality Assurance. It counts with "n of m" and never ranks: no colleague and no
average of others stands in it. A review counts on the day of the decision, in the version that holds now; second marks
and calibration stay out. It holds no comment, so nothing of the other party's can be in it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from models.clock import office_date
from models.kpi import KpiClass
from models.reports import wording
from models.reports.document import Block, Bullets, Column, ColumnKind, Document, Facts, Heading, Paragraph, Table
from models.reports.feedback import CAVEAT
from models.reports.feedback_month_reading import MonthFacts, Reviewed, period_before, read_month
from models.reports.withheld import Withholding
from models.review import AnswerValue
from models.review_life import LifeState, Outcome
from models.scoring import Critical
from models.store import Store
from models.store.review_versions import VersionLine
from models.store.staff import Person

LIVES = {
    LifeState.SIGNED: "Not released",
    LifeState.RELEASED: "Awaits a reply",
    LifeState.ACKNOWLEDGED: "Acknowledged",
    LifeState.DISPUTED: "Disputed",
    LifeState.DECIDED: "Disputes decided",
}
COLUMNS = (
    *("counts_on", "review_id", "recording_id", "sheet_id", "score", "score_published", "critical", "kpi_class"),
    *("kpi_class_published", "state", "released_on", "disputed", "upheld", "changed"),
)
"""The columns of the rows behind the document, a row a review."""


def month_document(store: Store, caseworker_id: str, first: date, last: date, by: Person) -> Document:
    """The document. Raises UnknownId, NotAllowed for who may not have it, WrongUsage where `first` is after `last`."""
    return document_of(read_month(store, caseworker_id, first, last, by))


def rows_of(facts: MonthFacts) -> list[dict[str, str | None]]:
    """The reviews as plain rows under `COLUMNS`."""
    return [
        {
            "counts_on": _iso(each.rows.review.counts_on),
            "review_id": each.now.review_id,
            "recording_id": each.rows.form.recording_id,
            "sheet_id": each.rows.form.sheet_id,
            "score": _text(each.now.score),
            "score_published": _text(each.published.score),
            "critical": _text(each.now.critical),
            "kpi_class": _text(each.now.kpi_class),
            "kpi_class_published": _text(each.published.kpi_class),
            "state": each.lives[-1].state.value,
            "released_on": _released(each),
            "disputed": str(len(each.disputes)),
            "upheld": str(each.outcomes(Outcome.UPHELD)),
            "changed": str(each.outcomes(Outcome.CHANGED)),
        }
        for each in facts.reviews
    ]


def _released(each: Reviewed) -> str | None:
    released = each.lives[-1].released_at
    return None if released is None else office_date(released).isoformat()


def _iso(when: date | None) -> str | None:
    return None if when is None else when.isoformat()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def document_of(facts: MonthFacts) -> Document:
    """The document of what was read."""
    blocks: tuple[Block, ...] = (
        *_in_short(facts),
        *_list(facts),
        *_recurring(facts),
        *_compared(facts),
        *_disputes(facts),
        *_given(facts),
        Paragraph(
            "Reviews count on the day of the decision, in the version that holds now; second marks and calibration are "
            "left out. Nothing here compares one member of staff with another.",
            quiet=True,
        ),
    )
    return Document(
        "Feedback over a period",
        blocks,
        subtitle=f"{wording.day(facts.first)} to {wording.day(facts.last)}",
        reference=f"{facts.first.isoformat()} to {facts.last.isoformat()}",
        handling=CAVEAT,
        facts=(
            ("Caseworker", ", team ".join(part for part in (facts.caseworker_id, facts.team) if part)),
            ("As at", wording.day(facts.today)),
        ),
    )


def _in_short(facts: MonthFacts) -> Iterator[Block]:
    yield Heading("In short")
    whole = len(facts.reviews)
    if not whole:
        yield Paragraph("No review falls into this period.")
        return
    classes = Counter(each.now.kpi_class for each in facts.reviews)
    failed = sum(each.now.critical is Critical.FAIL for each in facts.reviews)
    yield Facts(
        (
            ("Reviews", str(whole)),
            *((wording.SHORT_CLASSES[code], wording.of(classes[code], whole)) for code in KpiClass),
            ("A critical prompt is a no", wording.of(failed, whole)),
        )
    )


def _list(facts: MonthFacts) -> Iterator[Block]:
    if not facts.reviews:
        return
    yield Heading("The reviews")
    yield Table(
        (
            Column("Decided", ColumnKind.CODE),
            Column("About", ColumnKind.CODE),
            Column("Score", ColumnKind.NUMBER),
            Column("Class"),
            Column("As published"),
            Column("Standing"),
        ),
        tuple(_line(each) for each in facts.reviews),
    )


def _line(each: Reviewed) -> tuple[str, ...]:
    form, now, then = each.rows.form, each.now, each.published
    about = Withholding().text(form.recording_id or form.sheet_id or "")
    same = (now.score, now.critical, now.kpi_class) == (then.score, then.critical, then.kpi_class)
    return (
        wording.day(each.rows.review.counts_on),
        about,
        _score(now),
        _class(now),
        "the same" if same else f"{_score(then)}, {_class(then).lower()}",
        LIVES.get(each.lives[-1].state, each.lives[-1].state.value),
    )


def _score(version: VersionLine) -> str:
    return "–" if version.score is None else str(version.score)


def _class(version: VersionLine) -> str:
    return "No class" if version.kpi_class is None else wording.SHORT_CLASSES[version.kpi_class]


def _asked(reviews: Sequence[Reviewed]) -> tuple[Counter[str], Counter[str]]:
    """By prompt: how often it was answered no, and how often yes or no at all."""
    noes, asked = Counter[str](), Counter[str]()
    for note in (note for each in reviews for note in each.rows.notes):
        if note.value in (AnswerValue.YES, AnswerValue.NO):
            asked[note.prompt] += 1
            noes[note.prompt] += note.value is AnswerValue.NO
    return noes, asked


def _recurring(facts: MonthFacts) -> Iterator[Block]:
    """What was answered no more than once."""
    noes, asked = _asked(facts.reviews)
    often = sorted((prompt for prompt, count in noes.items() if count > 1), key=lambda each: (-noes[each], each))
    if not facts.reviews:
        return
    yield Heading("What recurs")
    yield Table(
        (Column("Prompt", share=4), Column("Answered no", ColumnKind.NUMBER)),
        tuple((facts.texts.get(each, each), wording.of(noes[each], asked[each])) for each in often),
        empty="No prompt was answered “no” more than once.",
    )


def _compared(facts: MonthFacts) -> Iterator[Block]:
    """What was answered no less often, and more often, than in the period before."""
    if not facts.reviews:
        return
    first, last = period_before(facts.first, facts.last)
    yield Heading("Against the period before")
    period = f"{wording.day(first)} to {wording.day(last)}"
    if not facts.before:
        yield Paragraph(f"No review falls into {period}.")
        return
    yield Paragraph(f"{wording.several(len(facts.before), 'review')} from {period}.", quiet=True)
    (noes, asked), (noes_then, asked_then) = _asked(facts.reviews), _asked(facts.before)
    better: list[str] = []
    worse: list[str] = []
    for prompt in sorted(asked.keys() & asked_then.keys()):
        now, then = noes[prompt] * asked_then[prompt], noes_then[prompt] * asked[prompt]
        told = (
            f"{facts.texts.get(prompt, prompt)} No in {wording.of(noes[prompt], asked[prompt])}, before in "
            f"{wording.of(noes_then[prompt], asked_then[prompt])}."
        )
        if now != then:
            (better if now < then else worse).append(told)
    for title, lines, none in (
        ("Improved", better, "Nothing was answered no less often."),
        ("To keep an eye on", worse, "Nothing was answered no more often."),
    ):
        yield Heading(title, 2)
        yield Bullets(tuple(lines)) if lines else Paragraph(none)


def _disputes(facts: MonthFacts) -> Iterator[Block]:
    disputed = [(each, dispute) for each in facts.reviews for life in each.lives for dispute in life.disputes]
    if not facts.reviews:
        return
    yield Heading("Disputes and their outcomes")
    words = {None: "Waits for a decision", Outcome.UPHELD: "Upheld", Outcome.CHANGED: "Changed"}
    yield Table(
        (Column("About", ColumnKind.CODE), Column("Prompt", share=3), Column("Outcome")),
        tuple(
            (
                Withholding().text(each.rows.form.recording_id or each.rows.form.sheet_id or ""),
                facts.texts.get(dispute.prompt, dispute.prompt),
                words[dispute.outcome],
            )
            for each, dispute in disputed
        ),
        empty="Nothing was disputed.",
    )


def _given(facts: MonthFacts) -> Iterator[Block]:
    """How much of it was handed over, and answered."""
    if not facts.reviews:
        return
    whole = len(facts.reviews)
    lives = [life for each in facts.reviews for life in each.lives[-1:]]
    released = sum(life.released_at is not None for life in lives)
    yield Heading("Feedback given")
    yield Facts(
        (
            ("Released", wording.of(released, whole)),
            ("Acknowledged", wording.of(sum(life.acknowledged is not None for life in lives), whole)),
            ("Awaits a reply", wording.of(sum(life.state is LifeState.RELEASED for life in lives), whole)),
        )
    )
