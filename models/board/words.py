"""The words of bars, stages and lines of the dashboard; codes without words of their own stand as they are."""

from models.sheet_difference import NOT_HELD
from models.steer_words import REASONS, reason

METHODS = {
    "direct_debit": "Direct Debit",
    "standing_order": "Standing order",
    "debit_card": "Debit card",
    "credit_card": "Credit card",
    "cheque": "Cheque",
    "cash": "Cash",
    "deo": "Deduction from earnings order",
    "deduction_from_benefits": "Deduction from benefits",
}
READINGS = {
    "105_INSTALMENTS": "One instalment more within two years",
    "EXCLUSIVE_30": "30% on top of regular maintenance",
    "CSCS_33_OF_MAINTENANCE": "CSCS: 33% of the maintenance, on top of it",
    "ONLY_FLOOR_IS_RUNG2": "Rung 2 only at the floor itself",
    "FLOOR_NOT_BINDING": "Less than the floor allowed if it clears in time",
    "LO_ON_RESIDUAL": "Liability order threshold on what is left after two years",
    "NEAR_CAP": "Within £1.00 of 40% counts as 40%",
}
FATES = {"taken": "taken", "refused": "refused", "another": "another taken", "open": "open"}


def method(code: str | None) -> str:
    """A method of collection."""
    return NOT_HELD if not code else METHODS.get(code, code)


def reading(code: str) -> str:
    """A reading of the policy."""
    return READINGS.get(code, code)


def ground(code: str) -> str:
    """A ground of discretion: its code in small letters, never its reason."""
    return "Another ground" if code == "OTHER" else code.replace("_", " ").capitalize()


def refusal(code: str) -> str:
    """A reason of a refusal, by its code."""
    return code.replace("_", " ").capitalize()


def steer_reason(code: str) -> str:
    """A reason of the steer without its full stop."""
    return reason(code).removesuffix(".") if code in REASONS or code.startswith("MISSING:") else code
