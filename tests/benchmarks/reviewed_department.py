"""A department with many signed reviews, in bulk: `python -m tests.benchmarks.reviewed_department FILE REVIEWS`.

What `bench_reports.py` measures. A tenth more guide sheets than reviews, all judged, most of them confirmed; a call a
sheet; Task 567 and Caseworker Online; fourteen months, eight teams, 120 caseworkers, three schemes; a sample a month,
by turns in proportion and so many of each caseworker; on every hundredth call a further review that does not count
(second marks, earlier versions, checks without a call, drafts). The same file comes out every time.
"""

import random
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from models.clock import Clock
from models.database import open_database
from models.sampling import Allocation, HowMany
from models.staff import Role
from models.store import Store
from models.store.samples import SampleOrder
from models.store.staff import Person
from tests.benchmarks.reviewed_cases import (
    AT,
    CASEWORKERS,
    LIVES,
    REVIEWERS,
    TEAMS,
    TODAY,
    VARIANTS,
    Answered,
    Case,
    all_cases,
    all_figures,
    answered,
    on_call,
    pick,
    row_id,
)


def insert(connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Rows into a table, by the names of the columns."""
    names = columns.split()
    places = ", ".join("?" * len(names))
    connection.executemany(f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({places})', rows)


def write_people(connection: sqlite3.Connection) -> None:
    insert(connection, "team", "id name", ((row_id(0, at), f"DE-{at + 1}") for at in range(TEAMS)))
    staff = [(f"CW{at:03}", "caseworker", at % TEAMS, f"TL{at % TEAMS:02}") for at in range(CASEWORKERS)]
    staff += [(f"TL{at:02}", "team_leader", at % TEAMS, None) for at in range(REVIEWERS)]
    staff += [("QA01", "quality_assurance", 0, None)]
    insert(
        connection,
        "staff",
        "id staff_id role team_id team_leader line_of_business grade version",
        (
            (row_id(1, at), who, role, row_id(0, team), leader, ("Debt Enforcement", "Maintenance")[team % 2], "AO", 1)
            for at, (who, role, team, leader) in enumerate(staff)
        ),
    )


SHEET = (
    *("scheme", "income_source", "full_payment_asked", "lump_sum_asked", "frequency", "method_agreed", "label"),
    *("methods_offered", "employed", "discretion_ground", "discretion_reason", "sustainability_assured"),
    *("liability_order_considered", "segment"),
)
MONEY = ("arrears", "net_income_weekly", "regular_maintenance_weekly", "lump_sum", "instalment")


def write_cases(connection: sqlite3.Connection, cases: Sequence[Case]) -> None:
    """Sheets, calls, what ties them together, Task 567 of half of them, views of most."""

    def sheets() -> Iterator[Sequence[Any]]:
        for case in cases:
            told = case.figures.sheet
            pence = [None if getattr(told, name) is None else int(getattr(told, name) * 100) for name in MONEY]
            plain = [None if getattr(told, name) is None else str(getattr(told, name)) for name in SHEET]
            own = (case.sheet, f"PAG-{case.number:06}", case.ref, case.who, case.team, str(case.day))
            received = str(case.day - timedelta(days=case.number % 9))
            yield (*own, received, f"VR-{case.number:06}", case.kind, 1, f"{TODAY}{AT}", *plain, *pence)

    own = "id sheet_id case_ref caseworker_id team decision_date received_date recording_ref arrangement_kind version"
    insert(connection, "guide_sheet", f"{own} imported_at {' '.join((*SHEET, *MONEY))}", sheets())
    insert(
        connection,
        "recording",
        "id recording_id path sha256 size_bytes duration_ms codec rate_hz channels caseworker_channel truncated "
        "started_at started_offset_min call_date caseworker_id case_ref version imported_at",
        (
            (
                *(case.call, f"VR-{case.number:06}", f"calls/{case.number:06}.wav", f"{case.number:064x}", 900_000),
                *(60_000 + case.number * 7919 % 1_800_000, "pcm_mulaw", 8000, 2, 0, 0, f"{case.day}{AT}", 0),
                *(str(case.day), case.who, case.ref, 1, f"{TODAY}{AT}"),
            )
            for case in cases
        ),
    )
    insert(
        connection,
        "match",
        "id recording sheet rule state certainty reason",
        ((row_id(4, case.number), case.call, case.sheet, "reference", "matched", 100, "named") for case in cases),
    )
    insert(
        connection,
        "task_567",
        "id task_id case_ref caseworker_id raised due closed current_method promoted_method outcome_method status "
        "sheet version imported_at",
        (
            (
                *(row_id(5, case.number), f"567-{case.number:07}", case.ref, case.who, str(case.day), str(case.day)),
                *(str(case.day), "standing_order", "direct_debit", case.figures.sheet.method_agreed, "closed"),
                *(case.sheet, 1, f"{TODAY}{AT}"),
            )
            for case in cases[::2]
        ),
    )
    insert(
        connection,
        "online_view",
        "id view_id case_ref user_id viewed_at viewed_offset_min sheet version imported_at",
        (
            (
                *(
                    row_id(6, case.number),
                    f"CWO-{case.number:06}",
                    case.ref,
                    case.who,
                    f"{case.day}{AT}",
                    0,
                    case.sheet,
                    1,
                ),
                *(f"{TODAY}{AT}",),
            )
            for case in cases
            if case.number % 3
        ),
    )


def write_confirmations(connection: sqlite3.Connection, cases: Sequence[Case]) -> None:
    """The word of a team leader on all but every twentieth sheet."""
    insert(
        connection,
        "sheet_confirmation",
        "id sheet word stands sheet_version policy verdict arrangement_kind scheme method team caseworker_id counts_on "
        "figures result made_by made_at note reasons discretion_ground",
        (
            (
                *(
                    row_id(7, case.number),
                    case.sheet,
                    "confirmed",
                    1,
                    1,
                    case.figures.policy,
                    case.figures.verdict,
                    case.kind,
                ),
                *(case.figures.sheet.scheme, case.figures.sheet.method_agreed, case.team, case.who, str(case.day)),
                *(case.facts(), case.figures.confirmed, f"TL{case.caseworker % TEAMS:02}"),
                *(
                    f"{case.day + timedelta(days=1 + case.number % 12)}{AT}",
                    "",
                    case.figures.reasons,
                    case.figures.sheet.discretion_ground,
                ),
            )
            for case in cases
            if case.number % 20
        ),
    )


REVIEW = (
    "id kind state life subject recording sheet sheet_version caseworker_id reviewer_id sample_id scorecard policy "
    "whole_call_heard comment sheet_facts result amends amend_reason created_at saved_at signed_at counts_on team "
    "search arrangement_kind scheme method score_tenths kpi_class figure_error process_error marks reply_by "
    "to_amend revision"
)


class Reviews:
    """Writes reviews with their answers, evidence and steps, some thousands at a time."""

    def __init__(self, connection: sqlite3.Connection, card: str, answered: dict[int, list[Answered]]) -> None:
        self._connection = connection
        self._card = card
        self._answered = answered
        self._chance = random.Random(42)
        self._number = 0
        self._rows: dict[str, list[Sequence[Any]]] = {"review": [], "answer": [], "evidence": [], "review_step": []}

    def add(
        self, case: Case, kind: str = "primary", life: str = "", amends: str | None = None, call: bool = True
    ) -> str:
        """One signed review (a draft where `life` says so); its row id."""
        number, chance = self._number, self._chance
        self._number += 1
        found = chance.choice(self._answered[id(case.figures)])
        own, draft = row_id(8, number), life == "draft"
        life = life or pick(chance, LIVES)
        begun = case.day + timedelta(days=1 + number % 15)
        signed = f"{begun} {11 + (amends is not None) + number % 5}:{number % 60:02}:00.{number % 1_000_000:06}"
        reviewer = f"TL{chance.randrange(REVIEWERS):02}" if kind == "primary" else "QA01"
        subject = f"recording:{case.call}" if call else f"sheet:{case.sheet}"
        facts = (None, None) if draft else (case.facts(), found.result)
        sheet = case.figures.sheet
        told = (None,) * 3 if draft else (case.kind, sheet.scheme, sheet.method_agreed)
        came = (None, None, 0, 0)
        if not draft:
            came = (found.score_tenths, found.kpi_class, int(found.figure_error), int(found.process_error))
        reply_by = None if life in ("draft", "signed") else str(begun + timedelta(days=14))
        self._rows["review"].append(
            (
                *(own, kind, "draft" if draft else "signed", life, subject, case.call if call else None, case.sheet),
                *(None if draft else 1, case.who, reviewer, None, self._card, None if draft else case.figures.policy),
                *(int(call), "", *facts, amends, "looked at again" if amends else None, f"{begun}{AT}", signed),
                *(None if draft else signed, None if draft else str(case.day), None if draft else case.team),
                *(f"vr-{case.number:06} pag-{case.number:06} {case.ref.lower()} {case.who.lower()}", *told, *came),
                *(None if draft else found.marks, reply_by, 0, 1),
            )
        )
        for at, (prompt, value, field) in enumerate(found.answers[: 6 if draft else None]):
            answer = row_id(9, number * 32 + at)
            self._rows["answer"].append((answer, own, prompt, value, "never asked" if value == "N" else "", "[]"))
            if value == "N" or on_call(prompt, value, field):
                span = ("span", 5_000 + number % 40_000, 52_000, None)
                proof = span if on_call(prompt, value, field) else ("sheet", None, None, field)
                self._rows["evidence"].append((row_id(10, number * 32 + at), answer, 0, *proof))
        if reply_by is not None:
            self._steps(own, case, life, begun)
        if len(self._rows["review"]) >= 2_000:
            self.write()
        return own

    def _steps(self, review: str, case: Case, life: str, begun: date) -> None:
        kinds = ["released", *({"acknowledged": ["acknowledged"], "disputed": ["disputed"]}.get(life, []))]
        kinds += ["disputed", "decided"] if life == "decided" else []
        for at, kind in enumerate(kinds):
            outcome, prompt = ("upheld" if kind == "decided" else None), (None if at == 0 else "LUMP_SOUGHT")
            number = int(review[-12:], 16) * 4 + at
            when = f"{begun + timedelta(days=1 + at * 2)}{AT}"
            by = case.who if kind in ("acknowledged", "disputed") else "TL00"
            given = str(begun + timedelta(days=1 + at * 2))
            self._rows["review_step"].append(
                (
                    *(row_id(11, number), review, at, kind, prompt, outcome, "", by, case.who),
                    *(str(begun + timedelta(days=14)) if at == 0 else None, given, when),
                )
            )

    def write(self) -> None:
        """What was added goes into the file."""
        for table, columns in (
            ("review", REVIEW),
            ("answer", "id review prompt value comment root_causes"),
            ("evidence", "id answer position kind start_ms end_ms field"),
            (
                "review_step",
                "id review position kind prompt outcome comment recorded_by caseworker_id reply_by given_on at",
            ),
        ):
            insert(self._connection, table, columns, self._rows[table])
            self._rows[table].clear()


def draw_samples(store: Store, cases: Sequence[Case], each_month: int) -> None:
    """A sample of each month, by turns in proportion and so many of each caseworker."""
    quality = Person("QA01", Role.QUALITY_ASSURANCE, None)
    months = sorted({(case.day.year, case.day.month) for case in cases})
    for at, (year, month) in enumerate(months):
        first = date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        how_many = HowMany(Allocation.SIZE, Decimal(each_month))
        if at % 2:
            how_many = HowMany(Allocation.PER_CASEWORKER, Decimal(max(1, each_month // CASEWORKERS)))
        store.samples.draw(SampleOrder(first, last, how_many, f"1298/{at}", due=last + timedelta(days=20)), quality)


def build(path: Path, reviews: int) -> None:
    """A department with so many signed primary reviews that count, in a new file."""
    store = Store(open_database(path), Clock(TODAY))
    card = store.scorecards.get("arrears-call/1")
    card_row, policies = store.scorecards.use(card.id), store.policies.all()
    with store.database.session() as session:
        for policy in policies.known:
            store.policies.use(session, policy)
    figures = all_figures(policies)
    chance = random.Random(7)
    repeated = {
        id(each): [answered(chance, each, card, policies) for _ in range(VARIANTS)]
        for some in figures.values()
        for each in some
    }
    cases = all_cases(figures, reviews + reviews // 10)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("UPDATE work_state SET phase = 1")
        write_people(connection)
        write_cases(connection, cases)
        write_confirmations(connection, cases)
        connection.commit()
    store.judgements.refresh()
    draw_samples(store, cases, reviews // 16)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        drawn = {sheet for (sheet,) in connection.execute("SELECT sheet FROM sample_draw WHERE stands")}
        # drawn calls are checked first, others picked by hand make up the number
        by_need = sorted(cases, key=lambda case: (case.sheet not in drawn, case.number % 10 == 0, case.number))
        written = Reviews(connection, card_row, repeated)
        for at, case in enumerate(by_need[:reviews]):
            if at % 400 == 0:
                earlier = written.add(case, life="amended")
                written.add(case, amends=earlier)
            else:
                written.add(case)
            if at % 400 == 100:
                written.add(case, kind="second")
        for at, case in enumerate(by_need[reviews : reviews + reviews // 200]):
            written.add(case, call=False, life="signed" if at % 2 else "draft")
        written.write()
        connection.commit()
    store.worklist.catch_up()
    store.close()


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))
