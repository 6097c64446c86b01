"""A figure said, written and set up, in the words of the review page.

Between `models.reconcile` and the panel "Said": what every cell reads, how an outcome is told by word and icon, and the
places where a figure was spoken. "Not found" is worded as not found; nobody can know that it was not said.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.tables.blind import NOT_COMPARED
from desktop.tables.spoken import METHODS, clock_time
from desktop.tables.transcript import SPEAKER_NAMES
from models.reconcile import Comparison, Outcome, Said
from models.spoken_figures_kinds import MONEY, Every, Figure, Mention, Standing

TITLES = {
    Figure.ARREARS: "Arrears",
    Figure.NET_INCOME: "Net income",
    Figure.REGULAR: "Regular maintenance",
    Figure.LUMP_SUM: "Lump sum",
    Figure.INSTALMENT: "Instalment",
    Figure.FREQUENCY: "How often",
    Figure.PERCENTAGE: "Share of net income",
    Figure.PERIOD: "Time to clear",
    Figure.METHOD: "Method",
    Figure.PROMOTION: "Preferred method offered",
    Figure.CWO: "Caseworker Online",
}
OUTCOMES = {
    Outcome.AGREE: ("Agrees", "good", "good"),
    Outcome.MISMATCH: ("Mismatch", "bad", "bad"),
    Outcome.NOT_FOUND: ("Not found", "question", "warn"),
    Outcome.NOT_APPLICABLE: ("Not applicable", "not-applicable", "quiet"),
}
"""Word, drawing and ink of an outcome."""
EVERY = {
    Every.WEEK: " a week",
    Every.FORTNIGHT: " a fortnight",
    Every.FOUR_WEEKS: " every four weeks",
    Every.MONTH: " a month",
    Every.YEAR: " a year",
    Every.DAY: " a day",
}
FREQUENCIES = {"W": "weekly", "F": "fortnightly", "4W": "every four weeks", "M": "monthly"}
STANDINGS = {
    Standing.ASKED: "asked for",
    Standing.REFUSED: "refused",
    Standing.DECLINED: "called too little",
    Standing.ACCEPTED: "accepted",
    Standing.OFFERED: "offered",
}
YES_NO = {"Y": "yes", "N": "no"}
NONE = "–"
NOT_FOUND = "not found"
NOT_HELD = "not held"
NO_TASK = "no task"
WORKED_OUT = "worked out"
_RECORDED = frozenset({Figure.METHOD, Figure.PROMOTION, Figure.CWO})
"""The figures a list holds too."""
_WORKED_OUT = frozenset({Figure.PERCENTAGE, Figure.PERIOD})
"""The figures the sheet does not hold: they are worked out from it as the steer does."""
_OF_TASK = frozenset({Figure.METHOD, Figure.PROMOTION})
_BARGAINED = frozenset({Figure.LUMP_SUM, Figure.INSTALMENT, Figure.METHOD})


@dataclass(frozen=True)
class Place:
    """One place where a figure was spoken: what (empty where the row says it), when and by whom, how it stood, and the
    words."""

    start_ms: int
    end_ms: int
    value: str
    when: str
    note: str
    words: str

    @property
    def spoken(self) -> str:
        """The place in one line, for those who cannot see it."""
        told = f"{self.value} at {self.when}" if self.value else self.when
        return f"{told}{f', {self.note}' if self.note else ''}: {self.words}"


@dataclass(frozen=True)
class SaidRow:
    """One row of the panel."""

    figure: Figure
    title: str
    said: str
    when: str
    written: str
    written_note: str
    set_up: str
    outcome: Outcome
    outcome_words: str
    why: str
    places: tuple[Place, ...]

    @property
    def spoken(self) -> str:
        """The row in one line, for those who cannot see it."""
        said = self.said if not self.when else f"{self.said} at {self.when.replace(chr(10), ', ')}"
        parts = [f"{self.title}: {self.outcome_words}", f"said {said}".replace("\n", ", "), f"written {self.written}"]
        if self.set_up != NONE:
            parts.append(f"set up {self.set_up}")
        return ". ".join(parts) + f". {self.why}"


def said_rows(rows: tuple[Comparison, ...], *, has_sheet: bool, has_task: bool, blind: bool = False) -> list[SaidRow]:
    """The rows of the panel, in the order of the contract; without a sheet only what was said. Of a call that is
    checked `blind` nothing is told that the steer works out: what was said of it stands alone."""
    if blind:
        rows = tuple(_told_blind(row) for row in rows)
    blank = NOT_HELD if has_sheet else NONE
    no_task = NOT_HELD if has_task else NO_TASK if has_sheet else NONE
    return [_row(row, blank, no_task) for row in rows if has_sheet or row.said]


def _told_blind(row: Comparison) -> Comparison:
    if row.figure not in _WORKED_OUT or row.written is None:
        return row
    return replace(row, written=None, outcome=Outcome.NOT_APPLICABLE, why=NOT_COMPARED)


def counted(rows: list[SaidRow]) -> str:
    """How many figures agree and how many do not, in one line."""
    words = []
    for outcome, (word, _, _) in OUTCOMES.items():
        count = sum(1 for row in rows if row.outcome is outcome)
        if count and outcome is not Outcome.NOT_APPLICABLE:
            words.append(f"{count} {word.lower()}" if outcome is not Outcome.AGREE else f"{count} agree")
    return " · ".join(words)


def _row(row: Comparison, blank: str, no_task: str) -> SaidRow:
    word, _, _ = OUTCOMES[row.outcome]
    places = sorted((place for each in row.said for place in each.places), key=lambda place: place.start_ms)
    nothing = NONE if row.outcome is Outcome.NOT_APPLICABLE else NOT_FOUND
    derived = row.figure in _WORKED_OUT
    return SaidRow(
        row.figure,
        TITLES[row.figure],
        "\n".join(_value(row.figure, each.first) for each in row.said) or nothing,
        "\n".join(_when_said(row.figure, each) for each in row.said),
        _recorded(row.figure, row.written) or (NONE if derived or row.figure is Figure.CWO else blank),
        WORKED_OUT if derived and row.written is not None else "",
        _recorded(row.figure, row.set_up) or (no_task if row.figure in _OF_TASK else NONE),
        row.outcome,
        word,
        row.why,
        tuple(_place(row.figure, place) for place in places),
    )


def _when_said(figure: Figure, said: Said) -> str:
    """When and by whom first; of what is bargained for also that it was left standing nowhere."""
    fallen = figure in _BARGAINED and not said.stands
    note = STANDINGS.get(said.places[-1].standing, "") if fallen else ""
    return f"{_when(said.first)}, {note}" if note else _when(said.first)


def _when(place: Mention) -> str:
    return f"{clock_time(place.start_ms)} {SPEAKER_NAMES[place.speaker]}"


def _place(figure: Figure, place: Mention) -> Place:
    note = STANDINGS.get(place.standing, "") if figure in _BARGAINED else ""
    value = "" if figure in {Figure.PROMOTION, Figure.CWO} else _value(figure, place)
    return Place(place.start_ms, place.end_ms, value, _when(place), note, f"“{place.text}”")


def _value(figure: Figure, place: Mention) -> str:
    """What was spoken, as it was: an amount with its rate, a method by name."""
    about = "about " if place.hedged else ""
    if figure is Figure.FREQUENCY:
        return FREQUENCIES.get("" if place.every is None else place.every.value, "")
    if figure in MONEY:
        return f"{about}{_pounds(place.value)}{'' if place.every is None else EVERY[place.every]}"
    if figure is Figure.PERCENTAGE:
        return f"{place.value}%"
    if figure is Figure.METHOD:
        return _method(place.value)
    if figure is Figure.PERIOD:
        return f"{about}{place.value}"
    return "yes"


def _recorded(figure: Figure, value: str | None) -> str:
    """What the sheet or a list says; empty where it says nothing."""
    if value is None:
        return ""
    if figure in MONEY:
        return f"£{Decimal(value):,.2f}"
    if figure is Figure.PERCENTAGE:
        return f"{value}%"
    if figure is Figure.FREQUENCY:
        return FREQUENCIES.get(value, value)
    if figure is Figure.METHOD:
        return _method(value)
    return YES_NO.get(value, value) if figure in _RECORDED else value


def _pounds(value: str) -> str:
    return f"£{int(value):,}" if value.isdecimal() else f"£{Decimal(value):,.2f}"


def _method(code: str) -> str:
    """A method with a capital, short enough for a narrow column."""
    words = "DEO" if code == "deo" else METHODS.get(code, code)
    return f"{words[0].upper()}{words[1:]}"
