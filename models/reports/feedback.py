"""The feedback document of one review: what its caseworker is handed, without the other party's personal data.

What went well comes first, then what to work on; every figure that changed stands as published and as amended; and it
says until when and how it can be disputed, and that another reviewer decides.

Left out on purpose: the case reference, names, what was said on the call, every amount of money, and comments on
sensitive prompts. The steer's reasons are given in rungs, percentages and weeks: income, arrears and what a parent can
pay are that parent's data, a document lies on desks, and the caseworker finds the figures in the system by the sheet's
number. Free text is redacted (`models.reports.withheld`).
"""

from collections.abc import Iterator

from models.clock import office_date
from models.reports import wording
from models.reports.document import (
    Block,
    Column,
    ColumnKind,
    Document,
    Facts,
    Heading,
    Note,
    Pairs,
    Paragraph,
    Signatures,
    Table,
    Tone,
)
from models.reports.feedback_prompts import disputes, findings, left_open, to_work_on, went_well
from models.reports.feedback_reading import FeedbackFacts, read_feedback
from models.reports.feedback_reply import right_of_reply
from models.reports.feedback_steer import steer_says
from models.reports.withheld import Withholding
from models.review import ReviewKind
from models.review_life import LifeState
from models.scoring import SHARED_OUT
from models.store import Store
from models.store.staff import Person

CAVEAT = "Restricted: for the caseworker it is about, the team leader and Quality Assurance. Not for publication."
READ_FIRST = "Read the comments before you hand it over: a name without a title cannot be told from other words."
"""What whoever makes the document is told: patterns miss things (domain notes, section 5)."""
KINDS = {ReviewKind.PRIMARY: "Review", ReviewKind.SECOND: "Second marking", ReviewKind.CALIBRATION: "Calibration"}
COLUMNS = (
    *("review_id", "section", "prompt", "critical", "answer", "answer_published", "comment", "root_causes", "evidence"),
    *("disputed", "outcome"),
)
"""The columns of the rows behind the document, a row a prompt."""


def feedback_document(store: Store, review_id: str, by: Person) -> Document:
    """The document for the review with this id, in the newest version `by` may have.

    Raises UnknownId; NotAllowed for who may not have it; InputRefused for a draft.
    """
    return document_of(read_feedback(store, review_id, by))


def rows_of(facts: FeedbackFacts) -> list[dict[str, str | None]]:
    """The prompts as plain rows under `COLUMNS`, with what the document says of them."""
    outcomes = {each.prompt: "" if each.outcome is None else each.outcome.value for each in facts.disputes}
    sections = {prompt.id: section.title for section in facts.card.sections for prompt in section.prompts}
    return [
        {
            "review_id": facts.life.review_id,
            "section": sections[found.prompt.id],
            "prompt": found.prompt.id,
            "critical": "Y" if found.prompt.critical else "N",
            "answer": None if found.note.value is None else found.note.value.value,
            "answer_published": _code(found.note.value if found.published is None else found.published.value),
            "comment": found.comment or None,
            "root_causes": "; ".join(found.causes) or None,
            "evidence": found.evidence or None,
            "disputed": "Y" if found.prompt.id in outcomes else "N",
            "outcome": outcomes.get(found.prompt.id) or None,
        }
        for found in findings(facts, _withholding(facts))
    ]


def _code(value: object) -> str | None:
    return None if value is None else str(value)


def document_of(facts: FeedbackFacts) -> Document:
    """The document of what was read."""
    withheld = _withholding(facts)
    found = findings(facts, withheld)
    blocks: tuple[Block, ...] = (
        *_standing(facts),
        *_outcome(facts, withheld),
        *steer_says(facts),
        *went_well(found),
        *to_work_on(found),
        *left_open(facts, found),
        *disputes(facts, withheld),
        *_versions(facts, withheld),
        *right_of_reply(facts),
    )
    return Document(
        "Feedback on a call" if facts.rows.recording is not None else "Feedback on a guide sheet",
        (*blocks, _left_out(withheld), Signatures(("Caseworker", "Team leader"))),
        subtitle=facts.card.title,
        reference=f"{KINDS[ReviewKind(facts.rows.review.kind)]} {facts.life.review_id}",
        handling=CAVEAT,
        facts=_about(facts, withheld),
    )


def _withholding(facts: FeedbackFacts) -> Withholding:
    rows = facts.rows
    known = (
        rows.case_ref,
        None if rows.sheet is None else rows.sheet.case_ref,
        None if rows.recording is None else rows.recording.case_ref,
    )
    return Withholding([each for each in known if each], rows.figures)


def _about(facts: FeedbackFacts, withheld: Withholding) -> Pairs:
    rows, form = facts.rows, facts.rows.form
    call = None if form.recording_id is None else withheld.text(form.recording_id)
    sheet = None if form.sheet_id is None else withheld.text(form.sheet_id)
    told = (
        ("Caseworker", ", team ".join(part for part in (form.caseworker_id, rows.team_at_signing) if part)),
        ("Reviewed by", f"{form.reviewer_id}, signed {wording.moment(form.signed_at)}"),
        ("Call", call and ", ".join(part for part in (call, _call_day(facts)) if part)),
        ("Guide sheet", sheet and f"{sheet}, decision of {wording.day(rows.decision_date)}"),
        ("Reply until", wording.day(facts.life.reply_by) if facts.life.state is LifeState.RELEASED else ""),
        ("Scorecard", rows.scorecard_id),
        ("Steer policy", form.policy),
        ("Made on", wording.day(facts.today)),
    )
    return tuple((name, value) for name, value in told if value)


def _call_day(facts: FeedbackFacts) -> str:
    start = facts.rows.call_start
    return "" if start is None else wording.moment(start)


def _standing(facts: FeedbackFacts) -> Iterator[Block]:
    """What must be known before anything is read: not released yet, or amended."""
    if facts.life.state is LifeState.SIGNED:
        yield Note(
            "This version was not released to the caseworker yet: no time for a reply runs.",
            "Not released",
            Tone.CAUTION,
        )
    if facts.is_amended:
        yield Note(
            f"First signed on {wording.day(office_date(facts.versions[0].signed_at))}, and amended since. What changed "
            "stands as published and as amended.",
            "Amended",
            Tone.CAUTION,
        )


def _outcome(facts: FeedbackFacts, withheld: Withholding) -> Iterator[Block]:
    result = facts.result
    yield Heading("Outcome")
    if facts.is_amended:
        yield _changed_figures(facts)
    else:
        yield Facts(
            (
                ("Score", _score(result.score)),
                ("Critical prompts", "Open" if result.critical is None else wording.CRITICAL[result.critical]),
                ("Class", "None" if result.kpi_class is None else wording.CLASSES[result.kpi_class]),
            )
        )
    yield Paragraph("\n".join(_working(facts)), quiet=True)
    remark = withheld.text(facts.rows.review.comment)
    if remark:
        yield Note(remark, "The reviewer's remark")


def _changed_figures(facts: FeedbackFacts) -> Table:
    then, now = facts.published, facts.versions[-1]
    figures = (
        ("Score", _score(then.score), _score(now.score)),
        (
            "Critical prompts",
            "Open" if then.critical is None else wording.SHORT_CRITICAL[then.critical],
            "Open" if now.critical is None else wording.SHORT_CRITICAL[now.critical],
        ),
        (
            "Class",
            "None" if then.kpi_class is None else wording.SHORT_CLASSES[then.kpi_class],
            "None" if now.kpi_class is None else wording.SHORT_CLASSES[now.kpi_class],
        ),
    )
    return Table(
        (Column("Figure"), Column("As published"), Column("As amended"), Column("Since")),
        tuple((what, before, after, "changed" if before != after else "the same") for what, before, after in figures),
    )


def _score(score: object) -> str:
    return "None: nothing was answered yes or no" if score is None else f"{score} of 100"


def _working(facts: FeedbackFacts) -> Iterator[str]:
    """How the score comes about, in short; which errors are the figures' and which the conversation's."""
    result = facts.result
    for line in result.working:
        name, _, sum_ = line.partition(": ")
        if name == "Score":
            yield f"How the score comes about: {sum_}."
    left_out = result.not_applicable + result.cannot_tell
    if left_out:
        yield f"{wording.several(left_out, 'prompt')} not scored. {SHARED_OUT}"
    if result.steps:
        yield (
            f"{wording.several(len(result.figure_errors), 'error')} in the figures (the steer), "
            f"{wording.several(len(result.process_errors), 'error')} in how the arrangement was reached."
        )


def _versions(facts: FeedbackFacts, withheld: Withholding) -> Iterator[Block]:
    """Every version with its reason, where there is more than one."""
    if not facts.is_amended:
        return
    yield Heading("Versions of this review")
    yield Table(
        (
            Column("Signed", ColumnKind.CODE),
            Column("By", ColumnKind.CODE),
            Column("Score", ColumnKind.NUMBER),
            Column("Class"),
            Column("Reason of the amendment", share=2),
        ),
        tuple(
            (
                wording.moment(version.signed_at),
                version.by,
                "–" if version.score is None else str(version.score),
                "None" if version.kpi_class is None else wording.SHORT_CLASSES[version.kpi_class],
                withheld.text(version.why or "") or "–",
            )
            for version in facts.versions
        ),
    )


def _left_out(withheld: Withholding) -> Paragraph:
    taken = f" {wording.several(withheld.removed, 'detail')} taken out of comments." if withheld.removed else ""
    return Paragraph(
        "Left out of this document: the case reference, what was said on the call, amounts of money, comments on "
        f"health or family, and names and numbers of other people as far as they can be told from other words.{taken}",
        quiet=True,
    )
