"""Free text on its way into a document for a caseworker: without the other party's personal data.

Beside `models.redaction` it takes out amounts of money, and the very figures of the guide sheet however they are
written: income, arrears and what a parent can pay are the parent's data, and a document may lie on a desk. The
caseworker has them in the system; evidence times and the fields of the sheet say where to look.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping

from models.redaction import redact

AMOUNT_REMOVED = "[amount removed]"
AMOUNT = "amount"
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_WORD = (
    "a|an|and|half|couple|of|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
)
_POUNDS = r"(?:pounds?|quid|grand|pence|p)"
_AMOUNTS = re.compile(
    rf"£ ?{_NUMBER}(?: ?(?:k|thousand|million)\b)?"
    rf"|(?<![0-9,.:]){_NUMBER} ?{_POUNDS}\b"
    rf"|\b(?:(?:{_WORD})[ -]){{1,12}}(?:pounds?|quid|grand|pence)\b",
    re.IGNORECASE,
)
MONEY_FIELDS = (
    *("arrears", "net_income_weekly", "regular_maintenance_weekly", "lump_sum", "instalment"),
    "protected_money_weekly",
)
"""The figures of a sheet that are the other party's."""
SMALLEST_BARE = 100
"""A whole figure below it is only taken for one of the sheet where it is written as money: 30 may be a percentage."""


class Withholding:
    """Takes what may not go out of the texts of one document, and counts it by kind.

    `figures` are the sheet's, by column, as text ("400.00").
    """

    def __init__(self, case_refs: Collection[str] = (), figures: Mapping[str, str | None] | None = None) -> None:
        self._case_refs = frozenset(case_refs)
        self._figures = _figures([(figures or {}).get(name) for name in MONEY_FIELDS])
        self.counts: Counter[str] = Counter()

    def text(self, words: str) -> str:
        """`words` as they may go out."""
        found = redact(words.strip(), self._case_refs)
        self.counts.update(found.counts)
        plain, amounts = _AMOUNTS.subn(AMOUNT_REMOVED, found.text)
        if self._figures is not None:
            plain, figures = self._figures.subn(AMOUNT_REMOVED, plain)
            amounts += figures
        if amounts:
            self.counts[AMOUNT] += amounts
        return plain

    @property
    def removed(self) -> int:
        """How much was taken out so far."""
        return self.counts.total()


def _figures(held: list[str | None]) -> re.Pattern[str] | None:
    """The sheet's figures as they may stand in a sentence without a sign of money: 400.00, 1,000, 12000."""
    forms: set[str] = set()
    for figure in held:
        whole, _, pence = (figure or "").partition(".")
        if not whole.isdecimal() or not int(whole) + int(pence or 0):
            continue
        grouped = f"{int(whole):,}"
        forms |= {f"{each}.{pence}" for each in (whole, grouped) if pence}
        if int(whole) >= SMALLEST_BARE and not int(pence or 0):
            forms |= {whole, grouped}
    if not forms:
        return None
    either = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return re.compile(rf"(?<![\w.,:/-])(?:{either})(?![0-9%/:-]|[.,][0-9]| ?(?:weeks|instalments|months|per cent)\b)")
