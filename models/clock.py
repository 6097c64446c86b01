"""The one clock of the program: built at the top, handed down, set by STEERCHECK_TODAY.

Ages of work, windows of days and the stamp on a signature all come from here, so that they can be tested and shown;
the demonstration department lives on 5 October 2009.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from models.errors import WrongUsage

OFFICE_ZONE = ZoneInfo("Europe/London")
"""Calendar days (call dates, decision dates, periods) are days in this zone."""


@dataclass(frozen=True)
class Clock:
    """Tells the time; with `working_date` the calendar day is that one and the time of day still runs."""

    working_date: date | None = None

    def now(self) -> datetime:
        """The present moment, UTC, time zone aware."""
        real = datetime.now(UTC)
        if self.working_date is None:
            return real
        wall = real.astimezone(OFFICE_ZONE).time()
        return datetime.combine(self.working_date, wall, OFFICE_ZONE).astimezone(UTC)

    def today(self) -> date:
        """Today's calendar day in the office."""
        return self.working_date or office_date(datetime.now(UTC))


def office_date(moment: datetime) -> date:
    """The calendar day in the office's time zone of an aware `moment`."""
    return moment.astimezone(OFFICE_ZONE).date()


def clock_from(value: str | None) -> Clock:
    """The clock for STEERCHECK_TODAY's value (YYYY-MM-DD, or None/empty for the real day). Raises WrongUsage."""
    if not value:
        return Clock()
    try:
        return Clock(date.fromisoformat(value))
    except ValueError as exc:
        raise WrongUsage(f"STEERCHECK_TODAY must be a date as YYYY-MM-DD, not {value!r}.") from exc
