"""Said, written, set up: every figure of a call beside the guide sheet and the lists it is cross-referenced with.

Written is the sheet; set up is Task 567 (methods, promotion) and the Caseworker Online list. What was said comes from
`models.spoken_figures` and is a suggestion: recognition errs, so a figure that is not found counts for nothing, and the
reviewer decides. Outcomes are those of the contract (`compare`). Pure; read by the command line and the review page.

Where the talk names several amounts, the one it settles on counts: the last that was stated, accepted or offered and
not refused. The sheet holds neither percentage nor period: both are worked out from its figures (contribution over net
income, instalments to clear), so that what the caller was told can be held against them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.crosscheck import OnlineView, Task567
from models.guide_sheet import GuideSheet, Method
from models.reconcile_sums import Written, amounts_agree, money, periods_agree, shares_agree, written_of
from models.spoken_figures import spoken_figures
from models.spoken_figures_kinds import MONEY, NEGOTIATED, Every, Figure, Mention, Standing
from models.spoken_figures_methods import PREFERRED
from models.transcript import SegmentText, believable

YES, NO = "Y", "N"
NOT_FOUND_WORDS = "Not found in the transcript, which does not mean that it was not said."


class Outcome(StrEnum):
    """How a figure compares; the contract's words."""

    AGREE = "agree"
    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Said:
    """One value that was spoken, with every place where it was, the first one leading."""

    value: str
    places: tuple[Mention, ...]

    @property
    def first(self) -> Mention:
        return self.places[0]

    @property
    def stands(self) -> bool:
        """Whether it was left standing somewhere: stated, accepted, or offered and not refused."""
        return any(place.standing in _STANDING for place in self.places)


@dataclass(frozen=True)
class Comparison:
    """One figure: what was said (in the order it was first said), written and set up, the outcome, and why."""

    figure: Figure
    said: tuple[Said, ...]
    written: str | None
    set_up: str | None
    outcome: Outcome
    why: str

    def as_dict(self) -> dict[str, object]:
        """As the contract's `compare` writes it; seconds from the start of the recording."""
        return {
            "figure": self.figure.value,
            "said": [
                {
                    "value": each.value,
                    "start": each.first.start_ms / 1000,
                    "end": each.first.end_ms / 1000,
                    "speaker": each.first.speaker.value,
                    "text": each.first.text,
                }
                for each in self.said
            ],
            "written": self.written,
            "set_up": self.set_up,
            "outcome": self.outcome.value,
        }


@dataclass(frozen=True)
class Records:
    """What the call is held against. `views_listed`: whether a list of Caseworker Online views was imported at all."""

    sheet: GuideSheet | None
    tasks: Sequence[Task567] = ()
    views: Sequence[OnlineView] = ()
    views_listed: bool = True


_STANDING = frozenset({Standing.STATED, Standing.ACCEPTED, Standing.OFFERED})
_Verdict = tuple[Outcome, str]


def compare(segments: Sequence[SegmentText], records: Records, preferred: Method = PREFERRED) -> tuple[Comparison, ...]:
    """Every figure of a call, in the order of the contract."""
    return reconcile(spoken_figures(believable(segments), preferred), records, preferred)


def reconcile(mentions: Sequence[Mention], records: Records, preferred: Method = PREFERRED) -> tuple[Comparison, ...]:
    """What was found in the transcript beside the records. Without a sheet nothing applies; what was said is listed."""
    kept = [mention for mention in mentions if mention.standing is not Standing.TAKEN_BACK]
    rows = []
    for figure in Figure:
        if figure is Figure.FREQUENCY:
            places = [mention for mention in kept if mention.figure is Figure.INSTALMENT and mention.every in _RATES]
            said = _distinct(places, lambda mention: "" if mention.every is None else mention.every.value)
        else:
            said = _distinct([mention for mention in kept if mention.figure is figure], lambda mention: mention.value)
        rows.append(_row(figure, said, records, preferred))
    return tuple(rows)


_RATES = frozenset({Every.WEEK, Every.FORTNIGHT, Every.FOUR_WEEKS, Every.MONTH})


def _distinct(places: Iterable[Mention], value: Callable[[Mention], str]) -> tuple[Said, ...]:
    """The values in the order they were first said, each with its places."""
    by_value: dict[str, list[Mention]] = {}
    for mention in places:
        by_value.setdefault(value(mention), []).append(mention)
    return tuple(Said(each, tuple(found)) for each, found in by_value.items())


def _row(figure: Figure, said: tuple[Said, ...], records: Records, preferred: Method) -> Comparison:
    sheet = records.sheet
    if sheet is None:
        return Comparison(figure, said, None, None, Outcome.NOT_APPLICABLE, "No guide sheet to compare with.")
    written = written_of(sheet)
    text, set_up = written.text(figure), None
    if figure in MONEY:
        outcome, why = _money(figure, said, written)
    elif figure is Figure.FREQUENCY:
        outcome, why = _frequency(said, written)
    elif figure is Figure.PERCENTAGE:
        outcome, why = _worked_out(said, text, lambda found: shares_agree(found, written), "share of net income")
    elif figure is Figure.PERIOD:
        outcome, why = _worked_out(said, text, lambda found: periods_agree(found, written), "time to clear")
    elif figure is Figure.METHOD:
        task = records.tasks[-1] if records.tasks else None
        text, set_up = sheet.method_agreed or None, None if task is None else task.outcome_method or None
        outcome, why = _method(said, text, set_up)
    elif figure is Figure.PROMOTION:
        text, set_up = _promoted(sheet, records.tasks, preferred)
        outcome, why = _yes_or_no(said, text, set_up, "the preferred method was offered")
    else:
        text = YES if sheet.caseworker_online_ref else None
        set_up = YES if records.views else NO if text and records.views_listed else None
        outcome, why = _yes_or_no(said, text, set_up, "Caseworker Online was looked at")
    return Comparison(figure, said, text, set_up, outcome, why)


def settled(figure: Figure, said: Sequence[Said]) -> list[Mention]:
    """The places that count: for what is bargained for the last one left standing, for what is stated all of them."""
    places = sorted((place for each in said for place in each.places), key=lambda place: place.start_ms)
    if figure not in NEGOTIATED and figure is not Figure.FREQUENCY:
        return places
    standing = [place for place in places if place.standing in _STANDING]
    if standing:
        return standing[-1:]
    # nothing was left standing: what the caseworker called too little may still have been recorded by discretion
    open_ = [place for place in places if place.standing in {Standing.DECLINED, Standing.ASKED}]
    return open_[-1:]


def _money(figure: Figure, said: tuple[Said, ...], written: Written) -> _Verdict:
    pence = written.pence(figure)
    counted = settled(figure, said)
    if not pence:
        return _none_written(figure, said, written)
    if not said:
        return Outcome.NOT_FOUND, NOT_FOUND_WORDS
    agreeing = [mention for mention in counted if amounts_agree(mention, written)]
    if agreeing:
        exact = "" if agreeing[-1].pence == pence else " (said in round figures, or at another rate)"
        return Outcome.AGREE, f"Said as written: {money(pence)}{exact}."
    if not counted:
        return Outcome.MISMATCH, f"{_values(said)} refused on the call; the sheet says {money(pence)}."
    return Outcome.MISMATCH, f"Said {_values_of(counted)}; the sheet says {money(pence)}."


def _none_written(figure: Figure, said: tuple[Said, ...], written: Written) -> _Verdict:
    """The sheet has no such amount: nothing to compare, unless one was left standing on the call."""
    blank = written.pence(figure) is None and figure is not Figure.LUMP_SUM
    held = "the sheet leaves it blank" if blank else "the sheet has none"
    standing = any(each.stands for each in said)
    if figure is Figure.INSTALMENT and written.balance_pence == 0:
        return Outcome.NOT_APPLICABLE, "Paid in full: there are no instalments."
    if said and standing:
        return Outcome.MISMATCH, f"Said {_values(said)}; {held}."
    if said:
        return Outcome.NOT_APPLICABLE, f"{_values(said)} asked for and not agreed; {held}."
    return Outcome.NOT_APPLICABLE, f"Nothing to compare: {held}, and none was found in the transcript."


def _frequency(said: tuple[Said, ...], written: Written) -> _Verdict:
    if not written.pence(Figure.INSTALMENT) or written.frequency is None:
        return Outcome.NOT_APPLICABLE, "No instalments on the sheet."
    if not said:
        return Outcome.NOT_FOUND, NOT_FOUND_WORDS
    last = settled(Figure.FREQUENCY, said)
    if any(mention.every is not None and mention.every.value == written.frequency for mention in last):
        return Outcome.AGREE, "Said as written."
    return Outcome.MISMATCH, "Another rhythm was settled on than the sheet says."


def _worked_out(
    said: tuple[Said, ...], text: str | None, agree: Callable[[Sequence[Mention]], bool], what: str
) -> _Verdict:
    """A figure the sheet does not hold, worked out from those it does."""
    if text is None:
        return Outcome.NOT_APPLICABLE, f"The {what} cannot be worked out from the sheet."
    if not said:
        return Outcome.NOT_FOUND, NOT_FOUND_WORDS
    places = [place for each in said for place in each.places]
    if agree(places):
        return Outcome.AGREE, f"What was said fits the {what} worked out from the sheet, {text}."
    return Outcome.MISMATCH, f"What was said does not fit the {what} worked out from the sheet, {text}."


def _method(said: tuple[Said, ...], written: str | None, set_up: str | None) -> _Verdict:
    """Task 567 has to say what the sheet says; on the call it must have been spoken of, and not be the refused one."""
    if written is None and set_up is None:
        return Outcome.NOT_APPLICABLE, "No method on the sheet and none in Task 567."
    if written is not None and set_up is not None and written != set_up:
        return Outcome.MISMATCH, "The sheet and Task 567 name different methods."
    if written is None:
        return Outcome.MISMATCH, "Task 567 names a method; the sheet leaves it blank."
    if not said:
        return Outcome.NOT_FOUND, NOT_FOUND_WORDS
    spoken = {each.value: each for each in said}
    if written not in spoken:
        if all(each.places[-1].standing is Standing.REFUSED for each in said):
            return Outcome.NOT_FOUND, f"Only what was refused was found. {NOT_FOUND_WORDS}"
        return Outcome.MISMATCH, "Other methods were spoken of than the sheet says."
    refused = spoken[written].places[-1].standing is Standing.REFUSED
    others = any(each.places[-1].standing is Standing.OFFERED for each in said if each.value != written)
    if refused and others:
        return Outcome.MISMATCH, "The method on the sheet was refused on the call, and another one offered."
    return Outcome.AGREE, "Spoken of as written" + (" and set up." if set_up is not None else "; no Task 567 entry.")


def _promoted(sheet: GuideSheet, tasks: Sequence[Task567], preferred: Method) -> tuple[str | None, str | None]:
    """Whether sheet and Task 567 have it that the preferred method was offered; None where they are blank."""
    offered = [code.strip() for code in (sheet.methods_offered or "").replace(",", ";").split(";") if code.strip()]
    written = None if not offered else YES if preferred in offered else NO
    promoted = tasks[-1].promoted_method if tasks else None
    return written, None if not promoted else YES if promoted == preferred else NO


def _yes_or_no(said: tuple[Said, ...], written: str | None, set_up: str | None, what: str) -> _Verdict:
    """Something that was done or not, recorded or not, heard or not."""
    if written is not None and set_up is not None and written != set_up:
        return Outcome.MISMATCH, f"The sheet and the list differ on whether {what}."
    recorded = written or set_up
    if recorded is None and not said:
        return Outcome.NOT_APPLICABLE, "Nothing is recorded, and nothing was found in the transcript."
    if recorded == YES:
        return (Outcome.AGREE, "Spoken of as recorded.") if said else (Outcome.NOT_FOUND, NOT_FOUND_WORDS)
    if said:
        return Outcome.MISMATCH, f"It was spoken of; nothing records that {what}."
    return Outcome.NOT_APPLICABLE, f"Nothing records that {what}, and nothing of it was found."


def _values(said: Sequence[Said]) -> str:
    return _values_of([each.first for each in said])


def _values_of(places: Sequence[Mention]) -> str:
    amounts = dict.fromkeys(money(place.pence) if place.pence is not None else place.value for place in places)
    return ", ".join(amounts)
