"""The archive of issued reports on the command line: `report ... --out`, `--issued`, `--reopen` and `--compare`."""

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.surroundings import Surroundings
from models.errors import WrongUsage

if TYPE_CHECKING:
    from models.reports.table import Report

MOST_SHOWN = 50
"""Differences people are shown; the rest is in the JSON."""


def hand_out(around: Surroundings, made: "Report", out: Path) -> None:
    """Write a report to a file; what may be published is issued by whoever may issue."""
    from desktop.jobs.issue_report import issue
    from desktop.jobs.write_report import write_report
    from models.reports.differencing import cautions

    issued = around.store.issued
    if not made.publishable:
        write_report(made, out)
        around.caution(f"{made.title} was written to {out}. It holds personal data: it is never issued, and not kept.")
    elif not issued.may_issue(around.person):
        write_report(made, out)
        around.caution(
            f"{made.title} was written to {out}. It was not issued, and is not kept: only team leaders and Quality "
            "Assurance issue reports."
        )
    else:
        for each in cautions(issued, made):
            around.caution(each)
        line = issue(around.store, made, out, around.person)
        around.caution(f"{made.title} was written to {out} and kept as {line.issue_id}.")


def show(around: Surroundings, kind: str | None) -> None:
    """The issued reports, the newest first. Raises WrongUsage for a kind that there is not and never was."""
    from models.reports.catalogue import kinds
    from models.reports.table import NOT_FOR_PUBLICATION
    from models.reports.wording import day, moment

    around.write_nothing()
    lines = around.store.issued.listing(kind)
    if kind is not None and not lines and kind not in kinds():
        raise WrongUsage(f"There is no report {kind!r}: one of {', '.join(kinds())}. See steercheck report --list.")
    for line in lines:
        told = line.kind if line.grouped_by is None else f"{line.kind} by {line.grouped_by}"
        shown = f"no count hidden, {NOT_FOR_PUBLICATION}"
        hidden = f"counts below {line.threshold} hidden" if line.threshold > 1 else shown
        around.say(f"{line.issue_id}  {told}, {day(line.date_from)} to {day(line.date_to)}, {hidden}")
        around.say(f"        issued {moment(line.issued_at)} by {line.issued_by} as {line.file_name}")
    if not lines:
        around.say("Nothing was issued yet: steercheck report KIND --from DATE --to DATE --out FILE issues.")
    around.answer([line.as_dict() for line in lines])


def reopen(around: Surroundings, issue_id: str, out: Path | None) -> None:
    """The very bytes that were issued, to a file of the same ending."""
    from desktop.jobs.issue_report import reopen as hand_out_again

    if out is None:
        raise WrongUsage("Say --out FILE: the place for the copy.")
    line = hand_out_again(around.store, issue_id, out)
    around.caution(
        f"{line.title}, as it was issued on {line.as_of.isoformat()}, was written to {out}: SHA-256 checked."
    )
    around.answer({**line.as_dict(), "file": str(out)})


def compare(around: Surroundings, issue_id: str) -> None:
    """What a fresh report of the same parameters says otherwise, and why, as far as it is known."""
    from desktop.settings import load_settings
    from models.reports.compared_since import compared_with_fresh

    line = around.store.issued.get_line(issue_id)
    found = compared_with_fresh(around.store, issue_id, around.person, load_settings().targets)
    told = [
        *(f"{', '.join(filter(None, each.row))}: {each.column} {each.issued} -> {each.fresh}" for each in found.cells),
        *(f"{', '.join(filter(None, row))}: no longer there" for row in found.rows_gone),
        *(f"{', '.join(filter(None, row))}: new" for row in found.rows_new),
        *(f"{each.what}: {each.issued} -> {each.fresh}" for each in found.words),
    ]
    if found.same:
        around.say(f"{issue_id}: a fresh report says the very same.")
    else:
        around.say(f"{issue_id}: a fresh report says otherwise in {found.differences:,} places.")
        for each in told[:MOST_SHOWN]:
            around.say(f"  {each}")
        if len(told) > MOST_SHOWN:
            around.say(f"  … and {len(told) - MOST_SHOWN:,} more; --json names all of them.")
    around.say(f"Since it was issued: {'; '.join(found.since)}")
    names = ("issue_id", "kind", "from", "to", "as_of", "threshold", "grouped_by", "issued_at")
    head = {name: value for name, value in line.as_dict().items() if name in names}
    around.answer({**head, **found.as_dict()})
