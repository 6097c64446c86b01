"""The tiles of the checking itself: work on hand and its age, and how strictly reviewers mark."""

from desktop.tables import wording
from desktop.tables.board_words import (
    count_of,
    days,
    figures,
    fraction,
    margin,
    of,
    part_of,
    round_end,
    said,
    share_of,
    value,
)
from desktop.tables.chart import Bar, BarGroup, Bars, Chart, Figures, Nothing, Segment, Stack, StackRow, Tone
from models.board.tiles import SampleDue, StrictnessTile, WorkTile
from models.board.work import BANDS

MOST_SAMPLES = 4
"""So many samples are shown, the most overdue first; all of them stand on their own page."""


def work_tile(tile: WorkTile) -> tuple[Chart, Figures]:
    """A bar for each stage, shared out by age; what has no date comes last."""
    with_undated = any(stage.undated.count for stage in tile.stages)
    names = (*(band_words(*band) for band in BANDS), *(["without a date"] if with_undated else []))
    rows: list[StackRow] = []
    table: list[tuple[str, ...]] = []
    for stage in tile.stages:
        ages = (*stage.bands, *([stage.undated] if with_undated else []))
        segments = tuple(
            Segment(count_of(f"{stage.words}, {name}", figure), figure.count, _tone(at, len(BANDS)), at)
            for at, (name, figure) in enumerate(zip(names, ages, strict=True))
        )
        oldest = days(stage.oldest_days)
        number = wording.number(stage.figure.count)
        told = f"{number} on hand" + (f", oldest {oldest}" if oldest else "")
        head = part_of(stage.words, told, stage.figure)
        rows.append(StackRow(stage.words, f"{number} · oldest {oldest}" if oldest else number, head, segments))
        short = stage.words.partition(":")[0]  # what it means stands beside its bar
        table.append((short, number, *(wording.number(figure.count) for figure in ages), oldest))
    places = [at * (1 + len(names)) for at in range(len(rows))]
    place = len(rows) * (1 + len(names))
    for sample in sorted(tile.samples, key=lambda sample: -sample.overdue_days)[:MOST_SAMPLES]:
        rows.append(_sample(sample))
        blanks = ("",) * (len(names) - 1)
        table.append((rows[-1].label, wording.number(sample.open.count), "", *blanks, rows[-1].value))
        places.append(place)
        place += 2
    shown = figures(("Stage", "On hand", *names, "Oldest"), table, places=places)
    if not tile.on_hand.count and not tile.samples:
        return Nothing("Nothing is on hand: every call and every sheet is dealt with."), shown
    return Stack(tuple(rows), tuple(names)), shown


def _sample(sample: SampleDue) -> StackRow:
    """A sample that is not done: how much of it, and by when it is to be."""
    whose = f", {sample.reviewer_id}" if sample.reviewer_id else ""
    label = f"Sample {sample.sample_id}{whose}"
    late = f"{days(sample.overdue_days)} overdue" if sample.overdue_days > 0 else ""
    due = "" if sample.due is None else f"due {wording.day(sample.due)}"
    told = " · ".join(part for part in (f"{of(sample.done.count, sample.drawn.count)} done", late or due) if part)
    tone = Tone.WARN if late else Tone.ACCENT
    piece = Segment(count_of(f"{label}: open", sample.open), sample.open.count, tone, 1)
    return StackRow(label, told, part_of(label, told, sample.drawn, "drawn"), (piece,))


def band_words(least: int, most: int | None) -> str:
    """Ages in days: "up to 7 days", "8 to 14", "29 and more"."""
    if most is None:
        return f"{least} and more"
    return f"up to {most} days" if least == 0 else f"{least} to {most}"


def _tone(at: int, bands: int) -> Tone:
    """Ages grow darker; the oldest is dotted, what has no date is hollow."""
    if at >= bands:
        return Tone.QUIET
    return Tone.WARN if at == bands - 1 else Tone.ACCENT


def strictness_tile(tile: StrictnessTile) -> tuple[Chart, Figures]:
    """The share found inaccurate by each reviewer with its margin, beside that of all together."""
    groups, rows = [], []
    for line in (tile.whole, *tile.reviewers):
        name = line.reviewer_id or "All together"
        classes = line.classes
        wrong, assessed = classes.inaccurate.count, classes.checked.count - classes.not_assessable.count
        told = f"{said(wrong, assessed)} found inaccurate{margin(line.low_pct, line.high_pct)}"
        told = f"{told}; {line.words}" if line.words else told
        figure, what = (classes.inaccurate, "found inaccurate") if wrong else (classes.checked, "checked")
        tone = Tone.ACCENT if line.reviewer_id is None else Tone.SECOND
        whiskers = (fraction(line.low_pct), fraction(line.high_pct))
        part = part_of(name, told.removesuffix("."), figure, what)
        groups.append(BarGroup(name, (Bar(part, share_of(wrong, assessed), value(wrong, assessed), tone, *whiskers),)))
        score = "" if line.mean_score is None else str(line.mean_score)
        rows.append((name, wording.number(assessed), wording.number(wrong), of(line.no, line.answered), score))
    shown = figures(("Reviewer", "Assessed", "Inaccurate", "No of all answers", "Mean score"), rows)
    if not tile.whole.classes.checked.count:
        return Nothing("No call of this period is checked yet."), shown
    legend = ((Tone.ACCENT, "all together"), (Tone.SECOND, "each reviewer"))
    highest = max(bar.high or bar.share or 0.0 for group in groups for bar in group.bars)
    return Bars(tuple(groups), legend, end=round_end(highest)), shown
