"""The sums of said / written: when an amount, a share or a time that was spoken is the one on the sheet.

Part of `models.reconcile`. Exact integer pence; weekly equivalents half-up to the penny (domain notes, section 7).
People round when they speak: net income, maintenance and arrears said in whole pounds agree with a sheet that has pence
too, and what was said with "about" agrees within half of its last spoken place, at most a twentieth. What is agreed to
be paid is held to the penny.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.columns import to_pence
from models.guide_sheet import Frequency, GuideSheet
from models.sheet_facts import money
from models.spoken_figures_kinds import Every, Figure, Mention
from models.steer_figures import weekly_equivalent

__all__ = ["Written", "amounts_agree", "money", "periods_agree", "shares_agree", "written_of"]

WEEKS_A_YEAR = 52
_A_YEAR = {
    Every.WEEK: 52,
    Every.FORTNIGHT: 26,
    Every.FOUR_WEEKS: 13,
    Every.MONTH: 12,
    Every.YEAR: 1,
}
"""How many times a year; four-weekly is thirteen times, as I / 4 a week."""
_WEEKS_BETWEEN = {Frequency.WEEKLY.value: 1, Frequency.FORTNIGHTLY.value: 2, Frequency.FOUR_WEEKLY.value: 4}
_WHOLE_POUNDS = frozenset({Figure.ARREARS, Figure.NET_INCOME, Figure.REGULAR})
_FIELDS = {
    Figure.ARREARS: "arrears",
    Figure.NET_INCOME: "net_income_weekly",
    Figure.REGULAR: "regular_maintenance_weekly",
    Figure.LUMP_SUM: "lump_sum",
    Figure.INSTALMENT: "instalment",
}
LEAST_SHARE = Fraction(1, 20)


@dataclass(frozen=True)
class Written:
    """The money of a sheet in pence, None where it is blank, and what follows from it."""

    amounts: dict[Figure, int | None]
    frequency: str | None

    def pence(self, figure: Figure) -> int | None:
        return self.amounts.get(figure)

    @property
    def balance_pence(self) -> int | None:
        """Arrears less lump sum (blank: none)."""
        arrears = self.amounts[Figure.ARREARS]
        return None if arrears is None else arrears - (self.amounts[Figure.LUMP_SUM] or 0)

    @property
    def weekly_pence(self) -> int | None:
        """The instalment a week, half-up; None where it or its frequency is not held."""
        instalment = self.amounts[Figure.INSTALMENT]
        if instalment is None:
            return None
        if self.frequency not in set(Frequency):
            return 0 if instalment == 0 else None
        return weekly_equivalent(instalment, self.frequency)

    @property
    def share(self) -> Fraction | None:
        """Regular maintenance and instalment as a percentage of net income."""
        income, regular = self.amounts[Figure.NET_INCOME], self.amounts[Figure.REGULAR]
        weekly = self.weekly_pence
        if not income or regular is None or weekly is None or self.balance_pence == 0:
            return None
        return Fraction(100 * (regular + weekly), income)

    @property
    def weeks(self) -> Fraction | None:
        """How long the instalments take to clear the balance: whole instalments, told in weeks."""
        times = self._instalments
        if times is None:
            return None
        if self.frequency == Frequency.MONTHLY:
            return Fraction(times * WEEKS_A_YEAR, 12)
        return Fraction(times * _WEEKS_BETWEEN[str(self.frequency)])

    @property
    def _instalments(self) -> int | None:
        balance, instalment = self.balance_pence, self.amounts[Figure.INSTALMENT]
        if balance is None or balance <= 0 or not instalment or self.frequency not in set(Frequency):
            return None
        return -(-balance // instalment)

    def text(self, figure: Figure) -> str | None:
        """A figure as the contract writes it: money "120.00", a share "30.00", a time "75 weeks", a frequency "W"."""
        if figure is Figure.FREQUENCY:
            return self.frequency or None
        if figure is Figure.PERCENTAGE:
            share = self.share
            return None if share is None else _pounds(_half_up(share * 100))
        if figure is Figure.PERIOD:
            times, weeks = self._instalments, self.weeks
            if times is None or weeks is None:
                return None
            count, unit = (times, "month") if self.frequency == Frequency.MONTHLY else (int(weeks), "week")
            return f"{count} {unit}{'' if count == 1 else 's'}"
        pence = self.amounts.get(figure)
        return None if pence is None else _pounds(pence)


def written_of(sheet: GuideSheet) -> Written:
    """The money of a sheet."""
    held = {figure: getattr(sheet, field) for figure, field in _FIELDS.items()}
    return Written(
        {figure: None if amount is None else to_pence(amount) for figure, amount in held.items()}, sheet.frequency
    )


def amounts_agree(mention: Mention, written: Written) -> bool:
    """Whether a spoken amount is the one on the sheet, at whatever rate each has it."""
    sheet = written.pence(mention.figure)
    if mention.pence is None or sheet is None:
        return False
    own = written.frequency if mention.figure is Figure.INSTALMENT else Frequency.WEEKLY.value
    if mention.figure not in {Figure.ARREARS, Figure.LUMP_SUM} and mention.every not in {None, own}:
        if mention.every not in _A_YEAR or own not in set(Frequency):
            return False
        return _near(_weekly(mention.pence, mention.every), _weekly(sheet, Every(str(own))), mention)
    return _near(mention.pence, sheet, mention)


def shares_agree(places: Sequence[Mention], written: Written) -> bool:
    """Whether a percentage that was spoken is the sheet's own share, to the whole per cent as people say it, or a bound
    the share keeps. What the payer is left with ("keep at least 60 per cent") is held against what remains."""
    share = written.share
    if share is None:
        return False
    for place in places:
        spoken = Fraction(place.value)
        meant = 100 - share if place.rule else share
        if place.bound and (meant - spoken) * place.bound >= 0:
            return True
        if _half_up(meant) == _half_up(spoken) or meant == spoken:
            return True
    return False


def periods_agree(places: Sequence[Mention], written: Written) -> bool:
    """Whether the instalments clear the debt in the time spoken of.

    What was said of this arrangement goes before a rule ("must be cleared within two years"); of several the last.
    "Within" is kept by any shorter time, other words by the same time in the unit they name, rounded either way.
    """
    weeks = written.weeks
    own = [place for place in places if not place.rule] or list(places)
    if weeks is None or not own:
        return False
    last = max(own, key=lambda place: place.start_ms)
    count, unit = last.value.split()
    in_weeks = {"week": Fraction(1), "month": Fraction(WEEKS_A_YEAR, 12), "year": Fraction(WEEKS_A_YEAR)}
    one = in_weeks[unit.removesuffix("s")]
    spoken, taken = Fraction(count), weeks / one
    if last.rule or last.bound < 0:
        return taken <= spoken
    step = Fraction(1, 2) if unit.startswith("year") or last.hedged else Fraction(1)
    return abs(taken - spoken) < step


def _near(spoken: int, sheet: int, mention: Mention) -> bool:
    """The same to the penny, or as near as people say it."""
    if spoken == sheet:
        return True
    if mention.hedged and mention.pence is not None:
        place = 100
        while mention.pence % (place * 10) == 0 and place < mention.pence:
            place *= 10
        if abs(spoken - sheet) <= min(Fraction(place, 2), spoken * LEAST_SHARE):
            return True
    return (
        mention.figure in _WHOLE_POUNDS
        and mention.pence is not None
        and mention.pence % 100 == 0
        and (abs(spoken - sheet) < 100)
    )


def _weekly(pence: int, every: Every) -> int:
    return _half_up(Fraction(pence) * _A_YEAR[every] / WEEKS_A_YEAR)


def _half_up(value: Fraction) -> int:
    return int((2 * value + 1) // 2)


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"
