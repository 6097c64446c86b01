"""Signed reviews as plain tables: what the pack's files hold, the same for the window and the command line.

Cells are plain values (text, whole numbers, Decimal, dates, aware times, None for absent); `csv_text` turns them into
CSV. The comments on sensitive prompts (health, family) and the reason of discretion never enter a table.
Columns and their order are those of the command-line contract, "The QA pack".
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto

from models.answer_types import written
from models.completeness import seconds
from models.listening import heard_ms
from models.review import AnswerNote, EvidenceKind, EvidenceNote, ReviewForm
from models.review_file import line_values, office_time, without_words
from models.scorecard import Prompt, ScorecardDefinition
from models.scoring import Result, percentage
from models.steer import COLUMNS as STEER
from models.steer import has_ground
from models.store import Store
from models.store.reviews import ReviewRows
from models.store.samples import Sample

Cell = str | int | Decimal | date | datetime | None


class Kind(Enum):
    """What a column holds: a code or key, free text, a number, a day, a moment."""

    CODE = auto()
    FREE = auto()
    NUMBER = auto()
    DAY = auto()
    MOMENT = auto()


@dataclass(frozen=True)
class Column:
    """A column by its name in the contract."""

    name: str
    kind: Kind = Kind.CODE


@dataclass(frozen=True)
class Table:
    """A table as it is handed out: every row has one cell a column."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]


@dataclass(frozen=True)
class ExportTables:
    """What goes into a pack. `lines` are those of reviews.jsonl; `written_at` is the moment it was gathered.

    `steer` holds what the steer said of each sheet, as the reviews were signed on it and as it was confirmed in the
    period; a sheet that was judged on different figures has a row for each. `sample` is the one whose reviews these
    are, when they were asked for by a sample.
    """

    reviews: Table
    answers: Table
    steer: Table
    lines: tuple[str, ...]
    date_from: date | None
    date_to: date | None
    written_at: datetime
    sample: Sample | None = None


REVIEW_COLUMNS = (
    Column("review_id"),
    Column("kind"),
    Column("state"),
    Column("recording_id"),
    Column("sheet_id"),
    Column("case_ref"),
    Column("caseworker_id"),
    Column("team"),
    Column("reviewer_id"),
    Column("call_start", Kind.MOMENT),
    Column("decision_date", Kind.DAY),
    Column("signed_at", Kind.MOMENT),
    Column("scorecard"),
    Column("policy"),
    Column("sample_id"),
    Column("rung"),
    Column("steer_label"),
    Column("recorded_label"),
    Column("verdict"),
    Column("reasons"),
    Column("reading_sensitive"),
    Column("score", Kind.NUMBER),
    Column("critical"),
    Column("kpi_class"),
    Column("cannot_tell", Kind.NUMBER),
    Column("heard_pct", Kind.NUMBER),
    Column("amends"),
    Column("amend_reason", Kind.FREE),
    Column("comment", Kind.FREE),
)
ANSWER_COLUMNS = (
    Column("review_id"),
    Column("section"),
    Column("prompt"),
    Column("critical"),
    Column("weight", Kind.NUMBER),
    Column("answer"),
    Column("comment", Kind.FREE),
    Column("root_causes", Kind.FREE),
    Column("evidence"),
)

_STEER_CODES = frozenset({"rung", "steer_label", "verdict", "liability_order_due", "reasons", "reading_sensitive"})
STEER_COLUMNS = (
    Column("sheet_id"),
    *(Column(name, Kind.CODE if name in _STEER_CODES else Kind.NUMBER) for name in STEER),
)
STEERED_BY = (
    *("scheme", "decision_date", "arrears", "net_income_weekly", "regular_maintenance_weekly", "lump_sum"),
    *("instalment", "frequency", "method_agreed", "employed", "label", "sustainability_assured"),
    *("liability_order_considered", "protected_money_weekly"),
)
"""The columns of a sheet that the steer looks at and that are handed out; of discretion only whether it is recorded."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula (or hides that it does)."""
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
PLAIN_CODE = re.compile(r"[\w./:@+-]*", re.ASCII)
"""A key or code of the lists. A "key" with anything else in it came from a hostile list and is treated as free text."""


def export_tables(
    store: Store,
    date_from: date | None = None,
    date_to: date | None = None,
    *,
    review_ids: Sequence[str] | None = None,
    sample_id: str | None = None,
) -> ExportTables:
    """The signed reviews of a period (by the day they count on, ends included), those with the given ids, or those of a
    sample. A sample beside a period goes along with its certificate. Raises UnknownId for one that there is not.

    A review that was amended goes along with the version that took its place, its state "amended", so that what was
    published can be told from what counts. Ordered by that day, then by id.
    """
    sample = None if sample_id is None else store.samples.get(sample_id)
    if sample is not None and date_from is None:
        review_ids = store.samples.review_ids(sample.sample_id)
    chosen = store.reviews.records(date_from, date_to, review_ids=review_ids)
    signed = [rows for rows in chosen if rows.review.signed_at is not None]
    confirmed = store.judgements.standing_between(date_from, date_to) if review_ids is None else []
    judged = {(str(rows.form.sheet_id), rows.steer.judgement.as_cells()) for rows in signed if rows.steer is not None}
    judged |= {(each.sheet_id, each.judgement.as_cells()) for each in confirmed}
    cards = {card_id: store.scorecards.get(card_id) for card_id in {rows.scorecard_id for rows in signed}}
    return ExportTables(
        Table("Reviews", REVIEW_COLUMNS, tuple(_review_row(rows) for rows in signed)),
        Table(
            "Answers",
            ANSWER_COLUMNS,
            tuple(row for rows in signed for row in _answer_rows(rows.form, cards[rows.scorecard_id])),
        ),
        Table("Steer", STEER_COLUMNS, tuple((sheet_id, *cells) for sheet_id, cells in sorted(judged))),
        tuple(_line(rows, cards[rows.scorecard_id]) for rows in signed),
        date_from,
        date_to,
        store.clock.now(),
        sample,
    )


def csv_text(table: Table) -> str:
    """The table as CSV with a heading: LF line ends, absent is empty, free text made harmless for spreadsheets."""
    return csv_line(column.name for column in table.columns) + "".join(
        csv_line(_as_text(column, cell) for column, cell in zip(table.columns, row, strict=True)) for row in table.rows
    )


def csv_line(cells: Iterable[str]) -> str:
    """One line ended by LF. Written with CR LF first: only then does Python's writer quote a return inside a cell."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"


def harmless(text: str) -> str:
    """Free text that a spreadsheet will not take for a formula: a leading `= + - @`, tab or return gets a `'`.

    The value `-` and plain numbers are left as they are.
    """
    if text.startswith(FORMULA_STARTS) and text != "-" and not NUMBER.fullmatch(text):
        return "'" + text
    return text


def _plain_text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _as_text(column: Column, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return _plain_text(cell)
    if column.kind is Kind.FREE or (isinstance(cell, str) and not PLAIN_CODE.fullmatch(cell)):
        return harmless(str(cell))
    return str(cell)


def _review_row(rows: ReviewRows) -> tuple[Cell, ...]:
    form, result, frozen = rows.form, _result(rows), rows.figures
    share = _heard_share(rows)
    told = {} if rows.steer is None else rows.steer.judgement.as_row()
    cells: dict[str, Cell] = {
        "review_id": form.review_id,
        "kind": form.kind.value,
        "state": rows.state,
        "recording_id": form.recording_id,
        "sheet_id": form.sheet_id,
        "case_ref": rows.case_ref,
        "caseworker_id": form.caseworker_id,
        "team": rows.team_at_signing,
        "reviewer_id": form.reviewer_id,
        "call_start": rows.call_start,
        "decision_date": rows.decision_date,
        "signed_at": None if form.signed_at is None else datetime.fromisoformat(office_time(form.signed_at)),
        "scorecard": form.scorecard,
        "policy": form.policy,
        "sample_id": form.sample_id,
        "recorded_label": frozen.get("label"),
        **{name: told.get(name) for name in ("rung", "steer_label", "verdict", "reasons", "reading_sensitive")},
        "score": result.score,
        "critical": None if result.critical is None else result.critical.value,
        "kpi_class": None if result.kpi_class is None else result.kpi_class.value,
        "cannot_tell": result.cannot_tell,
        "heard_pct": None if share is None else percentage(*share),
        "amends": form.amends,
        "amend_reason": form.amend_reason,
        "comment": form.comment or None,
    }
    return tuple(cells.get(column.name) for column in REVIEW_COLUMNS)


def _answer_rows(form: ReviewForm, card: ScorecardDefinition) -> Iterable[tuple[Cell, ...]]:
    for prompt in card.prompts:
        yield _answer_row(form, prompt, form.answer(prompt.id))


def _answer_row(form: ReviewForm, prompt: Prompt, note: AnswerNote) -> tuple[Cell, ...]:
    return (
        form.review_id,
        prompt.section,
        prompt.id,
        "Y" if prompt.critical else "N",
        prompt.weight,
        written(without_words(prompt, note) if prompt.sensitive else note),
        None if prompt.sensitive or not note.comment else note.comment,
        ";".join(note.root_causes) or None,
        ";".join(_evidence(piece) for piece in note.evidence) or None,
    )


def _evidence(piece: EvidenceNote) -> str:
    """`29.370-36.600`, `whole_call`, `sheet:lump_sum_asked`."""
    if piece.kind is EvidenceKind.SPAN and piece.start_ms is not None and piece.end_ms is not None:
        return f"{seconds(piece.start_ms)}-{seconds(piece.end_ms)}"
    return f"sheet:{piece.field}" if piece.kind is EvidenceKind.SHEET else piece.kind.value


def _line(rows: ReviewRows, card: ScorecardDefinition) -> str:
    share = _heard_share(rows)
    values = line_values(
        rows.form,
        _result(rows),
        state=rows.state,
        steer=_steer(rows),
        heard_share=None if share is None else (percentage(*share) / 100).quantize(Decimal("0.001")),
        withheld=[prompt for prompt in card.prompts if prompt.sensitive],
    )
    return json.dumps(values, ensure_ascii=False)


def _steer(rows: ReviewRows) -> dict[str, object] | None:
    """The steer a review was signed with, in the texts of the contract: policy, figures, result."""
    steer = rows.steer
    if steer is None:
        return None
    recorded = has_ground(steer.figures.discretion_ground) and steer.figures.has_discretion_reason
    figures = {name: rows.figures.get(name) for name in STEERED_BY}
    return {
        "policy": steer.policy_id,
        "figures": figures | {"discretion_recorded": "Y" if recorded else "N"},
        "result": steer.judgement.as_row(),
    }


def _result(rows: ReviewRows) -> Result:
    if rows.result is None:
        raise ValueError(f"review {rows.review.id} is signed and holds no result")
    return rows.result


def _heard_share(rows: ReviewRows) -> tuple[int, int] | None:
    """Milliseconds heard, of how many; None without a call or a listening record."""
    heard = rows.form.heard
    if rows.recording is None or not heard or rows.recording.duration_ms == 0:
        return None
    return heard_ms(heard, rows.recording.duration_ms), rows.recording.duration_ms
