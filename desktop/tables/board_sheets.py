"""The tiles that count guide sheets: why they are not accurate, discretion, sensitivity to the reading."""

from desktop.tables import wording
from desktop.tables.board_words import figures, part_of, round_end, said, share_of, share_words, value
from desktop.tables.chart import Bar, BarGroup, Bars, Chart, Figures, Nothing, Pareto, ParetoRow, Tone
from models.board.query import Figure
from models.board.tiles import DiscretionTile, ReasonsTile, SensitiveTile

NO_SHEET = "no sheet"
NO_SHEET_CONFIRMED = "No sheet of this period is confirmed yet."


def reasons_tile(tile: ReasonsTile, confirmed: int) -> tuple[Chart, Figures]:
    """The steer's reasons, the most frequent first, with the line of their sum; of so many confirmed sheets."""
    found = [bar for bar in tile.bars if bar.figure.count]
    total = sum(bar.figure.count for bar in found)
    rows, table, so_far = [], [], 0
    for bar in found:
        count = bar.figure.count
        so_far += count
        share = share_words(count, total)
        down_to = share_words(so_far, total) if bar.cumulative_pct is None else f"{bar.cumulative_pct}%"
        told = f"{wording.several(count, 'sheet')}, {share} of all reasons; down to here {down_to}"
        rows.append(
            ParetoRow(part_of(bar.words, told, bar.figure), count / total, so_far / total, f"{count:,} · {share}")
        )
        table.append((bar.words, wording.number(count), share, down_to))
    shown = figures(("Reason", "Sheets", "Of all reasons", "Down to here"), table)
    if not rows:
        none = "No confirmed sheet of this period is inaccurate."
        return Nothing(none if confirmed else NO_SHEET_CONFIRMED), shown
    return Pareto(tuple(rows)), shown


def discretion_tile(tile: DiscretionTile) -> tuple[Chart, Figures]:
    """Sheets accurate by discretion, their grounds, and grounds nobody gave a reason for."""
    part, whole = tile.accurate.part, tile.accurate.whole.count
    lines = [
        ("Accurate by discretion", part, Tone.ACCENT),
        *((bar.words, bar.figure, Tone.SECOND) for bar in tile.grounds if bar.figure.count),
        ("Ground without a reason", tile.without_reason, Tone.BAD),
    ]
    legend = ((Tone.ACCENT, "in all"), (Tone.SECOND, "by ground"), (Tone.BAD, "counts for nothing"))
    return _of_sheets("Ground", lines, whole, legend, NO_SHEET_CONFIRMED)


def sensitive_tile(tile: SensitiveTile) -> tuple[Chart, Figures]:
    """Sheets that any other reading would judge otherwise, and each reading."""
    lines = [
        ("Any other reading", tile.any.part, Tone.ACCENT),
        *((bar.words, bar.figure, Tone.SECOND) for bar in tile.readings if bar.figure.count),
    ]
    legend = ((Tone.ACCENT, "in all"), (Tone.SECOND, "by reading"))
    return _of_sheets("Reading", lines, tile.any.whole.count, legend, "No sheet of this period could be judged.")


def _of_sheets(
    head: str, lines: list[tuple[str, Figure, Tone]], whole: int, legend: tuple[tuple[Tone, str], ...], nothing: str
) -> tuple[Chart, Figures]:
    """A bar for each count of the same sheets."""
    groups, rows = [], []
    for label, figure, tone in lines:
        part = part_of(label, said(figure.count, whole, NO_SHEET), figure)
        bar = Bar(part, share_of(figure.count, whole), value(figure.count, whole, NO_SHEET), tone)
        groups.append(BarGroup(label, (bar,)))
        rows.append((label, wording.number(figure.count), wording.number(whole)))
    shown = figures((head, "Sheets", "Of"), rows)
    highest = max((figure.count / whole for _label, figure, _tone in lines), default=0.0) if whole else 0.0
    return (Bars(tuple(groups), legend, end=round_end(highest)) if whole else Nothing(nothing)), shown
