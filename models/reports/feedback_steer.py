"""What the debt steer says of a reviewed arrangement, in rungs, percentages and weeks: never in the parent's pounds.

Part of `models.reports.feedback`; the judgement is the one frozen at signing.
"""

from collections.abc import Iterator

from models.guide_sheet import Frequency
from models.policy import Policy
from models.reports.document import Block, Bullets, Facts, Heading, Paragraph
from models.reports.feedback_reading import FeedbackFacts
from models.steer import Figures, Judgement, Reason, Rung
from models.steer_sums import INSTALMENTS, per_cent, rate
from models.steer_words import CLAIMED, RUNGS, VERDICTS, liability_order, reason

SENSITIVE_TO_READING = (
    "Under another reading of the policy this could come out otherwise. Such a check is looked at by Quality Assurance "
    "before it counts as an error."
)
WITHOUT_SHEET = "There is no guide sheet, so the steer was judged by the reviewer's answers."


def steer_says(facts: FeedbackFacts) -> Iterator[Block]:
    yield Heading("What the debt steer says")
    steer = facts.rows.steer
    if steer is None:
        yield Paragraph(WITHOUT_SHEET if facts.rows.sheet is None else "It was not worked out when this was signed.")
        return
    figures, judgement = steer.figures, steer.judgement
    told = (
        ("Verdict", VERDICTS[judgement.verdict]),
        ("Recorded as", _claimed(figures)),
        ("Where it stands", _reached(judgement)),
        ("Contribution", _rate(judgement, figures, facts.policy)),
        ("Time to clear", _time(judgement, figures, facts.policy)),
        ("Liability order", liability_order(judgement.liability_order_due)),
    )
    yield Facts(tuple((name, value) for name, value in told if value))
    found = tuple(_finding(code, figures, judgement) for code in judgement.reasons)
    if found:
        yield Bullets(found)
    if judgement.reading_sensitive:
        yield Paragraph(SENSITIVE_TO_READING, quiet=True)


def _claimed(figures: Figures) -> str:
    label = figures.label
    return "" if label is None else f"{label}, that is {CLAIMED.get(label, 'no rung')}"


def _reached(judgement: Judgement) -> str:
    name = RUNGS[Rung(judgement.rung)]
    return name if judgement.steer_label is None else f"{name}, an {judgement.steer_label}"


def _finding(code: str, figures: Figures, judgement: Judgement) -> str:
    if code == Reason.LABEL and judgement.steer_label:
        return f"Called an {figures.label}; it is an {judgement.steer_label}."
    return reason(code)


def _rate(judgement: Judgement, figures: Figures, policy: Policy | None) -> str:
    """22.50% of net income, regular maintenance included; the policy asks for at least 30% and takes at most 40%."""
    if judgement.rate_hundredths is None:
        return ""
    told = f"{rate(judgement.rate_hundredths)} of net income, regular maintenance included"
    if policy is None:
        return told
    floor = policy.settings.floors.get(figures.scheme or "")
    least = "" if floor is None or floor.of_maintenance else f"asks for at least {per_cent(floor.pct)} and "
    return f"{told}; the policy {least}takes at most {per_cent(policy.settings.cap_pct)}"


def _time(judgement: Judgement, figures: Figures, policy: Policy | None) -> str:
    """88 weekly instalments; two years are 104."""
    count = judgement.instalments_to_clear
    if count == 0:
        return "Nothing is left to pay"
    if count is None or figures.frequency is None:
        return ""
    frequency = Frequency(figures.frequency)
    allowed = None if policy is None else policy.settings.horizon.get(frequency)
    within = "" if allowed is None else f"; two years are {allowed}"
    return f"{count} {INSTALMENTS[frequency]} instalments{within}"
