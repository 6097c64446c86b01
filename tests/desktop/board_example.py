"""A dashboard made up: figures that can be told apart, for tests of words, charts and the page."""

from datetime import date
from decimal import Decimal

from models.board.query import Bar, Behind, BoardLine, BoardQuery, Choices, Figure, Share, TileKey
from models.board.tiles import (
    Answers,
    BalanceTile,
    Board,
    Classes,
    DiscretionTile,
    KpiSide,
    KpiTile,
    MethodTile,
    OnlineTile,
    Promoted,
    PromptsTile,
    ReasonsTile,
    ReviewerLine,
    SampleDue,
    SensitiveTile,
    Stage,
    StrictnessTile,
    TrendLine,
    TrendMonth,
    TrendTile,
    WorkTile,
)
from models.kpi import percentage

QUERY = BoardQuery(date(2008, 10, 1), date(2009, 9, 30))
CHOICES = Choices(("DE-1", "DE-2"), ("CS2", "CSCS"), ("deo", "direct_debit"), ("CW011", "CW014"))


def figure(tile: TileKey, *part: str, count: int) -> Figure:
    return Figure(count, Behind(tile, part))


def classes(tile: TileKey, *part: str, of: tuple[int, int, int, int]) -> Classes:
    good, discretion, wrong, _unknown = of
    assessed = good + discretion + wrong
    made = [figure(tile, *part, name, count=count) for name, count in zip("agin", of, strict=True)]
    pct = percentage(good + discretion, assessed) if assessed else None
    low, high = (None, None)
    if pct is not None and "call" in part:
        low, high = max(Decimal(0), pct - Decimal("9.5")), min(Decimal(100), pct + Decimal("3.1"))
    return Classes(figure(tile, *part, "all", count=sum(of)), *made, kpi_pct=pct, low_pct=low, high_pct=high)


def answers(tile: TileKey, prompt: str, words: str, yes: int, no: int, na: int = 0, ct: int = 0) -> Answers:
    found = zip(("Y", "N", "NA", "CT", "E"), (yes, no, na, ct, yes * 2 // 3), strict=True)
    return Answers(prompt, words, *(figure(tile, prompt, name, count=count) for name, count in found))


def bars(tile: TileKey, *rows: tuple[str, int], kind: str = "") -> tuple[Bar, ...]:
    total, so_far, made = sum(count for _words, count in rows), 0, []
    for words, count in rows:
        so_far += count
        made.append(
            Bar(words, words, figure(tile, kind, words, count=count), percentage(so_far, total) if total else None)
        )
    return tuple(made)


def example(scale: int = 1, query: BoardQuery = QUERY) -> Board:
    """Figures of a department; `scale` 0: nothing was checked in the period, though work is on hand."""
    key = TileKey
    kpi = KpiTile(
        _side("sheet", (30 * scale, 4 * scale, scale, 0)),
        _side("call", (25 * scale, 4 * scale, scale, 0)),
        ("2009-10/AnnexA/1",),
    )
    refused = bars(key.METHOD, ("no bank account", 2 * scale))
    methods = tuple(
        Promoted(
            code,
            words,
            *(figure(key.METHOD, code, name, count=count * scale) for name, count in zip("ptrao", of, strict=True)),
            refused,
            (),
        )
        for code, words, of in (
            ("direct_debit", "Direct Debit", (24, 17, 4, 2, 1)),
            ("standing_order", "Standing order", (9, 3, 3, 3, 0)),
            ("deo", "Deduction from earnings order", (4, 1, 3, 0, 0)),
        )
    )
    months = tuple(_month(at, scale) for at in range(12))
    stages = (
        _stage("calls", "Calls to check", (12, 5, 3, 6), 44),
        _stage("sheets", "Sheets to confirm", (14, 0, 0, 0), 5),
        _stage("drafts", "Drafts", (1, 0, 0, 1), 31),
    )
    return Board(
        query,
        date(2009, 9, 30),
        kpi,
        BalanceTile(
            (
                answers(
                    key.BALANCE, "OVER_40_TESTED", "Over 40%: sustainability tested?", 3 * scale, scale, 26 * scale
                ),
                answers(
                    key.BALANCE, "WELFARE", "Welfare of any child considered?", 19 * scale, 2 * scale, 8 * scale, scale
                ),
                answers(
                    key.BALANCE, "FAMILY_NEEDS", "NRP's and second family's needs considered?", 21 * scale, 0, 9 * scale
                ),
                answers(key.BALANCE, "HARDSHIP", "Hardship representation heard and answered?", 0, 0, 30 * scale),
            )
        ),
        TrendTile(TrendLine(None, months)),
        ReasonsTile(
            figure(key.REASONS, "all", count=20 * scale),
            bars(
                key.REASONS,
                *(
                    (words, count * scale)
                    for words, count in (
                        ("Not cleared in two years", 9),
                        ("Below the floor of the rung", 6),
                        ("Label", 3),
                        ("Liability order not considered", 2),
                    )
                ),
            ),
        ),
        PromptsTile(
            figure(key.PROMPTS, "critical", count=9 * scale),
            bars(
                key.PROMPTS,
                ("Lump sum sought if full payment refused?", 6 * scale),
                ("Sheet complete, and it supports the decision?", 3 * scale),
                kind="K",
            ),
            figure(key.PROMPTS, "others", count=5 * scale),
            bars(
                key.PROMPTS,
                ("Benefits explained, objection explored?", 4 * scale),
                ("Preferred method offered first?", scale),
                kind="O",
            ),
        ),
        MethodTile(
            answers(key.METHOD, "METHOD_FIRST", "Preferred method offered first?", 27 * scale, 2 * scale),
            answers(key.METHOD, "METHOD_AGREES", "Outcome agrees with sheet and Task 567?", 20 * scale, scale),
            Share(figure(key.METHOD, "taken", count=21 * scale), figure(key.METHOD, "promoted", count=37 * scale)),
            methods,
        ),
        OnlineTile(
            answers(key.ONLINE, "CWO_VIEWED", "Viewed before or during negotiation?", 22 * scale, 6 * scale),
            answers(key.ONLINE, "CWO_USED", "Used in seeking the lump sum?", 12 * scale, 9 * scale),
            Share(figure(key.ONLINE, "file", count=31 * scale), figure(key.ONLINE, "sheets", count=44 * scale)),
            figure(key.ONLINE, "missing", count=2 * scale),
        ),
        DiscretionTile(
            Share(figure(key.DISCRETION, "yes", count=4 * scale), figure(key.DISCRETION, "of", count=35 * scale)),
            bars(key.DISCRETION, ("Welfare of a child", 3 * scale), ("Hardship", scale)),
            figure(key.DISCRETION, "without", count=scale),
        ),
        SensitiveTile(
            Share(figure(key.SENSITIVE, "any", count=5 * scale), figure(key.SENSITIVE, "of", count=35 * scale)),
            bars(key.SENSITIVE, ("Close to 40%", 4 * scale), ("105 instalments", 2 * scale)),
        ),
        WorkTile(
            date(2009, 9, 30),
            figure(key.WORK, "all", count=42),
            stages,
            (
                SampleDue(
                    "S-0001",
                    "TL01",
                    date(2009, 9, 25),
                    *(
                        figure(key.WORK, "S-0001", name, count=count)
                        for name, count in (("drawn", 40), ("done", 17), ("open", 23))
                    ),
                    5,
                ),
            ),
            figure(key.WORK, "overdue", count=23),
        ),
        StrictnessTile(
            _reviewer(None, (26 * scale, 2 * scale, 2 * scale, 0)),
            (_reviewer("TL01", (18 * scale, scale, scale, 0)), _reviewer("TL02", (8 * scale, scale, scale, 0))),
            "Reviewers check different calls: a difference is a reason to talk, not a finding.",
        ),
    )


def _side(basis: str, of: tuple[int, int, int, int]) -> KpiSide:
    key = TileKey.KPI
    made = classes(key, basis, of=of)
    call = basis == "call"
    drawn = call and made.kpi_pct is not None
    return KpiSide(
        basis,
        made,
        figure(key, basis, "scope", count=44),
        None if call else figure(key, basis, "unchecked", count=44 - sum(of)),
        figure(key, basis, "figure", count=0) if call else None,
        figure(key, basis, "process", count=of[2]) if call else None,
        figure(key, basis, "drawn", count=sum(of)) if call else None,
        "Wilson" if drawn else "census" if not call else "not a random sample",
        Decimal("85.1") if drawn else None,
        Decimal(95),
        "not shown" if sum(of) else "no data",
        63 if call else 8,
        percentage(sum(of), 44),
    )


def _month(at: int, scale: int) -> TrendMonth:
    first = date(2008 + (9 + at) // 12, (9 + at) % 12 + 1, 1)
    checked = scale * (at % 5) * 9
    sheets = (checked + 20 * scale, at % 3 * scale, (at + 1) % 4 * scale, 0)
    calls = (checked, scale if checked else 0, at % 3 * scale if checked else 0, 0)
    key = TileKey.TREND
    month = f"{first:%Y-%m}"
    return TrendMonth(
        month, first, first, classes(key, "sheet", month, of=sheets), classes(key, "call", month, of=calls)
    )


def _stage(name: str, words: str, ages: tuple[int, ...], oldest: int) -> Stage:
    key = TileKey.WORK
    bands = tuple(figure(key, name, str(at), count=count) for at, count in enumerate(ages))
    return Stage(name, words, figure(key, name, count=sum(ages)), bands, figure(key, name, "undated", count=0), oldest)


def _reviewer(staff_id: str | None, of: tuple[int, int, int, int]) -> ReviewerLine:
    key = TileKey.STRICTNESS
    made = classes(key, staff_id or "all", "call", of=of)
    wrong, whole = of[2], sum(of[:3])
    pct = percentage(wrong, whole) if whole else None
    few = whole < 20
    words = "too few checks to say anything" if few else ""
    drawn = figure(key, staff_id or "all", "drawn", count=whole)
    margin = (None, None) if pct is None else (max(Decimal(0), pct - 3), min(Decimal(100), pct + 12))
    return ReviewerLine(staff_id, made, drawn, wrong * 3, whole * 17, pct, pct, *margin, Decimal("94.1"), few, words)


def lines(behind: Behind, count: int) -> tuple[BoardLine, ...]:
    """As many lines as a figure says."""
    return tuple(
        BoardLine(
            f"{behind.part}-{at}",
            f"R{at}",
            f"VR-{88101 + at}",
            f"PAG-{88101 + at:06}",
            None,
            f"C-1A{at:02}",
            "CW014",
            "DE-1",
            "CS2",
            "direct_debit",
            date(2009, 9, 1 + at % 28),
            ("ACCURATE", "INACCURATE", "ACCURATE_DISCRETION")[at % 3],
            "TL01",
            "Inaccurate: not cleared in two years; label",
        )
        for at in range(count)
    )


class MadeUp:
    """In the place of `store.board`: answers with the example, and lists as long as the figures say."""

    def __init__(self, scale: int = 1) -> None:
        self.scale = scale
        self.written = 0
        self.asked: list[BoardQuery] = []

    def stamp(self) -> str:
        return str(self.written)

    def read(self, query: BoardQuery, _by: object) -> Board:
        self.asked.append(query)
        return example(self.scale, query)

    def choices(self, _by: object) -> Choices:
        return CHOICES

    def behind(self, _query: BoardQuery, behind: Behind, offset: int, limit: int, _by: object) -> tuple[BoardLine, ...]:
        return lines(behind, self._count(behind))[offset : offset + limit]

    def count_behind(self, _query: BoardQuery, behind: Behind, _by: object) -> int:
        return self._count(behind)

    def _count(self, behind: Behind) -> int:
        return counts(example(self.scale))[behind]


def counts(found: object) -> dict[Behind, int]:
    """Every figure of a board by its way."""
    if isinstance(found, Figure):
        return {found.behind: found.count}
    if isinstance(found, tuple):
        parts: list[object] = list(found)
    else:
        parts = [getattr(found, name) for name in getattr(found, "__dataclass_fields__", ())]
    return {behind: count for part in parts for behind, count in counts(part).items()}
