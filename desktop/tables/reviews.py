"""The list of reviews: its columns and marks, the lines of its rail, what its head and its empty state say."""

from collections.abc import Hashable, Mapping
from datetime import date

from PySide6.QtCore import QObject

from desktop.state.reviews import Looked, ReviewList
from desktop.tables import wording
from desktop.tables.life import (
    STANDS,
    changed_words,
    critical_words,
    day_of,
    disputes_words,
    reply_by_words,
    score_words,
)
from desktop.tables.paged import PagedColumn, PagedModel
from models.review import ReviewKind
from models.review_life import LifeState
from models.staff import Role
from models.store.review_listing import LifeLine, LifeOrder, LifeQuery, Stand

ALL = "all"
"""The line of the rail that asks for every review, wherever it stands."""
KINDS = {ReviewKind.PRIMARY: "Primary", ReviewKind.SECOND: "Second mark", ReviewKind.CALIBRATION: "Calibration"}
NONE = "—"
LASTING = 10
"""So many columns are shown on the smallest desk; the others on wider ones."""
Column = PagedColumn[LifeLine, LifeOrder]


def stand_of(line: LifeLine, today: date) -> Stand:
    """Where a line stands; an amendment stands where its newest version does."""
    if line.state is LifeState.RELEASED:
        return Stand.OVERDUE if line.reply_by is not None and line.reply_by < today else Stand.AWAITING
    if line.state is LifeState.DECIDED:
        return Stand.TO_AMEND if line.to_amend else Stand.DECIDED
    return {
        LifeState.DRAFT: Stand.DRAFT,
        LifeState.SIGNED: Stand.TO_RELEASE,
        LifeState.ACKNOWLEDGED: Stand.ACKNOWLEDGED,
        LifeState.DISPUTED: Stand.TO_DECIDE,
        LifeState.AMENDED: Stand.AMENDED,
    }[line.state]


def name_of(line: LifeLine) -> str:
    """What a review is about: the recording, else the sheet."""
    return line.recording_id or line.sheet_id or line.review_id


def signed_words(line: LifeLine) -> str:
    return "not signed" if line.signed_at is None else day_of(line.signed_at)


def class_words(line: LifeLine) -> str:
    """The KPI class, as published and as amended."""
    if line.kpi_class is None:
        return NONE
    return changed_words(wording.kpi_class(line.kpi_class_published), wording.kpi_class(line.kpi_class))


def _sheet_words(line: LifeLine) -> str:
    if line.sheet_id is None:
        return NONE
    return wording.CHANGED_SINCE if line.sheet_changed else "as signed"


def columns_for(today: date) -> tuple[Column, ...]:
    """What one goes by comes first; team, case and kind are for wider screens."""

    def reply(line: LifeLine) -> str:
        return reply_by_words(line.reply_by, today, waits=line.state is LifeState.RELEASED)

    def score(line: LifeLine) -> str:
        return changed_words(score_words(line.score_published), score_words(line.score))

    return (
        Column("state", "State", lambda i: STANDS[stand_of(i, today)].line, LifeOrder.STATE, widest="Awaiting reply"),
        Column("signed", "Signed", signed_words, LifeOrder.SIGNED, widest="14 Sep 2009"),
        Column("caseworker", "Caseworker", lambda i: i.caseworker_id or NONE, LifeOrder.CASEWORKER),
        Column("about", "Call/sheet", name_of, widest="PAG-088102"),
        Column("score", "Score", score, LifeOrder.SCORE, figures=True, widest="83.3 → 100.0"),
        Column("critical", "Critical", lambda i: critical_words(i.critical), widest="Critical"),
        Column("class", "KPI class", class_words, LifeOrder.KPI_CLASS, widest="Accurate by discretion"),
        Column("reply", "Reply by", reply, LifeOrder.REPLY_BY, widest="14 Sep 2009"),
        Column("disputes", "Disputes", lambda i: disputes_words(i.disputed, i.undecided), widest="1 of 2 open"),
        Column("reviewer", "Reviewer", lambda i: i.reviewer_id, LifeOrder.REVIEWER),
        Column(
            "sheet",
            "Sheet",
            lambda i: wording.CHANGED_SINCE if i.sheet_changed else "as signed",
            widest="Changed since +",
        ),
        Column("case", "Case", lambda i: i.case_ref or NONE),
        Column("team", "Team", lambda i: i.team or NONE),
        Column("kind", "Kind", lambda i: KINDS[i.kind], widest="Second mark"),
    )


def mark_of(line: LifeLine, today: date) -> tuple[str, str]:
    """Drawing and ink of a line; the word stands beside it."""
    stands = STANDS[stand_of(line, today)]
    return stands.mark, stands.ink


class ReviewsModel(PagedModel[LifeQuery, LifeLine, LifeOrder]):
    """The reviews as rows."""

    def __init__(self, asked: ReviewList, today: date, parent: QObject | None = None) -> None:
        super().__init__(asked, parent)
        self._columns = columns_for(today)

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def key_of(self, item: LifeLine) -> Hashable:
        return item.review_id

    def tool_tip(self, item: LifeLine) -> str:
        """The ids of a line, and what the columns leave out."""
        parts = [part for part in (item.recording_id, item.sheet_id, item.case_ref) if part]
        if item.versions > 1:
            parts.append(f"{item.versions} versions")
        if item.sheet_changed:
            parts.append("an import gave the sheet other figures since this was signed")
        return wording.tip(" · ".join((*parts, f"{item.scorecard}, review {item.review_id}")))


def rail_keys(role: Role | None) -> tuple[str, ...]:
    """The lines of the rail: a caseworker is given no drafts and nothing before its release."""
    stands = [stand.value for stand in STANDS]
    if role is Role.CASEWORKER:
        stands = [key for key in stands if key not in (Stand.DRAFT, Stand.TO_RELEASE, Stand.TO_AMEND)]
    return (ALL, *stands)


def all_of(counts: Mapping[Stand, int]) -> int:
    """How many reviews there are; an amendment is counted where it stands."""
    return sum(number for stand, number in counts.items() if stand is not Stand.AMENDED)


def summary_words(counts: Mapping[Stand, int], *, own: bool) -> str:
    """What there is and what waits: "31 signed · 4 to release · 2 disputed to decide"; to a caseworker, of his own."""
    signed = all_of(counts) - counts.get(Stand.DRAFT, 0)
    if own:
        waits = counts.get(Stand.AWAITING, 0)
        return f"{wording.number(signed)} of your calls · {wording.number(waits)} to reply to"
    parts = [f"{wording.number(signed)} signed"]
    for stand, words in (
        (Stand.TO_RELEASE, "to release"),
        (Stand.OVERDUE, "overdue"),
        (Stand.TO_DECIDE, "disputed to decide"),
        (Stand.TO_AMEND, "to amend"),
    ):
        if counts.get(stand):
            parts.append(f"{wording.number(counts[stand])} {words}")
    return " · ".join(parts)


def next_step(looked: Looked, *, own: bool) -> tuple[str, str]:
    """What is to be done next with a review, as command and words; opening it where nothing else is possible."""
    possible, story = looked.possible, looked.story
    if possible is None or story is None:
        return "open_review", "Open the draft"
    if possible.release is None:
        return "release_reviews", "Release the review"
    if story.state is LifeState.RELEASED and (possible.acknowledge is None or possible.dispute is None):
        return "reply_selected", "Reply to the review" if own else "Record the reply"
    if possible.decide is None:
        return "decide_selected", "Decide the dispute" if len(story.undecided) == 1 else "Decide the disputes"
    if story.to_amend and possible.amend is None:
        return "amend_selected", "Amend the review"
    return "open_review", "Open the review"


def why_not(looked: Looked, *, own: bool) -> str:
    """Why whoever works cannot do what is to be done next; empty where it is possible, or is not for a caseworker."""
    possible, story = looked.possible, looked.story
    if possible is None or story is None or (own and story.state is not LifeState.RELEASED):
        return ""
    reasons = {
        LifeState.SIGNED: possible.release,
        LifeState.RELEASED: possible.acknowledge,
        LifeState.DISPUTED: possible.decide,
        LifeState.DECIDED: possible.amend if story.to_amend else None,
    }
    return reasons.get(story.state) or ""


EMPTY: Mapping[str, tuple[str, str, str, str, str]] = {
    ALL: (
        "scorecard",
        "No check is begun yet",
        "Every check you sign is followed here: released to the caseworker, answered, decided, amended.",
        "See what is to check",
        "worklist",
    ),
    Stand.DRAFT: (
        "state-draft",
        "No check is half done",
        "A check that is begun waits here until it is signed.",
        "See what is to check",
        "worklist",
    ),
    Stand.TO_RELEASE: (
        "good",
        "Nothing waits to be released",
        "A review you sign stands here until its caseworker is told.",
        "See what is to check",
        "worklist",
    ),
    Stand.AWAITING: (
        "state-released",
        "No reply is awaited",
        "A released review stands here until its caseworker takes note of it or disputes it.",
        "See what is to be released",
        Stand.TO_RELEASE,
    ),
    Stand.OVERDUE: (
        "good",
        "No reply is overdue",
        "A review whose last day to reply is over would stand here, to be asked after.",
        "See what awaits a reply",
        Stand.AWAITING,
    ),
    Stand.ACKNOWLEDGED: (
        "state-acknowledged",
        "Nothing is acknowledged yet",
        "A review stands here once its caseworker has taken note of it.",
        "See what awaits a reply",
        Stand.AWAITING,
    ),
    Stand.TO_DECIDE: (
        "good",
        "No dispute waits to be decided",
        "A prompt that a caseworker disputes is decided here, by another reviewer than the one who signed.",
        "See what awaits a reply",
        Stand.AWAITING,
    ),
    Stand.TO_AMEND: (
        "good",
        "Nothing is to be amended",
        "A review stands here when a dispute was decided as to be changed.",
        "See every review",
        ALL,
    ),
    Stand.DECIDED: (
        "state-decided",
        "No dispute was decided yet",
        "Disputed reviews whose answers were all upheld stand here.",
        "See every review",
        ALL,
    ),
    Stand.AMENDED: (
        "state-amended",
        "Nothing was amended",
        "A review stands here when a later version took its place; both figures are shown.",
        "See every review",
        ALL,
    ),
}
"""Drawing, title, words, button and what it stands for, by what was asked."""
OWN_EMPTY = (
    "state-released",
    "No review of your calls is here",
    "A review of your own calls stands here once it is released to you: take note of it, or dispute a prompt.",
    "",
    "",
)
"""The same for a caseworker, who has nothing else to do here."""
