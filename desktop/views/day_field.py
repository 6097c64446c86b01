"""One calendar day to choose, the same wherever a period is asked for (worklist filters, export)."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit


def day_field(name: str, value: date | None = None) -> QDateEdit:
    """A field for a day, shown as 14 Sep 2009, with a calendar; `name` is its accessible name and tool tip."""
    made = QDateEdit() if value is None else QDateEdit(QDate(value.year, value.month, value.day))
    made.setDisplayFormat("d MMM yyyy")
    made.setCalendarPopup(True)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


def chosen_day(field: QDateEdit) -> date:
    """The day that stands in the field."""
    value = field.date()
    return date(value.year(), value.month(), value.day())
