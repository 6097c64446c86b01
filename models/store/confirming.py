"""Confirming what the steer says of sheets: a person's word, appended and frozen (`models.sheet_judgement`).

The sheets are judged afresh in the transaction that confirms them, so nobody confirms what was not on the screen; what
came out otherwise in the meantime is refused by its sheet, and the others are confirmed. A word can be withdrawn, with
a reason, by who gave it or by Quality Assurance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, select

from models.clock import Clock, office_date
from models.database import Database
from models.errors import ChangedElsewhere, InputRefused, NotAllowed, Refusal, UnknownId
from models.guide_sheet import GuideSheet
from models.kpi import KpiRow, kpi_row
from models.sheet_facts import figures_of
from models.sheet_judgement import SheetConfirmation, Word
from models.staff import Role, Staff, Team
from models.steer import Judgement, judge
from models.steer import figures_of as steer_figures
from models.store.policies import PolicyStore
from models.store.staff import Person

LOOKED_UP = 500
"""Sheets that are named in one statement."""
COUNTED_BY = ("arrangement_kind", "scheme", "method", "team", "caseworker_id", "reasons", "discretion_ground")
"""What stands beside the frozen figures, for reports to count by."""
NEW_KINDS = ("new", "")
"""`arrangement_kind` of the sheets the KPI is about, beside a blank one (domain notes, section 4)."""


@dataclass(frozen=True)
class Confirmation:
    """A person's word on a sheet, as it was given. `note` is the reason of a withdrawal."""

    sheet_id: str
    word: Word
    verdict: str
    policy: str | None
    judgement: Judgement
    sheet_version: int
    made_by: str
    made_at: datetime
    note: str


@dataclass(frozen=True)
class Confirmed:
    """What came of confirming: the sheets (by their ids) whose word stands now, and the others with the reason."""

    sheet_ids: tuple[str, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True)
class SheetRow:
    """The KPI's `sheet` row of a period: the verdicts of its confirmed sheets, and how many sheets are in scope."""

    row: KpiRow
    in_scope: int


class Confirming:
    """The words of people on sheets."""

    def __init__(self, database: Database, clock: Clock, policies: PolicyStore) -> None:
        self._database = database
        self._clock = clock
        self._policies = policies

    def confirm(self, seen: Mapping[str, str], by: Person, note: str = "") -> Confirmed:
        """Confirm sheets; `seen` is sheet_id -> the verdict the person saw.

        A sheet that is confirmed already, as it stands, stays so. Raises NotAllowed for who may not, ChangedElsewhere
        when somebody else confirmed one in the same moment; then nothing was confirmed.
        """
        if not by.may_review:
            raise NotAllowed(
                f"{by.staff_id} may not confirm sheets: only team leaders and Quality Assurance do. "
                "Nothing was confirmed."
            )
        confirmed: list[str] = []
        refused: list[Refusal] = []
        try:
            with self._database.session() as session:
                if self._database.is_sqlite:
                    session.connection().exec_driver_sql("BEGIN IMMEDIATE")
                for some in _pieces(list(seen)):
                    self._confirm_some(session, {sheet: seen[sheet] for sheet in some}, by, note, confirmed, refused)
        except IntegrityError as exc:
            raise ChangedElsewhere(
                "One of these sheets was confirmed in another window in the meantime. Nothing was confirmed; "
                "look at the list again."
            ) from exc
        return Confirmed(tuple(confirmed), tuple(refused))

    def withdraw(self, sheet_id: str, by: Person, reason: str) -> None:
        """Withdraw the confirmation of a sheet.

        Raises InputRefused without a reason or without a confirmation, NotAllowed unless `by` gave the word or belongs
        to Quality Assurance, UnknownId.
        """
        if not reason.strip():
            raise InputRefused("Withdrawing a confirmation needs its reason in words. Nothing was changed.")
        with self._database.session() as session:
            if self._database.is_sqlite:
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            sheet = _sheet(session, sheet_id)
            last = _last_words(session, [sheet.id]).get(sheet.id)
            if last is None or last.word != Word.CONFIRMED:
                raise InputRefused(f"{sheet_id} is not confirmed. Nothing was changed.")
            if by.staff_id != last.made_by and by.role is not Role.QUALITY_ASSURANCE:
                raise NotAllowed(
                    f"{sheet_id} was confirmed by {last.made_by}: only {last.made_by} or Quality Assurance withdraw "
                    "that. Nothing was changed."
                )
            last.stands = False
            session.add(
                SheetConfirmation(
                    **_frozen(last),
                    word=Word.WITHDRAWN,
                    made_by=by.staff_id,
                    made_at=self._clock.now(),
                    note=reason.strip(),
                    follows=last.id,
                )
            )

    def sheet(self, sheet_id: str) -> GuideSheet:
        """The sheet as it stands. Raises UnknownId."""
        with self._database.session() as session:
            return _sheet(session, sheet_id)

    def words(self, sheet_id: str) -> list[Confirmation]:
        """Every word on a sheet, the first one first. Raises UnknownId."""
        with self._database.session() as session:
            sheet = _sheet(session, sheet_id)
            found = session.exec(
                select(SheetConfirmation)
                .where(SheetConfirmation.sheet == sheet.id)
                .order_by(col(SheetConfirmation.made_at), col(SheetConfirmation.id))
            ).all()
        return [_told(sheet_id, row) for row in found]

    def standing(self, sheet_id: str) -> Confirmation | None:
        """The confirmation of a sheet that stands; None: nobody confirmed it, or it was withdrawn. Raises UnknownId."""
        with self._database.session() as session:
            sheet = _sheet(session, sheet_id)
            last = _last_words(session, [sheet.id]).get(sheet.id)
        return None if last is None or last.word != Word.CONFIRMED else _told(sheet_id, last)

    def standing_between(self, date_from: date | None = None, date_to: date | None = None) -> list[Confirmation]:
        """The confirmations that stand, of sheets whose day lies in the period (ends included), by sheet_id."""
        later = aliased(SheetConfirmation)
        wanted = select(SheetConfirmation, GuideSheet.sheet_id).join(
            GuideSheet, col(GuideSheet.id) == col(SheetConfirmation.sheet)
        )
        wanted = wanted.where(
            SheetConfirmation.word == Word.CONFIRMED, ~exists().where(col(later.follows) == SheetConfirmation.id)
        )
        if date_from is not None:
            wanted = wanted.where(SheetConfirmation.counts_on >= date_from)
        if date_to is not None:
            wanted = wanted.where(SheetConfirmation.counts_on <= date_to)
        with self._database.session() as session:
            found = session.exec(wanted.order_by(GuideSheet.sheet_id)).all()
        return [_told(sheet_id, row) for row, sheet_id in found]

    def kpi(self, date_from: date, date_to: date) -> SheetRow:
        """The verdicts of the confirmed sheets decided in the period (ends included), new arrangements only."""
        later = aliased(SheetConfirmation)
        confirmed = (
            select(SheetConfirmation.verdict, func.count())
            .where(
                SheetConfirmation.word == Word.CONFIRMED,
                ~exists().where(col(later.follows) == SheetConfirmation.id),
                SheetConfirmation.counts_on >= date_from,
                SheetConfirmation.counts_on <= date_to,
                func.coalesce(SheetConfirmation.arrangement_kind, "").in_(NEW_KINDS),
            )
            .group_by(SheetConfirmation.verdict)
        )
        in_scope = select(func.count()).where(
            col(GuideSheet.decision_date) >= date_from,
            col(GuideSheet.decision_date) <= date_to,
            func.coalesce(GuideSheet.arrangement_kind, "").in_(NEW_KINDS),
        )
        with self._database.session() as session:
            counts = dict(session.exec(confirmed).all())
            scope = int(session.exec(in_scope).one())
        return SheetRow(kpi_row(verdict for verdict, number in counts.items() for _ in range(number)), scope)

    def _confirm_some(
        self,
        session: Session,
        seen: Mapping[str, str],
        by: Person,
        note: str,
        confirmed: list[str],
        refused: list[Refusal],
    ) -> None:
        """Confirm these sheets, and say in the lists what came of each."""
        policies = self._policies.within(session)
        sheets = {
            row.sheet_id: row for row in session.exec(select(GuideSheet).where(col(GuideSheet.sheet_id).in_(seen)))
        }
        last = _last_words(session, [row.id for row in sheets.values()])
        teams = _teams(session, {row.caseworker_id for row in sheets.values()})
        now = self._clock.now()
        for sheet_id, verdict in seen.items():
            sheet = sheets.get(sheet_id)
            if sheet is None:
                refused.append(_refusal(sheet_id, None, "no guide sheet has this id"))
                continue
            if sheet.caseworker_id == by.staff_id:
                refused.append(_refusal(sheet_id, by.staff_id, "nobody confirms a sheet of their own"))
                continue
            policy = policies.of(sheet.scheme, sheet.decision_date)
            judgement = judge(steer_figures(sheet), policy)
            if judgement.verdict != verdict:
                reason = f"is judged {judgement.verdict} now; look at it again"
                refused.append(_refusal(sheet_id, verdict, reason))
                continue
            before = last.get(sheet.id)
            confirmed.append(sheet_id)
            if before is not None and _says_the_same(before, sheet, judgement):
                continue
            if policy is not None:
                self._policies.use(session, policy)
            if before is not None:
                before.stands = False
            session.add(
                SheetConfirmation(
                    sheet=sheet.id,
                    word=Word.CONFIRMED,
                    sheet_version=sheet.version,
                    policy=judgement.policy_id,
                    verdict=judgement.verdict.value,
                    arrangement_kind=sheet.arrangement_kind,
                    scheme=sheet.scheme or None,
                    method=sheet.method_agreed or None,
                    team=sheet.team or teams.get(sheet.caseworker_id),
                    caseworker_id=sheet.caseworker_id or None,
                    reasons="+".join(judgement.reasons),
                    discretion_ground=sheet.discretion_ground or None,
                    counts_on=sheet.decision_date or office_date(now),
                    figures=figures_of(sheet),
                    result=judgement.as_values(),
                    made_by=by.staff_id,
                    made_at=now,
                    note=note,
                    follows=None if before is None else before.id,
                )
            )
        session.flush()


def _says_the_same(before: SheetConfirmation, sheet: GuideSheet, judgement: Judgement) -> bool:
    return (
        before.word == Word.CONFIRMED
        and before.sheet_version == sheet.version
        and Judgement.from_values(before.result) == judgement
    )


def _frozen(last: SheetConfirmation) -> dict[str, Any]:
    """What a withdrawal repeats of the word it withdraws."""
    names = ("sheet", "sheet_version", "policy", "verdict", "counts_on", "figures", "result")
    return {name: getattr(last, name) for name in (*names, *COUNTED_BY)}


def _teams(session: Session, caseworkers: Iterable[str | None]) -> dict[str | None, str]:
    """The team of each caseworker who has one, by the staff list."""
    wanted = select(Staff.staff_id, Team.name).join(Team, col(Team.id) == Staff.team_id)
    return dict(session.exec(wanted.where(col(Staff.staff_id).in_([each for each in caseworkers if each]))).all())


def _last_words(session: Session, sheets: Sequence[str]) -> dict[str, SheetConfirmation]:
    """The word that none follows, by sheet (row ids)."""
    later = aliased(SheetConfirmation)
    found: dict[str, SheetConfirmation] = {}
    for some in _pieces(sheets):
        for row in session.exec(
            select(SheetConfirmation).where(
                col(SheetConfirmation.sheet).in_(some), ~exists().where(col(later.follows) == SheetConfirmation.id)
            )
        ):
            found[row.sheet] = row
    return found


def _sheet(session: Session, sheet_id: str) -> GuideSheet:
    found = session.exec(select(GuideSheet).where(GuideSheet.sheet_id == sheet_id)).first()
    if found is None:
        raise UnknownId("guide sheet", sheet_id)
    return found


def _told(sheet_id: str, row: SheetConfirmation) -> Confirmation:
    return Confirmation(
        sheet_id,
        Word(row.word),
        row.verdict,
        row.policy,
        Judgement.from_values(row.result),
        row.sheet_version,
        row.made_by,
        row.made_at,
        row.note,
    )


def _refusal(sheet_id: str, value: str | None, reason: str) -> Refusal:
    return Refusal(sheet_id, None, "verdict" if value else "sheet_id", value or sheet_id, reason)


def _pieces(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + LOOKED_UP] for start in range(0, len(ids), LOOKED_UP)]
