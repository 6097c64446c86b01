"""Days as options of a command say them."""

import re
from datetime import date

from models.errors import WrongUsage


def day_of(written: str | None, option: str) -> date:
    """The day an option names. Raises WrongUsage for another form than YYYY-MM-DD, and for none."""
    if written is None:
        raise WrongUsage(f"Say {option} DATE, as YYYY-MM-DD.")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
        try:
            return date.fromisoformat(written)
        except ValueError:
            pass
    raise WrongUsage(f"{option} must be a date as YYYY-MM-DD, not {written!r}.")
