"""A report as a document for people: PDF, HTML, preview and print, laid out and worded to be read.

The figures are those of the report to the letter; only their dress is another: days as 1 Sep 2009, codes as words,
12,345 with its comma. What is the same in every row is said once above the table, the KPI stands at the top as a
figure with its margin and its target, and a share of a hundred has a bar beside it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from models.reports import document
from models.reports.table import NO_DATA, SHORT_WORDS, Column, Report, Role, names
from models.reports.wording import day

MOST_ACROSS = 9
"""A table with more columns is laid on its side where it has few rows."""
MOST_ON_ITS_SIDE = 3
"""Rows of a table that is laid on its side."""
NARROW = 7
"""Columns that an upright page holds."""
MOST_FIGURES = 2
"""Rows whose KPI stands at the top."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BASES = {"sheet": "Guide sheets", "call": "Checked calls"}
SHARES = frozenset({"pct", "kpi_pct", "share_pct"})
"""Columns of shares of a hundred that have a bar beside them."""
REMARKS = frozenset({"note", "policies", "interval"})
"""Columns of words that may break."""
HIDDEN_WORDS = "hidden"
_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_NUMBER = re.compile(r"(-?[0-9]+)(\.[0-9]+)?")

Row = tuple[str | None, ...]


def report_document(report: Report) -> document.Document:
    """The report as a document for PDF and HTML."""
    blocks: list[document.Block] = []
    wide = len(report.columns) > NARROW
    if not report.publishable and len(report.columns) > MOST_ACROSS and report.grouped_by is None:
        blocks += _entries(report)
    elif report.grouped_by is not None and {"basis", "scope"} <= set(names(report.columns)):
        blocks += _by_basis(report, report.grouped_by)
        wide = True
    else:
        figures = _figures(report)
        blocks += [figures] if figures is not None else []
        kept, said = _told_once(report)
        if said:
            blocks.append(document.Facts(said))
        if len(kept) > MOST_ACROSS and len(report.rows) <= MOST_ON_ITS_SIDE:
            blocks.append(_on_its_side(report, kept))
            wide = False
        else:
            blocks.append(_across(report, kept))
            wide = len(kept) > NARROW
    blocks += [document.Heading("About these figures"), document.Facts(report.about())]
    return document.Document(
        title=report.title,
        blocks=tuple(blocks),
        subtitle=f"Decisions from {day(report.date_from)} to {day(report.date_to)}",
        handling=report.handling,
        wide=wide,
    )


def for_people(column: Column, cell: str | None) -> str:
    """A cell as people read it."""
    if cell is None:
        return "–"
    if column.role is Role.KEY:
        return _key_words(cell)
    sign = "£" if column.role is Role.AMOUNT and _NUMBER.fullmatch(cell) else ""
    return sign + _number_words(cell)


def _key_words(cell: str) -> str:
    month = _MONTH.fullmatch(cell)
    if month is not None:
        return f"{MONTHS[int(month[2]) - 1]} {month[1]}"
    try:
        return day(date.fromisoformat(cell))
    except ValueError:
        pass
    if not _CODE.fullmatch(cell):
        return cell
    words = " ".join(SHORT_WORDS.get(word, word) for word in cell.split("_"))
    return words[0].upper() + words[1:]


def _number_words(cell: str) -> str:
    number = _NUMBER.fullmatch(cell)
    return cell if number is None else f"{int(number[1]):,}{number[2] or ''}"


def _told_once(report: Report) -> tuple[tuple[int, ...], document.Pairs]:
    """The places of the columns that tell rows apart, and what is the same in all of several rows."""
    places = range(len(report.columns))
    if len(report.columns) <= MOST_ACROSS or len(report.rows) < 2:
        return tuple(places), ()
    same = [at for at in places if len({row[at] for row in report.rows}) == 1 and report.columns[at].role is Role.KEY]
    # a column with nothing in it at all is not worth its room
    empty = [at for at in places if all(row[at] is None for row in report.rows)]
    pairs = tuple(
        (report.columns[at].title, for_people(report.columns[at], report.rows[0][at]))
        for at in same
        if at not in empty and report.columns[at].name not in ("period_from", "period_to", "policies")
    )
    return tuple(at for at in places if at not in same and at not in empty), pairs


def _across(report: Report, kept: Sequence[int]) -> document.Table:
    bars = len(kept) <= MOST_ACROSS
    columns = tuple(
        document.Column(report.columns[at].title, _kind(report.columns[at], bars), 3 if _is_note(report, at) else 1)
        for at in kept
    )
    rows = tuple(tuple(for_people(report.columns[at], row[at]) for at in kept) for row in report.rows)
    return document.Table(columns, rows)


def _on_its_side(report: Report, kept: Sequence[int]) -> document.Table:
    """A line a column, beside it the value of each row; what the rows are called stands at their head."""
    head, *rest = kept
    values = [
        document.Column(_row_name(report.columns[head], row[head]), document.ColumnKind.NUMBER) for row in report.rows
    ]
    lines = tuple(
        (report.columns[at].title, *(for_people(report.columns[at], row[at]) for row in report.rows)) for at in rest
    )
    return document.Table((document.Column(report.columns[head].title, share=2), *values), lines)


def _by_basis(report: Report, grouped_by: str) -> Iterator[document.Block]:
    """A table for the sheets and one for the calls, a row a group: the two are never added, and seldom read together.
    What is the same in all rows, and what no row has, is left to the words below."""
    at = {column.name: place for place, column in enumerate(report.columns)}
    for basis in dict.fromkeys(row[at["basis"]] for row in report.rows):
        rows = [row for row in report.rows if row[at["basis"]] == basis]
        columns = [
            column
            for column in report.columns
            if column.role is not Role.KEY and any(row[at[column.name]] is not None for row in rows)
        ]
        with_margin = {"low_pct", "high_pct"} <= {column.name for column in columns}
        plain = [column for column in columns if column.name not in ("low_pct", "high_pct")]
        intervals = list(dict.fromkeys(row[at["interval"]] or "" for row in rows)) if "interval" in at else []
        yield document.Heading(BASES.get(basis or "", _key_words(basis or "")))
        if len(intervals) == 1 and intervals[0]:
            yield document.Paragraph(intervals[0][0].upper() + intervals[0][1:], quiet=True)
        margin = [document.Column("Margin %", document.ColumnKind.NUMBER)] if with_margin else []
        told_apart = [document.Column("Interval")] if len(intervals) > 1 else []
        yield document.Table(
            (
                document.Column(_key_words(grouped_by), document.ColumnKind.CODE),
                *(document.Column(column.title, document.ColumnKind.NUMBER) for column in plain),
                *margin,
                *told_apart,
            ),
            tuple(
                (
                    _group_name(row[at["scope"]], grouped_by),
                    *(for_people(column, row[at[column.name]]) for column in plain),
                    *([_margin(row[at["low_pct"]], row[at["high_pct"]])] if with_margin else []),
                    *([row[at["interval"]] or "–"] if told_apart else []),
                )
                for row in rows
            ),
        )


def _group_name(scope: str | None, grouped_by: str) -> str:
    """ "new arrangements; month 2013-01" as Jan 2013."""
    return _key_words((scope or "").rpartition("; ")[2].removeprefix(f"{grouped_by} "))


def _margin(low: str | None, high: str | None) -> str:
    return "–" if low is None or high is None else low if low == high else f"{low}–{high}"


def _row_name(column: Column, cell: str | None) -> str:
    return BASES.get(cell or "", for_people(column, cell))


def _entries(report: Report) -> list[document.Block]:
    return [
        document.Entry(
            f"{at:,}",
            facts=tuple(
                (column.title, cell) for column, cell in zip(report.columns, row, strict=True) if cell is not None
            ),
        )
        for at, row in enumerate(report.rows, 1)
    ] or [document.Paragraph("Nothing to list.")]


def _figures(report: Report) -> document.Measures | None:
    """The KPI of each of a few rows, to be seen before anything is read."""
    at = {column.name: place for place, column in enumerate(report.columns)}
    if not {"kpi_pct", "target_pct", "basis"} <= at.keys() or not 0 < len(report.rows) <= MOST_FIGURES:
        return None
    return document.Measures(tuple(_figure({name: row[place] for name, place in at.items()}) for row in report.rows))


def _figure(row: dict[str, str | None]) -> document.Measure:
    per_cent, target = _decimal(row["kpi_pct"]), _decimal(row["target_pct"])
    low, high = _decimal(row.get("low_pct")), _decimal(row.get("high_pct"))
    told = row["kpi_pct"] or NO_DATA
    value = f"{told}%" if per_cent is not None else told if told == NO_DATA else HIDDEN_WORDS
    words = [f"{_number_words(row['checked'] or '0')} checked"] if row.get("checked") else []
    if low is not None and high is not None:
        words.append(f"margin {low}% to {high}% ({row.get('interval')})")
    elif row.get("interval"):
        words.append(str(row["interval"]))
    if target is not None and row.get("shown") is not None:
        shown = row["shown"] if per_cent is not None or row["shown"] == NO_DATA else HIDDEN_WORDS
        words.append(f"at least {target}%: {shown}")
    if (needed := _decimal(row.get("more_needed"))) is not None and needed > 0:
        words.append(f"{needed:,} more needed")
    if value == HIDDEN_WORDS:
        words.append("a percentage would give small counts away")
    return document.Measure(
        BASES.get(row["basis"] or "", row["basis"] or ""), value, "; ".join(words), per_cent, low, high, target
    )


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None and _NUMBER.fullmatch(text) else None


def _is_note(report: Report, at: int) -> bool:
    return report.columns[at].name == "note"


def _kind(column: Column, bars: bool) -> document.ColumnKind:
    if column.role is Role.KEY:  # a code stays whole; only remarks may break
        return document.ColumnKind.WORDS if column.name in REMARKS else document.ColumnKind.CODE
    return document.ColumnKind.SHARE if bars and column.name in SHARES else document.ColumnKind.NUMBER
