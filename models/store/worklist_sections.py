"""The questions of the worklist as statements, all with the same columns under the same names.

A call is *due* when it is matched to a sheet and nobody has drafted or signed a primary review of the call or of its
sheet. A recording or sheet on its own leaves its section once somebody began a review of it. Of signed reviews the
latest amendment stands for all. `MATCHED`, every settled tie whatever became of it, is for the matches page; `JUDGED`,
every guide sheet with what the steer says of it and who confirmed that, for the Sheets page: it is sorted by the day of
the decision, and a line has begun while a person's confirmation says what the sheet says.

Where a blind draw of a sheet waits, no line says what the steer says of it: so it is neither shown nor filtered, sorted
or counted by (`models.store.sample_waiting`).
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, Text, and_, case, cast, exists, func, literal, not_, null, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import coalesce
from sqlalchemy.types import JSON
from sqlmodel import col

from models.guide_sheet import GuideSheet
from models.matching import OPEN, PRIMARY, SETTLED, Match, MatchState
from models.recording import Recording
from models.review import Review, ReviewKind, ReviewState
from models.review_life import LifeState
from models.sheet_judgement import SheetConfirmation, SheetJudgement, Word
from models.staff import Staff, Team
from models.store.sample_waiting import hidden, shown, unless_hidden
from models.store.worklist_places import LEFT_WHEN_BEGUN, OF_REVIEW, OF_SIGNED, PLACE_OF, Section
from models.transcript import Transcript
from models.work_line import Place

__all__ = ["LEFT_WHEN_BEGUN", "OF_REVIEW", "OF_SIGNED", "PLACE_OF", "Columns", "Only", "Section", "asked", "lines_of"]


@dataclass(frozen=True)
class Columns:
    """The columns of a section, as expressions to select, filter and sort by."""

    recording_id: ColumnElement[Any]
    sheet_id: ColumnElement[Any]
    started_at: ColumnElement[Any]
    started_offset_min: ColumnElement[Any]
    decision_date: ColumnElement[Any]
    caseworker_id: ColumnElement[Any]
    team: ColumnElement[Any]
    case_ref: ColumnElement[Any]
    duration_ms: ColumnElement[Any]
    method_agreed: ColumnElement[Any]
    match_rule: ColumnElement[Any]
    match_state: ColumnElement[Any]
    match_certainty: ColumnElement[Any]
    match_reason: ColumnElement[Any]
    candidates: ColumnElement[Any]
    review_id: ColumnElement[Any]
    review_state: ColumnElement[Any]
    reviewer_id: ColumnElement[Any]
    saved_at: ColumnElement[Any]
    signed_at: ColumnElement[Any]
    score: ColumnElement[Any]
    kpi_class: ColumnElement[Any]
    critical: ColumnElement[Any]
    sheet_changed: ColumnElement[Any]
    has_transcript: ColumnElement[Any]
    day: ColumnElement[Any]
    recording: ColumnElement[Any]
    sheet: ColumnElement[Any]
    begun: ColumnElement[Any]
    scheme: ColumnElement[Any]
    label: ColumnElement[Any]
    rung: ColumnElement[Any]
    steer_label: ColumnElement[Any]
    verdict: ColumnElement[Any]
    reasons: ColumnElement[Any]
    reading_sensitive: ColumnElement[Any]

    def selected(self) -> Select[Any]:
        """The columns under their names: those of `WorkItem`, the day and the row ids."""
        return select(*(getattr(self, field.name).label(field.name) for field in fields(self)))

    @property
    def searched(self) -> tuple[ColumnElement[Any], ...]:
        return (self.recording_id, self.sheet_id, self.case_ref, self.caseworker_id)

    @property
    def score_number(self) -> ColumnElement[Any]:
        return cast(self.score, Float)

    @property
    def tie_break(self) -> tuple[ColumnElement[Any], ...]:
        """What keeps the order of equal lines the same from page to page."""
        return (self.recording_id, self.sheet_id, self.review_id)


Only = Callable[[Place, Any], ColumnElement[bool]]
"""Says which lines of a place are wanted, by the row that each of them is about: its tie (`Match`), recording, sheet,
or review."""


def asked(section: Section, is_sqlite: bool, *, with_reviewed: bool = False) -> tuple[Select[Any], Columns]:
    """The statement of a section, without filters, order or limit, and its columns.

    Recordings and sheets on their own leave their section with their first review, unless `with_reviewed`.
    """
    place = PLACE_OF[section]
    statement, columns = lines_of(place, is_sqlite)
    if section in LEFT_WHEN_BEGUN and not (with_reviewed and section is not Section.DUE):
        statement = statement.where(*_NOT_BEGUN[place])
    return statement, columns


def lines_of(place: Place, is_sqlite: bool, only: Only | None = None) -> tuple[Select[Any], Columns]:
    """Every line of a place, begun ones among them, and its columns; with `only`, some of them."""
    if place is Place.TIE:
        columns = _columns(is_sqlite, {"recording", "sheet", "match"}, begun=_begun(place))
        statement = _with_team(_tied(columns), columns).where(_state_of(Match, only).in_(SETTLED))
        anchor: Any = Match
    elif place is Place.RECORDING:
        columns = _columns(is_sqlite, {"recording"}, begun=_begun(place))
        statement, anchor = _alone(columns, Recording, Match.recording), Recording
    elif place is Place.SHEET:
        columns = _columns(is_sqlite, {"sheet"}, begun=_begun(place))
        statement, anchor = _alone(columns, GuideSheet, Match.sheet), GuideSheet
    elif place is Place.DOUBT:
        return _ambiguous(is_sqlite, only)
    elif place is Place.JUDGED:
        statement, columns = _judged(is_sqlite)
        anchor = GuideSheet
    else:
        statement, columns = _reviewed(place, is_sqlite, only)
        anchor = Review
    return (statement if only is None else statement.where(only(place, anchor))), columns


def _judged(is_sqlite: bool) -> tuple[Select[Any], Columns]:
    """Every sheet with its own call; begun where the last word on it is a confirmation of what it still says.

    `reviewer_id` and `signed_at` say whose word and when, `kpi_class` as what it was confirmed, `sheet_changed` that
    figures or verdict are others since: then it waits again.
    """
    word, later = aliased(SheetConfirmation), aliased(SheetConfirmation)
    confirmed = col(word.id).is_not(None)
    changed = confirmed & (
        (col(word.sheet_version) < GuideSheet.version) | (col(word.verdict) != coalesce(_of_steer("verdict"), ""))
    )
    columns = _columns(
        is_sqlite,
        {"recording", "sheet", "match"},
        begun=confirmed & not_(changed),
        reviewer_id=_column(word.made_by),
        signed_at=_column(word.made_at),
        kpi_class=unless_hidden(cast(_column(word.verdict), Text), hidden(_column(GuideSheet.id))),
        sheet_changed=case((changed, True), else_=False),
        started_at=cast(null(), _column(Recording.started_at).type),
        started_offset_min=cast(null(), _column(Recording.started_offset_min).type),
        day=_column(GuideSheet.decision_date),
    )
    statement = (
        columns.selected()
        .select_from(GuideSheet)
        .outerjoin(
            word,
            (col(word.sheet) == GuideSheet.id)
            & (col(word.word) == Word.CONFIRMED)
            & ~exists().where(col(later.follows) == word.id),
        )
        .outerjoin(Match, (col(Match.sheet) == GuideSheet.id) & col(Match.state).in_(PRIMARY))
        .outerjoin(Recording, col(Recording.id) == Match.recording)
    )
    return _with_team(_with_judgement(statement), columns), columns


def _tied(columns: Columns) -> Select[Any]:
    return _with_judgement(
        columns.selected()
        .select_from(Match)
        .join(Recording, col(Match.recording) == Recording.id)
        .join(GuideSheet, col(Match.sheet) == GuideSheet.id)
    )


_PRIMARY = col(Review.kind) == ReviewKind.PRIMARY
_OF_CALL = col(Review.subject) == literal("recording:").concat(col(Recording.id))
_NOT_BEGUN: dict[Place, tuple[ColumnElement[bool], ...]] = {
    Place.TIE: (
        col(Match.state) == MatchState.MATCHED,
        ~exists().where(col(Review.recording) == Recording.id, _PRIMARY, _OF_CALL),  # not that of a further sheet
        ~exists().where(col(Review.sheet) == GuideSheet.id, _PRIMARY),
    ),
    Place.RECORDING: (~exists().where(col(Review.recording) == Recording.id),),
    Place.SHEET: (~exists().where(col(Review.sheet) == GuideSheet.id),),
}
"""When nobody began a line's review. A tie beside the leading one is not due by itself: the call is begun with that."""


def _begun(place: Place) -> ColumnElement[bool]:
    return not_(and_(*_NOT_BEGUN[place]))


def _state_of(record: Any, only: Only | None) -> ColumnElement[Any]:
    """The state of a tie or review; where few are wanted, SQLite is not to look them up by their state."""
    return _column(record.state) if only is None else _column(record.state).concat("")


def _reviewed(place: Place, is_sqlite: bool, only: Only | None) -> tuple[Select[Any], Columns]:
    frozen = place is not Place.DRAFT
    columns = _columns(is_sqlite, {"recording", "sheet", "match", "review"}, **(_frozen(is_sqlite) if frozen else {}))
    state = ReviewState.DRAFT if place is Place.DRAFT else ReviewState.SIGNED
    statement = (
        columns.selected()
        .select_from(Review)
        .outerjoin(Recording, col(Review.recording) == Recording.id)
        .outerjoin(GuideSheet, col(Review.sheet) == GuideSheet.id)
        .outerjoin(Match, (col(Match.recording) == Review.recording) & (col(Match.sheet) == Review.sheet))
    )
    if place is Place.DRAFT:
        statement = _with_judgement(statement)
    return (
        _with_team(statement, columns).where(_state_of(Review, only) == state, *_of_life(place, only)),
        columns,
    )


def _of_life(place: Place, only: Only | None) -> tuple[ColumnElement[bool], ...]:
    """Of drafts those that begin a review, not what is to amend one; of signed reviews the newest versions."""
    if place is Place.DRAFT:
        return (col(Review.amends).is_(None),)
    unindexed = _column(Review.life).concat("")
    if place is Place.DISPUTED:
        return ((col(Review.life) if only is None else unindexed) == LifeState.DISPUTED,)
    return (unindexed != LifeState.AMENDED,)


def _alone(columns: Columns, record: Any, tied: Any) -> Select[Any]:
    """Recordings without a sheet, or sheets without a recording; `tied` is what points at them."""
    statement = columns.selected().select_from(record)
    if record is GuideSheet:
        statement = _with_judgement(statement)
    return _with_team(statement, columns).where(
        ~exists().where(tied == record.id, col(Match.state) != MatchState.KEPT_APART)
    )


def _ambiguous(is_sqlite: bool, only: Only | None) -> tuple[Select[Any], Columns]:
    """One line a sheet, however many recordings it could belong to; the recording's facts when it is only one."""
    wanted = () if only is None else (only(Place.DOUBT, Match),)
    ties = (
        select(
            col(Match.sheet).label("sheet"),
            func.count().label("candidates"),
            func.min(col(Match.recording)).label("recording"),
            func.min(col(Match.rule)).label("rule"),
            func.min(col(Match.state)).label("state"),
            func.max(col(Match.certainty)).label("certainty"),
            func.min(col(Match.reason)).label("reason"),
        )
        .where(_state_of(Match, only).in_(OPEN), *wanted)
        .group_by(col(Match.sheet))
        .subquery()
    )
    columns = _columns(
        is_sqlite,
        {"recording", "sheet"},
        match_rule=ties.c.rule,
        match_state=ties.c.state,
        match_certainty=ties.c.certainty,
        match_reason=ties.c.reason,
        candidates=ties.c.candidates,
    )
    statement = (
        columns.selected()
        .select_from(GuideSheet)
        .join(ties, ties.c.sheet == GuideSheet.id)
        .outerjoin(Recording, (ties.c.recording == Recording.id) & (ties.c.candidates == 1))
    )
    return _with_team(_with_judgement(statement), columns), columns


def _with_judgement(statement: Select[Any]) -> Select[Any]:
    """What the steer says of the sheet as it stands; nothing yet for one that waits to be judged."""
    return statement.outerjoin(SheetJudgement, col(SheetJudgement.sheet) == GuideSheet.id)


def _with_team(statement: Select[Any], columns: Columns) -> Select[Any]:
    """The caseworker's team by the staff list, for lines whose sheet names none."""
    return statement.outerjoin(Staff, col(Staff.staff_id) == columns.caseworker_id).outerjoin(
        Team, col(Team.id) == Staff.team_id
    )


def _columns(is_sqlite: bool, tables: set[str], **replaced: ColumnElement[Any]) -> Columns:
    """The columns of `tables` (recording, sheet, match, review); what does not take part is null."""
    call, sheet = "recording" in tables, "sheet" in tables

    def of(table: str, column: Any) -> ColumnElement[Any]:
        return _column(column) if table in tables else cast(null(), _column(column).type)

    def sheet_first(of_sheet: Any, of_call: Any) -> ColumnElement[Any]:
        if call and sheet:
            return coalesce(_column(of_sheet), _column(of_call))
        return _column(of_sheet if sheet else of_call)

    def of_result(key: str) -> ColumnElement[Any]:
        return _of_result(is_sqlite, key) if "review" in tables else cast(null(), Text)

    found: dict[str, ColumnElement[Any]] = {
        "recording_id": of("recording", Recording.recording_id),
        "sheet_id": of("sheet", GuideSheet.sheet_id),
        "started_at": of("recording", Recording.started_at),
        "started_offset_min": of("recording", Recording.started_offset_min),
        "decision_date": of("sheet", GuideSheet.decision_date),
        "caseworker_id": sheet_first(GuideSheet.caseworker_id, Recording.caseworker_id),
        "team": coalesce(col(GuideSheet.team), col(Team.name)) if sheet else _column(Team.name),
        "case_ref": sheet_first(GuideSheet.case_ref, Recording.case_ref),
        "duration_ms": of("recording", Recording.duration_ms),
        "method_agreed": of("sheet", GuideSheet.method_agreed),
        "match_rule": of("match", Match.rule),
        "match_state": of("match", Match.state),
        "match_certainty": of("match", Match.certainty),
        "match_reason": of("match", Match.reason),
        "candidates": literal(0),
        "review_id": of("review", Review.id),
        "review_state": of("review", Review.state),
        "reviewer_id": of("review", Review.reviewer_id),
        "saved_at": of("review", Review.saved_at),
        "signed_at": of("review", Review.signed_at),
        "score": of_result("score"),
        "kpi_class": of_result("kpi_class"),
        "critical": of_result("critical"),
        "sheet_changed": _sheet_changed() if "review" in tables else literal(False),
        "has_transcript": exists().where(col(Transcript.recording) == Recording.id) if call else literal(False),
    }
    found |= {"scheme": of("sheet", GuideSheet.scheme), "label": of("sheet", GuideSheet.label)}
    found |= shown({name: _of_steer(name) for name in _STEER}, hidden(_column(GuideSheet.id))) if sheet else _NO_STEER
    found |= {"recording": of("recording", Recording.id), "sheet": of("sheet", GuideSheet.id), "begun": literal(False)}
    if call and sheet:
        found["day"] = coalesce(col(Recording.call_date), col(GuideSheet.decision_date))
    else:
        found["day"] = _column(Recording.call_date if call else GuideSheet.decision_date)
    return Columns(**(found | replaced))


_STEER = ("rung", "steer_label", "verdict", "reasons", "reading_sensitive")
_NO_STEER: dict[str, ColumnElement[Any]] = {name: cast(null(), Text) for name in _STEER}


def _of_steer(name: str) -> ColumnElement[Any]:
    return _column(getattr(SheetJudgement, name))


def _frozen(is_sqlite: bool) -> dict[str, ColumnElement[Any]]:
    """What the steer said when a review was signed, and what came out; nothing for one that was signed before the steer
    was worked out, nor of a second mark while the call waits to be checked blind."""
    blind = and_(_column(Review.kind) != ReviewKind.PRIMARY, hidden(_column(Review.sheet)))
    steer = {name: _of_result(is_sqlite, "steer", "row", name) for name in _STEER}
    outcome = {name: _of_result(is_sqlite, name) for name in ("score", "kpi_class", "critical")}
    return shown(steer, blind) | {name: unless_hidden(column, blind) for name, column in outcome.items()}


def _of_result(is_sqlite: bool, *path: str) -> ColumnElement[Any]:
    """A text within the result of a review."""
    if is_sqlite:
        return cast(func.json_extract(_column(Review.result), ".".join(("$", *path))), Text)
    return cast(cast(_column(Review.result), JSON)[path].as_string(), Text)


def _sheet_changed() -> ColumnElement[Any]:
    """Whether an import gave the sheet other figures since the review was signed; a draft was signed on none."""
    return case((col(GuideSheet.version) > col(Review.sheet_version), True), else_=False)


def _column(attribute: Any) -> ColumnElement[Any]:
    """A record's attribute as the column it is; `col` promises less to the type checker."""
    return attribute  # type: ignore[no-any-return]
