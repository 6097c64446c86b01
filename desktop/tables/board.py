"""The dashboard's figures as tiles: what `store.board` counted, put into the words and charts of `tables/chart.py`.

Made in the background, beside the counting. A tile whose period holds nothing says so, and what to do about it; no rate
is written where there is nothing to count.
"""

from datetime import date

from desktop.tables import wording
from desktop.tables.board_answers import balance_tile, method_tile, online_tile, prompts_tile
from desktop.tables.board_kpi import kpi_tile, trend_tile
from desktop.tables.board_sheets import discretion_tile, reasons_tile, sensitive_tile
from desktop.tables.board_work import strictness_tile, work_tile
from desktop.tables.chart import BoardShown, Chart, Counted, Figures, Tile
from models.board.definitions import DEFINITIONS
from models.board.query import BoardQuery, TileKey
from models.board.tiles import Board
from models.reports.table import CAVEAT, NOT_FOR_PUBLICATION

INSIDE = f"Shows small counts and staff ids: for team leaders and Quality Assurance only, {NOT_FOR_PUBLICATION}."
TITLES = {
    TileKey.KPI: "Accurate against the debt steer",
    TileKey.BALANCE: "Is the parent looked after?",
    TileKey.TREND: "Month by month",
    TileKey.WORK: "Work on hand",
    TileKey.REASONS: "Why sheets are not accurate",
    TileKey.PROMPTS: "What checks find wrong",
    TileKey.METHOD: "Preferred method of payment",
    TileKey.ONLINE: "Caseworker Online",
    TileKey.DISCRETION: "Discretion",
    TileKey.SENSITIVE: "Sensitive to the reading",
    TileKey.STRICTNESS: "How strictly reviewers mark",
}
"""In the order of the page: what a first look is for comes first."""


def shown(board: Board) -> BoardShown:
    """Every tile, in the order of the page."""
    made = {
        TileKey.KPI: kpi_tile(board.kpi),
        TileKey.BALANCE: balance_tile(board.balance),
        TileKey.TREND: trend_tile(board.trend),
        TileKey.WORK: work_tile(board.work),
        TileKey.REASONS: reasons_tile(board.reasons, board.kpi.sheet.classes.checked.count),
        TileKey.PROMPTS: prompts_tile(board.prompts),
        TileKey.METHOD: method_tile(board.method),
        TileKey.ONLINE: online_tile(board.online),
        TileKey.DISCRETION: discretion_tile(board.discretion),
        TileKey.SENSITIVE: sensitive_tile(board.sensitive),
        TileKey.STRICTNESS: strictness_tile(board.strictness),
    }
    return BoardShown(
        tuple(_tile(key, board, *made[key]) for key in TITLES),
        period_words(board.query.first, board.query.last),
        filter_words(board.query),
        wording.day(board.as_of),
        f"{CAVEAT} {INSIDE}",
        *_hint(board),
        _is_empty(board),
    )


def period_words(first: date, last: date) -> str:
    """1 Apr to 30 Sep 2009."""
    if first == last:
        return wording.day(last)
    begin = f"{first.day} {first:%b}" if first.year == last.year else wording.day(first)
    return f"{begin} to {wording.day(last)}"


def filter_words(query: BoardQuery) -> str:
    """What the figures are narrowed to, empty for everything."""
    parts = [
        f"team {query.team}" if query.team else "",
        f"scheme {query.scheme}" if query.scheme else "",
        wording.method(query.method) if query.method else "",
        f"caseworker {query.caseworker}" if query.caseworker else "",
    ]
    return ", ".join(part for part in parts if part)


def _tile(key: TileKey, board: Board, chart: Chart, figures: Figures) -> Tile:
    found = DEFINITIONS[key]
    return Tile(
        key.value, TITLES[key], _line(key, board), chart, figures, Counted(found.words, found.source, found.formula)
    )


def _line(key: TileKey, board: Board) -> str:
    """The one line below the title, from which somebody who sees the tile for the first time understands it."""
    match key:
        case TileKey.KPI:
            return (
                f"New arrangements of the period in two rows, never added; the target is {board.kpi.call.target_pct}%."
            )
        case TileKey.BALANCE:
            return "What a good KPI must not cost: the answers of the checks to these prompts."
        case TileKey.TREND:
            return "Accurate, by month of the decision; below, how many it is of."
        case TileKey.WORK:
            on_hand = wording.number(board.work.on_hand.count)
            return f"{on_hand} wait on {wording.day(board.work.as_of)}, whatever the period; shared out by age."
        case TileKey.REASONS:
            sheets = wording.several(board.reasons.inaccurate.count, "inaccurate sheet")
            return f"{sheets} by the steer's reasons, the most frequent first; the line adds them up."
        case TileKey.PROMPTS:
            return "Prompts answered no, the most frequent first; the line adds them up."
        case TileKey.METHOD:
            return "Offered first on the calls; promoted and taken by Task 567."
        case TileKey.ONLINE:
            return "Whether commitments were looked at, and used to seek the lump sum."
        case TileKey.DISCRETION:
            return "Outside the ladder with ground and reason: no error, and always shown apart."
        case TileKey.SENSITIVE:
            return "Sheets another reading of the policy would judge otherwise; Quality Assurance first."
        case TileKey.STRICTNESS:
            return board.strictness.caution


def _is_empty(board: Board) -> bool:
    """There is nothing at all to count: no sheet of the period, no check of the year, nothing on hand."""
    kpi = board.kpi
    months = board.trend.all.months
    return not (
        kpi.sheet.in_scope.count
        or kpi.call.classes.checked.count
        or board.work.on_hand.count
        or any(month.sheet.checked.count or month.call.checked.count for month in months)
    )


def _hint(board: Board) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What to do about a period in which nothing was checked or confirmed, and the pages that leads to."""
    sheet, call = board.kpi.sheet, board.kpi.call
    if sheet.classes.checked.count or call.classes.checked.count:
        return "", ()
    if sheet.in_scope.count:
        waiting = wording.several(sheet.in_scope.count, "sheet")
        words = f"Nothing is checked yet, and {waiting} of this period wait."
        return words, (("Confirm the sheets", "sheets"), ("Check the calls", "worklist"))
    return "Nothing was decided in this period. Choose another one, or clear the filters.", ()
