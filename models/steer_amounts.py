"""The amounts of a complete sheet, each with the sum it comes from: the common ground of the working's sentences.

Worked out here a second time from the figures and the policy's settings, on purpose: what is printed is what was
reckoned for printing, and the tests hold it against `models.steer.judge`.
"""

from dataclasses import dataclass

from models.guide_sheet import Frequency, Method
from models.policy import Settings
from models.steer import YES, Figures
from models.steer_sums import (
    INSTALMENTS,
    counted,
    left_for_arrears,
    per_cent,
    pounds,
    rest,
    share,
    times,
    total,
    weekly,
)

TWO_YEARS_WEEKS = 104


@dataclass(frozen=True)
class Amounts:
    """Pence, a week unless said: `arrears`, `lump_sum`, `balance` are whole debts; `instalment` is the payer's own.

    `ceiling` is the cap, or less where an order on earnings protects more. `floor` is None where the policy has none.
    `needed` counts the instalments that clear the balance, None when they never would.
    """

    figures: Figures
    settings: Settings
    frequency: Frequency
    arrears: int
    lump_sum: int
    balance: int
    net_income: int
    regular: int
    instalment: int
    weekly: int
    cap: int
    deo_max: int
    floor: int | None
    floor_words: str
    needed: int | None

    @property
    def contribution(self) -> int:
        return self.regular + self.weekly

    @property
    def by_deo(self) -> bool:
        return self.figures.method == Method.DEO

    @property
    def ceiling(self) -> int:
        return self.deo_max if self.by_deo else self.cap

    @property
    def allowed(self) -> int:
        """Instalments within the horizon, in the payer's own frequency."""
        return self.settings.horizon[self.frequency]

    @property
    def clears(self) -> bool:
        return self.balance == 0 or (self.needed is not None and self.needed <= self.allowed)

    @property
    def below_cap(self) -> int:
        """How much the contribution lies below the ceiling; negative above it."""
        return self.ceiling - self.contribution

    @property
    def at_cap(self) -> bool:
        return 0 <= self.below_cap <= self.settings.cap_tolerance_pence

    @property
    def below_floor(self) -> bool:
        binds = self.floor is not None and self.settings.floor_binds
        return binds and self.contribution + self.settings.floor_tolerance_pence < (self.floor or 0)

    @property
    def floor_clears(self) -> bool:
        """Whether the floor itself would have cleared the debt in time, so that nobody needs to go to the cap."""
        if self.floor is None:
            return True
        return self.floor <= self.ceiling and self.room(self.floor) >= self.balance

    @property
    def assured(self) -> bool:
        return self.figures.sustainability_assured == YES

    @property
    def needs_assurance(self) -> bool:
        return self.contribution * 10_000 > self.net_income * self.settings.assurance_pct

    def room(self, weekly_pence: int) -> int:
        """What a weekly contribution leaves for the arrears over the horizon."""
        return self.settings.weeks * max(weekly_pence - self.regular, 0)

    # the sums in words

    @property
    def two_years(self) -> str:
        weeks = self.settings.weeks
        return "two years" if weeks == TWO_YEARS_WEEKS else counted(weeks, "week")

    @property
    def cap_name(self) -> str:
        return per_cent(self.settings.cap_pct)

    @property
    def unit(self) -> str:
        return f"{INSTALMENTS[self.frequency]} instalment"

    @property
    def balance_words(self) -> str:
        return rest((self.arrears, "arrears"), (self.lump_sum, "lump sum"))

    @property
    def contribution_words(self) -> str:
        return total((self.regular, "regular"), (self.weekly, "arrears"))

    @property
    def ceiling_words(self) -> str:
        """40% of £400.00 = £160.00 a week; where the order protects more, what is left of net income."""
        if self.ceiling == self.cap:
            return f"{share(self.settings.cap_pct, self.net_income, up=False)[1]} a week"
        protected = self.figures.protected_money_pence or 0
        if protected >= self.net_income:
            return f"the order protects {pounds(protected)} a week, all of {pounds(self.net_income)}: £0.00 a week"
        return f"{rest((self.net_income, ''), (protected, 'protected by the order'))} a week"

    @property
    def ceiling_name(self) -> str:
        """What the ceiling is called in "£0.01 below 40%"."""
        return self.cap_name if self.ceiling == self.cap else "what the order may take"

    @property
    def two_year_words(self) -> str:
        """104 × £60.00 = £6,240.00, and £6,240.00 is to be paid."""
        return f"{times(self.allowed, self.instalment)}, and {pounds(self.balance)} is to be paid"

    def room_words(self, weekly_pence: int) -> str:
        """What a weekly contribution pays off: "104 × (£160.00 − £60.00) = £10,400.00"."""
        if weekly_pence <= self.regular:
            return f"{pounds(weekly_pence)} a week is no more than the {pounds(self.regular)} regular: £0.00"
        return left_for_arrears(weekly_pence, self.regular, self.settings.weeks)


def amounts_of(figures: Figures, settings: Settings) -> Amounts:
    """The amounts of a sheet that lacks nothing. Raises ValueError for one that does."""
    arrears, net_income, regular = figures.arrears_pence, figures.net_income_pence, figures.regular_pence
    if arrears is None or net_income is None or regular is None:
        raise ValueError("a figure is not held")
    lump_sum = figures.lump_sum_pence or 0
    balance = arrears - lump_sum
    instalment = figures.instalment_pence or 0
    frequency = Frequency(figures.frequency or Frequency.WEEKLY)
    cap = share(settings.cap_pct, net_income, up=False)[0]
    deo_max = cap
    if settings.protected_money and figures.protected_money_pence is not None:
        deo_max = min(cap, max(net_income - figures.protected_money_pence, 0))
    floor, floor_words = floor_sum(settings, figures.scheme, net_income, regular)
    needed = 0 if balance == 0 else -(-balance // instalment) if instalment else None
    return Amounts(
        figures,
        settings,
        frequency,
        arrears,
        lump_sum,
        balance,
        net_income,
        regular,
        instalment,
        weekly(instalment, frequency)[0],
        cap,
        deo_max,
        floor,
        floor_words,
        needed,
    )


def floor_sum(settings: Settings, scheme: str | None, net_income: int, regular: int) -> tuple[int | None, str]:
    """The least contribution and its sum: "30% of £400.00 = £120.00 a week"; None and nothing without a floor."""
    floor = settings.floors.get(scheme or "")
    if floor is None:
        return None, ""
    part, words = share(floor.pct, regular if floor.of_maintenance else net_income, up=True)
    if floor.least_pence:
        part = max(part, floor.least_pence)
        words = f"the higher of {pounds(floor.least_pence)} and {words}: {pounds(part)}"
    if floor.of_maintenance or settings.exclusive:
        words += f"; {total((regular, 'regular'), (part, ''))}"
        part += regular
    return part, f"{words} a week"


def floor_name(settings: Settings, scheme: str | None) -> str:
    """What the floor is called in a heading: "30%", "£5.00 or 33%"; empty without one."""
    floor = settings.floors.get(scheme or "")
    if floor is None:
        return ""
    name = per_cent(floor.pct)
    return f"{pounds(floor.least_pence)} or {name}" if floor.least_pence else name
