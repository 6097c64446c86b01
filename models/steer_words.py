"""What the steer found, in plain words: verdicts, rungs, reasons, the label claimed, and what differs between two.

Beside `models.steer_working` (which writes out the sums): the ladder panel, the lists and the reports take their words
from here, so that a reason reads the same everywhere. Unknown codes stand as they are.
"""

from models.steer import Judgement, Reason, Rung, Verdict

VERDICTS = {
    Verdict.ACCURATE: "Accurate",
    Verdict.ACCURATE_DISCRETION: "Accurate by discretion",
    Verdict.INACCURATE: "Inaccurate",
    Verdict.NOT_ASSESSABLE: "Not assessable",
}
RUNGS = {
    Rung.ONE: "Rung 1",
    Rung.TWO: "Rung 2",
    Rung.THREE: "Rung 3",
    Rung.THREE_ENFORCED: "Rung 3E",
    Rung.OUTSIDE: "Outside the ladder",
    Rung.NONE: "No rung",
}
REASONS = {
    Reason.NO_POLICY: "No policy is in force for this scheme on the day of the decision.",
    Reason.NOT_CLEAR_2Y: "The instalments do not clear the debt within two years.",
    Reason.BELOW_FLOOR: "The contribution is below the least share of net income.",
    Reason.DEO_LEAVES_UNDER_60PC: "The deduction from earnings order leaves less than is protected.",
    Reason.NO_SUSTAINABILITY_ASSURANCE: "Above the ceiling, and no assurance is recorded that it can be kept up.",
    Reason.LO_NOT_CONSIDERED: "A liability order was to be considered, and the sheet does not say that it was.",
    Reason.DISCRETION_WITHOUT_REASON: "A ground of discretion is recorded without a reason, so it counts for nothing.",
    Reason.LABEL: "The payments are called by the wrong name.",
}
MISSING = {
    "arrears": "the arrears",
    "net_income_weekly": "the net income",
    "regular_maintenance_weekly": "the regular maintenance",
    "instalment": "the instalment",
    "frequency": "how often the instalment is paid",
    "label": "whether it is an Agreement or an Arrangement",
}
CLAIMED = {"Agreement": "rung 1 or 2", "Arrangement": "rung 3, or outside by discretion"}
"""What a label says about the rung: rungs 1 and 2 are Agreements (domain notes, section 2)."""


def verdict(code: str) -> str:
    return VERDICTS[Verdict(code)] if code in set(Verdict) else code


def rung(code: str) -> str:
    return RUNGS[Rung(code)] if code in set(Rung) else code


def missing(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that are blank among the reasons, by their names."""
    start = Reason.MISSING.value
    return tuple(reason.removeprefix(start) for reason in reasons if reason.startswith(start))


def reason(code: str) -> str:
    """A reason as a sentence."""
    for column in missing((code,)):
        words = MISSING.get(column, column)
        return f"{words[0].upper()}{words[1:]} {'are' if column == 'arrears' else 'is'} not held."
    return REASONS[Reason(code)] if code in set(Reason) else code


def liability_order(due: bool | None) -> str:
    """Never more than that it is to be considered: whether one is sought is for a person."""
    return "cannot be told" if due is None else "to be considered" if due else "not due"


def differences(before: Judgement, after: Judgement) -> tuple[str, ...]:
    """What comes out otherwise, each as "Verdict: Accurate → Inaccurate"; empty where both say the same."""
    pairs = (
        ("Verdict", VERDICTS[before.verdict], VERDICTS[after.verdict]),
        ("Rung", rung(before.rung), rung(after.rung)),
        ("Called", before.steer_label or "neither", after.steer_label or "neither"),
        (
            "Liability order",
            liability_order(before.liability_order_due),
            liability_order(after.liability_order_due),
        ),
    )
    return tuple(f"{what}: {then} → {now}" for what, then, now in pairs if then != now)
