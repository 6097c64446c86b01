"""What holds of the steer for every sheet: an independent longhand agrees, and more is never worse.

`Longhand` is the steer written a second time from the domain notes, section 7, without looking at the first: in exact
pounds (`Fraction`), with a debt paid off instalment by instalment, and every rival reading as the table there words it.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

from hypothesis import given, settings
from hypothesis import strategies as st

from models.policy import Policy, shipped
from models.steer import COLUMNS, Figures, Judgement, judge

POLICIES: dict[str, Policy] = {scheme: policy for policy in shipped() for scheme in policy.schemes}
CHEAP = settings(max_examples=250, deadline=None, derandomize=True, database=None)
INSTALMENTS = {"W": 104, "F": 52, "4W": 26, "M": 24}
AS_WEEKS = {"W": Fraction(1), "F": Fraction(1, 2), "4W": Fraction(1, 4), "M": Fraction(12, 52)}
RIVALS = {
    "CS2": (
        "105_INSTALMENTS",
        "EXCLUSIVE_30",
        "ONLY_FLOOR_IS_RUNG2",
        "FLOOR_NOT_BINDING",
        "LO_ON_RESIDUAL",
        "NEAR_CAP",
    ),
    "CSCS": (
        *("105_INSTALMENTS", "EXCLUSIVE_30", "CSCS_33_OF_MAINTENANCE", "ONLY_FLOOR_IS_RUNG2", "FLOOR_NOT_BINDING"),
        *("LO_ON_RESIDUAL", "NEAR_CAP"),
    ),
    "CMS": ("105_INSTALMENTS", "LO_ON_RESIDUAL", "NEAR_CAP"),
}
PENNY = Fraction(1, 100)


def pounds(pence: int | None) -> Fraction:
    return Fraction(pence or 0, 100)


def up(amount: Fraction) -> Fraction:
    return Fraction(ceil(amount * 100), 100)


def down(amount: Fraction) -> Fraction:
    return Fraction(floor(amount * 100), 100)


def half_up(amount: Fraction) -> Fraction:
    return Fraction(floor(amount * 100 + Fraction(1, 2)), 100)


def paid_off_after(debt: Fraction, each: Fraction, most: int) -> int | None:
    """Pay until nothing is left; None when it takes more than `most` payments."""
    paid = 0
    while debt > 0:
        if paid == most or each <= 0:
            return None
        debt -= each
        paid += 1
    return paid


@dataclass(frozen=True)
class Longhand:
    """One sheet under one reading, in pounds."""

    told: Figures
    rival: str = ""
    arrears: Fraction = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "arrears", pounds(self.told.arrears_pence))

    @property
    def more(self) -> int:
        return 1 if self.rival == "105_INSTALMENTS" else 0

    @property
    def weeks(self) -> int:
        return 104 + self.more

    @property
    def income(self) -> Fraction:
        return pounds(self.told.net_income_pence)

    @property
    def regular(self) -> Fraction:
        return pounds(self.told.regular_pence)

    @property
    def balance(self) -> Fraction:
        return self.arrears - pounds(self.told.lump_sum_pence)

    @property
    def contribution(self) -> Fraction:
        return self.regular + half_up(pounds(self.told.instalment_pence) * AS_WEEKS[self.told.frequency or "W"])

    @property
    def cap(self) -> Fraction:
        return down(self.income * Fraction(2, 5))

    @property
    def by_order(self) -> bool:
        return self.told.method == "deo"

    @property
    def order_most(self) -> Fraction:
        if self.told.scheme == "CMS" or self.told.protected_money_pence is None:
            return self.cap
        return max(Fraction(0), min(self.cap, self.income - pounds(self.told.protected_money_pence)))

    @property
    def ceiling(self) -> Fraction:
        return self.order_most if self.by_order else self.cap

    @property
    def floor(self) -> Fraction | None:
        if self.told.scheme == "CMS":
            return None
        if self.told.scheme == "CS2":
            least = up(self.income * Fraction(3, 10))
        elif self.rival == "CSCS_33_OF_MAINTENANCE":
            return self.regular + max(Fraction(5), up(self.regular * Fraction(33, 100)))
        else:
            least = max(Fraction(5), up(self.income * Fraction(33, 100)))
        return least + self.regular if self.rival == "EXCLUSIVE_30" else least

    @property
    def instalments(self) -> int | None:
        return paid_off_after(self.balance, pounds(self.told.instalment_pence), 10**6)

    @property
    def clears(self) -> bool:
        most = INSTALMENTS[self.told.frequency or "W"] + self.more
        return paid_off_after(self.balance, pounds(self.told.instalment_pence), most) is not None

    def would_clear(self, weekly: Fraction) -> bool:
        return paid_off_after(self.balance, weekly - self.regular, self.weeks) is not None

    @property
    def floor_clears(self) -> bool:
        return self.floor is not None and self.floor <= self.ceiling and self.would_clear(self.floor)

    @property
    def counts_as_cap(self) -> bool:
        if self.rival == "NEAR_CAP":
            return self.ceiling - 1 <= self.contribution <= self.ceiling
        return self.contribution == self.ceiling

    @property
    def order_due(self) -> bool:
        stake = self.balance
        if self.rival == "LO_ON_RESIDUAL":
            stake = max(Fraction(0), self.balance - self.weeks * max(self.order_most - self.regular, Fraction(0)))
        order_clears = self.told.employed == "Y" and self.would_clear(self.order_most)
        return not self.clears and not order_clears and stake >= (500 if self.told.scheme == "CMS" else 1000)

    @property
    def step(self) -> tuple[str, list[str]]:
        below = self.floor is not None and self.contribution < self.floor
        if self.balance == 0:
            return "1", []
        if self.contribution > self.ceiling:
            if self.by_order:
                return "OUT", ["DEO_LEAVES_UNDER_60PC"]
            if not self.clears:
                return "OUT", ["NOT_CLEAR_2Y"]
            return ("2", []) if self.told.sustainability_assured == "Y" else ("OUT", ["NO_SUSTAINABILITY_ASSURANCE"])
        if self.told.scheme == "CMS":
            if self.clears:
                return "2", []
            return ("3E", []) if self.counts_as_cap else ("OUT", ["NOT_CLEAR_2Y"])
        if self.clears and self.counts_as_cap and not self.floor_clears:
            return "3", []
        if self.clears and not below:
            return ("3" if self.rival == "ONLY_FLOOR_IS_RUNG2" and not self.floor_clears else "2"), []
        if self.clears:
            return ("2", []) if self.rival == "FLOOR_NOT_BINDING" else ("OUT", ["BELOW_FLOOR"])
        if self.counts_as_cap:
            return "3E", []
        return "OUT", ["NOT_CLEAR_2Y", *(["BELOW_FLOOR"] if below else [])]

    @property
    def answer(self) -> tuple[str, str, bool, list[str]]:
        """Verdict, label, whether a liability order is due, reasons."""
        rung, reasons = self.step
        told = self.told
        discretion = bool(told.discretion_ground) and told.has_discretion_reason
        label = {"1": "Agreement", "2": "Agreement", "3": "Arrangement", "3E": "Arrangement"}.get(rung, "None")
        if rung == "OUT" and discretion:
            label = "Arrangement"
        verdict = "ACCURATE" if rung != "OUT" else "ACCURATE_DISCRETION" if discretion else "INACCURATE"
        if "DEO_LEAVES_UNDER_60PC" in reasons:
            verdict = "INACCURATE"
        if rung == "3E" and self.order_due and told.liability_order_considered != "Y":
            reasons, verdict = [*reasons, "LO_NOT_CONSIDERED"], "INACCURATE"
        if told.discretion_ground and not told.has_discretion_reason:
            reasons = [*reasons, "DISCRETION_WITHOUT_REASON"]
        if label not in ("None", told.label):
            reasons, verdict = [*reasons, "LABEL"], "INACCURATE"
        return verdict, label, self.order_due, reasons

    @property
    def row(self) -> dict[str, str]:
        verdict, label, due, reasons = self.answer
        sensitive = [
            rival
            for rival in RIVALS[self.told.scheme or ""]
            if replace(self, rival=rival).answer[:3] != (verdict, label, due)
        ]
        employed = self.told.employed == "Y"
        order_weeks = paid_off_after(self.balance, self.order_most - self.regular, 10**6)
        no_floor = self.floor is None or self.floor > self.ceiling
        values = (
            written(self.balance),
            written(self.contribution),
            written(half_up(self.contribution / self.income * 100)) if self.income else "NA",
            written(self.floor),
            written(self.cap),
            "NA" if no_floor else written(self.least_lump(self.floor or Fraction(0))),
            written(self.least_lump(self.ceiling)),
            counted(self.instalments),
            self.step[0],
            label,
            verdict,
            written(self.order_most) if employed else "NA",
            counted(order_weeks) if employed else "NA",
            "Y" if due else "N",
            "+".join(reasons) or "-",
            "+".join(sensitive) or "-",
        )
        return dict(zip(COLUMNS, values, strict=True))

    def least_lump(self, weekly: Fraction) -> Fraction:
        """What is still owed after all the weeks of paying, if anything."""
        owed = self.arrears
        for _ in range(self.weeks):
            owed -= max(weekly - self.regular, Fraction(0))
        return max(owed, Fraction(0))


def written(amount: Fraction | None) -> str:
    return "NA" if amount is None else f"{int(amount * 100) // 100}.{int(amount * 100) % 100:02}"


def counted(number: int | None) -> str:
    return "NA" if number is None else str(number)


@st.composite
def sheets(draw: st.DrawFn) -> Figures:
    """Complete sheets that crowd around the edges: at and beside the cap, the floor, two years, the threshold."""
    near = st.sampled_from((-101, -100, -99, -1, 0, 1, 100))
    scheme = draw(st.sampled_from(("CS2", "CSCS", "CMS")))
    income = draw(st.one_of(st.sampled_from((0, 1_000, 1_515, 1_516, 10_000, 40_000)), st.integers(1_000, 60_000)))
    regular = draw(st.one_of(st.just(0), st.just(income * 2 // 5), st.integers(0, income // 2)))
    frequency = draw(st.sampled_from(("W", "W", "W", "F", "4W", "M")))
    share = draw(st.sampled_from((0, 3_000, 3_300, 4_000, 4_000)))
    contribution = draw(st.one_of(st.just(-(-income * share // 10_000)), st.integers(0, income)))
    contribution += draw(st.sampled_from((0, regular))) if share in (3_000, 3_300) else 0
    weekly = max(0, contribution + draw(near) - regular)
    each = {"W": 1, "F": 2, "4W": 4, "M": 4}[frequency]
    instalment = 0 if weekly < 50 else weekly * each
    count = INSTALMENTS[frequency] + draw(st.sampled_from((0, 0, 0, 1, 2)))
    clears = st.sampled_from((count * instalment, 104 * max(0, income * 2 // 5 - regular), 104 * weekly))
    balance = max(0, draw(st.one_of(clears, st.sampled_from((0, 50_000, 100_000)), st.integers(0, 900_000))))
    balance = max(0, balance + draw(near)) if balance else 0
    lump_sum = draw(st.one_of(st.none(), st.just(0), st.integers(0, 100_000)))
    yes_no = st.sampled_from(("Y", "N", "NA", None))
    return Figures(
        scheme,
        None,
        balance + (lump_sum or 0),
        income,
        regular,
        lump_sum,
        instalment,
        frequency,
        draw(st.sampled_from(("direct_debit", "deo", "deo", None))),
        draw(st.sampled_from(("Y", "Y", "N", None))),
        draw(st.sampled_from(("Agreement", "Arrangement"))),
        draw(yes_no),
        draw(st.sampled_from((None, None, "HARDSHIP"))),
        draw(st.booleans()),
        draw(yes_no),
        draw(st.one_of(st.none(), st.none(), st.integers(0, 40_000))),
    )


def judged(figures: Figures) -> Judgement:
    return judge(figures, POLICIES[figures.scheme or ""])


@st.composite
def within_the_cap(draw: st.DrawFn) -> Figures:
    """Complete sheets of weekly payers who pay no more than the cap."""
    income = draw(st.integers(1_000, 60_000))
    cap = income * 2 // 5
    regular = draw(st.integers(0, cap))
    debt = draw(st.integers(1, 1_200_000))
    return Figures(
        draw(st.sampled_from(("CS2", "CSCS", "CMS"))),
        None,
        debt,
        income,
        regular,
        draw(st.integers(0, debt)),
        draw(st.integers(0, cap - regular)),
        "W",
        draw(st.sampled_from(("direct_debit", "deo"))),
        draw(st.sampled_from(("Y", "N"))),
        draw(st.sampled_from(("Agreement", "Arrangement"))),
    )


def pence(figure: int | None) -> int:
    assert figure is not None
    return figure


@given(sheets())
@CHEAP
def test_the_longhand_that_pays_week_by_week_agrees_to_the_last_column(figures: Figures) -> None:
    assert judged(figures).as_row() == Longhand(figures).row


@given(sheets())
@CHEAP
def test_the_rivals_named_are_those_that_judge_otherwise_the_long_way(figures: Figures) -> None:
    policy = POLICIES[figures.scheme or ""]
    own = judge(figures, policy)
    answer = (own.verdict, own.steer_label, own.liability_order_due)
    found = []
    for rival in policy.rivals:
        other = judge(figures, policy.read_as(rival.id))
        if (other.verdict, other.steer_label, other.liability_order_due) != answer:
            found.append(rival.id)
    assert list(own.reading_sensitive) == found


@given(within_the_cap(), st.integers(1, 20_000))
@CHEAP
def test_a_larger_instalment_up_to_the_cap_never_makes_it_worse(figures: Figures, more: int) -> None:
    less = judged(figures)
    room = pence(less.cap_weekly_pence) - pence(less.total_weekly_pence)
    larger = judged(figures._replace(instalment_pence=pence(figures.instalment_pence) + min(more, room)))
    if less.instalments_to_clear is not None:
        assert pence(larger.instalments_to_clear) <= less.instalments_to_clear
    for reason in ("NOT_CLEAR_2Y", "BELOW_FLOOR"):
        assert reason not in larger.reasons or reason in less.reasons


@given(within_the_cap(), st.integers(1, 500_000))
@CHEAP
def test_a_larger_lump_sum_never_raises_a_least_lump_sum_nor_asks_for_an_order(figures: Figures, more: int) -> None:
    lump_sum = min(pence(figures.arrears_pence), pence(figures.lump_sum_pence) + more)
    less, larger = judged(figures), judged(figures._replace(lump_sum_pence=lump_sum))
    for name in ("min_lump_rung2_pence", "min_lump_rung3_pence"):
        before, after = getattr(less, name), getattr(larger, name)
        assert (before is None) == (after is None)
        assert after is None or after <= before
    assert not larger.liability_order_due or less.liability_order_due


@given(within_the_cap(), st.booleans(), st.integers(1, 200_000))
@CHEAP
def test_the_least_lump_sum_is_least_to_the_penny(figures: Figures, at_cap: bool, more: int) -> None:
    """Paying exactly the floor, or the cap, after that lump sum clears in time; after a penny less it does not."""
    found = judged(figures)
    weekly = found.cap_weekly_pence if at_cap or found.min_lump_rung2_pence is None else found.floor_weekly_pence
    instalment = max(0, pence(weekly) - pence(figures.regular_pence))
    by_hand = figures._replace(
        method="direct_debit", instalment_pence=instalment, arrears_pence=104 * instalment + more, lump_sum_pence=0
    )
    owing = judged(by_hand)
    least = owing.min_lump_rung3_pence if weekly == found.cap_weekly_pence else owing.min_lump_rung2_pence
    assert least == more
    enough, short = (judged(by_hand._replace(lump_sum_pence=more - missing)) for missing in (0, 1))
    assert enough.rung in ("1", "2", "3")
    assert "NOT_CLEAR_2Y" not in enough.reasons
    assert short.rung in ("3E", "OUT")
    assert short.instalments_to_clear == (105 if instalment else None)


def test_the_floor_rounds_up_and_the_cap_rounds_down_to_the_penny() -> None:
    for income in range(0, 50_000, 7):
        found = judged(Figures("CS2", None, 1, income, 0, 0, 1, "W", None, "Y", "Agreement"))
        assert found.cap_weekly_pence * 10 <= income * 4 < (found.cap_weekly_pence + 1) * 10
        assert (found.floor_weekly_pence - 1) * 10 < income * 3 <= found.floor_weekly_pence * 10
        system = judged(Figures("CSCS", None, 1, income, 0, 0, 1, "W", None, "Y", "Agreement"))
        assert system.floor_weekly_pence >= 500
        assert system.floor_weekly_pence == 500 or (
            (system.floor_weekly_pence - 1) * 100 < income * 33 <= system.floor_weekly_pence * 100
        )
