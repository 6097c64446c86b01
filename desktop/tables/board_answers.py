"""The tiles that count answers to prompts: the balance, the faults, the method of payment, Caseworker Online."""

from desktop.tables import wording
from desktop.tables.board_prompts import short
from desktop.tables.board_words import answered, count_of, figures, part_of, said, share_of, share_words, value
from desktop.tables.chart import (
    Bar,
    BarGroup,
    Bars,
    Chart,
    Count,
    Figures,
    Nothing,
    Pareto,
    ParetoRow,
    Part,
    Segment,
    Stack,
    StackRow,
    Tone,
)
from models.board.query import Figure
from models.board.tiles import Answers, BalanceTile, MethodTile, OnlineTile, Promoted, PromptsTile

NOT_ASKED = "not asked in these checks"
NO_CHECK = "No call of this period is checked yet, so nothing is known of it. Check calls, or choose another period."
ANSWER_HEADS = ("Prompt", "Yes, evidenced", "Yes", "No", "Cannot tell", "N/A")
METHOD_HEADS = ("Yes or taken", "No or refused", "Another", "Open, cannot tell")
METHOD_LEGEND = ("yes, taken", "no, refused", "another taken", "open, cannot tell")
ANSWER_WORDS = ("yes", "no", "cannot tell")


def balance_tile(tile: BalanceTile) -> tuple[Chart, Figures]:
    """A bar for each prompt, shared out by the answers."""
    rows: list[StackRow] = []
    table: list[tuple[str, ...]] = []
    for answers in tile.prompts:
        yes, asked = answers.yes_share
        label = short(answers.prompt, answers.words)
        told = f"{answers.words} Yes {said(yes, asked)}" if asked else f"{answers.words} {NOT_ASKED.capitalize()}"
        told += f"; {wording.number(answers.evidenced.count)} of the yes rest on the call" if yes else ""
        head = part_of(label, told, answers.evidenced, "yes with evidence of the call")
        each = ((answers.yes, Tone.ACCENT), (answers.no, Tone.BAD), (answers.cannot_tell, Tone.WARN))
        segments = tuple(
            Segment(count_of(f"{label}: {words}", figure), figure.count, tone, 3)
            for words, (figure, tone) in zip(ANSWER_WORDS, each, strict=True)
        )
        nothing = answers.not_applicable
        aside = Count(count_of(f"{label}: not applicable", nothing), f"{wording.number(nothing.count)} N/A", Tone.QUIET)
        rows.append(StackRow(label, value(yes, asked, NOT_ASKED), head, segments, aside))
        counted = (answers.evidenced, *(figure for figure, _tone in each), nothing)
        table.append((label, *(wording.number(figure.count) for figure in counted)))
    shown = figures(ANSWER_HEADS, table, step=len(ANSWER_HEADS) - 1)
    if not any(row.total or (row.aside and row.aside.part.behind) for row in rows):
        return Nothing(NO_CHECK), shown
    return Stack(tuple(rows), ANSWER_WORDS, full=True), shown


def prompts_tile(tile: PromptsTile) -> tuple[Chart, Figures]:
    """The prompts answered no: the critical ones, then the others, each group with the line of its own sum."""
    rows: list[ParetoRow] = []
    table: list[tuple[str, ...]] = []
    groups = (
        (tile.critical, "Critical: they decide the KPI", "critical", Tone.ACCENT),
        (tile.others, "Not critical", "not critical", Tone.SECOND),
    )
    for bars, head, kind, tone in groups:
        found = [bar for bar in bars if bar.figure.count]
        total, so_far = sum(bar.figure.count for bar in found), 0
        for bar in found:
            count = bar.figure.count
            so_far += count
            share, down_to = share_words(count, total), share_words(so_far, total)
            label = short(bar.key, bar.words)
            of_kind = f"{share} of every no to a {kind} prompt, down to here {down_to}"
            told = f"{bar.words} {wording.number(count)} no, {of_kind}"
            part = part_of(label, told, bar.figure, "answered no")
            begins = head if bar is found[0] else ""
            rows.append(ParetoRow(part, count / total, so_far / total, f"{count:,} · {share}", tone, begins))
            table.append((label, kind, wording.number(count), share, down_to))
    shown = figures(("Prompt", "Kind", "No", "Of its kind", "Down to here"), table, words=2)
    if not rows:
        checked = tile.checks_critical.count or tile.checks_other.count
        return Nothing("No prompt was answered no in the checks of this period." if checked else NO_CHECK), shown
    return Pareto(tuple(rows)), shown


def method_tile(tile: MethodTile) -> tuple[Chart, Figures]:
    """Asked on the calls, and by Task 567 promoted: a bar each, shared out by what became of it."""
    rows = [
        _asked(tile.offered_first, "Offered first on the call"),
        _asked(tile.agrees, "Outcome agrees with Task 567"),
        *(_promoted(each) for each in tile.methods if each.promoted.count),
    ]
    table, places, place = [], [], 0
    for row in rows:
        counted = [wording.number(piece.count) for piece in row.segments]
        table.append((row.label, wording.number(row.total), *counted))
        places.append(place)
        place += len(row.parts)
    shown = figures(("Method", "In all", *METHOD_HEADS), table, places=places)
    if not any(row.total for row in rows):
        return Nothing("No call is checked for it, and Task 567 promoted nothing in this period."), shown
    return Stack(tuple(rows), METHOD_LEGEND, full=True), shown


def _asked(answers: Answers, label: str) -> StackRow:
    """A prompt as the checks answered it; the list of its value holds the no."""
    yes, asked = answers.yes_share
    no = wording.several(answers.no.count, "no", "no")
    head = answered(label, said(yes, asked, NOT_ASKED), answers, f"yes; {no}")
    pieces = (("yes", answers.yes, Tone.ACCENT), ("no", answers.no, Tone.BAD))
    last = Segment(count_of(f"{label}: cannot tell", answers.cannot_tell), answers.cannot_tell.count, Tone.QUIET)
    between = Segment(Part(f"{label}: another", "No other method."), 0, Tone.SECOND)
    first = tuple(_piece(label, words, figure, tone) for words, figure, tone in pieces)
    return StackRow(label, value(yes, asked, NOT_ASKED), head, (*first, between, last))


def _promoted(each: Promoted) -> StackRow:
    """A method that Task 567 promoted; the list of its value holds all it was promoted to."""
    promoted, taken = each.promoted.count, each.taken.count
    label = f"{each.words} promoted"
    pieces = (
        ("taken", each.taken, Tone.ACCENT),
        ("refused", each.refused, Tone.BAD),
        ("another taken", each.another, Tone.SECOND),
        ("open", each.open, Tone.QUIET),
    )
    head = part_of(label, f"{said(taken, promoted)} taken", each.promoted, "all")
    segments = tuple(_piece(label, words, figure, tone) for words, figure, tone in pieces)
    return StackRow(label, f"{value(taken, promoted)} taken", head, segments)


def _piece(label: str, words: str, figure: Figure, tone: Tone) -> Segment:
    return Segment(count_of(f"{label}: {words}", figure), figure.count, tone, 3)


def online_tile(tile: OnlineTile) -> tuple[Chart, Figures]:
    """Viewed and used by the checks; on file by the sheets."""
    groups, rows = [], []
    for answers, label in ((tile.viewed, "Viewed in time"), (tile.used, "Used for the lump sum")):
        groups.append(BarGroup(label, (_yes(answers, label, Tone.ACCENT),)))
        rows.append((label, *(wording.number(count) for count in answers.yes_share)))
    sheets = tile.on_file.whole.count
    for label, figure, tone in (
        ("A view is on file", tile.on_file.part, Tone.SECOND),
        ("Named, but not on file", tile.cited_but_missing, Tone.WARN),
    ):
        part = part_of(label, said(figure.count, sheets, "no sheet"), figure)
        bar = Bar(part, share_of(figure.count, sheets), value(figure.count, sheets, "no sheet"), tone)
        groups.append(BarGroup(label, (bar,)))
        rows.append((label, wording.number(figure.count), wording.number(sheets)))
    shown = figures(("What", "Count", "Of"), rows)
    if all(bar.share is None for group in groups for bar in group.bars):
        return Nothing("No sheet belongs to this period, and no call is checked for it."), shown
    legend = ((Tone.ACCENT, "yes, on checked calls"), (Tone.SECOND, "sheets"), (Tone.WARN, "to be looked into"))
    return Bars(tuple(groups), legend), shown


def _yes(answers: Answers, label: str, tone: Tone) -> Bar:
    """The yes of yes and no; the list behind holds the no, for there is something to be done with them."""
    yes, asked = answers.yes_share
    no = wording.several(answers.no.count, "no", "no")
    part = answered(label, said(yes, asked, NOT_ASKED), answers, f"yes; {no}")
    return Bar(part, share_of(yes, asked), value(yes, asked, NOT_ASKED), tone)
