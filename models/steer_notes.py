"""What goes with the ladder: the least lump sums, the order on earnings, the liability order, assurance, discretion.

Pure words and sums over `models.steer_amounts`, for the panel and the reports. A liability order is only ever "to be
considered"; whether one is sought is for a person (Annex A, third bullet: "can also be sought").
"""

from dataclasses import dataclass

from models.guide_sheet import Frequency
from models.policy import Paragraph, Policy
from models.steer import YES, Figures, Rung, has_ground
from models.steer_amounts import Amounts, floor_name
from models.steer_steps import Question
from models.steer_sums import instalments, per_cent, pounds, rest, share
from models.steer_words import liability_order

SECTION_33 = (
    "Section 33 of the Child Support Act 1991 asks that a deduction from earnings order be inappropriate or have "
    "proved ineffective. Whether a liability order may stand beside one from the start is for a person to check."
)
"""The warning of the 11th ambiguity (domain notes, section 2)."""


@dataclass(frozen=True)
class LeastLump:
    """The least lump sum that would have met a rung: pence (None where none would), its sum, and what was missing."""

    rung: Rung
    name: str
    pence: int | None
    sum: str
    short: str = ""

    @property
    def answer(self) -> str:
        return "none would do" if self.pence is None else pounds(self.pence)


@dataclass(frozen=True)
class Note:
    """One matter beside the ladder: its answer in a few words, the sums or facts, a warning, and the source."""

    title: str
    answer: str
    lines: tuple[str, ...] = ()
    warning: str = ""
    tests: tuple[Question, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class Clearing:
    """How the balance falls: `allowed` instalments lie within two years, `needed` clear it (None: they never do)."""

    balance_pence: int
    instalment_pence: int
    frequency: Frequency
    allowed: int
    needed: int | None
    unit: str

    def left_after(self, count: int) -> int:
        """Pence left to pay after so many instalments."""
        return max(0, self.balance_pence - count * self.instalment_pence)

    @property
    def words(self) -> str:
        """The chart in a sentence: when the debt is cleared, or what is left when two years are over."""
        if self.balance_pence == 0:
            return "Nothing is left to pay."
        if self.needed is None:
            return f"No instalments are paid: {pounds(self.balance_pence)} stays."
        sum_ = instalments(self.balance_pence, self.instalment_pence, self.unit)
        if self.needed <= self.allowed:
            return f"{sum_}. Two years allow {self.allowed:,}."
        left = self.left_after(self.allowed)
        return f"{sum_}. Two years allow {self.allowed:,}, and then {pounds(left)} is left."


def clearing_of(amounts: Amounts) -> Clearing:
    """How the balance falls with the sheet's own instalments."""
    return Clearing(
        amounts.balance, amounts.instalment, amounts.frequency, amounts.allowed, amounts.needed, amounts.unit
    )


def least_lumps(amounts: Amounts) -> tuple[LeastLump, ...]:
    """The least lump sums for rungs 2 and 3; none for rung 2 where the policy has no floor."""
    found = []
    floor, ceiling = amounts.floor, amounts.ceiling
    if floor is not None:
        name = floor_name(amounts.settings, amounts.figures.scheme)
        if floor > ceiling:
            words = f"{amounts.floor_words} is more than {pounds(ceiling)}, and no lump sum changes that"
            found.append(LeastLump(Rung.TWO, name, None, words))
        else:
            found.append(_least_lump(amounts, Rung.TWO, name, floor))
    found.append(_least_lump(amounts, Rung.THREE, amounts.ceiling_name, ceiling))
    return tuple(found)


def _least_lump(amounts: Amounts, rung: Rung, name: str, weekly: int) -> LeastLump:
    room = amounts.room(weekly)
    pence = max(0, amounts.arrears - room)
    room_words = amounts.room_words(weekly)
    if pence == 0:
        words = f"{room_words} is enough for the arrears of {pounds(amounts.arrears)}"
    else:
        words = f"{room_words}; {rest((amounts.arrears, 'arrears'), (room, ''))}"
    short = f"{rest((pence, ''), (amounts.lump_sum, 'paid'))} short" if pence > amounts.lump_sum else ""
    return LeastLump(rung, name, pence, words, short)


def deo_note(amounts: Amounts, policy: Policy) -> Note:
    """What a deduction from earnings order could take a week, what it must leave, and how long it would take."""
    title, paragraphs = "Deduction from earnings order", policy.paragraphs_behind("DEO")
    if amounts.figures.employed != YES:
        return Note(title, "none: not recorded as employed", paragraphs=paragraphs)
    most = amounts.deo_max
    lines = [
        f"{share(amounts.settings.cap_pct, amounts.net_income, up=False)[1]} a week, regular maintenance and arrears "
        "together.",
        f"Protected: {rest((amounts.net_income, ''), (most, ''))} a week, at least "
        f"{per_cent(10_000 - amounts.settings.cap_pct)} of net income.",
    ]
    if most < amounts.cap:
        lines.append(
            f"The order's own protected rate of {pounds(amounts.figures.protected_money_pence or 0)} a week counts: it "
            f"protects more than {pounds(amounts.net_income - amounts.cap)}."
        )
    if amounts.balance == 0:
        lines.append("Nothing is left to collect.")
    elif most <= amounts.regular:
        lines.append(f"Regular maintenance takes {pounds(amounts.regular)} of it: nothing would go to the arrears.")
    else:
        room = most - amounts.regular
        lines.append(
            f"{rest((most, ''), (amounts.regular, 'regular'))} a week for the arrears; "
            f"{instalments(amounts.balance, room, 'week')}."
        )
    return Note(title, f"at most {pounds(most)} a week", tuple(lines), paragraphs=paragraphs)


def order_note(amounts: Amounts, policy: Policy) -> Note:
    """Whether a liability order is to be considered, with its three tests."""
    settings, title = amounts.settings, "Liability order"
    paragraphs = policy.paragraphs_behind("LO")
    late = Question(f"Not cleared within {amounts.two_years}", amounts.two_year_words, not amounts.clears)
    if amounts.balance == 0:
        late = Question(late.claim, f"{pounds(0)} is to be paid", met=False)
    room = amounts.room(amounts.deo_max)
    if amounts.figures.employed != YES:
        unable = Question("No order on earnings can be made", "not recorded as employed", met=True)
    else:
        words = f"{amounts.room_words(amounts.deo_max)}, and {pounds(amounts.balance)} is to be paid"
        unable = Question("An order on earnings would not clear it", words, room < amounts.balance)
    residual = max(0, amounts.balance - room)
    at_stake = residual if settings.order_on_residual else amounts.balance
    threshold = settings.order_threshold_pence
    enough = Question(f"{pounds(threshold)} or more is left", f"{pounds(at_stake)} is left", at_stake >= threshold)
    if settings.order_on_residual:
        left = rest((amounts.balance, ""), (room, "")) if room < amounts.balance else pounds(0)
        enough = Question(enough.claim, f"after {amounts.two_years} at {amounts.ceiling_name}: {left}", enough.met)
    due = late.met and unable.met and enough.met
    lines = [_considered(amounts.figures)] if due else []
    return Note(
        title,
        liability_order(due),
        tuple(lines),
        SECTION_33 if due else "",
        (late, unable, enough),
        paragraphs,
    )


def _considered(figures: Figures) -> str:
    recorded = figures.liability_order_considered
    if recorded == YES:
        return "The sheet says that it was considered."
    return (
        "The sheet says that it was not considered." if recorded else "The sheet does not say that it was considered."
    )


def assurance_note(amounts: Amounts, policy: Policy) -> Note:
    """Whether somebody should have made sure that the offer can be kept up."""
    trigger, paragraphs = per_cent(amounts.settings.assurance_pct), policy.paragraphs_behind("ASSURANCE")
    if not amounts.needs_assurance:
        return Note("Sustainability", f"no assurance asked for: not above {trigger}", paragraphs=paragraphs)
    told = {YES: "recorded", None: "not held"}.get(amounts.figures.sustainability_assured, "not recorded")
    line = (
        f"Above {trigger} of net income a person should make sure that the offer can be kept up. "
        f"{amounts.contribution_words} a week of {pounds(amounts.net_income)}."
    )
    return Note("Sustainability", f"assurance {told}", (line,), paragraphs=paragraphs)


def discretion_note(figures: Figures, policy: Policy) -> Note:
    """The ground of discretion, and whether a reason stands beside it; the reason itself stays on the sheet."""
    paragraphs = policy.paragraphs_behind("DISCRETION")
    if not has_ground(figures.discretion_ground):
        return Note("Discretion", "none recorded", paragraphs=paragraphs)
    ground = (figures.discretion_ground or "").replace("_", " ").capitalize()
    if figures.has_discretion_reason:
        return Note("Discretion", f"{ground}, with a reason", ("The reason is on the sheet.",), paragraphs=paragraphs)
    return Note(
        "Discretion", f"{ground}, without a reason", ("Without a reason it counts for nothing.",), paragraphs=paragraphs
    )
