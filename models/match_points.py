"""What speaks for and against a call and a sheet belonging together, point by point: pure, for the eye of a person.

The rules of matching decide by themselves only where one point is strong enough; here all of them are told, with the
words that stand beside the sign.
"""

from enum import StrEnum
from typing import NamedTuple

from models.matching import WINDOW_DAYS, CallRow, SheetRow, days_before


class Agreement(StrEnum):
    """Whether the two agree on a point, contradict each other, or one of them does not say."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    NOT_SAID = "not_said"


class Point(NamedTuple):
    """One point: what it is about, whether the two agree on it, and how, in words."""

    about: str
    agreement: Agreement
    words: str


def points_of(call: CallRow, sheet: SheetRow, window_days: int = WINDOW_DAYS) -> tuple[Point, ...]:
    """Reference, case, caseworker and day, in this order: always all four."""
    return (_reference(call, sheet), _case(call, sheet), _caseworker(call, sheet), _day(call, sheet, window_days))


def _reference(call: CallRow, sheet: SheetRow) -> Point:
    if not sheet.recording_ref:
        return Point("Reference", Agreement.NOT_SAID, "the sheet names no call")
    if sheet.recording_ref == call.recording_id:
        return Point("Reference", Agreement.AGREES, "the sheet names this call")
    return Point("Reference", Agreement.CONTRADICTS, f"the sheet names {sheet.recording_ref}")


def _case(call: CallRow, sheet: SheetRow) -> Point:
    if not sheet.case_ref:
        return Point("Case", Agreement.NOT_SAID, "the sheet names no case")
    if not call.cases:
        return Point("Case", Agreement.NOT_SAID, "the call names no case")
    if sheet.case_ref in call.cases:
        others = len(call.cases) - 1
        return Point("Case", Agreement.AGREES, "same case" + (f", and {others} more of the call" if others else ""))
    return Point("Case", Agreement.CONTRADICTS, f"the call is on {' and '.join(call.cases)}")


def _caseworker(call: CallRow, sheet: SheetRow) -> Point:
    if not sheet.caseworker_id:
        return Point("Caseworker", Agreement.NOT_SAID, "the sheet names no caseworker")
    if not call.caseworkers:
        return Point("Caseworker", Agreement.NOT_SAID, "the call names no caseworker")
    if sheet.caseworker_id in call.caseworkers:
        return Point(
            "Caseworker", Agreement.AGREES, "same caseworker" + (", transferred" if call.caseworkers[1:] else "")
        )
    return Point("Caseworker", Agreement.CONTRADICTS, f"the call is by {' and '.join(call.caseworkers)}")


def _day(call: CallRow, sheet: SheetRow, window_days: int) -> Point:
    if call.call_date is None or sheet.decision_date is None:
        return Point("Day", Agreement.NOT_SAID, "a day is not held")
    days = (sheet.decision_date - call.call_date).days
    agrees = Agreement.AGREES if 0 <= days <= window_days else Agreement.CONTRADICTS
    return Point("Day", agrees, days_before(call.call_date, sheet.decision_date))
